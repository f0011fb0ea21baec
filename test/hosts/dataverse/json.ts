/** Rows as the wire writes them: amounts with their four decimals, which a number of JavaScript cannot hold. */
import type { Organisation, Row } from './organisation.ts';
import type { Table } from './schema.ts';

export function rowText(org: Organisation, table: Table, row: Row, asked: Shown): string {
  const members = [`"@odata.etag":${JSON.stringify(`W/"${String(row['versionnumber'])}"`)}`];
  for (const name of asked.columns ?? table.columns.keys()) {
    if (asked.annotations && name.startsWith('_') && typeof row[name] === 'string') members.push(`"${name}@Microsoft.Dynamics.CRM.lookuplogicalname":${JSON.stringify(targetOf(table, name, row))}`); // prettier-ignore
    members.push(`"${name}":${valueText(table, name, row[name])}`);
  }
  for (const { part, columns, link } of asked.expand) members.push(...expanded(org, table, row, { part, columns, link }));
  return `{${members.join(',')}}`;
}

export interface Expand {
  readonly part: string;
  readonly columns: readonly string[] | null;
  /** Only a link to the rows instead of the rows (hosts/dynamics.md 1.6). */
  readonly link: string | null;
}

export interface Shown {
  readonly columns: readonly string[] | null;
  readonly expand: readonly Expand[];
  readonly annotations: boolean;
}

const targetOf = (table: Table, name: string, row: Row): string =>
  name === '_customerid_value'
    ? row['_accountid_value'] === null ? 'contact' : 'account'
    : ([...table.binds.values()].find((b) => b.column === name)?.to ?? ''); // prettier-ignore

function valueText(table: Table, name: string, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return table.columns.get(name)?.type === 'Decimal' ? JSON.stringify(value).replaceAll('"', '') : JSON.stringify(value);
}

function expanded(org: Organisation, table: Table, row: Row, { part, columns, link }: Expand): string[] {
  const of = table.collections.get(part);
  const lines = of ? org.table(of.table) : undefined;
  if (!lines) return [];
  if (link !== null) return [`"${part}":[]`, `"${part}@odata.nextLink":${JSON.stringify(link)}`];
  const texts = org
    .linesOf(String(row[table.id]))
    .map((line) => rowText(org, lines, line, { columns, expand: [], annotations: false }));
  return [`"${part}":[${texts.join(',')}]`];
}
