/**
 * Objects seen but not matched: link, adopt, or ask. Runs only over entities whose content was shown completely, so every
 * rival is known (A11). Many objects share one batch of look-ups and one transaction.
 */
import { flat } from '../narrow.ts';
import { keysOf, objectKeys, type Key } from '../identity.ts';
import type { Entity, Fields, Instant, Link, LinkId, RecordId, SharedRecord } from '../model.ts';
import { isUnresolved, parseUnresolved, type Mapping } from '../../mappings/mapping.ts';
import type { Candidate as StoredCandidate, FoundRecord, KeySet, Reader, StoredLink, Writer } from '../store/store.ts';
import { adoption, isOpen } from './adopt.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { inMinutes, isFollower, nowOf } from './engine.ts';
import { baseOfFound } from './found.ts';
import { linksToward } from './links-toward.ts';
import { match, type Match } from './match.ts';
import { isTellable } from './figures.ts';
import { pack } from './pictures.ts';
import { openProblem, type ProblemOf } from './problems.ts';
import { resolveOpen } from './resolve-refs.ts';
import { unanswered } from './unanswered.ts';

type Change = (t: Writer) => void;

export async function matchEntity(run: RunContext, entity: Entity): Promise<void> {
  const mapping = mappingOf(run, entity);
  if (!mapping) return;
  const known: LinkId[] = [];
  let repeated: KeySet | null = null; // asked once: what gets its record meanwhile only makes them fewer
  for (let after = 0; !run.engine.stopping();) {
    const batch = await run.engine.store.read((t) =>
      t.unlinked(run.id, entity, nowOf(run.engine), after, 2 * run.engine.limits.batch),
    );
    const last = batch.at(-1);
    if (!last) break;
    after = last.id;
    const links = batch.filter((l) => l.inScope && l.goneAt === null && l.seen !== null && l.dirty);
    repeated ??= await run.engine.store.read((t) => t.repeatedKeys());
    for (const id of await matchBatch(run, mapping, links, repeated)) known.push(id);
    run.engine.report({ type: 'phase', host: run.id, phase: 'match', count: batch.length });
  }
  // Once for all of them: a key lies anywhere in its table, so every batch would write most of it anew.
  if (known.length === 0) return;
  await commit(run, (t) => t.dropLinkKeys(known));
  run.engine.report({ type: 'phase', host: run.id, phase: 'match', count: 0 }); // only now it is over
}

export interface Waiting {
  readonly link: StoredLink;
  readonly fields: Fields;
  /** The strong ones; the weak ones are only made when these decide nothing. */
  readonly keys: readonly Key[];
  /** No reference was resolved since it was seen: its keys are those of the store. */
  readonly asSeen: boolean;
}

export async function waitingOf(run: RunContext, link: StoredLink): Promise<Waiting> {
  const seen = flat(link.seen);
  const fields = await resolveOpen(seen, run.refs);
  return { link, fields, keys: objectKeys(link.entity, fields, 'strong'), asSeen: fields === seen };
}

/** Answers which objects have their records now: nobody has to meet them by their keys any more. */
async function matchBatch(
  run: RunContext,
  mapping: Mapping,
  links: readonly StoredLink[],
  repeated: KeySet,
): Promise<readonly LinkId[]> {
  if (links.length === 0) return [];
  const waiting: Waiting[] = [];
  for (const link of links) waiting.push(await waitingOf(run, link));
  const batch = new MatchBatch(run, mapping, waiting, repeated);
  const changes = await batch.changes();
  const outcome = await commit(run, (t) => changes.forEach((c) => c(t)));
  if (outcome === 'done') return [...batch.known, ...(await matchBatch(run, mapping, batch.twins, repeated))];
  const singly: LinkId[] = [];
  if (links.length > 1) for (const link of links) singly.push(...(await matchBatch(run, mapping, [link], repeated)));
  return singly;
}

/** `sent`: it is met by what was sent of it without an answer. */
type MetCandidate = StoredCandidate & { readonly sent?: boolean };

/** What shares a key with the objects of a batch, by the text of the key. */
interface Found {
  readonly candidates: Map<string, readonly MetCandidate[]>;
  readonly unlinked: Map<string, readonly LinkId[]>;
  readonly sent: ReadonlyMap<string, SharedRecord>;
}

/** An object whose keys are looked up step by step. */
interface Asking {
  readonly waiting: Waiting;
  readonly open: Matched['open'];
  /** Those looked up so far. */
  readonly keys: Key[];
  step: number;
}

const STEPS: readonly ((w: Waiting, entity: Entity) => readonly Key[])[] = [
  ({ keys }) => keys.slice(0, 1),
  ({ keys }) => keys.slice(1),
  ({ fields }, entity) => objectKeys(entity, fields, 'weak'),
];

export interface Matched extends Waiting {
  /** A required reference that is not linked: nothing can be decided yet. */
  readonly open: { field: string; value: string } | null;
  readonly result: Match | null;
}

export class MatchBatch {
  readonly #run: RunContext;
  readonly #mapping: Mapping;
  readonly #waiting: readonly Waiting[];
  readonly #repeated: KeySet;
  readonly #taken = new Set<string>(); // keys this batch has made a record of already
  /** Records some object of the batch shares a key with. */
  readonly #met = new Map<RecordId, SharedRecord>();
  /** Records to be linked, and their links that still wait for an object here. */
  readonly #partners = new Map<RecordId, { record: SharedRecord; pending: StoredLink | undefined }>();
  /** Objects the changes give a record. */
  readonly known: LinkId[] = [];
  /** Objects whose numbers another one of the batch has: decided once that one is stored. */
  readonly twins: StoredLink[] = [];
  /** Objects of which nothing but their record changes; written together. */
  readonly #found: FoundRecord[] = [];
  readonly #out: Change[] = [];
  readonly #at: Instant;

  constructor(run: RunContext, mapping: Mapping, waiting: readonly Waiting[], repeated: KeySet) {
    this.#run = run;
    this.#mapping = mapping;
    this.#waiting = waiting;
    this.#repeated = repeated;
    this.#at = nowOf(run.engine);
  }

  async changes(): Promise<Change[]> {
    const results = await this.results();
    await this.#loadPartners(results.flatMap(({ result }) => (result?.is === 'link' ? [result.record] : [])));
    for (const matched of results) {
      if (matched.open) await this.#waitFor(matched, matched.open);
      else if (matched.result) await this.#act(matched, matched.result);
    }
    if (this.#found.length > 0) this.#out.push((t) => t.matchLinks(this.#found, UNMATCHED, this.#at));
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

  /** What each object would become; nothing is stored. A key is looked up only where no better one decides: most have two strong ones. */
  async results(): Promise<Matched[]> {
    return this.#run.engine.store.read(async (t) => {
      const found: Found = {
        candidates: new Map(),
        unlinked: new Map(),
        sent: await unanswered(this.#run, t, this.#mapping.entity),
      };
      const all = this.#waiting.map((waiting): Asking => ({
        waiting,
        keys: [],
        step: 0,
        open: this.#openReference(waiting.fields),
      }));
      let results: readonly (Match | null)[] = [];
      for (
        let asking = all;
        asking.length > 0;
        asking = all.filter((a, i) => results[i]?.is === 'new' && a.step < STEPS.length)
      ) {
        await this.#lookUp(t, asking, found);
        results = this.#decide(all, found);
      }
      return all.map(({ waiting: { link, fields, keys, asSeen }, open }, i) => ({ link, fields, keys, asSeen, open, result: results[i] ?? null })); // prettier-ignore
    });
  }

  async #lookUp(t: Reader, asking: readonly Asking[], { candidates, unlinked, sent }: Found): Promise<void> {
    const { entity } = this.#mapping;
    const keys: Key[] = [];
    const shared: Key[] = [];
    for (const a of asking) {
      for (const key of STEPS[a.step++]?.(a.waiting, entity) ?? []) {
        a.keys.push(key);
        keys.push(key);
        // What a single object carried when it was seen has no rivals; where a reference was resolved since, its keys are new.
        if (key.strong && (!a.waiting.asSeen || this.#repeated.has(entity, key))) shared.push(key);
      }
    }
    const met = withUnanswered(await t.candidates(this.#run.id, entity, keys), sent, keys);
    for (const [text, found] of met) candidates.set(text, found);
    // What was sent without an answer is met by a weak key as it was sent, and only strong keys link.
    for (const { text } of keys.filter((k) => k.strong))
      for (const { record } of met.get(text) ?? []) this.#met.set(record.id, record);
    for (const [text, ids] of await t.unlinkedWith(this.#run.id, entity, shared)) unlinked.set(text, ids);
  }

  /** All of them, in their order: a record one of them is linked to is taken for the next. */
  #decide(all: readonly Asking[], found: Found): (Match | null)[] {
    const taken = new Set<RecordId>();
    return all.map((asking) => {
      const result = asking.open ? null : this.#match(asking, found, taken);
      if (result?.is === 'link') taken.add(result.record);
      return result;
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
    { waiting: { fields, link }, keys }: Asking,
    { candidates, unlinked, sent }: Found,
    taken: ReadonlySet<RecordId>,
  ): Match {
    const mine = { get: (text: string) => candidates.get(text)?.map((c) => ({ record: c.record, taken: c.linked !== null || taken.has(c.record.id), sent: c.sent ?? false })) }; // prettier-ignore
    const rivals = { get: (text: string) => unlinked.get(text)?.filter((id) => id !== link.id).length };
    const { nameThreshold } = this.#run.engine.limits;
    return match({ fields, keys, candidates: mine, rivals, nameThreshold, sent: [...sent.values()] });
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

  #link(w: Waiting, recordId: RecordId, by: Key): void {
    const partner = this.#partners.get(recordId);
    if (!partner) return;
    const { record, pending } = partner;
    this.#run.counts.linked += 1;
    this.known.push(w.link.id);
    if (record.stage !== 'live') {
      const live = { ...record, rev: record.rev + 1, stage: 'live' as const, changedAt: this.#at, changedBy: this.#run.id };
      this.#out.push((t) => t.setRecord(live, record.rev)); // a host knows it: no prospect any more
    }
    if (pending) this.#out.push((t) => t.dropLink(pending.id, pending.tick, this.#at));
    this.#meet(w, record, pending?.sent ?? null, by);
    if (isTellable(this.#run, this.#mapping.entity)) this.#out.push((t) => t.touchLinks(record.id, w.link.id));
  }

  /**
   * The pictures meet for the first time: the base is empty, the decision table does the rest (A11). Where something was sent
   * already, what it shows is compared with that first.
   */
  #meet({ link, fields, asSeen }: Waiting, record: SharedRecord, sent: Link['sent'], by: Key): void {
    const found = { link: link.id, record: record.id, basis: link.tick };
    if (sent === null && asSeen && isBare(link)) {
      this.#found.push(found);
      return;
    }
    const base = baseOfFound(this.#mapping, flat(sent), fields, sent !== null && by.name === 'second');
    const packed = pack({ ours: record.fields, theirs: fields, base, sent: {} }, record.rev, this.#mapping);
    const next: Link = { ...link, ...packed, dirty: true };
    this.#out.push((t) => {
      t.setLink(next, link.tick);
      t.matchLinks([{ ...found, basis: link.tick + 1 }], UNMATCHED, this.#at);
    });
  }

  async #adopt({ link, fields, keys }: Waiting): Promise<void> {
    const { engine } = this.#run;
    const exclusive = keys.flatMap((k) => (k.exclusive ? [k.text] : []));
    if (isFollower(engine, this.#run.attached, this.#mapping.entity, fields)) return this.#later(link); // the home will show it
    if (this.#mapping.units.some((u) => u.fields.every((f) => fields[f] === undefined) && u.frozenWhenPosted)) return; // an unmapped value holds it
    if (exclusive.some((k) => this.#taken.has(k))) {
      this.twins.push(link);
      return;
    }
    for (const key of exclusive) this.#taken.add(key);
    const made = adoption({
      id: engine.world.uuid(),
      linkId: link.id,
      host: this.#run.id,
      hostId: link.hostId ?? '',
      version: link.version ?? '',
      shown: fields,
      mapping: this.#mapping,
      at: this.#at,
    });
    const toward = engine.hosts.size > 1 ? await linksToward(engine, made.record, [made.link]) : [];
    const strangers = engine.hosts.size > 1 ? await this.#strangersElsewhere(made.record) : [];
    this.#run.counts.adopted += 1;
    this.known.push(link.id);
    this.#out.push((t) => {
      t.setRecord(made.record, null);
      t.setLink({ ...made.link, dirty: made.link.dirty || Object.values(fields).some(isOpen) }, link.tick);
      for (const l of toward) t.setLink(l, null);
      for (const id of strangers) t.touchLink(id);
      t.closeProblems(link.id, UNMATCHED, null, 'engine', this.#at);
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
    this.#open(link, { kind, detail, theirs: flat(link.seen) });
    this.#later(link);
  }

  /** What was asked about it before is over. */
  #open(link: StoredLink, problem: ProblemOf): void {
    const others = UNMATCHED.filter((kind) => kind !== problem.kind);
    this.#out.push(openProblem(this.#run, link, problem), (t) => {
      t.closeProblems(link.id, others, null, 'engine', this.#at);
    });
  }
}

/** A record is met by what was sent of it as well; by a weak key it stands there as it was sent. */
function withUnanswered(
  found: ReadonlyMap<string, readonly MetCandidate[]>,
  sent: ReadonlyMap<string, SharedRecord>,
  keys: readonly Key[],
): ReadonlyMap<string, readonly MetCandidate[]> {
  if (sent.size === 0) return found;
  const all = new Map(found);
  for (const { text, strong } of keys) {
    const record = sent.get(text);
    const known = all.get(text) ?? [];
    if (!record || (strong && known.some((c) => c.record.id === record.id))) continue;
    const others = known.filter((c) => c.record.id !== record.id);
    all.set(text, [...others, { record, linked: null, sent: !strong }]);
  }
  return all;
}

/** Questions of an object nobody knows yet: one at a time, and none once it has its record. */
export const UNMATCHED = ['ambiguous', 'duplicate', 'waiting', 'out-of-scope'] as const;
/** It never had a record: nothing was agreed, nothing sent. */
const isBare = (link: Link): boolean =>
  link.rev === null && link.baseOurs === null && link.baseTheirs === null && link.sent === null;
