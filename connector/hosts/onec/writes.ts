/**
 * Writing, and what a base does with it. Nothing is ever written to find something out: If-Match and a client key are learned
 * from the first wanted write (hosts/1c.md 2.8, 2.9; sync-design A17).
 */
import type { Source } from '../../../mappings/mapping.ts';
import type { Payload } from '../../../mappings/mapping.ts';
import type { Writing } from '../gate.ts';
import { HostError, type Action, type Outcome, type Seen, type Traits } from '../host.ts';
import type { JsonObject, OnecClient } from './client.ts';
import { NO_JOIN } from './joins.ts';
import { placeOf, type Objects } from './objects.ts';
import { elementPath, query, setPath } from './url.ts';

/** Eight zero bytes: no object has ever had this version. */
const NO_VERSION = 'AAAAAAAAAAA=';

export class Writes {
  readonly #client: OnecClient;
  readonly #objects: Objects;
  readonly traits: Traits;

  constructor(client: OnecClient, objects: Objects, traits: Traits) {
    this.#client = client;
    this.#objects = objects;
    this.traits = traits;
  }

  async create(source: Source, id: string, payload: Payload): Promise<Outcome> {
    const wish = this.traits.clientIds === 'no' ? {} : { [source.id]: id };
    const body = { ...payload.body, ...wish };
    const writing = { entity: source.entity, set: payload.collection, record: id, hostId: null, units: payload.units, action: null, shown: null }; // prettier-ignore
    const made = await this.#client.json(
      { method: 'POST', path: setPath(payload.collection) + query({ $format: 'json' }), body: JSON.stringify(body), writing },
      { set: payload.collection },
    );
    this.#learnCreate(source, id, body, made);
    return { done: this.#objects.seen(source, payload.collection, made, NO_JOIN(source)) };
  }

  #learnCreate(source: Source, id: string, body: JsonObject, made: JsonObject): void {
    if (this.traits.clientIds === 'unknown') this.traits.clientIds = made[source.id] === id ? 'yes' : 'no';
    const [sent, kept] = [body[source.date ?? ''], made[source.date ?? '']];
    if (typeof sent === 'string' && typeof kept === 'string' && !sent.endsWith('T00:00:00') && !sent.endsWith(':00'))
      this.traits.seconds = sent === kept ? 'yes' : 'no';
  }

  async update(source: Source, seen: Seen, payload: Payload): Promise<Outcome> {
    const { set, key } = placeOf(source, seen.hostId);
    if (this.traits.conditional !== 'yes') await this.#unmoved(source, set, key, seen);
    const writing = { ...writingOf(source, set, seen), units: payload.units };
    const request = (version: string): Promise<JsonObject> =>
      this.#client.json(
        {
          method: 'PATCH',
          path: elementPath(set, key) + query({ $format: 'json' }),
          headers: { 'if-match': version },
          body: JSON.stringify(payload.body),
          writing,
        },
        { set },
      );
    const answer =
      this.traits.conditional === 'unknown' ? await this.#learnConditional(request, seen) : await request(seen.version);
    // Facts from other places did not change with this write.
    const names = source.joins.flatMap((j) => (j.part === null ? Object.values(j.take) : []));
    const joined = Object.fromEntries(names.map((name) => [name, seen.object?.[name] ?? '']));
    return { done: this.#objects.seen(source, set, answer, joined) };
  }

  /** The write we wanted, with a version that cannot be right: 412 = honoured, sent again properly; 200 = ignored, and done. */
  async #learnConditional(request: (version: string) => Promise<JsonObject>, seen: Seen): Promise<JsonObject> {
    try {
      const answer = await request(NO_VERSION);
      this.traits.conditional = 'no';
      return answer;
    } catch (error) {
      if (!(error instanceof HostError) || error.kind !== 'stale') throw error;
      this.traits.conditional = 'yes';
      return request(seen.version);
    }
  }

  /** Where If-Match is ignored this leaves a window of milliseconds, as small as HTTP allows. */
  async #unmoved(source: Source, set: string, key: string, seen: Seen): Promise<void> {
    const [row] = await this.#objects.list(set, {
      $select: `${source.id},${source.version ?? ''}`,
      $filter: `${source.id} eq guid'${key}'`,
    });
    if (row?.[source.version ?? ''] !== seen.version)
      throw new HostError('stale', this.#client.host, { code: 'stale', at: { set } });
  }

  async act(source: Source, seen: Seen, action: Action): Promise<Outcome> {
    const verb = VERBS[action];
    const { set, key } = placeOf(source, seen.hostId);
    if (verb === undefined) throw new HostError('refused', this.#client.host, { code: 'action-unknown', at: { set, action } });
    const refused = await this.#tryAct(`${elementPath(set, key)}/${verb}`, { ...writingOf(source, set, seen), action });
    const now = await this.#objects.read(source, seen.hostId);
    if ('gone' in now) throw new HostError('refused', this.#client.host, { code: 'object-gone', at: { set } });
    return refused === null ? { done: now } : { done: now, refused };
  }

  async #tryAct(path: string, writing: Writing): Promise<string | null> {
    try {
      await this.#client.json({ method: 'POST', path, headers: { 'content-length': '0' }, writing }, { set: writing.set });
      return null;
    } catch (error) {
      if (error instanceof HostError && error.kind === 'refused') return error.sentence ?? error.code;
      throw error;
    }
  }
}

const writingOf = ({ entity }: Source, set: string, seen: Seen): Writing => ({
  entity, set, record: null, hostId: seen.hostId, units: [], action: null, shown: seen.object ?? null,
}); // prettier-ignore

const VERBS: Partial<Record<Action, string>> = { post: 'Post?PostingModeOperational=false', unpost: 'Unpost' };
