/** One run of one host: its lease, its references, its closed periods and what it counted so far. */
import type PQueue from 'p-queue';
import type { Entity, HostId, LinkId } from '../model.ts';
import type { Lease, Writer } from '../store/store.ts';
import type { HostError } from '../hosts/host.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { Attached, ClosedPeriods, Engine, Switches } from './engine.ts';
import type { Rebase } from './rebase.ts';
import type { LinkRefs } from './refs.ts';
import type { SameBase } from './startup.ts';

export interface Counts {
  seen: number;
  echoes: number;
  adopted: number;
  linked: number;
  pulled: number;
  pushed: number;
  created: number;
  acted: number;
  asked: number;
  held: number;
  waiting: number;
  gone: number;
  left: number;
}

export const noCounts = (): Counts => ({
  seen: 0, echoes: 0, adopted: 0, linked: 0, pulled: 0, pushed: 0, created: 0, acted: 0, asked: 0, held: 0, waiting: 0, gone: 0, left: 0,
}); // prettier-ignore

export interface RunContext {
  readonly engine: Engine;
  readonly attached: Attached;
  readonly id: HostId;
  readonly lease: Lease;
  readonly refs: LinkRefs;
  readonly base: SameBase;
  /** Cards that get another number, one after another: of two that get the same one, the second sees the first. */
  readonly renumbered: PQueue;
  switches: Switches;
  /** plan: observe for real, compute, write no record and no host (A13); also once the host turns out to be restored. */
  planOnly: boolean;
  readonly counts: Counts;
  /** Who left the scope in this run: each is counted once. */
  readonly leavers: Set<LinkId>;
  closed: ClosedPeriods;
  /** Entities whose content the host showed completely at least once. */
  readonly walked: Set<Entity>;
  /** Units whose mapping changed since it was last seen whole: compared anew by a walk (A10). */
  readonly rebase: ReadonlyMap<Entity, Rebase>;
  /** Why the host may not be written in this run although writing is on: the guard's rule. */
  guard: string | null;
  /** What failed on its own in this run: lists and records that were parked. */
  readonly failures: HostError[];
  /** Steps of an accepted plan: link -> what the step rests on. */
  readonly accepted: Map<LinkId, string>;
  /** Links whose accepted step still stands: they pass the guard. */
  readonly released: Set<LinkId>;
}

export const mappingOf = (run: RunContext, entity: Entity): Mapping | null => run.attached.mappings.get(entity) ?? null;

/** Known objects are gone or its numbers ran backwards: from here on the host is only looked at (A21). */
export function suspectRestored(run: RunContext): (t: Writer) => void {
  run.planOnly = true;
  run.switches = { ...run.switches, canWrite: false, why: 'restored' };
  return (t) => {
    t.setHost(run.id, { state: 'restored' });
  };
}

/** One transaction under the run's lease. */
export const commit = (run: RunContext, work: (t: Writer) => void): Promise<'done' | 'moved'> =>
  run.engine.store.write(run.lease, work);
