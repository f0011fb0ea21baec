/** Duplicates and match candidates: the list, putting one off. They are answered and taken back as any other question. */
import { keysOf } from '../../identity.ts';
import type { LinkId, Problem } from '../../model.ts';
import { candidates } from '../../words/problem-words.ts';
import { laterAnswer, laterRequest, matchingQuery, matchingView as matchingAnswer } from '../contract/matching.ts';
import { isTied } from '../../sync/resolve.ts';
import type { AskedProblem } from '../../store/view-queries.ts';
import { ApiError } from '../api-error.ts';
import { matchingView, matchRows } from '../views/matching.ts';
import { etagOf } from '../views/problems.ts';
import { covered, everything, type Asker } from './api.ts';
import { operation } from './operation.ts';
import { coveredProblem, isMatching, MATCHING_KINDS as KINDS } from './problems.ts';
import type { Found } from './entities.ts';

const READ = { right: 'problems.read', widgets: ['matching'] } as const;
const ANSWER = { right: 'problems.answer', widgets: ['matching'] } as const;

/** Those that name a record whose keys have changed since are found by looking through so many. */
const LOOKED_THROUGH = 500;
const DAY_MS = 86_400_000;

export const MATCHING = [
  operation({
    ...READ, method: 'get', path: '/matching', summary: 'What may be one and the same, with scores and reasons', query: matchingQuery, answer: matchingAnswer,
    run: async (call) => {
      const { api, who, query } = call;
      const found = query.entity === undefined ? null : await covered(call, READ, query.entity);
      if (found === null) everything(call, READ);
      const shown = api.shownTo(who);
      const { rows, next } = found === null ? await page(call, query) : { rows: await about(call, found, query.state), next: null };
      const mayAnswer = (p: AskedProblem): boolean => shown.may('problems.answer') && (who.scope === '*' || isOf(p, found));
      const total = query.state === 'answered' || found !== null ? rows.length : await waiting(call);
      return matchingView(shown, await matchRows(shown, rows, mayAnswer), { total, next });
    },
  }),
  operation({
    ...ANSWER, method: 'post', path: '/matching/{id}/later', summary: 'Put off by some days, for whoever puts it off; 0 days: it waits now', match: true, body: laterRequest, answer: laterAnswer,
    run: async (call) => {
      const { api, who, body: { days } } = call;
      const problem = await coveredProblem(call, ANSWER, call.id);
      if (problem.resolvedAt !== null || etagOf(problem) !== call.match) throw new ApiError(412, 'problem-moved', { id: problem.id });
      const due = days === 0 ? null : new Date(api.world.now().getTime() + days * DAY_MS).toISOString();
      const outcome = await api.sidebook.store.write({ actor: who.actor }, (w) => { w.putOffProblem(problem.id, due, days === 0 ? null : who.actor); });
      if (outcome === 'moved') throw new ApiError(412, 'problem-moved', { id: problem.id });
      return { due };
    },
  }),
]; // prettier-ignore

interface Page {
  readonly state: 'open' | 'answered';
  readonly after: number;
  readonly limit: number;
}

/** Of both kinds, by number; answered ones latest first. */
async function page({ api, who }: Asker, { state, after, limit }: Page): Promise<{ rows: AskedProblem[]; next: number | null }> {
  const { views } = api.seenBy(who);
  const pages = await Promise.all(KINDS.map((kind) => views.problemPage({ record: null, kind, state, after, limit: limit + 1 })));
  const sign = state === 'answered' ? -1 : 1;
  const all = pages.flatMap((one) => one.rows).sort((a, b) => sign * (a.id - b.id));
  const rows = all.slice(0, limit);
  const next = all.length > limit ? (rows.at(-1)?.id ?? null) : null;
  return { rows: state === 'answered' ? rows.filter(isTied) : rows, next };
}

/** Those about the record or object of the form, on whichever side of the question it stands; asked for by what they are about. */
async function about(call: Asker, found: Found, state: Page['state']): Promise<AskedProblem[]> {
  const { rows } = await page(call, { state, after: 0, limit: LOOKED_THROUGH });
  const known = new Set(rows.map((p) => p.id));
  const all = [...(await directly(call, found, state)).filter((p) => !known.has(p.id)), ...rows];
  const sign = state === 'answered' ? -1 : 1;
  return all
    .filter((p) => isOf(p, found) || candidates(p).some((c) => c.id === found.record?.id))
    .sort((a, b) => sign * (a.id - b.id));
}

/** Of its record and its objects, and of strangers that share a key with it: however many others wait before them. */
async function directly(call: Asker, found: Found, state: Page['state']): Promise<AskedProblem[]> {
  const links = await linksAround(call, found);
  const record = found.record?.id ?? null;
  const problems = await call.api.seenBy(call.who).read(async (r) => {
    const asked: Problem[] = record === null ? [] : [...(await r.problems({ record, open: state === 'open' }))];
    for (const link of links) asked.push(...(await r.problems({ link, open: state === 'open' })));
    return asked.filter((p) => isMatching(p) && (state === 'open' || isTied(p)));
  });
  const ids = [...new Set(problems.map((p) => p.id))];
  const whole = await Promise.all(ids.map((id) => call.api.sidebook.store.views.problem(id)));
  return whole.flatMap((p) => p ?? []);
}

/** Numbers alone: which of their questions are shown is asked as the person. */
const linksAround = ({ api }: Asker, { record, link }: Found): Promise<ReadonlySet<LinkId>> =>
  api.sidebook.store.read(async (r) => {
    const around = new Set<LinkId>(link ? [link.id] : []);
    if (!record) return around;
    for (const { id } of await r.linksOf(record.id)) around.add(id);
    const keys = keysOf(record.entity, record.fields);
    for (const host of api.sidebook.hostIds)
      for (const ids of (await r.unlinkedWith(host, record.entity, keys)).values()) for (const id of ids) around.add(id);
    return around;
  });

const isOf = (p: AskedProblem, found: Found | null): boolean =>
  (p.record !== null && p.record === found?.record?.id) || (p.link !== null && p.link === found?.link?.id);

async function waiting({ api, who }: Asker): Promise<number> {
  const kinds = await api.seenBy(who).views.problemKinds(null);
  return kinds.filter(({ kind }) => (KINDS as readonly string[]).includes(kind)).reduce((sum, { count }) => sum + count, 0);
}
