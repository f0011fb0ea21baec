/** Reading objects: by id, in groups of ids, by condition, in pages with the cookie of the host (hosts/dynamics.md 3). */
import type { RowSource, Source } from '../../../mappings/mapping.ts';
import { belongs, goneOf, isLeftBehind, seenOf, textOf } from '../dynamics-rows.ts';
import { HostError, isGone, type Observed, type Seen, type Where } from '../host.ts';
import { isGuid } from '../odata-url.ts';
import type { OrganizationClient } from './client.ts';
import { conditionsOf, inGroups, type Condition, type Question } from './fetch.ts';
import { attributeOf, logicalName, NS } from './names.ts';
import { pair, referencePair } from './requests.ts';
import type { Tables } from './tables.ts';
import { rowOf, sentDate, type Row } from './values.ts';

/** The largest page the service gives. */
export const MOST = 5000;

/** What is read of a set. */
export interface Columns {
  readonly set: string;
  readonly id: string;
  readonly properties: readonly string[];
}

export interface RowPage {
  readonly rows: readonly Row[];
  readonly number: number;
  readonly cookie: string | null;
}

const shown = (properties: readonly string[]): string[] => properties.filter((p) => !p.startsWith('$'));

export const columnsOf = (source: Source): Columns => ({
  set: source.collections[0] ?? '',
  id: source.id,
  properties: [...new Set([...shown(source.properties), source.id, ...(source.version === null ? [] : [source.version])])],
});

export class Objects {
  readonly #client: OrganizationClient;
  readonly #tables: Tables;
  readonly #zone: string | null;

  constructor(client: OrganizationClient, tables: Tables, zone: string | null) {
    [this.#client, this.#tables, this.#zone] = [client, tables, zone];
  }

  question = ({ set, id, properties }: Columns, conditions: readonly Condition[], size = MOST): Question => ({
    table: logicalName(set), columns: properties.map(attributeOf), conditions, order: { by: id }, size,
  }); // prettier-ignore

  async *pages(columns: Columns, question: Question, from?: { number: number; cookie: string }): AsyncIterable<RowPage> {
    const table = await this.#tables.of(columns.set);
    for await (const { entities, number, cookie } of this.#client.pages(question, columns.set, from))
      yield { rows: entities.map((e) => rowOf(e, table, columns.properties, this.#zone)), number, cookie };
  }

  async list(columns: Columns, conditions: readonly Condition[], size = MOST): Promise<Row[]> {
    const all: Row[] = [];
    for await (const { rows } of this.pages(columns, this.question(columns, conditions, size))) all.push(...rows);
    return all;
  }

  /** A list leaves out in silence what our user may not see; asked for by itself, what is hidden is refused aloud and what is gone is told to be. */
  async read(source: Source, hostId: string): Promise<Observed> {
    const [only] = isGuid(hostId) ? await this.readMany(source, [hostId]) : [];
    if (only && isGone(only)) await this.#mustBeGone(source.collections[0] ?? '', hostId);
    return only ?? goneOf(source, hostId);
  }

  /** Fails where it is there and hidden. */
  async #mustBeGone(set: string, hostId: string): Promise<void> {
    const nothing = pair('ColumnSet', 'a:ColumnSet', NS.contracts, '<a:AllColumns>false</a:AllColumns><a:Columns/>');
    const parameters = referencePair('Target', logicalName(set), hostId) + nothing;
    try {
      await this.#client.execute({ name: 'Retrieve', parameters, at: { set } });
    } catch (error) {
      if (!(error instanceof HostError) || error.code !== 'object-gone') throw error;
    }
  }

  /** What does not come back is not shown to our user; whether it is there at all, `read` tells. */
  async readMany(source: Source, hostIds: readonly string[]): Promise<Observed[]> {
    const found: Observed[] = hostIds.filter((id) => !isGuid(id)).map((id) => goneOf(source, id));
    for (const ids of inGroups(hostIds.filter(isGuid))) {
      const rows = await this.list(columnsOf(source), [{ attribute: source.id, operator: 'in', values: ids }]);
      const there = new Map(rows.filter((row) => belongs(source, row)).map((row) => [textOf(row[source.id]), row]));
      found.push(...ids.filter((id) => !there.has(id.toLowerCase())).map((id) => goneOf(source, id)));
      found.push(...(await this.seenAll(source, [...there.values()])));
    }
    return found;
  }

  async find(source: Source, where: Where): Promise<Seen[]> {
    const { columns } = await this.#tables.of(source.collections[0] ?? '');
    const dates = (attribute: string, text: string): string => {
      const date = columns.get(attribute)?.date ?? null;
      return date === null ? text : sentDate(text, date, this.#zone);
    };
    const rows = await this.list(columnsOf(source), conditionsOf({ ...where, ...source.only }, dates));
    return this.seenAll(source, rows.filter((row) => belongs(source, row) && !isLeftBehind(source, row)));
  } // prettier-ignore

  /** Rows with their lines. */
  async seenAll(source: Source, rows: readonly Row[]): Promise<Seen[]> {
    const [of] = source.rows;
    if (!of) return rows.map((row) => seenOf(source, row, null));
    const lines = await this.linesOf(of, rows.map((row) => textOf(row[source.id])), shown(of.properties)); // prettier-ignore
    return rows.map((row) => seenOf(source, row, lines.get(textOf(row[source.id])) ?? []));
  }

  /** Lines of several heads: head -> its lines. */
  async linesOf(of: RowSource, heads: readonly string[], properties: readonly string[]): Promise<ReadonlyMap<string, Row[]>> {
    const found = new Map<string, Row[]>();
    const columns = { set: of.set, id: of.id, properties: [...new Set([...properties, of.id, of.version, of.head])] };
    for (const ids of inGroups(heads))
      for (const row of await this.list(columns, [{ attribute: attributeOf(of.head), operator: 'in', values: ids }])) {
        const head = textOf(row[of.head]);
        const lines = found.get(head);
        if (lines) lines.push(row);
        else found.set(head, [row]);
      }
    return found;
  }

  /** Of one row, alone; null: it is not there. */
  async versionOf({ set, id }: Columns, version: string, hostId: string): Promise<string | null> {
    const [row] = await this.list({ set, id, properties: [id, version] }, [{ attribute: id, operator: 'eq', values: [hostId] }]);
    return row ? textOf(row[version]) : null;
  }
}
