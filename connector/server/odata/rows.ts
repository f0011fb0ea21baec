/** Rows of a set as JSON text: one page, counted where asked, with what was expanded and the way to the next page. */
import type { FeedKey, FeedPage, FeedSet, Property } from '../../store/feed.ts';
import { equals, questionFor, seen, type RowsAsk, type Sight } from './ask.ts';
import { rowWriter, type WriteRow } from './json.ts';
import type { Format } from './options.ts';
import type { Expanded, Selected } from './shape.ts';
import { tokenOf, type Place } from './token.ts';

export interface FeedRead {
  readonly key: FeedKey;
  readonly set: string;
  /** What the answer tells of: its rows, or as many as it counts. */
  readonly told: number;
  /** Rows that leave with the answer. */
  readonly rows: number;
}

/** Told of every set a key reads, before the answer goes; whoever refuses stops it. */
export type OnRead = (read: FeedRead) => Promise<void>;

export interface Reading {
  readonly sight: Sight;
  readonly onRead: OnRead;
  /** "https://…/odata" */
  readonly root: string;
}

/** With a list below each row, pages are shorter; the lists end somewhere, and say where they go on. */
const MOST_WITH_LISTS = 100;
const MOST_IN_LIST = 200;

export async function rowsText(reading: Reading, ask: RowsAsk, size: number, link: (token: string) => string): Promise<string> {
  const limit = limitOf(ask, size);
  const page = limit === 0 ? EMPTY : await ask.feed.page(pageQuery(reading, ask, limit));
  const count = ask.isCounted ? (ask.place.count ?? (await ask.feed.count({ key: reading.sight.key, ...ask }))) : null;
  const [{ key }, { length }] = [reading.sight, page.rows];
  await reading.onRead({ key, set: ask.set.name, told: length > 0 || count === null ? length : toldBy(count), rows: length });
  const rows = await writeAll(reading, ask, page);
  const next = nextOf(ask.place, page, count);
  return `{${headOf(reading, ask, count)}"value":[${rows.join(',')}]${next ? `,"@odata.nextLink":${JSON.stringify(link(tokenOf(ask.question, next)))}` : ''}}`;
} // prettier-ignore

/** A number without a row tells of as many rows as it counts; that there is none is told as well. */
export const toldBy = (counted: number): number => Math.max(counted, 1);

const EMPTY: FeedPage = { rows: [], next: null };

function limitOf({ expand, place }: RowsAsk, size: number): number {
  const most = expand.some((e) => e.navigation.isMany) ? Math.min(size, MOST_WITH_LISTS) : size;
  return place.left === null ? most : Math.min(place.left, most);
}

function pageQuery({ sight }: Reading, ask: RowsAsk, limit: number) {
  return {
    key: sight.key, set: ask.set, where: ask.where, search: ask.search, properties: readOf(ask), order: ask.order,
    after: ask.isNext ? ask.place.after : null, skip: ask.skip, limit,
  }; // prettier-ignore
}

function nextOf({ left }: Place, { rows, next }: FeedPage, count: number | null): Place | null {
  const rest = left === null ? null : left - rows.length;
  return next && rest !== 0 ? { after: next, left: rest, count } : null;
}

const headOf = ({ root }: Reading, { set, select, expand, format }: RowsAsk, count: number | null): string =>
  contextOf(root, set, shownOf(select, expand), format) + (count === null ? '' : `"@odata.count":${String(count)},`);

export const contextOf = (root: string, { name }: FeedSet, shown: string, { metadata }: Format, end = ''): string =>
  metadata === 'none' ? '' : `"@odata.context":${JSON.stringify(`${root}/$metadata#${name}${shown}${end}`)},`;

/** "(Number,Total,Lines(Price))" */
export function shownOf(select: Selected, expand: readonly Expanded[]): string {
  const inner = expand.flatMap(({ navigation, select: s }) => (s.names ? [`${navigation.name}(${s.names.join(',')})`] : []));
  const names = [...(select.names ?? []), ...inner];
  return names.length === 0 ? '' : `(${names.join(',')})`;
}

type Shape = Pick<RowsAsk, 'set' | 'select' | 'expand' | 'format'>;

/** What is shown, then what navigations go by. */
export function readOf({ set, select, expand }: Shape): Property[] {
  const needed = new Set([...expand.map((e) => e.navigation.here), ...(expand.length > 0 ? [set.key] : [])]);
  return [...select.properties, ...set.properties.filter((p) => needed.has(p.name) && !select.properties.includes(p))];
}

/** `rows` have the properties of `readOf`. */
export async function writeAll(reading: Reading, shape: Shape, { rows }: FeedPage): Promise<string[]> {
  const write = rowWriter(shape.select.properties, shape.format);
  if (shape.expand.length === 0) return rows.map((row) => `{${write(row)}}`);
  const lookUps = shape.expand.map((e) => new LookUp(reading, shape, e));
  const made: string[] = [];
  for (const row of rows) {
    const parts = [write(row)];
    for (const lookUp of lookUps) parts.push(await lookUp.text(row));
    made.push(`{${parts.filter((part) => part !== '').join(',')}}`);
  }
  for (const lookUp of lookUps) await lookUp.told();
  return made;
}

/** One navigation of many rows; the same target is read once. */
class LookUp {
  readonly #reading: Reading;
  readonly #expanded: Expanded;
  readonly #write: WriteRow;
  readonly #from: string;
  readonly #here: number;
  readonly #key: number;
  readonly #known = new Map<string, string>();
  #count = 0;

  constructor(reading: Reading, shape: Shape, expanded: Expanded) {
    this.#reading = reading;
    this.#expanded = expanded;
    this.#write = rowWriter(expanded.select.properties, shape.format);
    this.#from = shape.set.name;
    const at = (name: string): number => readOf(shape).findIndex((p) => p.name === name);
    [this.#here, this.#key] = [at(expanded.navigation.here), at(shape.set.key)];
  }

  async text(row: readonly unknown[]): Promise<string> {
    const [here, key] = [row[this.#here], row[this.#key]];
    const { name, isMany } = this.#expanded.navigation;
    if (typeof here !== 'string') return `"${name}":${isMany ? '[]' : 'null'}`;
    const known = this.#known.get(here);
    if (known !== undefined) return known;
    const made = await this.#read(here, String(key));
    if (!isMany) this.#known.set(here, made);
    return made;
  }

  async #read(here: string, key: string): Promise<string> {
    const { navigation, set, select } = this.#expanded;
    const { feed } = seen(this.#reading.sight, set.name);
    const query = { key: this.#reading.sight.key, set, where: equals(set, navigation.there, here), search: [], properties: select.properties, order: [] };
    const { rows, next } = await feed.page({ ...query, after: null, skip: 0, limit: navigation.isMany ? MOST_IN_LIST : 1 });
    this.#count += rows.length;
    const texts = rows.map((row) => `{${this.#write(row)}}`);
    if (!navigation.isMany) return `"${navigation.name}":${texts[0] ?? 'null'}`;
    return `"${navigation.name}":[${texts.join(',')}]${next ? `,"${navigation.name}@odata.nextLink":${JSON.stringify(this.#link(key, next))}` : ''}`;
  } // prettier-ignore

  #link(key: string, after: NonNullable<FeedPage['next']>): string {
    const { navigation, select } = this.#expanded;
    const path = `${this.#from}(${key})/${navigation.name}`;
    const token = tokenOf(questionFor(path, new Map()), { after, left: null, count: null });
    return `${this.#reading.root}/${path}?${select.names ? `$select=${select.names.join(',')}&` : ''}$skiptoken=${token}`;
  }

  async told(): Promise<void> {
    const [key, count] = [this.#reading.sight.key, this.#count];
    await this.#reading.onRead({ key, set: this.#expanded.set.name, told: count, rows: count });
  }
}
