/**
 * Objects seen but not matched: link, adopt, or ask. Runs only over entities whose content was shown completely, so every
 * rival is known (A11). Many objects share one batch of look-ups and one transaction.
 */
import { keysOf, objectKeys, type Key } from '../identity.ts';
import type { Entity, Fields, Link, RecordId, SharedRecord } from '../model.ts';
import { isUnresolved, parseUnresolved, type Mapping } from '../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import { adoption, isOpen } from './adopt.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { inMinutes, isFollower, nowOf } from './engine.ts';
import { baseOfFound } from './found.ts';
import { linksToward } from './links-toward.ts';
import { match, type Match, type Candidate } from './match.ts';
import { pack } from './pictures.ts';
import { openProblem, type ProblemOf } from './problems.ts';
import { resolveOpen } from './resolve-refs.ts';

type Change = (t: Writer) => void;

export async function matchEntity(run: RunContext, entity: Entity): Promise<void> {
  const mapping = mappingOf(run, entity);
  if (!mapping) return;
  for (let after = 0; !run.engine.stopping();) {
    const batch = await run.engine.store.read((t) =>
      t.unlinked(run.id, entity, nowOf(run.engine), after, run.engine.limits.batch),
    );
    const last = batch.at(-1);
    if (!last) return;
    after = last.id;
    await matchBatch(run, mapping, batch.filter((l) => l.inScope && l.goneAt === null && l.seen !== null && l.dirty)); // prettier-ignore
    run.engine.report({ type: 'phase', host: run.id, phase: 'match', count: batch.length });
  }
}

export interface Waiting {
  readonly link: StoredLink;
  readonly fields: Fields;
  readonly keys: readonly Key[];
}

export async function waitingOf(run: RunContext, link: StoredLink): Promise<Waiting> {
  const fields = await resolveOpen(seenOf(link), run.refs);
  return { link, fields, keys: objectKeys(link.entity, fields) };
}

async function matchBatch(run: RunContext, mapping: Mapping, links: readonly StoredLink[]): Promise<void> {
  if (links.length === 0) return;
  const waiting: Waiting[] = [];
  for (const link of links) waiting.push(await waitingOf(run, link));
  const batch = new MatchBatch(run, mapping, waiting);
  const changes = await batch.changes();
  const outcome = await commit(run, (t) => changes.forEach((c) => c(t)));
  if (outcome === 'moved' && links.length > 1) for (const link of links) await matchBatch(run, mapping, [link]);
}

const seenOf = (link: StoredLink): Fields => Object.assign({}, ...Object.values(link.seen ?? {})) as Fields;

export interface Matched extends Waiting {
  /** A required reference that is not linked: nothing can be decided yet. */
  readonly open: { field: string; value: string } | null;
  readonly result: Match | null;
}

export class MatchBatch {
  readonly #run: RunContext;
  readonly #mapping: Mapping;
  readonly #waiting: readonly Waiting[];
  readonly #taken = new Set<string>(); // keys this batch has made a record of already
  /** Records some object of the batch shares a key with. */
  readonly #met = new Map<RecordId, SharedRecord>();
  /** Records to be linked, and their links that still wait for an object here. */
  readonly #partners = new Map<RecordId, { record: SharedRecord; pending: StoredLink | undefined }>();
  readonly #out: Change[] = [];

  constructor(run: RunContext, mapping: Mapping, waiting: readonly Waiting[]) {
    this.#run = run;
    this.#mapping = mapping;
    this.#waiting = waiting;
  }

  async changes(): Promise<Change[]> {
    const results = await this.results();
    await this.#loadPartners(results.flatMap(({ result }) => (result?.is === 'link' ? [result.record] : [])));
    for (const { open, result, ...w } of results) {
      if (open) await this.#waitFor(w, open);
      else if (result) await this.#act(w, result);
    }
    return this.#out;
  }

  async #loadPartners(ids: readonly RecordId[]): Promise<void> {
    if (ids.length === 0) return;
    const links = await this.#run.engine.store.read((t) => t.linksToward(this.#run.id, ids));
    for (const id of ids) {
      const record = this.#met.get(id);
      if (record) this.#partners.set(id, { record, pending: (links.get(id) ?? []).find((l) => l.hostId === null) });
    }
  }

  /** What each object would become; nothing is stored. */
  async results(): Promise<Matched[]> {
    const { entity } = this.#mapping;
    const keys = this.#waiting.flatMap((w) => w.keys);
    const { store } = this.#run.engine;
    const [candidates, unlinked] = await store.read(
      async (t) => [await t.candidates(this.#run.id, entity, keys), await t.unlinkedWith(this.#run.id, entity, keys)] as const,
    );
    for (const met of candidates.values()) for (const { record } of met) this.#met.set(record.id, record);
    const taken = new Set<string>();
    return this.#waiting.map((w) => {
      const open = this.#openReference(w.fields);
      if (open) return { ...w, open, result: null };
      const result = this.#match(w, candidates, unlinked, taken);
      if (result.is === 'link') taken.add(result.record);
      return { ...w, open: null, result };
    });
  }

  #openReference = (fields: Fields): { field: string; value: string } | null => {
    for (const field of this.#mapping.required) {
      const value = fields[field];
      if (isUnresolved(value)) return { field, value };
    }
    return null;
  };

  /** The invoice of a counterparty that is outside the scope, or not matched yet, waits with its reason (A20). */
  async #waitFor({ link }: Waiting, open: { field: string; value: string }): Promise<void> {
    const { entity, hostId } = parseUnresolved(open.value);
    const target = await this.#run.engine.store.read(async (t) => (await t.linksAt(this.#run.id, entity, [hostId])).get(hostId));
    const outside = target?.inScope === false;
    const code = outside ? 'reference-outside' : target?.goneAt || !target ? 'reference-gone' : 'reference-unmatched';
    this.#run.counts.waiting += 1;
    this.#open(link, { kind: outside ? 'out-of-scope' : 'waiting', detail: { code, field: open.field, entity } });
  }

  #match(
    w: Waiting,
    candidates: ReadonlyMap<string, readonly { record: SharedRecord; linked: number | null }[]>,
    unlinked: ReadonlyMap<string, readonly number[]>,
    taken: ReadonlySet<string>,
  ): Match {
    const { keys } = w;
    const mine = new Map<string, Candidate[]>();
    const rivals = new Map<string, number>();
    for (const key of keys) {
      const found = candidates.get(key.text) ?? [];
      mine.set(key.text, found.map((c) => ({ record: c.record, taken: c.linked !== null || taken.has(c.record.id) }))); // prettier-ignore
      rivals.set(key.text, (unlinked.get(key.text) ?? []).filter((id) => id !== w.link.id).length);
    }
    return match({ fields: w.fields, keys, candidates: mine, rivals, nameThreshold: this.#run.engine.limits.nameThreshold });
  }

  async #act(w: Waiting, result: Match): Promise<void> {
    switch (result.is) {
      case 'link':
        return this.#link(w, result.record, result.by);
      case 'new':
        return this.#adopt(w);
      case 'duplicate':
        return this.#ask(w, 'duplicate', { code: 'duplicate', record: result.of, key: result.by.name });
      case 'ambiguous': {
        const list = result.candidates.map((c) => `${c.record} ${c.score.toFixed(2)} ${c.reason}`).join('; ');
        return this.#ask(w, 'ambiguous', { code: 'ambiguous', candidates: list, key: result.by.name });
      }
    }
  }

  /** The pictures meet for the first time: the base is empty, the decision table does the rest (A11). */
  #link({ link, fields }: Waiting, recordId: RecordId, by: Key): void {
    const partner = this.#partners.get(recordId);
    if (!partner) return;
    const { record, pending } = partner;
    const surely = (pending?.sent ?? null) !== null && by.name === 'second';
    const base = baseOfFound(this.#mapping, flat(pending?.sent ?? null), fields, surely);
    const packed = pack({ ours: record.fields, theirs: fields, base, sent: {} }, record.rev, this.#mapping);
    const next: Link = { ...link, ...packed, record: record.id, confirmed: true, dirty: true, retryAt: null };
    const live = record.stage === 'live' ? null : { ...record, rev: record.rev + 1, stage: 'live' as const, changedAt: nowOf(this.#run.engine), changedBy: this.#run.id }; // prettier-ignore
    this.#run.counts.linked += 1;
    this.#out.push((t) => {
      if (live) t.setRecord(live, record.rev); // a host knows it: no prospect any more
      if (pending) t.dropLink(pending.id, pending.tick, nowOf(this.#run.engine));
      t.setLink(next, link.tick);
      t.setLinkKeys(link.id, link.entity, []);
      t.closeProblems(link.id, UNMATCHED, null, 'engine', nowOf(this.#run.engine));
      t.journal({
        at: nowOf(this.#run.engine),
        host: this.#run.id,
        link: link.id,
        record: record.id,
        unit: null,
        before: null,
        after: {},
        cause: 'match',
        plan: null,
        by: this.#run.id,
      });
    });
  }

  async #adopt({ link, fields, keys }: Waiting): Promise<void> {
    const { engine } = this.#run;
    const exclusive = keys.flatMap((k) => (k.exclusive ? [k.text] : []));
    if (isFollower(engine, this.#run.attached, this.#mapping.entity, fields)) return this.#later(link); // the home will show it
    if (this.#mapping.units.some((u) => u.fields.every((f) => fields[f] === undefined) && u.frozenWhenPosted)) return; // an unmapped value holds it
    if (exclusive.some((k) => this.#taken.has(k))) return; // its twin of this batch came first; next time it is a duplicate
    for (const key of exclusive) this.#taken.add(key);
    const made = adoption({
      id: engine.world.uuid(),
      linkId: link.id,
      host: this.#run.id,
      hostId: link.hostId ?? '',
      version: link.version ?? '',
      shown: fields,
      mapping: this.#mapping,
      at: nowOf(engine),
    });
    const toward = engine.hosts.size > 1 ? await linksToward(engine, made.record, [made.link]) : [];
    const strangers = engine.hosts.size > 1 ? await this.#strangersElsewhere(made.record) : [];
    this.#run.counts.adopted += 1;
    this.#out.push((t) => {
      t.setRecord(made.record, null);
      t.setLink({ ...made.link, dirty: made.link.dirty || Object.values(fields).some(isOpen) }, link.tick);
      t.setLinkKeys(link.id, link.entity, []);
      for (const l of toward) t.setLink(l, null);
      for (const id of strangers) t.touchLink(id);
      t.closeProblems(link.id, UNMATCHED, null, 'engine', nowOf(engine));
    });
  }

  #later(link: StoredLink): void {
    const retryAt = inMinutes(this.#run.engine, this.#run.engine.limits.parkMinutes);
    this.#out.push((t) => t.setLink({ ...link, retryAt }, link.tick));
  }

  /** Unmatched objects of other hosts that carry a key of the new record: their time has come. */
  async #strangersElsewhere(record: SharedRecord): Promise<number[]> {
    const keys = keysOf(record.entity, record.fields);
    const others = [...this.#run.engine.hosts.keys()].filter((h) => h !== this.#run.id);
    return this.#run.engine.store.read(async (t) => {
      const found: number[] = [];
      for (const host of others) for (const ids of (await t.unlinkedWith(host, record.entity, keys)).values()) found.push(...ids);
      return found;
    });
  }

  /** Asked once; looked at again when either side changes or a sweep wakes it. */
  #ask({ link }: Waiting, kind: 'duplicate' | 'ambiguous', detail: { code: string } & Record<string, string>): void {
    this.#run.counts.asked += 1;
    this.#open(link, { kind, detail, theirs: seenOf(link) });
    this.#later(link);
  }

  /** What was asked about it before is over. */
  #open(link: StoredLink, problem: ProblemOf): void {
    const others = UNMATCHED.filter((kind) => kind !== problem.kind);
    this.#out.push(openProblem(this.#run, link, problem), (t) => {
      t.closeProblems(link.id, others, null, 'engine', nowOf(this.#run.engine));
    });
  }
}

/** Questions of an object nobody knows yet: one at a time, and none once it has its record. */
export const UNMATCHED = ['ambiguous', 'duplicate', 'waiting', 'out-of-scope'] as const;
const flat = (units: Link['sent']): Fields => Object.assign({}, ...Object.values(units ?? {})) as Fields;
