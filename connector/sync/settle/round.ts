/** One round for one existing link: what it rests on, what it wants, how it ended. */
import type { HostError, Seen } from '../../hosts/host.ts';
import type { Fields, Unit } from '../../model.ts';
import type { Settled } from '../answer.ts';
import type { RunContext } from '../context.ts';
import type { ProblemOf } from '../problems.ts';
import type { Situation } from '../situation.ts';

export interface Round {
  readonly run: RunContext;
  readonly s: Situation;
  /** The object as read in this call; a write is only built on one of these. */
  readonly fresh: Seen | null;
  /** What the host shows, as far as we know. */
  readonly theirs: Fields;
  /** Why no more writes are tried in this call. */
  readonly givenUp: HostError | null;
}

/** What a write would be, whether it may happen now, and what keeps single units from leaving. */
export interface Wants {
  readonly writes: boolean;
  readonly may: boolean;
  readonly parked: boolean;
  readonly units: readonly Unit[];
  readonly action: Unit | null;
  readonly blocked: ReadonlyMap<Unit, ProblemOf>;
  /** Units that differ from what the host shows and belong there. */
  readonly needs: readonly Unit[];
}

/** How a round ended: settled, or one more, on this reading of the object. */
export interface Turn {
  readonly settled?: Settled;
  readonly fresh: Seen | null;
  /** Whether the write arrived is seen by what was read after it. */
  readonly unsure?: HostError;
}
