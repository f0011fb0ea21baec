/** Both cards beside each other, how likely they are one, what speaks for it and what against. */
import { FIELDS, label } from '../../fields.ts';
import type { Entity, Fields, Problem, RecordId, SharedRecord } from '../../model.ts';
import { reasonsAgainst, resemblance, type Reason } from '../../resemblance.ts';
import type { AskedProblem } from '../../store/view-queries.ts';
import { inWords } from '../../words/differences.ts';
import { seenFields } from '../../words/names.ts';
import { candidates, learnProblems, reasonsOnce, reasonWords, subjectOf, type Candidate } from '../../words/problem-words.ts';
import type { MatchingView, MatchRow, Pair } from '../contract/matching.ts';
import { answerWords } from './answers.ts';
import { etagOf } from './problems.ts';
import type { Shown } from './shown.ts';

/** What people know a card by; anything else is of no use for telling companies apart. */
const CARD = [
  'name', 'legalName', 'kind', 'taxId', 'branchCode', 'registrationNo', 'foreignTaxNo', 'phone', 'email', 'website', 'legalAddress.text', 'legalAddress.city', 'legalAddress.street',
  'number', 'date', 'total', 'code', 'article',
] as const; // prettier-ignore

/** A card of either side. `as`: what "same" takes; null where it stands for another record already. */
interface Card {
  readonly as: string | null;
  readonly name: string;
  readonly fields: Fields;
  readonly reason: string;
}

export async function matchRows(shown: Shown, problems: readonly AskedProblem[], mayAnswer: (p: AskedProblem) => boolean): Promise<MatchRow[]> {
  await learnProblems(shown.names, problems);
  const rows: MatchRow[] = [];
  for (const p of problems) rows.push(await rowOf(shown, p, mayAnswer(p)));
  return rows;
} // prettier-ignore

async function rowOf(shown: Shown, p: AskedProblem, answer: boolean): Promise<MatchRow> {
  const title = shown.title(p.host);
  const isObject = p.record === null;
  const asked = isObject ? await shownOf(shown, p) : ((await recordOf(shown, p.record))?.fields ?? {});
  const cards = isObject ? await ours(shown, p) : await theirs(shown, p);
  const pairs = cards.map((card) => pairOf(shown, p.entity ?? 'counterparty', asked, card));
  return {
    id: p.id, etag: etagOf(p), kind: p.kind, isInside: p.kind === 'duplicate', host: p.host, title, subject: await subjectOf(shown, shown.behind.sidebook, shown.names, p),
    at: isObject ? title : null, otherAt: isObject ? null : title, since: p.since, due: p.due, assignee: p.assignee === null ? null : await shown.person(p.assignee),
    pairs: pairs.sort((a, b) => (b.score ?? -1) - (a.score ?? -1)), may: { answer: answer && p.resolvedAt === null },
    resolved: p.resolvedAt === null ? null : { at: p.resolvedAt, by: await shown.person(p.resolvedBy ?? ''), answer: answerWords(shown, p.answer ?? '') },
  }; // prettier-ignore
}

/** What the base showed when it was asked, else what it shows now. */
async function shownOf(shown: Shown, p: Problem): Promise<Fields> {
  if (p.theirs !== null || p.link === null) return p.theirs ?? {};
  return seenFields(await shown.store.read((r) => r.link(p.link ?? 0)));
}

const recordOf = async (shown: Shown, id: RecordId | null): Promise<SharedRecord | null> =>
  id === null ? null : shown.store.read((r) => r.record(id));

/** Records of ours an unmatched object could be; those the reader may not see are left out. */
async function ours(shown: Shown, p: Problem): Promise<Card[]> {
  const all = candidates(p);
  const records = await shown.store.read((r) => r.records(all.map((c) => c.id)));
  return all.flatMap(({ id, reason }) => {
    const record = records.get(id);
    return record ? [{ as: id, name: shown.names.of(id), fields: record.fields, reason }] : [];
  });
}

/** Objects of the base a record of ours could be: as they were seen there. */
async function theirs(shown: Shown, p: Problem): Promise<Card[]> {
  const all = candidates(p);
  const only: Candidate[] =
    all.length > 0 || p.detail['id'] === undefined ? all : [{ id: p.detail['id'], score: '', reason: '' }];
  const cards: Card[] = [];
  for (const { id, reason } of only) cards.push(await objectCard(shown, p, id, reason));
  return cards;
}

async function objectCard(shown: Shown, p: Problem, hostId: string, reason: string): Promise<Card> {
  const { store } = shown.behind.sidebook;
  const link = (await store.read((r) => r.linksAt(p.host, p.entity ?? 'counterparty', [hostId]))).get(hostId) ?? null;
  const record = await recordOf(shown, link?.record ?? null);
  const fields = record?.fields ?? (link?.record ? {} : seenFields(link));
  const name = typeof fields['name'] === 'string' ? fields['name'] : '…';
  return { as: link?.record ? null : hostId, name, fields, reason };
}

function pairOf(shown: Shown, entity: Entity, asked: Fields, { as, name, fields, reason }: Card): Pair {
  const isKnown = Object.keys(fields).length > 0 && Object.keys(asked).length > 0;
  const { score, reasons } = resemblance(asked, fields);
  const words = reasonsOnce(reason, reasons);
  return {
    as, name, score: isKnown ? Math.round(Math.max(score, reason === 'key' ? 0.99 : 0) * 100) : null,
    reasons: words.map((word) => ({ text: reasonWords(shown, word), against: reasonsAgainst.has(word as Reason) })),
    fields: CARD.flatMap((field) => fieldOf(shown, entity, field, asked, fields)),
  }; // prettier-ignore
}

function fieldOf(shown: Shown, entity: Entity, field: string, asked: Fields, other: Fields): Pair['fields'] {
  if (!Object.hasOwn(FIELDS[entity], field)) return [];
  const [a, b] = [
    inWords(shown, entity, field, asked[field], shown.names),
    inWords(shown, entity, field, other[field], shown.names),
  ];
  if (a === null && b === null) return [];
  return [{ field, label: label(entity, field, shown.lang), asked: a, other: b, equal: a !== null && a === b }];
}

/** What waits first; put off and not due yet after it. */
export const waitingFirst = (rows: readonly MatchRow[], now: string): MatchRow[] => {
  const isLater = ({ due }: MatchRow): boolean => due !== null && due > now;
  return [...rows.filter((row) => !isLater(row)), ...rows.filter(isLater)];
};

export const matchingView = (shown: Shown, rows: readonly MatchRow[], more: { readonly total: number; readonly next: number | null }): MatchingView => ({
  state: 'ready', total: more.total, rows: waitingFirst(rows, shown.now.toISOString()), next: more.next, may: { answer: shown.may('problems.answer') },
}); // prettier-ignore
