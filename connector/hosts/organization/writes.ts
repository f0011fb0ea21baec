/**
 * Writing (hosts/dynamics.md 1.3, 1.4, 3). Since 2016 an update carries the version it was made for, and head, lines and state are carried
 * out together or not at all. Older releases check nothing: there the object is read once more, compared, and written at once.
 */
import type { Payload, RowSource, Source } from '../../../mappings/mapping.ts';
import { COMPETITOR, newRow, partsOf, rowsIn } from '../dynamics-parts.ts';
import type { Writing, Written } from '../gate.ts';
import { HostError, type Outcome, type Seen, type Traits } from '../host.ts';
import type { BatchPart } from '../multipart.ts';
import type { OrganizationClient } from './client.ts';
import { NO_VERSION_CHECK } from './errors.ts';
import type { Orders } from './orders.ts';
import { logicalName, NS } from './names.ts';
import type { Objects } from './objects.ts';
import { entityXml, messageType, messageXml, pair, relatedXml, type Message } from './requests.ts';
import type { Row } from './values.ts';

export class Writes {
  readonly #client: OrganizationClient;
  readonly #objects: Objects;
  readonly #orders: Orders;
  readonly traits: Traits;

  constructor(client: OrganizationClient, objects: Objects, orders: Orders, traits: Traits) {
    [this.#client, this.#objects, this.#orders, this.traits] = [client, objects, orders, traits];
  }

  /** Lines are made with their head, in one transaction of every release. Duplicate rules of the organisation count for us too. */
  async create(source: Source, id: string, payload: Payload): Promise<Outcome> {
    const set = payload.collection;
    this.#noCompetitor(payload.body, set);
    const body = newRow({ ...payload.body, ...(this.traits.clientIds === 'no' ? {} : { [source.id]: id }) });
    const { statecode, statuscode } = body;
    const closes = statecode !== undefined && statecode !== 0;
    const made = await this.#made(source, set, { id, body, closes, lines: payload.body, units: payload.units });
    if (this.traits.clientIds === 'unknown') this.traits.clientIds = made === id ? 'yes' : 'no';
    if (closes) await this.#close(source, made, { statecode, statuscode }, { id, units: payload.units });
    return { done: await this.#again(source, made) };
  }

  async #made(source: Source, set: string, o: NewObject): Promise<string> {
    const writing: Writing = { entity: source.entity, set, record: o.id, hostId: null, units: o.units, action: null, shown: null };
    // A state is never given on creation; one other than the first by a step of its own, and its reason belongs to it.
    const isSaid = (name: string): boolean => name !== 'statecode' && (name !== 'statuscode' || !o.closes);
    const said = Object.fromEntries(Object.entries(o.body).filter(([name]) => isSaid(name)));
    const lines = source.rows.map((of) => ({ of, rows: rowsIn(o.lines, of).map((row, i) => ({ ...newRow(row), [of.order]: i + 1 })) }));
    const all = { ...said, ...Object.fromEntries(lines.map(({ of, rows }) => [of.part, rows])) };
    const related = await Promise.all(lines.map(async ({ of, rows }) => relatedXml(of.part, logicalName(of.set), await this.#entities(of, rows))));
    const entity = entityXml({ table: logicalName(set), id: this.traits.clientIds === 'no' ? null : o.id, attributes: await this.#orders.attributes(set, said), related: related.join('') });
    const parameters = pair('Target', 'a:Entity', NS.contracts, entity) + pair('SuppressDuplicateDetection', 'c:boolean', NS.xsd, 'false');
    const answer = await this.#client.execute({ name: 'Create', parameters, at: { set }, parts: [{ body: JSON.stringify(all), writing }] });
    const made = textIn(answer.get('id'));
    if (made === '') throw new HostError('bad-response', this.#client.host, { code: 'not-understood', at: { set }, outcome: 'unknown' });
    return made;
  } // prettier-ignore

  async #entities(of: RowSource, rows: readonly Row[]): Promise<string[]> {
    return Promise.all(rows.map(async (row) => entityXml({ table: logicalName(of.set), id: null, attributes: await this.#orders.attributes(of.set, row) }))); // prettier-ignore
  }

  /** It is there already, so whatever goes wrong now leaves the outcome open. */
  async #close(source: Source, hostId: string, state: Row, { id, units }: Pick<NewObject, 'id' | 'units'>): Promise<void> {
    const set = source.collections[0] ?? '';
    const writing: Writing = { entity: source.entity, set, record: id, hostId, units, action: null, shown: null };
    const part: BatchPart = { method: 'PATCH', path: `${set}(${hostId})`, body: JSON.stringify(state), writing };
    await this.#unsure(set, async () => this.#each([part], set));
  }

  async update(source: Source, seen: Seen, payload: Payload): Promise<Outcome> {
    const set = payload.collection;
    this.#noCompetitor(payload.body, set);
    const writing: Writing = { entity: source.entity, set, record: null, hostId: seen.hostId, units: payload.units, action: null, shown: seen.object ?? null }; // prettier-ignore
    const parts = partsOf(source, seen, payload.body, writing);
    if (parts.length > 0) await this.#carryOut(source, seen, parts, set);
    return { done: await this.#again(source, seen.hostId) };
  }

  async #carryOut(source: Source, seen: Seen, parts: readonly BatchPart[], set: string): Promise<void> {
    if (this.traits.conditional === 'no' || !(await this.#client.isModern())) return this.#compared(source, seen, parts, set);
    try {
      await this.#together(parts, set, true);
      this.traits.conditional = 'yes';
    } catch (error) {
      if (!(error instanceof HostError) || error.code !== NO_VERSION_CHECK) throw error;
      // Nothing was carried out. Of these tables nobody switched the check on.
      this.traits.conditional = 'no';
      await this.#compared(source, seen, parts, set);
    }
  }

  async #together(parts: readonly BatchPart[], set: string, checked: boolean): Promise<void> {
    const messages = (await Promise.all(parts.map((part) => this.#orders.of(part, { modern: true, checked })))).flat();
    const [only] = messages;
    if (!only) return;
    const order = messages.length === 1 ? only : transaction(messages);
    await this.#client.execute({ ...order, at: { set }, parts: parts.map(written) });
  }

  /** Nothing over there compares, so we do, a moment before: what is left is the time one answer and one request take. */
  async #compared(source: Source, seen: Seen, parts: readonly BatchPart[], set: string): Promise<void> {
    const now = await this.#objects.read(source, seen.hostId);
    if ('gone' in now) throw new HostError('refused', this.#client.host, { code: 'object-gone', at: { set } });
    if (now.version !== seen.version) throw new HostError('stale', this.#client.host, { code: 'stale', at: { set } });
    if (await this.#client.isModern()) await this.#together(parts, set, false);
    else await this.#each(parts, set);
  }

  /** One after the other, as old releases must: what follows the first leaves the outcome open when it fails. */
  async #each(parts: readonly BatchPart[], set: string): Promise<void> {
    const modern = await this.#client.isModern();
    let done = 0;
    for (const part of parts)
      for (const message of await this.#orders.of(part, { modern, checked: false })) {
        const work = (): Promise<unknown> => this.#client.execute({ ...message, at: { set }, parts: [written(part)] });
        await (done++ === 0 ? work() : this.#unsure(set, work));
      }
  }

  async #unsure(set: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      throw new HostError('unavailable', this.#client.host, { code: 'half-written', at: { ...error.at, set, reason: error.code }, outcome: 'unknown', alone: true, cause: error, ...(error.sentence === null ? {} : { sentence: error.sentence }) }); // prettier-ignore
    }
  }

  /** What the host made of it: totals, numbers, lines. It is there, so whatever goes wrong now leaves the outcome open. */
  async #again(source: Source, hostId: string): Promise<Seen> {
    try {
      const seen = await this.#objects.read(source, hostId);
      if (!('gone' in seen)) return seen;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
    }
    throw new HostError('unavailable', this.#client.host, { code: 'connection-cut', outcome: 'unknown', alone: true });
  }

  #noCompetitor(body: Row, set: string): void {
    if (body[COMPETITOR.property] === COMPETITOR.value)
      throw new HostError('leak', this.#client.host, { code: 'leak-property', at: { set, property: COMPETITOR.property } });
  }
}

interface NewObject {
  readonly id: string;
  readonly body: Row;
  readonly closes: boolean;
  /** Where its rows stand. */
  readonly lines: Row;
  readonly units: Writing['units'];
}

const written = ({ body, writing }: BatchPart): Written => {
  if (!writing) throw new Error('a part that writes says what');
  return { body: body ?? null, writing };
};

const textIn = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'object' && value !== null && '$value' in value && typeof value.$value === 'string' ? value.$value : '').toLowerCase(); // prettier-ignore

/** All of it or nothing, in this order. */
function transaction(messages: readonly Message[]): Message {
  const requests = messages.map((m) => `<a:OrganizationRequest i:type="${messageType(m.name)}">${messageXml(m)}</a:OrganizationRequest>`); // prettier-ignore
  const parameters = pair('Requests', 'l:OrganizationRequestCollection', NS.v2012, requests.join('')) + pair('ReturnResponses', 'c:boolean', NS.xsd, 'false'); // prettier-ignore
  return { name: 'ExecuteTransaction', parameters };
}
