/** Problems as changes of a transaction: one row per link, unit and kind; a consequence of pictures, never a state (A9). */
import type { Entity, Fields, LinkId, ProblemKind, RecordId, Unit } from '../model.ts';
import type { Writer } from '../store/store.ts';
import type { RunContext } from './context.ts';
import { nowOf } from './engine.ts';

export interface ProblemOf {
  readonly kind: ProblemKind;
  readonly unit?: Unit | null;
  /** `code` names the catalogue entry; the rest are its parameters. */
  readonly detail: Readonly<Record<string, string>> & { readonly code: string };
  readonly ours?: Fields | null;
  readonly theirs?: Fields | null;
  readonly base?: Fields | null;
}

export interface LinkLike {
  readonly id: LinkId;
  readonly record: RecordId | null;
  readonly entity: Entity;
}

export function openProblem(run: RunContext, link: LinkLike, problem: ProblemOf): (t: Writer) => void {
  const since = nowOf(run.engine);
  run.engine.report({ type: 'problem', host: run.id, kind: problem.kind });
  return (t) =>
    t.problem({
      host: run.id,
      link: link.id,
      record: link.record,
      entity: link.entity,
      unit: problem.unit ?? null,
      kind: problem.kind,
      detail: problem.detail,
      ours: problem.ours ?? null,
      theirs: problem.theirs ?? null,
      base: problem.base ?? null,
      since,
    });
}

/** A problem of the host as a whole: unreachable, restored; or of one feed (`unit`). */
export function hostProblem(
  run: RunContext,
  kind: ProblemKind,
  detail: ProblemOf['detail'],
  unit: string | null = null,
  entity: Entity | null = null,
): (t: Writer) => void {
  const since = nowOf(run.engine);
  run.engine.report({ type: 'problem', host: run.id, kind });
  return (t) =>
    t.problem({
      host: run.id,
      link: null,
      record: null,
      entity,
      unit,
      kind,
      detail,
      ours: null,
      theirs: null,
      base: null,
      since,
    });
}
