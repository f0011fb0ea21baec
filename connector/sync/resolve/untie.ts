/**
 * Takes back which record an object stands for (D3): the question stands again. Only while nothing rests on the answer yet: once
 * values were exchanged, or something refers to the record it made, taking it back would be an edit of both sides nobody asked for.
 */
import { objectKeys } from '../../identity.ts';
import type { Fields, JournalRow, Link, Problem, SharedRecord } from '../../model.ts';
import type { Mapping } from '../../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { newLink, seenAlone } from '../adopt.ts';
import { nowOf, type Engine } from '../engine.ts';
import { linksToward } from '../links-toward.ts';
import { unpack } from '../pictures.ts';
import { ResolveRefused } from './answer.ts';
import { answerRow, load, loadLink, mappingFor, write } from './stored.ts';

/** Kinds whose answer says which record an object is. */
const OF_MATCHING: ReadonlySet<string> = new Set(['ambiguous', 'duplicate']);

/** Whether the answer said that two are one, or are not. */
export const isTied = ({ kind, answer }: Pick<Problem, 'kind' | 'answer'>): boolean =>
  OF_MATCHING.has(kind) && /^(same |apart$)/.test(answer ?? '');

/** Throws ResolveRefused: answer-exchanged when something rests on it already, problem-moved when it is not as it was answered. */
export async function untie(engine: Engine, problem: Problem, by: string): Promise<void> {
  const link = await loadLink(engine, problem);
  const [word, as = ''] = (problem.answer ?? '').split(' ');
  if (word === 'same' && link.record === as) return notRecord(engine, problem, link, by);
  if (word === 'same' && link.hostId === as) return notObject(engine, problem, by);
  if (word === 'apart' && link.hostId === null) return notApart(engine, problem, link, by);
  if (word === 'apart' && link.record !== null) return notAlone(engine, problem, by);
  throw new ResolveRefused('problem-moved');
}

/** An object that stands for no record, as it was when it was asked about. */
const unmatched = (link: StoredLink, theirs: Fields, mapping: Mapping): Link => ({
  ...newLink({ linkId: link.id, host: link.host, hostId: link.hostId, version: link.version, mapping }),
  inScope: link.inScope,
  goneAt: link.goneAt,
  seen: seenAlone(theirs, mapping),
});

/** It is another than the record it was linked with; what waited to be created there waits again. */
async function notRecord(engine: Engine, problem: Problem, link: StoredLink, by: string): Promise<void> {
  const mapping = mappingFor(engine, link);
  const { record } = await load(engine, problem);
  if (link.aliasOf === null) await nothingExchanged(engine, problem, link, record);
  const theirs = link.aliasOf === null ? unpack(link, record, mapping).theirs : (problem.theirs ?? {});
  const others = (await engine.store.read((t) => t.linksOf(record.id))).filter((l) => l.id !== link.id);
  const was = await stageBefore(engine, problem, record);
  const back = was === record.stage ? record : { ...record, rev: record.rev + 1, stage: was, changedAt: nowOf(engine), changedBy: by };
  const waiting = was === 'prospect' ? others.filter(isWaiting) : [];
  const toward = was === 'prospect' ? [] : await linksToward(engine, record, others);
  await reopened(engine, problem, link, record, by, (t) => {
    t.setLink(unmatched(link, theirs, mapping), link.tick);
    t.setLinkKeys(link.id, link.entity, objectKeys(link.entity, theirs));
    for (const l of waiting) t.dropLink(l.id, l.tick, nowOf(engine));
    if (back !== record) t.setRecord(back, record.rev);
    for (const l of toward) t.setLink(l, null);
  });
} // prettier-ignore

/** The record that waits is another than this object: both stand as before, each by itself. */
async function notObject(engine: Engine, problem: Problem, by: string): Promise<void> {
  const { link, record, mapping } = await load(engine, problem);
  await nothingExchanged(engine, problem, link, record);
  const { theirs } = unpack(link, record, mapping);
  const [id = 0] = await engine.store.linkIds(1);
  const waits = newLink({ linkId: link.id, host: link.host, hostId: null, version: null, mapping });
  const isKnown = Object.keys(theirs).length > 0;
  const stranger = { ...newLink({ linkId: id, host: link.host, hostId: link.hostId, version: null, mapping }), seen: seenAlone(theirs, mapping) }; // prettier-ignore
  await reopened(engine, problem, link, record, by, (t) => {
    t.setLink({ ...waits, record: record.id, token: link.token }, link.tick);
    if (!isKnown) return; // not read yet: the next reading meets it as new
    t.setLink(stranger, null);
    t.setLinkKeys(id, link.entity, objectKeys(link.entity, theirs));
  });
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

const isWaiting = (l: StoredLink): boolean => l.hostId === null && l.sent === null;

/** What went before or since: rows of the journal after the answer's own, a question of this link, something on its way. */
async function nothingExchanged(engine: Engine, problem: Problem, link: StoredLink, record: SharedRecord): Promise<void> {
  const [rows, asked] = await engine.store.read(async (t) => [await t.journal(record.id), await t.problems({ link: link.id })] as const); // prettier-ignore
  const at = rows.findLastIndex((r) => isAnswer(r, problem));
  const since = rows.slice(at + 1).some((r) => r.link === link.id && r.cause !== 'person');
  if (at < 0 || since || rows[at]?.before?.['sent'] === true || asked.length > 0 || link.sent !== null)
    throw new ResolveRefused('answer-exchanged');
}

const isAnswer = (r: JournalRow, { link, resolvedAt }: Problem): boolean =>
  r.cause === 'person' && r.link === link && r.at === resolvedAt;

/** The stage the record had when it was answered: written down by the answer where it changed it. */
async function stageBefore(engine: Engine, problem: Problem, record: SharedRecord): Promise<SharedRecord['stage']> {
  const rows = await engine.store.read((t) => t.journal(record.id));
  return rows.findLast((r) => isAnswer(r, problem))?.before?.['stage'] === 'prospect' ? 'prospect' : record.stage;
}

/** One transaction: what it was, the same question again, and a row that says who took it back. */
async function reopened(engine: Engine, problem: Problem, link: StoredLink, record: SharedRecord, by: string, work: (t: Writer) => void) {
  await write(engine, by, (t) => {
    work(t);
    t.journal(answerRow(link, record.id, { unit: null, before: null, after: {} }, nowOf(engine), by));
    t.reopenProblem(problem.id);
  });
} // prettier-ignore
