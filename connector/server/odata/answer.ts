/** Each kind of address and its answer. */
import type { Condition, FeedSet } from '../../store/feed.ts';
import type { Lang } from '../../errors.ts';
import { FEED_TITLES } from '../../store/feed-titles.ts';
import { worded } from '../../words/reworded.ts';
import type { Address, From, Resource } from './address.ts';
import { equals, pathOf, rowsAsk, seen, whichOf } from './ask.ts';
import type { Documents } from './model.ts';
import { contentType, formatOf, pageSize, type Format } from './options.ts';
import { FeedRefused, refuse } from './refused.ts';
import { contextOf, toldBy, readOf, rowsText, shownOf, writeAll, type Reading } from './rows.ts';
import { parseExpand, parseSelect } from './shape.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Headers {
  readonly accept: string | undefined;
  readonly prefer: string | undefined;
  /** Of titles and messages. */
  readonly lang: Lang;
}

const answer = (type: string, body: string, headers: Answer['headers'] = {}): Answer => ({ status: 200, type, body, headers });
const NOTHING: Answer = { status: 204, type: '', body: '', headers: {} };
const PLAIN = 'text/plain;charset=utf-8';

export async function answerOf(reading: Reading, address: Address, headers: Headers): Promise<Answer> {
  const { resource } = address;
  switch (resource.is) {
    case 'service':
    case 'metadata':
      return document(reading, address, resource.is, headers);
    case 'count':
      return count(reading, address, resource);
    case 'entity':
      return entity(
        reading,
        address,
        resource.set,
        keyIs(reading, resource.set, resource.key),
        formatOf(address, headers.accept),
      );
    case 'rows':
      return rows(reading, address, resource, headers);
  }
}

const keyIs = ({ sight }: Reading, name: string, key: string): Condition => {
  const { set } = seen(sight, name);
  return equals(set, set.key, key);
};

/** XML whatever is asked: many clients ask everything for JSON. */
async function document(
  { sight, root }: Reading,
  address: Address,
  is: 'service' | 'metadata',
  { accept, lang }: Headers,
): Promise<Answer> {
  const sets = [...sight.sets.values()].map((s) => s.set);
  const { metadata, sets: listed } = await documents(sets);
  if (is === 'metadata') return answer('application/xml;charset=utf-8', metadata);
  const format = formatOf(address, accept);
  const context = format.metadata === 'none' ? '' : `"@odata.context":${JSON.stringify(`${root}/$metadata`)},`;
  const value = listed.map((set) => ({
    ...set,
    title: worded(`feed/${set.name}`, FEED_TITLES[set.name] ?? { en: set.name, ru: set.name }, lang),
  }));
  return answer(contentType(format), `{${context}"value":${JSON.stringify(value)}}`);
}

/** The library is loaded when somebody first asks. */
const made = new Map<string, Promise<Documents>>();
function documents(sets: readonly FeedSet[]): Promise<Documents> {
  const name = sets.map((s) => s.name).join();
  const known = made.get(name) ?? import('./model.ts').then(({ documentsOf }) => documentsOf(sets));
  made.set(name, known);
  return known;
}

type Rows = Extract<Resource, { is: 'rows' | 'count' }>;

async function count(reading: Reading, address: Address, resource: Rows): Promise<Answer> {
  const { name, only } = resource.from ? await behind(reading, resource.from) : { name: resource.set, only: null };
  const { set, feed } = seen(reading.sight, name);
  const { key } = reading.sight;
  const counted = only === 'nothing' ? 0 : await feed.count({ key, set, ...whichOf(address, set, only) });
  await reading.onRead({ key, set: set.name, told: toldBy(counted), rows: 0 });
  return answer(PLAIN, String(counted));
}

async function rows(reading: Reading, address: Address, resource: Rows, { accept, prefer }: Headers): Promise<Answer> {
  const format = formatOf(address, accept);
  const { name, only, isMany } = resource.from
    ? await behind(reading, resource.from)
    : { name: resource.set, only: null, isMany: true };
  if (!isMany) return only === 'nothing' ? NOTHING : entity(reading, address, name, only, format, NOTHING);
  const { size, isApplied } = pageSize(prefer);
  const path = pathOf(resource.set, resource.from);
  const link = (token: string): string => `${reading.root}/${path}?${linked(address, token)}`;
  const nothing = only === 'nothing' ? NEVER : only;
  const text = await rowsText(reading, rowsAsk(reading.sight, name, address, nothing, format), size, link);
  return answer(contentType(format), text, isApplied ? { 'Preference-Applied': `odata.maxpagesize=${String(size)}` } : {});
}

const NEVER: Condition = { is: 'flag', of: { is: 'literal', kind: 'flag', value: 'false' } };

/** The same question, further on. */
function linked({ options }: Address, token: string): string {
  const kept = [...options].filter(([name]) => name !== '$skip' && name !== '$skiptoken');
  return [...kept, ['$skiptoken', token]].map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`).join('&');
}

interface Behind {
  readonly name: string;
  readonly isMany: boolean;
  readonly only: Condition | 'nothing';
}

/** Where a navigation of one row leads. */
async function behind(reading: Reading, from: From): Promise<Behind> {
  const { set, feed } = seen(reading.sight, from.set);
  const navigation = set.navigations.find((n) => n.name === from.navigation);
  const here = set.properties.filter((p) => p.name === navigation?.here);
  if (!navigation) throw new FeedRefused(404, 'feed-unknown', { what: from.navigation.slice(0, 60) });
  const target = seen(reading.sight, navigation.set).set;
  const query = { key: reading.sight.key, set, where: equals(set, set.key, from.key), search: [], order: [], after: null, skip: 0 };
  const [row] = (await feed.page({ ...query, properties: here, limit: 1 })).rows;
  if (!row) throw new FeedRefused(404, 'feed-no-row', { set: set.name });
  const [value] = row;
  return { name: target.name, isMany: navigation.isMany, only: typeof value === 'string' ? equals(target, navigation.there, value) : 'nothing' };
} // prettier-ignore

async function entity(reading: Reading, address: Address, name: string, where: Condition | null, format: Format, absent?: Answer): Promise<Answer> {
  const { set, feed } = seen(reading.sight, name);
  const shape = { set, format, select: parseSelect(address.options.get('$select'), set), expand: parseExpand(address.options.get('$expand'), set, (n) => seen(reading.sight, n).set) };
  const stray = [...address.options.keys()].find((o) => !['$select', '$expand', '$format'].includes(o));
  if (stray !== undefined) throw refuse('feed-option-place', { option: stray });
  const query = { key: reading.sight.key, set, where, search: [], order: [], after: null, skip: 0, limit: 1 };
  const page = await feed.page({ ...query, properties: readOf(shape) });
  const [{ key }, { length }] = [reading.sight, page.rows];
  await reading.onRead({ key, set: set.name, told: length, rows: length });
  const [text] = await writeAll(reading, shape, page);
  if (text === undefined && absent) return absent;
  if (text === undefined) throw new FeedRefused(404, 'feed-no-row', { set: set.name });
  return answer(contentType(format), `{${contextOf(reading.root, set, shownOf(shape.select, shape.expand), format, '/$entity')}${text.slice(1)}`);
} // prettier-ignore
