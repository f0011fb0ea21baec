/** What waits longer than it may: questions of the exchange, and follow-ups. A cause has a name that never changes, so it is raised once. */
import type { EscalationConfig } from '../../config/escalation.ts';
import type { ProblemKind } from '../../model.ts';
import type { Escalations, EscalationKind } from '../../private/escalations.ts';
import type { AskedProblem, ViewQueries } from '../../store/view-queries.ts';
import { dayIn } from '../views/shown.ts';

const KINDS = { conflict: ['conflict'], duplicate: ['ambiguous', 'duplicate'] } as const satisfies Partial<Record<EscalationKind, readonly ProblemKind[]>>; // prettier-ignore
const PAGE = 100;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** More at once nobody reads one by one; the rest follows with the next look. */
const MOST = 1000;

/** Until when a question may wait: as somebody put it off, else so many hours. Null: without a limit. */
export function limitOf(p: Pick<AskedProblem, 'kind' | 'since' | 'due'>, limits: Pick<EscalationConfig, 'conflictHours' | 'duplicateHours'>): string | null {
  if (p.due !== null) return p.due;
  const hours = p.kind === 'conflict' ? limits.conflictHours : p.kind === 'ambiguous' || p.kind === 'duplicate' ? limits.duplicateHours : null;
  return hours === null ? null : new Date(Date.parse(p.since) + hours * HOUR_MS).toISOString();
} // prettier-ignore

/** Open questions past their limit, kind after kind, each from the oldest on; of each kind at most so many pages are looked through. */
export async function* lateQuestions(
  views: Pick<ViewQueries, 'problemPage'>,
  kinds: readonly ProblemKind[],
  limits: Parameters<typeof limitOf>[1],
  now: Date,
  pages = Infinity,
): AsyncGenerator<AskedProblem & { readonly limit: string }> {
  for (const kind of kinds)
    for (let after: number | null = 0, left = pages; after !== null && left > 0; left--) {
      const page: Awaited<ReturnType<ViewQueries['problemPage']>> = await views.problemPage({ record: null, kind, state: 'open', after, limit: PAGE }); // prettier-ignore
      for (const p of page.rows) {
        const limit = limitOf(p, limits);
        if (limit !== null && limit < now.toISOString()) yield { ...p, limit };
      }
      after = page.next;
    }
}

/** Names of questions past their limit and not raised yet: "problem:12:", with the time they were put off to, for then it is another cause. */
export async function lateProblems(views: ViewQueries, own: Pick<Escalations, 'isRaised'>, kind: keyof typeof KINDS, limits: EscalationConfig, now: Date): Promise<string[]> {
  const late: string[] = [];
  for await (const p of lateQuestions(views, KINDS[kind], limits, now)) {
    const cause = `problem:${String(p.id)}:${p.due ?? ''}`;
    if (!(await own.isRaised(cause))) late.push(cause);
    if (late.length >= MOST) break;
  }
  return late;
} // prettier-ignore

/** Names of follow-ups past their day: another day is another cause. */
export async function lateFollowUps(
  own: Escalations,
  { followUpDays, timeZone }: EscalationConfig,
  now: Date,
): Promise<string[]> {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const before = dayIn(zone, new Date(now.getTime() - followUpDays * DAY_MS));
  return (await own.overdue(before, MOST)).map(({ id, due }) => `follow-up:${id}:${due}`);
}
