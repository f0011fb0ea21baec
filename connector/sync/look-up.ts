/**
 * The look before a create (A6.2, A20): by our own id, by marker, by the keys of the record, on the host and on those that follow it.
 */
import { flat } from '../narrow.ts';
import { textOf } from '../fields.ts';
import { keysOf, objectKeys, type Key } from '../identity.ts';
import { HostError, isGone, type Seen, type Where } from '../hosts/host.ts';
import type { Fields, HostId, SharedRecord } from '../model.ts';
import { isTaxId } from '../party.ts';
import { CannotWrite, type Mapping } from '../../mappings/mapping.ts';
import type { RunContext } from './context.ts';
import type { Attached } from './engine.ts';
import { nameScore } from './match.ts';
import { LinkRefs, withRefs } from './refs.ts';
import { shownOf } from './shown.ts';
import { unanswered } from './unanswered.ts';
import type { Situation } from './situation.ts';

/** The code of the question about one of the same name. */
export const NAMESAKE = 'name-there';

export type Found =
  | { readonly is: 'none' }
  /** `surely`: our id, marker, or the second we chose ourselves. */
  | { readonly is: 'one'; readonly seen: Seen; readonly surely: boolean; readonly key: Key | null }
  | { readonly is: 'several'; readonly count: number; readonly ids: readonly string[] }
  /** It already stands for another record of ours. `name`: of that record, where nothing but the name is the same. */
  | { readonly is: 'taken'; readonly id: string; readonly record: string; readonly name?: string }
  /** Not the same key, but too near to create beside it. */
  | { readonly is: 'perhaps'; readonly ids: readonly string[]; readonly reason: string }
  /** A host that copies from this one cannot be looked into now: what it has may come from there. */
  | { readonly is: 'unseen'; readonly follower: HostId };

const FIELDS_OF: Readonly<Record<Key['name'], readonly string[]>> = {
  tax: ['taxId', 'branchCode'],
  registration: ['registrationNo'],
  foreign: ['country', 'foreignTaxNo'],
  inn: ['taxId'],
  number: ['organisation', 'number'],
  second: ['organisation', 'counterparty', 'date'],
  code: ['code'],
  name: ['name'],
};

export async function lookUp(run: RunContext, s: Situation): Promise<Found> {
  const own = await byOwnId(run, s);
  if (own) return own;
  const here = await onHost(run, run.attached, run.refs, s);
  if (here.is !== 'none') return here;
  const [away] = run.engine.unready(run.id, s.record.entity);
  if (away !== undefined) return { is: 'unseen', follower: away };
  for (const follower of followersOf(run)) {
    const there = await onFollower(run, follower, s);
    if (there.is === 'unseen') return there;
    if (there.is === 'one' || there.is === 'several')
      return { is: 'perhaps', ids: there.is === 'one' ? [there.seen.hostId] : there.ids, reason: follower.settings.id };
  }
  return nearby(run, s);
}

/** Its being down is its own trouble, told by its own run: here one record waits. */
async function onFollower(run: RunContext, follower: Attached, s: Situation): Promise<Found> {
  const { id } = follower.settings;
  try {
    return await onHost(run, follower, new LinkRefs(run.engine.store, id), s);
  } catch (error) {
    if (!(error instanceof HostError) || error.kind === 'leak') throw error;
    return { is: 'unseen', follower: id };
  }
}

const followersOf = (run: RunContext): Attached[] =>
  [...run.engine.hosts.values()].filter((a) => a.settings.follows?.home === run.id);

async function byOwnId(run: RunContext, s: Situation): Promise<Found | null> {
  const { host } = run.attached;
  if (host.traits.clientIds !== 'no' && s.link.sent !== null) {
    const seen = await host.read(s.record.entity, s.record.id);
    if (!isGone(seen)) return { is: 'one', seen, surely: true, key: null };
  }
  const { marker } = s.mapping.source;
  if (marker === null) return null;
  const [seen, ...more] = await host.find(s.record.entity, { [marker]: s.record.id });
  if (!seen) return null;
  if (more.length > 0) return { is: 'several', count: more.length + 1, ids: [seen, ...more].map((o) => o.hostId) };
  return { is: 'one', seen, surely: true, key: null };
}

/** The record as it was sent, where nobody answered: somebody may have changed its date or its numbers since. */
export const asSent = ({ record, link, pictures }: Situation): Fields =>
  link.sent === null ? record.fields : { ...record.fields, ...pictures.sent };

async function onHost(run: RunContext, attached: Attached, refs: LinkRefs, s: Situation): Promise<Found> {
  const mapping = attached.mappings.get(s.record.entity);
  if (!mapping) return { is: 'none' };
  const looked = new Set<string>();
  for (const fields of [asSent(s), s.record.fields])
    for (const key of keysOf(s.record.entity, fields, 'strong')) {
      if (looked.has(key.text)) continue;
      looked.add(key.text);
      const found = await withKey(run, attached, refs, mapping, s, key, fields);
      if (found.is !== 'none') return found;
    }
  return { is: 'none' };
}

async function withKey(
  run: RunContext,
  attached: Attached,
  refs: LinkRefs,
  mapping: Mapping,
  s: Situation,
  key: Key,
  by: Fields,
): Promise<Found> {
  const where = await whereOf(refs, mapping, by, key);
  if (!where) return { is: 'none' };
  const objects = await attached.host.find(s.record.entity, where);
  const same: Seen[] = [];
  const marked: Seen[] = [];
  const outside: Seen[] = [];
  for (const seen of objects) {
    const { fields } = await shownOf(attached.settings.id, mapping, refs, seen);
    const mine = objectKeys(s.record.entity, fields).find((k) => k.text === key.text);
    const isOut = s.link.sent === null && !mapping.inScope(fields, 'in', { hostId: seen.hostId, object: seen.object ?? null });
    if (mine) (fields['deletionMark'] === true ? marked : isOut ? outside : same).push(seen);
  }
  const apart = toldApart(s.link);
  const found = await judge(run, attached, s, key, same.filter((o) => !apart.has(o.hostId))); // prettier-ignore
  if (found.is !== 'none') return found;
  // Not one of ours to take over, and yet there: a second one beside it would be a duplicate all the same.
  if (outside.length > 0) return { is: 'perhaps', ids: outside.map((o) => o.hostId), reason: 'outside' };
  // A marked one, linked or not: whether to create beside it is the accountant's question.
  return marked.length > 0 ? { is: 'perhaps', ids: marked.map((o) => o.hostId), reason: 'marked' } : found;
}

/** Objects a person said it is not: those alone are passed over. */
const toldApart = (link: Situation['link']): ReadonlySet<string> => new Set((link.token ?? '').split(' ').slice(1));

async function judge(run: RunContext, attached: Attached, s: Situation, key: Key, same: readonly Seen[]): Promise<Found> {
  const ids = same.map((o) => o.hostId);
  const links = await run.engine.store.read((t) => t.linksAt(attached.settings.id, s.record.entity, ids));
  const taken = same.find((o) => (links.get(o.hostId)?.record ?? s.record.id) !== s.record.id);
  const free = same.filter((o) => o !== taken && (links.get(o.hostId)?.record ?? s.record.id) === s.record.id);
  const [only] = free;
  if (taken && key.exclusive) return { is: 'taken', id: taken.hostId, record: links.get(taken.hostId)?.record ?? '' };
  if (!only) return { is: 'none' };
  if (free.length > 1) return { is: 'several', count: free.length, ids };
  if (await isOfSent(run, s, only, attached)) return { is: 'perhaps', ids: [only.hostId], reason: 'name' };
  return { is: 'one', seen: only, surely: key.name === 'second' && s.link.sent !== null, key };
}

/** It is called as another of ours that was sent without an answer, and not as this one: its number may have been mistyped over there since. */
async function isOfSent(run: RunContext, { record, mapping }: Situation, seen: Seen, attached: Attached): Promise<boolean> {
  if (record.entity !== 'counterparty' || attached !== run.attached) return false;
  const sent = await run.engine.store.read((t) => unanswered(run, t, 'counterparty'));
  if (sent.size === 0) return false;
  const { fields } = await shownOf(run.id, mapping, run.refs, seen);
  const isNamed = (of: SharedRecord): boolean => nameScore(textOf(of.fields, 'name'), textOf(fields, 'name')) === 1;
  return !isNamed(record) && [...sent.values()].some((r) => r.id !== record.id && isNamed(r));
}

async function whereOf(refs: LinkRefs, mapping: Mapping, fields: Fields, key: Key): Promise<Where | null> {
  const names = FIELDS_OF[key.name].filter((f) => mapping.units.some((u) => u.fields.includes(f)));
  return withRefs(refs, () => {
    try {
      return mapping.where(fields, names, refs);
    } catch (error) {
      if (error instanceof CannotWrite) return null; // a reference not linked there: nothing with it can exist
      throw error;
    }
  });
}

/** Objects too near to create beside them: the same ИНН, nearly the same name, or an invoice of the same day after a lost answer. */
async function nearby(run: RunContext, s: Situation): Promise<Found> {
  if (s.record.entity === 'invoice') return s.link.sent === null ? { is: 'none' } : sameDay(run, s);
  if (s.record.entity !== 'counterparty') return { is: 'none' };
  const keys = keysOf('counterparty', s.record.fields).filter((k) => !k.strong);
  if (s.link.sent !== null) {
    const twins = await sameName(run, s);
    if (twins.length > 0) return { is: 'perhaps', ids: twins, reason: 'name' };
  }
  for (const key of keys) {
    const ids = key.name === 'inn' ? await sameTaxId(run, s, key) : await nearNames(run, s, key);
    if (ids.length > 0) return { is: 'perhaps', ids, reason: key.name };
  }
  return (await namesake(run, s, keys)) ?? { is: 'none' };
}

/**
 * Typed here beside one of the same name that stands there already. What another host has as a card of its own is two there too, and no
 * question; where both have a number, the numbers have spoken.
 */
async function namesake(run: RunContext, { record, link, links }: Situation, keys: readonly Key[]): Promise<Found | null> {
  const key = keys.find((k) => k.name === 'name');
  if (!key || link.sent !== null || links.some((l) => l.hostId !== null)) return null;
  const apart = toldApart(link);
  return run.engine.store.read(async (t) => {
    for (const { record: other, linked } of (await t.candidates(run.id, 'counterparty', [key])).get(key.text) ?? []) {
      const there = linked === null || other.id === record.id ? null : await t.link(linked);
      if (!there || there.goneAt !== null || there.hostId === null || apart.has(there.hostId)) continue;
      const name = textOf(other.fields, 'name');
      if (nameScore(name, textOf(record.fields, 'name')) < 1 || [record, other].every(hasNumber)) continue;
      return { is: 'taken', id: there.hostId, record: other.id, name };
    }
    return null;
  });
}

const hasNumber = ({ fields }: SharedRecord): boolean => isTaxId(textOf(fields, 'taxId'));

async function sameTaxId(run: RunContext, s: Situation, key: Key): Promise<string[]> {
  const where = await whereOf(run.refs, s.mapping, s.record.fields, key);
  const objects = where ? await run.attached.host.find('counterparty', where) : [];
  return unlinkedOnly(run, run.attached, objects);
}

/** Without any number, or with one that was corrected there, an unanswered create can only be recognised by its name: a person confirms it. */
async function sameName(run: RunContext, s: Situation): Promise<string[]> {
  return unlinkedOnly(
    run,
    run.attached,
    await run.attached.host.find('counterparty', s.mapping.where(asSent(s), ['name'], run.refs)),
  );
}

async function unlinkedOnly(run: RunContext, attached: Attached, objects: readonly Seen[]): Promise<string[]> {
  if (objects.length === 0) return [];
  const entity = objects[0]?.entity ?? 'counterparty';
  const links = await run.engine.store.read((t) => t.linksAt(attached.settings.id, entity, objects.map((o) => o.hostId))); // prettier-ignore
  return objects.filter((o) => (links.get(o.hostId)?.record ?? null) === null).map((o) => o.hostId);
}

async function nearNames(run: RunContext, s: Situation, key: Key): Promise<string[]> {
  return run.engine.store.read(async (t) => {
    const ids = (await t.unlinkedWith(run.id, 'counterparty', [key])).get(key.text) ?? [];
    const near: string[] = [];
    for (const id of ids) {
      const link = await t.link(id);
      const name = flat(link?.seen ?? null)['name'];
      const alike =
        typeof name === 'string' && nameScore(name, textOf(s.record.fields, 'name')) >= run.engine.limits.nameThreshold;
      if (alike && link?.hostId) near.push(link.hostId);
    }
    return near;
  });
}

/** After an unknown outcome: any stranger of that organisation, counterparty and day might be ours with another second. */
async function sameDay(run: RunContext, s: Situation): Promise<Found> {
  const sent = asSent(s);
  const date = textOf(sent, 'date');
  const where = await withRefs(run.refs, () => {
    try {
      return s.mapping.where(sent, ['organisation', 'counterparty'], run.refs);
    } catch (error) {
      if (error instanceof CannotWrite) return null;
      throw error;
    }
  });
  const property = s.mapping.hostName('date');
  const objects = where
    ? await run.attached.host.find('invoice', {
        ...where,
        [property]: { from: `${date.slice(0, 10)}T00:00:00`, to: `${date.slice(0, 10)}T23:59:59` },
      })
    : [];
  const ids = await unlinkedOnly(run, run.attached, objects);
  return ids.length > 0 ? { is: 'perhaps', ids, reason: 'same-day' } : { is: 'none' };
}
