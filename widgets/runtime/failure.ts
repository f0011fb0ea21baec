/** Why a call brought nothing: what a widget shows about it. */
import type { ProblemDetails } from '../../connector/server/contract/shared.ts';

export type FailureKind = 'network' | 'timeout' | 'module' | 'expired' | 'forbidden' | 'moved' | 'refused' | 'crashed';

export class Failure extends Error {
  readonly kind: FailureKind;
  /** Of the server, in the language of the token; null: it never answered. */
  readonly problem: ProblemDetails | null;
  constructor(kind: FailureKind, problem: ProblemDetails | null = null) {
    super(problem === null ? kind : problem.code);
    this.kind = kind;
    this.problem = problem;
  }
}

/** The server was not reached: told by a failed call, whatever the browser thinks. */
export const isOffline = ({ kind }: Failure): boolean => kind === 'network' || kind === 'timeout';
/** Whatever was thrown, as a failure. */
export const asFailure = (thrown: unknown): Failure => (thrown instanceof Failure ? thrown : new Failure('crashed'));
/** Told to the host page and the telemetry: a code, never a text. */
export const failureCode = (failure: Failure): string => (failure.problem ? failure.problem.code : failure.kind);
