/** Where no base tells of payments an invoice is not unpaid: nobody owes, nothing is overdue, and the panels say what is not known. */
import { expect } from 'chai';
import type { CounterpartyView } from '../../../connector/server/contract/counterparty.ts';
import type { InvoicesView, InvoiceView } from '../../../connector/server/contract/invoices.ts';
import { currencyOf, invoice, line, payment } from '../../hosts/onec/samples.ts';
import { contract, customer, issue, keyOf } from '../../scenarios/making.ts';
import { publishedWithout } from '../../scenarios/published.ts';
import { invoices as SET, type Setting } from '../../scenarios/setting.ts';
import { about, INVOICE, office, PARTY, type Office } from './client.ts';

const RECEIPTS = 'Document_ПоступлениеНаРасчетныйСчет';

describe('invoices nobody tells the payments of', () => {
  const { open } = office();

  /** Of a base whose bank statements are not published: two of one counterparty, the first long due. */
  async function withBills(): Promise<Office & { key: string; due: string }> {
    const o = await open();
    o.s.fake.quirks.composition = await publishedWithout(o.s.fake, RECEIPTS);
    const key = customer(o.s.fake);
    const [due] = [billed(o.s, key, 1000, '2026-02-10'), billed(o.s, key, 2000, '2026-03-10')];
    await o.s.everything();
    return { ...o, key, due };
  }

  function billed({ fake }: Setting, key: string, amount: number, due: string): string {
    const made = invoice(fake, {
      Контрагент_Key: key,
      Date: '2026-02-01T10:00:00',
      Товары: [line(amount)],
      СуммаДокумента: amount,
    });
    fake.setRegister('InformationRegister_СрокиОплатыДокументов', { Организация_Key: made['Организация_Key'], Документ: made['Ref_Key'], Документ_Type: `StandardODATA.${SET}`, СрокОплаты: `${due}T00:00:00` }); // prettier-ignore
    return keyOf(made);
  }

  const list = ({ api, key }: { api: Office['api']; key: string }, more = '') => api.get<InvoicesView>(`/invoices?${about(PARTY(key))}${more}`); // prettier-ignore

  it('are neither unpaid nor overdue, in the list of one customer and of all', async () => {
    const o = await withBills();
    await issue(o.s, { counterparty: (await o.s.recordAt('counterparty', o.key)).id });
    for (const v of [await list(o), await o.api.get<InvoicesView>('/invoices')]) {
      expect(v.rows.map((r) => [r.paidState, r.overdueDays])).to.deep.equal(Array(3).fill(['untold', null]));
      expect([v.counts, v.unpaid, v.guard.warn]).to.deep.equal([
        { all: 3, overdue: 0, unpaid: 0, drafts: 0, untold: 3 },
        [],
        false,
      ]);
    }
    for (const filter of ['unpaid', 'overdue']) expect((await list(o, `&filter=${filter}`)).rows, filter).to.deep.equal([]);
    const [row] = (await o.api.get<InvoicesView>(`/invoices?${about(INVOICE(o.due))}`)).rows;
    expect((await o.api.get<InvoiceView>(`/invoices/${row?.id ?? ''}`)).row.paidState).to.equal('untold');
  });

  it('make no debtor of a customer', async () => {
    const o = await withBills();
    const v = await o.api.get<CounterpartyView>(`/counterparty?${about(PARTY(o.key))}`);
    expect([v.guard, v.warnings, v.overdueDays, v.unpaid, v.untold]).to.deep.equal([{ warn: false, text: '' }, [], null, [], 2]);
    expect(v.invoices.map((r) => [r.paidState, r.overdueDays])).to.deep.equal(Array(2).fill(['untold', null]));
  });

  it('are told as soon as the payments are published', async () => {
    const o = await withBills();
    payment(o.s.fake, o.key, contract(o.s.fake, o.key), [[400, o.due]], {}, { СуммаВзаиморасчетов: 400, ВалютаДокумента_Key: currencyOf(o.s.fake) }); // prettier-ignore
    o.s.fake.quirks.composition = null; // all of them
    o.s.clock.pass(7 * 60); // the metadata is read anew
    await o.s.everything();
    const v = await list(o, '&filter=unpaid');
    expect(v.rows.map((r) => [r.paidState, r.left, r.overdueDays])).to.deep.equal([['part', '600', 14], ['unpaid', '2000', null]]); // prettier-ignore
    expect([v.counts.untold, v.unpaid, v.guard.warn]).to.deep.equal([0, [{ currency: 'RUB', amount: '2600', count: 2 }], true]);
  });
});
