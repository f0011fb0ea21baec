/** One request of API v2.0, by itself or as a part of a batch (hosts/dynamics.md 4.3; check-list B1, B5, B6). */
import type { Company, Row } from './company.ts';
import { ApiError, errorBody, noSuch, notFound } from './errors.ts';
import { list, one, type Asked, type Quirks } from './read.ts';
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
  readonly companies: ReadonlyMap<string, Company>;
  readonly quirks: Quirks;
  readonly base: string;
  /** "read salesInvoices", "write customers". */
  readonly denied: Set<string>;
}

const JSON_TYPE = { 'Content-Type': 'application/json; odata.metadata=minimal; odata.streaming=true', 'OData-Version': '4.0' };
const DONE: Answer = { status: 204, headers: {}, body: '' };

export function answerCall(api: Api, call: Call): Answer {
  if (call.path === '$metadata') return { status: 200, headers: { 'Content-Type': 'application/xml' }, body: metadataOf([...api.companies.values()][0]?.tables ?? new Map()) }; // prettier-ignore
  if (call.path === 'companies') return json({ '@odata.context': `${api.base}$metadata#companies`, value: companies(api) });
  if (call.path === '$batch') return batch(api, call);
  const [, id = '', rest = ''] = /^companies\(([^)]*)\)\/(.*)$/.exec(call.path) ?? [];
  const company = api.companies.get(id.toLowerCase());
  if (!company) throw id === '' ? noSuch(call.path) : new ApiError(404, 'Internal_CompanyNotFound', `The company ${id} does not exist.`); // prettier-ignore
  return inCompany(api, company, rest, call);
}

const json = (value: unknown, status = 200): Answer => ({ status, headers: JSON_TYPE, body: JSON.stringify(value) });
const companies = (api: Api): unknown[] => [...api.companies.values()].map(({ o }) => ({ id: o.id, systemVersion: '26.0.30643.32100', name: o.name, displayName: o.name, businessProfileId: '' })); // prettier-ignore

function inCompany(api: Api, company: Company, path: string, call: Call): Answer {
  const [, set = '', key, part, line, action] = /^(\w+)(?:\(([^)]*)\))?(?:\/(\w+)(?:\(([^)]*)\))?)?(?:\/?(Microsoft\.NAV\.\w+))?$/.exec(path) ?? []; // prettier-ignore
  const table = company.tables.get(part ?? set);
  if (!table) throw noSuch(`Resource not found for the segment '${part ?? set}'`);
  const what = call.method === 'GET' ? 'read' : 'write';
  if (api.denied.has(`${what} ${table.set}`)) throw new ApiError(403, 'Authorization_RequestDenied', `You do not have the following permissions on ${table.name}: ${what}.`); // prettier-ignore
  const asked: Asked = { base: `${api.base}companies(${company.o.id})/`, options: new URLSearchParams(call.query), prefer: call.headers['prefer'] ?? '' }; // prettier-ignore
  const at = { api, company, table, asked, call };
  if (action !== undefined) return act(company, set, key ?? '', action);
  if (part !== undefined) return ofPart(at, key ?? '', line);
  return ofSet(at, key);
}

interface At {
  readonly api: Api;
  readonly company: Company;
  readonly table: Table;
  readonly asked: Asked;
  readonly call: Call;
}

function ofSet(at: At, key: string | undefined): Answer {
  const { company, table, asked, call, api } = at;
  if (call.method === 'GET' && key === undefined) {
    if (table.set === 'salesInvoiceLines' && !asked.options.has('$filter'))
      throw noSuch('You must specify a documentId to get the lines');
    return text(200, list(company, table, [...company.of(table.set).values()], asked, api.quirks));
  }
  if (call.method === 'GET') return shown(at, key ?? '', 200);
  if (call.method === 'POST' && key === undefined) return shown(at, String(company.create(table.set, parsed(call))['id']), 201);
  return changedRow(at, key ?? '');
}

function ofPart(at: At, head: string, line: string | undefined): Answer {
  const { company, table, asked, call, api } = at;
  if (!company.get('salesInvoices', head)) throw notFound('salesInvoices');
  if (call.method === 'GET' && line === undefined) return text(200, list(company, table, company.linesOf(head.toLowerCase()), asked, api.quirks)); // prettier-ignore
  if (call.method === 'POST') return shown(at, String(company.createLine(head.toLowerCase(), parsed(call))['id']), 201);
  return call.method === 'GET' ? shown(at, line ?? '', 200) : changedRow(at, line ?? '');
}

function changedRow(at: At, key: string): Answer {
  const { company, table, call } = at;
  const match = call.headers['if-match'] ?? null;
  if (call.method === 'DELETE') {
    company.remove(table.set, key.toLowerCase(), match);
    return DONE;
  }
  if (call.method !== 'PATCH') throw new ApiError(405, 'BadRequest_MethodNotAllowed', 'The method is not allowed.');
  company.update(table.set, key.toLowerCase(), parsed(call), match);
  return shown(at, key, 200);
}

function shown({ company, table, asked, api }: At, key: string, status: number): Answer {
  const row = company.get(table.set, key);
  if (!row) throw notFound(table.set);
  return text(status, one(company, table, row, asked, api.quirks));
}

const text = (status: number, body: string): Answer => ({ status, headers: JSON_TYPE, body });
const parsed = ({ body }: Call): Row => JSON.parse(body) as Row;

function act(company: Company, set: string, key: string, action: string): Answer {
  if (set !== 'salesInvoices') throw noSuch(action);
  if (action === 'Microsoft.NAV.post') company.post(key.toLowerCase());
  else if (action === 'Microsoft.NAV.cancel') company.cancel(key.toLowerCase());
  else throw noSuch(action);
  return DONE;
}

interface BatchRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** With `Isolation: snapshot` all of it or nothing; ids of the requests do not come back. */
function batch(api: Api, call: Call): Answer {
  const { requests } = JSON.parse(call.body) as { requests: readonly BatchRequest[] };
  if (requests.length > 100)
    throw new ApiError(400, 'BadRequest', 'The number of operations in the batch exceeds the limit of 100.');
  const isOne = call.headers['isolation'] === 'snapshot';
  const responses: unknown[] = [];
  const run = (): void => {
    for (const request of requests) {
      const answer = carryOut(api, request);
      responses.push(part(answer));
      if (isOne && answer.status >= 400) throw new RolledBack();
    }
  };
  const [first] = api.companies.values();
  try {
    if (isOne && first) [...api.companies.values()].reduce<() => void>((work, c) => () => c.together(work), run)();
    else run();
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  }
  return json({ responses });
}

class RolledBack extends Error {}

const part = ({ status, headers, body }: Answer): unknown => ({ id: null, status, headers, ...(body === '' ? {} : { body: JSON.parse(body) as unknown }) }); // prettier-ignore

function carryOut(api: Api, { method, url, headers = {}, body }: BatchRequest): Answer {
  const [path = '', query = ''] = url.split('?');
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  try {
    return answerCall(api, { method, path: decodeURIComponent(path), query, headers: lower, body: JSON.stringify(body ?? {}) });
  } catch (error) {
    return refusal(error, '');
  }
}

export function refusal(error: unknown, language: string): Answer {
  const known = error instanceof ApiError ? error : new ApiError(500, 'Internal_ServerError', `FAKE DEFECT ${error instanceof Error ? (error.stack ?? '') : String(error)}`); // prettier-ignore
  return { status: known.status, headers: { ...JSON_TYPE, ...known.headers }, body: errorBody(known, language) };
}
