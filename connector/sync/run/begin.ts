/** Before the first phase: the host's switches, what it has shown so far, which mappings changed. */
import PQueue from 'p-queue';
import type { Entity, HostId } from '../../model.ts';
import type { Lease } from '../../store/store.ts';
import type { Counts, RunContext } from '../context.ts';
import { attachedOf, switchesOf, type Engine } from '../engine.ts';
import { changedUnits } from '../rebase.ts';
import { LinkRefs } from '../refs.ts';
import { closedPeriods } from '../situation.ts';
import { SameBase } from '../startup.ts';

export async function contextOf(
  engine: Engine,
  host: HostId,
  lease: Lease,
  planOnly: boolean,
  counts: Counts,
): Promise<RunContext> {
  const attached = attachedOf(engine, host);
  const walked = await walkedEntities(engine, host);
  const switches = await switchesOf(engine, host);
  return {
    engine,
    attached,
    id: host,
    lease,
    counts,
    leavers: new Set(),
    walked,
    refs: new LinkRefs(engine.store, host),
    base: new SameBase(engine, attached.host),
    renumbered: new PQueue({ concurrency: 1 }),
    switches,
    planOnly: planOnly || switches.why === 'restored',
    closed: await engine.store.read(closedPeriods),
    rebase: changedUnits(attached.mappings.values(), switches.row?.mappingHashes ?? {}),
    guard: null,
    failures: [],
    accepted: new Map(),
    released: new Set(),
  };
}

/** Entities the host has listed to the end, as far as our user may see: every key was shown, and the content of every new one read. */
async function walkedEntities(engine: Engine, host: HostId): Promise<Set<Entity>> {
  const walked = new Set<Entity>();
  const { feeds } = attachedOf(engine, host).host;
  const swept = new Set(feeds.filter((f) => f.kind === 'sweep').flatMap((f) => f.entities));
  for (const feed of feeds.filter((f) => f.kind !== 'changes')) {
    const cursor = await engine.store.read((t) => t.cursor(host, feed.id));
    if (!cursor?.lastCompleteAt) continue;
    for (const entity of feed.entities) if (feed.kind === 'sweep' || !swept.has(entity)) walked.add(entity);
  }
  return walked;
}
