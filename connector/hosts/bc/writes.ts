/**
 * Writing (hosts/dynamics.md 4.3): changed properties only, If-Match always, the lines of an invoice with their head or not at all. What
 * is posted is not written any more.
 */
import type { HostSchema } from '../../../mappings/compile.ts';
import type { HostObject, Payload, RowSource, Source } from '../../../mappings/mapping.ts';
import type { Writing } from '../gate.ts';
import { HostError, type Action, type Outcome, type Seen } from '../host.ts';
import type { BatchPart } from '../multipart.ts';
import { elementPath } from '../odata-url.ts';
import { markIn } from './marker.ts';
import type { Objects } from './objects.ts';
import { sequences } from './sequences.ts';
import { textOf } from '../dynamics-rows.ts';
import { changesOf, headOf, newLine, rowsIn, type InvoiceWays, type Wire } from './wire.ts';

const JSON_BODY = { 'content-type': 'application/json' };

export class Writes {
  readonly #objects: Objects;
  readonly #schema: HostSchema | null;
  readonly #ways: InvoiceWays;

  constructor(objects: Objects, schema: HostSchema | null, ways: InvoiceWays) {
    this.#objects = objects;
    this.#schema = schema;
    this.#ways = ways;
  }

  get #host(): string {
    return this.#objects.client.host;
  }

  async #wire(): Promise<Wire> {
    return { host: this.#host, schema: this.#schema, currency: await this.#objects.company.currency, ways: this.#ways };
  }

  /** Head and lines in one request: there is no half an invoice. */
  async create(source: Source, id: string, payload: Payload): Promise<Outcome> {
    const { collection: set } = payload;
    const wire = await this.#wire();
    const head = headOf(source, payload.body, wire);
    const lines = source.rows.map((of) => [of.part, rowsIn(payload.body, of).map((row) => newLine(row, set, wire))] as const);
    const body = JSON.stringify({ ...head, ...Object.fromEntries(lines) });
    const writing: Writing = { entity: source.entity, set, record: id, hostId: null, units: payload.units, action: null, shown: null }; // prettier-ignore
    const request = { method: 'POST', path: await this.#objects.company.path(set), headers: JSON_BODY, body, writing } as const;
    const made = await this.#objects.client.json(request, { set });
    return { done: await this.#again(source, textOf(made['id'])) };
  }

  /** What the host made of it: totals, numbers, lines. It is there, so whatever goes wrong now leaves the outcome open. */
  async #again(source: Source, hostId: string): Promise<Seen> {
    try {
      const seen = await this.#objects.read(source, hostId);
      if (!('gone' in seen)) return seen;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
    }
    throw new HostError('unavailable', this.#host, { code: 'connection-cut', outcome: 'unknown', alone: true });
  }

  async update(source: Source, seen: Seen, payload: Payload): Promise<Outcome> {
    const { collection: set } = payload;
    if (seen.object?.['$posted'] === true)
      throw new HostError('refused', this.#host, { code: 'invoice-closed-there', at: { set } });
    const writing: Writing = { entity: source.entity, set, record: null, hostId: seen.hostId, units: payload.units, action: null, shown: seen.object ?? null }; // prettier-ignore
    const parts = await this.#parts(source, seen, payload.body, writing);
    const [only, ...more] = parts;
    if (only && more.length === 0 && only.method === 'PATCH') await this.#single(only, set);
    else if (only) await this.#together(source, seen, parts);
    return { done: await this.#again(source, seen.hostId) };
  }

  /**
   * A change of one line may move the versions of its neighbours, so that a later request of the same batch is stale by our own doing.
   * Everything was taken back then: if nothing moved besides, what comes after the first only has to be there.
   */
  async #together(source: Source, seen: Seen, parts: readonly BatchPart[]): Promise<void> {
    const at = { set: source.collections[0] ?? '' };
    try {
      await this.#objects.client.together(parts, at);
    } catch (error) {
      if (!(error instanceof HostError) || error.kind !== 'stale') throw error;
      const now = await this.#objects.read(source, seen.hostId);
      if ('gone' in now || versionsOf(source, now) !== versionsOf(source, seen)) throw error;
      await this.#objects.client.together(parts.map(loose), at);
    }
  }

  async #single({ path, headers = {}, body = '', writing }: BatchPart, set: string): Promise<void> {
    if (writing) await this.#objects.client.json({ method: 'PATCH', path, headers, body, writing }, { set });
  }

  /** Requests of one update, the head before its lines. */
  async #parts(source: Source, seen: Seen, body: HostObject, writing: Writing): Promise<BatchPart[]> {
    const wire = await this.#wire();
    const path = elementPath(await this.#objects.company.path(writing.set), seen.hostId);
    const head = headOf(source, remarked(source, seen, body), wire);
    const headers = { ...JSON_BODY, 'if-match': seen.version };
    const own: BatchPart[] = Object.keys(head).length === 0 ? [] : [{ method: 'PATCH', path, headers, body: JSON.stringify(head), writing }]; // prettier-ignore
    const lines = source.rows.flatMap((of) => (of.part in body ? lineParts({ of, path, seen, wire, writing }, rowsIn(body, of)) : [])); // prettier-ignore
    return [...own, ...lines];
  }

  async act(source: Source, seen: Seen, action: Action): Promise<Outcome> {
    const set = source.collections[0] ?? '';
    if (action !== 'post') throw new HostError('refused', this.#host, { code: 'action-unknown', at: { set, action } });
    if (seen.object?.['pricesIncludeTax'] !== this.#ways.pricesIncludeTax) {
      const code = this.#ways.pricesIncludeTax ? 'prices-include-tax' : 'prices-without-tax';
      throw new HostError('refused', this.#host, { code, at: { set } });
    }
    const refused = await this.#post(set, seen, { entity: source.entity, set, record: null, hostId: seen.hostId, units: [], action, shown: seen.object ?? null }); // prettier-ignore
    const done = await this.#again(source, seen.hostId);
    return refused === null ? { done } : { done, refused };
  }

  /** Null, or why it was not posted, in the host's own words. */
  async #post(set: string, seen: Seen, writing: Writing): Promise<string | null> {
    const path = `${elementPath(await this.#objects.company.path(set), seen.hostId)}/Microsoft.NAV.post`;
    try {
      await this.#objects.client.json({ method: 'POST', path, headers: { 'content-length': '0', 'if-match': seen.version }, writing }, { set }); // prettier-ignore
      return null;
    } catch (error) {
      if (error instanceof HostError && error.kind === 'refused') return error.sentence ?? error.code;
      throw error;
    }
  }
}

/** Another date of an invoice we made is another mark. */
function remarked({ date, marker }: Source, { object = {} }: Seen, body: HostObject): HostObject {
  const mark = date !== null && date in body && marker !== null ? markIn(object[marker]) : null;
  return mark === null || marker === null ? body : { ...body, [marker]: mark };
}

const versionsOf = (source: Source, { version, object = {} }: Seen): string =>
  [version, ...source.rows.flatMap((of) => rowsIn(object, of).map((row) => textOf(row[of.version])))].join(' ');

const loose = (part: BatchPart, i: number): BatchPart =>
  i === 0 || part.headers?.['if-match'] === undefined ? part : { ...part, headers: { ...part.headers, 'if-match': '*' } };

interface Lines {
  readonly of: RowSource;
  /** Of the head. */
  readonly path: string;
  readonly seen: Seen;
  readonly wire: Wire;
  readonly writing: Writing;
}

function lineParts(at: Lines, wanted: readonly HostObject[]): BatchPart[] {
  const { of, path, seen } = at;
  const writing: Writing = { ...at.writing, set: of.set, part: of.part };
  const before = new Map(rowsIn(seen.object ?? {}, of).map((row) => [textOf(row[of.id]), row]));
  const kept = new Set(wanted.map((row) => textOf(row[of.id])));
  const address = (id: string): string => elementPath(`${path}/${of.part}`, id);
  const gone = [...before].filter(([id]) => !kept.has(id));
  const places = sequences(wanted.map((row) => (before.has(textOf(row[of.id])) ? Number(row[of.order]) : null)));
  const removed = gone.map(([id, row]): BatchPart => ({ method: 'DELETE', path: address(id), headers: { 'if-match': textOf(row[of.version]) }, writing: { ...writing, action: 'delete' } })); // prettier-ignore
  const written = wanted.flatMap((row, i): BatchPart[] => {
    const old = before.get(textOf(row[of.id]));
    if (!old) return [{ method: 'POST', path: `${path}/${of.part}`, headers: JSON_BODY, body: JSON.stringify({ ...newLine(row, of.set, at.wire), [of.order]: places[i] }), writing }]; // prettier-ignore
    const changed = changesOf(old, row, at.wire);
    if (Object.keys(changed).length === 0) return [];
    return [{ method: 'PATCH', path: address(textOf(old[of.id])), headers: { ...JSON_BODY, 'if-match': textOf(old[of.version]) }, body: JSON.stringify(changed), writing }]; // prettier-ignore
  });
  return [...removed, ...written];
}
