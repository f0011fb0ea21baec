/**
 * The objects of one page, kind by kind: what is known is compared, what is new is taken over or kept for matching (A3, A11, A20).
 * Here: the order. What becomes of an object is in the folder page/.
 */
import { ENTITY_ORDER, type Entity } from '../model.ts';
import { HostError, isGone, type Observed, type Seen } from '../hosts/host.ts';
import type { Mapping, Shown } from '../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import type { Bitmap } from './bitmap.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { markGone } from './gone.ts';
import { followMerged, toldOf } from './merged.ts';
import { FirstSeen } from './page/first-seen.ts';
import { KnownObjects } from './page/known.ts';
import { meetReferences } from './page/references.ts';
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
  readonly #readings: Readings;
  readonly #known: KnownObjects;

  constructor(run: RunContext, mapping: Mapping, bitmap: Bitmap | null, depth = 0) {
    this.#run = run;
    this.#mapping = mapping;
    this.#bitmap = bitmap;
    this.#depth = depth;
    this.#readings = new Readings(run, mapping);
    this.#known = new KnownObjects(run, mapping);
  }

  /** Objects that stood for others too, which are taken apart from them again. */
  get apart(): ReadonlySet<string> {
    return this.#known.apart;
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
    this.#out.push(...(await this.#known.changes(objects, shown, links)));
    for (const { id } of await toldOf(this.#run, entity, [...this.apart])) this.#out.push((t) => t.touchLink(id));
    this.#out.push(...(await new FirstSeen(this.#run, this.#mapping, this.#bitmap).changes(objects, shown, links)));
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
    if (!(await this.#meet(shown))) return shown;
    await refs.load();
    return convert();
  }

  async #meet(shown: readonly (Shown | null)[]): Promise<boolean> {
    const [run, depth] = [this.#run, this.#depth + 1];
    if (depth > MAX_DEPTH || run.planOnly) return false;
    return meetReferences(run, this.#mapping, shown, (objects) => observeObjects(run, objects, { depth }));
  }
}
