/** What an address asks for: path and options, split before anything is decoded, so that a "%26" stays part of a value. */
import { notHere, refuse, FeedRefused } from './refused.ts';

export type Resource =
  | { readonly is: 'service' | 'metadata' }
  | { readonly is: 'rows' | 'count'; readonly set: string; readonly from: From | null }
  | { readonly is: 'entity'; readonly set: string; readonly key: string };
/** `Invoices(…)/Lines`: rows behind a navigation. */
export interface From {
  readonly set: string;
  readonly key: string;
  readonly navigation: string;
}

export interface Address {
  readonly resource: Resource;
  readonly options: ReadonlyMap<string, string>;
}

const LONGEST = 8192;

/** `url`: what stands behind the mount, as it came. */
export function parseAddress(url: string): Address {
  if (url.length > LONGEST) throw new FeedRefused(414, 'feed-too-long', { what: 'address', most: LONGEST });
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  return { resource: parsePath(path), options: parseOptions(at < 0 ? '' : url.slice(at + 1)) };
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse('feed-address');
  }
};

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const KEYED = new RegExp(`^(\\w+)\\((?:\\w+=)?(${GUID})\\)$`, 'i');
const NAME = /^\w+$/;

function parsePath(path: string): Resource {
  const parts = path.split('/').filter((part) => part !== '').map(decoded); // prettier-ignore
  const [first = '', ...rest] = parts;
  if (first === '') return { is: 'service' };
  if (first === '$metadata' && rest.length === 0) return { is: 'metadata' };
  if (first.startsWith('$')) throw notHere(first.split('(')[0] ?? '');
  const keyed = KEYED.exec(first);
  if (keyed) return behindKey(keyed[1] ?? '', (keyed[2] ?? '').toLowerCase(), rest);
  return rowsOf(first, rest, null);
}

function behindKey(set: string, key: string, rest: readonly string[]): Resource {
  const [navigation, ...more] = rest;
  if (navigation === undefined) return { is: 'entity', set, key };
  return rowsOf(navigation, more, { set, key, navigation });
}

function rowsOf(set: string, rest: readonly string[], from: From | null): Resource {
  const [what] = rest;
  const isKey = /\(.*\)$/s.test(set);
  if (isKey && from === null) throw refuse('feed-key-form', { set: set.slice(0, set.indexOf('(')) });
  if (!NAME.test(set) || rest.length > 1)
    throw new FeedRefused(404, 'feed-unknown', { what: [set, ...rest].join('/').slice(0, 60) });
  if (what === undefined) return { is: 'rows', set, from };
  if (what === '$count') return { is: 'count', set, from };
  throw what.startsWith('$') ? notHere(what) : new FeedRefused(404, 'feed-unknown', { what: `${set}/${what}`.slice(0, 60) });
}

/** "+" is a space, as forms send it. */
function parseOptions(query: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const part of query.split('&').filter((p) => p !== '')) {
    const at = part.indexOf('=');
    const [name, value] = [at < 0 ? part : part.slice(0, at), at < 0 ? '' : part.slice(at + 1)].map((t) => decoded(t.replaceAll('+', ' ')));
    if (name === undefined || value === undefined) continue;
    if (options.has(name)) throw refuse('feed-option-twice', { option: name.slice(0, 40) });
    options.set(name, value);
  }
  return options;
} // prettier-ignore
