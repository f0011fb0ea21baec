/** One request understood: who asks, which set, which rows, how shown. Everything wrong with it has been said by then. */
import type { Condition, Feed, FeedKey, FeedSet, Order } from '../../store/feed.ts';
import type { Address, From } from './address.ts';
import { parseFilter } from './filter.ts';
import { flagOf, wholeOf, type Format } from './options.ts';
import { FeedRefused, refuse } from './refused.ts';
import { parseExpand, parseOrder, parseSearch, parseSelect, type Expanded, type Selected } from './shape.ts';
import { placeOf, type Place, type Question } from './token.ts';
import { comparisonOf, literalOf, propertyOf } from './typed.ts';

/** What one reader sees: sets, and where each is read. */
export interface Sight {
  readonly key: FeedKey;
  readonly sets: ReadonlyMap<string, { readonly set: FeedSet; readonly feed: Feed }>;
}

/** Others' sets are not there, as if nobody had thought of them. */
export function seen(sight: Sight, name: string): { readonly set: FeedSet; readonly feed: Feed } {
  const found = sight.sets.get(name);
  if (!found) throw new FeedRefused(404, 'feed-unknown', { what: name.slice(0, 60) });
  return found;
}

export const equals = (set: FeedSet, property: string, guid: string): Condition =>
  comparisonOf('eq', propertyOf(set, property), literalOf('guid', guid), 1);

export interface RowsAsk {
  readonly feed: Feed;
  readonly set: FeedSet;
  readonly where: Condition | null;
  readonly search: readonly string[];
  readonly order: readonly Order[];
  readonly select: Selected;
  readonly expand: readonly Expanded[];
  readonly skip: number;
  readonly isCounted: boolean;
  readonly place: Place;
  /** A $skiptoken was sent: the place is the middle of an answer. */
  readonly isNext: boolean;
  readonly question: Question;
  readonly format: Format;
}

/** Rows of a set, or behind a navigation: then `only` says which. */
export function rowsAsk(sight: Sight, name: string, address: Address, only: Condition | null, format: Format): RowsAsk {
  const { set, feed } = seen(sight, name);
  const option = (o: string): string | undefined => address.options.get(o);
  const question = questionOf(address);
  const next = placeOf(question, option('$skiptoken'));
  if (next && option('$skip') !== undefined) throw refuse('feed-option-place', { option: '$skip' });
  return {
    feed, set, ...whichOf(address, set, only), order: parseOrder(option('$orderby'), set), select: parseSelect(option('$select'), set),
    expand: parseExpand(option('$expand'), set, (n) => seen(sight, n).set), skip: wholeOf(address, '$skip') ?? 0, isCounted: flagOf(address, '$count'),
    place: next ?? { after: [], left: wholeOf(address, '$top'), count: null }, isNext: next !== null, question, format,
  }; // prettier-ignore
}

export function whichOf(address: Address, set: FeedSet, only: Condition | null): Pick<RowsAsk, 'where' | 'search'> {
  const text = address.options.get('$filter');
  const filter = text === undefined ? null : parseFilter(text, set);
  return { where: bothOf(only, filter), search: parseSearch(address.options.get('$search'), set) };
}

const bothOf = (a: Condition | null, b: Condition | null): Condition | null => (a && b ? { is: 'and', parts: [a, b] } : (a ?? b));

const questionOf = ({ resource, options }: Address): Question =>
  'set' in resource && resource.is === 'rows' ? questionFor(pathOf(resource.set, resource.from), options) : [];
export const questionFor = (path: string, options: ReadonlyMap<string, string>): Question => [
  path, ...['$filter', '$orderby', '$search', '$top'].map((name) => options.get(name)),
]; // prettier-ignore

export const pathOf = (set: string, from: From | null): string => (from ? `${from.set}(${from.key})/${from.navigation}` : set);
