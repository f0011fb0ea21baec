/**
 * Two objects of a host were made one by somebody there (hosts/dynamics.md 1.3). Our record follows the object that is left; where that
 * one has a record of its own already both stay - the books may well keep two - and references to the first lead to the object that is
 * left. The link of the first stays as it was, so it is never made anew.
 */
import { HostError, isGone, type Observed, type Seen } from '../hosts/host.ts';
import { PROBLEM_KINDS, type Entity, type Link } from '../model.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import type { Bitmap } from './bitmap.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { nowOf } from './engine.ts';
import { tells } from './figures.ts';
import { askedAbout } from './resolve/shared-number.ts';

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
  const links = await linksAt(run, entity, merged.flatMap((i) => [i.hostId, i.into])); // prettier-ignore
  const known = merged.filter((i) => links.has(i.hostId));
  for (const { hostId } of known) bitmap?.add(links.get(hostId)?.id ?? 0);
  const moving = known.filter((i) => isNews(i, links));
  if (moving.length > 0) {
    const ends = await repoint(run, entity, moving);
    for (const item of moving) await follow(run, entity, item, ends.get(item.hostId) ?? item.into);
    run.refs.forget();
  }
  const done = new Set<Observed>(known);
  return items.filter((i) => !done.has(i));
}

function isNews({ hostId, into }: Merged, links: ReadonlyMap<string, StoredLink>): boolean {
  const [loser, winner] = [links.get(hostId), links.get(into)];
  const end = winner ? (redirectOf(winner) ?? into) : into;
  return loser !== undefined && loser.aliasOf === null && redirectOf(loser) !== end;
}

const linksAt = (run: RunContext, entity: Entity, ids: readonly string[]): Promise<ReadonlyMap<string, StoredLink>> =>
  run.engine.store.read((t) => t.linksAt(run.id, entity, ids));

/** `into`: the object that is left in the end. If a person changed the record meanwhile, it is looked at again. */
async function follow(run: RunContext, entity: Entity, item: Merged, into: string): Promise<void> {
  for (let round = 0; round < run.engine.limits.rounds; round++) {
    const links = await linksAt(run, entity, [item.hostId, into]);
    const [loser, winner] = [links.get(item.hostId), links.get(into)];
    if (!loser || item.hostId === into || redirectOf(loser) === into) return;
    const isFree = loser.record !== null && (winner?.record ?? null) === null && redirectOf(loser) === null;
    const move = isFree ? moveTo(run, loser, into, winner) : stayBehind(run, loser, item, into);
    const due = isFree ? [] : await toldOf(run, entity, [into]);
    const asked = isFree ? [] : await askedAbout(run.engine, run.id, loser.record); // and the two are asked about no more
    const outcome = await commit(run, (t) => (move(t), [...due.map((l) => l.id), ...asked].forEach((id) => t.touchLink(id)))); // what both owe is owed by it
    if (outcome === 'done') return;
  }
  throw new HostError('stale', run.id, { code: 'records-busy', at: { entity } });
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

/**
 * Who stood behind an object that is merged itself now, stands behind the last of them. Before they move, so a process that dies
 * between leaves nobody behind one that is not there. Hands back where each of those that move ends.
 */
async function repoint(run: RunContext, entity: Entity, moving: readonly Merged[]): Promise<ReadonlyMap<string, string>> {
  const standing = await behindOthers(run, entity);
  const next = new Map(standing.flatMap((l) => (l.hostId === null ? [] : [[l.hostId, redirectOf(l) ?? '']])));
  for (const { hostId, into } of moving) next.set(hostId, into);
  for (const link of standing) {
    const [stood, into] = [redirectOf(link) ?? '', endOf(next, redirectOf(link) ?? '')];
    if (into !== stood) await commit(run, (t) => t.setLink(behind(link, into), link.tick));
  }
  return new Map(moving.map(({ hostId }) => [hostId, endOf(next, hostId)]));
}

function endOf(next: ReadonlyMap<string, string>, from: string): string {
  const passed = new Set<string>();
  let end = from;
  for (let to = next.get(end); to !== undefined && !passed.has(to); to = next.get(end)) passed.add((end = to));
  return end;
}

async function behindOthers(run: RunContext, entity: Entity): Promise<StoredLink[]> {
  const out: StoredLink[] = [];
  for (let after = 0; ;) {
    const links = await run.engine.store.read((t) => t.linksPage(run.id, entity, after, PAGE));
    const last = links.at(-1);
    if (!last) return out;
    after = last.id;
    out.push(...links.filter((l) => redirectOf(l) !== null));
  }
}
