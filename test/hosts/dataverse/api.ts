/** One request of the Web API, by itself or as a part of a batch (hosts/dynamics.md 1.1-1.10). */
import { ApiError, bad, gone } from './errors.ts';
import { DuplicateRow, type Organisation, type Row } from './organisation.ts';
import type { Quirks, Reading } from './read.ts';
import { metadataOf, type Table } from './schema.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Call {
  readonly method: string;
  /** Below the base, decoded, without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Api {
  readonly org: Organisation;
  readonly reading: Reading;
  readonly quirks: Quirks;
  readonly base: string;
  /** "read account", "write invoice". */
  readonly denied: Set<string>;
  /** Column whose value may stand on one account alone, where duplicate detection is asked for. */
  duplicateRule: string | null;
  /** Called before every request that is a part of a batch; what it throws is the answer of that part. */
  beforePart: ((call: Call) => void) | null;
}

const JSON_TYPE = { 'Content-Type': 'application/json; odata.metadata=minimal', 'OData-Version': '4.0' };
const USER = '11111111-1111-4111-8111-111111111111';

export function answerCall(api: Api, call: Call): Answer {
  const { path, method } = call;
  const options = new URLSearchParams(call.query);
  if (path === '$metadata')
    return { status: 200, headers: { 'Content-Type': 'application/xml' }, body: metadataOf(api.org.tables) };
  if (path === 'WhoAmI' || path === 'WhoAmI()')
    return json({ BusinessUnitId: USER, UserId: USER, OrganizationId: api.org.organizationId });
  if (path.endsWith('/Microsoft.Dynamics.CRM.RetrieveUserPrivileges')) return privileges(api);
  if (path === 'EntityDefinitions') return definitions(api, options.get('$filter') ?? '');
  const described = /^EntityDefinitions\(LogicalName='(\w+)'\)\/Attributes\/Microsoft\.Dynamics\.CRM\.DateTimeAttributeMetadata$/.exec(path)?.[1]; // prettier-ignore
  if (described !== undefined) return dateColumns(api.org.table(described));
  if (path === 'UnlockInvoicePricing') return lock(api, String((JSON.parse(call.body) as Row)['InvoiceId']), false);
  const [, set = '', key = '', action = ''] = /^([a-z]+)(?:\(([^)]*)\))?(?:\/(.+))?$/i.exec(path) ?? [];
  const table = api.org.bySet(set);
  if (!table) throw new ApiError(404, '0x80060888', `Resource not found for the segment '${set}'.`);
  allowed(api, method === 'GET' ? 'read' : 'write', table);
  if (action === 'Microsoft.Dynamics.CRM.LockInvoicePricing') return lock(api, key, true);
  if (action !== '') throw bad(`Resource not found for the segment '${action}'.`);
  const asked = { base: api.base, options, prefer: call.headers['prefer'] ?? '' };
  if (method === 'GET') return shown(call, key === '' ? api.reading.list(table, asked) : api.reading.one(table, key, asked));
  return write(api, table, key, call);
}

const json = (value: unknown): Answer => ({ status: 200, headers: JSON_TYPE, body: JSON.stringify(value) });

function shown(call: Call, body: string): Answer {
  const prefer = call.headers['prefer'];
  return { status: 200, headers: { ...JSON_TYPE, ...(prefer === undefined ? {} : { 'Preference-Applied': prefer }) }, body };
}

function allowed(api: Api, what: 'read' | 'write', { name }: Table): void {
  if (api.denied.has(`${what} ${name}`)) throw new ApiError(403, '0x80040220', `Principal user is missing prv${what === 'read' ? 'Read' : 'Write'}${name} privilege.`); // prettier-ignore
}

const privileges = (api: Api): Answer =>
  json({ RolePrivileges: [...api.org.of('privilege').keys()].map((PrivilegeId) => ({ Depth: 'Global', PrivilegeId })) });

function definitions(api: Api, filter: string): Answer {
  const set = /EntitySetName eq '([^']*)'/.exec(filter)?.[1];
  const found = [...api.org.tables.values()].filter((t) => set === undefined || t.set === set);
  return json({ value: found.map((t) => ({ LogicalName: t.name, EntitySetName: t.set, ChangeTrackingEnabled: t.tracked })) });
}

const dateColumns = (t: Table): Answer =>
  json({
    value: [...t.columns]
      .filter(([, c]) => c.type === 'DateTimeOffset')
      .map(([LogicalName]) => ({ LogicalName, DateTimeBehavior: { Value: t.userLocal.has(LogicalName) ? 'UserLocal' : 'TimeZoneIndependent' } })),
  }); // prettier-ignore

function lock(api: Api, id: string, on: boolean): Answer {
  const row = api.org.get('invoice', id);
  if (!row) throw gone('invoice', id);
  if (row['ispricelocked'] === on) throw bad(`Invoice is already ${on ? '' : 'un'}locked.`, on ? '0x80043b1d' : '0x80043b1e');
  api.org.update('invoice', id, { ispricelocked: on }, null);
  return { status: 204, headers: {}, body: '' };
}

function write(api: Api, table: Table, key: string, call: Call): Answer {
  const match = call.headers['if-match'] ?? null;
  if (call.method === 'DELETE') {
    api.org.remove(table.name, key, match);
    return { status: 204, headers: {}, body: '' };
  }
  const body = JSON.parse(call.body) as Row;
  if (call.method === 'POST' && key === '') return create(api, table, body, call);
  if (call.method !== 'PATCH') throw new ApiError(405, '0x80060888', 'The method is not allowed.');
  const there = api.org.get(table.name, key);
  if (there && call.headers['if-none-match'] === '*')
    throw new ApiError(412, '0x80040237', 'A record with matching key values already exists.');
  if (!there && match === null) return create(api, table, { ...body, [table.id]: key }, call); // the classic trap (1.7)
  if (!there) throw gone(table.name, key);
  api.org.update(table.name, key, body, match);
  return written(api, table, key, call, 200);
}

function create(api: Api, table: Table, body: Row, call: Call): Answer {
  noTwin(api, table, body, call);
  if ((body['statecode'] ?? 0) !== 0)
    throw bad(`${String(body['statuscode'])} is not a valid status code for state code 0`, '0x80048408'); // every row begins active
  const { [table.id]: wish, ...rest } = body;
  const id = made(() =>
    api.org.create(table.name, api.quirks.clientIds && wish !== undefined ? { ...rest, [table.id]: wish } : rest),
  );
  return written(api, table, id, call, 201);
}

function made(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof DuplicateRow) throw new ApiError(412, '0x80040237', 'Cannot insert duplicate key.');
    throw error;
  }
}

/** Off unless it is asked for (1.9). */
function noTwin(api: Api, table: Table, body: Row, call: Call): void {
  const rule = api.duplicateRule;
  if (rule === null || table.name !== 'account' || call.headers['mscrm.suppressduplicatedetection'] !== 'false') return;
  const twin = [...api.org.of('account').values()].some((row) => row[rule] !== null && row[rule] === body[rule]);
  if (twin) throw new ApiError(412, '0x80040333', 'A record was not created or updated because a duplicate of the current record already exists.'); // prettier-ignore
}

/** 204 with the address, or the row and no address (1.1). */
function written(api: Api, table: Table, id: string, call: Call, status: number): Answer {
  const prefer = call.headers['prefer'] ?? '';
  const address = `${api.base}${table.set}(${id})`;
  if (api.quirks.bare || !prefer.includes('return=representation'))
    return { status: 204, headers: { 'OData-EntityId': address, 'OData-Version': '4.0' }, body: '' };
  const body = api.reading.one(table, id, { base: api.base, options: new URLSearchParams(call.query), prefer });
  return { status, headers: { ...JSON_TYPE, 'Preference-Applied': prefer }, body };
}

export function refusal(error: unknown, annotated: boolean): Answer {
  const known = error instanceof ApiError ? error : new ApiError(500, '', `FAKE DEFECT ${error instanceof Error ? (error.stack ?? '') : String(error)}`); // prettier-ignore
  const more = annotated ? { '@Microsoft.PowerApps.CDS.TraceText': known.message } : {};
  const body = JSON.stringify({ error: { code: known.code, message: known.message, ...more } });
  return { status: known.status, headers: { ...JSON_TYPE, ...known.headers }, body };
}
