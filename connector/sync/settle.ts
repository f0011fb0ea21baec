/**
 * apply, one link: decide; store what is local; read the host before a write; say what is sent; send; store the answer.
 * A short loop of at most eight rounds; any crash between two lines leaves a state the next run understands (B3, A7, A17).
 * Here: the loop and the order of one round. Each step of it is a file of the folder settle/.
 */
import { isGone, type HostError, type Seen } from '../hosts/host.ts';
import type { Fields, LinkId } from '../model.ts';
import type { Settled } from './answer.ts';
import { commit, type RunContext } from './context.ts';
import { createOn } from './create.ts';
import { markGone } from './gone.ts';
import { observeObjects } from './page.ts';
import { tells } from './figures.ts';
import { openProblem } from './problems.ts';
import { reconcile, type Decision } from './reconcile.ts';
import { commitLocal, nextOf } from './settle/local.ts';
import type { Round, Turn } from './settle/round.ts';
import { wantsOf } from './settle/wants.ts';
import { write } from './settle/write.ts';
import { agreedOf, overlay, shownOf } from './shown.ts';
import { atOf, loadSituation, type Situation } from './situation.ts';

/** A write that twice did not arrive is not sent a third time at once: what keeps it from arriving is told, and it is tried later. */
const UNSURE = 2;

export async function settle(run: RunContext, linkId: LinkId): Promise<Settled> {
  let fresh: Seen | null = null;
  const unsure: HostError[] = [];
  for (let round = 0; round < run.engine.limits.rounds; round++) {
    const s = await run.engine.store.read((t) => loadSituation(t, run.engine, linkId, run.refs));
    if (!s || s.link.aliasOf !== null || s.link.goneAt !== null || !s.link.inScope) return 'done';
    if (s.link.hostId === null) {
      const created = await createOn(run, s);
      if (created === 'again') continue;
      return created;
    }
    const givenUp = unsure.length < UNSURE ? null : (unsure.at(-1) ?? null);
    const result: Turn = await take({ run, s, fresh, givenUp });
    if (result.settled) return result.settled;
    fresh = result.fresh;
    if (result.unsure) unsure.push(result.unsure);
  }
  return keepsMoving(run, linkId);
}

/** Each time it was read it had moved before the write: the next cycle goes on, and somebody is told. */
async function keepsMoving(run: RunContext, linkId: LinkId): Promise<Settled> {
  const link = await run.engine.store.read((t) => t.link(linkId));
  if (!link) return 'done';
  const detail = { code: 'stale-again', count: String(run.engine.limits.rounds) };
  const problem = openProblem(run, link, { kind: 'refused', detail });
  await commit(run, problem);
  return 'waiting';
}

/** One round for one existing link. */
async function take({ run, s, fresh, givenUp }: Omit<Round, 'theirs'>): Promise<Turn> {
  const theirs = fresh ? await looked(run, s, fresh) : s.pictures.theirs;
  const at: Round = { run, s, fresh, theirs, givenUp };
  const d = decide(at);
  const wants = await wantsOf(at, d);
  if (wants.writes && wants.may && !fresh) return readFirst(at);
  const next = nextOf(at, d);
  const isClean = !wants.writes && d.waiting.length === 0;
  if ((await commitLocal(at, d, next, isClean, wants)) === 'moved') return { fresh: null };
  count(run, d);
  if (!wants.writes && d.pull.length > 0 && tells(s.mapping)) return { fresh: null }; // what is left to pay may have moved with it
  if (!wants.writes) return { settled: d.waiting.length > 0 ? 'waiting' : 'done', fresh: null };
  if (!wants.may) return { settled: wants.parked ? 'parked' : 'held', fresh: null };
  if (givenUp) throw givenUp;
  return write(at, d, next.rev, wants);
}

/** What the host shows, with the object as it was just read. */
async function looked(run: RunContext, s: Situation, seen: Seen): Promise<Fields> {
  const shown = await shownOf(run.id, s.mapping, run.refs, seen, agreedOf(s));
  return overlay(s.pictures.theirs, shown, s.mapping);
}

function decide({ run, s, theirs }: Round): Decision {
  return reconcile({ ...s.pictures, theirs }, s.mapping, atOf(run.engine, run.attached, s, theirs, run.closed));
}

/** A17: the object as it is now, by content, not only by version. */
async function readFirst({ run, s }: Round): Promise<Turn> {
  const { link } = s;
  const seen = await run.attached.host.read(link.entity, link.hostId ?? '');
  if (!isGone(seen) && (seen.into !== undefined || !(await isStillIn(run, s, seen)))) return movedMeanwhile(run, seen);
  if (!isGone(seen)) return { fresh: seen };
  const changes = await markGone(run, link);
  await commit(run, (t) => changes.forEach((c) => c(t)));
  return { settled: 'done', fresh: null };
}

/** A customer that was made a competitor a moment ago is none of ours any more. */
async function isStillIn(run: RunContext, s: Situation, seen: Seen): Promise<boolean> {
  const { fields } = await shownOf(run.id, s.mapping, run.refs, seen, agreedOf(s));
  return s.mapping.inScope(fields, 'in', { hostId: seen.hostId, object: seen.object ?? null });
}

/** Made one with another object, or taken out of the scope, a moment ago: what is to be written belongs there, or nowhere. */
async function movedMeanwhile(run: RunContext, seen: Seen): Promise<Turn> {
  await observeObjects(run, [seen]);
  return { fresh: null };
}

function count({ counts }: RunContext, d: Decision): void {
  counts.pulled += d.pull.length > 0 ? 1 : 0;
  counts.asked += Object.keys(d.ask).length;
  counts.waiting += d.waiting.length > 0 ? 1 : 0;
}
