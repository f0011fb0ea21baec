/** What client, user and key commands share: the registry of the configured store, and a line of the journal for every change. */
import { SidebookError } from '../errors.ts';
import { openStoreOf } from '../main.ts';
import { KeyFiles, keysFolder } from '../server/auth/key-files.ts';
import type { Entity, RecordId } from '../model.ts';
import type { Client, Registry } from '../server/auth/registry.ts';
import type { Store } from '../store/store.ts';
import { actorOf, readConfig, type Io } from './io.ts';

export interface Desk {
  readonly registry: Registry;
  readonly keys: KeyFiles;
  readonly now: string;
  readonly store: Pick<Store, 'read'>;
  /** Who did what, without any secret. */
  readonly journal: (what: Readonly<Record<string, string>>) => Promise<void>;
}

export async function withRegistry<T>(io: Io, work: (desk: Desk) => Promise<T>): Promise<T> {
  const config = readConfig(io);
  const store = openStoreOf(config, io.world);
  const now = io.world.now().toISOString();
  const by = actorOf(io);
  const journal = async (after: Readonly<Record<string, string>>): Promise<void> => {
    const row = { at: now, host: null, link: null, record: null, unit: null, before: null, after, cause: 'switch', plan: null, by } as const; // prettier-ignore
    await store.write({ actor: by }, (tx) => tx.journal(row));
  };
  try {
    return await work({ store, registry: store.accounts.registry, keys: new KeyFiles(keysFolder(config.store.file)), now, journal }); // prettier-ignore
  } finally {
    await store.close();
  }
}

/** The client, or the message that there is none. `revoked`: one that was revoked counts as well. */
export function clientNamed({ registry }: Desk, id: string): Client {
  const client = registry.client(id);
  if (client?.revokedAt === null) return client;
  const known = registry.clients().filter((c) => c.revokedAt === null).map((c) => c.id).join(', ') || '-'; // prettier-ignore
  throw new SidebookError('client-unknown', { client: id, known });
}

/** By id, ИНН or exact name; two of the name are none. */
export async function recordNamed(store: Pick<Store, 'read'>, entity: Entity, name: string): Promise<RecordId> {
  const all = await store.read((r) => r.recordsOf(entity, null, 10_000));
  const found = all.filter(({ id, fields }) => [id, fields['taxId'], fields['name']].includes(name));
  const [only] = found;
  if (!only || found.length > 1) throw new SidebookError('feed-row-right', { name, entity });
  return only.id;
}

/** For a person: the day and the minute, in UTC as stored. */
export const day = (instant: string): string => instant.slice(0, 10);
