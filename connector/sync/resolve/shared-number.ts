/** Two cards that came to have one number are two all the same: a person has seen it, and nothing of them changes. */
import type { Problem } from '../../model.ts';
import { nowOf, type Engine } from '../engine.ts';

/** The code of that question. */
export const SHARED_NUMBER = 'number-shared';

export const isOfSharedNumber = ({ detail }: Pick<Problem, 'detail'>): boolean => detail['code'] === SHARED_NUMBER;

export async function areTwo(engine: Engine, problem: Problem, by: string): Promise<void> {
  await engine.store.write({ actor: by }, (t) => t.answerProblem(problem.id, 'apart', by, nowOf(engine)));
}

/** The question stands again. */
export async function askedAgain(engine: Engine, problem: Problem, by: string): Promise<void> {
  await engine.store.write({ actor: by }, (t) => t.reopenProblem(problem.id));
}
