/** The objects of one entity on one page: what is known, what is new, what is out of scope (A3, A11, A20). */
import { objectKeys, type Key } from '../identity.ts';
import {
  ENTITY_ORDER,
  PROBLEM_KINDS,
  REFERENCES,
  type Entity,
  type Fields,
  type Instant,
  type Link,
  type LinkId,
  type ProblemKind,
  type SharedRecord,
} from '../model.ts';
import { HostError, isGone, type Observed, type Seen } from '../hosts/host.ts';
import { parseUnresolved, type Mapping, type Shown } from '../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import { adoption, isOpen, newLink, seenAlone, standIn } from './adopt.ts';
import type { Bitmap } from './bitmap.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { isFollower, nowOf } from './engine.ts';
import { markGone } from './gone.ts';
import { followMerged, redirectOf, toldOf } from './merged.ts';
import { equalFields, isInStep, pack, unpack } from './pictures.ts';
import { openProblem } from './problems.ts';
import { rebased } from './rebase.ts';
import { agreedOf, meaningOurs, overlay } from './shown.ts';
import { unanswered } from './unanswered.ts';
import { Readings } from './unreadable.ts';

type Change = (t: Writer) => void;

/** Objects of any entities, dependencies first; each entity is stored before what refers to it is looked at. `last` joins the last transaction. */
export async function observeObjects(
  run: RunContext,
  observed: readonly Observed[],
  at: { depth?: number; bitmap?: Bitmap | null; last?: Change } = {},
): Promise<void> {
  const byEntity = new Map<Entity, Observed[]>();
  for (const item of observed) listOf(byEntity, item.entity).push(item);
  const order = ENTITY_ORDER.filter((e) => byEntity.has(e) && run.attached.mappings.has(e));
  for (const entity of order) {
    const last = entity === order.at(-1) ? at.last : undefined;
    await storeEntity(run, entity, byEntity.get(entity) ?? [], { depth: at.depth ?? 0, bitmap: at.bitmap ?? null, last });
  }
  if (order.length === 0 && at.last) await commit(run, at.last);
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const known = lists.get(key);
  if (known) return known;
  const made: V[] = [];
  lists.set(key, made);
  return made;
}

interface EntityAt {
  readonly depth: number;
  readonly bitmap: Bitmap | null;
  readonly last: Change | undefined;
}

/** If a person changed one of the records meanwhile, the objects are looked at again. */
async function storeEntity(run: RunContext, entity: Entity, items: readonly Observed[], at: EntityAt): Promise<void> {
  const mapping = mappingOf(run, entity);
  if (!mapping) return;
  const left = await followMerged(run, entity, items, at.bitmap);
  for (let round = 0; round < run.engine.limits.rounds; round++) {
    const page = new PageOf(run, mapping, at.bitmap, at.depth);
    const changes = await page.changes(left);
    if (changes.length === 0 && !at.last) return;
    const outcome = await commit(run, (t) => {
      for (const change of changes) change(t);
      at.last?.(t);
    });
    if (outcome === 'done' && page.apart.size > 0) run.refs.forget();
    if (outcome === 'done') return;
  }
  throw new HostError('stale', run.id, { code: 'records-busy', at: { entity } });
}

const isBare = (i: Observed): i is Seen => !isGone(i) && i.object === undefined;

const MAX_DEPTH = 3;

/** The objects of one entity on one page. */
class PageOf {
  readonly #run: RunContext;
  readonly #mapping: Mapping;
  readonly #bitmap: Bitmap | null;
  readonly #depth: number;
  readonly #out: Change[] = [];
  readonly #left: LinkId[] = [];
  /** Objects that stood for others too, which are taken apart from them again. */
  readonly apart = new Set<string>();
  readonly #readings: Readings;
  readonly #at: Instant;

  constructor(run: RunContext, mapping: Mapping, bitmap: Bitmap | null, depth = 0) {
    this.#run = run;
    this.#mapping = mapping;
    this.#bitmap = bitmap;
    this.#depth = depth;
    this.#readings = new Readings(run, mapping);
    this.#at = nowOf(run.engine);
  }

  async changes(items: readonly Observed[]): Promise<Change[]> {
    const { entity } = this.#mapping;
    const moved = await this.#moved(items);
    if (moved.length === 0) return this.#out;
    const whole = await this.#withContent(moved);
    const links = await this.#run.engine.store.read((t) => t.linksAt(this.#run.id, entity, whole.map((i) => i.hostId))); // prettier-ignore
    for (const link of links.values()) this.#bitmap?.add(link.id);
    const objects = whole.filter((i): i is Seen => !isGone(i));
    for (const item of whole) if (isGone(item)) await this.#gone(links.get(item.hostId));
    const shown = await this.#show(objects);
    this.#out.push(...(await this.#readings.questions(links, this.#bitmap)));
    await this.#known(objects, shown, links);
    if (this.#left.length > 0) this.#out.push((t) => t.leave(this.#run.id, this.#left));
    for (const { id } of await toldOf(this.#run, entity, [...this.apart])) this.#out.push((t) => t.touchLink(id));
    await this.#unknown(objects, shown, links);
    return this.#out;
  }

  /** Without those whose key and version say that nothing happened. */
  async #moved(items: readonly Observed[]): Promise<Observed[]> {
    const bare = items.filter(isBare);
    if (bare.length === 0) return [...items];
    const { store } = this.#run.engine;
    const known = await store.read((t) => t.versionsAt(this.#run.id, this.#mapping.entity, bare.map((i) => i.hostId))); // prettier-ignore
    for (const { id } of known.values()) this.#bitmap?.add(id);
    const isSame = (i: Observed): boolean => {
      const row = known.get(i.hostId);
      return isBare(i) && row?.version === i.version && !row.gone;
    };
    const moved = items.filter((i) => !isSame(i));
    this.#run.counts.echoes += items.length - moved.length;
    return moved;
  }

  async #gone(link: StoredLink | undefined): Promise<void> {
    if (link && link.goneAt === null) this.#out.push(...(await markGone(this.#run, link)));
  }

  /** What came as key and version alone is read in groups. */
  async #withContent(items: readonly Observed[]): Promise<Observed[]> {
    const wanted = items.filter(isBare).map((i) => i.hostId);
    if (wanted.length === 0) return [...items];
    const read = await this.#run.attached.host.readMany(this.#mapping.entity, wanted);
    return [...items.filter((i) => !isBare(i)), ...read];
  }

  async #show(objects: readonly Seen[]): Promise<(Shown | null)[]> {
    const { refs } = this.#run;
    const convert = (): (Shown | null)[] => this.#readings.all(objects);
    await this.#readings.meet(objects); // so that most pages are converted once
    let shown = convert();
    if (!refs.missed) return shown;
    await refs.load();
    shown = convert();
    const met = await this.#meet(shown);
    if (!met) return shown;
    await refs.load();
    return convert();
  }

  /** Unknown references are read on the spot and go through matching first (A8); dangling ones get a stand-in. */
  async #meet(shown: readonly (Shown | null)[]): Promise<boolean> {
    if (this.#depth >= MAX_DEPTH || this.#run.planOnly) return false;
    const wanted = new Map<Entity, Set<string>>();
    for (const view of shown)
      for (const open of openRefs(view?.fields ?? {})) {
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
    await observeObjects(this.#run, observed.filter((o) => !isGone(o)), { depth: this.#depth + 1 }); // prettier-ignore
    const there = new Set(observed.filter((o) => !isGone(o)).map((o) => o.hostId));
    for (const id of strangers) if (!there.has(id)) await this.#standIn(entity, id);
  }

  async #standIn(entity: Entity, hostId: string): Promise<void> {
    const mapping = mappingOf(this.#run, entity);
    if (!mapping || !isReference(entity)) return;
    const { engine, id } = this.#run;
    const [linkId] = await engine.store.linkIds(1);
    const made = standIn({ id: engine.world.uuid(), linkId: linkId ?? 0, host: id, hostId, mapping, at: nowOf(engine) });
    await commit(this.#run, (t) => {
      t.setRecord(made.record, null);
      t.setLink(made.link, null);
    });
  }

  async #known(
    objects: readonly Seen[],
    shown: readonly (Shown | null)[],
    links: ReadonlyMap<string, StoredLink>,
  ): Promise<void> {
    const ids = objects.flatMap((o) => links.get(o.hostId)?.record ?? []);
    if (ids.length === 0 && links.size === 0) return;
    const records = await this.#run.engine.store.read((t) => t.records(ids));
    for (const [i, object] of objects.entries()) {
      const link = links.get(object.hostId);
      const view = shown[i];
      if (!link || !view) continue;
      if (link.version === null) this.#readAgain(link);
      const record = link.record === null ? null : (records.get(link.record) ?? null);
      const meant = record ? await this.#meant(view, record, link) : view;
      this.#compare(object, meant, link, record);
    }
  }

  /** Only documents hold what may be said in other words there. */
  async #meant(view: Shown, record: SharedRecord, link: StoredLink): Promise<Shown> {
    if (this.#mapping.required.length === 0) return view;
    const agreed = agreedOf({ record, pictures: unpack(link, record, this.#mapping) });
    return meaningOurs(view, agreed, this.#mapping, this.#run.refs);
  }

  /** What could not be read as a whole can be read. */
  #readAgain({ id }: StoredLink): void {
    this.#out.push((t) => t.closeProblems(id, ['unmapped-value'], [''], 'engine', nowOf(this.#run.engine)));
  }

  /** The feed says which object may have changed; only its content says whether. */
  #compare(object: Seen, shown: Shown, link: StoredLink, record: SharedRecord | null): void {
    if (link.aliasOf !== null) return this.#alias(object, link);
    const inScope = this.#mapping.inScope(shown.fields, 'in', { hostId: object.hostId, object: object.object ?? null });
    if (!inScope) return this.#outOfScope(object, link);
    this.#unmapped(link, shown);
    const stored = unpack(link, record, this.#mapping);
    const theirs = overlay(stored.theirs, shown, this.#mapping);
    const changed = this.#run.rebase.get(link.entity);
    const clean = isInStep(link) && !link.dirty && link.version === object.version;
    const before = changed && record ? rebased(stored, theirs, this.#mapping, changed, clean) : stored;
    const moved = before !== stored || !equalFields(before.theirs, theirs) || !link.inScope || link.goneAt !== null;
    if (!moved) this.#run.counts.echoes += 1;
    if (!moved && link.version === object.version) return;
    const packed = record ? pack({ ...before, theirs }, record.rev, this.#mapping) : { seen: seenAlone(theirs, this.#mapping) };
    const behind = redirectOf(link);
    if (behind !== null) this.apart.add(behind);
    const next: Link = {
      ...link,
      ...packed,
      ...(behind === null ? {} : { token: null }), // taken apart again
      version: object.version,
      inScope: true,
      goneAt: null,
      dirty: link.dirty || moved,
      retryAt: moved ? null : link.retryAt,
    };
    const closes: ProblemKind[] = [
      ...(link.goneAt === null ? [] : ['vanished' as const]),
      ...(record === null && shown.unmapped.length === 0 ? ['unmapped-value' as const] : []), // of a record: settling says
    ];
    this.#out.push((t) => {
      t.setLink(next, link.tick);
      if (object.parts) t.setParts(link.host, link.id, object.parts);
      if (record === null) t.setLinkKeys(link.id, link.entity, objectKeys(link.entity, theirs));
      if (closes.length > 0) t.closeProblems(link.id, closes, null, 'engine', nowOf(this.#run.engine));
    });
  }

  /** A duplicate a person tied to a record: read, never written, never merged (A1). */
  #alias(object: Seen, link: StoredLink): void {
    if (link.version !== object.version) this.#out.push((t) => t.setLink({ ...link, version: object.version }, link.tick));
  }

  /** Kept with the page, for the guard; counted once, though what was not stored is looked at again. */
  #leaves({ id }: StoredLink): void {
    const { counts, leavers } = this.#run;
    if (!leavers.has(id)) counts.left += 1;
    leavers.add(id);
    this.#left.push(id);
  }

  /** Outside the scope only key and version are kept; the flow stops and its questions end, base stays, nothing is deactivated (A20). */
  #outOfScope(object: Seen, link: StoredLink): void {
    if (!link.inScope && link.goneAt === null && link.version === object.version) return;
    if (link.inScope && link.record !== null) this.#leaves(link);
    const next: Link = {
      ...link,
      inScope: false,
      version: object.version,
      goneAt: null,
      dirty: false,
      ...(link.record === null ? { seen: null } : {}),
    };
    this.#out.push((t) => {
      t.setLink(next, link.tick);
      t.closeProblems(link.id, PROBLEM_KINDS, null, 'engine', nowOf(this.#run.engine));
    });
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

  #unitOf = (field: string): string =>
    this.#mapping.units.find((u) => u.fields.includes(field.split('.')[0] ?? field))?.unit ?? field;

  async #unknown(
    objects: readonly Seen[],
    shown: readonly (Shown | null)[],
    links: ReadonlyMap<string, StoredLink>,
  ): Promise<void> {
    const fresh = objects.flatMap((object, i) => {
      const view = shown[i];
      return view && !links.has(object.hostId) ? [{ object, shown: view }] : [];
    });
    if (fresh.length === 0) return;
    const ids = await this.#run.engine.store.linkIds(fresh.length);
    const { entity } = this.#mapping;
    const keys = fresh.map((f) => objectKeys(entity, f.shown.fields));
    const known = await this.#meetings(keys.flat());
    fresh.forEach(({ object, shown: view }, i) => this.#first(object, view, ids[i] ?? 0, keys[i] ?? [], known));
  }

  /** Keys any record or any other unlinked object already carries: such an object waits for matching. */
  async #meetings(keys: readonly Key[]): Promise<Set<string>> {
    const { entity } = this.#mapping;
    if (keys.length === 0) return new Set();
    return this.#run.engine.store.read(async (t) => {
      const records = await t.candidates(this.#run.id, entity, keys);
      const rivals = await t.unlinkedWith(
        this.#run.id,
        entity,
        keys.filter((k) => k.strong),
      );
      const met = new Set<string>([...rivals.keys(), ...(await unanswered(this.#run, t, entity)).keys()]);
      const shared = new Set(keys.filter((k) => !k.exclusive).map((k) => k.text));
      for (const [text, found] of records) if (!shared.has(text) || found.some((c) => c.linked === null)) met.add(text);
      return met;
    });
  }

  #first(object: Seen, shown: Shown, linkId: LinkId, keys: readonly Key[], met: Set<string>): void {
    const { engine, id } = this.#run;
    const { fields } = shown;
    const isOne = object.into === undefined; // else it is only what a merge left behind
    const inScope = isOne && this.#mapping.inScope(fields, 'in', { hostId: object.hostId, object: object.object ?? null });
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
    if (!keys.some((k) => met.has(k.text)) && this.#isWhole(shown)) {
      const made = adoption({
        id: engine.world.uuid(),
        linkId,
        host: id,
        hostId: object.hostId,
        version: object.version,
        shown: fields,
        mapping: this.#mapping,
        at: this.#at,
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
    this.#wait(object, shown, linkId, keys);
  }

  #isWhole({ fields, unmapped }: Shown): boolean {
    // With several hosts every newcomer goes through matching, which also knows where else it belongs.
    if (this.#run.planOnly || this.#run.engine.hosts.size > 1 || unmapped.length > 0) return false;
    if (this.#mapping.required.some((f) => isOpen(fields[f]))) return false;
    return !isFollower(this.#run.engine, this.#run.attached, this.#mapping.entity, fields);
  }

  /** Seen, not matched: kept as it is until matching, a reference or a person decides. */
  #wait(object: Seen, shown: Shown, linkId: LinkId, keys: readonly Key[]): void {
    const base = newLink({ linkId, host: this.#run.id, hostId: object.hostId, version: object.version, mapping: this.#mapping });
    const link = { ...base, seen: seenAlone(shown.fields, this.#mapping) };
    this.#out.push((t) => {
      t.setLink(link, null);
      t.setLinkKeys(linkId, link.entity, keys);
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
