/**
 * Two objects of a host were made one by somebody there (hosts/dynamics.md 1.3). Our record follows the object that is left; where that
 * one has a record of its own already both stay - the books may well keep two - and references to the first lead to the object that is
 * left. The link of the first stays as it was, so it is never made anew.
 */
import { isGone, type Observed, type Seen } from '../hosts/host.ts';
import { PROBLEM_KINDS, type Entity, type Link } from '../model.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import type { Bitmap } from './bitmap.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { nowOf } from './engine.ts';
import { tells } from './figures.ts';

const PAGE = 1000;

/** Where references to this link lead instead of to its own object; null = they lead there. */
export const redirectOf = ({ token }: Pick<Link, 'token'>): string | null => (token?.startsWith('>') ? token.slice(1) : null);

/** The link as one that stands behind another object: read and written no more. */
export const behind = (link: Link, hostId: string): Link => ({
  ...link,
  token: `>${hostId}`,
  confirmed: true,
  inScope: false,
  dirty: false,
  retryAt: null,
  sent: null,
  sentAt: null,
  ...(link.record === null ? { seen: null } : {}),
});

type Merged = Seen & { readonly into: string };
const isMerged = (o: Observed): o is Merged => !isGone(o) && o.into !== undefined;

/** Carries merges out and hands back what is left to look at: the others, and merged objects nobody knew. */
export async function followMerged(
  run: RunContext,
  entity: Entity,
  items: readonly Observed[],
  bitmap: Bitmap | null,
): Promise<readonly Observed[]> {
  const merged = items.filter(isMerged);
  if (merged.length === 0) return items;
  const known = new Set<Observed>();
  const moved = new Map<string, string>();
  for (const item of merged) {
    const was = await follow(run, entity, item, bitmap);
    if (was !== 'unknown') known.add(item);
    if (was === 'moved') moved.set(item.hostId, item.into);
  }
  if (moved.size > 0) await repoint(run, entity, moved);
  if (moved.size > 0) run.refs.forget();
  return items.filter((i) => !known.has(i));
}

async function follow(
  run: RunContext,
  entity: Entity,
  item: Merged,
  bitmap: Bitmap | null,
): Promise<'unknown' | 'known' | 'moved'> {
  const links = await run.engine.store.read((t) => t.linksAt(run.id, entity, [item.hostId, item.into]));
  const [loser, winner] = [links.get(item.hostId), links.get(item.into)];
  if (!loser) return 'unknown';
  bitmap?.add(loser.id);
  const into = winner ? (redirectOf(winner) ?? item.into) : item.into;
  if (redirectOf(loser) === into || loser.aliasOf !== null) return 'known';
  const isFree = loser.record !== null && (winner?.record ?? null) === null && redirectOf(loser) === null;
  const move = isFree ? moveTo(run, loser, item.into, winner) : stayBehind(run, loser, item, into);
  const due = isFree ? [] : await toldOf(run, entity, [into]);
  await commit(run, (t) => (move(t), due.forEach((link) => t.touchLink(link.id)))); // what both owe is owed by it
  return 'moved';
}

/** Links of objects that are told figures, of others behind them too: due once they stand for more objects, or for fewer. */
export async function toldOf(run: RunContext, entity: Entity, hostIds: readonly string[]): Promise<readonly StoredLink[]> {
  if (hostIds.length === 0 || !tells(mappingOf(run, entity) ?? undefined)) return [];
  const links = await run.engine.store.read((t) => t.linksAt(run.id, entity, hostIds));
  return [...links.values()].filter((l) => l.inScope && l.goneAt === null && l.aliasOf === null);
}

/** The object that is left has no record: ours goes on with it, and its values are compared like those of any edit there. */
function moveTo(run: RunContext, loser: StoredLink, hostId: string, winner: StoredLink | undefined): (t: Writer) => void {
  const at = nowOf(run.engine);
  return (t) => {
    if (winner) t.dropLink(winner.id, winner.tick, at);
    t.setLink({ ...loser, hostId, version: null, goneAt: null, inScope: true, dirty: true, retryAt: null }, loser.tick);
  };
}

function stayBehind(run: RunContext, loser: StoredLink, { version }: Seen, into: string): (t: Writer) => void {
  const at = nowOf(run.engine);
  return (t) => {
    t.setLink({ ...behind(loser, into), version, goneAt: null }, loser.tick);
    t.setLinkKeys(loser.id, loser.entity, []);
    t.closeProblems(loser.id, PROBLEM_KINDS, null, 'engine', at);
    if (loser.record !== null) t.journal({ at, host: run.id, link: loser.id, record: loser.record, unit: null, before: null, after: { into }, cause: 'match', plan: null, by: run.id }); // prettier-ignore
  };
}

/** Who stood behind an object that is merged itself now, stands behind the next one. */
async function repoint(run: RunContext, entity: Entity, into: ReadonlyMap<string, string>): Promise<void> {
  for (let after = 0; ;) {
    const links = await run.engine.store.read((t) => t.linksPage(run.id, entity, after, PAGE));
    const last = links.at(-1);
    if (!last) return;
    after = last.id;
    for (const link of links) {
      const next = into.get(redirectOf(link) ?? '');
      if (next !== undefined) await commit(run, (t) => t.setLink(behind(link, next), link.tick));
    }
  }
}
