/** Changes, told as the Web API would tell them, as messages of the service: Create, Update, Delete, SetState (hosts/dynamics.md 3, 1.4). */
import type { HostId } from '../../model.ts';
import { HostError } from '../host.ts';
import type { BatchPart } from '../multipart.ts';
import { logicalName, NS } from './names.ts';
import { entityXml, pair, referencePair, type Message } from './requests.ts';
import type { Tables } from './tables.ts';
import { attributeXml, optionPair, type Row } from './values.ts';

export interface Manner {
  /** A state is set by an update; before 2016 by a message of its own. */
  readonly modern: boolean;
  /** The version is compared over there. */
  readonly checked: boolean;
}

export class Orders {
  readonly #host: HostId;
  readonly #tables: Tables;
  readonly #zone: string | null;

  constructor(host: HostId, tables: Tables, zone: string | null) {
    [this.#host, this.#tables, this.#zone] = [host, tables, zone];
  }

  /** None where it would change nothing. */
  async of(part: BatchPart, manner: Manner): Promise<Message[]> {
    const [, set = '', id = ''] = /^([a-z]+)(?:\(([^)]*)\))?$/.exec(part.path) ?? [];
    const version = manner.checked ? versionOf(part) : null;
    if (part.method === 'DELETE') return [remove(logicalName(set), id, version)];
    const body = JSON.parse(part.body ?? '{}') as Row;
    if (part.method === 'POST') return [this.#target('Create', entityXml({ table: logicalName(set), id: null, attributes: await this.attributes(set, body) }), null)]; // prettier-ignore
    if (!manner.modern && 'statecode' in body) return isSame(part) ? [] : [setState(logicalName(set), id, body)];
    return [this.#target('Update', entityXml({ table: logicalName(set), id, attributes: await this.attributes(set, body), version }), version)]; // prettier-ignore
  }

  #target = (name: string, entity: string, version: string | null): Message => ({
    name,
    parameters: pair('Target', 'a:Entity', NS.contracts, entity) + behaviour(version),
  });

  /** Pairs of an Entity. A column the table does not have is never left out in silence. */
  async attributes(set: string, body: Row): Promise<string> {
    const table = await this.#tables.of(set);
    const pairs = Object.entries(body).map(([property, value]) => {
      const xml = attributeXml(property, value, table, this.#zone);
      if (xml === undefined)
        throw new HostError('bad-response', this.#host, { code: 'property-vanished', at: { set, property } });
      return xml;
    });
    return pairs.join('');
  }
}

/** W/"123" -> 123; a * is none. */
const versionOf = ({ headers = {} }: BatchPart): string | null => /^W\/"(\d+)"$/.exec(headers['if-match'] ?? '')?.[1] ?? null;

const behaviour = (version: string | null): string =>
  version === null ? '' : pair('ConcurrencyBehavior', 'k:ConcurrencyBehavior', NS.v71, 'IfRowVersionMatches');

const remove = (table: string, id: string, version: string | null): Message => ({
  name: 'Delete',
  parameters: referencePair('Target', table, id, version) + behaviour(version),
});

const setState = (table: string, id: string, { statecode, statuscode }: Row): Message => ({
  name: 'SetState',
  parameters: referencePair('EntityMoniker', table, id) + optionPair('State', JSON.stringify(statecode)) + optionPair('Status', JSON.stringify(statuscode ?? -1)), // prettier-ignore
});

/** The state it has already: asked for only to have its version compared, which old releases do not. */
const isSame = ({ body, writing }: BatchPart): boolean => {
  const wanted = JSON.parse(body ?? '{}') as Row;
  return Object.entries(wanted).every(([name, value]) => writing?.shown?.[name] === value);
};
