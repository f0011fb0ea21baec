/** apart: it stands alone. An unmatched object becomes a record of its own; a waiting record is created beside its neighbour. */
import { flat } from '../../narrow.ts';
import type { Problem } from '../../model.ts';
import type { StoredLink } from '../../store/store.ts';
import { adoption } from '../adopt.ts';
import { nowOf, type Engine } from '../engine.ts';
import { linksToward } from '../links-toward.ts';
import { UNMATCHED } from '../matching.ts';
import { LinkRefs } from '../refs.ts';
import { resolveOpen } from '../resolve-refs.ts';
import { ResolveRefused } from './answer.ts';
import { answerRow, loadLink, mappingFor, rivalsOf, write } from './stored.ts';
import { tie } from './tie.ts';

export async function answerApart(engine: Engine, problem: Problem, by: string): Promise<void> {
  const link = await loadLink(engine, problem);
  if (link.record === null) return adoptAlone(engine, problem, link, by);
  if (link.hostId !== null) throw new ResolveRefused('answer-unfit');
  const to = { ...link, token: toldApart(link, problem), dirty: true, retryAt: null };
  await tie(engine, problem, by, { word: 'apart', record: link.record, link, to });
}

/** Which objects a person said it is not: those alone are passed over when it is looked for again. */
const toldApart = (link: StoredLink, problem: Problem): string =>
  [
    ...new Set([
      'apart',
      ...(link.token ?? '').split(' ').slice(1),
      ...(problem.detail['ids'] ?? problem.detail['id'] ?? '').split(' '),
    ]),
  ]
    .join(' ')
    .trim();

async function adoptAlone(engine: Engine, problem: Problem, link: StoredLink, by: string): Promise<void> {
  const at = nowOf(engine);
  const made = await adopted(engine, link, at);
  const toward = await linksToward(engine, made.record, [made.link]);
  const rivals = await rivalsOf(engine, link);
  await write(engine, by, (t) => {
    for (const rival of rivals) t.touchLink(rival);
    t.setRecord(made.record, null);
    t.setLink(made.link, link.tick);
    t.setLinkKeys(link.id, link.entity, []);
    for (const l of toward) t.setLink(l, null);
    t.journal(answerRow(link, made.record.id, { unit: null, before: null, after: {} }, at, by));
    t.answerProblem(problem.id, 'apart', by, at);
    t.closeProblems(link.id, UNMATCHED, null, by, at);
  });
}

async function adopted(engine: Engine, link: StoredLink, at: string): Promise<ReturnType<typeof adoption>> {
  const mapping = mappingFor(engine, link);
  return adoption({
    id: engine.world.uuid(),
    linkId: link.id,
    host: link.host,
    hostId: link.hostId ?? '',
    version: link.version ?? '',
    shown: await resolveOpen(flat(link.seen), new LinkRefs(engine.store, link.host)),
    mapping,
    at,
  });
}
