/** Two cards that came to have one number are two all the same: a person has seen it, and nothing of them changes. */
import type { HostId, LinkId, Problem, RecordId } from '../../model.ts';
import { nowOf, type Engine } from '../engine.ts';

/** The code of that question. */
export const SHARED_NUMBER = 'number-shared';

export const isOfSharedNumber = ({ detail }: Pick<Problem, 'detail'>): boolean => detail['code'] === SHARED_NUMBER;

/** Cards of this base beside which that question names this record: due once it has another number, or no card there. */
export async function askedAbout(
  { store }: Pick<Engine, 'store'>,
  host: HostId,
  record: RecordId | null,
): Promise<readonly LinkId[]> {
  if (record === null) return [];
  const open = await store.read((t) => t.problems({ host, kind: 'duplicate' }));
  return open.flatMap((p) => (isOfSharedNumber(p) && p.detail['record'] === record && p.link !== null ? [p.link] : []));
}

export async function areTwo(engine: Engine, problem: Problem, by: string): Promise<void> {
  await engine.store.write({ actor: by }, (t) => t.answerProblem(problem.id, 'apart', by, nowOf(engine)));
}

/** The question stands again, unless it is over since. */
export async function askedAgain(engine: Engine, problem: Problem, by: string): Promise<void> {
  await engine.store.write({ actor: by }, (t) => {
    t.reopenProblem(problem.id);
    if (problem.link !== null) t.touchLink(problem.link);
  });
}
