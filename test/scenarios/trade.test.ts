/** УТ, КА, ERP: a partner above the counterparty, an invoice whose lines stand in its order, debt by key of analytics (1c.md 4.2). */
import { expect } from 'chai';
import type { Line } from '../../connector/model.ts';
import type { FakeOnec, Row } from '../hosts/onec/fake.ts';
import { currencyOf } from '../hosts/onec/samples.ts';
import { draft, keyOf, live } from './making.ts';
import { bills, orders, orderLine, organisation, partners, sell, type Sale } from './trade-making.ts';
import { bodyOf, parties, stage, type Setting, type Wishes } from './setting.ts';

const shipments = 'Document_РеализацияТоваровУслуг';
const receipts = 'Document_ПоступлениеБезналичныхДенежныхСредств';
const objects = 'Catalog_ОбъектыРасчетов';
const UT: Wishes = { fake: { profile: 'ut115' }, host: { profile: 'ut11' } };

/** Money against the order, as УТ settles: the row names the object of settlements, not the invoice. */
function pay(fake: FakeOnec, sale: Sale, amount: number, row: Row = {}): string {
  const object = fake.list(objects).find((r) => r['Объект'] === sale.order);
  const receipt = fake.create(receipts, {
    Date: '2026-02-23T10:00:00',
    ХозяйственнаяОперация: 'ПоступлениеОплатыОтКлиента',
    Организация_Key: organisation(fake),
    Контрагент_Key: sale.counterparty,
    Партнер_Key: sale.partner,
    Валюта_Key: currencyOf(fake),
    СуммаДокумента: amount,
    РасшифровкаПлатежа: [
      { LineNumber: '1', Партнер_Key: sale.partner, ОбъектРасчетов_Key: keyOf(object ?? {}), Сумма: amount, ...row },
    ],
    Posted: true,
  });
  return keyOf(receipt);
}

describe('a base of УТ', () => {
  const { start } = stage();

  it('shows an invoice with the lines of its order', async () => {
    const s = await start(UT);
    const { bill } = sell(s.fake, 1200);
    await s.cycle();
    const { fields } = await s.recordAt('invoice', bill);
    const [line] = fields['lines'] as readonly Line[];
    expect(line).to.include({ text: 'Монтаж', quantity: '1', price: '1200', amount: '1200', vatRate: '20', vatAmount: '200' });
    expect(fields).to.include({ total: '1200', vatTotal: '200', vatIncluded: true, dueDate: '2026-02-27', state: 'issued' });
  });

  it('shows the invoice anew when only its order was changed', async () => {
    const s = await start(UT);
    const { bill, order } = sell(s.fake, 1200);
    await s.cycle();
    s.fake.edit(orders, order, { Товары: [{ ...orderLine(s.fake, 1800), Содержание: 'Монтаж и наладка' }] });
    s.tick(20);
    await s.cycle();
    const [line] = (await s.recordAt('invoice', bill)).fields['lines'] as readonly Line[];
    expect(line).to.include({ text: 'Монтаж и наладка', amount: '1800' });
  });

  /** An invoice made out over goods that left already; УТ keeps no text in the rows of a shipment. */
  function overShipment(fake: FakeOnec, amount: number): { bill: string; shipped: string } {
    const sale = sell(fake, amount);
    const header = Object.fromEntries(
      ['Date', 'Организация_Key', 'Партнер_Key', 'Контрагент_Key', 'Валюта_Key'].map((name) => [
        name,
        fake.get(orders, sale.order)?.[name],
      ]),
    );
    const row = Object.fromEntries(Object.entries(orderLine(fake, amount)).filter(([name]) => name !== 'Содержание'));
    const shipped = keyOf(fake.create(shipments, { ...header, ЦенаВключаетНДС: true, Товары: [row], Posted: true }));
    const base = { ДокументОснование: shipped, ДокументОснование_Type: `StandardODATA.${shipments}` };
    return { bill: keyOf(fake.create(bills, { ...header, ...base, СуммаДокумента: amount })), shipped };
  }

  it('shows an invoice with the lines of its shipment, which have no text of their own', async () => {
    const s = await start(UT);
    const { bill } = overShipment(s.fake, 1200);
    await s.cycle();
    const { fields } = await s.recordAt('invoice', bill);
    expect(fields['lines']).to.have.length(1);
    const [line] = fields['lines'] as readonly Line[];
    expect(line).to.include({ quantity: '1', price: '1200', amount: '1200', vatRate: '20', vatAmount: '200' });
    expect(fields).to.include({ total: '1200', vatTotal: '200', vatIncluded: true, state: 'issued' });
    expect(await s.problems()).to.deep.equal([]);
  });

  it('shows the invoice anew when only its shipment was changed', async () => {
    const s = await start(UT);
    const { bill, shipped } = overShipment(s.fake, 1200);
    await s.cycle();
    const [row] = s.fake.get(shipments, shipped)?.['Товары'] as Row[];
    s.fake.edit(shipments, shipped, { Товары: [{ ...row, Цена: 900, Сумма: 900, СуммаНДС: 150, СуммаСНДС: 900 }] });
    s.fake.edit(bills, bill, { СуммаДокумента: 900 });
    s.tick(20);
    await s.cycle();
    const { fields } = await s.recordAt('invoice', bill);
    expect((fields['lines'] as readonly Line[])[0]).to.include({ amount: '900', vatAmount: '150' });
    expect(fields).to.include({ total: '900', vatTotal: '150' });
    expect(await s.problems()).to.deep.equal([]);
  });

  it('pays the invoice with money that names its order', async () => {
    const s = await start(UT);
    const sale = sell(s.fake, 1200);
    await s.cycle();
    const receipt = pay(s.fake, sale, 500);
    s.tick(20);
    await s.cycle();
    const invoice = await s.recordAt('invoice', sale.bill);
    expect((await s.recordAt('payment', receipt)).fields['allocations']).to.deep.equal([
      { invoice: invoice.id, amount: '500', settled: '0', settledIn: null },
    ]);
  });

  it('pays an invoice in euro with roubles by what the row of the payment settles', async () => {
    const s = await start(UT);
    const eur = currencyOf(s.fake, 'EUR');
    const sale = sell(s.fake, 1200, { Валюта_Key: eur });
    await s.cycle();
    pay(s.fake, sale, 45_000, { СуммаВзаиморасчетов: 500, ВалютаВзаиморасчетов_Key: eur });
    pay(s.fake, sale, 9_000);
    s.tick(20);
    await s.cycle();
    const { id } = await s.recordAt('invoice', sale.bill);
    expect((await s.sidebook.store.queries.invoice(id))?.paid).to.equal('500');
    expect((await s.sidebook.store.views.paidOtherwise([id])).map((p) => p.amount)).to.deep.equal(['9000']);
  });

  it('takes over money whose order has no invoice', async () => {
    const s = await start(UT);
    const sale = sell(s.fake, 1200);
    const lonely = keyOf(s.fake.create(orders, { ...s.fake.get(orders, sale.order), Ref_Key: undefined, Number: '' }));
    await s.cycle();
    const receipt = pay(s.fake, { ...sale, order: lonely }, 500);
    s.tick(20);
    await s.cycle();
    expect((await s.recordAt('payment', receipt)).fields).to.include({ amount: '500', kind: 'bank' });
    expect(await s.problems()).to.deep.equal([]);
  });

  it('gets the partner before the counterparty typed here, once', async () => {
    const s = await start(UT);
    await s.cycle();
    const { id } = await live(s, {
      name: 'Лютик ООО',
      kind: 'company',
      taxId: '7707083893',
      branchCode: '770701001',
      country: 'RU',
    });
    await s.settle();
    expect(s.writes.map((r) => r.path.split('/').at(-1))).to.deep.equal([partners, parties]);
    expect(bodyOf(s.writes[0])).to.include({ Description: 'Лютик ООО', ЮрФизЛицо: 'Компания', Клиент: true });
    const [partner] = s.fake.list(partners);
    expect(await s.objectOf(parties, id)).to.include({
      Партнер_Key: keyOf(partner ?? {}),
      ЮрФизЛицо: 'ЮрЛицо',
      ИНН: '7707083893',
    });
  });

  it('never marks a rival as one over there', async () => {
    const s = await start(UT);
    await s.cycle();
    await live(s, { name: 'Соперник ООО', kind: 'company' });
    await s.settle();
    expect(s.writes.length).to.equal(2);
    for (const request of s.writes) expect(bodyOf(request)).to.not.have.property('Конкурент');
  });

  it('issues its invoices itself: one drafted here is refused with the reason', async () => {
    const s = await start(UT);
    const sale = sell(s.fake, 100);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', sale.counterparty);
    const refused = await issueDraft(s, id);
    expect(refused).to.include({ code: 'host-issues' });
    expect(s.fake.list(bills).length).to.equal(1);
  });

  it('says what is owed by the planned dates', async () => {
    const s = await start({ fake: { profile: 'ut115', data: 'demo' }, host: { profile: 'ut11' } });
    await s.cycle();
    const balances = await s.records('balance');
    const owing = balances.filter((b) => b.fields['debt'] !== '0');
    expect(owing.length).to.be.greaterThan(10);
    expect(balances.some((b) => b.fields['overdue'] !== '0')).to.equal(true);
    for (const { fields } of balances) expect(Number(fields['overdue'])).to.be.at.most(Number(fields['debt']));
  });
});

async function issueDraft(s: Setting, counterparty: string): Promise<unknown> {
  const { issueInvoice } = await import('../../connector/sync/edit.ts');
  const { id } = await draft(s, { counterparty });
  return issueInvoice(s.sidebook.engine, id, 'anna', '2026-02-24T12:00:00').catch((error: unknown) => error);
}
