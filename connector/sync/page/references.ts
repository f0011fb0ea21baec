/** References of one page nobody knows yet: read on the spot, so that they go through matching first; dangling ones get a stand-in (A8). */
import { isGone, type Observed } from '../../hosts/host.ts';
import { REFERENCES, type Entity, type Fields } from '../../model.ts';
import { parseUnresolved, type Mapping, type Shown } from '../../../mappings/mapping.ts';
import { standIn } from '../adopt.ts';
import { commit, mappingOf, type RunContext } from '../context.ts';
import { nowOf } from '../engine.ts';

/** How what was read on the way is taken up. */
export type Observe = (objects: readonly Observed[]) => Promise<void>;

/** True: some were met, and what is shown has to be read once more. */
export async function meetReferences(run: RunContext, { entity: own }: Mapping, shown: readonly (Shown | null)[], observe: Observe): Promise<boolean> {
  const wanted = new Map<Entity, Set<string>>();
  for (const view of shown)
    for (const open of openRefs(view?.fields ?? {})) {
      const { entity, hostId } = parseUnresolved(open);
      if (entity === own || !run.attached.mappings.has(entity)) continue;
      wanted.set(entity, (wanted.get(entity) ?? new Set()).add(hostId));
    }
  for (const [entity, ids] of wanted) await readReferences(run, entity, [...ids], observe);
  return wanted.size > 0;
} // prettier-ignore

async function readReferences(run: RunContext, entity: Entity, ids: readonly string[], observe: Observe): Promise<void> {
  const known = await run.engine.store.read((t) => t.linksAt(run.id, entity, ids));
  const strangers = ids.filter((id) => !known.has(id));
  if (strangers.length === 0) return;
  const observed = await run.attached.host.readMany(entity, strangers);
  await observe(observed.filter((o) => !isGone(o)));
  const there = new Set(observed.filter((o) => !isGone(o)).map((o) => o.hostId));
  for (const id of strangers) if (!there.has(id)) await standInFor(run, entity, id);
}

async function standInFor(run: RunContext, entity: Entity, hostId: string): Promise<void> {
  const mapping = mappingOf(run, entity);
  if (!mapping || !isReference(entity)) return;
  const { engine, id } = run;
  const [linkId] = await engine.store.linkIds(1);
  const made = standIn({ id: engine.world.uuid(), linkId: linkId ?? 0, host: id, hostId, mapping, at: nowOf(engine) });
  await commit(run, (t) => {
    t.setRecord(made.record, null);
    t.setLink(made.link, null);
  });
}

const isReference = (entity: Entity): boolean => (REFERENCES as readonly string[]).includes(entity);

function openRefs(fields: Fields): string[] {
  return Object.values(fields).flatMap((v) => {
    if (typeof v === 'string') return v.startsWith('?') ? [v] : [];
    return Array.isArray(v)
      ? v.flatMap((row) => Object.values(row as Fields).filter((x): x is string => typeof x === 'string' && x.startsWith('?')))
      : [];
  });
}
