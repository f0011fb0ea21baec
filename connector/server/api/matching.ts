/** Duplicates and match candidates: the list, putting one off. They are answered and taken back as any other question. */
import { candidates } from '../../words/problem-words.ts';
import { laterAnswer, laterRequest, matchingQuery, matchingView as matchingAnswer } from '../contract/matching.ts';
import { isTied } from '../../sync/resolve.ts';
import type { AskedProblem } from '../../store/view-queries.ts';
import { ApiError } from '../api-error.ts';
import { matchingView, matchRows } from '../views/matching.ts';
import { etagOf } from '../views/problems.ts';
import { covered, everything, type Asker } from './api.ts';
import { operation } from './operation.ts';
import { coveredProblem } from './problems.ts';
import type { Found } from './entities.ts';

const READ = { right: 'problems.read', widgets: ['matching'] } as const;
const ANSWER = { right: 'problems.answer', widgets: ['matching'] } as const;
const KINDS = ['ambiguous', 'duplicate'] as const;

/** Of one record they are few; so many are looked through for it. */
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

/** Those about the record or object of the form, on whichever side of the question it stands. */
async function about(call: Asker, found: Found, state: Page['state']): Promise<AskedProblem[]> {
  const { rows } = await page(call, { state, after: 0, limit: LOOKED_THROUGH });
  return rows.filter((p) => isOf(p, found) || candidates(p).some((c) => c.id === found.record?.id));
}

const isOf = (p: AskedProblem, found: Found | null): boolean =>
  (p.record !== null && p.record === found?.record?.id) || (p.link !== null && p.link === found?.link?.id);

async function waiting({ api, who }: Asker): Promise<number> {
  const kinds = await api.seenBy(who).views.problemKinds(null);
  return kinds.filter(({ kind }) => (KINDS as readonly string[]).includes(kind)).reduce((sum, { count }) => sum + count, 0);
}
