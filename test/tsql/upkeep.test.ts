/** What administrators ask of the store on a server, on the double; and what a first load costs in statements. */
import { expect } from 'chai';
import { keysOf, objectKeys } from '../../connector/identity.ts';
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import type { Fields } from '../../connector/model.ts';
import { openMssql, type MssqlStore } from '../../connector/store/mssql/store.ts';
import { openMssqlPrivate } from '../../connector/private/mssql/store.ts';
import { TsqlError } from '../../connector/store/mssql/tsql.ts';
import { AT, BY, link, of, record, rejection } from '../suites/store/bench.ts';
import { ANNA, competitor, FRESH, item, price } from '../suites/private/bench.ts';
import { DoubleServer, freshDouble } from './double.ts';

describe('the store on a server', function () {
  this.timeout(120_000);
  let server: DoubleServer;
  let store: MssqlStore;
  beforeEach(() => {
    server = freshDouble();
    store = openMssql({ server, world: { now: () => new Date(AT) }, mark: null });
  });
  afterEach(() => server.emptied());

  const lines = [priceLine({ quantity: '1.5', price: '66.67', vatRate: 'none' }, true)];
  const bill = (id: string, more: Fields = {}) => of('invoice', id, { organisation: 'o', counterparty: 'c', number: '7', state: 'issued', vatIncluded: true, lines, ...totalsOf(lines, true), ...more }); // prettier-ignore
  const filled = () =>
    store.write(BY, (t) => {
      t.setRecord(record('c', { name: `Иванов Пётр ${'я'.repeat(300)}`, taxId: '7707083893' }), null);
      t.setRecord(bill('i', { currency: 'eur' }), null);
      t.setRecord(of('payment', 'p', { date: '2026-07-01', kind: 'bank', reversed: false, allocations: [{ invoice: 'i', amount: '40.01' }] }), null);
      t.setRecord(of('payment', 'q', { date: '2026-07-01', kind: 'return', reversed: false, currency: 'rub', allocations: [{ invoice: 'i', amount: '90', settled: '1.01', settledIn: 'eur' }] }), null);
      t.setRecord(of('balance', 'b', { counterparty: 'c', debt: '-0.01', advance: '5' }), null);
      t.setLink(link(1, { record: 'c' }), null);
    }); // prettier-ignore

  it('finds nothing wrong with what it wrote', async () => {
    await filled();
    expect(await store.check()).to.deep.equal([]);
  });

  it('names tables that say something else than the records', async () => {
    await filled();
    await server.run(`UPDATE sb.invoices SET paid = 3`);
    await server.run(`UPDATE sb.invoice_lines SET price = CAST(@price AS DECIMAL(28,10))`, { price: '66.680000' });
    await server.run(`DELETE FROM sb.counterparties`);
    await server.run(`DELETE FROM sb.record_keys WHERE record = (SELECT n FROM sb.records WHERE id = N'c')`);
    await server.run(`UPDATE sb.links SET record_id = N'nobody'`);
    expect((await store.check()).map((f) => [f.wrong, f.table, f.at])).to.deep.equal([['orphan', 'links', ['1']], ['paid', 'invoices', ['i']], ['differs', 'counterparties', ['c']], ['differs', 'invoice_lines', ['i']], ['keys', 'record_keys', ['c']]]); // prettier-ignore
  });

  it('lets go of what is older than it is kept, and counts it first', async () => {
    const row = (at: string) => ({ at, host: null, link: null, record: 'r', unit: null, before: null, after: null, cause: 'edit' as const, plan: null, by: 'x' }); // prettier-ignore
    await store.write(BY, (t) => ['2020', '2021', '2026'].forEach((year) => t.journal(row(`${year}-01-01T00:00:00.000Z`))));
    const until = {
      answers: AT,
      tokens: AT,
      problems: null,
      journal: '2025-01-01T00:00:00.000Z',
      egress: '2025-01-01T00:00:00.000Z',
    };
    const local = { accounts: null as never, clean: async () => ({ answers: 1, tokens: 2, problems: 0, journal: 0, egress: 0 }), close: async () => undefined }; // prettier-ignore
    const kept = openMssql({ server, world: { now: () => new Date(AT) }, mark: null, accounts: () => local });
    expect(await kept.clean(until, true)).to.deep.equal({ answers: 1, tokens: 2, problems: 0, journal: 2, egress: 0 });
    expect(await kept.clean(until, false)).to.deep.equal({ answers: 1, tokens: 2, problems: 0, journal: 2, egress: 0 });
    expect((await store.read((t) => t.journal('r'))).map((r) => r.at.slice(0, 4))).to.deep.equal(['2026']);
  });

  it('knows people by the installation they belong to, not by the database', async () => {
    const user = (hostUser: string, name: string, revokedAt: string | null = null) => ({ client: 'web', hostUser, name, roles: null, team: null, person: null, granted: false, addedAt: AT, revokedAt }); // prettier-ignore
    const all = [user('2', 'Борис'), user('1', 'Анна'), user('3', 'Вера', AT)];
    const registry = { users: () => all, user: (_: string, id: string) => all.find((u) => u.hostUser === id) ?? null };
    const local = { accounts: { registry } as never, clean: async () => null as never, close: async () => undefined };
    const kept = openMssql({ server, world: { now: () => new Date(AT) }, mark: null, accounts: () => local });
    expect(await kept.views.people('web')).to.deep.equal([{ actor: 'web:1', name: 'Анна' }, { actor: 'web:2', name: 'Борис' }]); // prettier-ignore
    expect([await kept.views.personName('web:2'), await kept.views.personName('web:9'), await store.views.personName('web:2')]).to.deep.equal(['Борис', null, null]); // prettier-ignore
  });

  it('finds a person whatever the case of the letters', async () => {
    await filled();
    expect((await store.personal.find('ИВАНОВ петр')).map((m) => [m.kind, m.id])).to.deep.equal([['record', 'c']]);
    expect(await store.personal.find('Сидоров')).to.deep.equal([]);
    const change = { at: AT, host: 'buh', link: 1, record: 'c', unit: 'name', before: { name: 'Сидоров' }, after: { name: 'x' }, cause: 'edit' as const, plan: null, by: 'anna' }; // prettier-ignore
    await store.write(BY, (t) => t.journal(change));
    expect((await store.personal.find('Сидоров')).map((m) => [m.kind, m.title])).to.deep.equal([['journal', `${AT} edit anna`]]);
    expect((await store.personal.export('Иванов'))[0]?.value).to.have.nested.property('fields.taxId', '7707083893');
  });

  it('stores a page of a first load in a few statements: one for 2000 values, not one for a row', async () => {
    await store.read((t) => t.hosts());
    const counted = async (count: number, from: number): Promise<number> => {
      const before = server.asked;
      const outcome = await store.write(BY, (t) => {
        for (let i = from; i < from + count; i++) {
          const fields = { name: `Ромашка ${String(i)}`, taxId: String(7_700_000_000 + i) };
          t.setRecord(record(`r${String(i)}`, fields), null);
          t.setLink(link(i, { seen: { name: { name: fields.name } } }), null);
          t.setLinkKeys(i, 'counterparty', objectKeys('counterparty', fields));
        }
      });
      expect(outcome).to.equal('done');
      return server.asked - before;
    };
    const [few, many] = [await counted(5, 1), await counted(400, 100)];
    expect(few).to.be.lessThan(10);
    expect(many).to.be.lessThan(30);
    expect(keysOf('counterparty', { name: 'Ромашка 100' }).length).to.be.greaterThan(0);
  });

  it('begins again after a deadlock, and tells one that does not end', async () => {
    await store.read((t) => t.hosts());
    server.failing = { times: 2, error: new TsqlError('deadlock', 'chosen as the victim', 1205) };
    expect(await store.write(BY, (t) => t.setRecord(record('r'), null))).to.equal('done');
    server.failing = { times: 99, error: new TsqlError('deadlock', 'chosen as the victim', 1205) };
    expect(await rejection(store.write(BY, (t) => t.setRecord(record('s'), null)))).to.include({ kind: 'deadlock' });
    server.failing = null;
    expect((await store.read((t) => t.records(['r', 's']))).size).to.equal(1);
  });

  it('tells a value that no column holds, and stores nothing of the write', async () => {
    const long = store.write(BY, (t) => {
      t.setRecord(record('r'), null);
      t.setLink(link(1, { hostId: 'x'.repeat(401) }), null);
    });
    expect(await rejection(long)).to.include({ kind: 'too-long' });
    expect(await store.read((t) => t.record('r'))).to.equal(null);
  });

  it('refuses a schema that holds tables of others, and makes nothing there', async () => {
    const foreign = new DoubleServer('foreign');
    await foreign.run(`EXEC(N'CREATE SCHEMA [foreign]')`);
    await foreign.run(`CREATE TABLE sb.orders (n INT NOT NULL)`);
    const odd = openMssql({ server: foreign, world: { now: () => new Date(AT) }, mark: null });
    expect(await rejection(odd.read((t) => t.hosts()))).to.include({ kind: 'foreign', message: 'foreign: orders' });
    expect((await foreign.rows(`SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = @name`, { name: 'foreign' })).length).to.equal(1); // prettier-ignore
  });

  it('connects again once the server is back', async () => {
    server.failing = { times: 1, error: new TsqlError('unreachable', 'no', null) };
    expect(await rejection(store.read((t) => t.hosts()))).to.include({ kind: 'unreachable' });
    expect(await store.read((t) => t.hosts())).to.deep.equal([]);
  });

  it('takes all new goods of a price list over in a few statements, not some for each', async () => {
    const own = freshDouble('private');
    let made = 0;
    const world = { now: () => new Date(AT), uuid: () => `u${String((made += 1))}` };
    const prices = openMssqlPrivate({ server: own, world, fresh: FRESH });
    const { id: rival } = await prices.as(ANNA).saveCompetitor(competitor('Крепёж+'), null);
    const items = Array.from({ length: 200 }, (_, i) => ({
      ...item(`Болт ${String(i)}`, { sku: `Б${String(i)}` }),
      id: `i${String(i)}`,
    }));
    const facts = { names: [], items, prices: items.map(({ id }) => price({ item: id, competitor: rival })), stock: [] };
    const before = own.asked;
    await prices.imports(ANNA).apply({ id: 'list', kind: 'prices', competitor: rival, file: 'f', hash: 'h', shape: 's', columns: '{}', offer: null, leftOut: 0, ...facts }); // prettier-ignore
    expect(own.asked - before).to.be.lessThan(60);
    expect((await prices.as(ANNA).items('Б199')).rows.map(({ name, rev }) => [name, rev])).to.deep.equal([['Болт 199', 1]]);
    await own.emptied();
  });
});
