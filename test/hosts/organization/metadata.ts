/** RetrieveEntity: the metadata of one table, as much of it as anybody reads (corpus retrieve_entity_response.xml). */
import type { Table } from '../dataverse/schema.ts';
import { attributesOf, type Attribute } from './columns.ts';
import { NS } from './names.ts';

interface About {
  /** 7.1 and later know change tracking and the behaviour of dates. */
  readonly modern: boolean;
  /** Whatever was typed shifts. */
  readonly shifts: boolean;
}

export function entityMetadataXml(table: Table, about: About): string {
  const attributes = attributesOf(table).map((at) => attributeXml(table, at, about)).join(''); // prettier-ignore
  const tracking = about.modern ? `<d:ChangeTrackingEnabled>${String(table.tracked)}</d:ChangeTrackingEnabled>` : '';
  return `<d:MetadataId>11111111-1111-4111-8111-111111111111</d:MetadataId><d:HasChanged i:nil="true"/><d:Attributes>${attributes}</d:Attributes>${tracking}<d:LogicalName>${table.name}</d:LogicalName><d:PrimaryIdAttribute>${table.id}</d:PrimaryIdAttribute>`;
}

function attributeXml(table: Table, at: Attribute, { modern, shifts }: About): string {
  const isDay = at.of.type === 'Date';
  const behaviour = at.kind === 'DateTime' && modern ? `<d:DateTimeBehavior xmlns:k="http://schemas.microsoft.com/xrm/7.1/Metadata"><k:Value>${!at.typed || shifts ? 'UserLocal' : isDay ? 'DateOnly' : 'TimeZoneIndependent'}</k:Value></d:DateTimeBehavior>` : ''; // prettier-ignore
  const format = at.kind === 'DateTime' ? `<d:Format>${isDay ? 'DateOnly' : 'DateAndTime'}</d:Format>${behaviour}` : '';
  const targets = at.kind === 'Lookup' || at.kind === 'Customer' ? `<d:Targets xmlns:e="${NS.arrays}">${targetsOf(table, at).map((t) => `<e:string>${t}</e:string>`).join('')}</d:Targets>` : ''; // prettier-ignore
  return `<d:AttributeMetadata i:type="d:${at.kind}AttributeMetadata"><d:AttributeOf i:nil="true"/><d:AttributeType>${at.kind}</d:AttributeType><d:EntityLogicalName>${table.name}</d:EntityLogicalName><d:IsValidForUpdate>${String(at.of.readOnly !== true || at.kind === 'Lookup')}</d:IsValidForUpdate><d:LogicalName>${at.name}</d:LogicalName>${format}${targets}</d:AttributeMetadata>`;
}

const targetsOf = (table: Table, at: Attribute): string[] =>
  at.kind === 'Customer' ? ['account', 'contact'] : [...new Set([...table.binds.values()].filter((b) => b.column === at.column).map((b) => b.to))]; // prettier-ignore
