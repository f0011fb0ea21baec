/**
 * Writing where nothing can be read on demand (sync-design A17): what 1C has for us is taken first and compared, then the object leaves in
 * a message of its own, and what it held there afterwards is what was sent until 1C says otherwise. The window between the two is measured.
 */
import type { Payload, Source } from '../../../mappings/mapping.ts';
import type { HostId, World } from '../../model.ts';
import { Blocked, type Gate, type Writing } from '../gate.ts';
import { HostError, type Seen } from '../host.ts';
import { BadMessage } from './bad-message.ts';
import type { Exchange } from './exchange.ts';
import type { Known } from './lines.ts';
import { writtenOut, type Kept, type Mirror } from './mirror.ts';
import { changed, ID, propertiesOf } from './objects.ts';
import type { Tree } from './tree.ts';
import { ordered } from './write.ts';

export interface WriteOptions {
  readonly id: HostId;
  readonly url: string;
  readonly gate: Gate;
  readonly world: Pick<World, 'now'>;
}

/** A message younger than this is fresh enough to create after. */
const FRESH_MS = 5000;

export class Writes {
  readonly #o: WriteOptions;
  readonly #exchange: Exchange;
  readonly #mirror: Mirror;

  constructor(options: WriteOptions, exchange: Exchange, mirror: Mirror) {
    this.#o = options;
    this.#exchange = exchange;
    this.#mirror = mirror;
  }

  /** Everything 1C has said by now; a look-up just before a create asks once, not for each key. */
  async fresh(): Promise<void> {
    const ago = this.#o.world.now().getTime() - this.#exchange.receivedAt;
    if (ago < 0 || ago > FRESH_MS) await this.#receive();
  }

  async create(source: Source, id: string, payload: Payload): Promise<Kept> {
    const [kind, place] = [payload.collection, this.#mirror.place];
    await this.fresh();
    const isNew = this.#mirror.ofKind(kind, place, 1).length > 0;
    if (isNew || this.#mirror.get(kind, id)) throw this.#stale(kind); // one of them may be the one to be created: look again
    const body = { ...payload.body, [ID]: id };
    const writing = { entity: source.entity, set: kind, record: id, hostId: null, units: payload.units, action: null, shown: null }; // prettier-ignore
    return this.#send(kind, id, null, body, writing);
  }

  async update(source: Source, seen: Seen, payload: Payload): Promise<Kept> {
    const kind = source.collections[0] ?? '';
    const started = this.#o.world.now().getTime();
    await this.#receive();
    const kept = this.#mirror.get(kind, seen.hostId);
    if (kept?.version !== seen.version) throw this.#stale(kind);
    if (kept.deleted) throw new HostError('refused', this.#o.id, { code: 'ed-deleted', at: { set: kind } }); // a message would make it again
    const writing = { entity: source.entity, set: kind, record: null, hostId: seen.hostId, units: payload.units, action: null, shown: seen.object ?? null }; // prettier-ignore
    const done = await this.#send(kind, seen.hostId, kept.tree, payload.body, writing);
    this.#measure(this.#o.world.now().getTime() - started);
    if (this.#isPassedOver(kept, done, payload.body)) throw this.#stale(kind);
    return done;
  }

  /** 1C loaded it, and keeps what somebody saved there meanwhile: nothing of ours is in it. Merged anew, it is sent again. */
  #isPassedOver(before: Kept, after: Kept, body: Payload['body']): boolean {
    const shown = (kept: Kept, name: string): string => JSON.stringify(propertiesOf(this.#exchange.format, kept, [name])[name]);
    const sent = writtenOut(this.#made(before.kind, before.tree, body)).version;
    return after.version !== sent && Object.keys(body).every((name) => shown(after, name) === shown(before, name));
  }

  async #receive(): Promise<void> {
    await this.#exchange.receive();
    if (this.#mirror.word('lost') !== '') throw new HostError('unavailable', this.#o.id, { code: 'host-restored', alone: false });
  }

  #stale = (set: string): HostError => new HostError('stale', this.#o.id, { code: 'stale', at: { set } });

  /** The longest time between asking what is there and what was written being there. */
  #measure(ms: number): void {
    if (ms > this.#mirror.number('window')) this.#mirror.setWord('window', String(ms));
  }

  async #send(kind: string, id: string, before: Tree | null, body: Payload['body'], writing: Writing): Promise<Kept> {
    if (!this.#exchange.takes(kind)) throw new HostError('refused', this.#o.id, { code: 'ed-not-taken', at: { set: kind } });
    const tree = this.#made(kind, before, body);
    await this.#pass(kind, body, writing);
    await this.#exchange.send(kind, id, tree);
    const kept = this.#mirror.get(kind, id);
    if (!kept) throw new HostError('refused', this.#o.id, { code: 'object-gone', at: { set: kind } });
    return kept;
  }

  /** What the format cannot hold is refused by name, before anything leaves. */
  #made(kind: string, before: Tree | null, body: Payload['body']): Tree {
    try {
      return ordered(this.#exchange.format, changed(this.#exchange.format, kind, before, body, this.known()));
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      throw new HostError('refused', this.#o.id, { code: error.code, at: { set: kind, ...error.at }, cause: error });
    }
  }

  known(): Known {
    return {
      key: (kind, id) => this.#mirror.get(kind, id)?.tree ?? null,
      rates: this.#mirror.words('vat:'),
      unit: (product) => this.#mirror.word(`unit:${product}`) || undefined,
    };
  }

  /** The wall is shown what the mapping made, property by property: an archive says nothing of it. */
  async #pass(kind: string, body: Payload['body'], writing: Writing): Promise<void> {
    const url = new URL(encodeURIComponent(kind), this.#o.url).href;
    try {
      await this.#o.gate.pass({ method: 'POST', url, headers: {}, body: JSON.stringify(body), writing });
    } catch (error) {
      if (!(error instanceof Blocked)) throw error;
      if (error.code === 'wall-blind') throw new HostError('unavailable', this.#o.id, { code: error.code });
      throw new HostError('leak', this.#o.id, { code: error.code, at: { set: kind, ...error.at } });
    }
  }
}
