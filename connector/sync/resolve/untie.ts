/**
 * Takes back which record an object stands for (D3): the question stands again. Only while nothing rests on the answer yet: once
 * values were exchanged, or something rests on it, taking it back would be an edit of both sides nobody asked for.
 */
import { objectKeys } from '../../identity.ts';
import type { Problem, RecordId } from '../../model.ts';
import type { StoredLink } from '../../store/store.ts';
import { nowOf, type Engine } from '../engine.ts';
import { unpack } from '../pictures.ts';
import { ResolveRefused } from './answer.ts';
import { isOfGoods, untieGoods } from './goods.ts';
import { reopened, unmatched } from './reopened.ts';
import { isWaiting, nothingExchanged } from './resting.ts';
import { askedAgain, isOfSharedNumber } from './shared-number.ts';
import { load, loadLink } from './stored.ts';
import { notObject, notRecord } from './untie-same.ts';

/** Kinds whose answer says which record an object is. */
const OF_MATCHING: ReadonlySet<string> = new Set(['ambiguous', 'duplicate']);

/** Whether the answer said that two are one, or are not. */
export const isTied = ({ kind, answer, detail }: Pick<Problem, 'kind' | 'answer' | 'detail'>): boolean =>
  (OF_MATCHING.has(kind) || isOfGoods({ detail })) && /^(same |apart$)/.test(answer ?? '');

/** The record that goes when the answer is taken back, for it was made by it. Null: none goes. */
export async function madeBy({ store }: Pick<Engine, 'store'>, problem: Problem): Promise<RecordId | null> {
  if (!OF_MATCHING.has(problem.kind) || problem.answer !== 'apart' || isOfSharedNumber(problem)) return null;
  const link = await store.read((t) => t.link(problem.link ?? 0));
  return link !== null && link.hostId !== null ? link.record : null;
}

/** Throws ResolveRefused: answer-exchanged when something rests on it already, problem-moved when it is not as it was answered. */
export async function untie(engine: Engine, problem: Problem, by: string): Promise<void> {
  if (isOfGoods(problem)) return untieGoods(engine, problem, by);
  if (isOfSharedNumber(problem)) return askedAgain(engine, problem, by);
  const link = await loadLink(engine, problem);
  const [word, as = ''] = (problem.answer ?? '').split(' ');
  if (word === 'same' && link.record === as) return notRecord(engine, problem, link, by);
  if (word === 'same' && link.hostId === as) return notObject(engine, problem, by);
  if (word === 'apart' && link.hostId === null) return notApart(engine, problem, link, by);
  if (word === 'apart' && link.record !== null) return notAlone(engine, problem, by);
  throw new ResolveRefused('problem-moved');
}

/** A record that was to be created beside its neighbour waits for the answer again. */
async function notApart(engine: Engine, problem: Problem, link: StoredLink, by: string): Promise<void> {
  const { record } = await load(engine, problem);
  if (link.sent !== null) throw new ResolveRefused('answer-exchanged');
  const told = new Set((problem.detail['ids'] ?? problem.detail['id'] ?? '').split(' '));
  const kept = (link.token ?? '').split(' ').slice(1).filter((id) => !told.has(id)); // prettier-ignore
  const token = kept.length === 0 ? null : ['apart', ...kept].join(' ');
  await reopened(engine, problem, link, record, by, (t) => t.setLink({ ...link, token, dirty: true, retryAt: null }, link.tick));
}

/** The record the answer made goes, unless anything was done with it or refers to it. */
async function notAlone(engine: Engine, problem: Problem, by: string): Promise<void> {
  const { link, record, mapping } = await load(engine, problem);
  await nothingExchanged(engine, problem, link, record);
  const others = (await engine.store.read((t) => t.linksOf(record.id))).filter((l) => l.id !== link.id);
  if (record.rev !== 1 || !others.every(isWaiting)) throw new ResolveRefused('answer-exchanged');
  const { theirs } = unpack(link, record, mapping);
  const refused = await wasMoved(reopened(engine, problem, link, record, by, (t) => {
    for (const l of others) t.dropLink(l.id, l.tick, nowOf(engine));
    t.setLink(unmatched(link, theirs, mapping), link.tick);
    t.setLinkKeys(link.id, link.entity, objectKeys(link.entity, theirs));
    t.dropRecord(record.id, record.rev);
  })); // prettier-ignore
  if (refused) throw new ResolveRefused('answer-exchanged'); // something refers to it by now
}

async function wasMoved(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof ResolveRefused && error.code === 'problem-moved') return true;
    throw error;
  }
}
