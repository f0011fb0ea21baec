import { expect } from 'chai';
import { VAT_RATES } from '../../connector/fields.ts';
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import type { Fields, Line, SharedRecord, Value } from '../../connector/model.ts';
import {
  balanceRow,
  counterpartyRow,
  invoiceRow,
  paidState,
  paymentRows,
  totalsAgree,
} from '../../connector/store/projections.ts';

const record = (entity: SharedRecord['entity'], fields: Fields): SharedRecord => ({
  id: 'r', entity, rev: 1, stage: 'live', fields, changedAt: '2026-07-22T00:00:00.000Z', changedBy: 'test',
}); // prettier-ignore

function invoice(change: Partial<Record<keyof Line, Value>> = {}, header: Fields = {}): Fields {
  const line = priceLine({ quantity: '3', price: '40', vatRate: '20' }, true);
  return { vatIncluded: true, lines: [{ ...line, ...change } as Line], ...totalsOf([line], true), ...header };
}

describe('sums that agree', () => {
  it('need the header to be exactly the lines', () => {
    expect(totalsAgree(invoice())).to.equal(true);
    for (const total of ['120.01', '119.99', '0', null]) expect(totalsAgree(invoice({}, { total }))).to.equal(false);
  });

  it('bear one kopeck on each line and no more', () => {
    expect(totalsAgree(invoice({ amount: '120.01' }, { total: '120.01' }))).to.equal(true);
    expect(totalsAgree(invoice({ amount: '119.99' }, { total: '119.99' }))).to.equal(true);
    expect(totalsAgree(invoice({ amount: '120.02' }, { total: '120.02' }))).to.equal(false);
    expect(totalsAgree(invoice({ vatAmount: '20.01' }))).to.equal(true);
    expect(totalsAgree(invoice({ vatAmount: '19.98' }))).to.equal(false);
  });

  it('are counted exactly where they are large, or a hundredth of a kopeck over the edge', () => {
    const large = (amount: string): Fields =>
      invoice({ quantity: '1', price: '99999999999.99', amount, vatAmount: '16666666666.66' }, { total: amount });
    expect(totalsAgree(large('99999999999.98'))).to.equal(true);
    expect(totalsAgree(large('99999999999.97'))).to.equal(false);
    expect(totalsAgree(invoice({ amount: '120.0101' }, { total: '120.0101' }))).to.equal(false);
    expect(totalsAgree(invoice({ vatAmount: '20.0101' }))).to.equal(false);
  });

  it('add the VAT of lines that do not include it', () => {
    const line = priceLine({ quantity: '1', price: '100', vatRate: '22' }, false);
    expect(totalsAgree({ vatIncluded: false, lines: [line], total: '122' })).to.equal(true);
    expect(totalsAgree({ vatIncluded: false, lines: [line], total: '100' })).to.equal(false);
  });

  it('have no VAT amount on a line without VAT', () => {
    expect(totalsAgree(invoice({ vatRate: 'none', vatAmount: '0' }))).to.equal(true);
    expect(totalsAgree(invoice({ vatRate: 'none', vatAmount: '20' }))).to.equal(false);
  });

  it('are not asked of an invoice without lines', () => {
    expect(totalsAgree({ total: '500', lines: [] })).to.equal(true);
  });

  it('hold for every rate the table knows', () => {
    for (const vatRate of VAT_RATES) {
      const line = priceLine({ quantity: '7', price: '13.37', vatRate }, false);
      expect(totalsAgree({ vatIncluded: false, lines: [line], ...totalsOf([line], false) }), vatRate).to.equal(true);
    }
  });

  for (const column of ['vatRate', 'amount', 'quantity', 'price', 'vatAmount'] as const)
    it(`mark an incoming invoice whose line has no ${column}`, () => {
      expect(invoiceRow(record('invoice', invoice({ [column]: null }))).totalsDiffer).to.equal(1);
    });

  it('can be told of a line whose discount is empty', () => {
    expect(invoiceRow(record('invoice', invoice({ discount: null }))).lines).to.have.lengthOf(1);
  });
});

describe('rows made of records', () => {
  it('scale money by four places and quantity by six', () => {
    const row = invoiceRow(record('invoice', invoice({ quantity: '3.000001', price: '9999999999.99' })));
    expect([row.total, row.vatTotal, row.lines[0]?.quantity, row.lines[0]?.price]).to.deep.equal([
      1_200_000n, 200_000n, 3_000_001n, 9_999_999_999_990_000n,
    ]); // prettier-ignore
  });

  it('keep every digit of fifteen-digit money', () => {
    expect(balanceRow(record('balance', { debt: '-9999999999999.99', advance: null })).debt).to.equal(-99_999_999_999_999_900n);
  });

  it('count a return against the invoice it names', () => {
    const payment = (kind: string): Fields => ({ kind, reversed: false, allocations: [{ invoice: 'i', amount: '10.5' }, { invoice: null, amount: '1' }] }); // prettier-ignore
    const amounts = ['bank', 'return'].map((k) => paymentRows(record('payment', payment(k))).map((r) => [r.invoice, r.amount]));
    expect(amounts).to.deep.equal([[['i', 105_000n], [null, 10_000n]], [['i', -105_000n], [null, -10_000n]]]); // prettier-ignore
  });

  it('leave unknown values of a counterparty empty', () => {
    const row = counterpartyRow(record('counterparty', { name: 'ООО «Ромашка»', active: false }));
    expect(row).to.include({ nameKey: 'romashka', active: 0, deletionMark: null, taxId: null, stage: 'live' });
  });
});

describe('the payment state of an invoice', () => {
  const state = (paid: bigint, more: { everPaid?: boolean; dueDate?: string | null; total?: bigint } = {}) =>
    paidState({ total: 100n, paid, dueDate: '2026-07-22', everPaid: false, ...more }, '2026-07-22');

  it('goes from unpaid over part to paid', () => {
    expect([state(0n), state(1n), state(99n), state(100n), state(101n)]).to.deep.equal([
      'unpaid',
      'part',
      'part',
      'paid',
      'paid',
    ]);
  });

  it('is overdue only after the last day', () => {
    expect([state(0n, { dueDate: '2026-07-21' }), state(50n, { dueDate: '2026-07-21' })]).to.deep.equal(['overdue', 'overdue']);
    expect([state(0n), state(0n, { dueDate: null }), state(100n, { dueDate: '2020-01-01' })]).to.deep.equal([
      'unpaid',
      'unpaid',
      'paid',
    ]);
  });

  it('is reversed when it was paid and is less', () => {
    expect([state(0n, { everPaid: true }), state(99n, { everPaid: true }), state(100n, { everPaid: true })]).to.deep.equal([
      'reversed',
      'reversed',
      'paid',
    ]);
  });

  it('of a zero total is not paid by nothing', () => {
    expect(state(0n, { total: 0n })).to.equal('unpaid');
  });
});
