/**
 * What a base that speaks in messages can show: one feed of everything it told since, and everything kept of each kind. A place is the
 * number of an object in the copy; it is worth nothing in another copy.
 */
import { ENTITY_ORDER, type Entity, type HostId } from '../../model.ts';
import type { Source } from '../../../mappings/mapping.ts';
import { HostError, type Feed, type Page, type Seen } from '../host.ts';
import type { Exchange } from './exchange.ts';
import type { Kept, Mirror } from './mirror.ts';

export const MESSAGES = 'messages';
const PAGE = 500;

/** The messages come first: what they brought is there when everything is looked over. */
export function feedsOf(sources: readonly Source[]): Feed[] {
  const entities = [...sources].sort((a, b) => ENTITY_ORDER.indexOf(a.entity) - ENTITY_ORDER.indexOf(b.entity)).map((s) => s.entity); // prettier-ignore
  const walks = entities.map((entity): Feed => ({ id: `walk:${entity}`, kind: 'walk', entities: [entity], every: 'weekly' }));
  return [{ id: MESSAGES, kind: 'changes', entities, every: 'cycle' }, ...walks];
}

export class Feeds {
  readonly #host: HostId;
  readonly #mirror: Mirror;
  readonly #seen: (kept: readonly Kept[]) => readonly Seen[];

  constructor(host: HostId, mirror: Mirror, seen: (kept: readonly Kept[]) => readonly Seen[]) {
    this.#host = host;
    this.#mirror = mirror;
    this.#seen = seen;
  }

  /** The first time everything is walked anyway: from here on only what is new. */
  async *messages(exchange: Exchange, since: string | null): AsyncIterable<Page> {
    await exchange.receive();
    const lost = exchange.takeLost();
    if (lost !== null) throw new HostError('cursor-lost', this.#host, { code: lost, at: { set: MESSAGES } });
    if (since === null) yield { items: [], next: this.#place(this.#mirror.place), last: true, complete: false };
    else yield* this.#pages(this.#from(since), (seq) => this.#mirror.after(seq, PAGE), false);
  }

  async *walk(source: Source, since: string | null): AsyncIterable<Page> {
    const kind = source.collections[0] ?? '';
    const whole = this.#mirror.word('taken') !== '';
    yield* this.#pages(this.#from(since), (seq) => this.#mirror.ofKind(kind, seq, PAGE), whole, this.#mirror.count(kind));
  }

  async *#pages(from: number, read: (seq: number) => readonly Kept[], complete: boolean, total?: number): AsyncIterable<Page> {
    for (let seq = from; ;) {
      const kept = read(seq);
      const last = kept.length < PAGE;
      seq = kept.at(-1)?.seq ?? seq;
      const items = this.#seen(kept);
      yield { items, next: complete && last ? null : this.#place(seq), last, complete: complete && last, ...(total === undefined ? {} : { total }) }; // prettier-ignore
      if (last) return;
    }
  }

  #place = (seq: number): string => `${this.#mirror.word('epoch')}:${String(seq)}`;

  /** A place in a copy that is gone: what was told before cannot be asked again, so a person has to say what holds. */
  #from(since: string | null): number {
    if (since === null) return 0;
    const [epoch, seq] = since.split(':');
    if (epoch !== this.#mirror.word('epoch'))
      throw new HostError('cursor-lost', this.#host, { code: 'host-restored', at: { set: MESSAGES } });
    return Number(seq);
  }
}

export const entityOf = (sources: ReadonlyMap<Entity, Source>, kind: string): Source | null =>
  [...sources.values()].find((s) => s.collections[0] === kind) ?? null;
