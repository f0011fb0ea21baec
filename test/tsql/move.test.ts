/** The store moves from its file to a server, on the double: every row, nothing by half, nobody on the old file afterwards. */
import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../connector/cli/io.ts';
import { move as moveCommand } from '../../connector/cli/move.ts';
import { CONFIG_NAME } from '../../connector/config.ts';
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import { moveStore } from '../../connector/store/mssql/move/move.ts';
import { MOVED } from '../../connector/store/mssql/move/moved-tables.ts';
import { openMssql } from '../../connector/store/mssql/store.ts';
import { TsqlError, type TsqlServer } from '../../connector/store/mssql/tsql.ts';
import { openDatabase } from '../../connector/store/sqlite/driver.ts';
import { movedTo } from '../../connector/store/sqlite/moved-to.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { configText, stoppedClock, worldAt } from '../scenarios/setting.ts';
import { AT, BY, link, of, record, rejection } from '../suites/store/bench.ts';
import { freshDouble, type DoubleServer } from './double.ts';

const world = { now: () => new Date(AT) };
const COUNT = 700;

describe('the store moves to a server', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let server: DoubleServer;
  let made = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sidebook-move-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    file = join(folder, `${String((made += 1))}.db`);
    server = freshDouble();
    await filled();
  });
  afterEach(() => server.emptied());

  const lines = [priceLine({ quantity: '1.5', price: '66.67', vatRate: 'none' }, true)];
  const bill = of('invoice', 'i', { organisation: 'o', counterparty: 'c', number: '7', state: 'issued', vatIncluded: true, lines, ...totalsOf(lines, true) }); // prettier-ignore
  const paid = (reversed: boolean) => ({
    date: '2026-07-01',
    kind: 'bank',
    reversed,
    allocations: [{ invoice: 'i', amount: '100.01' }],
  });
  const asked = { host: 'buh', link: 1, record: 'c', entity: 'counterparty', unit: 'name', kind: 'conflict', detail: { code: 'both' }, ours: { name: 'a' }, theirs: { name: 'b' }, base: null, since: AT } as const; // prettier-ignore
  const noted = { at: AT, host: 'buh', link: 1, record: 'c', unit: 'name', before: { name: 'a' }, after: { name: '"b\\"' }, cause: 'edit' as const, plan: null, by: 'x' }; // prettier-ignore

  async function filled(): Promise<void> {
    const store = openSqlite({ file, world });
    await store.write(BY, (t) => {
      t.setHost('buh', { kind: 'onec', profile: 'bp30', books: true });
      t.setRecord(record('c', { name: `"Иванов" \\ ${'я'.repeat(300)}`, taxId: '7707083893' }), null);
      t.setRecord(bill, null);
      t.setRecord(of('product', 'p', { name: 'Гайка', sku: 'Г-1' }), null);
      t.setRecord(of('balance', 'b', { counterparty: 'c', debt: '-0.01', advance: '5' }), null);
      for (let i = 1; i <= COUNT; i++)
        t.setLink(link(i, { record: i === 1 ? 'c' : null, seen: { name: { name: String(i) } } }), null);
      t.journal(noted);
      t.problem(asked);
      t.setCursor('buh', 'invoice', { cursor: 'x', startedAt: AT, lastCompleteAt: null, seenCount: 3 });
      t.addFingerprints([{ hash: 9_007_199_254_740_991, mark: 1, span: 2, kind: 'text' }]);
      t.egress([{ at: AT, host: 'buh', entity: 'counterparty', record: 'c', field: 'name', count: 1, sampleHash: 'h' }]);
    });
    await store.write(BY, (t) => t.setRecord(of('payment', 'pay', paid(false)), null));
    await store.write(BY, (t) => t.setRecord({ ...of('payment', 'pay', paid(true)), rev: 2 }, 1));
    await store.close();
  }

  async function move(): Promise<readonly { table: string; count: number }[]> {
    const from = openDatabase(file);
    try {
      return await moveStore({ from, to: server, now: world.now, at: () => undefined });
    } finally {
      from.close();
    }
  }
  const there = () => openMssql({ server, world, mark: null });

  it('with every row of every table, and goes on from there', async () => {
    const sums = new Map((await move()).map((s) => [s.table, s.count]));
    expect([sums.size, sums.get('links'), sums.get('records'), sums.get('journal'), sums.get('goods')]).to.deep.equal([MOVED.length, COUNT, 5, 1, 1]); // prettier-ignore
    const store = there();
    expect(await store.check()).to.deep.equal([]);
    const [party, bills] = await store.read((t) => Promise.all([t.record('c'), t.linksPage('buh', 'counterparty', 650, 100)]));
    expect([party?.fields['name'], bills.length]).to.deep.equal([`"Иванов" \\ ${'я'.repeat(300)}`, 50]);
    expect(await store.queries.invoice('i')).to.include({ paid: '0', everPaid: true });
    await store.write(BY, (t) => {
      t.journal(noted);
      t.problem({ ...asked, unit: 'phone' });
      t.setRecord(record('d'), null);
    });
    expect((await store.read((t) => t.journal('c'))).map((r) => r.after)).to.deep.equal([{ name: '"b\\"' }, { name: '"b\\"' }]);
    expect((await store.linkIds(1))[0]).to.be.greaterThan(0);
    expect(movedTo(file)).to.equal('the double');
  });

  it('by half is used by nobody, and begins again', async () => {
    const broken = server.transaction.bind(server);
    let left = 12;
    server.transaction = (kind, work) =>
      (left -= 1) < 0 ? Promise.reject(new TsqlError('unreachable', 'gone', null)) : broken(kind, work);
    expect(await rejection(move())).to.include({ kind: 'unreachable' });
    server.transaction = broken;
    expect(await rejection(there().read((t) => t.hosts()))).to.include({ kind: 'moving' });
    expect(movedTo(file)).to.equal(null);
    expect((await move()).find((s) => s.table === 'links')?.count).to.equal(COUNT);
    expect((await there().read((t) => t.hosts())).length).to.equal(1);
  });

  it('and whoever had it open goes on with nothing there', async () => {
    const working = openSqlite({ file, world });
    await move();
    expect(await rejection(working.write(BY, (t) => t.setRecord(record('late'), null)))).to.include({ place: 'the double' });
    await working.close();
  });

  /** The last step, which lets the server be used, does not get through. */
  async function brokenAtTheEnd(): Promise<void> {
    const real = server.transaction.bind(server);
    server.transaction = (kind, work) =>
      movedTo(file) === null ? real(kind, work) : Promise.reject(new TsqlError('unreachable', 'gone', null));
    expect(await rejection(move())).to.include({ kind: 'unreachable' });
    server.transaction = real;
    expect(await rejection(there().read((t) => t.hosts()))).to.include({ kind: 'moving' });
  }

  /** The command line, with the server it would have connected to. */
  async function commanded(to: TsqlServer = server): Promise<string> {
    writeFileSync(join(folder, CONFIG_NAME), configText({ file, url: 'http://127.0.0.1:1/buh', user: 'x' }));
    let out = '';
    const io: Io = { lang: 'en', called: 'sidebook', account: 'anna', env: { PASSWORD: 'x', TO: 'mssql://u:p@h/d' }, cwd: folder, world: { ...worldAt(stoppedClock()), ...world }, isTty: false, isUnicode: true, width: 100, configFile: null, out: (text) => void (out += text), err: () => undefined, fail: () => undefined }; // prettier-ignore
    await moveCommand(io, { to: 'env:TO' }, () => to);
    return out;
  }

  it('that broke off at its very last step is finished by the same command', async () => {
    await brokenAtTheEnd();
    expect(await commanded())
      .to.contain('finished')
      .and.to.contain('"url": { "env": "TO" }');
    expect((await there().read((t) => t.hosts())).length).to.equal(1);
    expect(await rejection(commanded())).to.include({ code: 'store-moved' });
  });

  it('is not finished on a server that holds half of another move, or nothing', async () => {
    await brokenAtTheEnd();
    await server.run(`UPDATE sb.settings SET value = @other WHERE name = N'moving'`, { other: 'another' });
    expect(await rejection(commanded())).to.include({ code: 'store-moved' });
    const empty = freshDouble();
    expect(await rejection(commanded(empty))).to.include({ code: 'store-moved' });
    await empty.emptied();
  });

  it('goes back to the file where another move took the server over before the end', async () => {
    const real = server.transaction.bind(server);
    server.transaction = async (kind, work) => {
      if (movedTo(file) !== null) await server.run(`UPDATE sb.settings SET value = N'another' WHERE name = N'moving'`);
      return real(kind, work);
    };
    expect(await rejection(move())).to.include({ wrong: 'taken' });
    server.transaction = real;
    expect(movedTo(file)).to.equal(null);
    const working = openSqlite({ file, world });
    expect(await working.write(BY, (t) => t.setRecord(record('late'), null))).to.equal('done');
    await working.close();
  });

  it('never over another one, nor while somebody works with it', async () => {
    await move();
    const other = openDatabase(file);
    other.exec(`delete from settings where name = 'moved-to'`);
    other.close();
    expect(await rejection(move())).to.include({ wrong: 'taken' });
    await server.run(`DELETE FROM sb.records`);
    await server.run(`DELETE FROM sb.links`);
    await server.run(`DELETE FROM sb.hosts`);
    const working = openSqlite({ file, world });
    await working.lease('buh', 'serve');
    await working.close();
    expect(await rejection(move())).to.include({ wrong: 'busy', part: 'buh: serve' });
  });

  it('not without a change made meanwhile', async () => {
    const from = openDatabase(file);
    const at = (table: string): void => {
      if (table !== 'hosts') return;
      const other = openDatabase(file);
      other.exec(`update hosts set paused_by = 'anna'`);
      other.close();
    };
    expect(await rejection(moveStore({ from, to: server, now: world.now, at }))).to.include({ wrong: 'changed' });
    from.close();
    expect(await rejection(there().read((t) => t.hosts()))).to.include({ kind: 'moving' });
  });
});
