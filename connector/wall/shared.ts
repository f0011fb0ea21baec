/**
 * What a host shows already is no secret from hosts: pieces that stand in shared records whose link is in step. A text that was
 * only typed here, and has not left, does not count - it may be the leak itself.
 */
import { ENTITY_ORDER, type Entity, type HostId, type RecordId, type SharedRecord, type Value } from '../model.ts';
import type { Fingerprint, Store } from '../store/store.ts';
import { fold } from './fold.ts';
import type { Keyed } from './keyed.ts';
import { Gathered } from './gathered.ts';
import { Pieces } from './pieces.ts';

/** Which fields of a kind a host really shows: host -> entity -> fields. Those of a follower are not its own. */
export type Shows = ReadonlyMap<HostId, ReadonlyMap<Entity, ReadonlySet<string>>>;

const PAGE = 500;

/** Of these fingerprints the hashes that stand in something a host shows. Canaries never do. */
export async function sharedAmong(store: Store, keyed: Keyed, asked: readonly Fingerprint[], shows: Shows): Promise<Set<number>> {
  const found = new Set<number>();
  const wanted = asked.filter((f) => f.kind !== 'canary');
  if (wanted.length === 0) return found;
  const pieces = new Pieces(Gathered.of(wanted));
  for (const entity of ENTITY_ORDER)
    for await (const record of records(store, entity)) for (const hash of await inRecord(store, keyed, pieces, record, shows)) found.add(hash);
  return found;
} // prettier-ignore

async function* records(store: Store, entity: Entity): AsyncGenerator<SharedRecord> {
  let after: RecordId | null = null;
  for (;;) {
    const from: RecordId | null = after;
    const page: readonly SharedRecord[] = await store.read((t) => t.recordsOf(entity, from, PAGE));
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? null;
    await new Promise((resolve) => setImmediate(resolve)); // others have their turn
  }
}

async function inRecord(store: Store, keyed: Keyed, pieces: Pieces, record: SharedRecord, shows: Shows): Promise<number[]> {
  const fields = Object.entries(record.fields).flatMap(([field, value]) => {
    const hits = textsOf(value).flatMap((text) => pieces.in(fold(text), keyed));
    return hits.length > 0 ? [{ field, hashes: hits.map((h) => h.hash) }] : [];
  });
  if (fields.length === 0) return [];
  const links = await store.read((t) => t.linksOf(record.id));
  const inStep = links.filter((l) => l.hostId !== null && l.confirmed && l.inScope && !l.dirty && l.sent === null && l.goneAt === null); // prettier-ignore
  const isShown = (field: string): boolean => inStep.some((l) => shows.get(l.host)?.get(l.entity)?.has(field) ?? false);
  return fields.flatMap((f) => (isShown(f.field) ? f.hashes : []));
}

function textsOf(value: Value): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return value.flatMap((row) => Object.values(row).filter((v) => typeof v === 'string'));
}
