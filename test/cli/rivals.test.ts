/** offers, stock, analogues: what a person at this machine sees and says of rivals. */
import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { desks, type Desk } from './desk.ts';

describe('sidebook, what rivals offer and have', () => {
  const open = desks();
  const said = async (desk: Desk, args: readonly string[], lang: 'ru' | 'en' = 'en'): Promise<string> => {
    const { code, out, err } = await desk.say(args, lang);
    expect([code, err]).to.deep.equal([0, '']);
    return out.trimEnd();
  };

  it('offers are listed, shown with their lines, and end with who got it and why', async () => {
    const desk = await open();
    expect(await said(desk, ['offers'])).to.include('No offer yet');
    const file = join(desk.folder, 'кп.csv');
    writeFileSync(file, 'Наименование;Кол-во;Цена, руб с НДС\nБолт М8;500;11,90\n');
    await said(desk, ['import', 'offer', file, '--competitor', 'Крепёж+', '--new-competitor', '--new-items', '--number', 'КП-17', '--counterparty', 'rec-1', '--currency', 'RUB', '--vat', 'in', '--yes']); // prettier-ignore
    const listed = await said(desk, ['offers', 'list', '--competitor', 'крепеж+']);
    const id = /^\S+/.exec(listed)?.[0] ?? '';
    expect(listed).to.include('КП-17').and.to.include('open');
    expect(await said(desk, ['offers', 'list', '--counterparty', 'rec-2'])).to.include('No offer yet');
    await said(desk, ['competitors', 'add', 'МетизТорг']);
    expect(await said(desk, ['offers', 'outcome', id, 'lost', '--to', 'МетизТорг', '--why', 'срок 2 дня'], 'ru')).to.equal(
      'проиграно',
    );
    expect(await said(desk, ['offers', 'show', id])).to.match(/Крепёж\+ КП-17[\s\S]*lost[\s\S]*Got by\s+МетизТорг[\s\S]*Why\s+срок 2 дня[\s\S]*Болт М8\s+500 шт\s+11\.9/); // prettier-ignore
    const [none, wrong] = [await desk.say('offers show nothing', 'ru'), await desk.say(`offers outcome ${id} sold`)];
    expect([none.code, none.err.includes('«nothing»: такого нет'), wrong.code === 0]).to.deep.equal([1, true, false]);
  });

  it('stock is a range with a lead time, and its mistakes are told', async () => {
    const desk = await open();
    await said(desk, ['stock', 'add', 'Болт М8', 'Крепёж+', '1 000', '5000', '--lead', '3', '--source', 'call', '--new']);
    await said(desk, ['stock', 'add', 'Болт М8', 'МетизТорг', '200', '--new', '--seen', '2025-01-10']);
    const page = await said(desk, ['stock', 'list', 'болт']);
    expect(page)
      .to.match(/Крепёж\+\s+1,000–5,000\s+in 3 d\s+0 d\s+call/)
      .and.to.match(/МетизТорг\s+200 or more\s+410 d, stale/);
    expect(await said(desk, ['stock', 'болт м8'], 'ru')).to.include('200 или больше');
    const wrong = await desk.say(['stock', 'add', 'Болт М8', 'Крепёж+', '10', '5', '--lead', 'скоро'], 'ru');
    expect(wrong.code).to.equal(1);
    expect(wrong.err).to.include('most:').and.to.include('leadDays:').and.to.include('ничего из этого не записано');
  });

  it('analogues are added, listed and removed once', async () => {
    const desk = await open();
    for (const name of ['Болт М8', 'Винт М8']) await said(desk, ['prices', 'add', name, 'Крепёж+', '1', '--new']);
    await said(desk, ['analogues', 'add', 'болт м8', 'винт м8', '--factor', '2']);
    expect(await said(desk, ['analogues', 'list', 'Болт М8'])).to.match(/× 2\s+Винт М8/);
    expect(await said(desk, ['analogues', 'remove', 'Болт М8', 'Винт М8'], 'ru')).to.include('больше не годится');
    expect(await said(desk, ['analogues', 'Болт М8'])).to.include('None yet');
    expect((await desk.say(['analogues', 'remove', 'Болт М8', 'Винт М8'])).code).to.equal(1);
    expect((await desk.say(['analogues', 'add', 'Болт М8', 'Болт М8'])).code).to.equal(1);
  });
});
