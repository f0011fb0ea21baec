/** What a newcomer gets wrong: each mistake is told in their language with what to do, and nothing else is touched by it. */
import { expect } from 'chai';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PASSING, storeError } from '../../connector/store-errors.ts';
import { SqliteError, sqliteError } from '../../connector/store/sqlite/driver.ts';
import { customer, invoice, line } from '../scenarios/making.ts';
import { parties } from '../scenarios/setting.ts';
import { desks, type Desk } from './desk.ts';

describe('a mistake at the command line', () => {
  const open = desks();

  async function conflict(): Promise<Desk> {
    const desk = await open();
    const key = customer(desk.fake, { Description: 'Василёк ООО' });
    await desk.say('sync --once');
    await desk.on();
    await desk.say(['counterparty', 'set', 'Василёк ООО', 'legalName=ООО "Наше"']);
    desk.fake.edit(parties, key, { НаименованиеПолное: 'ООО "Их"' });
    desk.clock.pass(20);
    await desk.say('sync --once');
    return desk;
  }

  it('a question by what is no number answers none', async () => {
    const desk = await conflict();
    for (const command of ['problems show abc', 'problems resolve abc theirs', 'problems undo abc', 'match abc', 'match abc new'])
      expect(await desk.say(command, 'ru'), command)
        .to.include({ code: 1, out: '' })
        .and.have.property('err')
        .that.includes('Проблемы abc нет');
    expect((await desk.say('problems show 1')).out).to.include('Answers:');
  });

  it('a value that cannot be read is told as it was typed, with how it is written', async () => {
    const desk = await conflict();
    await desk.say(['prices', 'add', 'Болт', 'Крепёж+', '1', '--new']);
    for (const [args, said] of [
      [['prices', 'add', 'Болт', 'Крепёж+', 'abc'], 'price: «abc» - не число.\n  Напишите так: 1234,50.'],
      [['counterparty', 'set', 'Василёк ООО', 'active=ага'], 'active: «ага» не подходит.\n  Подходит: '],
      [
        ['invoice', 'issue', 'Василёк ООО', 'Болт × много × 10 × 20', '--organisation', 'Ромашка ООО'],
        'quantity: «много» - не число',
      ],
      [['audit', 'list', '--kind', 'foo'], 'Параметр --kind не принимает «foo»'],
      [['competitors', 'show', 'Никто'], 'Конкурента «Никто» нет'],
      [['prices', 'list', 'Гайка'], 'Позиции «Гайка» нет'],
      [['notes', 'show', '7'], '«7»: такого нет'],
    ] as const) {
      const told = await desk.say(args, 'ru');
      expect([told.code, told.err.includes(said), told.err], args.join(' ')).to.deep.equal([1, true, told.err]);
    }
  });

  it('a configuration cut off in the middle tells its one cure once', async () => {
    const desk = await open();
    const file = join(desk.folder, 'sidebook.config.jsonc');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 60));
    const { code, err } = await desk.say('status', 'ru');
    expect([code, err.match(/Исправьте строку/g)?.length]).to.deep.equal([1, 1]);
    const lines = err.trimEnd().split('\n');
    expect(new Set(lines).size).to.equal(lines.length);
  });

  it('a store that is none, and a folder nobody may write to, are told in words', async () => {
    const desk = await open();
    const data = join(desk.folder, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'audit.db'), 'это не база данных, а письмо бухгалтеру о перерыве');
    const damaged = await desk.say('status', 'ru');
    expect([damaged.code, /Файл Sidebook повреждён или это не его файл \S*audit\.db\./.test(damaged.err), damaged.err.includes('.ts:')]).to.deep.equal([1, true, false]);
    for (const code of ['SQLITE_READONLY', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_CANTOPEN'])
      expect(sqliteError(Object.assign(new Error('no'), { code }))).to.include({ kind: 'unwritable' });
    for (const errcode of [8, 1544, 14]) expect(sqliteError(Object.assign(new Error('no'), { code: 'ERR_SQLITE_ERROR', errcode }))).to.include({ kind: 'unwritable' });
    expect(storeError(new SqliteError('unwritable', 'no', null), 'x.db')).to.include({ code: 'store-unwritable' });
  }); // prettier-ignore

  it('a disk that is full to the last page, or gone, is told in words and with the file, as one that passes', () => {
    // So few bytes are left that SQLite cannot lay out the index of its log: no SQLITE_FULL, an error of the disk.
    for (const error of [{ code: 'SQLITE_IOERR_SHMSIZE' }, { code: 'ERR_SQLITE_ERROR', errcode: 4874 }])
      expect(sqliteError(Object.assign(new Error('disk I/O error'), error))).to.include({ kind: 'full' });
    for (const error of [{ code: 'SQLITE_IOERR_READ' }, { code: 'SQLITE_IOERR' }, { code: 'ERR_SQLITE_ERROR', errcode: 266 }]) {
      const known = storeError(sqliteError(Object.assign(new Error('disk I/O error'), error), '/srv/books/private.db'), '');
      expect(known)
        .to.include({ code: 'store-disk' })
        .and.to.deep.include({ detail: { file: 'private.db' } });
    }
    expect([...PASSING]).to.include('store-disk');
  });

  it('a file that cannot be written is named, with what to do', async () => {
    const desk = await conflict();
    for (const command of [
      'plan --html no/where.html',
      'reconcile --csv no/where.csv',
      'audit list --csv no/where.csv',
      'audit egress --from 2026-01-01 --to 2026-12-31 --csv no/where.csv',
    ]) {
      const said = await desk.say(command, 'ru');
      expect(said.code, command).to.equal(1);
      expect(said.err, command)
        .to.include('no/where.')
        .and.to.include('не записан')
        .and.not.to.match(/ENOENT|\.ts:/);
    }
  });

  it('private data is moved though "private.url" names the server already, as the refusal says: the command is told in the chain that moves', async () => {
    const desk = await open();
    await desk.say('competitors add Крепёж');
    const file = join(desk.folder, 'sidebook.config.jsonc');
    const before = readFileSync(file, 'utf8');
    writeFileSync(join(desk.folder, 'own.address'), 'mssql://own:p@127.0.0.1:1/d');
    writeFileSync(file, before.replace('{', '{ "private": { "url": { "file": "./own.address" } },'));
    const said = await desk.say(['store', 'move', '--private', 'file:own.address']);
    expect([said.code, said.err.includes('127.0.0.1')]).to.deep.equal([1, true]);
    writeFileSync(file, before);
    const { out } = await desk.say('audit list');
    expect(out).to.include('export:store').and.to.include('refused:store');
  });

  it('a base that never answered is told without a made-up number of minutes, in the words of the reader', async () => {
    const desk = await open();
    await desk.fake.close();
    const once = await desk.say('sync --once', 'ru');
    expect(once).to.include({ code: 1, out: 'buh: не удалось\n' });
    const said = await desk.say('status', 'ru');
    expect(said.code).to.equal(3);
    expect(said.out)
      .to.include('ещё ни одного успешного обмена')
      .and.not.to.match(/000 мин|связано/);
  });

  it('a change that a base that is down cannot judge is said not to be made, rather than to be repeated', async () => {
    const desk = await conflict();
    await desk.fake.close();
    for (const args of [['counterparty', 'set', 'Василёк ООО', 'comment=x'], ['invoice', 'issue', 'Василёк ООО', 'Услуги × 1 × 1 × 20', '--organisation', 'Ромашка ООО']]) {
      const said = await desk.say(args, 'ru');
      expect([said.code, said.err.includes('Ничего не изменено: buh недоступна'), said.err.includes('повторит сам')], args[0]).to.deep.equal([1, true, false]);
    }
    expect((await desk.say(['counterparty', 'show', 'Василёк ООО'], 'ru')).out).not.to.include('Комментарий');
  }); // prettier-ignore

  it('what waits is told in the words of the reader', async () => {
    const desk = await conflict();
    const first = customer(desk.fake, { Description: 'Двойник ООО', ИНН: '7707083893', КПП: '770701001' });
    const second = customer(desk.fake, { Description: 'Двойник (дубль)', ИНН: '7707083893', КПП: '770701001' });
    for (const key of [first, second]) invoice(desk.fake, { Контрагент_Key: key, Posted: true, Товары: [line(100)] });
    desk.clock.pass(20);
    expect((await desk.say('sync --once', 'ru')).out)
      .to.match(/^buh: прочитано \d+ .*, .* с\n$/)
      .and.not.to.match(/[a-z]{4}/);
    expect((await desk.say('status', 'ru')).out)
      .to.match(/ждёт +buh/)
      .and.not.to.include('counterparty');
  });

  it('a note written a moment ago does not leave with the next run, server or not', async () => {
    const desk = await conflict();
    const secret = 'Секретная скидка двенадцать процентов только для одного до декабря';
    await desk.say(['notes', 'add', secret]);
    await desk.say(['counterparty', 'set', 'Василёк ООО', `comment=${secret}`]);
    await desk.say('sync --once');
    expect((await desk.say('problems --kind leak')).out).to.include('Василёк');
  });
});
