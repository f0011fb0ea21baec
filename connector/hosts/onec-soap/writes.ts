/**
 * Writing without versions that hold: read, compare, write, and the window between measured (sync-design A17). A service that takes the
 * version and refuses another one has no window at all.
 */
import type { Payload, Source } from '../../../mappings/mapping.ts';
import type { SoapFile } from '../../../mappings/soap.ts';
import type { HostId, World } from '../../model.ts';
import type { Writing } from '../gate.ts';
import { HostError, type Action, type Outcome, type Seen, type Traits } from '../host.ts';
import type { Kind, Objects } from './objects.ts';
import type { Service } from './service.ts';

/** Milliseconds between the answer of the last look and the answer of the write: the most somebody else had. */
export interface Window {
  readonly longest: number;
  readonly writes: number;
}

export class Writes {
  readonly #service: Service;
  readonly #objects: Objects;
  readonly #host: HostId;
  readonly #world: Pick<World, 'now'>;
  readonly traits: Traits;
  window: Window = { longest: 0, writes: 0 };

  constructor(service: Service, objects: Objects, host: HostId, world: Pick<World, 'now'>, traits: Traits) {
    this.#service = service;
    this.#objects = objects;
    this.#host = host;
    this.#world = world;
    this.traits = traits;
  }

  async create({ source, soap }: Kind, id: string, payload: Payload): Promise<Outcome> {
    const o = this.#must(soap.create, 'create', source);
    const takesIds = Object.values(o.send).includes('$id');
    const changes = payload.body;
    const writing = { ...writingOf(source), record: id, units: payload.units };
    const change = { writing, says: JSON.stringify(takesIds ? { ...changes, [source.id]: id } : changes) };
    const answer = await this.#service.ask(o, { ids: [id], changes }, soap.faults, change);
    const done = this.#written(source, this.#service.objects(answer, o)[0], o.operation);
    if (this.traits.clientIds === 'unknown') this.traits.clientIds = takesIds && done.hostId === id ? 'yes' : 'no';
    this.#learnSeconds(source, changes, done);
    return { done };
  }

  #learnSeconds({ date }: Source, sent: Payload['body'], done: Seen): void {
    const [wished, kept] = [sent[date ?? ''], done.object?.[date ?? '']];
    if (typeof wished === 'string' && typeof kept === 'string' && !wished.endsWith(':00'))
      this.traits.seconds = wished === kept ? 'yes' : 'no';
  }

  async update(kind: Kind, seen: Seen, payload: Payload): Promise<Outcome> {
    const { source, soap } = kind;
    const o = this.#must(soap.update, 'update', source);
    const now = await this.#unmoved(kind, seen, o.operation);
    const looked = this.#world.now().getTime();
    const change = { writing: { ...writingOf(source, seen), units: payload.units, shown: now.object ?? null }, says: JSON.stringify(payload.body) };
    const answer = await this.#service.ask(o, { ids: [seen.hostId], version: now.version, changes: payload.body, shown: now.object ?? {} }, soap.faults, change);
    this.#measure(looked);
    this.traits.conditional = takesVersion(soap) ? 'yes' : 'no';
    return { done: this.#written(source, this.#service.objects(answer, o)[0], o.operation) };
  } // prettier-ignore

  /** The object as it stands now; another one than was seen is for the engine to decide on. */
  async #unmoved(kind: Kind, seen: Seen, set: string): Promise<Seen> {
    const [now] = await this.#objects.readMany(kind, [seen.hostId]);
    if (!now || 'gone' in now || now.version !== seen.version)
      throw new HostError('stale', this.#host, { code: 'stale', at: { set } });
    return now;
  }

  #measure(looked: number): void {
    const ms = this.#world.now().getTime() - looked;
    this.window = { longest: Math.max(this.window.longest, ms), writes: this.window.writes + 1 };
  }

  /** An answer without the object says nothing about what was stored. */
  #written(source: Source, object: Parameters<Objects['seen']>[1], set: string): Seen {
    if (!object) throw new HostError('bad-response', this.#host, { code: 'not-understood', at: { set }, outcome: 'unknown' });
    return this.#objects.seen(source, object);
  }

  async act(kind: Kind, seen: Seen, action: Action): Promise<Outcome> {
    const { source, soap } = kind;
    const o = action === 'post' ? soap.post : action === 'unpost' ? soap.unpost : undefined;
    if (!o) throw new HostError('refused', this.#host, { code: 'action-unknown', at: { set: source.collections[0] ?? '', action } });
    const version = (await this.#unmoved(kind, seen, o.operation)).version;
    const refused = await this.#tryAct(() =>
      this.#service.ask(o, { ids: [seen.hostId], version }, soap.faults, { writing: { ...writingOf(source, seen), action }, says: '{}' }),
    );
    const [now] = await this.#objects.readMany(kind, [seen.hostId]);
    if (!now || 'gone' in now) throw new HostError('refused', this.#host, { code: 'object-gone', at: { set: o.operation } });
    return refused === null ? { done: now } : { done: now, refused };
  } // prettier-ignore

  async #tryAct(act: () => Promise<unknown>): Promise<string | null> {
    try {
      await act();
      return null;
    } catch (error) {
      if (error instanceof HostError && error.kind === 'refused') return error.sentence ?? error.code;
      throw error;
    }
  }

  #must<T>(operation: T | undefined, action: string, { collections }: Source): T {
    if (operation !== undefined) return operation;
    throw new HostError('refused', this.#host, { code: 'action-unknown', at: { set: collections[0] ?? '', action } });
  }
}

/** The service itself refuses a write over another version. */
export const takesVersion = ({ update }: SoapFile): boolean => Object.values(update?.send ?? {}).includes('$version');

const writingOf = ({ entity, collections }: Source, seen?: Seen): Writing => ({
  entity, set: collections[0] ?? '', record: null, hostId: seen?.hostId ?? null, units: [], action: null, shown: seen?.object ?? null,
}); // prettier-ignore
