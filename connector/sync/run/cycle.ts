/** What one cycle was asked to do, and what it tells in the end. */
import type { HostError } from '../../hosts/host.ts';
import type { HostId, PlanId, RecordId } from '../../model.ts';
import { LeaseLost } from '../../store/store.ts';
import type { Counts, RunContext } from '../context.ts';
import type { GuardRule } from '../guard.ts';
import type { Plan } from '../plan.ts';
import type { Strikes } from '../trouble.ts';

export interface RunOptions {
  /** Observe for real, compute, store the plan; write no record and no host. */
  readonly planOnly?: boolean;
  /** Let this stored plan through the guard. */
  readonly accept?: PlanId;
  /** Only these records are applied (a person pressed "now"). */
  readonly only?: readonly RecordId[];
  /** Every feed, due or not. */
  readonly everything?: boolean;
  readonly by?: string;
}

export type RunState = 'ok' | 'busy' | 'paused' | 'failed' | 'stopped';

export interface Report {
  readonly host: HostId;
  readonly state: RunState;
  readonly counts: Counts;
  readonly plan: Plan | null;
  /** The guard's rule that holds this host's writes, and the plan to accept. */
  readonly guard: { readonly rule: GuardRule; readonly count: number; readonly plan: PlanId } | null;
  readonly error: HostError | null;
  /** Lists and records that failed on their own and were parked. */
  readonly failures: readonly HostError[];
  readonly seconds: number;
}

/** One run on its way through its phases. */
export interface Cycle {
  readonly run: RunContext;
  readonly options: RunOptions;
  /** Failures one after another, over all phases: many of them are the host. */
  readonly strikes: Strikes;
}

/** A phase may take long: the lease is held on to, or the run ends here. */
export async function renew({ engine, id, lease }: RunContext): Promise<void> {
  if (!(await engine.store.renew(lease))) throw new LeaseLost(id);
}
