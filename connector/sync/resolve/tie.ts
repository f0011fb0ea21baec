/** The transaction of an answer about which object a record stands for, or that is only looked at again. */
import type { Fields, Link, Problem, RecordId } from '../../model.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { nowOf, type Engine } from '../engine.ts';
import { UNMATCHED } from '../matching.ts';
import { answerRow, rivalsOf, write } from './stored.ts';

export interface Tie {
  /** The answer in the words of the list of answers. */
  readonly word: string;
  readonly record: RecordId;
  readonly link: StoredLink;
  readonly to: Link;
  /** A link that is no longer needed: the two become one. */
  readonly drop?: StoredLink | undefined;
  /** What taking it back has to know: the stage the record had, or that something was sent already. */
  readonly was?: Fields | null;
  /** What else changes with it. */
  readonly more?: (t: Writer) => void;
}

export async function tie(
  engine: Engine,
  problem: Problem,
  by: string,
  { word, record, link, to, drop, was = null, more }: Tie,
): Promise<void> {
  const at = nowOf(engine);
  const rivals = await rivalsOf(engine, link);
  await write(engine, by, (t) => {
    more?.(t);
    for (const rival of rivals) t.touchLink(rival);
    if (drop) t.dropLink(drop.id, drop.tick, at);
    t.setLink(to, link.tick);
    if (to.record !== null) t.setLinkKeys(link.id, link.entity, []);
    t.journal(answerRow(link, record, { unit: null, before: was, after: {} }, at, by));
    t.answerProblem(problem.id, word, by, at);
    if (to.record !== null && to.hostId !== null) t.closeProblems(link.id, UNMATCHED, null, by, at);
  });
}
