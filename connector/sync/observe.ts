/**
 * observe: pages of a feed -> what the host shows (links.seen), parts, scope, new records, together with the cursor.
 * Everything a page shows is stored in one transaction with the cursor behind it (A3).
 */
import type { Feed, Item, Observed, Page, Suspects } from '../hosts/host.ts';
import { Bitmap } from './bitmap.ts';
import type { RunContext } from './context.ts';
import { nowOf } from './engine.ts';
import { observeObjects } from './page.ts';

/** A changed table may name a whole base at once; it is looked at in parts. */
const MANY = 1000;

export interface Observation {
  readonly count: number;
  /** Which links a chain from the very beginning to a proven end has shown; null = absence means nothing. */
  readonly whole: Bitmap | null;
  /** The chain reached its last page. */
  readonly ended: boolean;
}

/** Everything new on one feed. */
export async function observe(run: RunContext, feed: Feed): Promise<Observation> {
  const { engine, id } = run;
  const before = await engine.store.read((t) => t.cursor(id, feed.id));
  const startedAt = nowOf(engine);
  const anew = feed.kind === 'walk' && feed.entities.some((e) => run.rebase.has(e));
  const chain = new Chain(anew ? null : (before?.cursor ?? null));
  let count = 0;
  let proven = false;
  let ended = false;
  for await (const page of run.attached.host.changes(feed.id, chain.from)) {
    const resolved = await resolveParts(run, page.items);
    const whole = page.last && page.complete;
    const done = page.last && (whole || isAllThereIs(feed, page) || !before?.lastCompleteAt);
    const row = {
      cursor: page.next,
      startedAt,
      lastCompleteAt: done ? startedAt : (before?.lastCompleteAt ?? null),
      seenCount: count + resolved.length,
    };
    while (resolved.length > MANY) await observeObjects(run, resolved.splice(0, MANY), { bitmap: chain.bitmap });
    await observeObjects(run, resolved, { bitmap: chain.bitmap, last: (t) => t.setCursor(id, feed.id, row) });
    count += page.items.length;
    run.counts.seen += page.items.length;
    progress(run, feed, page, count);
    proven = whole;
    ended = page.last;
    if (engine.stopping()) break;
  }
  const listed = feed.kind === 'sweep' ? ended : proven && feed.kind === 'walk';
  if (listed) for (const entity of feed.entities) run.walked.add(entity);
  return { count, whole: proven && feed.kind !== 'changes' ? chain.bitmap : null, ended };
}

/** A list that could not be proven whole is soon tried again, unless another try would say no more. */
const isAllThereIs = (feed: Feed, page: Page): boolean => feed.kind !== 'sweep' || page.partial === true;

/** One pass over a feed; absence can only be told when the pass began at the beginning. */
class Chain {
  readonly from: string | null;
  readonly bitmap: Bitmap | null;
  constructor(from: string | null) {
    this.from = from;
    this.bitmap = from === null ? new Bitmap() : null;
  }
}

function progress(run: RunContext, feed: Feed, page: Page, count: number): void {
  const entity = page.items.find((i): i is Observed => 'entity' in i)?.entity ?? feed.entities[0] ?? 'counterparty';
  run.engine.report({ type: 'feed', host: run.id, feed: feed.id, entity, seen: count, total: page.total ?? null });
}

/** Rows are gone from a table: whose they were is not known any more, so whoever may have had one is read. */
async function suspects(run: RunContext, { among, suspect }: Suspects): Promise<Observed[]> {
  const found: Observed[] = [];
  for (let after = 0; ;) {
    const links = await run.engine.store.read((t) => t.linksPage(run.id, among, after, MANY));
    for (const { hostId, goneAt } of links)
      if (hostId !== null && goneAt === null && suspect(hostId)) found.push({ entity: among, hostId, version: '' });
    const last = links.at(-1);
    if (!last) return found;
    after = last.id;
  }
}

/** "This part changed or vanished" -> the objects it belongs to; without a version, so that they are read. */
async function resolveParts(run: RunContext, items: readonly Item[]): Promise<Observed[]> {
  const observed: Observed[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    if ('entity' in item) {
      observed.push(item);
      continue;
    }
    if ('among' in item) {
      observed.push(...(await suspects(run, item)));
      continue;
    }
    const links = await run.engine.store.read((t) => t.linksByPart(run.id, item.part.type, item.part.id));
    for (const link of links) {
      if (link.hostId === null || seen.has(`${link.entity}:${link.hostId}`)) continue;
      seen.add(`${link.entity}:${link.hostId}`);
      observed.push({ entity: link.entity, hostId: link.hostId, version: '' });
    }
  }
  return withoutRepeats(observed);
}

/** A page may show an object twice; what it said last counts. */
const withoutRepeats = (items: readonly Observed[]): Observed[] => [
  ...new Map(items.map((i) => [`${i.entity}:${i.hostId}`, i])).values(),
];
