/** A question that stands again, and the object it is about. */
import type { Fields, Link, Problem, SharedRecord } from '../../model.ts';
import type { Mapping } from '../../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { newLink, seenAlone } from '../adopt.ts';
import { nowOf, type Engine } from '../engine.ts';
import { answerRow, write } from './stored.ts';

/** An object that stands for no record, as it was last seen. An alias was not compared, so what it shows by now is read anew. */
export const unmatched = (link: StoredLink, theirs: Fields, mapping: Mapping): Link => ({
  ...newLink({
    linkId: link.id,
    host: link.host,
    hostId: link.hostId,
    version: link.aliasOf === null ? link.version : null,
    mapping,
  }),
  inScope: link.inScope,
  goneAt: link.goneAt,
  seen: seenAlone(theirs, mapping),
});

/** One transaction: what it was, the same question again, and a row that says who took it back. */
export async function reopened(engine: Engine, problem: Problem, link: StoredLink, record: SharedRecord, by: string, work: (t: Writer) => void) {
  await write(engine, by, (t) => {
    work(t);
    t.journal(answerRow(link, record.id, { unit: null, before: null, after: {} }, nowOf(engine), by));
    t.reopenProblem(problem.id);
  });
} // prettier-ignore
