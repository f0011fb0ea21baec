/** The competitor panel in each of its states. */
import type {
  PriceHistory,
  PriceLine,
  PricesView,
  RivalOffer,
  RivalPrice,
  RivalStock,
} from '../../connector/server/contract/prices.ts';
import type { ImportRow, ImportsView, ImportWould } from '../../connector/server/contract/corrections.ts';
import type { ImportPreview } from '../../connector/server/contract/imports.ts';
import type { NotLinked } from '../../connector/server/contract/shared.ts';
import { movedMeanwhile, onceExpired, refused, type Stories, type Story, type StoryAnswer } from '../story.ts';

const ENTITY = 'ut11:Document_СчетНаОплатуКлиенту:6a1e0c52-9a57-11ee-8c3d-00155d012345';
const PARTY = '0b6f2f0e-54a1-4f5e-9b1c-6a1e0c529a57';
const PANEL = 'GET prices';
const [FIRST, SECOND, THIRD] = ['c1', 'c2', 'c3'];
const IN = { unit: 'шт', currency: 'RUB', vat: 'in' } as const;

const price = (id: string, competitor: string, over: Partial<RivalPrice> = {}): RivalPrice => ({
  id, competitor, price: '11.9', currency: 'RUB', vatIncluded: true, unit: 'шт', value: '11.9', difference: '4.2', how: [], why: null, seenAt: '2026-11-19T09:00:00Z', ageDays: 2,
  stale: false, source: 'site', evidence: 'https://krepezh.example/bolt-m8', file: null, by: 'Петров Б.', minQuantity: null, terms: null, region: null, ...over,
}); // prettier-ignore
const stock = (id: string, competitor: string, over: Partial<RivalStock> = {}): RivalStock => ({
  id, competitor, word: 'many', least: '5000', most: null, leadDays: null, seenAt: '2026-11-19T09:00:00Z', ageDays: 2, stale: false, source: 'site', by: 'Петров Б.', ...over,
}); // prettier-ignore

const bolt: PriceLine = {
  key: 'line:0', item: 'i1', product: PARTY, name: 'Болт М8×40 оцинкованный', quantity: '500', in: IN, ours: { value: '12.4', from: 'цена этой строки', how: [] }, oursWhy: null,
  least: '11.9', middle: '12.35', difference: '4.2', counted: 2,
  prices: [
    price('p1', FIRST, { price: '2380', unit: 'уп', how: ['в 1 уп 200 шт: ÷ 200 = 11,9'], file: 'Прайс Крепёж+ на ноябрь.pdf' }),
    price('p2', SECOND, { value: '12.8', price: '12.8', difference: '-3.1', seenAt: '2026-11-04T09:00:00Z', ageDays: 17, source: 'offer', evidence: 'КП № 41' }),
    price('p3', THIRD, { value: '11.1', price: '11.1', difference: '11.7', seenAt: '2026-10-11T09:00:00Z', ageDays: 41, stale: true, why: 'устарела, не в счёт', source: 'call' }),
  ],
  stock: [stock('s1', FIRST), stock('s2', SECOND, { word: 'some', least: '600', most: '900', leadDays: 3 }), stock('s3', THIRD, { word: 'none', least: '0', most: '0', ageDays: 5 })],
}; // prettier-ignore
const bare = (n: number, name: string, over: Partial<PriceLine> = {}): PriceLine => ({
  key: `line:${String(n)}`, item: null, product: null, name, quantity: '100', in: IN, ours: { value: '5', from: 'цена этой строки', how: [] }, oursWhy: null, least: null, middle: null,
  difference: null, counted: 0, prices: [], stock: [], ...over,
}); // prettier-ignore
const nut = bare(1, 'Гайка М8 DIN 934', { item: 'i2', least: '5.4', difference: '-7.4', counted: 1, prices: [price('p4', SECOND, { value: '5.4', price: '5.4', difference: '-7.4', ageDays: 0 })] }); // prettier-ignore
const freight = bare(2, 'Доставка до объекта', { ours: null, oursWhy: 'Товар не связан с номенклатурой' });

const offer = (id: string, over: Partial<RivalOffer> = {}): RivalOffer => ({
  id, rev: 1, competitor: SECOND, number: '41', date: '2026-11-18', validUntil: '2026-12-01', currency: 'RUB', vatIncluded: true, total: '6400', more: 0,
  lines: [{ text: 'Болт М8×40', quantity: '500', unit: 'шт', price: '12.8' }], terms: 'Предоплата 50 %', evidence: 'КП № 41', outcome: 'open', wonBy: null, why: null, by: 'Петров Б.', ...over,
}); // prettier-ignore

export const ready: PricesView = {
  state: 'ready', about: 'invoice', title: 'СЧ-0412', counterparty: PARTY, lines: [bolt, nut, freight], more: 0,
  offers: [offer('o1'), offer('o2', { competitor: FIRST, number: null, date: '2026-09-02', outcome: 'lost', wonBy: FIRST, why: 'цена', validUntil: null, terms: null })],
  cards: [
    { competitor: FIRST, rev: 1, strengths: 'Свой склад рядом, отгрузка в день заказа.', weaknesses: 'Нет сертификатов, брак до двух процентов.', answer: 'Показать протоколы испытаний и замену за день.', won: 3, lost: 1 },
    { competitor: SECOND, rev: 1, strengths: null, weaknesses: null, answer: null, won: 0, lost: 2 },
  ],
  competitors: [{ id: FIRST, name: 'Крепёж+' }, { id: SECOND, name: 'МетизТорг' }, { id: THIRD, name: 'БолтСервис' }],
  stamp: ['ООО «Ромашка»', '101000, Москва, Мясницкая ул., 1'], ageing: 14, fresh: 30, may: { write: true },
}; // prettier-ignore

const LONG = 'Производственно-коммерческое объединение «Спецгидроэлектромонтажналадка-Северо-Запад»';
const long: PricesView = {
  ...ready,
  lines: [
    { ...bolt, name: 'Шпилька резьбовая оцинкованная DIN 975 класс прочности 8.8 М16×2000, партия для объекта «Северный терминал»', ours: { value: '999999999.99', from: 'прайс-лист Оптовая с отсрочкой платежа для постоянных клиентов, с 01.11.2026', how: ['без НДС 20 %: × 100 ÷ (100 + 20) = 833333333.33'] } },
    ...ready.lines.slice(1),
  ],
  competitors: [{ id: FIRST, name: LONG }, ...ready.competitors.slice(1)],
  more: 412,
}; // prettier-ignore
const hostile: PricesView = {
  ...ready,
  lines: [{ ...bolt, name: '<img src=x onerror="document.title=1">' }],
  competitors: [{ id: FIRST, name: '=HYPERLINK("https://evil.example")' }, { id: SECOND, name: '<script>document.title=1</script>' }],
  offers: [offer('o1', { terms: '"><b>жирно</b>', why: '@SUM(1;2)' })],
}; // prettier-ignore
const unsaid: PricesView = {
  ...ready,
  lines: [{ ...bolt, least: null, middle: null, difference: null, counted: 0, prices: [price('p1', FIRST, { value: null, difference: null, vatIncluded: false, why: 'не сравнить: ставка НДС неизвестна' })] }],
}; // prettier-ignore

const history: PriceHistory = {
  rows: [
    { at: '2026-11-19', value: '11.9', state: 'live' },
    { at: '2026-11-10', value: '119', state: 'corrected' },
    { at: '2026-10-30', value: '12.6', state: 'live' },
    { at: '2026-09-14', value: '12.2', state: 'live' },
    { at: '2026-08-01', value: null, state: 'live' },
  ].map(({ at, value, state }, i) => ({ id: `h${String(i)}`, competitor: FIRST, price: value ?? '0.13', currency: value === null ? 'USD' : 'RUB', vatIncluded: true, unit: 'шт', value, seenAt: `${at}T09:00:00Z`, source: 'site' as const, by: 'Петров Б.', file: null, state: state as 'live', reason: state === 'live' ? null : 'опечатка', changedBy: state === 'live' ? null : 'Иванова А.' })),
  next: true,
}; // prettier-ignore

const preview: ImportPreview = {
  columns: [
    { letter: 'A', head: 'Наименование', field: 'name', sample: 'Болт М8х40 оц.' },
    { letter: 'B', head: 'Прим.', field: null, sample: 'со склада' },
    { letter: 'C', head: 'Цена', field: 'price', sample: '11,90' },
  ],
  currency: 'RUB', vat: null, taken: 118, open: 1, leftOut: 2, newItems: 14, stopped: true, foundAll: 3,
  sample: [{ row: 2, name: 'Болт М8х40 оц.', item: 'Болт М8×40 оцинкованный', price: '11.9', currency: 'RUB' }, { row: 3, name: 'Гайка М8', item: 'Гайка М8', price: '5.4', currency: 'RUB' }],
  found: [
    { level: 'stop', code: 'import-no-vat', place: 'файл', came: '', what: 'файл: нигде не сказано, входит ли НДС в цены.', next: 'Выберите выше, входит ли НДС в цены; для этого конкурента запомнится.' },
    { level: 'row', code: 'import-not-a-price', place: 'C17', came: 'договорная', what: 'C17: «договорная» не цена.', next: 'Впишите число или удалите строку.' },
    { level: 'note', code: 'import-rounded', place: 'C40', came: '11.1234567', what: 'C40: цена округлена.', next: 'Проверьте, верно ли.' },
  ],
  asked: [{ key: 'name:шпилька м8', row: 12, name: 'Шпилька М8 1м', proposals: [{ item: 'i7', name: 'Шпилька М8×1000 DIN 975', score: 0.86 }] }],
  before: null,
}; // prettier-ignore

const brought = (id: string, over: Partial<ImportRow> = {}): ImportRow => ({
  id, kind: 'prices', rival: 'Крепёж+', file: 'Прайс Крепёж+ на ноябрь.xlsx', by: 'Петров Б.', at: '2026-11-19T09:12:00Z', rows: 118, leftOut: 2, undone: null, ...over,
}); // prettier-ignore
const imports: ImportsView = {
  rows: [
    brought('m1'),
    brought('m2', { rival: 'МетизТорг', file: 'Вставлено из таблицы', kind: 'offer', rows: 3, leftOut: 0, at: '2026-11-18T15:40:00Z' }),
    brought('m3', { at: '2026-10-02T08:00:00Z', undone: { by: 'Иванова А.', at: '2026-10-02T08:20:00Z' } }),
  ],
  next: 'older', may: { undo: true },
}; // prettier-ignore
const WOULD: Story['calls'] = {
  'GET imports': { body: imports },
  'GET imports/m1/undo': { body: { rows: 118, items: 14, rests: 0 } satisfies ImportWould },
  'POST imports/m1/undo': { body: { ok: true, rows: 118 } },
};

const notLinked: NotLinked = { state: 'not-linked', why: 'Ещё не прочитано из базы: появится здесь через несколько минут.', problem: null, candidates: [], mayLink: false }; // prettier-ignore
const failed = refused(
  503,
  'store-busy',
  'Хранилище занято',
  'Хранилище занято другой записью.',
  'Повторите через минуту.',
  'itself',
);
const denied = refused(403, 'not-allowed', 'Нет права', '', '');
const empty: PricesView = { ...ready, lines: [], offers: [], cards: [], competitors: [] };

const bareCard = { rev: 1, strengths: null, weaknesses: null, answer: null, won: 0, lost: 0 };
const cardOfOthers: PricesView = {
  ...ready,
  cards: ready.cards.map((card) =>
    card.competitor === FIRST ? { ...card, rev: 2, answer: 'Предложить отсрочку 30 дней.' } : card,
  ),
};

/** Somebody corrected the price the form is open for. */
const priceOfOthers: PricesView = {
  ...ready,
  lines: ready.lines.map((line) => ({
    ...line,
    prices: line.prices.map((one) => (one.id === 'p1' ? { ...one, id: 'p8', price: '2300', by: 'Иванова А.' } : one)),
  })),
};

const story = (answer: StoryAnswer, more: Partial<Story> = {}): Story => ({
  entity: ENTITY,
  calls: { [PANEL]: answer },
  ...more,
});
const shown = (body: PricesView, more: Partial<Story> = {}): Story => story({ body }, more);
const also = (call: string, answer: StoryAnswer, more: Partial<Story> = {}): Story => ({ entity: ENTITY, calls: { [PANEL]: { body: ready }, [call]: answer }, ...more }); // prettier-ignore

const done = { ok: true, id: 'p9', known: false };
/** What may be done in the panel, each answered. */
const WRITES: Story['calls'] = {
  [PANEL]: { body: ready },
  'POST prices': { body: done, then: { body: { ...done, known: true }, then: { body: done } } },
  'POST prices/p9/withdraw': { body: done },
  'POST prices/p1/withdraw': { body: done },
  'POST prices/p1/correct': { body: done },
  'POST rival-stock/s1/withdraw': { body: done },
  'PATCH rivals/c1/card': { body: done },
  ...WOULD,
  'POST rival-stock': { body: done },
  'POST rival-offers': { body: done },
  'POST rival-offers/o1/outcome': { body: done },
  'POST imports/preview': {
    body: preview,
    then: { body: { ...preview, vat: 'in', stopped: false, found: preview.found.slice(1) } },
  },
  'POST imports': { body: { ok: true, id: 'm1', prices: 118, stock: 0, items: 14, lines: 0, leftOut: 2 } },
  'POST imports/m1/undo': { body: { ok: true, rows: 118 } },
};

/** Access runs out before each of them. */
const expiredOnce = (calls: Story['calls']): Story['calls'] => {
  const once: Record<string, StoryAnswer> = {};
  for (const [call, answer] of Object.entries(calls))
    once[call] = call.startsWith('GET') || call.endsWith('preview') ? answer : onceExpired(answer);
  return once;
};

export const stories: Stories = {
  writes: { entity: ENTITY, calls: WRITES },
  expiredWriting: { entity: ENTITY, calls: expiredOnce(WRITES) },
  ready: shown(ready),
  one: shown({ ...ready, lines: [bolt] }),
  readOnly: shown({ ...ready, may: { write: false } }),
  unsaid: shown(unsaid),
  cards: shown(ready, { press: ['.sb-details > button'] }),
  offers: shown(ready, { press: ['prices.tab.offers'] }),
  outcome: shown(ready, { press: ['prices.tab.offers', 'prices.outcome.lost'] }),
  noOffers: shown(empty, { press: ['prices.tab.offers'] }),
  stock: shown(ready, { press: ['prices.tab.stock'] }),
  empty: shown(empty),
  nothingSeen: shown({ ...ready, lines: [freight] }),
  search: also(
    'POST prices/find',
    { body: { lines: [nut], competitors: ready.competitors, cards: [] } },
    { press: ['prices.search'] },
  ),
  incomplete: shown(ready, { press: ['prices.write'] }),
  history: also('GET prices/history', { body: history }, { press: ['prices.history'] }),
  historyTable: also('GET prices/history', { body: history }, { press: ['prices.history', 'prices.asTable'] }),
  import: also('POST imports/preview', { body: preview }, { press: ['prices.import'] }),
  saving: also('POST prices/p1/withdraw', { status: 'never' }, { press: ['prices.withdraw', 'prices.reason.typo'] }),
  rejected: also('POST prices/p1/withdraw', failed, { press: ['prices.withdraw', 'prices.reason.typo'] }),
  moved: also('POST rival-offers/o1/outcome', movedMeanwhile(), {
    press: ['prices.tab.offers', 'prices.outcome.lost', 'prices.why.price'],
  }),
  withdrawFailed: also('POST prices/p1/withdraw', { status: 'lost' }, { press: ['prices.withdraw', 'prices.reason.typo'] }),
  correct: shown(ready, { press: ['prices.correct'] }),
  withdraw: shown(ready, { press: ['prices.withdraw'] }),
  correctMoved: {
    entity: ENTITY,
    calls: {
      [PANEL]: { body: ready, then: { body: priceOfOthers } },
      'POST prices/p1/correct': movedMeanwhile(),
      'POST prices/p8/correct': { body: done },
    },
    press: ['prices.correct', 'key:ControlOrMeta+A', 'type:2280', 'key:Enter'],
  },
  evidence: shown(ready, { press: ['prices.addEvidence'] }),
  cardEdit: shown(ready, { press: ['.sb-details > button', 'prices.cardEdit'] }),
  cardMoved: {
    entity: ENTITY,
    calls: {
      [PANEL]: { body: ready, then: { body: cardOfOthers } },
      'PATCH rivals/c1/card': { ...movedMeanwhile(), then: { body: done } },
    },
    press: [
      '.sb-details > button',
      'prices.cardEdit',
      '.sb-rv-change div:nth-child(2) textarea',
      'key:ControlOrMeta+A',
      'type:Показать протоколы',
      'prices.write',
    ],
  },
  /** Taken back too late: somebody was quicker. */
  notTakenBack: {
    entity: ENTITY,
    calls: { ...WRITES, 'POST rival-stock/s1/withdraw': { body: done, then: movedMeanwhile() } },
    press: ['prices.tab.stock', 'prices.withdraw', 'runtime.undo'],
  },
  cardEmpty: shown({ ...ready, cards: [{ ...bareCard, competitor: FIRST }] }, { press: ['.sb-details > button'] }),
  imports: also('GET imports', { body: imports }, { press: ['prices.imports'] }),
  importsEmpty: also('GET imports', { body: { rows: [], next: null, may: { undo: true } } }, { press: ['prices.imports'] }),
  importsFailed: also('GET imports', failed, { press: ['prices.imports'] }),
  importUndo: { entity: ENTITY, calls: WRITES, press: ['prices.imports', 'prices.undo'] },
  importRests: {
    entity: ENTITY,
    calls: { ...WRITES, 'GET imports/m1/undo': { body: { rows: 116, items: 14, rests: 2 } } },
    press: ['prices.imports', 'prices.undo'],
  },
  long: shown(long),
  hostile: shown(hostile),
  loading: story({ status: 'never' }, { wait: 200 }),
  slow: story({ status: 'never' }, { wait: 5_000 }),
  notLinked: story({ body: notLinked }),
  noRecord: { entity: null, calls: {} },
  error: story(failed),
  errorOverData: story({ body: ready, then: failed }, { wait: 62_000 }),
  timeout: story({ status: 'never' }, { wait: 40_000 }),
  network: story({ status: 'lost' }, { wait: 1_000 }),
  offline: story({ body: ready, then: { status: 'lost' } }, { wait: 61_000 }),
  noPermission: story(denied),
  expired: story({ body: ready, then: refused(401, 'token-expired', 'Доступ истёк', '', '', 'itself') }, { wait: 61_000 }),
};
