/** Where a record stands towards every attached host: in step, on its way, waiting for a person, or outside of what is exchanged (W5). */
import type { Entity, HostId } from '../../model.ts';
import type { AskedProblem, LinkState } from '../../store/view-queries.ts';
import { passesByItself } from '../../words/problem-words.ts';
import { say } from '../../words/sentences.ts';
import type { Badge } from '../contract/shared.ts';
import { readAt } from './freshness.ts';
import type { Shown } from './shown.ts';

/** The link a record stands for; a second object of the same host is only read. */
export const mainLink = (links: readonly LinkState[], host: HostId): LinkState | undefined =>
  links.find((l) => l.host === host && !l.isAlias);

export async function badgesOf(
  shown: Shown,
  about: { readonly entity: Entity; readonly isProspect: boolean },
  links: readonly LinkState[],
  problems: readonly AskedProblem[],
): Promise<Badge[]> {
  const badges: Badge[] = [];
  for (const host of shown.behind.sidebook.hostIds) {
    const link = mainLink(links, host);
    const own = problems.filter((p) => p.host === host && p.link === (link?.id ?? p.link));
    badges.push({ host, title: shown.title(host), ...(await stateOf(shown, about, host, link, own)) });
  }
  return badges;
}

type State = Pick<Badge, 'state' | 'at' | 'text' | 'problem'>;

async function stateOf(
  shown: Shown,
  { entity, isProspect }: { readonly entity: Entity; readonly isProspect: boolean },
  host: HostId,
  link: LinkState | undefined,
  problems: readonly AskedProblem[],
): Promise<State> {
  const state = (name: Badge['state'], text: string, more: Partial<State> = {}): State => ({ state: name, at: null, text, problem: null, ...more }); // prettier-ignore
  const asked = problems.find((p) => !passesByItself(p.kind));
  if (asked) return state('problem', shown.told(asked).what, { problem: shown.question(asked.id) });
  if (!link) return state('not-there', say(shown, isProspect ? 'state.prospect' : 'state.not-there')); // prettier-ignore
  if (link.goneAt !== null) return state('gone', say(shown, 'state.deleted'));
  if (!link.inScope) return state('read-only', say(shown, 'state.outside'));
  const waits = problems[0] ? shown.told(problems[0]).what : null;
  if (link.hostId === null || link.dirty) return state(...(await waiting(shown, host, link, waits)));
  const at = readAt(await shown.readings(host), entity);
  return state('in-step', say(shown, 'state.in-step'), { at });
}

async function waiting(
  shown: Shown,
  host: HostId,
  link: LinkState,
  waits: string | null,
): Promise<['waiting' | 'read-only', string]> {
  const why = await shown.whyNotWritten(host);
  if (why !== null && link.hostId !== null) return ['read-only', shown.cause(why, { host }).text];
  if (why !== null) return ['waiting', shown.cause(why, { host }).text];
  return ['waiting', waits ?? say(shown, 'state.waiting')];
}
