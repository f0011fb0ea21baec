/** Typed tables beside the records, written in the same transaction (model.md 4 and 8). */
import { expect } from 'chai';
import { priceLine, totalsOf } from '../../../connector/invoice.ts';
import type { Fields } from '../../../connector/model.ts';
import { BY, link, of, record, type Bench } from './bench.ts';

export function projections(bench: Bench): void {
  const line = (price: string) => priceLine({ quantity: '1', price, vatRate: 'none' }, true);
  const invoice = (id: string, total: string, more: Fields = {}, rev = 1) =>
    of('invoice', id, { organisation: 'o', counterparty: 'c', state: 'issued', vatIncluded: true, lines: [line(total)], ...totalsOf([line(total)], true), ...more }, rev); // prettier-ignore
  const payment = (id: string, date: string, allocations: [string | null, string][], more: Fields = {}, rev = 1) =>
    of('payment', id, { date: `${date}T12:00:00`, kind: 'bank', reversed: false, allocations: allocations.map(([i, amount]) => ({ invoice: i, amount })), ...more }, rev); // prettier-ignore
  const state = async (id: string) => {
    const [row] = await bench.rows('invoices', ['paid', 'paid_at', 'ever_paid'], { record_id: id });
    return row && [row['paid'], row['paid_at'], row['ever_paid']];
  };
  const put = (...records: ReturnType<typeof of>[]) => bench.write((t) => records.forEach((r) => t.setRecord(r, r.rev === 1 ? null : r.rev - 1))); // prettier-ignore

  it('of counterparties follow their record', async () => {
    await put(record('c', { name: 'ООО «Берёзка»', taxId: '7707083893', deletionMark: false }, { stage: 'prospect' }));
    await put(record('c', { name: 'Лютик', deletionMark: true }, { rev: 2 }));
    expect((await bench.rows('counterparties', ['name', 'name_key', 'tax_id', 'deletion_mark', 'stage']))).to.deep.equal([{ name: 'Лютик', name_key: 'lutik', tax_id: null, deletion_mark: 1n, stage: 'live' }]); // prettier-ignore
  });

  it('of invoices hold exact sums and all lines', async () => {
    const lines = [line('9007199254740.99'), line('0.01')];
    await put(of('invoice', 'i', { vatIncluded: true, lines, total: '9007199254741', vatTotal: '0', posted: true }));
    expect((await bench.rows('invoices', ['total', 'posted', 'totals_differ']))).to.deep.equal([{ total: 90_071_992_547_410_000n, posted: 1n, totals_differ: 0n }]); // prettier-ignore
    expect((await bench.rows('invoice_lines', ['line', 'amount', 'price'])).map((r) => [r['line'], r['amount'], r['price']])).to.deep.equal([[1n, 90_071_992_547_409_900n, 9_007_199_254_740_990_000n], [2n, 100n, 10_000n]]); // prettier-ignore
  });

  it('of a long invoice hold every line once, in their order', async () => {
    const prices = Array.from({ length: 21 }, (_, i) => String(i + 1));
    await put(of('invoice', 'i', { lines: prices.map(line), total: '231', vatIncluded: true }));
    const rows = await bench.rows('invoice_lines', ['line', 'amount']);
    expect(rows.map((r) => [r['line'], r['amount']])).to.deep.equal(prices.map((p, i) => [BigInt(i + 1), BigInt(p) * 10_000n]));
  });

  it('of invoices lose the lines that are gone', async () => {
    await put(of('invoice', 'i', { lines: [line('1'), line('2')], total: '3', vatIncluded: true }));
    await put(of('invoice', 'i', { lines: [line('2')], total: '5', vatIncluded: true }, 2));
    expect((await bench.rows('invoice_lines', ['line', 'amount'])).map((r) => r['amount'])).to.deep.equal([20_000n]);
    expect((await bench.rows('invoices', ['totals_differ']))[0]?.['totals_differ']).to.equal(1n);
  });

  it('bear the dearest price of fifteen digits 1C knows', async () => {
    const dear = { ...line('1'), price: '9999999999999.99', amount: '9999999999999.99' };
    const made = of('invoice', 'i', { lines: [dear], total: '9999999999999.99', vatIncluded: true });
    await put(made);
    expect(await bench.rows('invoice_lines', ['price', 'amount'])).to.deep.equal([
      { price: null, amount: 99_999_999_999_999_900n },
    ]); // x10^6 is more than 63 bits
    expect(await bench.rows('invoices', ['totals_differ'])).to.deep.equal([{ totals_differ: 0n }]);
    expect((await bench.store.read((t) => t.record('i')))?.fields).to.deep.equal(made.fields);
  });

  it('know what is paid, from payments before and after', async () => {
    await put(payment('p1', '2026-07-01', [['i', '40'], [null, '5']])); // prettier-ignore
    await put(invoice('i', '100'));
    expect((await state('i'))?.[0]).to.equal(400_000n);
    await put(payment('p2', '2026-07-03', [['i', '60'], ['j', '1']])); // prettier-ignore
    expect(await state('i')).to.deep.equal([1_000_000n, '2026-07-03T12:00:00', 1n]);
  });

  it('name the payment that completed it as its date', async () => {
    await put(invoice('i', '100'), payment('p1', '2026-07-01', [['i', '100']]), payment('p2', '2026-07-09', [['i', '50']]));
    expect(await state('i')).to.deep.equal([1_500_000n, '2026-07-01T12:00:00', 1n]);
  });

  it('name the last completing payment after one came back', async () => {
    await put(invoice('i', '100'), payment('p1', '2026-07-01', [['i', '100']]), payment('p2', '2026-07-05', [['i', '30']], { kind: 'return' }), payment('p3', '2026-07-08', [['i', '30']])); // prettier-ignore
    expect(await state('i')).to.deep.equal([1_000_000n, '2026-07-08T12:00:00', 1n]);
  });

  it('follow a total that shrinks below what is paid, or grows', async () => {
    await put(invoice('i', '100'), payment('p1', '2026-07-01', [['i', '40']]), payment('p2', '2026-07-09', [['i', '20']]));
    await put(invoice('i', '40', {}, 2));
    expect(await state('i')).to.deep.equal([600_000n, '2026-07-01T12:00:00', 1n]);
    await put(invoice('i', '70', {}, 3));
    expect(await state('i')).to.deep.equal([600_000n, null, 1n]);
  });

  it('name no date of payment before it is complete', async () => {
    await put(invoice('i', '100'), payment('p1', '2026-07-01', [['i', '40']]));
    expect(await state('i')).to.deep.equal([400_000n, null, 0n]);
  });

  it('roll back what is paid when a payment is reversed', async () => {
    await put(invoice('i', '100'), payment('p1', '2026-07-01', [['i', '100']]));
    await put(payment('p1', '2026-07-01', [['i', '100']], { reversed: true }, 2));
    expect(await state('i')).to.deep.equal([0n, null, 1n]);
    await put(payment('p1', '2026-07-01', [['i', '100']], {}, 3));
    expect((await state('i'))?.[0]).to.equal(1_000_000n);
  });

  it('count a return against the invoice', async () => {
    await put(invoice('i', '100'), payment('p1', '2026-07-01', [['i', '100']]), payment('p2', '2026-07-05', [['i', '30']], { kind: 'return' })); // prettier-ignore
    expect((await state('i'))?.[0]).to.equal(700_000n);
    expect((await state('i'))?.[2]).to.equal(1n);
  });

  it('move a payment that names another invoice now', async () => {
    await put(invoice('i', '100'), invoice('j', '100'), payment('p', '2026-07-01', [['i', '100']]));
    await put(payment('p', '2026-07-01', [['j', '100']], {}, 2));
    expect([(await state('i'))?.[0], (await state('j'))?.[0], (await state('i'))?.[2]]).to.deep.equal([0n, 1_000_000n, 1n]);
    expect(await bench.rows('payments', ['invoice'])).to.deep.equal([{ invoice: 'j' }]);
  });

  it('say what is paid of an invoice, and make it due where hosts are told', async () => {
    await put(invoice('i', '100'), invoice('j', '50'));
    for (const [id, host, of] of [[1, 'crm', 'i'], [2, 'buh', 'i'], [3, 'crm', 'j']] as const) await bench.write((t) => t.setLink(link(id, { host, entity: 'invoice', hostId: `h${String(id)}`, record: of, dirty: false }), null)); // prettier-ignore
    await bench.write((t) => t.setHost('crm', { mappingHashes: { 'told:paid': 'told' } }));
    await put(payment('p', '2026-07-01', [['i', '40.5']]));
    const due = async () => (await bench.rows('links', ['id', 'dirty'])).filter((r) => r['dirty'] === 1n).map((r) => Number(r['id'])).sort(); // prettier-ignore
    expect(await due()).to.deep.equal([1]);
    await put(payment('p', '2026-07-01', [['j', '50']], {}, 2));
    expect(await due()).to.deep.equal([1, 3]);
    const said = await bench.store.read(async (t) => [await t.paidOf('i'), await t.paidOf('j'), await t.paidOf('nobody')]);
    const day = '2026-07-01T12:00:00';
    expect(said).to.deep.equal([{ total: '100', paid: '0', paidAt: null, everPaid: false }, { total: '50', paid: '50', paidAt: day, everPaid: true }, null]); // prettier-ignore
  });

  it('say nothing of an invoice that is paid in another currency', async () => {
    const paid = async (currency: string | null, rev: number, more = {}): Promise<string | undefined> => {
      await put(payment('p', '2026-07-01', [['i', '9000']], { currency, ...more }, rev));
      return (await bench.store.read((t) => t.paidOf('i')))?.paid;
    };
    await put(invoice('i', '100', { currency: 'usd' }));
    expect([await paid('rub', 1), await paid('usd', 2), await paid(null, 3), await paid('rub', 4), await paid('rub', 5, { reversed: true })]).to.deep.equal([undefined, '9000', '9000', undefined, '0']); // prettier-ignore
  });

  it('never add amounts of two currencies, whatever comes first and whatever changes', async () => {
    const pay = (id: string, currency: string | null, amount: string) => payment(id, '2026-07-01', [['i', amount]], { currency });
    await put(pay('p1', 'rub', '500'), pay('p2', 'eur', '40'));
    await put(invoice('i', '1000', { currency: 'eur' }), pay('p3', null, '10'));
    expect(await state('i')).to.deep.equal([500_000n, null, 0n]);
    await put(invoice('i', '500', { currency: 'rub' }, 2));
    expect(await state('i')).to.deep.equal([5_100_000n, '2026-07-01T12:00:00', 1n]);
    await put(invoice('j', '20', { currency: 'eur' }), payment('q', '2026-07-01', [['j', '500']], { currency: 'rub' }));
    await put(invoice('j', '30', { currency: 'usd' }, 2));
    expect(await state('j')).to.deep.equal([0n, null, 0n]);
    await put(invoice('j', '30', { currency: 'rub' }, 3));
    expect(await state('j')).to.deep.equal([5_000_000n, '2026-07-01T12:00:00', 1n]);
  });

  const settling = (id: string, amount: string, settled: string | null, settledIn: string | null, more: Fields = {}) =>
    of('payment', id, { date: '2026-07-01T12:00:00', kind: 'bank', reversed: false, currency: 'rub', allocations: [{ invoice: 'i', amount, settled, settledIn }], ...more }); // prettier-ignore

  it('count a payment in another currency with what the books say it settles in the invoice’s', async () => {
    await put(invoice('i', '1000', { currency: 'eur' }), settling('p1', '90000', '999.5', 'eur'));
    expect(await state('i')).to.deep.equal([9_995_000n, null, 0n]);
    expect(await bench.store.read((t) => t.paidOf('i'))).to.include({ paid: '999.5' });
    await put(payment('p2', '2026-07-02', [['i', '0.5']], { currency: 'eur' }));
    expect(await state('i')).to.deep.equal([10_000_000n, '2026-07-02T12:00:00', 1n]);
    await put(settling('p3', '900', '10', 'eur', { kind: 'return', date: '2026-07-03' }));
    expect(await state('i')).to.deep.equal([9_900_000n, null, 1n]);
  });

  it('count once a payment that two bases show, each its copy of one document', async () => {
    const shown = (id: string, amount: string, more: Fields = {}) =>
      of('payment', id, { number: '7', organisation: 'org', date: '2026-07-01T12:00:00', kind: 'bank', reversed: false, currency: 'rub', allocations: [{ invoice: 'i', amount }], ...more }); // prettier-ignore
    await put(invoice('i', '100', { currency: 'rub' }), shown('p1', '60'), shown('p2', '60'), shown('p3', '60'));
    const listed = async () => (await bench.store.views.paymentsOf('i')).map((p) => [p.amount, p.reversed]);
    expect(await state('i')).to.deep.equal([600_000n, null, 0n]);
    expect(await listed()).to.deep.equal([['60', false]]);
    const others = [
      { number: '8' },
      { date: '2026-07-01T12:00:01' },
      { kind: 'cash' },
      { organisation: 'other' },
      { number: null },
      { number: null },
    ];
    await put(...others.map((more, n) => shown(`q${String(n)}`, '1', more)));
    expect(await state('i')).to.deep.equal([660_000n, null, 0n]);
    for (const id of ['p1', 'p3']) await put({ ...shown(id, '60', { reversed: true }), rev: 2 });
    expect((await state('i'))?.[0]).to.equal(660_000n);
    const one = others.map(() => ['1', false]);
    expect(await listed()).to.have.deep.members([['60', false], ...one]);
    await put({ ...shown('p2', '60', { reversed: true }), rev: 2 });
    expect((await state('i'))?.[0]).to.equal(60_000n);
    expect(await listed()).to.have.deep.members([['60', true], ...one]);
  });

  it('count the copy that says what it settles, and say neither beside it', async () => {
    const shown = (id: string, settled: string | null) =>
      settling(id, '90000', settled, settled && 'eur', { number: '7', organisation: 'org' });
    await put(invoice('i', '1000', { currency: 'eur' }), shown('p1', null), shown('p2', null));
    expect(await bench.store.views.paidOtherwise(['i'])).to.deep.equal([{ invoice: 'i', currency: 'rub', amount: '90000' }]);
    await put({ ...shown('p2', '1000'), rev: 2 });
    expect(await state('i')).to.deep.equal([10_000_000n, '2026-07-01T12:00:00', 1n]);
    expect(await bench.store.views.paidOtherwise(['i'])).to.deep.equal([]);
    expect(await bench.store.views.paymentsOf('i')).to.have.lengthOf(1);
    expect(await bench.store.read((t) => t.paidOf('i'))).to.include({ paid: '1000' });
  });

  it('count none of what settles a third currency, nothing, or what nobody says', async () => {
    await put(invoice('i', '1000', { currency: 'eur' }));
    await put(settling('p1', '90000', '1100', 'usd'), settling('p2', '90000', '0', 'eur'), settling('p3', '90000', null, 'eur'), settling('p4', '90000', '5', null)); // prettier-ignore
    expect(await state('i')).to.deep.equal([0n, null, 0n]);
    expect(await bench.store.views.paidOtherwise(['i'])).to.deep.equal([{ invoice: 'i', currency: 'rub', amount: '360000' }]);
    expect(await bench.store.read((t) => t.paidOf('i'))).to.equal(null);
    await put(invoice('i', '1000', { currency: 'usd' }, 2));
    expect((await state('i'))?.[0]).to.equal(11_000_000n);
    await put(invoice('i', '1000', { currency: 'rub' }, 3));
    expect((await state('i'))?.[0]).to.equal(3_600_000_000n);
  });

  it('remember an invoice that was paid before it grew', async () => {
    await put(invoice('i', '100'), payment('p', '2026-07-01', [['i', '100']]));
    await put(invoice('i', '150', {}, 2));
    expect(await state('i')).to.deep.include(1_000_000n);
    expect((await state('i'))?.[2]).to.equal(1n);
  });

  it('of balances follow the host', async () => {
    await put(
      of('balance', 'b', { counterparty: 'c', debt: '123.45', advance: '0', overdue: null, asOf: '2026-07-22T10:00:00.000Z' }),
    );
    await put(of('balance', 'b', { counterparty: 'c', debt: '-0.01', advance: '0', overdue: null }, 2));
    expect((await bench.rows('balances', ['counterparty', 'debt', 'advance', 'overdue', 'as_of']))).to.deep.equal([{ counterparty: 'c', debt: -100n, advance: 0n, overdue: null, as_of: null }]); // prettier-ignore
  });

  it('of balances say what is owed, and make the counterparty due where hosts are told, and whom it was made one with there', async () => {
    const at = [[1, 'crm', 'c', 'h1', null], [2, 'buh', 'c', 'h1', null], [3, 'crm', 'd', 'h2', '>h1'], [4, 'crm', 'e', 'h3', null], [5, 'ut', 'd', 'h1', null]] as const; // prettier-ignore
    for (const [id, host, record, hostId, token] of at) await bench.write((t) => t.setLink(link(id, { host, entity: 'counterparty', hostId, record, token, inScope: token === null, dirty: false }), null)); // prettier-ignore
    for (const [id, record] of [[6, 'b'], [7, 'b2']] as const) await bench.write((t) => t.setLink(link(id, { host: 'buh', entity: 'balance', hostId: record, record, dirty: false }), null)); // prettier-ignore
    const owe = (id: string, counterparty: string, rev = 1) => of('balance', id, { counterparty, organisation: 'o', currency: 'rub', debt: '10.5', advance: '0', overdue: null }, rev); // prettier-ignore
    await put(owe('b', 'c'));
    const due = async () => (await bench.rows('links', ['id', 'dirty'])).filter((r) => r['dirty'] === 1n).map((r) => Number(r['id'])).sort(); // prettier-ignore
    expect(await due()).to.deep.equal([]);
    await bench.write((t) => t.setHost('crm', { mappingHashes: { 'told:owed': 'told' } }));
    await put(owe('b2', 'd'));
    expect(await due()).to.deep.equal([1]);
    await put(owe('b2', 'e', 2));
    expect(await due()).to.deep.equal([1, 4]);
    const said = await bench.store.read(async (t) => [await t.owedBy(['c', 'd', 'e']), await t.owedBy(['nobody']), await t.mergedInto('crm', 'counterparty')]); // prettier-ignore
    const sum = { host: 'buh', organisation: 'o', currency: 'rub', debt: '10.5', advance: '0', overdue: null, since: owe('b', 'c').changedAt }; // prettier-ignore
    expect(said).to.deep.equal([[sum, sum], [], [{ record: 'd', into: 'h1' }]]);
  });

  it('stay as they were when the write is undone', async () => {
    await put(invoice('i', '100'));
    const outcome = await bench.store.write(BY, (t) => {
      t.setRecord(payment('p', '2026-07-01', [['i', '100']]), null);
      t.setRecord(invoice('i', '7', {}, 9), 8);
    });
    expect([outcome, (await state('i'))?.[0], (await bench.rows('payments', ['payment'])).length]).to.deep.equal([
      'moved',
      0n,
      0,
    ]);
  });
}
