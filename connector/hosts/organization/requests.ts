/**
 * Requests as XML. The library would put the members of a derived type into the namespace of its parent, where the service passes over
 * them without a word, so data contracts are written here: members in the order of the WSDL, prefixes declared on the outermost element.
 */
import type { SoapObject } from '../soap/index.ts';
import { NS } from './names.ts';

/** Prefixes every request of ours may use. */
const PREFIXES = {
  'xmlns:i': 'http://www.w3.org/2001/XMLSchema-instance', 'xmlns:a': NS.contracts, 'xmlns:b': NS.generic, 'xmlns:c': NS.xsd, 'xmlns:g': NS.serialization,
  'xmlns:d': NS.metadata, 'xmlns:e': NS.arrays, 'xmlns:k': NS.v71, 'xmlns:l': NS.v2012, 'xmlns:m': NS.messages,
}; // prettier-ignore

/** A value of the library: an element of this type with this content. */
export const typed = (type: string | null, $xml: string): SoapObject => ({
  attributes: { ...PREFIXES, ...(type === null ? {} : { 'i:type': type }) },
  $xml,
});

/** A pair of a collection. `type` with one of the prefixes above; its namespace is named by whoever writes it, for readers. */
export const pair = (key: string, type: string, _namespace: string, content: string): string =>
  `<a:KeyValuePairOfstringanyType><b:key>${key}</b:key><b:value i:type="${type}">${content}</b:value></a:KeyValuePairOfstringanyType>`;

/** Said to be empty. */
export const nilPair = (key: string): string =>
  `<a:KeyValuePairOfstringanyType><b:key>${key}</b:key><b:value i:nil="true"/></a:KeyValuePairOfstringanyType>`;

export interface EntityXml {
  readonly table: string;
  readonly id: string | null;
  /** Pairs. */
  readonly attributes: string;
  /** Content of RelatedEntities. */
  readonly related?: string;
  readonly version?: string | null;
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The members of an Entity. */
export const entityXml = ({ table, id, attributes, related = '', version = null }: EntityXml): string =>
  `<a:Attributes>${attributes}</a:Attributes><a:EntityState i:nil="true"/><a:FormattedValues/><a:Id>${id ?? NO_ID}</a:Id><a:LogicalName>${table}</a:LogicalName><a:RelatedEntities>${related}</a:RelatedEntities>${version === null ? '' : `<a:RowVersion>${version}</a:RowVersion>`}`;

/** Rows that are made together with their head. */
export const relatedXml = (relationship: string, table: string, entities: readonly string[]): string =>
  entities.length === 0
    ? ''
    : `<a:KeyValuePairOfRelationshipEntityCollectionX_PsK4FkN><b:key><a:PrimaryEntityRole i:nil="true"/><a:SchemaName>${relationship}</a:SchemaName></b:key><b:value><a:Entities>${entities.map((e) => `<a:Entity>${e}</a:Entity>`).join('')}</a:Entities><a:EntityName>${table}</a:EntityName></b:value></a:KeyValuePairOfRelationshipEntityCollectionX_PsK4FkN>`;

/** A reference as a value. */
export const referencePair = (key: string, table: string, id: string, version: string | null = null): string =>
  pair(key, 'a:EntityReference', NS.contracts, `<a:Id>${id}</a:Id><a:LogicalName>${table}</a:LogicalName><a:Name i:nil="true"/>${version === null ? '' : `<a:RowVersion>${version}</a:RowVersion>`}`); // prettier-ignore

/** One message of Execute. */
export interface Message {
  /** Its name, which is also that of its type with "Request" behind it. */
  readonly name: string;
  /** Pairs. */
  readonly parameters: string;
}

/** Messages of the product itself live in a namespace of their own. */
const OWN: ReadonlySet<string> = new Set(['WhoAmI', 'RetrieveVersion', 'SetState', 'LockInvoicePricing', 'UnlockInvoicePricing', 'RetrieveUserPrivileges']); // prettier-ignore

export const messageType = (name: string): string => `${OWN.has(name) ? 'm' : 'a'}:${name}Request`;

export const messageXml = ({ name, parameters }: Message): string =>
  `<a:Parameters>${parameters}</a:Parameters><a:RequestId i:nil="true"/><a:RequestName>${name}</a:RequestName>`;
