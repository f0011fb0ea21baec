/**
 * A simulated host: in-process, implements Host, with the faults and habits of sync-design D.2.
 * Stricter than a real one: whatever it must never see (a prospect, a draft, a write while writing is off, a changed posted
 * line, a lost edit) is collected in `violations` with the place it happened.
 */
import type { Entity } from '../../connector/model.ts';
import {
  HostError,
  type Action,
  type CheckFinding,
  type Feed,
  type Host,
  type Item,
  type MetaProperty,
  type Observed,
  type Outcome,
  type Page,
  type Seen,
  type Traits,
  type Where,
} from '../../connector/hosts/host.ts';
import { PayloadClass, type HostObject, type LookupSource, type Payload } from '../../mappings/mapping.ts';
import type { Random } from '../random.ts';

export type Props = Record<string, unknown>;
export interface SimObject {
  readonly id: string;
  version: number;
  props: Props;
  /** Who made it: a person there, or our record (the id wished for on create). */
  readonly madeFor: string | null;
  /** When it becomes visible to a watermark feed. */
  visibleAt: number;
  modifiedAt: number;
}

export interface Habits {
  readonly clientIds: boolean;
  readonly ifMatch: boolean;
  /** node: one acknowledged feed for all. watermark: by time, late rows, lines as parts. none: sweeps only. */
  readonly feed: 'node' | 'watermark' | 'none';
  readonly books: boolean;
  /** What the host's own code does to what is written. */
  readonly onWrite?: (entity: Entity, props: Props) => Props;
}

export interface Faults {
  /** Each a probability per request. */
  failBefore: number;
  loseAnswer: number;
  refuse: number;
  cursorLost: number;
  truncate: number;
  emptyList: number;
  shuffle: number;
  /** A whole list leaves an object out that is there. */
  hide: number;
}

export const NO_FAULTS: Faults = {
  failBefore: 0,
  loseAnswer: 0,
  refuse: 0,
  cursorLost: 0,
  truncate: 0,
  emptyList: 0,
  shuffle: 0,
  hide: 0,
};

export interface SimOptions {
  readonly id: string;
  readonly habits: Habits;
  readonly entities: readonly Entity[];
  readonly random: Random;
  readonly now: () => number;
  /** Called at every request, before it has an effect: people edit, the process dies. */
  readonly meanwhile: (at: string) => void;
}

const PAGE = 4;
const OVERLAP_MS = 120_000;

export class SimulatedHost implements Host {
  readonly id: string;
  readonly kind = 'simulated';
  readonly habits: Habits;
  readonly entities: readonly Entity[];
  traits: Traits = { conditional: 'unknown', clientIds: 'unknown', seconds: 'yes' };
  faults: Faults = { ...NO_FAULTS };
  readonly objects = new Map<Entity, Map<string, SimObject>>();
  readonly violations: string[] = [];
  readonly writes: { does: 'create' | 'update' | 'act'; entity: Entity; id: string; body: HostObject }[] = [];
  /** What was looked for. */
  readonly asked: Where[] = [];
  /** Creates that happened for one of our records. */
  readonly createdFor: string[] = [];
  /** What a write may look like right now; set by the test. */
  guardWrite: (entity: Entity, id: string | null, body: HostObject, before: Props | null) => void = () => undefined;
  #registered = new Map<string, number | null>(); // "entity id" -> message number
  #message = 0;
  #clock = 1;
  #numbers = 0;
  #ids = 0;
  readonly #o: SimOptions;

  constructor(options: SimOptions) {
    this.#o = options;
    this.id = options.id;
    this.habits = options.habits;
    this.entities = options.entities;
    for (const entity of options.entities) this.objects.set(entity, new Map());
  }

  get feeds(): readonly Feed[] {
    const each = (kind: 'sweep' | 'walk', every: Feed['every']): Feed[] =>
      this.entities.map((e) => ({ id: `${kind}:${e}`, kind, entities: [e], every }));
    const changes: Feed[] =
      this.habits.feed === 'node'
        ? [{ id: 'node', kind: 'changes', entities: this.entities, every: 'cycle' }]
        : this.habits.feed === 'watermark'
          ? [
              { id: 'modified', kind: 'changes', entities: this.entities, every: 'cycle' },
              { id: 'lines', kind: 'changes', entities: ['invoice'], every: 'cycle' },
            ]
          : [];
    const sweep = this.habits.feed === 'none' ? 'fresh' : 'nightly';
    return [...changes, ...each('walk', 'weekly'), ...each('sweep', sweep)];
  }

  // People and the host's own code -------------------------------------------------------------------------------------

  of = (entity: Entity): Map<string, SimObject> => this.objects.get(entity) ?? new Map<string, SimObject>();

  /** An object typed there by a person. */
  type(entity: Entity, props: Props): SimObject {
    return this.#store(entity, this.#newId(), { ...props }, null);
  }

  /** An object the customer's own exchange brings from another base, with the id it has there. */
  receive(entity: Entity, id: string, props: Props): void {
    if (this.of(entity).has(id)) this.edit(entity, id, (own) => Object.assign(own, props));
    else this.#store(entity, id, structuredClone(props), null);
  }

  edit(entity: Entity, id: string, change: (props: Props) => void): void {
    const object = this.of(entity).get(id);
    if (!object) return;
    const props = structuredClone(object.props);
    change(props);
    object.props = props;
    this.#touched(entity, object);
  }

  remove(entity: Entity, id: string): void {
    this.of(entity).delete(id);
    this.#registered.set(`${entity} ${id}`, null);
  }

  snapshot(): string {
    return JSON.stringify({
      objects: [...this.objects].map(([e, m]) => [e, [...m.values()]]),
      registered: [...this.#registered],
      message: this.#message,
      clock: this.#clock,
      numbers: this.#numbers,
    });
  }

  /** The base as it was: versions and message numbers go back too. */
  restore(snapshot: string): void {
    const s = JSON.parse(snapshot) as {
      objects: [Entity, SimObject[]][];
      registered: [string, number | null][];
      message: number;
      clock: number;
      numbers: number;
    };
    for (const [entity, list] of s.objects) this.objects.set(entity, new Map(list.map((o) => [o.id, o])));
    this.#registered = new Map(s.registered);
    this.#message = s.message;
    this.#clock = s.clock;
    this.#numbers = s.numbers;
  }

  #newId = (): string => `${this.id}-${String(++this.#ids)}`;

  #store(entity: Entity, id: string, given: Props, madeFor: string | null): SimObject {
    const object: SimObject = { id, version: 0, props: { ...EMPTY[entity], ...given }, madeFor, visibleAt: 0, modifiedAt: 0 };
    if (entity === 'invoice' && this.habits.books && !object.props['Number'])
      object.props['Number'] = `${this.id}-${String(++this.#numbers).padStart(4, '0')}`;
    this.of(entity).set(id, object);
    this.#touched(entity, object);
    return object;
  }

  #touched(entity: Entity, object: SimObject): void {
    object.version = ++this.#clock;
    object.modifiedAt = this.#o.now();
    object.visibleAt = this.#o.now() + (this.#o.random.chance(0.2) ? 60_000 : 0);
    this.#registered.set(`${entity} ${object.id}`, null);
  }

  // Host ----------------------------------------------------------------------------------------------------------------

  #request(at: string): void {
    this.#o.meanwhile(`${this.id} ${at}`);
    if (this.#o.random.chance(this.faults.failBefore))
      throw new HostError('unavailable', this.id, { code: 'host-unreachable', outcome: 'not-sent' });
  }

  async *changes(feed: string, since: string | null): AsyncIterable<Page> {
    this.#request(`changes ${feed}`);
    if (feed === 'node') yield this.#node(since);
    else if (feed === 'modified') yield this.#modified(since);
    else if (feed === 'lines') yield this.#lines(since);
    else yield* this.#list(feed, since);
  }

  /** Acknowledges what was stored, numbers what is new; the same number again shows the old and the new. */
  #node(since: string | null): Page {
    const stored = since === null ? 0 : Number(since);
    if (stored > this.#message || this.#o.random.chance(this.faults.cursorLost))
      throw new HostError('cursor-lost', this.id, { code: 'cursor-lost' });
    for (const [key, n] of this.#registered) if (n !== null && n <= stored) this.#registered.delete(key);
    const next = Math.max(this.#message, stored + 1);
    this.#message = next;
    const items: Item[] = [];
    for (const [key] of this.#registered) {
      this.#registered.set(key, next);
      const [entity, id] = key.split(' ') as [Entity, string];
      items.push(this.#look(entity, id));
    }
    return { items: this.#order(items), next: String(next), last: true, complete: false };
  }

  #modified(since: string | null): Page {
    if (since !== null && this.#o.random.chance(this.faults.cursorLost))
      throw new HostError('cursor-lost', this.id, { code: 'cursor-lost' });
    const from = since === null ? 0 : Number(since);
    const items: Item[] = [];
    for (const [entity, objects] of this.objects)
      for (const o of objects.values())
        if (o.modifiedAt >= from && o.visibleAt <= this.#o.now()) items.push(this.#show(entity, o));
    return { items: this.#order(items), next: String(this.#o.now() - OVERLAP_MS), last: true, complete: false };
  }

  /** A feed of line ids alone: it cannot say which invoice they belong to. */
  #lines(since: string | null): Page {
    const from = since === null ? 0 : Number(since);
    const items = [...this.of('invoice').values()]
      .filter((o) => o.modifiedAt >= from)
      .map((o): Item => ({ part: { type: 'line', id: `${o.id}#1` } }));
    return { items, next: String(this.#o.now() - OVERLAP_MS), last: true, complete: false };
  }

  async *#list(feed: string, since: string | null): AsyncIterable<Page> {
    const [kind, entity] = feed.split(':') as ['sweep' | 'walk', Entity];
    if (since === null && this.#o.random.chance(this.faults.emptyList)) {
      yield { items: [], next: null, last: true, complete: true }; // nonsense: says it is whole
      return;
    }
    const all = [...this.of(entity).values()].slice(this.#o.random.chance(this.faults.hide) ? 1 : 0);
    for (let at = since === null ? 0 : Number(since); ; at += PAGE) {
      if (at > 0) this.#request(`page ${feed}`);
      const page = all.slice(at, at + PAGE).filter((o) => this.of(entity).has(o.id));
      const last = at + PAGE >= all.length;
      const cut = this.#o.random.chance(this.faults.truncate);
      const items = this.#order(
        page.map((o): Item => (kind === 'walk' ? this.#show(entity, o) : { entity, hostId: o.id, version: String(o.version) })),
      );
      yield {
        items: cut ? items.slice(1) : items,
        next: last ? null : String(at + PAGE),
        last: last || cut,
        complete: last && !cut && since === null,
      };
      if (last || cut) return;
    }
  }

  #order(items: Item[]): Item[] {
    if (!this.#o.random.chance(this.faults.shuffle)) return items;
    return [...items].reverse().concat(items.slice(0, 1));
  }

  #show = (entity: Entity, o: SimObject): Seen => ({
    entity, hostId: o.id, version: String(o.version), object: structuredClone({ Id: o.id, ...o.props }),
    ...(entity === 'invoice' ? { parts: [{ type: 'line', id: `${o.id}#1` }] } : {}),
  }); // prettier-ignore

  #look(entity: Entity, id: string): Observed {
    const object = this.of(entity).get(id);
    return object ? this.#show(entity, object) : { entity, hostId: id, gone: true };
  }

  async read(entity: Entity, hostId: string): Promise<Observed> {
    this.#request('read');
    return this.#look(entity, hostId);
  }

  async readMany(entity: Entity, hostIds: readonly string[]): Promise<readonly Observed[]> {
    this.#request('read many');
    return hostIds.map((id) => this.#look(entity, id));
  }

  async find(entity: Entity, where: Where): Promise<readonly Seen[]> {
    this.#request('find');
    this.asked.push(where);
    const fits = (o: SimObject): boolean => Object.entries(where).every(([k, v]) => inRange(o.props[k], v));
    return [...this.of(entity).values()].filter(fits).map((o) => this.#show(entity, o));
  }

  async create(entity: Entity, id: string, payload: Payload): Promise<Outcome> {
    this.#write('create', entity, id, null, payload);
    this.traits.clientIds = this.habits.clientIds ? 'yes' : 'no';
    const object = this.#store(entity, this.habits.clientIds ? id : this.#newId(), this.#own(entity, { ...payload.body }), id);
    this.createdFor.push(`${entity} ${id}`);
    return this.#answer(entity, object);
  }

  async update(entity: Entity, seen: Seen, payload: Payload): Promise<Outcome> {
    if (this.habits.ifMatch) this.#o.meanwhile(`${this.id} before update`);
    const object = this.#write('update', entity, null, seen, payload);
    if (!object) throw new HostError('refused', this.id, { code: 'object-gone' });
    this.traits.conditional = this.habits.ifMatch ? 'yes' : 'no';
    object.props = this.#own(entity, { ...object.props, ...payload.body });
    this.#touched(entity, object);
    return this.#answer(entity, object);
  }

  async act(entity: Entity, seen: Seen, action: Action): Promise<Outcome> {
    const object = this.#write('act', entity, null, seen, null);
    if (!object) throw new HostError('refused', this.id, { code: 'object-gone' });
    if (this.#o.random.chance(this.faults.refuse)) return { done: this.#show(entity, object), refused: 'Не проведён' };
    object.props = { ...object.props, Posted: action === 'post' };
    this.#touched(entity, object);
    return this.#answer(entity, object);
  }

  #own = (entity: Entity, props: Props): Props => structuredClone(this.habits.onWrite?.(entity, props) ?? props);

  #write(
    does: 'create' | 'update' | 'act',
    entity: Entity,
    wish: string | null,
    seen: Seen | null,
    payload: Payload | null,
  ): SimObject | null {
    if (payload !== null && !PayloadClass.isMade(payload)) this.violations.push(`I7 ${this.id}: a body no mapping made`);
    if (this.#o.random.chance(this.faults.failBefore))
      throw new HostError('unavailable', this.id, { code: 'host-unreachable', outcome: 'unknown' });
    const object = seen ? (this.of(entity).get(seen.hostId) ?? null) : null;
    if (seen && object && this.habits.ifMatch && String(object.version) !== seen.version)
      throw new HostError('stale', this.id, { code: 'stale' });
    if (does !== 'act' && this.#o.random.chance(this.faults.refuse))
      throw new HostError('refused', this.id, { code: 'host-refused', sentence: 'Не удалось записать' });
    const body = payload?.body ?? {};
    this.guardWrite(entity, wish, body, object?.props ?? null);
    this.writes.push({ does, entity, id: seen?.hostId ?? wish ?? '', body });
    return object;
  }

  #answer(entity: Entity, object: SimObject): Outcome {
    const shown = this.#show(entity, object);
    this.#o.meanwhile(`${this.id} answered`);
    if (this.#o.random.chance(this.faults.loseAnswer))
      throw new HostError('unavailable', this.id, { code: 'host-unreachable', outcome: 'unknown' });
    return { done: shown };
  }

  async *metadata(): AsyncIterable<MetaProperty> {
    yield* [];
  }
  async lookup(_source: LookupSource): Promise<ReadonlyMap<string, string>> {
    return new Map();
  }
  async check(): Promise<readonly CheckFinding[]> {
    return [];
  }
  async close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A real host answers with every property, whatever it was sent. */
const EMPTY: Partial<Record<Entity, Props>> = {
  counterparty: { Name: '', Full: '', Inn: '', Kpp: '', Country: '', Phone: '', Note: '', Mark: false, Active: true, Extra: '' },
  invoice: {
    Org: '',
    Party: '',
    Date: null,
    Number: '',
    Posted: false,
    Mark: false,
    Due: null,
    Note: '',
    Incl: true,
    Rows: [],
    Total: 0,
    Extra: '',
  },
};

function inRange(value: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'object' && wanted !== null && 'from' in wanted && 'to' in wanted)
    return String(value) >= String(wanted.from) && String(value) <= String(wanted.to);
  return value === wanted || (value ?? '') === (wanted ?? '');
}
