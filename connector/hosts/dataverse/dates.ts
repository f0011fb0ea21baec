/**
 * Date columns that mean another day to another user (hosts/dynamics.md 1.5): behaviour UserLocal stores midnight of whoever typed it as
 * a moment in UTC, so read as a wall clock it is the day before. `$metadata` shows them like any other; only the definitions tell.
 */
import { finding, type HostSchema, type MappingFinding } from '../../../mappings/compile.ts';
import type { Source } from '../../../mappings/mapping.ts';
import { query } from '../odata-url.ts';
import type { DataverseClient, JsonObject } from './client.ts';
import { textOf } from '../dynamics-rows.ts';

/** One finding for each mapped column that shifts. Fails as any request does. */
export async function shiftingDates(
  client: DataverseClient,
  sources: readonly Source[],
  schema: HostSchema,
): Promise<MappingFinding[]> {
  const found: MappingFinding[] = [];
  for (const source of sources)
    for (const { set, columns } of datesOf(source, schema)) {
      const behaviours = await behavioursOf(client, set);
      for (const property of columns) {
        const detail = behaviours.get(property);
        if (detail === 'UserLocal') found.push(finding('date-shifts', source.entity, { set, property, detail }));
      }
    }
  return found;
}

/** Moments; a column of type Edm.Date is a day for everybody. */
function datesOf(source: Source, schema: HostSchema): { set: string; columns: string[] }[] {
  const own = { set: source.collections[0] ?? '', properties: source.properties };
  return [own, ...source.rows].flatMap(({ set, properties }) => {
    const columns = properties.filter((p) => schema.type(set, p) === 'Edm.DateTimeOffset');
    return columns.length === 0 ? [] : [{ set, columns }];
  });
}

async function behavioursOf(client: DataverseClient, set: string): Promise<ReadonlyMap<string, string>> {
  const at = { set: 'EntityDefinitions' };
  const ask = async (path: string): Promise<JsonObject[]> => {
    const { value } = await client.json({ method: 'GET', path }, at);
    return Array.isArray(value) ? (value as JsonObject[]) : [];
  };
  const [table] = await ask(`EntityDefinitions${query({ $select: 'LogicalName', $filter: `EntitySetName eq '${set}'` })}`);
  const of = `EntityDefinitions(LogicalName='${textOf(table?.['LogicalName'])}')/Attributes/Microsoft.Dynamics.CRM.DateTimeAttributeMetadata`;
  const columns = await ask(of + query({ $select: 'LogicalName,DateTimeBehavior' }));
  return new Map(columns.map((c) => [textOf(c['LogicalName']), textOf((c['DateTimeBehavior'] as JsonObject | null)?.['Value'])]));
}
