/** Payments: what is paid follows the payment documents of 1C within one cycle, both ways (S4, model.md 4). */
import { expect } from 'chai';
import type { Io } from '../../connector/cli/io.ts';
import { Watcher } from '../../connector/cli/watcher.ts';
import { reconcileHost } from '../../connector/report/reconcile.ts';
import type { Row } from '../hosts/onec/fake.ts';
import { currencyOf, payment } from '../hosts/onec/samples.ts';
import { contract, differences, invoice, issue, keyOf, line, party } from './making.ts';
import { publishedWithout } from './published.ts';
import { bankReceipts, HOST, invoices, PLAN, stage, type Setting } from './setting.ts';

const cashReceipts = 'Document_ПриходныйКассовыйОрдер';

describe('the payments of an invoice', () => {
  const { start } = stage();

  interface Base {
    readonly s: Setting;
    readonly party: string;
    readonly under: string;
    /** Two invoices of 2500 and 600. */
    readonly keys: readonly [string, string];
  }

  async function withInvoices(host: Readonly<Record<string, unknown>> = {}): Promise<Base> {
    const s = await start({ host });
    const key = party(s.fake);
    const under = contract(s.fake, key);
    const make = (amount: number, date: string): string =>
      keyOf(invoice(s.fake, { Контрагент_Key: key, Date: date, Товары: [line(amount)] }));
    const keys = [make(2500, '2026-02-24T10:00:00'), make(600, '2026-02-24T11:00:00')] as const;
    await s.cycle();
    return { s, party: key, under, keys };
  }

  const paid = async (s: Setting, key: string): Promise<unknown[]> => {
    const row = await s.sidebook.store.queries.invoice((await s.recordAt('invoice', key)).id);
    return [row?.paid, row?.paidAt];
  };

  async function later(s: Setting): Promise<void> {
    s.tick(3);
    await s.cycle();
  }

  it('arrive from the bank within one cycle', async () => {
    const { s, party: customer, under, keys } = await withInvoices();
    payment(s.fake, customer, under, [[2500, keys[0]]]);
    await later(s);
    expect(await paid(s, keys[0])).to.deep.equal(['2500', '2026-02-24T14:00:00']);
    expect(await paid(s, keys[1])).to.deep.equal(['0', null]);
  });

  it('reach an invoice that came in one package with them', async () => {
    const s = await start({ host: { exchangePlan: PLAN } });
    const key = party(s.fake);
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: key }));
    payment(s.fake, key, contract(s.fake, key), [[2500, bill]]);
    await s.cycle();
    expect((await paid(s, bill))[0]).to.equal('2500');
  });

  it('reach an invoice that waited for the answer about its customer', async () => {
    const s = await start();
    const bills = [party(s.fake), party(s.fake)].map((one) => {
      const bill = keyOf(invoice(s.fake, { Контрагент_Key: one }));
      payment(s.fake, one, contract(s.fake, one), [[2500, bill]]);
      return bill;
    });
    await s.cycle();
    const attached = await s.sidebook.attach(HOST);
    const { groups } = await reconcileHost({ attached, store: s.sidebook.store, month: null, today: '2026-02-24' });
    expect(groups.map((g) => [g.here.paid, g.there.paid])).to.deep.equal([['2500', '2500'], ['0', '2500']]); // prettier-ignore
    await s.answer((await s.problems('duplicate'))[0], { choose: 'apart' });
    for (let i = 0; i < 2; i++) await later(s);
    expect([(await paid(s, bills[0] ?? ''))[0], (await paid(s, bills[1] ?? ''))[0]]).to.deep.equal(['2500', '2500']);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('arrive from the cash desk as well', async () => {
    const { s, party: customer, under, keys } = await withInvoices();
    const like = s.fake.get(bankReceipts, payment(s.fake, customer, under, [[100, keys[0]]]));
    const { Ref_Key, DataVersion, Number: number, ...row } = like ?? {};
    s.fake.create(cashReceipts, { ...row, Posted: true });
    expect([Ref_Key, DataVersion, number]).to.not.include(undefined);
    await later(s);
    expect((await paid(s, keys[0]))[0]).to.equal('200');
    expect((await s.records('payment')).map((r) => r.fields['kind'])).to.have.members(['bank', 'cash']);
  });

  it('add up when an invoice is paid in parts', async () => {
    const { s, party: customer, under, keys } = await withInvoices();
    payment(s.fake, customer, under, [[1000.01, keys[0]]]);
    await later(s);
    expect((await paid(s, keys[0]))[0]).to.equal('1000.01');
    payment(s.fake, customer, under, [[1499.99, keys[0]]], { Date: '2026-02-24T16:00:00' });
    await later(s);
    expect(await paid(s, keys[0])).to.deep.equal(['2500', '2026-02-24T16:00:00']);
  });

  it('are not said to be missing of an invoice the base calls paid where it tells no payments', async () => {
    const s = await start();
    s.fake.quirks.composition = await publishedWithout(s.fake, bankReceipts);
    const key = party(s.fake);
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: key, Товары: [line(2500)] }));
    payment(s.fake, key, contract(s.fake, key), [[2500, bill]]);
    await s.cycle();
    expect((await s.recordAt('invoice', bill)).fields['total']).to.equal('2500');
    expect(await differences(s)).to.deep.equal([]);
  });

  it('are not added to an invoice in another currency, neither here nor when the base is asked anew', async () => {
    const { s, party: customer, under, keys } = await withInvoices();
    payment(s.fake, customer, under, [[500, keys[0]]]);
    payment(s.fake, customer, under, [[2000, keys[0]]], { ВалютаДокумента_Key: currencyOf(s.fake, 'EUR') });
    await later(s);
    expect(await paid(s, keys[0])).to.deep.equal(['500', null]);
    // The base calls it paid, and does not say with how much: the sums agree, what it is called is named.
    const found = (await differences(s)) as { kind: string; here: string; there: string }[];
    expect(found.map((d) => [d.kind, d.here, d.there])).to.deep.equal([['status', 'part', 'paid']]);
  });

  describe('in roubles for an invoice in euro', () => {
    /** An invoice of 1000 EUR under a contract in EUR; what each payment settles is the second of the sums. */
    async function inEuro(...sums: (readonly [amount: number, settled: number])[]) {
      return inEuroOf({}, ...sums);
    }

    async function inEuroOf(host: Readonly<Record<string, unknown>>, ...sums: (readonly [amount: number, settled: number])[]) {
      const s = await start({ host });
      const eur = currencyOf(s.fake, 'EUR');
      const key = party(s.fake);
      const under = contract(s.fake, key, { ВалютаВзаиморасчетов_Key: eur });
      const bill = keyOf(invoice(s.fake, { Контрагент_Key: key, ДоговорКонтрагента_Key: under, ВалютаДокумента_Key: eur, Товары: [line(1000)] })); // prettier-ignore
      await s.cycle();
      for (const [amount, settled] of sums) payment(s.fake, key, under, [[amount, bill]], {}, { СуммаВзаиморасчетов: settled, КурсВзаиморасчетов: 90 }); // prettier-ignore
      await later(s);
      const { id } = await s.recordAt('invoice', bill);
      return { s, bill, other: (await s.sidebook.store.views.paidOtherwise([id])).map((p) => p.amount), found: (await differences(s)) as { kind: string }[] }; // prettier-ignore
    }

    it('pay what the books say they settle', async () => {
      const { s, bill, other, found } = await inEuro([90_000, 1000]);
      expect([await paid(s, bill), other]).to.deep.equal([['1000', '2026-02-24T14:00:00'], []]);
      expect(found).to.deep.equal([]);
    });

    it('pay it when they come in a package of the exchange plan, with one that needs no contract', async () => {
      const { s, bill, other, found } = await inEuroOf({ exchangePlan: PLAN }, [90_000, 999], [1, 1]);
      // One rouble that settles one euro is a sum somebody copied: it stands beside, and what the base calls the invoice is named.
      expect([(await paid(s, bill))[0], other, found.map((d) => d.kind)]).to.deep.equal(['999', ['1'], ['status']]);
    });

    it('pay it partly when they settle a part', async () => {
      const { s, bill, other, found } = await inEuro([45_000.5, 499.99], [90, 1]);
      expect([await paid(s, bill), other, found]).to.deep.equal([['500.99', null], [], []]);
    });

    it('pay it in a store of an older version as soon as its payments are read again, by themselves', async () => {
      const { s, bill } = await inEuro([90_000, 1000]);
      const [known] = await s.records('payment');
      const { store } = s.sidebook;
      // As the version before left it: neither the columns nor the hash of today's mapping.
      const [host] = await store.read((t) => t.hosts());
      const [link] = known ? await store.read((t) => t.linksOf(known.id)) : [];
      if (!known || !host || !link) throw new Error('no payment');
      await store.write({ actor: 'test' }, (t) => {
        const allocations = (known.fields['allocations'] as readonly Row[]).map(({ invoice: id, amount }) => ({ invoice: id, amount })) as never; // prettier-ignore
        t.setRecord({ ...known, rev: known.rev + 1, fields: { ...known.fields, allocations } }, known.rev, link.id);
        t.setLink({ ...link, rev: known.rev + 1 }, link.tick);
        t.setHost(HOST, { mappingHashes: { ...host.mappingHashes, 'payment.allocations': 'of the version before' } });
      });
      expect((await paid(s, bill))[0]).to.equal('0');
      await later(s);
      expect(await paid(s, bill)).to.deep.equal(['1000', '2026-02-24T14:00:00']);
      expect(await s.problems()).to.deep.equal([]);
      expect(s.writes).to.deep.equal([]);
    });

    it('pay nothing while the books do not say what they settle, and stand beside', async () => {
      const { s, bill, other } = await inEuro([90_000, 0]);
      expect([await paid(s, bill), other]).to.deep.equal([['0', null], ['90000']]);
      const said: string[] = [];
      const io = { lang: 'en', world: { now: s.clock.now }, out: (text: string) => void said.push(text) } as Io;
      await new Watcher(io, s.sidebook).tell();
      expect(said.join('')).to.include('paid 90,000.00 RUB (0.00 / 1,000.00 EUR)');
    });
  });

  it('are spread when one payment names several invoices', async () => {
    const { s, party: customer, under, keys } = await withInvoices();
    payment(s.fake, customer, under, [[2500, keys[0]], [100, keys[1]], [50]]); // prettier-ignore
    await later(s);
    expect([(await paid(s, keys[0]))[0], (await paid(s, keys[1]))[0]]).to.deep.equal(['2500', '100']);
    expect(await differences(s)).to.deep.equal([]);
  });

  for (const [what, take] of [
    ['unposted', (s: Setting, key: string) => void s.fake.unpost(bankReceipts, key)],
    ['marked', (s: Setting, key: string) => void s.fake.edit(bankReceipts, key, { DeletionMark: true })],
  ] as const)
    it(`are taken back when the document is ${what}`, async () => {
      const { s, party: customer, under, keys } = await withInvoices();
      const key = payment(s.fake, customer, under, [[2500, keys[0]]]);
      await later(s);
      take(s, key);
      await later(s);
      const row = await s.sidebook.store.queries.invoice((await s.recordAt('invoice', keys[0])).id);
      expect(row).to.include({ paid: '0', everPaid: true });
    });

  it('are taken back when the document is physically deleted', async () => {
    const { s, party: customer, under, keys } = await withInvoices();
    const key = payment(s.fake, customer, under, [[2500, keys[0]]]);
    await later(s);
    s.fake.remove(bankReceipts, key);
    s.tick(24 * 60);
    await s.cycle();
    expect((await paid(s, keys[0]))[0]).to.equal('0');
    expect(await s.problems()).to.deep.equal([]);
  });

  it('come again when the document is posted again', async () => {
    const { s, party: customer, under, keys } = await withInvoices();
    const key = payment(s.fake, customer, under, [[2500, keys[0]]]);
    s.fake.unpost(bankReceipts, key);
    await later(s);
    s.fake.post(bankReceipts, key);
    await later(s);
    expect((await paid(s, keys[0]))[0]).to.equal('2500');
  });

  it('follow an accountant who pays another invoice instead', async () => {
    const { s, party: customer, under, keys } = await withInvoices();
    const key = payment(s.fake, customer, under, [[600, keys[0]]]);
    await later(s);
    const rows = (s.fake.get(bankReceipts, key)?.['РасшифровкаПлатежа'] ?? []) as Row[];
    s.fake.edit(bankReceipts, key, { РасшифровкаПлатежа: rows.map((r) => ({ ...r, СчетНаОплату_Key: keys[1] })) });
    await later(s);
    expect([(await paid(s, keys[0]))[0], (await paid(s, keys[1]))[0]]).to.deep.equal(['0', '600']);
  });

  it('of an invoice outside the scope harm nothing', async () => {
    const { s, party: customer, under, keys } = await withInvoices({ mappings: { invoice: { scope: { in: { from: '2026-02-01' } } } } }); // prettier-ignore
    const old = keyOf(invoice(s.fake, { Контрагент_Key: customer, Date: '2025-12-30T10:00:00' }));
    payment(s.fake, customer, under, [[2500, old], [600, keys[1]]]); // prettier-ignore
    await later(s);
    expect((await paid(s, keys[1]))[0]).to.equal('600');
    expect(await s.problems()).to.deep.equal([]);
    expect(await differences(s)).to.deep.equal([]);
  });

  it('reach an invoice that was issued here', async () => {
    const { s, party: customer, under } = await withInvoices();
    const { id } = await issue(s, { counterparty: (await s.recordAt('counterparty', customer)).id });
    await s.cycle();
    s.quiet();
    payment(s.fake, customer, under, [[1500, keyOf(await s.objectOf(invoices, id))]]);
    await later(s);
    expect(await s.sidebook.store.queries.invoice(id)).to.include({ paid: '1500', total: '1500' });
    expect(s.writes).to.deep.equal([]);
  });
});
