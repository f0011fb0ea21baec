/**
 * The main path: lease, observe, match, plan, guard, apply, report. One run of one host; run it again is always the cure.
 */
import { HostError, type Feed } from '../hosts/host.ts';
import { ENTITY_ORDER, type Entity, type HostId, type PlanId, type RecordId } from '../model.ts';
import { LeaseLost, type CursorRow, type Lease, type StoredLink } from '../store/store.ts';
import { absent } from './absent.ts';
import { commit, noCounts, suspectRestored, type Counts, type RunContext } from './context.ts';
import { attachedOf, minutesAgo, nowOf, switchesOf, type Engine } from './engine.ts';
import { COUNTED, guard, type GuardCounts, type GuardRule } from './guard.ts';
import { linksTowardAll } from './links-toward.ts';
import { matchEntity } from './matching.ts';
import { observe } from './observe.ts';
import { givePartners } from './partner.ts';
import { basisOf, type Plan, type Step } from './plan.ts';
import { PlanBuilder } from './planning.ts';
import { hostProblem, openProblem } from './problems.ts';
import { changedUnits, hashesOf } from './rebase.ts';
import type { Settled } from './answer.ts';
import { LinkRefs } from './refs.ts';
import { settle } from './settle.ts';
import { closedPeriods } from './situation.ts';
import { parkFeed, parkRecord, Strikes } from './trouble.ts';

export interface RunOptions {
  /** Observe for real, compute, store the plan; write no record and no host. */
  readonly planOnly?: boolean;
  /** Let this stored plan through the guard. */
  readonly accept?: PlanId;
  /** Only these records are applied (a person pressed "now"). */
  readonly only?: readonly RecordId[];
  /** Every feed, due or not. */
  readonly everything?: boolean;
  readonly by?: string;
}

export type RunState = 'ok' | 'busy' | 'paused' | 'failed' | 'stopped';

export interface Report {
  readonly host: HostId;
  readonly state: RunState;
  readonly counts: Counts;
  readonly plan: Plan | null;
  /** The guard's rule that holds this host's writes, and the plan to accept. */
  readonly guard: { readonly rule: GuardRule; readonly count: number; readonly plan: PlanId } | null;
  readonly error: HostError | null;
  /** Lists and records that failed on their own and were parked. */
  readonly failures: readonly HostError[];
  readonly seconds: number;
}

export async function run(engine: Engine, host: HostId, options: RunOptions = {}): Promise<Report> {
  const started = engine.world.now().getTime();
  const counts = noCounts();
  const report = (state: RunState, more: Partial<Report> = {}): Report => ({
    host, state, counts, plan: null, guard: null, error: null, failures: [], seconds: (engine.world.now().getTime() - started) / 1000, ...more,
  }); // prettier-ignore
  const switches = await switchesOf(engine, host);
  if (switches.why === 'paused' && !options.planOnly) return report('paused');
  const lease = await engine.store.lease(host, engine.holder);
  if (!lease) return report('busy');
  try {
    const context = await contextOf(engine, host, lease, options, counts);
    const result = await new Run(context, options).all();
    await succeeded(context);
    return report(engine.stopping() ? 'stopped' : 'ok', { ...result, failures: context.failures });
  } catch (error) {
    if (error instanceof LeaseLost) return report('busy');
    if (!(error instanceof HostError)) throw error;
    const isOurs = await failed(engine, lease, error);
    return isOurs ? report('failed', { error }) : report('busy');
  } finally {
    await engine.store.release(lease);
  }
}

async function contextOf(engine: Engine, host: HostId, lease: Lease, options: RunOptions, counts: Counts): Promise<RunContext> {
  const attached = attachedOf(engine, host);
  const walked = await walkedEntities(engine, host);
  const switches = await switchesOf(engine, host);
  return {
    engine, attached, id: host, lease, counts, leavers: new Map(), walked, refs: new LinkRefs(engine.store, host), switches,
    planOnly: (options.planOnly ?? false) || switches.why === 'restored', closed: await engine.store.read(closedPeriods), rebase: changedUnits(attached.mappings.values(), switches.row?.mappingHashes ?? {}), guard: null, failures: [], accepted: new Map(), released: new Set(),
  }; // prettier-ignore
}

/** Entities the host has listed to the end, as far as our user may see: every key was shown, and the content of every new one read. */
async function walkedEntities(engine: Engine, host: HostId): Promise<Set<Entity>> {
  const walked = new Set<Entity>();
  const { feeds } = attachedOf(engine, host).host;
  const swept = new Set(feeds.filter((f) => f.kind === 'sweep').flatMap((f) => f.entities));
  for (const feed of feeds.filter((f) => f.kind !== 'changes')) {
    const cursor = await engine.store.read((t) => t.cursor(host, feed.id));
    if (!cursor?.lastCompleteAt) continue;
    for (const entity of feed.entities) if (feed.kind === 'sweep' || !swept.has(entity)) walked.add(entity);
  }
  return walked;
}

async function succeeded(run: RunContext): Promise<void> {
  const at = nowOf(run.engine);
  const { counts, attached } = run;
  const moved = counts.adopted + counts.pulled + counts.linked > 0;
  const seenWhole = run.switches.row?.state === 'trusted' && run.failures.length === 0 && !run.engine.stopping() && !run.planOnly;
  const dropped = await droppedFeeds(run);
  await commit(run, (t) => {
    t.setHost(run.id, {
      lastSuccessAt: at,
      traits: { ...attached.host.traits },
      ...(moved ? { lastChangeAt: at } : {}),
      ...(seenWhole ? { state: 'ok' } : {}),
    });
    for (const unit of [null, ...dropped]) t.closeHostProblems(run.id, ['unreachable'], at, unit);
  });
  await run.engine.store.checkpoint();
}

/** Feeds that failed once and are not asked any more, though their kind goes on: the configuration changed. */
async function droppedFeeds(run: RunContext): Promise<string[]> {
  const open = await run.engine.store.read((t) => t.problems({ host: run.id, kind: 'unreachable' }));
  const feeds = new Set(run.attached.host.feeds.map((f) => f.id));
  const goesOn = (entity: Entity | null): boolean => entity === null || run.attached.mappings.has(entity);
  return open.flatMap((p) => (p.unit !== null && !feeds.has(p.unit) && goesOn(p.entity) ? [p.unit] : []));
}

/** False when the lease went to somebody else meanwhile: then it is theirs to tell. */
async function failed(engine: Engine, lease: Lease, error: HostError): Promise<boolean> {
  const at = nowOf(engine);
  const { host } = lease;
  const common = { host, link: null, record: null, entity: null, unit: null, ours: null, theirs: null, base: null, since: at };
  try {
    await engine.store.write(lease, (t) => {
      t.setHost(host, { lastFailureAt: at, lastFailure: error.code });
      t.problem({ ...common, kind: 'unreachable', detail: { code: error.code, ...error.at } });
    });
    return true;
  } catch (lost) {
    if (lost instanceof LeaseLost) return false;
    throw lost;
  }
}

class Run {
  readonly #strikes = new Strikes();
  readonly #run: RunContext;
  readonly #options: RunOptions;

  constructor(context: RunContext, options: RunOptions) {
    this.#run = context;
    this.#options = options;
  }

  async all(): Promise<Partial<Report>> {
    await this.#observe();
    if (!this.#run.planOnly) {
      await this.#match();
      await givePartners(this.#run);
    }
    const plan = await this.#plan();
    if (this.#run.planOnly) return { plan: plan.plan, guard: plan.guard };
    await this.#apply();
    await this.#unanswered();
    return { plan: plan.plan, guard: plan.guard };
  }

  async #observe(): Promise<void> {
    for (const feed of this.#run.attached.host.feeds) {
      if (this.#run.engine.stopping()) return;
      const cursor = await this.#run.engine.store.read((t) => t.cursor(this.#run.id, feed.id));
      const anew = feed.kind === 'walk' && feed.entities.some((e) => this.#run.rebase.has(e));
      if (!this.#options.everything && !anew && !isDue(this.#run, feed, cursor)) continue;
      await this.#renew();
      await this.#feed(feed, cursor);
    }
  }

  /** One set that is not published, hidden or answers nonsense parks its feed and not the host. */
  async #feed(feed: Feed, cursor: CursorRow | null): Promise<void> {
    try {
      const { whole, ended } = await observe(this.#run, feed);
      if (ended && feed.kind === 'walk') await this.#knowMapping(feed.entities);
      await commit(this.#run, (t) => t.closeHostProblems(this.#run.id, ['unreachable'], nowOf(this.#run.engine), feed.id));
      if (whole) for (const entity of feed.entities) await this.#ends(entity, whole);
      this.#strikes.over();
    } catch (error) {
      if (error instanceof HostError && error.kind === 'cursor-lost')
        return this.#startOver(feed, error.code === 'host-restored');
      const alone = this.#strikes.count(error, feed.entities[0] ?? feed.id);
      this.#run.failures.push(alone);
      await parkFeed(this.#run, feed, cursor, alone, nowOf(this.#run.engine));
    }
  }

  /** From now on the links of these entities rest on the mapping as it is. */
  async #knowMapping(entities: readonly Entity[]): Promise<void> {
    const row = (await this.#run.engine.store.read((t) => t.hosts())).find((h) => h.id === this.#run.id);
    const fresh = entities.flatMap((e) => this.#run.attached.mappings.get(e) ?? []).map(hashesOf); // prettier-ignore
    const others = Object.entries(row?.mappingHashes ?? {}).filter(([key]) => !entities.some((e) => key.startsWith(`${e}.`)));
    await commit(this.#run, (t) =>
      t.setHost(this.#run.id, { mappingHashes: Object.assign(Object.fromEntries(others), ...fresh) as Record<string, string> }),
    );
  }

  async #ends(entity: Entity, whole: Parameters<typeof absent>[2]): Promise<void> {
    await absent(this.#run, entity, whole);
    await commit(this.#run, (t) => t.wakeWaiting(this.#run.id, entity));
  }

  /** The feed forgot our place: start it anew and let every sweep and walk say what was missed (A3). */
  async #startOver(feed: Feed, restored: boolean): Promise<void> {
    const none: CursorRow = { cursor: null, startedAt: null, lastCompleteAt: null, seenCount: 0 };
    const problem = hostProblem(this.#run, 'restored', { code: 'host-restored', feed: feed.id });
    const suspect = restored ? suspectRestored(this.#run) : null;
    await commit(this.#run, (t) => {
      suspect?.(t);
      if (suspect) problem(t);
      for (const f of this.#run.attached.host.feeds)
        if (f === feed || (f.kind !== 'changes' && f.entities.some((e) => feed.entities.includes(e))))
          t.setCursor(this.#run.id, f.id, none);
    });
  }

  async #match(): Promise<void> {
    for (const entity of ENTITY_ORDER) {
      if (!this.#run.walked.has(entity) || this.#run.engine.stopping()) continue;
      await this.#renew();
      await matchEntity(this.#run, entity);
      await linksTowardAll(this.#run, entity);
    }
  }

  async #plan(): Promise<{ plan: Plan; guard: Report['guard'] }> {
    const builder = new PlanBuilder(this.#run);
    const plan = await builder.build();
    const found = await this.#ruleOf(await builder.counts(), plan);
    await this.#accept();
    const rule = found?.rule ?? null;
    if (rule === null && !this.#run.planOnly) return { plan, guard: null };
    this.#run.guard = rule;
    await commit(this.#run, (t) =>
      t.plan({
        id: plan.id,
        host: this.#run.id,
        madeAt: plan.madeAt,
        steps: JSON.stringify(plan.steps),
        totals: JSON.stringify(plan.totals),
        refused: rule,
        state: 'proposed',
        acceptedBy: null,
        acceptedAt: null,
      }),
    );
    return { plan, guard: found && { ...found, plan: plan.id } };
  }

  /** Who left the scope in bulk has left it by the next cycle: that question stands until a person answers it (A12). */
  async #ruleOf(counts: GuardCounts, plan: Plan): Promise<{ rule: GuardRule; count: number } | null> {
    const { engine, id, planOnly } = this.#run;
    const rule = guard(counts, engine.limits);
    const [open] = (await engine.store.read((t) => t.problems({ host: id, kind: 'out-of-scope' }))).filter(
      (p) => p.link === null,
    );
    if (open && (await this.#isAgreed())) {
      await commit(this.#run, (t) => t.answerProblem(open.id, 'accepted', this.#options.by ?? engine.holder, nowOf(engine)));
      return null;
    }
    if (rule === 'too-many-leave-scope' && !planOnly) {
      const detail = { code: rule, count: String(counts.leavers), plan: plan.id };
      await commit(this.#run, hostProblem(this.#run, 'out-of-scope', detail, 'scope'));
    }
    if (rule !== null) return { rule, count: counts[COUNTED[rule]] };
    return open ? { rule: 'too-many-leave-scope', count: Number(open.detail['count'] ?? 0) } : null;
  }

  /** The plan a person accepts is one that this rule held. */
  async #isAgreed(): Promise<boolean> {
    const { accept } = this.#options;
    if (accept === undefined) return false;
    return (await this.#run.engine.store.read((t) => t.plan(accept)))?.refused === 'too-many-leave-scope';
  }

  /**
   * An accepted plan lets exactly its own steps through, and only while what they rest on has not moved; so accepting one
   * twice, or one that is old, does nothing more than what still stands of it.
   */
  async #accept(): Promise<void> {
    const { accept } = this.#options;
    if (accept === undefined) return;
    const stored = await this.#run.engine.store.read((t) => t.plan(accept));
    if (!stored) return;
    const steps = JSON.parse(stored.steps) as Step[];
    const writes = steps.filter((s) => s.host === this.#run.id && ['create', 'change', 'act'].includes(s.does));
    for (const step of writes) this.#run.accepted.set(step.link, step.basis);
    await commit(this.#run, (t) =>
      t.plan({
        ...stored,
        state: 'accepted',
        acceptedBy: this.#options.by ?? this.#run.engine.holder,
        acceptedAt: nowOf(this.#run.engine),
      }),
    );
  }

  async #apply(): Promise<void> {
    for (const entity of ENTITY_ORDER) {
      if (!this.#run.attached.mappings.has(entity)) continue;
      await this.#renew();
      if (entity === 'invoice') await this.#learnClosed();
      await this.#applyEntity(entity);
    }
  }

  /** Periods closed or opened a moment ago count at once; what was refused for a closed one is tried again (C5). */
  async #learnClosed(): Promise<void> {
    const closed = await this.#run.engine.store.read(closedPeriods);
    const same = JSON.stringify([...closed].sort()) === JSON.stringify([...this.#run.closed].sort());
    this.#run.closed = closed;
    if (!same) await commit(this.#run, (t) => t.wake(this.#run.id, 'invoice'));
  }

  async #applyEntity(entity: Entity): Promise<void> {
    const { engine, id, counts } = this.#run;
    this.#strikes.next();
    for (let after = 0; !engine.stopping();) {
      const links = await engine.store.read((t) => t.due(id, entity, nowOf(engine), after, engine.limits.batch));
      const last = links.at(-1);
      if (!last) return;
      after = last.id;
      for (const link of links) {
        if (this.#options.only && !this.#options.only.includes(link.record ?? '')) continue;
        if (engine.stopping()) return;
        await this.#release(link);
        const settled = await this.#settle(link);
        if (settled === 'held') counts.held += 1;
        if (settled === 'waiting') counts.waiting += 1;
        if (this.#strikes.allHeld) return;
      }
      engine.report({ type: 'phase', host: id, phase: 'apply', count: links.length });
      await this.#renew();
    }
  }

  /** A lock, an exception of 1C, a connection that breaks at this very object: it waits, the next one goes on. */
  async #settle(link: StoredLink): Promise<Settled> {
    try {
      const settled = await settle(this.#run, link.id);
      this.#strikes.over();
      return settled;
    } catch (error) {
      const alone = this.#strikes.count(error, link.id);
      this.#run.failures.push(alone);
      await parkRecord(this.#run, link, alone);
      return 'parked';
    }
  }

  /** The guard holds, but an accepted plan has this very step, resting on what still stands. */
  async #release(link: StoredLink): Promise<void> {
    const basis = this.#run.accepted.get(link.id);
    const mapping = this.#run.attached.mappings.get(link.entity);
    if (basis === undefined || this.#run.guard === null || !mapping || link.record === null) return;
    const record = await this.#run.engine.store.read((t) => t.record(link.record ?? ''));
    if (basisOf(link, record, mapping) === basis) this.#run.released.add(link.id);
  }

  /** A write nobody answered for too long becomes a question with what was sent (A7). */
  async #unanswered(): Promise<void> {
    const { engine, id } = this.#run;
    const old = await engine.store.read((t) => t.sentBefore(id, minutesAgo(engine, engine.limits.sentMinutes)));
    for (const link of old) {
      const problem = openProblem(this.#run, link, {
        kind: 'unknown-outcome',
        detail: { code: 'unknown-outcome' },
        ours: Object.assign({}, ...Object.values(link.sent ?? {})) as Record<string, never>,
      });
      await commit(this.#run, (t) => problem(t));
    }
  }

  async #renew(): Promise<void> {
    if (!(await this.#run.engine.store.renew(this.#run.lease))) throw new LeaseLost(this.#run.id);
  }
}

const PERIOD_MINUTES: Readonly<Record<Feed['every'], number>> = {
  cycle: 0,
  fresh: 2,
  often: 15,
  nightly: 24 * 60,
  weekly: 7 * 24 * 60,
};

/** A feed is due when its period is over, when it stopped half-way, or when it never ended (not more often than every 15 min). */
export function isDue(run: Pick<RunContext, 'engine'>, feed: Feed, cursor: CursorRow | null): boolean {
  if (feed.every === 'cycle' || !cursor) return true;
  if (cursor.cursor !== null && feed.kind !== 'changes') return true;
  const period = PERIOD_MINUTES[feed.every];
  const failedSince = cursor.startedAt !== null && (cursor.lastCompleteAt === null || cursor.startedAt > cursor.lastCompleteAt);
  if (failedSince) return (cursor.startedAt ?? '') <= minutesAgo(run.engine, Math.min(period, 15));
  return cursor.lastCompleteAt === null || cursor.lastCompleteAt <= minutesAgo(run.engine, period);
}
