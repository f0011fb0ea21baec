/** What a plan holds and what its steps are called, the same in text and on the page. */
import { PROBLEM_LABELS, problemLabel } from '../errors.ts';
import type { Entity } from '../model.ts';
import type { FieldChange, Step, Totals } from '../sync/plan.ts';
import type { Reader } from './lang.ts';
import { reworded } from './reworded.ts';
import { say, sayIfAny } from './sentences.ts';

/** What is shown of a plan, whatever the form. */
export interface ShownPlan {
  readonly id: string;
  readonly host: string;
  readonly madeAt: string;
  readonly refused: string | null;
  readonly steps: readonly Step[];
  readonly totals: Totals;
}

export const DOES = ['create', 'change', 'act', 'pull', 'link', 'adopt', 'ask', 'wait', 'hold'] as const;

export const doesLabel = (io: Reader, does: (typeof DOES)[number]): string => say(io, `does.${does}`);

/** As the form of the host names the field, or as an administrator does. */
export const changedLabel = (io: Reader, entity: Entity, { field, label }: FieldChange): string =>
  reworded(`mapping/${entity}.${field}`, io.lang) ?? label[io.lang];

/** Why a step stands in the plan: where the change comes from, or what kind of question it is. */
export const whyLabel = (io: Reader, why: string): string =>
  sayIfAny(io, `why.${why}`) ?? (isProblemKind(why) ? problemLabel(why, io.lang) : why);
const isProblemKind = (why: string): why is keyof typeof PROBLEM_LABELS => Object.hasOwn(PROBLEM_LABELS, why);
