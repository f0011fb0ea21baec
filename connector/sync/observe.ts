/**
 * observe: pages of a feed -> what the host shows (links.seen), parts, scope, new records, together with the cursor.
 * Everything a page shows is stored in one transaction with the cursor behind it (A3).
 */
import { keysOf } from '../identity.ts';
import { REFERENCES, type Entity, type Fields, type Link, type LinkId, type ProblemKind, type SharedRecord } from '../model.ts';
import { isGone, type Feed, type Item, type Observed, type Page, type Seen } from '../hosts/host.ts';
import { MissingProperty, parseUnresolved, type Mapping, type Shown } from '../../mappings/mapping.ts';
import { HostError } from '../hosts/host.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import { adoption, isOpen, newLink, seenAlone, stub } from './adopt.ts';
import { Bitmap } from './bitmap.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { isFollower, nowOf } from './engine.ts';
import { markGone } from './gone.ts';
import { equalFields, pack, unpack } from './pictures.ts';
import { openProblem } from './problems.ts';

type Change = (t: Writer) => void;

export interface Observation {
  readonly count: number;
  /** Which links a chain from the very beginning to a proven end has shown; null = absence means nothing. */
  readonly whole: Bitmap | null;
}

/** Everything new on one feed. */
export async function observe(run: RunContext, feed: Feed): Promise<Observation> {
  const { engine, id } = run;
  const before = await engine.store.read((t) => t.cursor(id, feed.id));
  const startedAt = nowOf(engine);
  const chain = new Chain(before?.cursor ?? null);
  let count = 0;
  let ended = false;
  for await (const page of run.attached.host.changes(feed.id, chain.from)) {
    const resolved = await resolveParts(run, page.items);
    const changes = await itemsToChanges(run, resolved, chain.bitmap);
    const done = page.last && page.complete;
    const row = {
      cursor: page.next,
      startedAt,
      lastCompleteAt: done ? startedAt : (before?.lastCompleteAt ?? null),
      seenCount: count + resolved.length,
    };
    await store(run, changes, (t) => t.setCursor(id, feed.id, row), resolved, chain.bitmap);
    count += page.items.length;
    run.counts.seen += page.items.length;
    progress(run, feed, page, count);
    ended = done;
    if (engine.stopping()) break;
  }
  if (ended && feed.kind === 'walk') for (const entity of feed.entities) run.walked.add(entity);
  return { count, whole: ended && feed.kind !== 'changes' ? chain.bitmap : null };
}

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

/** Stores a page; if a person changed one of its records meanwhile, the page is looked at again. */
async function store(
  run: RunContext,
  changes: Change[],
  cursor: Change,
  items: readonly Observed[],
  bitmap: Bitmap | null,
): Promise<void> {
  let work = changes;
  for (let round = 0; ; round++) {
    const outcome = await commit(run, (t) => {
      for (const change of work) change(t);
      cursor(t);
    });
    if (outcome === 'done') return;
    if (round >= run.engine.limits.rounds) throw new Error('a page never came to rest');
    work = await itemsToChanges(run, items, bitmap);
  }
}

/** "This part changed or vanished" -> the objects it belongs to, read anew. */
async function resolveParts(run: RunContext, items: readonly Item[]): Promise<Observed[]> {
  const observed: Observed[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    if ('entity' in item) {
      observed.push(item);
      continue;
    }
    const links = await run.engine.store.read((t) => t.linksByPart(run.id, item.part.type, item.part.id));
    for (const link of links) {
      if (link.hostId === null || seen.has(`${link.entity}:${link.hostId}`)) continue;
      seen.add(`${link.entity}:${link.hostId}`);
      observed.push(await run.attached.host.read(link.entity, link.hostId));
    }
  }
  return observed;
}

async function itemsToChanges(run: RunContext, items: readonly Observed[], bitmap: Bitmap | null): Promise<Change[]> {
  const byEntity = new Map<Entity, Observed[]>();
  for (const item of items) byEntity.set(item.entity, [...(byEntity.get(item.entity) ?? []), item]);
  const changes: Change[] = [];
  for (const [entity, observed] of byEntity) {
    const mapping = mappingOf(run, entity);
    if (mapping) changes.push(...(await new PageOf(run, mapping, bitmap).changes(observed)));
  }
  return changes;
}

/** Objects read outside any feed: a reference met in an invoice, a read before a write. */
export async function observeObjects(run: RunContext, observed: readonly Observed[], depth = 0): Promise<void> {
  const byEntity = new Map<Entity, Observed[]>();
  for (const item of observed) byEntity.set(item.entity, [...(byEntity.get(item.entity) ?? []), item]);
  for (const [entity, items] of byEntity) {
    const mapping = mappingOf(run, entity);
    if (!mapping) continue;
    const changes = await new PageOf(run, mapping, null, depth).changes(items);
    await store(run, changes, () => undefined, items, null);
  }
}

const MAX_DEPTH = 3;

/** The objects of one entity on one page. */
class PageOf {
  readonly #run: RunContext;
  readonly #mapping: Mapping;
  readonly #bitmap: Bitmap | null;
  readonly #depth: number;
  readonly #out: Change[] = [];

  constructor(run: RunContext, mapping: Mapping, bitmap: Bitmap | null, depth = 0) {
    this.#run = run;
    this.#mapping = mapping;
    this.#bitmap = bitmap;
    this.#depth = depth;
  }

  async changes(items: readonly Observed[]): Promise<Change[]> {
    const { entity } = this.#mapping;
    const ids = items.map((i) => i.hostId);
    const links = new Map(await this.#run.engine.store.read((t) => t.linksAt(this.#run.id, entity, ids)));
    for (const link of links.values()) this.#bitmap?.add(link.id);
    const whole = await this.#withContent(items, links);
    const objects = whole.filter((i): i is Seen => !isGone(i));
    for (const item of whole) if (isGone(item)) await this.#gone(links.get(item.hostId));
    const shown = await this.#show(objects);
    await this.#known(objects, shown, links);
    await this.#unknown(objects, shown, links);
    return this.#out;
  }

  async #gone(link: StoredLink | undefined): Promise<void> {
    if (link && link.goneAt === null) this.#out.push(...(await markGone(this.#run, link)));
  }

  /** Keys alone: what differs from the stored version is read in groups; equal versions need nothing. */
  async #withContent(items: readonly Observed[], links: ReadonlyMap<string, StoredLink>): Promise<Observed[]> {
    const bare = items.filter((i): i is Seen => !isGone(i) && i.object === undefined);
    if (bare.length === 0) return [...items];
    const wanted = bare.filter((i) => {
      const link = links.get(i.hostId);
      if (link?.version !== i.version || link.goneAt !== null) return true;
      this.#run.counts.echoes += 1;
      return false;
    });
    const read = wanted.length === 0 ? [] : await this.#run.attached.host.readMany(this.#mapping.entity, wanted.map((i) => i.hostId)); // prettier-ignore
    return [...items.filter((i) => isGone(i) || i.object !== undefined), ...read];
  }

  async #show(objects: readonly Seen[]): Promise<Shown[]> {
    const { refs } = this.#run;
    const convert = (): Shown[] => objects.map((o) => this.#fromHost(o));
    let shown = convert();
    if (!refs.missed) return shown;
    await refs.load();
    shown = convert();
    const met = await this.#meet(shown);
    if (!met) return shown;
    await refs.load();
    return convert();
  }

  #fromHost(seen: Seen): Shown {
    try {
      return this.#mapping.fromHost(seen.object ?? {}, this.#run.refs);
    } catch (error) {
      if (!(error instanceof MissingProperty)) throw error;
      const at = { entity: this.#mapping.entity, property: error.property, object: seen.hostId };
      throw new HostError('bad-response', this.#run.id, { code: 'property-absent', at, cause: error });
    }
  }

  /** Unknown references are read on the spot and go through matching first (A8); dangling ones get a stub. */
  async #meet(shown: readonly Shown[]): Promise<boolean> {
    if (this.#depth >= MAX_DEPTH || this.#run.planOnly) return false;
    const wanted = new Map<Entity, Set<string>>();
    for (const { fields } of shown)
      for (const open of openRefs(fields)) {
        const { entity, hostId } = parseUnresolved(open);
        if (entity === this.#mapping.entity || !this.#run.attached.mappings.has(entity)) continue;
        wanted.set(entity, (wanted.get(entity) ?? new Set()).add(hostId));
      }
    if (wanted.size === 0) return false;
    for (const [entity, ids] of wanted) await this.#readReferences(entity, [...ids]);
    return true;
  }

  async #readReferences(entity: Entity, ids: readonly string[]): Promise<void> {
    const { store } = this.#run.engine;
    const known = await store.read((t) => t.linksAt(this.#run.id, entity, ids));
    const strangers = ids.filter((id) => !known.has(id));
    if (strangers.length === 0) return;
    const observed = await this.#run.attached.host.readMany(entity, strangers);
    await observeObjects(this.#run, observed.filter((o) => !isGone(o)), this.#depth + 1); // prettier-ignore
    const there = new Set(observed.filter((o) => !isGone(o)).map((o) => o.hostId));
    for (const id of strangers) if (!there.has(id)) await this.#standIn(entity, id);
  }

  async #standIn(entity: Entity, hostId: string): Promise<void> {
    const mapping = mappingOf(this.#run, entity);
    if (!mapping || !isReference(entity)) return;
    const { engine, id } = this.#run;
    const [linkId] = await engine.store.linkIds(1);
    const made = stub({ id: engine.world.uuid(), linkId: linkId ?? 0, host: id, hostId, mapping, at: nowOf(engine) });
    await commit(this.#run, (t) => {
      t.setRecord(made.record, null);
      t.setLink(made.link, null);
    });
  }

  async #known(objects: readonly Seen[], shown: readonly Shown[], links: ReadonlyMap<string, StoredLink>): Promise<void> {
    const ids = objects.flatMap((o) => links.get(o.hostId)?.record ?? []);
    if (ids.length === 0 && links.size === 0) return;
    const records = await this.#run.engine.store.read((t) => t.records(ids));
    objects.forEach((object, i) => {
      const link = links.get(object.hostId);
      const view = shown[i];
      if (link && view) this.#compare(object, view, link, link.record === null ? null : (records.get(link.record) ?? null));
    });
  }

  /** The feed says which object may have changed; only its content says whether. */
  #compare(object: Seen, shown: Shown, link: StoredLink, record: SharedRecord | null): void {
    if (link.aliasOf !== null) return this.#alias(object, link);
    const inScope = this.#mapping.inScope(shown.fields, 'in', { hostId: object.hostId, object: object.object ?? null });
    if (!inScope) return this.#outOfScope(object, link);
    this.#unmapped(link, shown);
    const before = unpack(link, record, this.#mapping);
    const theirs = { ...before.theirs, ...shown.fields };
    const moved = !equalFields(before.theirs, theirs) || !link.inScope || link.goneAt !== null;
    if (!moved) this.#run.counts.echoes += 1;
    if (!moved && link.version === object.version) return;
    const packed = record ? pack({ ...before, theirs }, record.rev, this.#mapping) : { seen: seenAlone(theirs, this.#mapping) };
    const next: Link = {
      ...link,
      ...packed,
      version: object.version,
      inScope: true,
      goneAt: null,
      dirty: link.dirty || moved,
      retryAt: moved ? null : link.retryAt,
    };
    const closes: ProblemKind[] = moved
      ? [
          ...(link.goneAt === null ? [] : ['vanished' as const]),
          ...(shown.unmapped.length > 0 ? [] : ['unmapped-value' as const]),
        ]
      : [];
    this.#out.push((t) => {
      t.setLink(next, link.tick);
      if (object.parts) t.setParts(link.host, link.id, object.parts);
      if (record === null) t.setLinkKeys(link.id, link.entity, keysOf(link.entity, theirs));
      if (closes.length > 0) t.closeProblems(link.id, closes, null, 'engine', nowOf(this.#run.engine));
    });
  }

  /** A duplicate a person tied to a record: read, never written, never merged (A1). */
  #alias(object: Seen, link: StoredLink): void {
    if (link.version !== object.version) this.#out.push((t) => t.setLink({ ...link, version: object.version }, link.tick));
  }

  /** Outside the scope only key and version are kept; the flow stops, base stays, nothing is deactivated (A20). */
  #outOfScope(object: Seen, link: StoredLink): void {
    if (!link.inScope && link.version === object.version) return;
    if (link.inScope && link.record !== null) this.#run.counts.left += 1;
    const next: Link = {
      ...link,
      inScope: false,
      version: object.version,
      dirty: false,
      ...(link.record === null ? { seen: null } : {}),
    };
    this.#out.push((t) => t.setLink(next, link.tick));
  }

  #unmapped(link: Pick<StoredLink, 'id' | 'record' | 'entity'>, shown: Shown): void {
    const units = new Set(shown.unmapped.map((u) => this.#unitOf(u.field)));
    for (const { field, value } of shown.unmapped)
      this.#out.push(
        openProblem(this.#run, link, {
          kind: 'unmapped-value',
          unit: this.#unitOf(field),
          detail: { code: 'unmapped-value', field, value },
        }),
      );
    if (units.size === 0) return;
    this.#run.counts.asked += 1;
  }

  #unitOf = (field: string): string => this.#mapping.units.find((u) => u.fields.includes(field))?.unit ?? field;

  async #unknown(objects: readonly Seen[], shown: readonly Shown[], links: ReadonlyMap<string, StoredLink>): Promise<void> {
    const fresh = objects.flatMap((object, i) => {
      const view = shown[i];
      return view && !links.has(object.hostId) ? [{ object, shown: view }] : [];
    });
    if (fresh.length === 0) return;
    const ids = await this.#run.engine.store.linkIds(fresh.length);
    const known = await this.#meetings(fresh.map((f) => f.shown.fields));
    fresh.forEach(({ object, shown: view }, i) => this.#first(object, view, ids[i] ?? 0, known));
  }

  /** Keys any record or any other unlinked object already carries: such an object waits for matching. */
  async #meetings(all: readonly Fields[]): Promise<Set<string>> {
    const { entity } = this.#mapping;
    const keys = all.flatMap((fields) => keysOf(entity, fields));
    if (keys.length === 0) return new Set();
    return this.#run.engine.store.read(async (t) => {
      const records = await t.candidates(this.#run.id, entity, keys);
      const rivals = await t.unlinkedWith(
        this.#run.id,
        entity,
        keys.filter((k) => k.strong),
      );
      const met = new Set<string>(rivals.keys());
      const shared = new Set(keys.filter((k) => !k.exclusive).map((k) => k.text));
      for (const [text, found] of records) if (!shared.has(text) || found.some((c) => c.linked === null)) met.add(text);
      return met;
    });
  }

  #first(object: Seen, shown: Shown, linkId: LinkId, met: Set<string>): void {
    const { engine, id } = this.#run;
    const { fields } = shown;
    const inScope = this.#mapping.inScope(fields, 'in', { hostId: object.hostId, object: object.object ?? null });
    this.#bitmap?.add(linkId);
    if (!inScope) {
      const link = {
        ...newLink({ linkId, host: id, hostId: object.hostId, version: object.version, mapping: this.#mapping }),
        inScope: false,
        dirty: false,
      };
      this.#out.push((t) => t.setLink(link, null));
      return;
    }
    const keys = keysOf(this.#mapping.entity, fields);
    if (!keys.some((k) => met.has(k.text)) && this.#isWhole(shown)) {
      const made = adoption({
        id: engine.world.uuid(),
        linkId,
        host: id,
        hostId: object.hostId,
        version: object.version,
        shown: fields,
        mapping: this.#mapping,
        at: nowOf(engine),
      });
      for (const key of keys) if (key.exclusive) met.add(key.text);
      this.#run.counts.adopted += 1;
      this.#out.push((t) => {
        t.setRecord(made.record, null);
        t.setLink(made.link, null);
        if (object.parts) t.setParts(id, linkId, object.parts);
      });
      return;
    }
    this.#wait(object, shown, linkId);
  }

  #isWhole({ fields, unmapped }: Shown): boolean {
    // With several hosts every newcomer goes through matching, which also knows where else it belongs.
    if (this.#run.planOnly || this.#run.engine.hosts.size > 1 || unmapped.length > 0) return false;
    if (this.#mapping.required.some((f) => isOpen(fields[f]))) return false;
    return !isFollower(this.#run.engine, this.#run.attached, this.#mapping.entity, fields);
  }

  /** Seen, not matched: kept as it is until matching, a reference or a person decides. */
  #wait(object: Seen, shown: Shown, linkId: LinkId): void {
    const base = newLink({ linkId, host: this.#run.id, hostId: object.hostId, version: object.version, mapping: this.#mapping });
    const link = { ...base, seen: seenAlone(shown.fields, this.#mapping) };
    this.#out.push((t) => {
      t.setLink(link, null);
      t.setLinkKeys(linkId, link.entity, keysOf(link.entity, shown.fields));
      if (object.parts) t.setParts(link.host, linkId, object.parts);
    });
    this.#unmapped(link, shown);
  }
}

const isReference = (entity: Entity): boolean => (REFERENCES as readonly string[]).includes(entity);

export function openRefs(fields: Fields): string[] {
  return Object.values(fields).flatMap((v) => {
    if (typeof v === 'string') return v.startsWith('?') ? [v] : [];
    return Array.isArray(v)
      ? v.flatMap((row) => Object.values(row as Fields).filter((x): x is string => typeof x === 'string' && x.startsWith('?')))
      : [];
  });
}
