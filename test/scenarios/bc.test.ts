/** Business Central as a host: what is read, what is written, what is found by and by. */
import { expect } from 'chai';
import { innOf } from '../properties/habits.ts';
import { bcStage, type BcSetting } from './bc-setting.ts';

type Line = Record<string, string | null>;

const only = async (s: BcSetting, entity: 'balance' | 'payment'): Promise<Record<string, unknown>> =>
  (await s.records(entity))[0]?.fields ?? {};
const codes = async (s: BcSetting): Promise<unknown[]> => (await s.problems()).map((p) => p.detail['code']);

describe('Business Central, reading', () => {
  const start = bcStage();

  it('takes over customers, items, currencies and invoices with their lines, and comes to rest', async () => {
    const s = await start();
    const customer = s.customer({ phoneNumber: '+7 495 1', blocked: 'Ship' });
    const invoice = s.invoice(customer, { salesInvoiceLines: [s.line({ discountAmount: 0.5 })] });
    await s.settle();
    const [party] = await s.records('counterparty');
    const { name, taxId, branchCode, phone, active } = party?.fields ?? {};
    expect([name, taxId, branchCode, phone, active]).to.deep.equal(['Лютик ООО', innOf(1), '770101001', '+7 495 1', true]);
    const { fields } = await s.recordAt('invoice', invoice);
    expect([fields['counterparty'], fields['date'], fields['state'], fields['posted'], fields['vatIncluded']]).to.deep.equal([party?.id, '2026-02-24T00:00:00', 'issued', false, false]); // prettier-ignore
    expect([fields['total'], fields['vatTotal'], fields['number']]).to.deep.equal(['360', '60', s.main.get('salesInvoices', invoice)?.['number']]); // prettier-ignore
    const [line = {}] = fields['lines'] as Line[];
    const product = await s.recordAt('product', s.item());
    expect(line).to.deep.equal({ product: product.id, text: 'Доставка', quantity: '2', unit: null, price: '150.25', discount: '0.5', amount: '300', vatRate: '20', vatAmount: '60' }); // prettier-ignore
    const currencies = (await s.records('currency')).map((c) => c.fields['code']).sort();
    expect([currencies, await codes(s), s.writes]).to.deep.equal([['EUR', 'RUB'], [], []]);
  });

  it('knows what is paid of an invoice and what a customer owes, part by part', async () => {
    const s = await start();
    const customer = s.customer();
    const invoice = s.invoice(customer);
    s.main.post(invoice);
    await s.settle();
    const { id, fields } = await s.recordAt('invoice', invoice);
    expect([fields['posted'], fields['total'], (await only(s, 'balance'))['debt'], await s.records('payment')]).to.deep.equal([true, '360.6', '360.6', []]); // prettier-ignore
    s.main.pay(invoice, '100.1'); // moves no stamp
    s.clock.pass(20);
    await s.cycle();
    expect((await only(s, 'payment'))['allocations']).to.deep.equal([
      { invoice: id, amount: '100.1', settled: null, settledIn: null },
    ]);
    expect((await only(s, 'balance'))['debt']).to.equal('260.5');
    s.main.pay(invoice, '260.5');
    await s.cycle();
    expect((await only(s, 'payment'))['amount']).to.equal('360.6');
    s.clock.pass(20);
    await s.cycle();
    expect((await only(s, 'balance'))['debt']).to.equal('0');
    expect(await codes(s)).to.deep.equal([]);
  });

  it('counts money again that was taken back and came again', async () => {
    const s = await start();
    const invoice = s.invoice(s.customer());
    s.main.post(invoice);
    await s.settle();
    const { id } = await s.recordAt('invoice', invoice);
    const paid: unknown[] = [];
    for (const amount of ['100.1', '-100.1', '50', '310.6']) {
      s.main.pay(invoice, amount);
      s.clock.pass(20);
      await s.settle();
      paid.push((await s.sidebook.store.read((t) => t.paidOf(id)))?.paid);
    }
    expect(paid).to.deep.equal(['100.1', '0', '50', '360.6']);
  });

  it('sees an edit with the next cycle, asking only for what moved', async () => {
    const s = await start();
    const customer = s.customer();
    await s.settle();
    s.clock.pass(60);
    s.bc.log.length = 0;
    s.main.update('customers', customer, { phoneNumber: '+7 495 2' });
    await s.cycle();
    expect((await s.recordAt('counterparty', customer)).fields['phone']).to.equal('+7 495 2');
    const [asked = ''] = s.bc.log.filter((r) => r.path.endsWith('/customers')).map((r) => decodeURIComponent(r.url));
    expect(asked).to.include('lastModifiedDateTime gt 2026');
  });

  it('reads a page at a time, goes on where a first load stopped, and at most four requests at once', async () => {
    const s = await start({ host: { pageSize: 2 } });
    for (let n = 0; n < 7; n++) s.customer({ displayName: `Клиент ${String(n)}`, taxRegistrationNumber: '' });
    s.bc.faults.dropBefore = { path: '/customers', after: 2, next: 5 };
    await s.sync();
    s.bc.log.length = 0;
    await s.cycle();
    const [first = ''] = s.bc.log.filter((r) => r.path.endsWith('/customers')).map((r) => r.url);
    expect(first).to.include('$skiptoken');
    expect((await s.records('counterparty')).length).to.equal(7);
    expect(s.bc.peak).to.be.at.most(4);
  });

  it('waits as long as it is told, in a storm of 429 and of 503', async () => {
    const s = await start();
    const customer = s.customer();
    s.bc.faults.status = [
      { status: 429, retryAfter: 7, next: 3 },
      { status: 503, retryAfter: 2, next: 1 },
    ];
    await s.settle();
    expect((await s.recordAt('counterparty', customer)).fields['name']).to.equal('Лютик ООО');
    expect(await codes(s)).to.deep.equal([]);
  });

  it('keeps every cent of an amount no number of JavaScript holds', async () => {
    const s = await start();
    const invoice = s.invoice(s.customer(), { salesInvoiceLines: [s.line({ quantity: 1, unitPrice: '922337203685.47' })] });
    await s.settle();
    const [line] = (await s.recordAt('invoice', invoice)).fields['lines'] as Line[];
    expect(line?.['price']).to.equal('922337203685.47');
  });
});
