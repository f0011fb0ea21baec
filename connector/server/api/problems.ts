/** Problems: the list, an answer, many answers at once, taking them back; proposals for posted invoices. */
import type { z } from 'zod';
import { parseTyped, Unreadable } from '../../words/field-args.ts';
import type { Fields, Problem, ProblemKind, RecordId, Value } from '../../model.ts';
import { EditRefused } from '../../sync/edit.ts';
import { isTied, madeBy, ResolveRefused, resolveProblem, undoAnswer, type Answer } from '../../sync/resolve.ts';
import { isOfGoods } from '../../sync/resolve/goods.ts';
import { textOf } from '../../fields.ts';
import type { AskedProblem } from '../../store/view-queries.ts';
import { say } from '../../words/sentences.ts';
import { itemsAt } from '../../words/items.ts';
import { mayTypeIn } from '../../words/differences.ts';
import { answersFor, candidates } from '../../words/problem-words.ts';
import { said } from '../../words/whose.ts';
import {
  answerRequest, bulkAnswer, bulkRequest, itemsAnswer, itemsRequest, problemsQuery, problemsView as problemsAnswer, proposalRequest, undoAnswer as undoAnswered, undoRequest,
} from '../contract/problems.ts'; // prettier-ignore
import { done } from '../contract/sync.ts';
import { ApiError } from '../api-error.ts';
import type { Right } from '../auth/rights.ts';
import type { Principal } from '../principal.ts';
import { etagOf, problemsView } from '../views/problems.ts';
import { bulkRows } from '../views/bulk.ts';
import { covered, coveredRecord, everything, knownHost, may, type Asker, type Asking } from './api.ts';
import { operation } from './operation.ts';
import { refusedBy } from './refusals.ts';

const asks = (right: Right) => ({ right, widgets: ['problems'] }) as const;
/** What the matching panel asks and answers: these, and no others. */
export const MATCHING_KINDS = ['ambiguous', 'duplicate'] as const satisfies readonly ProblemKind[];
export const isMatching = ({ kind }: Pick<Problem, 'kind'>): boolean => MATCHING_KINDS.some((k) => k === kind);
const both = (right: Right) => ({ right, widgets: ['problems', 'matching'] }) as const;
const READ = asks('problems.read');
const ANSWER = both('problems.answer');
const BULK = asks('problems.bulk');
const ANSWER_ITEM = asks('problems.answer');
const ITEMS_MOST = 20;

/** More than anybody looks through at once. */
const BULK_MOST = 500;

export const PROBLEMS = [
  operation({
    ...READ, method: 'get', path: '/problems', summary: 'What waits for a person, with both sides and the answers that fit',
    query: problemsQuery, answer: problemsAnswer,
    run: async (call) => {
      const { api, who, query } = call;
      if (query.entity === undefined) everything(call, READ);
      const found = query.entity === undefined ? null : await covered(call, READ, query.entity);
      const record = found?.record?.id ?? null;
      const shown = api.shownTo(who);
      if (found && record === null) return problemsView(shown, { rows: await ofLink(call, found.link?.id ?? null), next: null }, NO_RECORD);
      return problemsView(shown, await shown.store.views.problemPage({ record, kind: query.kind ?? null, state: query.state, after: query.after, limit: query.limit }), record);
    },
  }),
  operation({
    ...ANSWER, method: 'post', path: '/problems/{id}/answer', summary: 'One answer to one problem, to what was shown of it', match: true, body: answerRequest, answer: done,
    run: async (call) => {
      const problem = await coveredProblem(call, ANSWER, call.id);
      if (problem.resolvedAt !== null || etagOf(problem) !== call.match) throw new ApiError(412, 'problem-moved', { id: problem.id });
      await call.api.hosts.about(problem.host);
      await resolveProblem(call.api.sidebook.engine, problem.id, answerOf(problem, call.body, call.who), call.who.actor);
      return { ok: true, text: say(call.who, 'done.answered') };
    },
  }),
  operation({
    ...ANSWER_ITEM, method: 'post', path: '/problems/{id}/items', summary: 'Goods of the base, one of which the line of a waiting invoice means', body: itemsRequest, answer: itemsAnswer, isFree: true,
    run: async (call) => {
      everything(call, ANSWER_ITEM); // it stands for it on every invoice, whosever
      const problem = await coveredProblem(call, ANSWER_ITEM, call.id);
      if (!isOfGoods(problem)) throw new ApiError(422, 'answer-unfit', { id: problem.id });
      const found = await itemsAt(call.api.sidebook.store, problem.host, call.body.search);
      const text = (of: Fields, name: string): string | null => textOf(of, name) || null;
      return { rows: found.slice(0, ITEMS_MOST).map(({ id, fields }) => ({ id, name: textOf(fields, 'name'), sku: text(fields, 'sku'), code: text(fields, 'code') })) };
    },
  }),
  operation({
    ...BULK, method: 'post', path: '/problems/bulk', summary: 'Every open conflict of one unit towards one base: first looked at, then answered', body: bulkRequest, answer: bulkAnswer,
    run: async (call) => {
      everything(call, BULK);
      const { host, unit, choose, preview, ids } = call.body;
      const open = await call.api.seenBy(call.who).views.conflictsOf(knownHost(call, host), unit, BULK_MOST);
      const chosen = ids === undefined ? open : open.filter((p) => ids.includes(p.id));
      const rows = await bulkRows(call.api.shownTo(call.who), chosen, choose);
      if (preview) return { rows, answered: [], moved: [] };
      if (ids === undefined) throw new ApiError(422, 'input-wrong', {}, { ids: 'input-needed' });
      await call.api.hosts.about(host);
      return { rows, ...(await answerAll(call, chosen, ids, choose)) };
    },
  }),
  operation({
    ...ANSWER, method: 'post', path: '/problems/undo', summary: 'Takes answers back; after the push that is a new edit', body: undoRequest, answer: undoAnswered,
    run: async (call) => {
      const undone: number[] = [];
      const failed: { id: number; why: ApiError }[] = [];
      for (const id of new Set(call.body.ids)) {
        const why = await undoOne(call, id);
        if (why === null) undone.push(id);
        else failed.push({ id, why });
      }
      mayAny(undone, failed);
      return { undone, failed: failed.map(({ id, why }) => ({ id, text: said(call.who, why.code, { id, ...why.detail }).what })) };
    },
  }),
  operation({
    right: 'problems.read', widgets: ['problems', 'invoices'], method: 'post', path: '/proposals/{id}', summary: 'Declined by the books, or withdrawn by who made it', body: proposalRequest, answer: done,
    run: async (call) => {
      await closeProposal(call, call.body.state);
      return { ok: true, text: say(call.who, 'done.closed') };
    },
  }),
]; // prettier-ignore

/** No record has it: counts of an object without one are those of nothing. */
const NO_RECORD = '-';

const ofLink = async ({ api, who }: Asker, link: number | null): Promise<AskedProblem[]> => {
  if (link === null) return [];
  const rows = await api.seenBy(who).read((r) => r.problems({ link }));
  return Promise.all(
    rows.map(async (p) => (await api.sidebook.store.views.problem(p.id)) ?? { ...p, assignee: null, due: null }),
  );
};

/** Of a record, or of an object no record stands for; anything else is for those who see everything. The matching panel leads to its own kinds alone. */
export async function coveredProblem(call: Asker, asking: Asking, id: string): Promise<AskedProblem> {
  const known = /^\d{1,15}$/.test(id) ? await seenProblem(call, Number(id)) : null;
  const isTheirs = known === null || isMatching(known);
  const op: Asking = isTheirs ? asking : { ...asking, widgets: ['problems'] };
  if (call.who.scope === '*') everything(call, op);
  else if (known?.record) await coveredRecord(call, op, known.record);
  else await coveredObject(call, op, known?.link ?? null);
  if (!known) throw new ApiError(404, 'problem-unknown', { id });
  return known;
}

/** One about no record is nobody's: only a token for its very object leads to it. */
async function seenProblem({ api, who }: Asker, id: number): Promise<AskedProblem | null> {
  const seen = await api.seenBy(who).views.problem(id);
  if (seen || who.scope === '*') return seen;
  const known = await api.sidebook.store.views.problem(id);
  return known?.record === null ? known : null;
}

async function coveredObject(call: Asker, op: Asking, link: number | null): Promise<void> {
  const object = link === null ? null : await call.api.sidebook.store.read((r) => r.link(link));
  if (!object || object.hostId === null) throw new ApiError(403, 'not-allowed');
  await covered(call, op, call.api.entities.nameOf(object.host, object.entity, object.hostId));
}

function answerOf(p: AskedProblem, { choose, as, values }: z.output<typeof answerRequest>, { scope }: Principal): Answer {
  const isItem = choose === 'same' && isOfGoods(p);
  if (!isItem && !answersFor(p).some((a) => a.split(' ')[0] === choose)) throw new ApiError(422, 'answer-unfit', { id: p.id });
  if (choose === 'same') {
    if (as === undefined) throw new ApiError(422, 'input-wrong', {}, { as: 'input-needed' });
    if (scope !== '*' && !candidates(p).some((c) => c.id === as)) throw new ApiError(422, 'answer-unfit', { id: p.id });
    return { choose, as };
  }
  if (choose !== 'value') return { choose };
  const typed = Object.entries(values ?? {});
  if (typed.length === 0) throw new ApiError(422, 'input-wrong', {}, { values: 'input-needed' });
  return { choose, value: valuesOf(p, typed) };
}

/** All that cannot be understood at once, each at its field. */
function valuesOf(p: AskedProblem, typed: readonly (readonly [field: string, text: string | null])[]): Fields {
  const entity = p.entity ?? 'counterparty';
  const wrong: Record<string, string> = {};
  const value: Record<string, Value> = {};
  for (const [field, text] of typed)
    try {
      value[field] = parseTyped(entity, field, text ?? '');
      if (!mayTypeIn(p, field)) wrong[`values.${field}`] = 'input-field';
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      wrong[`values.${field}`] = error instanceof Unreadable ? error.why : 'input-field';
    }
  if (Object.keys(wrong).length > 0) throw new ApiError(422, 'input-wrong', {}, wrong);
  return value;
}

/** Exactly those that were looked at; what moved meanwhile is asked again. */
async function answerAll(call: Asker, chosen: readonly AskedProblem[], ids: readonly number[], choose: 'ours' | 'theirs') {
  const open = new Set(chosen.map((p) => p.id));
  const answered: number[] = [];
  const moved = ids.filter((id) => !open.has(id));
  for (const { id } of chosen)
    try {
      await resolveProblem(call.api.sidebook.engine, id, { choose }, call.who.actor);
      answered.push(id);
    } catch (error) {
      if (!(error instanceof ResolveRefused)) throw error;
      moved.push(id);
    }
  return { answered, moved };
}

/** Null: taken back. A refusal is of this one alone: the others are taken back all the same. */
async function undoOne(call: Asker, id: number): Promise<ApiError | null> {
  try {
    const problem = await coveredProblem(call, ANSWER, String(id));
    if (problem.resolvedAt === null) return new ApiError(409, 'not-answered');
    if (problem.unit === null && !isTied(problem)) return new ApiError(409, 'undo-unfit');
    await call.api.hosts.about(problem.host);
    const made = await madeBy(call.api.sidebook.engine, problem);
    if (made !== null && (await call.api.own.store.tellsOf(made))) return new ApiError(409, 'answer-exchanged');
    await undoAnswer(call.api.sidebook.engine, id, call.who.actor);
    return null;
  } catch (error) {
    const why = refusedBy(error);
    if (why instanceof ApiError) return why;
    throw error;
  }
}

/** Whoever may take back none of them is refused as for any other request. */
function mayAny(undone: readonly number[], failed: readonly { readonly why: ApiError }[]): void {
  const [first] = failed;
  if (first && undone.length === 0 && failed.every(({ why }) => why.status === 403)) throw first.why;
}

/** Declining is for who decides; withdrawing for who made it. */
async function closeProposal(call: Asker & { readonly id: string }, state: 'declined' | 'withdrawn'): Promise<void> {
  const { store } = call.api.sidebook;
  const found = /^\d{1,15}$/.test(call.id) ? await call.api.seenBy(call.who).views.proposal(Number(call.id)) : null;
  const asks = {
    right: state === 'declined' ? 'proposals.decide' : 'invoices.propose',
    widgets: ['problems', 'invoices'],
  } as const;
  const record: RecordId = found?.record ?? '';
  await coveredRecord(call, asks, record);
  const isTheirs = found?.by === call.who.actor || may(call.who, 'proposals.decide');
  if (state === 'withdrawn' && !isTheirs) throw new ApiError(403, 'not-allowed');
  if (found?.state !== 'open') throw new ApiError(409, 'proposal-closed');
  const at = call.api.world.now().toISOString();
  await store.write({ actor: call.who.actor }, (w) => { w.setProposal(found.id, state, at); }); // prettier-ignore
}
