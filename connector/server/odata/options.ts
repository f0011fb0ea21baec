/** Options of a request, each checked by itself: what is not on the list is refused, never passed over. */
import type { Address } from './address.ts';
import { FeedRefused, notHere, refuse } from './refused.ts';

const KNOWN = [
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$select',
  '$expand',
  '$skiptoken',
  '$format',
  '$search',
] as const;
export type Option = (typeof KNOWN)[number];

/** What each kind of address takes. */
const TAKEN: Readonly<Record<Address['resource']['is'], readonly Option[]>> = {
  service: ['$format'],
  metadata: ['$format'],
  rows: KNOWN,
  count: ['$filter', '$search'],
  entity: ['$select', '$expand', '$format'],
};

const isKnown = (name: string): name is Option => KNOWN.some((option) => option === name);

/** Longest $filter and $search. The parser is quick with far more; nobody types it. */
const LONGEST = 4000;

export function checkOptions({ resource, options }: Address): void {
  for (const [name, value] of options) {
    if (!isKnown(name)) throw /^[$@]/.test(name) ? notHere(name.slice(0, 40)) : refuse('feed-option-unknown', { option: name.slice(0, 40) });
    if (!TAKEN[resource.is].includes(name)) throw refuse('feed-option-place', { option: name });
    if (value.length > LONGEST) throw new FeedRefused(414, 'feed-too-long', { what: name, most: LONGEST });
  }
} // prettier-ignore

const wrong = (option: Option, expected: string): FeedRefused => refuse('feed-option-value', { option, expected });

export function wholeOf({ options }: Address, name: '$top' | '$skip'): number | null {
  const value = options.get(name);
  if (value === undefined) return null;
  if (!/^\d{1,9}$/.test(value)) throw wrong(name, '0..999999999');
  return Number(value);
}

export function flagOf({ options }: Address, name: '$count'): boolean {
  const value = options.get(name);
  if (value !== undefined && value !== 'true' && value !== 'false') throw wrong(name, 'true, false');
  return value === 'true';
}

export interface Format {
  readonly metadata: 'minimal' | 'none';
  /** Decimals as texts: for readers whose numbers are floats. */
  readonly isTextual: boolean;
}

const JSON_TYPES = /^(application\/(json|\*)|\*\/\*)$/;

/** From $format, else from Accept; "full" gets minimal and the answer says so. Null: the reader takes no JSON. */
export function formatOf({ options }: Address, accept: string | undefined): Format {
  const asked = options.get('$format');
  if (asked === 'json') return { metadata: 'minimal', isTextual: false };
  const ranges = (asked ?? accept ?? '*/*').toLowerCase().split(',').map((range) => range.split(';').map((part) => part.trim())); // prettier-ignore
  const fits = ranges.find(([type = '']) => JSON_TYPES.test(type));
  if (!fits) throw new FeedRefused(406, 'feed-format');
  return {
    metadata: fits.some((p) => /^(odata\.)?metadata=none$/.test(p)) ? 'none' : 'minimal',
    isTextual: fits.includes('ieee754compatible=true'),
  };
}

export const contentType = ({ metadata, isTextual }: Format): string =>
  `application/json;odata.metadata=${metadata}${isTextual ? ';IEEE754Compatible=true' : ''};charset=utf-8`;

const MOST = 1000;

/** `Prefer: odata.maxpagesize=N` (or maxpagesize): at most ours. */
export function pageSize(prefer: string | undefined): { readonly size: number; readonly isApplied: boolean } {
  const asked = /(?:^|[,\s])(?:odata\.)?maxpagesize\s*=\s*"?(\d{1,9})"?/i.exec(prefer ?? '')?.[1];
  const wanted = Number(asked ?? 0);
  return wanted > 0 ? { size: Math.min(wanted, MOST), isApplied: true } : { size: MOST, isApplied: false };
}
