/** What differs and what will be, whichever answer is chosen: problems with both sides in words, and the answers that fit. */
import { createHash } from 'node:crypto';
import { problemLabel } from '../../errors.ts';
import { label } from '../../fields.ts';
import { PROBLEM_KINDS, type JournalRow, type Problem, type Proposal, type SharedRecord } from '../../model.ts';
import type { AskedProblem } from '../../store/view-queries.ts';
import { titleOf } from '../../sync/plan.ts';
import { isTied } from '../../sync/resolve.ts';
import { changesOf, differencesOf, idsIn } from '../../words/differences.ts';
import { titleIn, unitName } from '../../words/format.ts';
import { learnProblems, oursFrom, subjectOf, waitsFor } from '../../words/problem-words.ts';
import type { ProblemRow, ProblemsView } from '../contract/problems.ts';
import { limitOf } from '../escalation/causes.ts';
import { answerOptions, answerWords } from './answers.ts';
import type { Shown } from './shown.ts';

/** Moves when either side does. */
export const etagOf = (p: Pick<Problem, 'id' | 'ours' | 'theirs' | 'base'>): string =>
  createHash('sha256')
    .update(JSON.stringify([p.id, p.ours, p.theirs, p.base]))
    .digest('base64url')
    .slice(0, 22);

export async function problemRows(shown: Shown, problems: readonly AskedProblem[]): Promise<ProblemRow[]> {
  const alike = await conflictCounts(shown, problems);
  await learnProblems(shown.names, problems);
  for (const p of problems) await shown.names.learn(idsIn(p.ours, p.theirs, p.base), p.host);
  const ids = problems.flatMap((p) => p.record ?? []);
  const records = await shown.store.read((t) => t.records([...new Set(ids)]));
  const rows: ProblemRow[] = [];
  for (const p of problems) rows.push(await rowOf(shown, p, p.record === null ? null : (records.get(p.record) ?? null), alike));
  return rows;
}

type Alike = ReadonlyMap<string, number>;
const alikeKey = (host: string, unit: string | null): string => JSON.stringify([host, unit]);

/** Counted only for who sees everything and may answer for all. */
async function conflictCounts(shown: Shown, problems: readonly AskedProblem[]): Promise<Alike> {
  if (shown.who.scope !== '*' || !shown.may('problems.bulk') || !problems.some((p) => p.kind === 'conflict')) return new Map();
  const counts = await shown.store.views.conflictCounts();
  return new Map(counts.map(({ host, unit, count }) => [alikeKey(host, unit), count]));
}

/** Whom the mapping names: the one side that may write the unit, else whose value it prefers. Not known before the host is attached. */
function ownerOf(shown: Shown, { host, entity, unit }: Problem): 'ours' | 'theirs' | null {
  const mapping = entity === null ? undefined : shown.behind.sidebook.engine.hosts.get(host)?.mappings.get(entity);
  const mapped = mapping?.units.find((one) => one.unit === unit);
  if (!mapped) return null;
  if (mapped.direction === 'from-host') return 'theirs';
  if (mapped.direction === 'to-host') return 'ours';
  return mapped.policy === 'ask' ? null : mapped.policy;
}

async function rowOf(shown: Shown, p: AskedProblem, record: SharedRecord | null, alike: Alike): Promise<ProblemRow> {
  const waits = await waitsFor(shown, shown.behind.sidebook, p);
  const journal = p.record === null ? [] : await shown.store.read((t) => t.journal(p.record ?? ''));
  const ours = oursFrom(journal, p, record);
  const words = shown.told(p);
  return {
    id: p.id, etag: etagOf(p), kind: p.kind, kindLabel: problemLabel(p.kind, shown.lang), host: p.host, title: shown.title(p.host),
    entity: p.entity, record: p.record, subject: await subjectOf(shown, shown.behind.sidebook, shown.names, p),
    unit: p.unit, unitLabel: p.unit === null || p.link === null ? null : unitName(shown.lang, p.unit), what: words.what, next: words.next, code: p.detail['code'] ?? p.kind,
    since: p.since, oursAt: ours?.at ?? null, oursBy: ours === null ? null : await authorOf(shown, ours.by), tries: p.tries, assignee: p.assignee, due: limitOf(p, shown.behind.config.escalation),
    differences: differencesOf(shown, p, shown.names), merged: mergedOf(shown, journal, p), owner: ownerOf(shown, p),
    alike: p.kind === 'conflict' ? (alike.get(alikeKey(p.host, p.unit)) ?? 1) : 1,
    answers: p.resolvedAt === null ? answerOptions(shown, p) : [],
    waits: waits === null ? null : { title: waits.title, problem: waits.question },
    resolved: p.resolvedAt === null ? null : { at: p.resolvedAt, by: await shown.person(p.resolvedBy ?? ''), answer: answerWords(shown, p.answer ?? ''), mayUndo: isTied(p) || (p.unit !== null && CHOSE.has(p.answer ?? '')) },
  }; // prettier-ignore
}

/** A person here, or the base a value came from. */
const authorOf = (shown: Shown, by: string): Promise<string> =>
  shown.behind.sidebook.hostIds.includes(by) ? Promise.resolve(shown.title(by)) : shown.person(by);

/** A choice of values can be taken back, and which record an object is. */
const CHOSE = new Set(['ours', 'theirs', 'value']);

const NEAR_MS = 60_000;

/** Units of the same record that were pulled from this host as the question arose: one side alone had changed them. */
function mergedOf(shown: Shown, journal: readonly JournalRow[], p: Problem): string[] {
  if (p.kind !== 'conflict' || p.entity === null) return [];
  const since = Date.parse(p.since);
  const near = journal.filter((r) => r.cause === 'pull' && r.link === p.link && r.unit !== p.unit && Math.abs(Date.parse(r.at) - since) <= NEAR_MS); // prettier-ignore
  return [...new Set(near.flatMap((r) => Object.keys(r.after ?? {})))].map((f) =>
    label(p.entity ?? 'counterparty', f, shown.lang),
  );
}

export async function problemsView(
  shown: Shown,
  page: { readonly rows: readonly AskedProblem[]; readonly next: number | null },
  record: string | null,
): Promise<ProblemsView> {
  const counts = new Map<string, number>();
  for (const k of await shown.store.views.problemKinds(record)) counts.set(k.kind, (counts.get(k.kind) ?? 0) + k.count);
  const kinds = PROBLEM_KINDS.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [{ kind, label: problemLabel(kind, shown.lang), count }];
  });
  return {
    state: 'ready', total: kinds.reduce((sum, k) => sum + k.count, 0), kinds, rows: await problemRows(shown, page.rows), next: page.next,
    proposals: await proposalsOf(shown, record),
    may: { answer: shown.may('problems.answer'), bulk: shown.may('problems.bulk'), decide: shown.may('proposals.decide') },
  }; // prettier-ignore
}

const PROPOSALS = 50;

async function proposalsOf(shown: Shown, record: string | null): Promise<ProblemsView['proposals']> {
  const open = await shown.store.views.openProposals(record, PROPOSALS);
  const records = await shown.store.read((t) => t.records([...new Set(open.map((p) => p.record))]));
  await shown.names.learn(idsIn(...open.map((p) => p.value), ...[...records.values()].map((r) => r.fields)));
  return Promise.all(open.map((p) => proposalOf(shown, p, records.get(p.record) ?? null)));
}

async function proposalOf(shown: Shown, p: Proposal, record: SharedRecord | null): Promise<ProblemsView['proposals'][number]> {
  const changes = changesOf(shown, record?.entity ?? 'invoice', record?.fields ?? {}, p.value, shown.names);
  const subject = record ? titleIn(shown.lang, record.entity, titleOf(record.entity, record.fields)) : '';
  return { id: p.id, record: p.record, subject, by: await shown.person(p.by), mine: p.by === shown.who.actor, at: p.at, changes: changes.map(({ label: l, before, after }) => ({ label: l, before, after })) }; // prettier-ignore
}
