/** What of a plan does not go on by itself: objects that refer to what a person is asked about, and the questions that stand open. */
import { flat } from '../narrow.ts';
import type { Entity, Instant, LinkId, Problem } from '../model.ts';
import type { KeySet, StoredLink } from '../store/store.ts';
import { isUnresolved, parseUnresolved, unresolved } from '../../mappings/mapping.ts';
import type { RunContext } from './context.ts';
import { nowOf } from './engine.ts';
import type { Matched } from './matching.ts';
import { fieldChanges, money, titleOf, type Step } from './plan.ts';

/** Objects of one host that are asked about, or wait in turn. Kinds come in their order, so what is referred to is known by then. */
export class Waits {
  readonly #run: RunContext;
  readonly #held = new Set<string>();
  /** Keys several objects show; the first of them is taken over, the others are asked about. */
  readonly #taken = new Set<string>();

  constructor(run: RunContext) {
    this.#run = run;
  }

  hold({ entity, hostId }: StoredLink): void {
    this.#held.add(unresolved(entity, hostId ?? ''));
  }

  /** Shares a number with an object that is taken over by this very plan. */
  isTwin({ link, keys, result }: Matched, repeated: KeySet): boolean {
    if (result?.is !== 'new') return false;
    const shared = keys.filter((k) => k.exclusive && repeated.has(link.entity, k)).map((k) => k.text);
    if (shared.some((k) => this.#taken.has(k))) return true;
    for (const key of shared) this.#taken.add(key);
    return false;
  }

  /** Of a batch, those that wait; what they refer to may have been asked about in an earlier run. */
  async of(batch: readonly Matched[], required: readonly string[]): Promise<ReadonlySet<LinkId>> {
    const referring = batch.filter((m) => m.open !== null);
    const openOf = (m: Matched): string[] => required.map((f) => m.fields[f]).filter(isUnresolved);
    await this.#learn(referring.flatMap(openOf).filter((r) => !this.#held.has(r)));
    const waiting = referring.filter((m) => openOf(m).some((r) => this.#held.has(r)));
    for (const { link } of waiting) this.hold(link);
    return new Set(waiting.map((m) => m.link.id));
  }

  async #learn(references: readonly string[]): Promise<void> {
    const { engine, id } = this.#run;
    const now = nowOf(engine);
    const open = [...new Set(references)].map(parseUnresolved);
    for (const entity of new Set(open.map((r) => r.entity))) {
      const ids = open.flatMap((r) => (r.entity === entity ? [r.hostId] : []));
      const found = await engine.store.read((t) => t.linksAt(id, entity, ids));
      for (const link of found.values()) if (!goesOn(link, now)) this.hold(link);
    }
  }
}

/** The next run decides about it. */
const goesOn = (l: StoredLink, now: Instant): boolean =>
  l.record !== null || (l.inScope && l.goneAt === null && l.dirty && (l.retryAt === null || l.retryAt <= now));

/** These pass by themselves, or with the answer to another. */
const NOT_ASKED: ReadonlySet<Problem['kind']> = new Set(['waiting', 'unreachable']);

/** Questions of earlier runs: nothing changes about them, but they are part of what a plan says. */
export async function askedBefore(run: RunContext, steps: readonly Step[]): Promise<Step[]> {
  const known = new Set(steps.flatMap((s) => (s.does === 'ask' ? [s.link] : [])));
  const open = await run.engine.store.read((t) => t.problems({ host: run.id }));
  const asked: Step[] = [];
  for (const p of open) {
    const { link, entity } = p;
    if (link === null || entity === null || NOT_ASKED.has(p.kind) || known.has(link)) continue;
    asked.push(await stepOf(run, p, link, entity));
  }
  return asked;
}

async function stepOf(run: RunContext, p: Problem, id: LinkId, entity: Entity): Promise<Step> {
  const [link, record] = await run.engine.store.read(
    async (t) => [await t.link(id), p.record === null ? null : await t.record(p.record)] as const,
  );
  const fields = record?.fields ?? p.theirs ?? flat(link?.seen ?? null);
  const mapping = run.attached.mappings.get(entity);
  const changes = mapping && p.unit !== null ? fieldChanges(mapping, p.theirs ?? {}, p.ours ?? {}, [p.unit]) : [];
  return {
    host: run.id, entity, link: id, record: p.record, hostId: link?.hostId ?? null, title: titleOf(entity, fields), does: 'ask', changes,
    ...money(entity, fields), why: p.kind, hold: null, deactivates: false, basis: '',
  }; // prettier-ignore
}
