/** A problem in words: what it is about, whom it refers to, what it may be, which answers fit. */
import { message, type Message } from '../errors.ts';
import { label } from '../fields.ts';
import type { Cause, Entity, Fields, JournalRow, Problem, SharedRecord } from '../model.ts';
import { resemblance } from '../resemblance.ts';
import type { Sidebook } from '../main.ts';
import { NAMESAKE } from '../sync/look-up.ts';
import { titleOf } from '../sync/plan.ts';
import { isOfSharedNumber } from '../sync/resolve/shared-number.ts';
import { parseUnresolved } from '../../mappings/mapping.ts';
import { entityOne, titleIn } from './format.ts';
import type { Reader } from './lang.ts';
import { Names, seenFields } from './names.ts';
import { sayIfAny } from './sentences.ts';

/** One of ours, or one of theirs, that an object could be. `id` is what "same" takes. */
export interface Candidate {
  readonly id: string;
  readonly score: string;
  readonly reason: string;
}

export function candidates(p: Problem): Candidate[] {
  const { record, ids = '', candidates: list = '', reason = '' } = p.detail;
  if (p.kind !== 'ambiguous' && p.kind !== 'duplicate' && p.kind !== 'unknown-outcome') return [];
  if (ids !== '') return ids.split(' ').map((id) => ({ id, score: '', reason }));
  if (record !== undefined && p.record === null) return [{ id: record, score: '1.00', reason: p.detail['key'] ?? '' }];
  return list.split('; ').filter(Boolean).map((c) => c.split(' ')).map(([id = '', score = '', why = '']) => ({ id, score, reason: why })); // prettier-ignore
}

/** Each once: who has the same INN and KPP has the same INN. */
export const reasonsOnce = (asked: string, found: readonly string[]): string[] =>
  [...new Set([asked, ...found])].filter((word) => word !== '' && word !== 'name' && !(word === 'inn' && asked === 'tax'));

export const reasonWords = (io: Reader, word: string): string => sayIfAny(io, `reason.${word}`) ?? word;

/** Why two cards may be of one company, and what speaks against it: the reason of the question first. */
export const whyAlike = (io: Reader, asked: string, theirs: Fields, ours: Fields): readonly string[] =>
  [...new Set(reasonsOnce(asked, resemblance(theirs, ours).reasons).map((w) => reasonWords(io, w)))]; // prettier-ignore

/** A record of ours is asked about: what it could be are objects of the host. */
const ofTheirs = (p: Problem): boolean => p.record !== null && p.detail['ids'] !== undefined;

/** These pass by themselves, or with the answer to another question. */
export const passesByItself = (kind: string): boolean => kind === 'waiting' || kind === 'unreachable';

/** Everything a list of problems needs to be named. */
export async function learnProblems(names: Names, problems: readonly Problem[]): Promise<void> {
  for (const p of problems) {
    const shown = [...Object.values(p.ours ?? {}), ...Object.values(p.theirs ?? {}), ...Object.values(p.base ?? {})];
    const among = candidates(p).map((c) => c.id);
    if (ofTheirs(p) && p.entity !== null) await names.learnObjects(p.host, p.entity, among);
    const about = [p.record, p.detail['record'], ...(ofTheirs(p) ? [] : among)];
    await names.learn([...about, ...shown.filter((v) => typeof v === 'string')].filter(isId), p.host);
  }
}

const isId = (v: string | null | undefined): boolean => typeof v === 'string' && /^([?~]\w+:|[0-9a-f]{8}-[0-9a-f]{4}-)/.test(v);

/** A record has a name; an object not matched yet has what the host shows of it. Days are written as the reader writes them. */
export async function subjectOf(io: Reader, sidebook: Sidebook, names: Names, p: Problem): Promise<string> {
  if (p.record !== null) return names.of(p.record);
  if (p.entity === null) return '';
  const link = p.theirs === null && p.link !== null ? await sidebook.store.read((r) => r.link(p.link ?? 0)) : null;
  const title = titleIn(io.lang, p.entity, titleOf(p.entity, p.theirs ?? seenFields(link)));
  return title || entityOne(io.lang, p.entity);
}

/** Fields by the names people know them by; the rest as it stands. */
export function fieldsInWords(
  io: Reader,
  entity: Entity | null,
  detail: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = (f: string): string => (entity === null ? f : label(entity, f, io.lang));
  const { field, fields } = detail;
  return {
    ...(field === undefined ? {} : { field: named(field) }),
    ...(fields === undefined ? {} : { fields: fields.split(', ').map(named).join(', ') }),
  };
}

/** What was found and what to do, with names instead of ids and the words of the form instead of our field names. */
export function wordsOf(io: Reader & { readonly called?: string }, names: Names, p: Problem): Message {
  const { code = '', entity, reason } = p.detail;
  const detail = {
    ...(io.called === undefined ? {} : { sidebook: io.called }),
    host: p.host,
    problem: String(p.id),
    ...p.detail,
    ...fieldsInWords(io, p.entity, p.detail),
    ...(code.startsWith('reference-') ? { entity: entityOne(io.lang, entity ?? '') } : {}),
    ...(reason === undefined ? {} : { reason: reasonWords(io, reason) }),
    ...(ofTheirs(p) ? { ids: candidates(p).map((c) => names.of(c.id)).join('; ') } : {}),
    ...(code === 'ambiguous' ? { candidates: candidates(p).map((c) => names.of(c.id)).join('; ') } : {}),
  }; // prettier-ignore
  return message(code, detail, io.lang);
}

/** Whom a waiting object waits for, and the question about that one. */
export async function waitsFor(
  io: Reader,
  sidebook: Sidebook,
  p: Problem,
): Promise<{ title: string; question: number | null } | null> {
  if (p.detail['code'] !== 'reference-unmatched' || p.link === null) return null;
  const { store } = sidebook;
  const field = seenFields(await store.read((r) => r.link(p.link ?? 0)))[p.detail['field'] ?? ''];
  if (typeof field !== 'string' || !field.startsWith('?')) return null;
  const { entity, hostId } = parseUnresolved(field);
  const link = (await store.read((r) => r.linksAt(p.host, entity, [hostId]))).get(hostId);
  if (!link) return null;
  const [question] = await store.read((r) => r.problems({ link: link.id }));
  return { title: titleIn(io.lang, entity, titleOf(entity, seenFields(link))), question: question?.id ?? null };
}

const CHANGED: ReadonlySet<Cause> = new Set(['edit', 'person', 'pull', 'first', 'restore']);

/** Who made our value what it is, and when: the last to change this unit - a person here, or another base it came from. */
export function oursFrom(
  journal: readonly JournalRow[],
  p: Problem,
  record: SharedRecord | null,
): { at: string; by: string } | null {
  if (p.ours === null) return null;
  const last = journal.findLast((r) => CHANGED.has(r.cause) && (r.unit === p.unit || r.unit === null));
  if (last) return { at: last.at, by: last.by };
  return record ? { at: record.changedAt, by: record.changedBy } : null;
}

/** Which answers fit a kind; the first is the usual one. A plan that is held is accepted, not answered. */
export function answersFor(p: Problem): string[] {
  if (p.link === null && p.detail['plan'] !== undefined) return [];
  const same = candidates(p).map((c) => `same ${c.id}`);
  switch (p.kind) {
    case 'conflict':
    case 'oscillating':
      return ['theirs', 'ours', `value ${Object.keys(p.theirs ?? { field: null })[0] ?? 'field'}=…`];
    case 'altered':
      return ['theirs', 'ours'];
    case 'marked':
      return ['keep', 'deactivate'];
    case 'vanished':
      return ['keep', 'deactivate', ...(p.detail['code'] === 'vanished-for-good' ? [] : ['create-again'])];
    case 'ambiguous':
    case 'duplicate':
      return [...(isOfSharedNumber(p) || p.detail['code'] === NAMESAKE ? [] : same.length > 0 ? same : ['same ID']), 'apart'];
    case 'unknown-outcome':
      return p.detail['code'] === 'change-unanswered' ? ['retry'] : [...(same.length > 0 ? same : ['same ID']), 'apart', 'retry'];
    case 'frozen':
      return ['keep'];
    case 'restored':
      return ['host-right', 'module-right'];
    case 'refused':
    case 'waiting':
    case 'totals-differ':
    case 'unmapped-value':
    case 'unreachable':
    case 'out-of-scope':
    case 'leak':
      return ['retry'];
  }
}
