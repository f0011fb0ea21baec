/** What a message says: how many and since when; which cards and whose follow-ups only where the configuration says "names". */
import type { Config } from '../../config.ts';
import { message, type Lang } from '../../errors.ts';
import type { Sidebook } from '../../main.ts';
import type { EscalationKind, Overdue, Waiting } from '../../private/escalations.ts';
import { learnProblems, subjectOf } from '../../words/problem-words.ts';
import { Names } from '../../words/names.ts';

export interface Told {
  readonly id: string;
  readonly kind: EscalationKind;
  /** When it was raised. */
  readonly at: string;
  readonly count: number;
  /** In the reader's language: what waits, and what to do. */
  readonly what: string;
  readonly next: string;
  /** Only with "names". */
  readonly items: readonly Item[];
}
/** A card, or whoever has a follow-up; since when, or due when. */
export interface Item {
  readonly title: string;
  readonly since: string;
}

/** More lines nobody reads in a mail. */
const LISTED = 20;

const CODES = {
  conflict: 'escalation-conflict',
  duplicate: 'escalation-duplicate',
  'follow-up': 'escalation-follow-up',
} as const;

export async function tellOf(sidebook: Sidebook, waiting: Waiting, causes: readonly string[], overdue: readonly Overdue[], lang: Lang): Promise<Told> {
  const { id, kind, at } = waiting;
  const { what, next } = message(CODES[kind], { count: causes.length }, lang);
  const isNamed = sidebook.config.escalation.say === 'names';
  const items = !isNamed ? [] : kind === 'follow-up' ? await whose(sidebook, causes, overdue) : await cards(sidebook, causes, lang);
  return { id, kind, at, count: causes.length, what, next, items: items.slice(0, LISTED) };
} // prettier-ignore

async function cards(sidebook: Sidebook, causes: readonly string[], lang: Lang): Promise<Item[]> {
  const ids = causes.map((cause) => Number(cause.split(':')[1])).slice(0, LISTED);
  const names = new Names(sidebook, lang);
  const items: Item[] = [];
  for (const id of ids) {
    const [p] = await sidebook.store.read((r) => r.problems({ id }));
    if (!p) continue;
    await learnProblems(names, [p]);
    items.push({ title: await subjectOf({ lang }, sidebook, names, p), since: p.since });
  }
  return items;
}

/** Who has it and when it was due; of what is private not even that. */
async function whose({ store }: Sidebook, causes: readonly string[], overdue: readonly Overdue[]): Promise<Item[]> {
  const asked = new Set(causes);
  const shown = overdue.filter((one) => !one.isPrivate && asked.has(`follow-up:${one.id}:${one.due}`)).slice(0, LISTED);
  const items: Item[] = [];
  for (const { assignee, due } of shown) items.push({ title: (await store.views.personName(assignee)) ?? assignee, since: due });
  return items;
}

/** As plain text: a mail. */
export const textOf = ({ what, next, items }: Told, { server }: Pick<Config, 'server'>): string =>
  [what, ...items.map(({ title, since }) => `- ${oneLine(title)} (${since.slice(0, 10)})`), next, ...(server.publicUrl === undefined ? [] : [server.publicUrl])].join('\n'); // prettier-ignore

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 200);
