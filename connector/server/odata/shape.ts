/** What is shown of each row, in which order, and by which words: $select, $expand, $orderby, $search. */
import type { FeedSet, Navigation, Order, Property } from '../../store/feed.ts';
import { notHere, refuse } from './refused.ts';

export interface Expanded {
  readonly navigation: Navigation;
  readonly set: FeedSet;
  readonly select: Selected;
}
export interface Selected {
  readonly properties: readonly Property[];
  /** As it was named; null = all. */
  readonly names: readonly string[] | null;
}

const unknown = (set: FeedSet, name: string) => refuse('feed-property', { property: name.slice(0, 40), set: set.name });

/** Navigations may be named as well; what of them is shown $expand says. */
export function parseSelect(text: string | undefined, set: FeedSet): Selected {
  if (text === undefined) return { properties: set.properties, names: null };
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('*')) return { properties: set.properties, names: null };
  const properties = new Set<Property>();
  for (const name of names) {
    const found = set.properties.find((p) => p.name === name);
    if (found) properties.add(found);
    else if (!set.navigations.some((n) => n.name === name)) throw unknown(set, name);
  }
  return { properties: [...properties], names: [...properties].map((p) => p.name) };
}

/** One level: `Lines`, `Lines($select=Price,Quantity)`. */
export function parseExpand(text: string | undefined, set: FeedSet, find: (name: string) => FeedSet): Expanded[] {
  if (text === undefined) return [];
  const made = topLevel(text).map((item) => expanded(item.trim(), set, find));
  const twice = made.find((e, i) => made.findIndex((f) => f.navigation === e.navigation) < i);
  if (twice) throw refuse('feed-option-twice', { option: `$expand=${twice.navigation.name}` });
  return made;
}

const ITEM = /^(\w+)(?:\(([^()]*)\))?$/;

function expanded(item: string, set: FeedSet, find: (name: string) => FeedSet): Expanded {
  const [, name, inner] = ITEM.exec(item) ?? [];
  if (name === undefined) throw notHere(`$expand=${item.slice(0, 40)}`);
  const navigation = set.navigations.find((n) => n.name === name);
  if (!navigation) throw unknown(set, name);
  const target = find(navigation.set);
  const select = inner === undefined ? undefined : /^\s*\$select=(.*)$/.exec(inner)?.[1];
  if (inner !== undefined && (select === undefined || inner.includes(';'))) throw notHere(`$expand=${name}(…)`);
  return { navigation, set: target, select: parseSelect(select, target) };
}

/** Commas inside parentheses belong to what stands there. */
function topLevel(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const c of text) {
    depth += c === '(' ? 1 : c === ')' ? -1 : 0;
    if (c === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] = `${parts.at(-1) ?? ''}${c}`;
  }
  return parts;
}

const ORDER = /^([\p{L}_][\p{L}\p{N}_]*)(?:[ \t]+(asc|desc))?$/u;

export function parseOrder(text: string | undefined, set: FeedSet): Order[] {
  if (text === undefined) return [];
  return text.split(',').map((part) => {
    const [, name, way] = ORDER.exec(part.trim()) ?? [];
    if (name === undefined) throw notHere(`$orderby=${part.trim().slice(0, 40)}`);
    const property = set.properties.find((p) => p.name === name);
    if (!property) throw unknown(set, name);
    return { property, isDown: way === 'desc' };
  });
}

const WORD = /\s*(?:"([^"]*)"|([^\s"()]+))/y;
const MOST_WORDS = 8;

/** Words and "phrases"; AND may stand between, which is what it means anyway. */
export function parseSearch(text: string | undefined, set: FeedSet): string[] {
  if (text === undefined) return [];
  if (!set.isSearchable) throw notHere(`$search: ${set.name}`);
  const words: string[] = [];
  for (WORD.lastIndex = 0; WORD.lastIndex < text.trimEnd().length; ) {
    const [, phrase, word] = WORD.exec(text) ?? [];
    if (phrase === undefined && word === undefined) throw refuse('feed-option-value', { option: '$search', expected: 'word "two words"' });
    if (word === 'OR' || word === 'NOT') throw notHere(`$search: ${word}`);
    if (word !== 'AND') words.push(folded(phrase ?? word ?? ''));
  }
  if (words.length === 0 || words.length > MOST_WORDS || words.includes('')) throw refuse('feed-option-value', { option: '$search', expected: `1..${String(MOST_WORDS)} words` });
  return words;
} // prettier-ignore

const folded = (word: string): string => word.trim().normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replaceAll('\0', '');
