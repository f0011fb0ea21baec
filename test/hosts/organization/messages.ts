/** The eight operations and the messages of Execute, over the same organisation the Web API shows (O1-O7). */
import { ApiError, bad, closed, gone, stale } from '../dataverse/errors.ts';
import { DuplicateRow, type Organisation, type Row } from '../dataverse/organisation.ts';
import type { Table } from '../dataverse/schema.ts';
import { attributesOf } from './columns.ts';
import { wallIn } from './days.ts';
import { entityMetadataXml } from './metadata.ts';
import { ENTITY, NS, PAGE, REFERENCE, REQUEST } from './names.ts';
import { answered, MOST, readQuery } from './query.ts';
import { BadType, entityXml, isReference, pairsIn, pairXml, readValue, textOf, type Said, type Style } from './values.ts';
import { escaped, isNil, members, typeOf, type Element } from './xml.ts';

export interface Quirks {
  /** 5.0.* is CRM 2011, 8.2 is 2016: what came with 7.1 is not there before (tracking, versions on update, transactions). */
  release: string;
  clientIds: boolean;
  /** Zone of the user for date-only columns that keep a moment; null where they keep a day. */
  zone: string | null;
  labels: boolean;
  trackingDays: number;
}

export interface Service {
  readonly org: Organisation;
  readonly quirks: Quirks;
  /** "read account", "write invoice". */
  readonly denied: Set<string>;
  /** Ids of rows our user may not see: left out of lists in silence, refused where they are asked for. */
  readonly hidden: Set<string>;
  /** Column whose value may stand on one account alone. */
  duplicateRule: string | null;
  readonly style: () => Style;
}

const USER = '11111111-1111-4111-8111-111111111111';
export const isModern = ({ release }: Quirks): boolean => Number(release.split('.')[0]) >= 8;

/** The content of the answer's element. */
export function answerOperation(s: Service, call: Element): string {
  if (call.ns !== NS.services) throw new ApiError(500, '', 'The message cannot be processed at the receiver.');
  const given = (name: string): Element | undefined => call.children.find((c) => c.name === name && c.ns === NS.services);
  const style = s.style();
  switch (call.name) {
    case 'RetrieveMultiple':
      return result(style, 'RetrieveMultiple', null, collection(s, wanted(given('query'), 'query'), style));
    case 'Retrieve':
      return retrieve(s, call, style);
    case 'Create':
      return `<CreateResult>${create(s, wanted(given('entity'), 'entity'))}</CreateResult>`;
    case 'Update':
      update(s, wanted(given('entity'), 'entity'), null);
      return '';
    case 'Delete':
      remove(s, given('entityName')?.text ?? '', given('id')?.text ?? '', null);
      return '';
    case 'Execute':
      return execute(s, wanted(given('request'), 'request'), style);
    default:
      throw new ApiError(500, '', `The operation ${call.name} is not known.`);
  }
}

function wanted(e: Element | undefined, name: string): Element {
  if (!e || isNil(e)) throw bad(`Value cannot be null. Parameter name: ${name}`, '0x80040203');
  return e;
}

const result = ({ p: [a = 'a'] }: Style, operation: string, type: string | null, content: string): string =>
  `<${operation}Result xmlns:${a}="${NS.contracts}" xmlns:i="${NS.xsi}"${type === null ? '' : ` i:type="${type}"`}>${content}</${operation}Result>`;

function tableOf(s: Service, name: string, what: 'read' | 'write'): Table {
  const table = s.org.tables.get(name);
  if (!table) throw bad(`The entity with a name = '${name}' was not found in the MetadataCache.`, '0x80041102');
  if (s.denied.has(`${what} ${name}`)) throw new ApiError(403, '0x80040220', `Principal user (Id=${USER}) is missing prv${what === 'read' ? 'Read' : 'Write'}${name} privilege.`); // prettier-ignore
  return table;
}

function collection(s: Service, query: Element, style: Style): string {
  const asked = readQuery(query);
  tableOf(s, asked.table, 'read');
  const { table, rows, more, cookie } = answered(s.org, asked, s.quirks.zone);
  const [a = 'a'] = style.p;
  const entities = rows
    .filter((row) => !s.hidden.has(String(row[table.id])))
    .map((row) => `<${a}:Entity>${entityXml(s.org, table, row, asked.columns, style)}</${a}:Entity>`)
    .join('');
  const marv = isModern(s.quirks) ? `<${a}:MinActiveRowVersion>-1</${a}:MinActiveRowVersion>` : '';
  const said = cookie === '' ? `<${a}:PagingCookie i:nil="true"/>` : `<${a}:PagingCookie>${escaped(cookie)}</${a}:PagingCookie>`;
  return `<${a}:Entities>${entities}</${a}:Entities><${a}:EntityName>${table.name}</${a}:EntityName>${marv}<${a}:MoreRecords>${String(more)}</${a}:MoreRecords>${said}<${a}:TotalRecordCount>-1</${a}:TotalRecordCount><${a}:TotalRecordCountLimitExceeded>false</${a}:TotalRecordCountLimitExceeded>`;
}

function retrieve(s: Service, call: Element, style: Style): string {
  const m = members(call, NS.services, ['entityName', 'id', 'columnSet']);
  const table = tableOf(s, m.get('entityName')?.text ?? '', 'read');
  const row = s.org.get(table.name, m.get('id')?.text ?? '');
  if (!row) throw gone(table.name, m.get('id')?.text ?? '');
  return result(style, 'Retrieve', null, entityXml(s.org, table, row, columnsIn(m.get('columnSet')), style));
}

function columnsIn(e: Element | undefined): ReadonlySet<string> | null {
  const m = e ? members(e, NS.contracts, ['AllColumns', 'AttributeExpressions', 'Columns']) : new Map<string, Element>();
  if (m.get('AllColumns')?.text === 'true') return null;
  return new Set((m.get('Columns')?.children ?? []).filter((c) => c.ns === NS.arrays).map((c) => c.text));
}

interface Given {
  readonly table: Table;
  readonly id: string | null;
  readonly body: Row;
  readonly rowVersion: string | null;
}

/** An Entity of a request as a body of the Web API. */
function entityIn(s: Service, e: Element): Given {
  const m = members(e, NS.contracts, ENTITY);
  const name = m.get('LogicalName')?.text ?? '';
  if (name === '') throw bad('Required field LogicalName is missing.', '0x80040203');
  const table = tableOf(s, name, 'write');
  const columns = new Map(attributesOf(table).map((at) => [at.name, at]));
  const body: Row = {};
  for (const [key, value] of pairsIn(m.get('Attributes'))) {
    const at = columns.get(key);
    if (!at) throw bad(`'${name}' entity doesn't contain attribute with Name = '${key}'.`, '0x80041103');
    Object.assign(body, said(table, at, valueIn(value, name, key), s.quirks.zone));
  }
  Object.assign(body, related(s, table, m.get('RelatedEntities')));
  const id = m.get('Id')?.text ?? '';
  return {
    table,
    id: id === '' || /^[0-]+$/.test(id) ? null : id.toLowerCase(),
    body,
    rowVersion: m.get('RowVersion')?.text ?? null,
  };
}

function valueIn(e: Element, table: string, key: string): Said {
  try {
    return readValue(e);
  } catch (error) {
    if (!(error instanceof BadType)) throw error;
    throw new ApiError(500, '', `The formatter threw an exception while trying to deserialize the message: ${table}.${key} ${error.message}`); // prettier-ignore
  }
}

type At = ReturnType<typeof attributesOf>[number];

const clock = (at: At, text: string, zone: string | null): string => {
  const wall = at.typed ? wallIn(text, zone) : text;
  return at.of.type === 'Date' ? wall.slice(0, 10) : wall;
};

/** A value of the wrong type is refused by its name, as the service does. */
function said(table: Table, at: At, value: Said, zone: string | null): Row {
  const wrong = (): never => { throw bad(`Incorrect attribute value type ${typeof value} for ${table.name}.${at.name}`, '0x80040203'); }; // prettier-ignore
  switch (at.kind) {
    case 'Lookup':
    case 'Customer': {
      if (value !== null && !isReference(value)) return wrong();
      const bind = at.kind === 'Customer' ? `customerid_${value?.table ?? 'account'}` : at.name;
      return { [`${bind}@odata.bind`]: value === null ? null : `/${setOf(table, bind, value.table)}(${value.id})` };
    }
    case 'Boolean':
      return { [at.column]: value === null || typeof value === 'boolean' ? value : wrong() };
    case 'Integer':
    case 'Picklist':
    case 'State':
    case 'Status':
      return { [at.column]: value === null || typeof value === 'number' ? value : wrong() };
    case 'DateTime':
      return { [at.column]: typeof value === 'string' ? clock(at, value, zone) : value === null ? null : wrong() };
    default:
      return { [at.column]: value === null || typeof value === 'string' ? value : wrong() };
  }
}

const SETS: Readonly<Record<string, string>> = { account: 'accounts', contact: 'contacts', invoice: 'invoices', product: 'products', uom: 'uoms', transactioncurrency: 'transactioncurrencies', businessunit: 'businessunits', pricelevel: 'pricelevels' }; // prettier-ignore
function setOf(table: Table, bind: string, target: string): string {
  if (table.binds.get(bind)?.to !== target) throw bad(`The entity ${target} is not a valid target of ${table.name}.${bind}.`, '0x80040203'); // prettier-ignore
  return SETS[target] ?? target;
}

/** Rows made with their head: relationship -> entities. */
function related(s: Service, table: Table, e: Element | undefined): Row {
  const found: Row = {};
  for (const pair of e?.children ?? []) {
    const m = members(pair, NS.generic, ['key', 'value']);
    const [key, value] = [m.get('key'), m.get('value')];
    const part = key ? members(key, NS.contracts, ['PrimaryEntityRole', 'SchemaName']).get('SchemaName')?.text : undefined;
    if (part === undefined || !value || !table.collections.has(part)) continue;
    const entities = members(value, NS.contracts, ['Entities', 'EntityName']).get('Entities')?.children ?? [];
    found[part] = entities.filter((c) => c.name === 'Entity' && c.ns === NS.contracts).map((c) => entityIn(s, c).body);
  }
  return found;
}

function create(s: Service, e: Element): string {
  const { table, id, body } = entityIn(s, e);
  const wish = id ?? (typeof body[table.id] === 'string' ? body[table.id] : null);
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => name !== table.id));
  const rule = s.duplicateRule;
  if (rule !== null && table.name === 'account' && [...s.org.of('account').values()].some((row) => row[rule] !== null && row[rule] === body[rule])) throw bad('A record was not created or updated because a duplicate of the current record already exists.', '0x80040333'); // prettier-ignore
  try {
    return s.org.create(table.name, s.quirks.clientIds && wish !== null ? { ...rest, [table.id]: wish } : rest);
  } catch (error) {
    if (error instanceof DuplicateRow) throw new ApiError(412, '0x80040237', 'Cannot insert duplicate key.');
    throw error;
  }
}

/** Without a concurrency behaviour nothing is checked: whoever writes last, wins. */
function update(s: Service, e: Element, behaviour: string | null): void {
  const { table, id, body, rowVersion } = entityIn(s, e);
  const row = s.org.get(table.name, id ?? '');
  if (id === null || !row) throw gone(table.name, id ?? '');
  if (behaviour === 'IfRowVersionMatches' && rowVersion !== String(row['versionnumber'])) throw stale();
  // Before 7.1 a state is changed by a message of its own, and an update passes over it.
  const rest = Object.entries(body).filter(([name]) => isModern(s.quirks) || !name.startsWith('stat'));
  s.org.update(table.name, id, Object.fromEntries(rest), null);
}

function remove(s: Service, name: string, id: string, match: string | null): void {
  const table = tableOf(s, name, 'write');
  s.org.remove(table.name, id.toLowerCase(), match);
}

function execute(s: Service, request: Element, style: Style): string {
  const m = members(request, NS.contracts, REQUEST);
  const name = m.get('RequestName')?.text ?? '';
  const { ns, name: type } = typeOf(request);
  if (type !== '' && type !== 'OrganizationRequest' && ns !== NS.contracts && ns !== NS.messages) throw new ApiError(500, '', `The formatter threw an exception: ${ns}:${type}`); // prettier-ignore
  const content = perform(s, name, pairsIn(m.get('Parameters')), style);
  const [a = 'a', b = 'b'] = style.p;
  return result(style, 'Execute', `${a}:${name}Response`, `<${a}:ResponseName>${name}</${a}:ResponseName><${a}:Results xmlns:${b}="${NS.generic}">${content}</${a}:Results>`); // prettier-ignore
}

/** A text or an id of a parameter. */
const wordAt = (e: Element): string => textOf(readValue(e));

type Parameters = ReadonlyMap<string, Element>;

function perform(s: Service, name: string, given: Parameters, style: Style): string {
  const guid = (key: string, id: string): string => pairXml(style, key, 'guid', NS.serialization, id);
  const needs = (key: string): Element => wanted(given.get(key), key);
  if (!isModern(s.quirks) && LATER.has(name)) throw bad(`The request ${name} is not supported.`, '0x80040800');
  switch (name) {
    case 'WhoAmI':
      return guid('UserId', USER) + guid('BusinessUnitId', USER) + guid('OrganizationId', USER);
    case 'RetrieveVersion':
      return pairXml(style, 'Version', 'string', NS.xsd, s.quirks.release);
    case 'Retrieve':
      return retrieved(s, needs('Target'), style);
    case 'RetrieveEntity':
      return pairXml({ ...style, p: [style.p[0] ?? 'a', style.p[1] ?? 'b', 'd'] }, 'EntityMetadata', 'EntityMetadata', NS.metadata, entityMetadataXml(tableOf(s, wordAt(needs('LogicalName')), 'read'), { modern: isModern(s.quirks), shifts: s.quirks.zone !== null })); // prettier-ignore
    case 'RetrieveEntityChanges':
      return changes(s, given, style);
    case 'SetState':
      return setState(s, given);
    case 'Create':
      return guid('id', create(s, needs('Target')));
    case 'Update':
      update(s, needs('Target'), given.get('ConcurrencyBehavior')?.text ?? null);
      return '';
    case 'Delete':
      return deleteRequest(s, needs('Target'), given.get('ConcurrencyBehavior')?.text ?? null);
    case 'ExecuteTransaction':
      return transaction(s, needs('Requests'), style);
    case 'LockInvoicePricing':
    case 'UnlockInvoicePricing':
      return lock(s, wordAt(needs('InvoiceId')), name === 'LockInvoicePricing');
    default:
      throw bad(`The request ${name} is not known.`, '0x80040800');
  }
}

function retrieved(s: Service, target: Element, style: Style): string {
  const m = members(target, NS.contracts, REFERENCE);
  const table = tableOf(s, m.get('LogicalName')?.text ?? '', 'read');
  const row = s.org.get(table.name, m.get('Id')?.text.toLowerCase() ?? '');
  if (!row) throw gone(table.name, m.get('Id')?.text ?? '');
  if (s.hidden.has(String(row[table.id]))) throw new ApiError(403, '0x80040220', `Principal user (Id=${USER}) is missing prvRead${table.name} privilege.`); // prettier-ignore
  return pairXml(style, 'Entity', 'Entity', NS.contracts, entityXml(s.org, table, row, new Set(), style));
}

/** What came with 7.1. */
const LATER: ReadonlySet<string> = new Set(['RetrieveEntityChanges', 'ExecuteTransaction', 'Upsert']);

function setState(s: Service, given: Parameters): string {
  const target = readValue(wanted(given.get('EntityMoniker'), 'EntityMoniker'));
  if (!isReference(target)) throw bad('EntityMoniker is no reference.', '0x80040203');
  tableOf(s, target.table, 'write');
  const [statecode, statuscode] = ['State', 'Status'].map((key) => readValue(wanted(given.get(key), key)));
  s.org.update(target.table, target.id, { statecode, statuscode }, null);
  return '';
}

function deleteRequest(s: Service, target: Element, behaviour: string | null): string {
  const m = members(target, NS.contracts, REFERENCE);
  const [table, id] = [m.get('LogicalName')?.text ?? '', m.get('Id')?.text.toLowerCase() ?? ''];
  const row = s.org.get(table, id);
  if (row && behaviour === 'IfRowVersionMatches' && m.get('RowVersion')?.text !== String(row['versionnumber'])) throw stale();
  remove(s, table, id, null);
  return '';
}

/** All of it or nothing, in the order given. */
function transaction(s: Service, requests: Element, style: Style): string {
  s.org.together(() => {
    for (const request of requests.children) {
      const m = members(request, NS.contracts, REQUEST);
      perform(s, m.get('RequestName')?.text ?? '', pairsIn(m.get('Parameters')), style);
    }
  });
  const [a = 'a', b = 'b', c = 'c'] = style.p;
  return `<${a}:KeyValuePairOfstringanyType><${b}:key>Responses</${b}:key><${b}:value i:type="${c}:OrganizationResponseCollection" xmlns:${c}="http://schemas.microsoft.com/xrm/2012/Contracts"/></${a}:KeyValuePairOfstringanyType>`;
}

function lock(s: Service, id: string, on: boolean): string {
  const row = s.org.get('invoice', id);
  if (!row) throw gone('invoice', id);
  if (row['statecode'] !== 0) throw closed();
  s.org.update('invoice', id, { ispricelocked: on }, null);
  return '';
}

/** version!time!schema: the tokens of the Web API's delta link (O6). */
function sinceOf(s: Service, token: string | null): number {
  if (token === null || token === '') return 0;
  const [version = '', at = '', schema = ''] = token.split('!');
  const age = (s.org.o.now().getTime() - Date.parse(at)) / 86_400_000;
  if (!/^\d+$/.test(version) || Number.isNaN(age)) throw bad('The data version is not valid.', '0x80040203');
  if (age > s.quirks.trackingDays || Number(schema) !== s.org.schemaVersion) throw new ApiError(400, '0x80044352', 'Version stamp associated with the client has expired. Please perform a full sync.'); // prettier-ignore
  return Number(version);
}

function changes(s: Service, given: Parameters, style: Style): string {
  const table = tableOf(s, wordAt(wanted(given.get('EntityName'), 'EntityName')), 'read');
  if (!table.tracked) throw bad(`Entity ${table.name} isn't enabled for change tracking.`, '0x80072491');
  const token = given.get('DataVersion');
  const since = sinceOf(s, token && !isNil(token) ? token.text : null);
  const page = members(wanted(given.get('PageInfo'), 'PageInfo'), NS.contracts, PAGE);
  const size = Math.min(Number(page.get('Count')?.text ?? '0') || MOST, MOST);
  const number = Number(page.get('PageNumber')?.text ?? '1') || 1;
  const { at, from } = begun(s, page.get('PagingCookie')?.text ?? '', number);
  const rows = [...s.org.of(table.name).values()].filter((r) => Number(r['versionnumber']) > Math.max(since, from)).sort((a, b) => Number(a['versionnumber']) - Number(b['versionnumber'])); // prettier-ignore
  const shown = rows.slice(0, size);
  const more = rows.length > size;
  const deleted = more || since === 0 ? [] : [...(s.org.deleted.get(table.name) ?? [])].filter(([, v]) => v > since);
  const next = `${at}|${textOf(shown.at(-1)?.['versionnumber'] ?? from)}`;
  return changesXml(s, table, { rows: shown, columns: columnsIn(given.get('Columns')), deleted: deleted.map(([id]) => id), more, cookie: next, token: at }, style); // prettier-ignore
}

/** Where a walk began, and how far it came. */
function begun(s: Service, cookie: string, page: number): { at: string; from: number } {
  if (page > 1 && cookie === '') throw bad('The paging cookie is missing.', '0x80041129');
  const [at = '', from = '0'] = cookie.split('|');
  return { at: page > 1 ? at : `${String(s.org.version)}!${s.org.stamp()}!${String(s.org.schemaVersion)}`, from: page > 1 ? Number(from) : 0 }; // prettier-ignore
}

interface Changed {
  readonly rows: readonly Row[];
  readonly columns: ReadonlySet<string> | null;
  readonly deleted: readonly string[];
  readonly more: boolean;
  readonly cookie: string;
  readonly token: string;
}

function changesXml(s: Service, table: Table, c: Changed, style: Style): string {
  const [a = 'a', b = 'b'] = style.p;
  const item = (type: string, content: string): string => `<k:anyType i:type="k:${type}">${content}</k:anyType>`;
  const fresh = c.rows.map((row) => item('NewOrUpdatedItem', `<k:NewOrUpdatedEntity>${entityXml(s.org, table, row, c.columns, style)}</k:NewOrUpdatedEntity><k:Type>NewOrUpdated</k:Type>`)); // prettier-ignore
  const lost = c.deleted.map((id) => item('RemovedOrDeletedItem', `<k:RemovedItem><${a}:Id>${id}</${a}:Id><${a}:LogicalName>${table.name}</${a}:LogicalName><${a}:Name i:nil="true"/></k:RemovedItem><k:Type>RemoveOrDeleted</k:Type>`)); // prettier-ignore
  const content = `<k:Changes>${[...fresh, ...lost].join('')}</k:Changes><k:DataToken>${c.token}</k:DataToken><k:GlobalMetadataVersion>1</k:GlobalMetadataVersion><k:MoreRecords>${String(c.more)}</k:MoreRecords><k:PagingCookie>${c.cookie}</k:PagingCookie>`;
  return `<${a}:KeyValuePairOfstringanyType><${b}:key>EntityChanges</${b}:key><${b}:value i:type="k:BusinessEntityChanges" xmlns:k="${NS.v71}">${content}</${b}:value></${a}:KeyValuePairOfstringanyType>`;
}
