/** competitors, prices, notes, private: what a person at this machine sees of what never leaves. */
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { desks, type Desk } from './desk.ts';

describe('sidebook, private data', () => {
  const open = desks();
  const said = async (desk: Desk, ...args: readonly string[]): Promise<string> => {
    const { code, out, err } = await desk.say(args);
    expect([code, err]).to.deep.equal([0, '']);
    return out.trimEnd();
  };

  it('lives in a file of its own, which only its commands make', async () => {
    const desk = await open();
    const file = join(desk.folder, 'data', 'private.db');
    await desk.say('status');
    expect(existsSync(file)).to.equal(false);
    await desk.say('competitors');
    expect(existsSync(file)).to.equal(true);
  });

  it('competitors are added, found by any name, shown with what to answer', async () => {
    const desk = await open();
    await said(
      desk,
      'competitors',
      'add',
      'Крепёж+',
      '--alias',
      'Krepezh',
      '--weaknesses',
      'долго везут',
      '--answer',
      'спросить про срок',
    );
    await said(desk, 'competitors', 'add', 'МетизТорг');
    expect(await said(desk, 'competitors', 'list', 'крепеж'))
      .to.include('Крепёж+')
      .and.not.to.include('МетизТорг');
    expect(await said(desk, 'competitors', 'show', 'krepezh'))
      .to.include('долго везут')
      .and.to.include('спросить про срок');
    const none = await desk.say('competitors show Никто', 'ru');
    expect([none.code, none.err.includes('Конкурента «Никто» нет')]).to.deep.equal([1, true]);
  });

  it('prices are added, listed, corrected and withdrawn; the history keeps them all', async () => {
    const desk = await open();
    const wrong = await said(desk, 'prices', 'add', 'Болт М8', 'Крепёж+', '1 119,00', '--new', '--vat', '20', '--source', 'site');
    const id = await said(desk, 'prices', 'correct', wrong, '11,90', '--reason', 'запятая', '--evidence', 'снимок полки');
    expect(await said(desk, 'prices', 'list', 'Болт'))
      .to.include('11.90 RUB/pc')
      .and.not.to.include('1119');
    const history = await said(desk, 'prices', 'show', 'Болт М8', '--competitor', 'Крепёж+');
    expect(history).to.include('1,119.00 RUB').and.to.include(`corrects ${wrong}: запятая`).and.to.include('cli:anna');
    expect((await desk.say(['prices', 'list', 'Болт'], 'ru')).out).to.include('11,90 RUB/pc');
    await said(desk, 'prices', 'withdraw', id, '--reason', 'не тот болт');
    expect(await said(desk, 'prices', 'list', 'Болт')).to.include('No price seen yet');
    expect(await said(desk, 'prices', 'show', 'Болт М8')).to.include(`withdraws ${id}: не тот болт`);
    await said(desk, 'prices', 'restore', id);
    expect((await said(desk, 'prices', 'show', 'Болт М8')).split('\n')[1]).to.include('counts again').and.not.to.include('corrects'); // prettier-ignore
    expect(await said(desk, 'prices', 'list', 'Болт')).to.include('11.90 RUB/pc');
    expect(await said(desk, 'prices', 'search', 'болт')).to.include('Болт М8');
  });

  it('says what is wrong with a price in the words of the reader', async () => {
    const desk = await open();
    await said(desk, 'prices', 'add', 'Болт', 'Крепёж+', '1', '--new');
    const negative = await desk.say(
      ['prices', 'add', 'Болт', 'Крепёж+', '-5', '--currency', 'рубли', '--seen', '0001-01-01'],
      'ru',
    );
    expect(negative.code).to.equal(1);
    expect(negative.err + negative.out).to.match(/нет параметра -5|price: меньше нуля/);
    const wrong = await desk.say(['prices', 'add', 'Болт', 'Крепёж+', '5', '--currency', 'рубли', '--seen', '0001-01-01'], 'ru');
    expect(wrong.err)
      .to.include('observedAt: раньше 1990 года')
      .and.to.include('currency: не валюта')
      .and.to.include('ничего из этого не записано');
    expect(wrong.err).not.to.match(/\n\s+at /);
  });

  it('names that fit several are asked back', async () => {
    const desk = await open();
    for (const name of ['Болт М8', 'Болт М10']) await said(desk, 'prices', 'add', name, 'Крепёж+', '1', '--new');
    const asked = await desk.say(['prices', 'list', 'болт']);
    expect([asked.code, asked.err]).to.satisfy(
      ([code, err]: [number, string]) => code === 1 && err.includes('Болт М8') && err.includes('Болт М10'),
    );
  });

  it('notes are written, found by any form of a word, shown with what they said before, and reminded of', async () => {
    const desk = await open();
    const id = await said(
      desk,
      'notes',
      'add',
      'Обещали скидку на ёлочные игрушки',
      '--kind',
      'promise',
      '--due',
      '2020-01-01',
      '--with',
      'Петров',
    );
    expect(await said(desk, 'notes', 'search', 'елочная', 'скидки'))
      .to.include('Обещали скидку')
      .and.to.include('promise');
    expect(await said(desk, 'notes', 'show', id)).to.include('Петров');
    expect(await said(desk, 'notes', 'due')).to.include('Обещали скидку');
    expect(await said(desk, 'notes')).to.include('Обещали скидку');
    expect(await said(desk, 'notes', 'search', 'нет')).to.equal('No notes.');
  });

  it('today is the day where the command is typed: nine in the morning in Vladivostok is still yesterday in UTC', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Asia/Vladivostok';
    try {
      const desk = await open();
      await said(desk, 'notes', 'add', 'Перезвонить утром', '--due', '2026-02-25');
      expect(await said(desk, 'notes', 'due')).to.equal('No notes.');
      desk.clock.pass(21 * 60);
      expect(await said(desk, 'notes', 'due')).to.include('Перезвонить утром');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('private tells what is stale, hands over, and looks the file over', async () => {
    const desk = await open();
    expect(await said(desk, 'private')).to.equal('Everything is fresh.');
    await said(desk, 'prices', 'add', 'Болт', 'Крепёж+', '1', '--new', '--seen', '2020-05-01');
    expect(await said(desk, 'private', 'clean-up')).to.match(/Крепёж\+\s+prices\s+1\s+01\/05\/2020/);
    await said(desk, 'notes', 'add', 'нота');
    expect(await said(desk, 'private', 'handover', 'cli:anna', 'cli:boris')).to.include('1');
    expect(await said(desk, 'private', 'check')).to.equal('The private store is whole.');
    expect((await desk.say('private handover anna anna')).code).to.equal(1);
  });
});
