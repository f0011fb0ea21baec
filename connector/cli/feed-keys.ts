/** sidebook key … --feed: who may read the OData feed, which sets of it, which rows. The secret is shown once, only its hash is kept. */
import { randomBytes } from 'node:crypto';
import { SidebookError } from '../errors.ts';
import { openStoreOf } from '../main.ts';
import { ROLES, type Role } from '../roles.ts';
import { newSecret } from '../server/auth/key-files.ts';
import { hashOf } from '../server/odata/keys.ts';
import { PRIVATE_SETS } from '../server/odata/private-sets.ts';
import { SHARED_SETS } from '../store/feed-sets.ts';
import type { FeedClass, FeedKey, FeedKeys, FeedSet } from '../store/feed.ts';
import type { WholeStore } from '../store/whole.ts';
import { counted, type Noun } from '../words/plural.ts';
import { actorOf, readConfig, t, type Io } from './io.ts';
import { day, recordNamed } from './registry.ts';
import { table } from './table.ts';

export interface FeedKeyOptions {
  readonly feed: string;
  readonly class?: FeedClass;
  readonly set?: readonly string[];
  readonly organisation?: readonly string[];
  readonly owner?: string;
  readonly role?: Role;
  readonly user?: string;
}

const ALL: readonly FeedSet[] = [...SHARED_SETS, ...PRIVATE_SETS];

async function withStore<T>(io: Io, work: (store: WholeStore, keys: FeedKeys) => Promise<T>): Promise<T> {
  const store = openStoreOf(readConfig(io), io.world);
  try {
    return await work(store, store.accounts.feedKeys);
  } finally {
    await store.close();
  }
}

export async function add(io: Io, options: FeedKeyOptions): Promise<void> {
  await withStore(io, async (store, keys) => {
    const key = await keyFrom(io, store, options);
    const secret = newSecret();
    keys.add(key, hashOf(secret));
    await journal(io, store, { feed: key.id, name: key.name, class: key.class, sets: (key.sets ?? []).join(' ') });
    io.out(`${shown(io, key, secret)}\n`);
  });
}

async function keyFrom(io: Io, store: WholeStore, o: FeedKeyOptions): Promise<FeedKey> {
  const named = o.set?.map(setNamed) ?? null;
  const kind = o.class ?? 'office';
  checkPrivate(kind, named ?? [], o);
  const organisations = o.organisation
    ? await Promise.all(o.organisation.map((name) => recordNamed(store, 'organisation', name)))
    : null;
  const owner = o.owner === undefined ? null : await recordNamed(store, 'person', o.owner);
  return {
    id: randomBytes(6).toString('hex'), name: o.feed, class: kind, sets: named?.map((s) => s.name) ?? null, organisations, owner,
    role: o.role ?? null, user: o.user ?? null, addedAt: io.world.now().toISOString(), revokedAt: null,
  }; // prettier-ignore
}

function setNamed(name: string): FeedSet {
  const found = ALL.find((set) => set.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new SidebookError('feed-set-wrong', { set: name, known: ALL.map((s) => s.name).join(', ') });
  return found;
}

/** Private sets are given by name, to a person or a group with a role; Dataverse never gets them. */
function checkPrivate(kind: FeedClass, sets: readonly FeedSet[], { role, user }: FeedKeyOptions): void {
  const first = sets.find((set) => set.isPrivate);
  if (!first) return;
  if (kind === 'host') throw new SidebookError('feed-private-host', { set: first.name });
  if (!ROLES.some((r) => r === role) || user === undefined) throw new SidebookError('feed-private-role', { set: first.name });
}

async function journal(io: Io, store: WholeStore, after: Readonly<Record<string, string>>): Promise<void> {
  const by = actorOf(io);
  const row = { at: io.world.now().toISOString(), host: null, link: null, record: null, unit: null, before: null, after, cause: 'switch', plan: null, by } as const; // prettier-ignore
  await store.write({ actor: by }, (tx) => tx.journal(row));
}

const shown = (io: Io, key: FeedKey, secret: string): string =>
  [
    table([[t(io, 'feed', 'лента'), key.name], [t(io, 'key (user of Basic)', 'ключ (имя для Basic)'), key.id], [t(io, 'secret (password)', 'секрет (пароль)'), secret], [t(io, 'in one piece', 'одной строкой'), `${key.id}.${secret}`], [t(io, 'sets', 'наборы'), setsOf(io, key)]]),
    t(io, 'The secret is shown this once. In one piece it goes into "Authorization: Bearer" or "x-api-key". Guide: docs/guides/excel-power-bi.md', 'Секрет показан один раз. Одной строкой его передают в «Authorization: Bearer» или «x-api-key». Руководство: docs/guides/excel-power-bi.ru.md'),
  ].join('\n'); // prettier-ignore

const setsOf = (io: Io, { sets }: FeedKey): string => sets?.join(', ') ?? t(io, 'all that are not private', 'все, кроме личных');

export async function list(io: Io): Promise<void> {
  await withStore(io, async (_store, keys) => {
    const rows = keys.all().map((key) => rowOf(io, key));
    const head = [t(io, 'Feed', 'Лента'), t(io, 'Key', 'Ключ'), t(io, 'Class', 'Класс'), t(io, 'Sets', 'Наборы'), t(io, 'Rows', 'Строки'), t(io, 'State', 'Состояние')];
    io.out(`${rows.length > 0 ? table(rows, { head }) : t(io, `No keys of the feed yet: ${io.called} key add --feed NAME`, `Ключей ленты пока нет: ${io.called} key add --feed ИМЯ`)}\n`);
  });
} // prettier-ignore

function rowOf(io: Io, key: FeedKey): string[] {
  const state = key.revokedAt === null ? t(io, 'active', 'действует') : `${t(io, 'revoked', 'отозван')} ${day(key.revokedAt)}`;
  return [key.name, key.id, key.class, setsOf(io, key), rowsOf(io, key), state];
}

const ORGANISATIONS: Noun = { en: ['organisation', 'organisations'], ru: ['организация', 'организации', 'организаций'] };

function rowsOf(io: Io, { organisations, owner, role, user }: FeedKey): string {
  const parts = [
    organisations && counted(io, organisations.length, ORGANISATIONS),
    owner && t(io, 'of one person', 'одного ответственного'),
    role && `${role} ${user ?? ''}`.trim(),
  ].filter((part) => part !== null);
  return parts.length === 0 ? t(io, 'all', 'все') : parts.join(', ');
}

export async function revoke(io: Io, id: string): Promise<void> {
  await withStore(io, async (store, keys) => {
    const known = keys.find(id);
    if (known?.key.revokedAt !== null) throw new SidebookError('feed-key-unknown', { kid: id });
    keys.revoke(id, io.world.now().toISOString());
    await journal(io, store, { feed: id, revoked: io.world.now().toISOString() });
    io.out(`${t(io, `Key ${id} of the feed is revoked: nothing is read with it any more.`, `Ключ ленты ${id} отозван: с ним больше ничего не прочесть.`)}\n`);
  });
} // prettier-ignore
