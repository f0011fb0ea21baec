/**
 * Which of our items a line speaks of. Linked by itself: what a person decided before, an equal number whose name does not contradict,
 * an equal name. Everything else is proposed with score and reason, and a person decides (model.md 7).
 */
import type { Id, Item } from '../private/model.ts';
import { figuresAgree, plainName, similarity, skuKey, tokensOf, type Tokens } from './goods-names.ts';
import type { Line } from './line.ts';

export type Goods = Pick<Item, 'id' | 'name' | 'sku' | 'unit'>;
export type Reason = 'sku' | 'same-words' | 'similar';
export interface Proposal {
  readonly item: Goods;
  /** 0..1 */
  readonly score: number;
  readonly reason: Reason;
}
export type How = 'known' | 'sku' | 'name';
export type Match =
  | { readonly is: 'linked'; readonly item: Goods; readonly how: How }
  /** A person said it is none of ours. */
  | { readonly is: 'refused' }
  | { readonly is: 'open'; readonly proposals: readonly Proposal[] };

const PROPOSED_FROM = 0.8;
const PROPOSALS = 3;
/** An equal number is believed when the names are at least this near: "001" means something else everywhere. */
const NAME_SUPPORTS = 0.6;
const SKU_SHORTEST = 4;
/** A word of at most so many items finds them by itself; of more frequent ones two together do. */
const SHORT = 200;
const ENOUGH = 30;

/** What is remembered of a line for the next list of this competitor. */
export const lineKey = (line: Pick<Line, 'sku' | 'name'>): string => keyOf(skuKey(line.sku ?? ''), line.name);
const keyOf = (sku: string, name: string): string => (sku === '' ? `name:${plainName(name)}`.slice(0, 1000) : `sku:${sku}`);

export class ItemIndex {
  private readonly byId = new Map<Id, Goods>();
  private readonly bySku = new Map<string, Goods[]>();
  private readonly byName = new Map<string, Goods[]>();
  private readonly byToken = new Map<string, number[]>();
  private readonly all: { readonly goods: Goods; readonly tokens: Tokens }[] = [];
  private readonly known: ReadonlyMap<string, Id | null>;

  constructor(known: ReadonlyMap<string, Id | null>) {
    this.known = known;
  }

  add(goods: Goods): void {
    const tokens = tokensOf(goods.name);
    for (const token of new Set(tokens.all)) push(this.byToken, token, this.all.length);
    this.all.push({ goods, tokens });
    this.byId.set(goods.id, goods);
    if (goods.sku !== null) push(this.bySku, skuKey(goods.sku), goods);
    push(this.byName, plainName(goods.name), goods);
  }

  item(id: Id): Goods | null {
    return this.byId.get(id) ?? null;
  }

  match(line: Pick<Line, 'sku' | 'name'>): Match {
    const sku = skuKey(line.sku ?? '');
    const known = this.known.get(keyOf(sku, line.name));
    if (known === null) return { is: 'refused' };
    const remembered = known === undefined ? null : this.item(known);
    if (remembered) return { is: 'linked', item: remembered, how: 'known' };
    const equal = sku === '' ? [] : (this.bySku.get(sku) ?? []);
    return (
      bySkuOf(line.name, sku, equal) ?? this.byNameOf(line.name) ?? { is: 'open', proposals: this.proposals(line.name, equal) }
    );
  }

  private byNameOf(name: string): Match | null {
    const [only, second] = this.byName.get(plainName(name)) ?? [];
    return only && !second ? { is: 'linked', item: only, how: 'name' } : null;
  }

  private proposals(name: string, equal: readonly Goods[]): Proposal[] {
    const tokens = tokensOf(name);
    const key = tokens.all.join(' ');
    const near = this.near(tokens).filter((n) => !equal.includes(n.goods) && figuresAgree(tokens, n.tokens) >= PROPOSED_FROM);
    const scored = near.flatMap(({ goods, tokens: theirs }): Proposal[] => {
      if (theirs.all.join(' ') === key) return [{ item: goods, score: 0.95, reason: 'same-words' }];
      const score = similarity(tokens, theirs);
      return score >= PROPOSED_FROM ? [{ item: goods, score: Math.min(score, 0.94), reason: 'similar' }] : [];
    });
    const bySku = equal.map((item): Proposal => ({ item, score: 0.9, reason: 'sku' }));
    return [...bySku, ...scored].sort((a, b) => b.score - a.score || (a.item.name < b.item.name ? -1 : 1)).slice(0, PROPOSALS); // prettier-ignore
  }

  /** Items that share a rare word, the rarest first until there are enough; else those that share the two rarest. */
  private near(tokens: Tokens): { readonly goods: Goods; readonly tokens: Tokens }[] {
    const lists = tokens.all.map((t) => this.byToken.get(t) ?? []).filter((l) => l.length > 0);
    lists.sort((a, b) => a.length - b.length);
    const [first = [], second = []] = lists;
    const places = new Set<number>(first.length > SHORT ? both(first, second).slice(0, SHORT) : first);
    for (const list of lists.slice(1))
      if (list.length <= SHORT && places.size < ENOUGH) for (const place of list) places.add(place);
    return [...places].flatMap((p) => this.all[p] ?? []);
  }
}

/** An equal number of one item alone, whose name does not contradict. */
function bySkuOf(name: string, sku: string, [only, second]: readonly Goods[]): Match | null {
  if (!only || second || sku.length < SKU_SHORTEST) return null;
  const isNamed = skuKey(name) !== sku;
  return isNamed && similarity(tokensOf(name), tokensOf(only.name)) < NAME_SUPPORTS
    ? null
    : { is: 'linked', item: only, how: 'sku' };
}

/** What two rising lists share. */
function both(a: readonly number[], b: readonly number[]): number[] {
  const shared: number[] = [];
  for (let [i, k] = [0, 0]; i < a.length && k < b.length;) {
    const [x = 0, y = 0] = [a[i], b[k]];
    if (x === y) shared.push(x);
    if (x <= y) i++;
    if (y <= x) k++;
  }
  return shared;
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}
