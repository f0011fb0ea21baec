/** Which hosts a record still has to be created on: one waiting link each (B7). None toward followers, none for prospects. */
import type { Link, SharedRecord } from '../model.ts';
import { newLink } from './adopt.ts';
import { mayCreate, type Engine } from './engine.ts';

export async function linksToward(engine: Engine, record: SharedRecord, links: readonly Link[]): Promise<Link[]> {
  const missing = [...engine.hosts.values()].filter(
    (a) => !links.some((l) => l.host === a.settings.id) && mayCreate(engine, a, record),
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
