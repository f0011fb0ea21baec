/**
 * Writing (hosts/dynamics.md 1.3, 1.4, 1.7): changed columns only, If-Match always - a PATCH without it would make a deleted row anew -
 * lines as objects of their own in one change set with their head, and the state in a request by itself.
 */
import type { Payload, Source } from '../../../mappings/mapping.ts';
import { COMPETITOR, JSON_BODY, newRow, partsOf, rowsIn } from '../dynamics-parts.ts';
import { textOf } from '../dynamics-rows.ts';
import type { Answer } from '../answers.ts';
import type { Writing } from '../gate.ts';
import { Gather, type Gathered } from '../gather.ts';
import { HostError, type Outcome, type Seen, type Traits } from '../host.ts';
import type { BatchPart, PartAnswer } from '../multipart.ts';
import { elementPath, query } from '../odata-url.ts';
import type { DataverseClient, JsonObject } from './client.ts';
import { parsed } from './client.ts';
import { hostError } from './errors.ts';
import type { Objects } from './objects.ts';

export class Writes {
  readonly #client: DataverseClient;
  readonly #objects: Objects;
  readonly traits: Traits;
  readonly #sending: Gather<Groups, readonly PartAnswer[][]>;

  constructor(client: DataverseClient, objects: Objects, traits: Traits) {
    this.#client = client;
    this.#objects = objects;
    this.traits = traits;
    this.#sending = new Gather(TOGETHER, (asked) => sendTogether(client, asked));
  }

  /** Duplicate detection is asked for: the rules of this organisation count for us too. */
  async create(source: Source, id: string, payload: Payload): Promise<Outcome> {
    const set = payload.collection;
    const wish = this.traits.clientIds === 'no' ? {} : { [source.id]: id };
    const { row, state } = beginning({ ...payload.body, ...wish });
    const body = { ...newRow(row), ...this.#newLines(source, payload.body) };
    this.#noCompetitor(body, set);
    const writing: Writing = {
      entity: source.entity,
      set,
      record: id,
      hostId: null,
      units: payload.units,
      action: null,
      shown: null,
    };
    const headers = { prefer: 'return=representation', 'mscrm.suppressduplicatedetection': 'false' };
    const made = await this.#client.json({ method: 'POST', path: set, headers, body: JSON.stringify(body), writing }, { set });
    const hostId = textOf(made[source.id]);
    if (hostId === '') return { done: await this.#again(source, id) }; // an answer without the row says nothing about ids
    if (this.traits.clientIds === 'unknown') this.traits.clientIds = hostId === id ? 'yes' : 'no';
    if (state) return { done: await this.#closed(source, hostId, state, { ...writing, hostId }) };
    return { done: source.rows.length === 0 ? await this.#objects.seen(source, made) : await this.#again(source, hostId) };
  }

  /** A row begins active; another state is a change by itself. The row is there already, so whatever goes wrong leaves the outcome open. */
  async #closed(source: Source, hostId: string, state: JsonObject, writing: Writing): Promise<Seen> {
    const part: BatchPart = { method: 'PATCH', path: elementPath(writing.set, hostId), headers: { ...JSON_BODY, 'if-match': '*' }, body: JSON.stringify(state), writing }; // prettier-ignore
    const at = { set: writing.set };
    try {
      const answer = await alone(this.#client, part);
      if (isBad(answer)) throw hostError(answer, { host: this.#client.host, write: true, at });
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      throw new HostError('unavailable', this.#client.host, { code: 'half-written', at: { ...at, reason: error.code }, outcome: 'unknown', alone: true, cause: error }); // prettier-ignore
    }
    return this.#again(source, hostId);
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

  #newLines(source: Source, body: JsonObject): JsonObject {
    return Object.fromEntries(
      source.rows.map((of) => [of.part, rowsIn(body, of).map((row, i) => ({ ...newRow(row), [of.order]: i + 1 }))]),
    );
  }

  /** Changes asked for in one turn go together, each for itself: one that is refused leaves the others as they are. */
  async update(source: Source, seen: Seen, payload: Payload): Promise<Outcome> {
    const set = payload.collection;
    this.#noCompetitor(payload.body, set);
    const writing: Writing = { entity: source.entity, set, record: null, hostId: seen.hostId, units: payload.units, action: null, shown: seen.object ?? null }; // prettier-ignore
    const parts = partsOf(source, seen, payload.body, writing);
    const [only] = parts;
    if (!only) return { done: await this.#again(source, seen.hostId) }; // what differs is worked out there: nothing to send
    if (parts.length === 1 && source.rows.length === 0) return { done: await this.#single(source, seen, only) };
    return { done: await this.#together(source, seen, parts) };
  }

  async #single(source: Source, seen: Seen, part: BatchPart): Promise<Seen> {
    const set = source.collections[0] ?? '';
    const headers = { ...part.headers, prefer: 'return=representation' };
    const path = part.path + query({ $select: this.#objects.select(source.properties) });
    const [[answer] = []] = await this.#sending.ask([[{ ...part, path, headers }]]);
    if (answer?.status === 204) return this.#again(source, seen.hostId);
    return this.#objects.seen(source, this.#shown(answer, { set }));
  }

  #shown(answer: PartAnswer | undefined, at: Readonly<Record<string, string>>): JsonObject {
    const asked = { host: this.#client.host, write: true, at };
    if (!answer) throw new HostError('bad-response', this.#client.host, { code: 'json-cut', outcome: 'unknown', at });
    if (isBad(answer)) throw hostError(answer, asked);
    return parsed(answer, asked);
  }

  /** All of it or nothing, and in the same request how it stands afterwards. */
  async #together(source: Source, seen: Seen, parts: readonly BatchPart[]): Promise<Seen> {
    const set = source.collections[0] ?? '';
    const look: BatchPart = { method: 'GET', path: elementPath(set, seen.hostId) + query(this.#objects.options(source)), headers: { accept: 'application/json' } }; // prettier-ignore
    const [written = [], [shown] = []] = await this.#sending.ask([parts, [look]]);
    const refused = written.find(isBad);
    if (refused) throw hostError(refused, { host: this.#client.host, write: false, at: { set } });
    if (!shown || isBad(shown)) return this.#again(source, seen.hostId);
    return this.#objects.seen(source, parsed(shown, { host: this.#client.host, write: true, at: { set } }));
  }

  #noCompetitor(body: JsonObject, set: string): void {
    if (body[COMPETITOR.property] === COMPETITOR.value)
      throw new HostError('leak', this.#client.host, { code: 'leak-property', at: { set, property: COMPETITOR.property } });
  }
}

/** What a new row is made of, and the state it gets afterwards; none where it begins as it should be. */
function beginning(body: JsonObject): { row: JsonObject; state: JsonObject | null } {
  const { statecode, statuscode, ...row } = body;
  if (statecode === undefined || statecode === null || statecode === 0) return { row: body, state: null };
  return { row, state: { statecode, statuscode } };
}

/** Requests of one change, group by group. */
type Groups = readonly (readonly BatchPart[])[];

/** A batch is one request for the limiter, but all of its time counts (hosts/dynamics.md 1.10). */
export const TOGETHER = 20;

async function sendTogether(client: DataverseClient, asked: readonly Groups[]): Promise<Gathered<readonly PartAnswer[][]>[]> {
  const [[[part, ...more] = [], ...groups] = []] = asked;
  if (asked.length === 1 && part?.method === 'PATCH' && more.length === 0 && groups.length === 0)
    return [{ value: [[await alone(client, part)]] }];
  const at = { set: asked[0]?.[0]?.[0]?.writing?.set ?? '' };
  const answers = await client.batch(asked.flat(), at);
  return asked.map((own) => ({ value: answers.splice(0, own.length) }));
}

/** One change by itself needs no envelope. */
async function alone(client: DataverseClient, { path, headers = {}, body, writing }: BatchPart): Promise<PartAnswer> {
  const asked = { host: client.host, write: true, at: { set: writing?.set ?? '' } };
  const more = { ...(body === undefined ? {} : { body }), ...(writing === undefined ? {} : { writing }) };
  const answer = await client.answer({ method: 'PATCH', path, headers, ...more }, asked);
  return { status: answer.status, headers: flatHeaders(answer.headers), text: answer.text };
}

const flatHeaders = (headers: Answer['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

const isBad = ({ status }: PartAnswer): boolean => status >= 400;
