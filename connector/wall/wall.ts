/**
 * The wall (sync-design B5): what every request toward a host passes. Method and address, the allow-list of the mapping, the
 * fingerprints of private texts; what may leave is written down before it leaves. It blocks, it never changes a request.
 */
import { Blocked, type Gate, type Outgoing, type Writing } from '../hosts/gate.ts';
import type { HostId, RecordId, World } from '../model.ts';
import type { Egress, Fingerprint, Reader, Store } from '../store/store.ts';
import { rowValuesOf, valuesOf, type Allowed, type Value } from './allow.ts';
import { envelopeTexts, textsIn } from './envelope.ts';
import { FED_KEY } from './feed.ts';
import { fold } from './fold.ts';
import { Gathered } from './gathered.ts';
import { Keyed } from './keyed.ts';
import { Pieces, type Hit } from './pieces.ts';
import { sharedAmong, type Shows } from './shared.ts';
import { spellings } from './spellings.ts';

export interface WallOptions {
  readonly store: Store;
  readonly world: Pick<World, 'now'>;
  /** Asked for when it is first needed. */
  readonly key: () => Uint8Array;
  readonly shows: () => Shows;
}

const BATCH = 10_000;
const METHODS = new Set(['GET', 'POST', 'PATCH']);
/** Only a row of a part is ever deleted: what stands for a record of ours never is. */
const isRowGone = ({ method, body, writing }: Outgoing): boolean =>
  method === 'DELETE' && body === null && writing?.part !== undefined;
/** Where names of companies and of goods belong, be they those of a rival. */
const NAMES = new Set(['name', 'legalName', 'lines']);
const BY = { actor: 'wall' };

export class Wall {
  readonly #o: WallOptions;
  readonly #allowed = new Map<string, Allowed>();
  #keyed: Keyed | null = null;
  #pieces: Pieces | null = null;
  /** The key the loaded fingerprints were made with, and the last of them. */
  #madeWith: string | null = null;
  #last = 0;

  constructor(options: WallOptions) {
    this.#o = options;
  }

  get keyed(): Keyed {
    this.#keyed ??= new Keyed(this.#o.key());
    return this.#keyed;
  }

  get shows(): Shows {
    return this.#o.shows();
  }

  /** What the mappings of a host may send, once they are compiled. */
  allow(host: HostId, allowed: readonly Allowed[]): void {
    for (const name of [...this.#allowed.keys()]) if (name.startsWith(`${host} `)) this.#allowed.delete(name);
    for (const a of allowed) this.#allowed.set(`${host} ${a.entity}`, a);
  }

  /** `base`: the address of the configuration, below which every request stays. */
  gate(host: HostId, base: string): Gate {
    const below = withSlash(new URL(base).href);
    return { pass: (outgoing) => this.#pass(host, below, outgoing) };
  }

  async #pass(host: HostId, base: string, o: Outgoing): Promise<void> {
    mustBeBelow(base, o);
    const parts = partsOf(o).map((part) => ({ ...part, values: this.#mapped(host, base, { ...o, ...part }) }));
    const pieces = await this.#loaded(parts.some((p) => p.writing !== null));
    if (pieces.size > 0) await this.#mustBeClean(pieces, o, parts);
    for (const { writing, values } of parts) if (writing) await this.#count(host, writing, values);
  }

  #mapped(host: HostId, base: string, { url, body, writing, envelope = null }: Outgoing): readonly Value[] {
    if (writing === null) {
      if (body !== null && envelope === null) throw new Blocked('leak-beyond', { what: 'body' });
      return [];
    }
    const allowed = this.#allowed.get(`${host} ${writing.entity}`);
    const part = writing.part;
    const isKnown =
      part === undefined ? allowed?.sets.includes(writing.set) === true : allowed?.partSets?.get(writing.set) === part;
    // Envelopes have one address for all.
    const isThere = allowed && isKnown && (envelope !== null || setIn(url, base, part === undefined ? [] : allowed.sets) === writing.set); // prettier-ignore
    if (!isThere) throw new Blocked('leak-property', { property: writing.set, entity: writing.entity });
    if (writing.action === 'delete' && part === undefined) throw new Blocked('leak-beyond', { what: 'delete' });
    if (body === null) return [];
    return part === undefined ? valuesOf(body, writing, allowed) : rowValuesOf(body, part, writing, allowed);
  }

  async #mustBeClean(pieces: Pieces, o: Outgoing, parts: readonly Part[]): Promise<void> {
    for (const { writing, values } of parts) for (const v of values) if (!v.isShown) await this.#value(pieces, v, writing);
    await this.#elsewhere(pieces, o.url, 'url');
    for (const [name, value] of Object.entries(o.headers)) await this.#elsewhere(pieces, value, name);
    const judged = new Set(parts.flatMap(({ writing, values }) => [...values.map((v) => v.text), ...textsIn(writing?.shown)]));
    for (const text of envelopeTexts(o.envelope ?? null)) if (!judged.has(text)) await this.#elsewhere(pieces, text, 'envelope');
  }

  async #value(pieces: Pieces, v: Value, writing: Writing | null): Promise<void> {
    const hits = this.#hits(pieces, v.text);
    const isName = v.field !== null && NAMES.has(v.field);
    const at = { field: v.field ?? v.property, property: v.property, entity: writing?.entity ?? '' };
    if (await this.#isLeak(isName ? notNames(hits) : hits)) throw new Blocked('leak', at);
  }

  /** Addresses and headers hold keys, words of the host and what is looked up by, a name for one. */
  async #elsewhere(pieces: Pieces, text: string, place: string): Promise<void> {
    if (await this.#isLeak(notNames(this.#hits(pieces, text)))) throw new Blocked('leak-address', { place });
  }

  #hits = (pieces: Pieces, text: string): Hit[] => spellings(text).flatMap((s) => pieces.in(fold(s), this.keyed));

  /** A piece that a host shows already is no leak: hits are rare, so it is looked up only now. */
  async #isLeak(hits: readonly Hit[]): Promise<boolean> {
    if (hits.length === 0) return false;
    if (hits.some((h) => h.kind === 'canary')) return true;
    const shared = await sharedAmong(this.#o.store, this.keyed, hits, this.shows);
    return hits.some((h) => !shared.has(h.hash));
  }

  /** Loaded once; before a write, what was added since is fetched. */
  async #loaded(isWrite: boolean): Promise<Pieces> {
    if (this.#pieces && !isWrite) return this.#pieces;
    return this.#o.store.read(async (t) => {
      const madeWith = await t.setting(FED_KEY);
      if (madeWith !== null && madeWith !== this.keyed.id && isWrite) throw new Blocked('wall-blind');
      const pieces = this.#pieces;
      if (!pieces || madeWith !== this.#madeWith || pieces.isFull) return this.#load(t, madeWith);
      await this.#more(t, (f) => pieces.add(f));
      return pieces;
    });
  }

  async #load(t: Reader, madeWith: string | null): Promise<Pieces> {
    this.#last = 0;
    const gathered = new Gathered();
    await this.#more(t, (f) => gathered.push(f));
    const pieces = new Pieces(gathered);
    [this.#pieces, this.#madeWith] = [pieces, madeWith];
    return pieces;
  }

  /** What was added since it was asked last. */
  async #more(t: Reader, take: (f: Fingerprint) => void): Promise<void> {
    for (let page = await t.fingerprints(this.#last, BATCH); page.length > 0; page = await t.fingerprints(this.#last, BATCH)) {
      for (const f of page) take(f);
      this.#last = page.at(-1)?.n ?? this.#last;
    }
  }

  /** Before it leaves: what is counted may not have arrived, but nothing arrives that is not counted. */
  async #count(host: HostId, writing: Writing, values: readonly Value[]): Promise<void> {
    const at = this.#o.world.now().toISOString();
    const record = writing.record ?? (await this.#recordOf(host, writing));
    const row = (field: string, count: number, sample: string): Egress => ({ at, host, entity: writing.entity, record, field, count, sampleHash: this.keyed.sample(sample) }); // prettier-ignore
    const rows = [...grouped(values)].map(([field, of]) => row(field, of.length, of[0]?.text ?? ''));
    if (writing.action !== null) rows.push(row(writing.action, 1, writing.action));
    if (rows.length > 0) await this.#o.store.write(BY, (t) => t.egress(rows));
  }

  async #recordOf(host: HostId, { entity, hostId }: Writing): Promise<RecordId | null> {
    if (hostId === null) return null;
    return this.#o.store.read(async (t) => (await t.linksAt(host, entity, [hostId])).get(hostId)?.record ?? null);
  }
}

/** A request, or one of the changes it holds. */
interface Part extends Pick<Outgoing, 'body' | 'writing'> {
  readonly values: readonly Value[];
}

/** An envelope that tells piece by piece what it changes holds nothing else to be judged by its place. */
const partsOf = ({ body, writing, parts = [] }: Outgoing): Pick<Outgoing, 'body' | 'writing'>[] =>
  parts.length > 0 ? [...parts] : [{ body, writing }];

const notNames = (hits: readonly Hit[]): Hit[] => hits.filter((h) => h.kind !== 'name');
const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

function mustBeBelow(base: string, outgoing: Outgoing): void {
  const { method, url } = outgoing;
  if (!METHODS.has(method) && !isRowGone(outgoing)) throw new Blocked('leak-beyond', { what: method });
  const { href, search } = new URL(url);
  const isBase = href.slice(0, href.length - search.length) + '/' === base; // one address for all envelopes
  if (!href.startsWith(base) && !isBase) throw new Blocked('leak-beyond', { what: 'url' });
}

/** Business Central keeps every set below its company. */
const CONTAINERS: ReadonlySet<string> = new Set(['companies']);

/** What is written, by its place below the base: Set, Set(key), Set(key)/Action; a row also below the object it belongs to, one of `heads`. */
function setIn(url: string, base: string, heads: readonly string[]): string {
  const path = new URL(url).href.slice(base.length).split(/[?#]/)[0] ?? '';
  const [first = '', ...more] = path.split('/').map(nameOf);
  const [own = '', below = ''] = CONTAINERS.has(first) ? more : [first, ...more];
  return heads.includes(own) ? below : own;
}

function nameOf(step: string): string {
  const name = step.split('(')[0] ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Values by field; what is technical is counted by its property. Values that only go back are none. */
function grouped(values: readonly Value[]): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const v of values) if (!v.isShown) groups.set(v.field ?? v.property, [...(groups.get(v.field ?? v.property) ?? []), v]);
  return groups;
}
