/**
 * Which hosts a record still has to be created on: one waiting link each (B7). None toward followers, none for prospects. An alias is
 * no object of its own: alone it stands for nothing.
 */
import { ENTITY_ORDER, type Entity, type HostId, type Link, type SharedRecord } from '../model.ts';
import { newLink } from './adopt.ts';
import { commit, type RunContext } from './context.ts';
import type { Store } from '../store/store.ts';
import { mayCreate, nowOf, type Engine } from './engine.ts';

export async function linksToward(engine: Engine, record: SharedRecord, links: readonly Link[]): Promise<Link[]> {
  const missing = [...engine.hosts.values()].filter(
    (a) => !links.some((l) => l.host === a.settings.id && l.aliasOf === null) && mayCreate(engine, a, record),
  );
  if (missing.length === 0) return [];
  const ids = await engine.store.linkIds(missing.length);
  return missing.flatMap((attached, i) => {
    const mapping = attached.mappings.get(record.entity);
    if (!mapping) return [];
    return [
      {
        ...newLink({ linkId: ids[i] ?? 0, host: attached.settings.id, hostId: null, version: null, mapping }),
        record: record.id,
      },
    ];
  });
}

/**
 * A host attached later: once its objects are known and matched, every record it lacks gets its waiting link. Once per entity and
 * per mapping; from then on each change of a record does it (edit, pull, adoption).
 */
export async function linksTowardAll(run: RunContext, entity: Entity): Promise<void> {
  const { engine, attached, id } = run;
  const mapping = attached.mappings.get(entity);
  const feed = towardFeed(entity);
  if (!mapping?.create || (await engine.store.read((t) => t.cursor(id, feed)))?.cursor === mapping.hash) return;
  for (let after: string | null = null; ;) {
    const records: readonly SharedRecord[] = await engine.store.read((t) =>
      t.recordsWithoutLink(id, entity, after, engine.limits.batch),
    );
    const last = records.at(-1);
    if (!last) break;
    after = last.id;
    const wanted = records.filter((r) => mayCreate(engine, attached, r));
    const ids = await engine.store.linkIds(wanted.length);
    const links = wanted.map((r, i) => ({
      ...newLink({ linkId: ids[i] ?? 0, host: id, hostId: null, version: null, mapping }),
      record: r.id,
    }));
    if (links.length > 0) await commit(run, (t) => links.forEach((l) => t.setLink(l, null))); // prettier-ignore
  }
  const at = nowOf(engine);
  await commit(run, (t) => t.setCursor(id, feed, { cursor: mapping.hash, startedAt: at, lastCompleteAt: at, seenCount: 0 }));
}

const towardFeed = (entity: Entity): string => `toward:${entity}`;

/** A host that cannot be thought of now: once it is there, every record is looked through again for the link it lacks. */
export async function owe(store: Store, host: HostId, by: string): Promise<void> {
  const done = await store.read(async (t) => {
    const cursors = await Promise.all(
      ENTITY_ORDER.map(async (e) => [towardFeed(e), await t.cursor(host, towardFeed(e))] as const),
    );
    return cursors.filter(([, cursor]) => cursor?.cursor);
  });
  if (done.length === 0) return;
  const none = { cursor: null, startedAt: null, lastCompleteAt: null, seenCount: 0 };
  await store.write({ actor: by }, (t) => {
    for (const [feed] of done) t.setCursor(host, feed, none);
  });
}
