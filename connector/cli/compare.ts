/** sidebook prices compare: our price against the rivals', each step with its figure; and which product of the books an item is. */
import { SidebookError } from '../errors.ts';
import { textOf } from '../fields.ts';
import { openStoreOf } from '../main.ts';
import type { SharedRecord } from '../model.ts';
import { asideWords, obstacleWords, stepWords } from '../private/compare-words.ts';
import type { Config } from '../config.ts';
import { compareItem, type ItemComparison } from '../private/compare-item.ts';
import { middleShown, type Compared, type Normal, type Quoted, type Rate } from '../private/compare.ts';
import type { PrivateView } from '../private/private-store.ts';
import { rateBetween } from '../private/rates.ts';
import { folded } from '../private/kept/found-by.ts';
import { booksOf } from '../server/our-books.ts';
import type { WholeStore } from '../store/whole.ts';
import { parseAmount } from '../words/field-args.ts';
import { date, price } from '../words/format.ts';
import { readConfig, t, todayAt, type Io } from './io.ts';
import { itemsIn, named, namesOf, withPrivate } from './private.ts';
import { NotFound } from './private-errors.ts';

export interface CompareOptions {
  readonly json?: boolean;
  readonly currency?: string;
  readonly vat?: 'in' | 'out';
  readonly quantity?: string;
  readonly rate?: readonly string[];
  readonly priceType?: string;
  readonly listVat?: 'in' | 'out';
}

export async function compare(io: Io, name: string, o: CompareOptions): Promise<void> {
  await withPrivate(io, async (view) => {
    const item = await named(itemsIn(view), name);
    const found = await withStore(io, (store, config) => compareIn(io, { view, store, config }, item.id, o));
    const names = await namesOf(view, found.rivals.map((r) => r.price.competitor)); // prettier-ignore
    io.out(o.json === true ? `${JSON.stringify(jsonOf(found, names), null, 2)}\n` : page(io, found, names));
  });
}

async function withStore<T>(io: Io, work: (store: WholeStore, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(io);
  const store = openStoreOf(config, io.world);
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}

interface Both {
  readonly view: PrivateView;
  readonly store: WholeStore;
  readonly config: Config;
}

/** What is typed goes before what the configuration says. */
async function compareIn(io: Io, { view, store, config }: Both, item: string, o: CompareOptions): Promise<ItemComparison> {
  const today = todayAt(io);
  const { compare: set } = config;
  const typed = new Map((o.rate ?? []).map((text) => rateOf(text, today)));
  const books = booksOf(store, { ...set, priceType: o.priceType ?? set.priceType, listVat: o.listVat ?? set.listVat }, today);
  return compareItem(view, books, {
    item, today, currency: o.currency?.toUpperCase() ?? null, vat: o.vat ?? null, quantity: o.quantity === undefined ? null : parseAmount(o.quantity, 'quantity'),
    rate: (from, to) => typed.get(from) ?? rateBetween(set, from, to),
  }); // prettier-ignore
}

/** "USD=92.5", "JPY=58.2/100": into the currency compared in, as typed today. */
function rateOf(text: string, today: string): [string, Rate] {
  const [, code, rate, per] = /^([a-z]{3})=([^/]+)(?:\/(.+))?$/i.exec(text.trim()) ?? [];
  if (code === undefined || rate === undefined) throw new SidebookError('rate-wrong', { text: text.slice(0, 40) });
  return [code.toUpperCase(), { rate: parseAmount(rate, 'rate'), per: parseAmount(per ?? '1', 'rate'), date: today }];
}

type Names = ReadonlyMap<string, string>;

/** The figures as they are, and the competitor by name beside its id. */
const jsonOf = (found: ItemComparison, names: Names): object => ({
  ...found,
  rivals: found.rivals.map((r) => ({ competitor: names.get(r.price.competitor), ...r })),
});

function page(io: Io, found: ItemComparison, names: Names): string {
  const { item, in: into } = found;
  const head = `${item.name}: ${into.currency}/${into.unit}, ${vatWords(io, into.vat === 'in')}`;
  const rivals = found.rivals.flatMap((r) => rivalLines(io, names.get(r.price.competitor) ?? '', r));
  const none = `  ${t(io, 'No price seen yet.', 'Цен пока нет.')}`;
  const theirs = [t(io, 'Theirs', 'Их цены'), ...(rivals.length === 0 ? [none] : rivals)];
  return `${[head, ...ourLines(io, found), ...theirs, sumLine(io, found)].join('\n')}\n`;
}

const vatWords = (io: Io, isIn: boolean | null): string =>
  isIn === null
    ? t(io, 'VAT not said', 'про НДС не сказано')
    : isIn
      ? t(io, 'with VAT', 'с НДС')
      : t(io, 'without VAT', 'без НДС');
const quotedWords = (io: Io, q: Quoted): string =>
  `${price(io.lang, q.price, q.currency)}/${q.unit} ${vatWords(io, q.vatIncluded)}`;

function ourLines(io: Io, found: ItemComparison): string[] {
  const { ourPrice: own, ours, item } = found;
  if (item.product === null) return [t(io, `Ours: unknown, the item is no product of ours yet: ${io.called} prices product "${item.name}" PRODUCT`, `Наша: неизвестна, позиция не связана с номенклатурой: ${io.called} prices product "${item.name}" НОМЕНКЛАТУРА`)];
  if (!own || !ours) return [t(io, 'Ours: none, neither in a price list nor in invoices of the last 90 days', 'Наша: нет ни в прайс-листе, ни в счетах за последние 90 дней')];
  return [`${t(io, 'Ours:', 'Наша:')} ${quotedWords(io, own)} · ${fromWords(io, found)}`, ...steps(io, ours, '  ')];
} // prettier-ignore

function fromWords(io: Io, { ourPrice: own, vatRateOf: rate }: ItemComparison): string {
  const [name, on] = [own?.name ?? '', date(io.lang, own?.on ?? null)];
  const from = own?.from === 'invoice' ? t(io, `invoice ${name} of ${on}`, `счёт ${name} от ${on}`) : t(io, `price list ${name}, since ${on}`, `прайс-лист ${name}, с ${on}`); // prettier-ignore
  if (!rate) return from;
  const [number, day] = [rate.number ?? '', date(io.lang, rate.date)];
  return `${from}; ${t(io, `VAT rate of invoice ${number} of ${day}`, `ставка НДС из счёта ${number} от ${day}`)}`;
}

const steps = (io: Io, { steps: all, value, obstacle }: Normal, indent: string): string[] => [
  ...all.map((s) => `${indent}${stepWords(io.lang, s)}`),
  `${indent}${obstacle ? obstacleWords(io.lang, obstacle) : `= ${value === null ? '' : price(io.lang, value)}`}`,
];

function rivalLines(io: Io, name: string, r: Compared): string[] {
  const age = t(io, `${String(r.price.ageDays)} d`, `${String(r.price.ageDays)} дн`);
  const apart =
    r.difference === null ? '' : ` · ${t(io, `we are at ${signed(r.difference)} %`, `наша ${signed(r.difference)} %`)}`;
  const aside = r.aside === null ? '' : ` · ${asideWords(io.lang, r.aside)}`;
  return [`  ${name}: ${quotedWords(io, r.price)} · ${age}${aside}${apart}`, ...steps(io, r, '    ')];
}

const signed = (percent: string): string => (percent.startsWith('-') || percent === '0' ? percent : `+${percent}`);

function sumLine(io: Io, { counted, rivals, least, middle, cheaper }: ItemComparison): string {
  const of = t(io, `Counted ${String(counted)} of ${String(rivals.length)}`, `В счёт идут ${String(counted)} из ${String(rivals.length)}`);
  const sum = (value: string | null): string => (value === null ? '' : price(io.lang, value));
  const between = sum(middle && middleShown(middle));
  const range = least === null ? '' : t(io, `: lowest ${sum(least)}, middle ${between}`, `: наименьшая ${sum(least)}, средняя по ряду ${between}`);
  const under = cheaper === null ? '' : t(io, `; cheaper than we: ${String(cheaper)}`, `; дешевле нас: ${String(cheaper)}`);
  return `${of}${range}${under}`;
} // prettier-ignore

/** From now on the item stands for this product of the books, and our own price is known. */
export async function product(io: Io, name: string, text: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const item = await named(itemsIn(view), name);
    const found = await withStore(io, (store) => productIn(store, text));
    await view.saveItem({ ...item, product: found.id }, item.rev);
    io.out(`${item.name} = ${textOf(found.fields, 'name')}\n`);
  });
}

const FEW = 5;
const HITS = 30;

/** By id, or by exactly this article, code or name, else the only one it fits. */
async function productIn(store: WholeStore, text: string): Promise<SharedRecord> {
  const known = await store.read((r) => r.record(text));
  if (known?.entity === 'product') return known;
  const ids = await store.views.products(text, HITS);
  const rows = [...(await store.read((r) => r.records(ids))).values()];
  const exact = rows.filter(({ fields }) => ['sku', 'code', 'name'].some((f) => folded(textOf(fields, f)) === folded(text)));
  const [only, another] = exact.length > 0 ? exact : rows;
  if (!only) throw new NotFound('product', text);
  if (another) throw new SidebookError('private-ambiguous', { text, count: rows.length, some: rows.slice(0, FEW).map((r) => textOf(r.fields, 'name')).join('; ') }); // prettier-ignore
  return only;
}
