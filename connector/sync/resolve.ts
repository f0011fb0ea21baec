/**
 * A person's answer is an edit of data, never special code (A9): the record, the base, or which object a record stands for.
 * It carries what the person saw; if that moved, it is asked again. What is overwritten is journalled, so it can be undone.
 * Here: which answer leads where. Each is a file of the folder resolve/.
 */
import type { Problem } from '../model.ts';
import type { Engine } from './engine.ts';
import { ResolveRefused, type Answer, type Fate } from './resolve/answer.ts';
import { answerApart } from './resolve/apart.ts';
import { answerGoods, isOfGoods } from './resolve/goods.ts';
import { answerHost } from './resolve/host.ts';
import { acknowledge, answerMarked } from './resolve/marked.ts';
import { answerRetry } from './resolve/retry.ts';
import { answerSame } from './resolve/same.ts';
import { areTwo, isOfSharedNumber } from './resolve/shared-number.ts';
import { answerValue } from './resolve/values.ts';
import { answerVanished } from './resolve/vanished.ts';

export { ResolveRefused, type Answer, type ResolveCode } from './resolve/answer.ts';
export { undoAnswer } from './resolve/undo.ts';
export { isTied, madeBy } from './resolve/untie.ts';

/** Carries out what a person answered to an open problem; throws ResolveRefused when it does not fit or came too late. */
export async function resolveProblem(engine: Engine, id: number, answer: Answer, by: string): Promise<void> {
  const [problem] = await engine.store.read((t) => t.problems({ id }));
  if (!problem) throw new ResolveRefused('problem-unknown');
  if (problem.link === null) return answerHost(engine, problem, answer, by);
  switch (answer.choose) {
    case 'ours':
    case 'theirs':
    case 'value':
      return answerValue(engine, problem, answer, by);
    case 'keep':
    case 'deactivate':
    case 'create-again':
      return answerFate(engine, problem, answer.choose, by);
    case 'same':
      return isOfGoods(problem) ? answerGoods(engine, problem, answer.as, by) : answerSame(engine, problem, answer.as, by);
    case 'apart':
      return isOfSharedNumber(problem) ? areTwo(engine, problem, by) : answerApart(engine, problem, by);
    case 'retry':
      return answerRetry(engine, problem, by);
    default:
      throw new ResolveRefused('answer-unfit');
  }
}

/** The same words after different questions: what was posted meanwhile, what is gone, what is marked for deletion. */
function answerFate(engine: Engine, problem: Problem, choose: Fate, by: string): Promise<void> {
  if (problem.kind === 'frozen' && choose === 'keep') return acknowledge(engine, problem, by);
  return problem.kind === 'vanished' ? answerVanished(engine, problem, choose, by) : answerMarked(engine, problem, choose, by);
}
