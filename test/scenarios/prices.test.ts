/** Our own price list arrives from 1C: of today, of the type of price that is ours, with the word on VAT, and prices are compared with it. */
import { expect } from 'chai';
import { StoredBooks } from '../../connector/server/our-books.ts';
import type { Row } from '../hosts/onec/fake.ts';
import { currencyOf } from '../hosts/onec/samples.ts';
import { keyOf } from './making.ts';
import { stage, type Setting } from './setting.ts';

const PRICES = 'InformationRegister_ЦеныНоменклатуры';
const TYPES = 'Catalog_ТипыЦенНоменклатуры';
const SETTING = 'Document_УстановкаЦенНоменклатуры';

describe('our price list', () => {
  const { start } = stage();

  interface Listed {
    readonly item: string;
    readonly retail: string;
    readonly trade: string;
  }

  function listed(s: Setting): Listed {
    const item = keyOf(s.fake.create('Catalog_Номенклатура', { Description: 'Болт М8', Артикул: 'B8' }));
    const retail = keyOf(s.fake.create(TYPES, { Description: 'Розничная', ЦенаВключаетНДС: true }));
    const trade = keyOf(s.fake.create(TYPES, { Description: 'Оптовая', ЦенаВключаетНДС: false }));
    return { item, retail, trade };
  }

  let documents = 0;
  /** As the document that sets prices writes them. */
  function set(s: Setting, day: string, type: string, item: string, price: number): void {
    const recorder = `0f1e2d3c-0000-4000-8000-${String((documents += 1)).padStart(12, '0')}`;
    const record: Row = { Period: `${day}T00:00:00`, Recorder: recorder, Recorder_Type: `StandardODATA.${SETTING}`, LineNumber: 1, Active: true, ТипЦен_Key: type, Номенклатура_Key: item, Цена: price, Валюта_Key: currencyOf(s.fake) }; // prettier-ignore
    s.fake.setRegister(PRICES, { Recorder: recorder, Recorder_Type: `StandardODATA.${SETTING}`, RecordSet: [record] });
  }

  const own = async (s: Setting, item: string, type: string | null) => {
    const { id } = await s.recordAt('product', item);
    return new StoredBooks(s.sidebook.store, { type, vatIncluded: null, today: '2026-02-24' }).listPrice(id);
  };

  it('is read as of today: a price of next week is none yet and does not hide the one that holds', async () => {
    const s = await start();
    const { item, retail } = listed(s);
    set(s, '2026-01-10', retail, item, 12.5);
    set(s, '2026-02-20', retail, item, 13);
    set(s, '2026-03-01', retail, item, 99);
    await s.everything();
    expect(await own(s, item, null)).to.deep.include({ price: '13', currency: 'RUB', since: '2026-02-20', priceType: 'Розничная', vatIncluded: true }); // prettier-ignore
    s.tick(6 * 1440);
    await s.everything();
    expect((await s.records('price')).map((r) => r.fields['price'])).to.deep.equal(['99']);
  });

  it('of each type says whether VAT is inside, as the type says', async () => {
    const s = await start();
    const { item, retail, trade } = listed(s);
    set(s, '2026-02-01', retail, item, 12);
    set(s, '2026-02-01', trade, item, 9.99);
    await s.everything();
    const [a, b] = [await own(s, item, 'Розничная'), await own(s, item, 'Оптовая')];
    expect([a?.price, a?.vatIncluded, b?.price, b?.vatIncluded]).to.deep.equal(['12', true, '9.99', false]);
  });

  it('of the chosen type alone is asked for; the others do not cross the wire', async () => {
    const s = await start({ compare: { priceType: 'Оптовая' } });
    const { item, retail, trade } = listed(s);
    set(s, '2026-02-01', retail, item, 12);
    set(s, '2026-02-01', trade, item, 9.99);
    await s.everything();
    expect((await s.records('price')).map((r) => r.fields['priceType'])).to.deep.equal(['Оптовая']);
    const asked = s.fake.log.filter((r) => decodeURIComponent(r.path).includes('SliceLast'));
    expect(asked).to.have.length(1);
    expect(JSON.stringify(asked)).to.include(trade);
    expect(await own(s, item, 'Оптовая')).to.deep.include({ price: '9.99' });
  });

  it('of a type the base does not have is not read, and a problem says which types there are', async () => {
    const s = await start({ compare: { priceType: 'Дилерская' } });
    const { item, retail } = listed(s);
    set(s, '2026-02-01', retail, item, 12);
    await s.everything();
    expect(await s.records('price')).to.deep.equal([]);
    const [problem] = (await s.problems('unmapped-value')).filter((p) => p.detail['entity'] === 'price');
    expect(problem?.detail['detail']).to.include('price-type-absent').and.to.include('Розничная');
  });

  it('of УТ is read from the register that holds rows, without characteristics and packs, of the chosen type', async () => {
    const s = await start({ fake: { profile: 'ut115' }, host: { profile: 'ut11' }, compare: { priceType: 'Оптовая' } });
    const item = keyOf(s.fake.create('Catalog_Номенклатура', { Description: 'Болт М8', Артикул: 'B8' }));
    const [trade, retail] = ['Оптовая', 'Розничная'].map((Description) => keyOf(s.fake.create('Catalog_ВидыЦен', { Description, ЦенаВключаетНДС: true })));
    const feature = '0f1e2d3c-0000-4000-8000-00000000bbbb';
    const recorder = { Recorder: '0f1e2d3c-0000-4000-8000-00000000aaaa', Recorder_Type: `StandardODATA.${SETTING}` };
    const rows = [{ ВидЦены_Key: trade, Цена: 7 }, { ВидЦены_Key: retail, Цена: 9 }, { ВидЦены_Key: trade, Цена: 8, Характеристика_Key: feature }];
    const records = rows.map((row, i) => ({ Period: '2026-02-01T00:00:00', ...recorder, LineNumber: i + 1, Active: true, Номенклатура_Key: item, Валюта_Key: currencyOf(s.fake), ...row }));
    s.fake.setRegister(PRICES, { ...recorder, RecordSet: records });
    await s.everything();
    expect((await s.records('price')).map((r) => [r.fields['priceType'], r.fields['price'], r.fields['vatIncluded']])).to.deep.equal([['Оптовая', '7', true]]);
  }); // prettier-ignore

  it('follows the base: a price that changed is the new one, a second reading writes nothing', async () => {
    const s = await start();
    const { item, retail } = listed(s);
    set(s, '2026-02-01', retail, item, 12);
    await s.everything();
    set(s, '2026-02-23', retail, item, 14);
    await s.everything();
    expect((await own(s, item, null))?.price).to.equal('14');
    s.quiet();
    const { counts } = await s.everything();
    expect([counts.adopted, counts.pulled, s.writes.length]).to.deep.equal([0, 0, 0]);
  });
});
