/** The private store on the command line: what is stale, who follows whom, is the file whole. */
import { SidebookError } from '../errors.ts';
import type { Competitor, Item, Source } from '../private/model.ts';
import { PrivateRefused, type Page, type PrivateStore, type PrivateView, type Viewer } from '../private/private-store.ts';
import { folded } from '../private/kept/found-by.ts';
import { openPrivateOf } from '../server/private.ts';
import { count, date } from '../words/format.ts';
import { guard } from './guarded.ts';
import { actorOf, readConfig, t, todayAt, type Io } from './io.ts';
import { NotFound } from './private-errors.ts';
import { table } from './table.ts';

/** Whoever sits at this machine, with role admin. */
export const viewerOf = (io: Io): Viewer => ({ user: actorOf(io), roles: new Set(['admin']), team: null, granted: false });

export async function withPrivate(io: Io, work: (view: PrivateView, store: PrivateStore) => Promise<void>): Promise<void> {
  const store = openPrivateOf(readConfig(io), io.world);
  try {
    await work(store.as(viewerOf(io)), store);
    await guard(io, store);
  } finally {
    await store.close();
  }
}

/** Where a fact is from; as it is typed stands in --source. */
const SOURCES: Readonly<Record<Source, { readonly en: string; readonly ru: string }>> = {
  site: { en: 'site', ru: 'сайт' },
  'price-list': { en: 'price list', ru: 'прайс-лист' },
  offer: { en: 'offer', ru: 'предложение' },
  call: { en: 'call', ru: 'звонок' },
  meeting: { en: 'meeting', ru: 'встреча' },
  customer: { en: 'customer', ru: 'клиент' },
  other: { en: 'other', ru: 'другое' },
};
export const sourceWord = ({ lang }: Pick<Io, 'lang'>, source: Source): string => SOURCES[source][lang];

const FEW = 5;

/** By id, or by exactly this name, else by the only one it fits. */
export async function named<T extends Competitor | Item>(find: Finder<T>, text: string): Promise<T> {
  const known = await find.one(text);
  if (known) return known;
  const { rows } = await find.list(text);
  const exact = rows.filter((r) =>
    [r.name, ...('aliases' in r ? r.aliases : [r.sku ?? ''])].some((name) => folded(name) === folded(text)),
  );
  const [only, another] = exact.length > 0 ? exact : rows;
  if (!only) throw new NotFound(find.what, text);
  if (another) throw new SidebookError('private-ambiguous', { text, count: rows.length, some: rows.slice(0, FEW).map((r) => r.name).join('; ') }); // prettier-ignore
  return only;
}

export interface Finder<T> {
  readonly what: 'competitor' | 'item';
  one(id: string): Promise<T | null>;
  list(search: string): Promise<Page<T>>;
}

export const competitorsIn = (view: PrivateView): Finder<Competitor> => ({
  what: 'competitor',
  one: (id) => view.competitor(id),
  list: (search) => view.competitors(search),
});
export const itemsIn = (view: PrivateView): Finder<Item> => ({
  what: 'item',
  one: (id) => view.item(id),
  list: (search) => view.items(search),
});

/** Competitors by id. */
export async function namesOf(view: PrivateView, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(ids)) names.set(id, (await view.competitor(id))?.name ?? id);
  return names;
}

/** The item of this name; where there is none and it may be made, a new one of this unit. */
export const itemFor = (view: PrivateView, name: string, mayMake: boolean, unit: string): Promise<Item> =>
  foundOr(named(itemsIn(view), name), mayMake, () => view.saveItem({ name, sku: null, product: null, unit, active: true }, null));

export const competitorFor = (view: PrivateView, name: string, mayMake: boolean): Promise<Competitor> =>
  foundOr(named(competitorsIn(view), name), mayMake, () => view.saveCompetitor({ name, aliases: [], counterparty: null, taxId: null, site: null, strengths: null, weaknesses: null, answer: null, active: true }, null)); // prettier-ignore

async function foundOr<T>(looked: Promise<T>, mayMake: boolean, make: () => Promise<T>): Promise<T> {
  try {
    return await looked;
  } catch (error) {
    if (mayMake && error instanceof PrivateRefused) return make();
    throw error;
  }
}

export async function cleanUp(io: Io): Promise<void> {
  await withPrivate(io, async (view) => {
    const rows = await view.cleanUp(todayAt(io));
    if (rows.length === 0) return io.out(`${t(io, 'Everything is fresh.', 'Всё свежее.')}\n`);
    const names = await namesOf(view, rows.map((r) => r.competitor)); // prettier-ignore
    const head = [
      t(io, 'Competitor', 'Конкурент'),
      t(io, 'Kind', 'Вид'),
      t(io, 'Stale', 'Устарело'),
      t(io, 'Oldest', 'Самое старое'),
    ];
    const cells = rows.map((r) => [
      names.get(r.competitor) ?? '',
      KINDS[r.kind][io.lang],
      count(io.lang, r.stale),
      date(io.lang, r.oldest),
    ]);
    io.out(`${table(cells, { head, right: [2] })}\n`);
  });
}

const KINDS = {
  price: { en: 'prices', ru: 'цены' },
  stock: { en: 'stock', ru: 'остатки' },
  offer: { en: 'open offers', ru: 'открытые предложения' },
} as const;

export async function check(io: Io): Promise<void> {
  await withPrivate(io, async (_view, store) => {
    const found = await store.check();
    if (found.length > 0) io.fail(1);
    io.out(`${found.length === 0 ? t(io, 'The private store is whole.', 'Закрытое хранилище цело.') : found.join('\n')}\n`);
  });
}
