/**
 * A failure of one list or one object parks that and lets the rest go on; when one subject after another fails, it is the host
 * (A16). What may pass by itself is tried again soon; the same refusal twice waits for a person or a change.
 */
import { HostError } from '../hosts/host.ts';
import type { Instant } from '../model.ts';
import { commit, type RunContext } from './context.ts';
import { inMinutes } from './engine.ts';
import { hostProblem, openProblem, type LinkLike } from './problems.ts';
import type { Feed } from '../hosts/host.ts';
import type { CursorRow, StoredLink, Writer } from '../store/store.ts';

/** So many subjects in a row without one that works are no longer their own trouble. */
const IN_A_ROW = 3;
/** A lock lasts as long as a form is open: soon, then less often. */
const SOON_MINUTES = 2;
const LATER_MINUTES = 15;
const LONG_MINUTES = 7 * 24 * 60;

/** Told by the host about this very set or object: never a sign that the host is down. */
const PLAIN = new Set(['not-published', 'refused', 'unauthorised', 'stale', 'leak']);

/** Someone holds the object: the host works, and one after another of a kind only means that people are at work there. */
const HELD = new Set(['lock-conflict']);

export class Strikes {
  readonly #failed = new Set<string | number>();
  #held = 0;

  over(): void {
    this.#failed.clear();
    this.#held = 0;
  }

  /** The next kind of objects begins. */
  next(): void {
    this.#held = 0;
  }

  /** Each object of this kind is held: waiting for every one of them would hold up the other kinds. */
  get allHeld(): boolean {
    return this.#held >= IN_A_ROW;
  }

  /** The error if it concerns its subject alone; throws what concerns the host. */
  count(error: unknown, subject: string | number): HostError {
    if (!(error instanceof HostError) || !error.alone) throw error;
    if (HELD.has(error.code)) this.#held += 1;
    else if (!PLAIN.has(error.kind)) this.#failed.add(subject);
    if (this.#failed.size >= IN_A_ROW) throw error;
    return error;
  }
}

/** The place itself was refused, perhaps because it is one no more: nothing is lost by beginning anew. */
const PLACELESS = new Set(['refused', 'stale', 'cursor-lost']);

/** Where a parked feed goes on. Lists asked for now and then are worth something as a whole only, so they begin anew. */
async function placeOf(run: RunContext, feed: Feed, before: CursorRow | null, error: HostError): Promise<string | null> {
  if (feed.kind === 'changes') return before?.cursor ?? null;
  if (feed.every !== 'cycle' || PLACELESS.has(error.kind)) return null;
  const reached = await run.engine.store.read((t) => t.cursor(run.id, feed.id));
  return reached?.cursor ?? before?.cursor ?? null;
}

/** The feed is asked again in a while, from its place where it has one. */
export async function parkFeed(
  run: RunContext,
  feed: Feed,
  cursor: CursorRow | null,
  error: HostError,
  at: Instant,
): Promise<void> {
  const problem = hostProblem(
    run,
    'unreachable',
    { code: error.code, feed: feed.id, ...error.at },
    feed.id,
    feed.entities[0] ?? null,
  );
  const place = await placeOf(run, feed, cursor, error);
  const row = { cursor: place, startedAt: at, lastCompleteAt: cursor?.lastCompleteAt ?? null, seenCount: 0 };
  await commit(run, (t) => {
    t.setCursor(run.id, feed.id, row);
    problem(t);
  });
}

/** The problem of a refused or failed write, and when it is worth another try. */
export async function refusal(
  run: RunContext,
  link: LinkLike,
  error: HostError,
  unit: string | null,
): Promise<{ retryAt: Instant; problem: (t: Writer) => void }> {
  const kind = error.kind === 'leak' ? 'leak' : 'refused';
  const open = await run.engine.store.read((t) => t.problems({ link: link.id, kind }));
  const again = open.some((p) => p.detail['code'] === error.code);
  const passes = error.kind === 'unavailable';
  const [first, then] = passes ? [SOON_MINUTES, LATER_MINUTES] : [run.engine.limits.parkMinutes, LONG_MINUTES];
  const minutes = again ? then : first;
  const sentence = error.sentence === null ? {} : { sentence: error.sentence };
  const problem = openProblem(run, link, { kind, unit, detail: { code: error.code, ...error.at, ...sentence } });
  return { retryAt: inMinutes(run.engine, minutes), problem };
}

/** One record that could not be dealt with now; what was sent for it stays said. */
export async function parkRecord(run: RunContext, of: StoredLink, error: HostError): Promise<void> {
  const { retryAt, problem } = await refusal(run, of, error, null);
  const link = await run.engine.store.read((t) => t.link(of.id));
  if (!link) return;
  await commit(run, (t) => {
    t.setLink({ ...link, dirty: true, retryAt }, link.tick);
    problem(t);
  });
}
