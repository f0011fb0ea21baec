/** XDTO packages as the corpus has them, and what an element has against its type there: what is absent, out of order, too often or of another kind. */
import type { Tree } from '../../../connector/hosts/enterprisedata/tree.ts';

export interface XdtoProperty {
  readonly name: string;
  /** Without its prefix. */
  readonly type: string;
  readonly least: number;
  readonly most: number;
}
export type XdtoTypes = ReadonlyMap<string, readonly XdtoProperty[]>;

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
const numberIn = (tag: string, name: string): number => Number(attribute(tag, name) ?? '1');

export function typesOf(text: string): XdtoTypes {
  const types = [...text.matchAll(/\n\t<objectType name="([^"]+)"[^>]*>([\s\S]*?)\n\t<\/objectType>/g)];
  return new Map(types.map(([, name = '', inner = '']) => [name, [...inner.matchAll(/<property [^>]*>/g)].map(([tag]) => propertyOf(tag))]));
} // prettier-ignore

function propertyOf(tag: string): XdtoProperty {
  const most = numberIn(tag, 'upperBound');
  return { name: attribute(tag, 'name') ?? '', type: (attribute(tag, 'type') ?? '').replace(/^.*:/, ''), least: numberIn(tag, 'lowerBound'), most: most < 0 ? Infinity : most }; // prettier-ignore
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  integer: /^-?\d+$/,
  int: /^-?\d+$/,
  boolean: /^(true|false)$/,
  dateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
};

/** Stricter than 1C where a type is open: nothing may stand there that the package does not name. */
export function violations(types: XdtoTypes, type: string, [name, content]: Tree, path = name): string[] {
  const properties = types.get(type);
  if (!properties) return (PATTERNS[type]?.test(String(content)) ?? true) ? [] : [`${path}: ${type}`];
  const inner = typeof content === 'string' ? [] : (content ?? []);
  const at = (n: string): number => properties.findIndex((p) => p.name === n);
  return [
    ...inner.filter(([n]) => at(n) < 0).map(([n]) => `${path}/${n}: unknown`),
    ...inner.flatMap(([n], i) => (inner.slice(0, i).some(([before]) => at(before) > at(n)) && at(n) >= 0 ? [`${path}/${n}: order`] : [])), // prettier-ignore
    ...properties.flatMap((p) => {
      const found = inner.filter(([n]) => n === p.name);
      const count = found.length < p.least ? [`${path}/${p.name}: absent`] : found.length > p.most ? [`${path}/${p.name}: too often`] : [];
      return [...count, ...found.flatMap((t) => violations(types, p.type, t, `${path}/${p.name}`))];
    }),
  ];
} // prettier-ignore
