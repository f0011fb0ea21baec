/** What never leaves and the audit move from their files to a server, on the double: the same answers there, and nobody on the old files afterwards. */
import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMssqlAudit } from '../../connector/audit/mssql/open.ts';
import { openAudit } from '../../connector/audit/sqlite/audit.ts';
import type { Io } from '../../connector/cli/io.ts';
import { move, type Targets } from '../../connector/cli/move.ts';
import { CONFIG_NAME } from '../../connector/config.ts';
import { PRIVATE_TABLES } from '../../connector/private/mssql/base.ts';
import { openMssqlPrivate, type MssqlPrivateStore } from '../../connector/private/mssql/store.ts';
import type { PrivateStore, PrivateView } from '../../connector/private/private-store.ts';
import { tellerOf } from '../../connector/server/private.ts';
import { migrationsIn } from '../../connector/store/migrations.ts';
import { isBegun } from '../../connector/store/mssql/migrate.ts';
import { openSqlitePrivate, type SqlitePrivateStore } from '../../connector/private/sqlite/store.ts';
import { TsqlError } from '../../connector/store/mssql/tsql.ts';
import { openDatabase } from '../../connector/store/sqlite/driver.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { configText, stoppedClock, worldAt } from '../scenarios/setting.ts';
import { about, ANNA, AT, competitor, FRESH, item, LEAD, note, offer, price, stock } from '../suites/private/bench.ts';
import { rejection } from '../suites/store/bench.ts';
import { freshDouble, type DoubleServer } from './double.ts';

describe('private data moves to a server', function () {
  this.timeout(60_000);
  let folder: string;
  let server: DoubleServer;
  let made = 0;
  const world = { now: () => new Date(AT), uuid: () => `id-${String((made += 1))}` };
  const fileOf = (name: string): string => join(folder, name);
  const inFile = (): SqlitePrivateStore =>
    openSqlitePrivate({ file: fileOf('private.db'), fresh: FRESH, world, audit: tellerOf(fileOf('audit.db'), world) });
  const onServer = (): MssqlPrivateStore => openMssqlPrivate({ server, world, fresh: FRESH });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sidebook-move-private-'));
    server = freshDouble('private');
    writeFileSync(fileOf(CONFIG_NAME), configText({ file: fileOf('store.db'), url: 'http://127.0.0.1:1/buh', user: 'x' }));
    await filled();
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.emptied();
  });

  /** Of every table something, corrected, withdrawn, private and erased as well. */
  async function filled(): Promise<void> {
    const store = inFile();
    const view = store.as(ANNA);
    const rival = await view.saveCompetitor(competitor('Крепёж+', { aliases: ['КП'], strengths: 'Рядом со складом' }), null);
    const [bolt, nut] = [await view.saveItem(item('Болт', { sku: 'Б-1' }), null), await view.saveItem(item('Гайка'), null)];
    await view.setAnalogue({ for: bolt.id, item: nut.id, factor: '2' }, true);
    const of = { item: bolt.id, competitor: rival.id };
    const file = { name: 'полка.png', base64: 'aGk=' };
    const [first = ''] = await view.addPrices([price(of, { price: '999999999.000001', terms: 'Предоплата', region: 'Урал' })], {
      file,
    });
    await view.correctPrice(first, price(of, { price: '11.900001' }), { reason: 'Опечатка' });
    const [had = ''] = await view.addStock([stock(of)]);
    await view.withdraw('stock', [had]);
    await view.saveOffer(offer(rival.id, { lines: [{ item: null, text: 'Болт длинный', quantity: '5', unit: 'шт', price: '2' }], why: 'Ждём' }), null); // prettier-ignore
    await view.saveNote(note('Обещали скидку ёлочным базарам', { about: about('c'), participants: ['Пётр'] }), null);
    await view.saveNote(note('Личное об ёлках', { isPrivate: true, followUp: { due: '2026-07-30', assignee: 'anna', doneAt: null } }), null); // prettier-ignore
    await view.saveNote(note('Звонил Сидоров Кузьма'), null);
    await store.personal().erase('Сидоров', 'anna');
    const facts = { names: [{ key: 'болт м8', item: bolt.id }], items: [{ ...item('Шайба'), id: 'new-item' }], prices: [price(of, { price: '3' })], stock: [] }; // prettier-ignore
    await store.imports(ANNA).apply({ id: 'list', kind: 'prices', competitor: rival.id, file: 'прайс.csv', hash: 'h', shape: 's', columns: '{}', offer: null, leftOut: 1, ...facts }); // prettier-ignore
    await store.handOver(LEAD, 'nobody', 'anna');
    await store.escalations().raise('follow-up', ['cause'], ['mail']);
    await store.close();
  }

  let refused: TsqlError | null = null;
  async function commanded(
    targets: Targets = { private: 'env:OWN' },
    to = server,
    said = (_text: string): void => undefined,
  ): Promise<string> {
    let out = '';
    const io: Io = { lang: 'en', called: 'sidebook', account: 'anna', env: { PASSWORD: 'x', OWN: 'mssql://own:p@h/d' }, cwd: folder, world: { ...worldAt(stoppedClock()), ...world }, isTty: false, isUnicode: true, width: 100, configFile: null, out: (text) => { out += text; said(text); }, err: () => undefined, fail: () => undefined }; // prettier-ignore
    await move(io, targets, () => to);
    return out;
  }

  async function seen(store: PrivateStore): Promise<unknown> {
    const view: PrivateView = store.as(ANNA);
    const [rivals, goods] = [(await view.competitors(null)).rows, (await view.items(null)).rows];
    const ids = goods.map(({ id }) => id);
    const histories = await Promise.all(ids.map(async (id) => (await view.priceHistory(id, null)).rows));
    const files = await Promise.all(histories.flat().map(({ id }) => view.evidence(id)));
    const found = (await view.searchNotes('елка')).rows;
    return {
      rivals, goods, histories, files, found, latest: [...(await view.latest(ids))], analogues: await Promise.all(ids.map((id) => view.analogues(id))), offers: (await view.offers({})).rows,
      notes: (await view.notes({})).rows, due: (await view.due({ until: '2027-01-01', whose: 'mine' })).rows, texts: await store.privateTexts(0, 1000),
    }; // prettier-ignore
  }

  it('with every row of every table: the same answers, the search and the chain of the audit included', async () => {
    const before = inFile();
    const told = await seen(before);
    await before.close();
    const chain = openAudit({ file: fileOf('audit.db'), world });
    const rows = await chain.rows({});
    await chain.close();
    const out = await commanded();
    expect(out).to.match(/prices +3 /).and.to.match(/note_words/).and.to.contain('"private"').and.to.contain('audit.db.moved'); // prettier-ignore
    const there = onServer();
    expect(await there.check()).to.deep.equal([]);
    expect(await seen(there)).to.deep.equal(told);
    expect((await there.imports(ANNA).list()).rows.map(({ id }) => id)).to.deep.equal(['list']);
    const audit = openMssqlAudit(server, world.now);
    expect(await audit.rows({})).to.deep.equal(rows);
    expect(await audit.verify()).to.deep.equal([]);
    await there.as(ANNA).saveNote(note('И дальше пишется'), null);
  });

  it('and the files are left: nobody writes where it would be missed, and what an earlier move kept is kept', async () => {
    writeFileSync(fileOf('audit.db.moved'), 'of an earlier move');
    expect(await commanded()).to.include('audit.db.moved-2');
    expect(() => inFile()).to.throw('moved to the double');
    expect([existsSync(fileOf('audit.db')), existsSync(fileOf('audit.db.moved-2'))]).to.deep.equal([false, true]);
    expect(readFileSync(fileOf('audit.db.moved'), 'utf8')).to.equal('of an earlier move');
    expect(await rejection(commanded())).to.include({ code: 'store-moved' });
    const another = freshDouble('private');
    expect(await rejection(commanded({ private: 'env:OWN' }, another))).to.include({ code: 'store-moved' });
    expect(await isBegun(another, migrationsIn(PRIVATE_TABLES))).to.equal(false); // refused before anything was made
    await another.emptied();
  });

  it('and by then are free: a system that renames no open file keeps the chain as well', async () => {
    const free: string[] = [];
    await commanded({ private: 'env:OWN' }, server, (text) => {
      if (!text.includes('audit.db.moved')) return;
      for (const name of ['private.db', 'audit.db.moved']) {
        const db = openDatabase(fileOf(name));
        db.exec('begin exclusive; rollback');
        db.close();
        free.push(name);
      }
    });
    expect(free).to.deep.equal(['private.db', 'audit.db.moved']);
  });

  it('with few files of evidence at a time: each may have megabytes', async () => {
    const working = inFile();
    const view = working.as(ANNA);
    const of = {
      item: (await view.items('Болт')).rows[0]?.id ?? '',
      competitor: (await view.competitors(null)).rows[0]?.id ?? '',
    };
    for (let i = 0; i < 12; i++) await view.addPrices([price(of)], { file: { name: 'полка.png', base64: `aGk${String(i)}` } });
    await working.close();
    const read: number[] = [];
    const real = server.transaction.bind(server);
    server.transaction = (kind, work) =>
      real(kind, (t) => work({ ...t, run: (sql, params) => t.run(sql, params), rows: async (sql, params) => {
        const rows = await t.rows(sql, params);
        if (sql.includes('FROM sb.evidence_files')) read.push(rows.length);
        return rows;
      } })); // prettier-ignore
    await commanded();
    server.transaction = real;
    expect(read.reduce((sum, n) => sum + n, 0)).to.equal(13);
    expect(Math.max(...read)).to.be.at.most(5);
  });

  it('not while somebody has the file open, nor over what is there already', async () => {
    const working = inFile();
    expect(await rejection(commanded())).to.include({ code: 'store-busy' });
    await working.close();
    await onServer().as(ANNA).saveNote(note('Уже здесь'), null);
    expect(await rejection(commanded())).to.include({ code: 'store-move-taken' });
    const goesOn = inFile();
    expect((await goesOn.as(ANNA).notes({})).rows.length).to.equal(3);
    await goesOn.close();
  });

  it('by half is used by nobody, and begins again', async () => {
    const real = server.transaction.bind(server);
    let left = 30;
    refused = new TsqlError('unreachable', 'gone', null);
    server.transaction = (kind, work) => ((left -= 1) < 0 ? Promise.reject(refused ?? new Error()) : real(kind, work));
    expect(await rejection(commanded())).to.include({ code: 'store-away' });
    server.transaction = real;
    expect(await rejection(onServer().check())).to.include({ kind: 'moving' });
    await inFile().close();
    await commanded();
    expect(await onServer().check()).to.deep.equal([]);
  });

  /** The process dies before or after the server is told that it may be used: the last thing it hears of the move. */
  async function diesAtTheEnd(when: 'before' | 'after'): Promise<void> {
    const real = server.transaction.bind(server);
    server.transaction = (kind, work) =>
      real(kind, async (t) => {
        const isLast = { end: false };
        const made = await work({ ...t, rows: (sql, params) => t.rows(sql, params), run: (sql, params) => {
          isLast.end ||= sql.startsWith('DELETE') && sql.includes('moving');
          if (isLast.end && when === 'before') throw new TsqlError('unreachable', 'gone', null);
          return t.run(sql, params);
        } });
        return [made, isLast.end] as const;
      }).then(([made, isEnd]) => {
        if (isEnd) throw new TsqlError('unreachable', 'gone', null);
        return made;
      });
    expect(await rejection(commanded())).to.include({ code: 'store-away' });
    server.transaction = real;
  } // prettier-ignore

  it('and dying just before the server may be used, is used by nobody until the same command moved it again', async () => {
    await diesAtTheEnd('before');
    expect(await rejection(onServer().check())).to.include({ kind: 'moving' });
    expect(() => inFile()).to.throw('moved to the double');
    const audit = openAudit({ file: fileOf('audit.db'), world });
    await audit.append([{ actor: 'anna', what: 'write:store.move', subject: null }]);
    await audit.close();
    await commanded();
    expect(await onServer().check()).to.deep.equal([]);
    expect((await openMssqlAudit(server, world.now).rows({})).at(-1)).to.include({ what: 'write:store.move' });
    expect(() => inFile()).to.throw('moved to the double');
  });

  it('and dying just after the server may be used, is used there alone', async () => {
    await diesAtTheEnd('after');
    expect(await onServer().check()).to.deep.equal([]);
    expect(() => inFile()).to.throw('moved to the double');
    expect(await rejection(commanded())).to.include({ code: 'store-moved' });
  });

  it('and taken over by somebody else at its end, stays where it was', async () => {
    const real = server.transaction.bind(server);
    server.transaction = (kind, work) =>
      real(kind, (t) => work({ ...t, rows: (sql, params) => t.rows(sql, params), run: (sql, params) =>
        sql.startsWith('DELETE') && sql.includes('moving') ? Promise.resolve(0) : t.run(sql, params) })); // prettier-ignore
    expect(await rejection(commanded())).to.include({ code: 'store-move-taken' });
    server.transaction = real;
    await inFile().close();
  });

  it('only when it is said where to; a move of the store alone says what stays and how it moves', async () => {
    expect(await rejection(commanded({}))).to.include({ code: 'store-move-where' });
    const shared = freshDouble();
    await openSqlite({ file: fileOf('store.db'), world }).close();
    const out = await commanded({ to: 'env:OWN' }, shared);
    expect(out)
      .to.contain(`${fileOf('private.db')}, ${fileOf('audit.db')}`)
      .and.to.contain('sidebook store move --private env:NAME');
    await inFile().close();
    await shared.emptied();
  });
});
