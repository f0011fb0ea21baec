/** One item compared over both stores: where our figure comes from, what is told of it, and who learns nothing. */
import { expect } from 'chai';
import type { Fields } from '../../../connector/model.ts';
import { compareItem, type CompareAsk } from '../../../connector/private/compare-item.ts';
import { PrivateRefused } from '../../../connector/private/private-store.ts';
import { openSqlitePrivate } from '../../../connector/private/sqlite/store.ts';
import { StoredBooks, type PriceList } from '../../../connector/server/our-books.ts';
import { openSqlite, type SqliteStore } from '../../../connector/store/sqlite/store.ts';
import { ANNA, AT, AUDITOR, Bench, failure, price } from '../../suites/private/bench.ts';

const TODAY = AT.slice(0, 10);

describe('one item compared over both stores', () => {
  const bench = new Bench(openSqlitePrivate, false);
  let store: SqliteStore;
  beforeEach(() => void (store = openSqlite({ file: ':memory:', world: { now: () => new Date(AT) } })));
  afterEach(() => store.close());

  const put = (entity: 'currency' | 'unit' | 'product' | 'price' | 'invoice', id: string, fields: Fields) =>
    store.write({ actor: 'test' }, (t) => { t.setRecord({ id, entity, rev: 1, stage: 'live', fields, changedAt: AT, changedBy: 'test' }, null); }); // prettier-ignore
  const line = (more: Fields) => ({ product: 'bolt', text: null, quantity: '100', unit: null, price: '12', discount: '0', amount: '1200', vatRate: '20', vatAmount: '200', ...more }); // prettier-ignore
  const sold = (number: string, day: string, more: Fields = {}, of: Fields = {}) =>
    put('invoice', number, {
      number,
      date: `${day}T10:00:00`,
      state: 'issued',
      currency: 'rub',
      vatIncluded: true,
      lines: [line(of)] as never,
      ...more,
    });
  const listed = (id: string, more: Fields) => put('price', id, { product: 'bolt', priceType: 'Оптовая', price: '11', currency: 'rub', since: '2026-07-01', ...more }); // prettier-ignore

  async function books(): Promise<void> {
    await put('currency', 'rub', { code: 'RUB', name: 'руб.' });
    await put('unit', 'pc', { code: '796', name: 'шт.' });
    await put('product', 'bolt', { name: 'Болт М8', sku: 'B8', unit: 'pc' });
  }
  async function seen(): Promise<string> {
    const { item, rival } = await bench.pair();
    await bench.as(ANNA).saveItem({ ...item, product: 'bolt' }, item.rev);
    await bench
      .as(ANNA)
      .addPrices([
        price({ item: item.id, competitor: rival.id }, { price: '10', vatIncluded: false, vatRate: '20', observedAt: AT }),
      ]);
    return item.id;
  }
  const ask = (item: string, more: Partial<CompareAsk> = {}): CompareAsk => ({ item, today: TODAY, currency: null, vat: null, quantity: null, rate: () => null, ...more }); // prettier-ignore
  const at = (more: Partial<PriceList> = {}) => new StoredBooks(store, { type: null, vatIncluded: null, today: TODAY, ...more });

  it('takes our last issued invoice, with its number and day, and makes the rival equal to it', async () => {
    await books();
    const item = await seen();
    await sold('РМ-1', '2026-06-01', {}, { price: '9' });
    await sold('РМ-2', '2026-07-10');
    await sold('РМ-3', '2026-07-20', { state: 'cancelled' }, { price: '99' });
    await sold('РМ-0', '2026-01-10', {}, { price: '1' });
    const found = await compareItem(bench.as(ANNA), at(), ask(item));
    expect(found.ourPrice).to.deep.include({ price: '12', from: 'invoice', on: '2026-07-10', name: 'РМ-2' });
    expect(found.in).to.deep.equal({ unit: 'шт', currency: 'RUB', vat: 'in' });
    expect(found.rivals[0]).to.deep.include({ value: '12', difference: '0', aside: null });
    expect(found.rivals[0]?.steps).to.deep.equal([{ step: 'vat-on', percent: '20', result: '12' }]);
  });

  it('prefers the price list, of the type named, as it is today; the VAT rate is that of the invoice and said so', async () => {
    await books();
    const item = await seen();
    await sold('РМ-2', '2026-07-10');
    await listed('p1', {});
    await listed('p2', { price: '15', since: '2026-08-01' });
    const own = async (list: Partial<PriceList>) => compareItem(bench.as(ANNA), at(list), ask(item, { vat: 'out' }));
    const found = await own({ vatIncluded: true });
    expect(found.ourPrice).to.deep.include({ price: '11', from: 'price-list', on: '2026-07-01', name: 'Оптовая', vatRate: '20' });
    expect([found.vatRateOf, found.ours?.value]).to.deep.equal([{ number: 'РМ-2', date: '2026-07-10' }, '9.166667']);
    expect((await own({})).ours?.obstacle).to.deep.equal({ why: 'vat-unsaid' });
    await listed('p3', { priceType: 'Розничная', price: '20' });
    expect(await failure(own({}))).to.deep.include({ code: 'price-type-open' });
    expect((await own({ type: 'Розничная' })).ourPrice?.price).to.equal('20');
  });

  it('shows what is stale without counting it, and says when ours is unknown', async () => {
    await books();
    const { item, rival } = await bench.pair();
    await bench.as(ANNA).addPrices([price({ item: item.id, competitor: rival.id }, { observedAt: '2026-05-01T00:00:00.000Z' })]);
    const found = await compareItem(bench.as(ANNA), at(), ask(item.id));
    expect([found.ourPrice, found.rivals[0]?.aside, found.counted, found.least]).to.deep.equal([null, 'stale', 0, null]);
  });

  it('knows units by what people call them, and no pack nobody described', async () => {
    await books();
    const item = await seen();
    await put('unit', 'box', { name: 'кор' });
    await put('unit', 'k', { name: 'тыс. шт' });
    await sold('РМ-4', '2026-07-11', {}, { unit: 'k', price: '12000' });
    expect((await compareItem(bench.as(ANNA), at(), ask(item))).ours?.value).to.equal('12');
    await sold('РМ-5', '2026-07-12', {}, { unit: 'box', price: '500' });
    expect((await compareItem(bench.as(ANNA), at(), ask(item))).ours?.obstacle).to.deep.include({
      why: 'unit-unknown',
      from: 'кор',
    });
  });

  it('tells nothing to who may not read the private store, and then asks the books nothing', async () => {
    const item = await seen();
    const nobody = { listPrice: () => Promise.reject(new Error('asked')), lastSold: () => Promise.reject(new Error('asked')), factor: () => null }; // prettier-ignore
    expect(await failure(compareItem(bench.as(AUDITOR), nobody, ask(item)))).to.be.instanceOf(PrivateRefused);
  });
});
