/** observe: every feed of the host that is due, one after another. A feed in trouble is parked, the others go on. */
import { HostError, type Feed } from '../../hosts/host.ts';
import type { Entity } from '../../model.ts';
import type { CursorRow } from '../../store/store.ts';
import { absent } from '../absent.ts';
import { commit, suspectRestored, type RunContext } from '../context.ts';
import { minutesAgo, nowOf } from '../engine.ts';
import { observe } from '../observe.ts';
import { hostProblem } from '../problems.ts';
import { hashesOf } from '../rebase.ts';
import { parkFeed } from '../trouble.ts';
import { renew, type Cycle } from './cycle.ts';

export async function observeFeeds(cycle: Cycle): Promise<void> {
  const { run, options } = cycle;
  const shown = new Set<Entity>(); // whole, by a walk of this run
  for (const feed of run.attached.host.feeds) {
    if (run.engine.stopping()) return;
    const cursor = await run.engine.store.read((t) => t.cursor(run.id, feed.id));
    const anew = feed.kind === 'walk' && feed.entities.some((e) => run.rebase.has(e));
    if (!options.everything && !anew && !isDue(run, feed, cursor)) continue;
    await renew(run);
    if (!options.everything && feed.kind === 'sweep' && feed.entities.every((e) => shown.has(e))) await sweptByWalk(run, feed);
    else if (await observeFeed(cycle, feed, cursor)) for (const entity of feed.entities) shown.add(entity);
  }
}

/** Keys and versions of what was shown with its content a moment ago say nothing new. */
async function sweptByWalk(run: RunContext, feed: Feed): Promise<void> {
  const at = nowOf(run.engine);
  await commit(run, (t) => t.setCursor(run.id, feed.id, { cursor: null, startedAt: at, lastCompleteAt: at, seenCount: 0 }));
}

/** One set that is not published, hidden or answers nonsense parks its feed and not the host. True: a walk that showed everything. */
async function observeFeed({ run, strikes }: Cycle, feed: Feed, cursor: CursorRow | null): Promise<boolean> {
  try {
    const { whole, ended } = await observe(run, feed);
    if (ended && feed.kind === 'walk') await knowMapping(run, feed.entities);
    await commit(run, (t) => t.closeHostProblems(run.id, ['unreachable'], nowOf(run.engine), feed.id));
    if (whole) for (const entity of feed.entities) await shownWhole(run, entity, whole);
    strikes.over();
    return whole !== null && feed.kind === 'walk';
  } catch (error) {
    if (error instanceof HostError && error.kind === 'cursor-lost') {
      await startOver(run, feed, error.code === 'host-restored');
      return false;
    }
    const alone = strikes.count(error, feed.entities[0] ?? feed.id);
    run.failures.push(alone);
    await parkFeed(run, feed, cursor, alone, nowOf(run.engine));
    return false;
  }
}

/** From now on the links of these entities rest on the mapping as it is. */
async function knowMapping(run: RunContext, entities: readonly Entity[]): Promise<void> {
  const row = (await run.engine.store.read((t) => t.hosts())).find((h) => h.id === run.id);
  const fresh = entities.flatMap((e) => run.attached.mappings.get(e) ?? []).map(hashesOf); // prettier-ignore
  const others = Object.entries(row?.mappingHashes ?? {}).filter(([key]) => !entities.some((e) => key.startsWith(`${e}.`)));
  const mappingHashes = Object.assign(Object.fromEntries(others), ...fresh) as Record<string, string>;
  await commit(run, (t) => t.setHost(run.id, { mappingHashes }));
}

/** Every object there is was on the list: what was not is looked for, and who waited for one may go on. */
async function shownWhole(run: RunContext, entity: Entity, whole: Parameters<typeof absent>[2]): Promise<void> {
  await absent(run, entity, whole);
  await commit(run, (t) => t.wakeWaiting(run.id, entity));
}

/** The feed forgot our place: start it anew and let every sweep and walk say what was missed (A3). */
async function startOver(run: RunContext, feed: Feed, restored: boolean): Promise<void> {
  const none: CursorRow = { cursor: null, startedAt: null, lastCompleteAt: null, seenCount: 0 };
  const problem = hostProblem(run, 'restored', { code: 'host-restored', feed: feed.id });
  const suspect = restored ? suspectRestored(run) : null;
  await commit(run, (t) => {
    suspect?.(t);
    if (suspect) problem(t);
    for (const f of run.attached.host.feeds)
      if (f === feed || (f.kind !== 'changes' && f.entities.some((e) => feed.entities.includes(e))))
        t.setCursor(run.id, f.id, none);
  });
}

const PERIOD_MINUTES: Readonly<Record<Feed['every'], number>> = {
  cycle: 0,
  fresh: 2,
  often: 15,
  nightly: 24 * 60,
  weekly: 7 * 24 * 60,
};

/** Its last pass did not come to its end. */
const isUnfinished = ({ startedAt, lastCompleteAt }: CursorRow): boolean =>
  startedAt !== null && (lastCompleteAt === null || startedAt > lastCompleteAt);

/** Kinds whose lists are to be read on: what was seen of them so far is not all there is to see. */
export async function unfinished({ engine, attached, id }: RunContext): Promise<Set<Entity>> {
  const found = new Set<Entity>();
  for (const feed of attached.host.feeds.filter((f) => f.kind !== 'changes')) {
    const cursor = await engine.store.read((t) => t.cursor(id, feed.id));
    if (cursor && isUnfinished(cursor)) for (const entity of feed.entities) found.add(entity);
  }
  return found;
}

/**
 * A feed is due when its period is over, when it stopped half-way, or when it never ended (not more often than every 15 min). A time
 * that is still to come was noted by a clock that was put back since: waiting for it could take a year.
 */
function isDue(run: Pick<RunContext, 'engine'>, feed: Feed, cursor: CursorRow | null): boolean {
  if (feed.every === 'cycle' || !cursor) return true;
  if (cursor.cursor !== null && feed.kind !== 'changes') return true;
  const period = PERIOD_MINUTES[feed.every];
  if (isUnfinished(cursor)) return (cursor.startedAt ?? '') <= minutesAgo(run.engine, Math.min(period, 15));
  const { lastCompleteAt } = cursor;
  return lastCompleteAt === null || lastCompleteAt <= minutesAgo(run.engine, period) || lastCompleteAt > nowOf(run.engine);
}
