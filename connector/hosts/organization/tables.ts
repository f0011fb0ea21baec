/**
 * What the service says of its tables: RetrieveEntity (corpus retrieve_entity_response.xml). A write needs the kind of every column - a
 * number for an option set would be refused - and a date needs to know whether it is a day or a moment.
 */
import type { MetaProperty } from '../host.ts';
import type { SoapValue } from '../soap/index.ts';
import type { OrganizationClient } from './client.ts';
import { COLLECTIONS, logicalName, NS, READ } from './names.ts';
import { pair } from './requests.ts';
import { propertyOf, type Column, type Table } from './table.ts';
import { at, listAt, textAt } from './xml.ts';

export class Tables {
  readonly #client: OrganizationClient;
  readonly #known = new Map<string, Promise<Table>>();

  constructor(client: OrganizationClient) {
    this.#client = client;
  }

  /** Asked once; a failed question is asked again. */
  of(set: string): Promise<Table> {
    const known = this.#known.get(set) ?? this.#ask(set).catch((error: unknown) => {
      this.#known.delete(set);
      throw error;
    }); // prettier-ignore
    this.#known.set(set, known);
    return known;
  }

  async #ask(set: string): Promise<Table> {
    const name = logicalName(set);
    const parameters =
      pair('EntityFilters', 'd:EntityFilters', NS.metadata, 'Entity Attributes') +
      pair('MetadataId', 'g:guid', NS.serialization, NO_ID) +
      pair('RetrieveAsIfPublished', 'c:boolean', NS.xsd, 'false') +
      pair('LogicalName', 'c:string', NS.xsd, name);
    const found = await this.#client.execute({ name: 'RetrieveEntity', parameters, at: { set } });
    const about = found.get('EntityMetadata');
    const columns = listAt(about, 'Attributes', 'AttributeMetadata').map(columnOf);
    return { set, name, columns: new Map(columns.map((c) => [c.name, c])) };
  }

  /** Everything a mapping may read, named as the Web API names it. */
  async *properties(): AsyncIterable<MetaProperty> {
    for (const set of READ) {
      const { columns } = await this.of(set);
      yield { set, part: null, name: '', type: '' };
      for (const column of columns.values()) yield { set, part: null, name: propertyOf(column), type: edmOf(column) };
      for (const [name, of] of Object.entries(COLLECTIONS[set] ?? {})) yield { set, part: null, name, type: `Collection(${of})` };
    }
  }
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

function columnOf(about: SoapValue): Column {
  const kind = textAt(about, 'AttributeType');
  const isDay = textAt(about, 'Format') === 'DateOnly';
  const behaviour = textAt(at(about, 'DateTimeBehavior'), 'Value');
  // Releases that say no behaviour know only the one that shifts.
  const shifts = behaviour === '' || behaviour === 'UserLocal';
  const date = isDay ? (shifts ? 'shifting-day' : 'day') : shifts ? 'shifting-moment' : 'moment';
  return { name: textAt(about, 'LogicalName'), kind, date: kind === 'DateTime' ? date : null };
}

const EDM: Readonly<Record<string, string>> = {
  Integer: 'Int32', Picklist: 'Int32', State: 'Int32', Status: 'Int32', BigInt: 'Int64', Boolean: 'Boolean', Decimal: 'Decimal', Money: 'Decimal', Double: 'Double',
  Uniqueidentifier: 'Guid', Lookup: 'Guid', Customer: 'Guid', Owner: 'Guid',
}; // prettier-ignore

function edmOf({ kind, date }: Column): string {
  if (date !== null) return date.endsWith('day') ? 'Edm.Date' : 'Edm.DateTimeOffset';
  return `Edm.${EDM[kind] ?? 'String'}`;
}
