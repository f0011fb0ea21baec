/** Two bases over one store: what is typed in one reaches the other whenever Sidebook was stopped, and each keeps its own organisation. */
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { switchWriting } from '../../connector/cli/switches.ts';
import { parseConfig } from '../../connector/config.ts';
import { Sidebook } from '../../connector/main.ts';
import { reconcileHost } from '../../connector/report/reconcile.ts';
import { readStatus } from '../../connector/report/status.ts';
import { addRecord, issueInvoice, promote } from '../../connector/sync/edit.ts';
import { startFakeOnec, type FakeOnec } from '../hosts/onec/fake.ts';
import { payment } from '../hosts/onec/samples.ts';
import { contract, customer, invoice, keyOf, organisationOf, party } from './making.ts';
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import { bankReceipts, configText, HOST, invoices, parties, stage, stoppedClock, worldAt, type Clock } from './setting.ts';

const SECOND = 'second';
const OWN = { [HOST]: '7707083893', [SECOND]: '500100732259' };

describe('two bases over one store', () => {
  const { ending } = stage();

  interface Two {
    readonly a: FakeOnec;
    readonly b: FakeOnec;
    readonly clock: Clock;
    readonly open: () => Promise<Sidebook>;
  }

  async function two(more: { follows?: object; issueIn?: object; seed?: number } = {}): Promise<Two> {
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-'));
    ending(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'store.db');
    const clock = stoppedClock();
    const world = worldAt(clock);
    const a = await startFakeOnec({ now: clock.now });
    const b = await startFakeOnec({ now: clock.now, base: 'second', seed: more.seed ?? 2 });
    ending(() => a.close());
    ending(() => b.close());
    const raw = JSON.parse(configText({ url: a.url, user: a.user, file })) as { hosts: Record<string, object>; issueIn: object };
    raw.hosts[SECOND] = { ...raw.hosts[HOST], books: false, url: b.url, ...(more.follows ? { follows: more.follows } : {}) };
    raw.issueIn = more.issueIn ?? raw.issueIn;
    const config = parseConfig(JSON.stringify(raw), 'sidebook.config.jsonc', { PASSWORD: a.password }, 'en');
    const open = async (): Promise<Sidebook> => {
      const box = new Sidebook({ ...config, store: { file } }, { world, holder: 'test' });
      await box.begin();
      return box;
    };
    return { a, b, clock, open };
  }

  async function started(more: Parameters<typeof two>[0] = {}): Promise<Two & { box: Sidebook }> {
    const at = await two(more);
    const box = await at.open();
    await switchWriting(box, { on: true, hosts: [], by: 'anna' });
    await switchWriting(box, { on: true, hosts: box.hostIds, by: 'anna' });
    await cycles(at, box);
    return { ...at, box };
  }

  async function cycles({ clock }: { clock: Clock }, box: Sidebook, count = 2): Promise<void> {
    for (let i = 0; i < count; i++)
      for (const id of box.hostIds) {
        clock.pass(20);
        await box.sync(id);
      }
  }

  const named = (fake: FakeOnec): unknown[] => fake.list(parties).map((r) => r['Description']);

  it('gives the other what was typed in one while Sidebook was stopped', async () => {
    const at = await started();
    await at.box.close();
    party(at.a, { Description: 'Пока спали', ИНН: '', КПП: '' });
    const box = await at.open();
    ending(() => box.close());
    await cycles(at, box, 3);
    expect(named(at.b)).to.deep.equal(['Пока спали']);
  });

  it('gives the other what was typed in one while the other was down', async () => {
    const at = await started();
    await at.box.close();
    party(at.a, { Description: 'Пока лежала', ИНН: '', КПП: '' });
    const box = await at.open();
    ending(() => box.close());
    at.b.faults.status = { status: 503 };
    await cycles(at, box, 2);
    at.b.forget();
    await cycles(at, box, 3);
    expect(named(at.b)).to.deep.equal(['Пока лежала']);
  });

  it('looks into the follower before a create, also in the first cycle after a start', async () => {
    const at = await started({ follows: { home: HOST, entities: ['counterparty', 'invoice'] } });
    const twin = { Description: 'Лютик ООО', ИНН: '7736050003', КПП: '773601001' };
    party(at.b, twin);
    const record = await addRecord(
      at.box.engine,
      'counterparty',
      { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7736050003', branchCode: '773601001' },
      'anna',
    );
    await promote(at.box.engine, record.id, 'anna');
    await at.box.close();
    const box = await at.open();
    ending(() => box.close());
    await cycles(at, box, 1);
    expect(named(at.a)).to.deep.equal([]);
    expect((await box.store.read((t) => t.problems({ kind: 'ambiguous' }))).map((p) => p.host)).to.deep.equal([HOST]);
  });

  const FOLLOWER = { follows: { home: HOST, entities: ['counterparty', 'invoice'] } };
  const LILY = { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7736050003', branchCode: '773601001' };

  /** Started anew while one of the two is down: a counterparty typed in the other, and one promoted here. */
  async function oneDown(down: 'a' | 'b'): Promise<Two & { box: Sidebook }> {
    const at = await started(FOLLOWER);
    const record = await addRecord(at.box.engine, 'counterparty', LILY, 'anna');
    await promote(at.box.engine, record.id, 'anna');
    await at.box.close();
    party(at.b, { Description: 'Лютик ООО', ИНН: LILY.taxId, КПП: LILY.branchCode });
    party(down === 'a' ? at.b : at.a, { Description: 'Ромашка плюс', ИНН: '', КПП: '' });
    at[down].faults.status = { status: 503 };
    const box = await at.open();
    ending(() => box.close());
    await cycles(at, box, 3);
    return { ...at, box };
  }

  const names = async (box: Sidebook): Promise<unknown[]> =>
    (await box.store.read((t) => t.recordsOf('counterparty', null, 100))).map((r) => r.fields['name']);
  const down = async (box: Sidebook): Promise<string[]> =>
    (await box.store.read((t) => t.problems({ kind: 'unreachable' }))).filter((p) => p.unit === null).map((p) => p.host);

  it('go on at home while the follower is down from the start, and create nothing it may have', async () => {
    const at = await oneDown('b');
    expect(await names(at.box)).to.include('Ромашка плюс');
    expect(await down(at.box)).to.deep.equal([SECOND]);
    const causes = (await readStatus(at.box)).alarms.map((a) => [a.host, a.code]);
    expect(causes).to.deep.equal([
      [HOST, 'flow-silent'],
      [SECOND, 'host-updating'],
    ]); // a write has waited over an hour at home
    expect(named(at.a)).to.deep.equal(['Ромашка плюс']);
    at.b.forget();
    await cycles(at, at.box, 3);
    expect(await down(at.box)).to.deep.equal([]);
    expect(named(at.a)).to.deep.equal(['Ромашка плюс']);
    expect((await at.box.store.read((t) => t.problems({ kind: 'ambiguous' }))).map((p) => p.host)).to.deep.equal([HOST]);
  });

  it('go on at home while the follower goes down later, and create nothing it may have', async () => {
    const at = await started(FOLLOWER);
    ending(() => at.box.close());
    party(at.b, { Description: 'Лютик ООО', ИНН: LILY.taxId, КПП: LILY.branchCode });
    at.b.faults.status = { status: 503 };
    const record = await addRecord(at.box.engine, 'counterparty', LILY, 'anna');
    await promote(at.box.engine, record.id, 'anna');
    party(at.a, { Description: 'Ромашка плюс', ИНН: '', КПП: '' });
    await cycles(at, at.box, 2);
    expect([await down(at.box), named(at.a)]).to.deep.equal([[SECOND], ['Ромашка плюс']]);
    expect((await at.box.store.read((t) => t.problems({ kind: 'waiting' }))).map((p) => p.detail['code'])).to.deep.equal([
      'follower-away',
    ]);
  });

  it('go on in the follower while the home is down from the start, and make nothing twice after it', async () => {
    const at = await oneDown('a');
    expect(await down(at.box)).to.deep.equal([HOST]);
    expect((await at.box.store.read((t) => t.hosts())).find((h) => h.id === SECOND)?.lastFailureAt).to.equal(null);
    expect((await readStatus(at.box)).alarms.map((a) => a.host)).to.deep.equal([HOST]);
    at.a.forget();
    party(at.a, { Description: 'Ромашка плюс', ИНН: '', КПП: '' }); // copied by their own exchange
    await cycles(at, at.box, 4);
    expect(await down(at.box)).to.deep.equal([]);
    expect(named(at.a)).to.deep.equal(['Ромашка плюс']);
    expect((await names(at.box)).filter((n) => n === 'Ромашка плюс')).to.have.length(1);
    expect(named(at.b).sort()).to.deep.equal(['Лютик ООО', 'Ромашка плюс']);
  });

  it('never writes an invoice into a follower, though nobody named the home of its organisation', async () => {
    const at = await started({ follows: { home: HOST, entities: ['invoice'] }, issueIn: {} });
    ending(() => at.box.close());
    invoice(at.a, { Контрагент_Key: party(at.a) });
    await cycles(at, at.box, 4);
    expect([at.b.list(parties).length, at.b.list(invoices).length]).to.deep.equal([1, 0]);
  });

  it('show an invoice as paid whose money is read in the same first load', async () => {
    const at = await two();
    const key = customer(at.a);
    const bill = keyOf(invoice(at.a, { Контрагент_Key: key }));
    payment(at.a, key, contract(at.a, key), [[2500, bill]]);
    const box = await at.open();
    ending(() => box.close());
    await cycles(at, box, 1);
    const [record] = await box.store.read((t) => t.recordsOf('invoice', null, 10));
    expect((await box.store.queries.invoice(record?.id ?? ''))?.paid).to.equal('2500');
  });

  it('are each compared with its own payments: what the other was paid is no difference, what it lost is one', async () => {
    const at = await two({ ...FOLLOWER, seed: 1 });
    const key = customer(at.a);
    const bill = keyOf(invoice(at.a, { Контрагент_Key: key }));
    const under = contract(at.a, key);
    for (const set of [parties, 'Catalog_ДоговорыКонтрагентов', invoices])
      for (const row of at.a.list(set)) at.b.create(set, Object.fromEntries(Object.entries(row).filter(([n]) => n !== 'DataVersion'))); // prettier-ignore
    payment(at.a, key, under, [[1000, bill]]);
    const there = payment(at.b, key, under, [[200, bill]], { Date: '2026-02-24T16:00:00' });
    const box = await at.open();
    ending(() => box.close());
    await cycles(at, box, 2);
    const compared = async (id: string) => {
      const { differences, groups } = await reconcileHost({ attached: await box.attach(id), store: box.store, month: null, today: '2026-02-24' }); // prettier-ignore
      return [differences.filter((d) => d.kind === 'paid').map((d) => [d.here, d.there]), groups.map((g) => g.here.paid)];
    };
    const [record] = await box.store.read((t) => t.recordsOf('invoice', null, 10));
    expect((await box.store.queries.invoice(record?.id ?? ''))?.paid).to.equal('1200');
    expect([await compared(HOST), await compared(SECOND)]).to.deep.equal([
      [[], ['1000']],
      [[], ['200']],
    ]);
    at.b.remove(bankReceipts, there);
    expect(await compared(SECOND)).to.deep.equal([[['200', '0']], ['200']]);
  });

  it('count a payment once that their own exchange copied from one to the other', async () => {
    const at = await two({ ...FOLLOWER, seed: 1 });
    const key = customer(at.a);
    const bill = keyOf(invoice(at.a, { Контрагент_Key: key }));
    payment(at.a, key, contract(at.a, key), [[1250, bill]]);
    for (const set of [parties, 'Catalog_ДоговорыКонтрагентов', invoices, bankReceipts])
      for (const row of at.a.list(set)) at.b.create(set, Object.fromEntries(Object.entries(row).filter(([n]) => n !== 'DataVersion'))); // prettier-ignore
    const box = await at.open();
    ending(() => box.close());
    await cycles(at, box, 2);
    const counts = await box.store.read(async (t) => [(await t.recordsOf('invoice', null, 10)).length, (await t.recordsOf('payment', null, 10)).length]); // prettier-ignore
    const [record] = await box.store.read((t) => t.recordsOf('invoice', null, 10));
    expect([...counts, (await box.store.queries.invoice(record?.id ?? ''))?.paid]).to.deep.equal([1, 2, '1250']);
    expect((await box.store.views.paymentsOf(record?.id ?? '')).map((p) => p.amount)).to.deep.equal(['1250']);
  });

  /** Each base keeps the books of one organisation alone. */
  async function apart(): Promise<Two & { box: Sidebook }> {
    const issueIn = { [OWN[HOST] ?? '']: HOST, [OWN[SECOND] ?? '']: SECOND };
    const at = await two({ issueIn });
    at.a.remove('Catalog_Организации', organisationOf(at.a, 'Петров П.П. ИП'));
    at.b.remove('Catalog_Организации', organisationOf(at.b));
    const box = await at.open();
    ending(() => box.close());
    await switchWriting(box, { on: true, hosts: [], by: 'anna' });
    await switchWriting(box, { on: true, hosts: box.hostIds, by: 'anna' });
    party(at.a);
    await cycles(at, box, 3);
    return { ...at, box };
  }

  it('keep the invoices of two organisations each at home, for one counterparty of both', async () => {
    const at = await apart();
    const { store, engine } = at.box;
    const records = async (entity: 'organisation' | 'counterparty' | 'currency') =>
      store.read((t) => t.recordsOf(entity, null, 100));
    const [counterparty] = await records('counterparty');
    const currency = (await records('currency')).find((r) => r.fields['code'] === 'RUB');
    const issueAt = async (taxId: string, date: string): Promise<string> => {
      const organisation = (await records('organisation')).find((r) => r.fields['taxId'] === taxId);
      const lines = [priceLine({ text: 'Услуги', quantity: '1', price: '1500', vatRate: '20' }, true)];
      const fields = {
        organisation: organisation?.id ?? '', counterparty: counterparty?.id ?? '', contract: null, bankAccount: null, dueDate: null, number: null,
        state: 'draft', posted: false, currency: currency?.id ?? '', rate: '1', vatIncluded: true, lines, ...totalsOf(lines, true), responsible: null, comment: null,
      }; // prettier-ignore
      return (await issueInvoice(engine, (await addRecord(engine, 'invoice', fields, 'anna')).id, 'anna', date)).id;
    };
    const ids: string[] = [];
    for (const taxId of Object.values(OWN)) ids.push(await issueAt(taxId, '2026-02-24T12:00:00'));
    await cycles(at, at.box, 4);
    expect([at.a.list(invoices).length, at.b.list(invoices).length]).to.deep.equal([1, 1]);
    const hosts = await Promise.all(
      ids.map(async (id) => (await store.read((t) => t.linksOf(id))).filter((l) => l.hostId !== null).map((l) => l.host)),
    );
    expect(hosts).to.deep.equal([[HOST], [SECOND]]);
    for (const [i, fake] of [at.a, at.b].entries()) {
      const [made] = fake.list(invoices);
      const record = await store.read((t) => t.record(ids[i] ?? ''));
      expect(record?.fields['number']).to.equal(String(made?.['Number']).trim());
    }
    expect(await store.read((t) => t.problems({}))).to.deep.equal([]);
    // Each base stands against its own invoices alone; one that was to be in its books and is not is missed there.
    expect(await compared(at.box)).to.deep.equal([[1, []], [1, []]]); // prettier-ignore
    await issueAt(OWN[SECOND] ?? '', '2026-02-24T13:00:00');
    expect(await compared(at.box)).to.deep.equal([[1, []], [2, ['only-here']]]); // prettier-ignore
  });

  /** Of each base: how many invoices stand against it, and what differs. */
  const compared = (box: Sidebook): Promise<unknown[]> =>
    Promise.all(
      box.hostIds.map(async (id) => {
        const found = await reconcileHost({ attached: await box.attach(id), store: box.store, month: null, today: '2026-02-24' });
        return [found.groups.reduce((n, { here }) => n + here.count, 0), found.differences.map((d) => d.kind)];
      }),
    );
});
