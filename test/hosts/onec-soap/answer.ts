/** The service at work: WSDL, login, envelopes of both versions, faults in Russian with module and line. */
import { coerceBody } from '../onec/base/coerce.ts';
import { OnecError } from '../onec/base/errors.ts';
import { dateOf } from '../onec/base/rows.ts';
import type { Stored } from '../onec/base/stored.ts';
import { createObject, writeObject, type WriteOptions } from '../onec/base/write.ts';
import type { World } from '../onec/base/world.ts';
import type { Answer } from '../onec/odata/call.ts';
import { checkLogin } from '../onec/server/login.ts';
import { html, notFound, unauthorised } from '../onec/server/pages.ts';
import type { Service } from '../onec/server/serve.ts';
import type { LoggedRequest } from '../kit/request-log.ts';
import { envelope, NS, SOAP11, SOAP12, wsdlOf } from '../soap/wire.ts';
import { OPERATIONS, SIGNATURES, TYPES, type Named, type Part } from './contract.ts';
import { debts } from './debts.ts';
import { changesOf, isShown, SETS, shown, versionOf } from './rows.ts';
import { parseTree, valuesOf, written, XdtoError, type Tree, type Value, type Values } from './xml.ts';

/** Below the publication: http://HOST/BASE/ws/sidebook.1cws */
export const SERVICE = 'ws/sidebook.1cws';
const xml = { 'Content-Type': 'text/xml; charset=utf-8' };
const WSDL = wsdlOf({ types: TYPES, operations: SIGNATURES });

export function answerService(by: Service, logged: LoggedRequest): Answer {
  if (!checkLogin(logged.headers['authorization'], by.login.user, by.login.password))
    return { status: 401, headers: { ...html, 'WWW-Authenticate': 'Basic realm="1C:Enterprise 8.3"' }, body: unauthorised };
  if (logged.path !== `${by.base}${SERVICE}`) return { status: 404, headers: html, body: notFound };
  if (logged.method === 'GET') return logged.url.endsWith('?wsdl') ? { status: 200, headers: xml, body: WSDL } : { status: 404, headers: html, body: notFound }; // prettier-ignore
  const is12 = (logged.headers['content-type'] ?? '').startsWith('application/soap+xml');
  try {
    return { status: 200, headers: xml, body: carriedOut(by, logged, is12 ? SOAP12 : SOAP11) };
  } catch (error) {
    return { status: 500, headers: xml, body: fault(textOfError(error), is12) };
  }
}

function carriedOut(by: Service, logged: LoggedRequest, soap: string): string {
  const body = parseTree(logged.body).children[0]?.children.find((c) => c.name === 'Body');
  const asked = body?.children[0];
  const named = OPERATIONS.get(asked?.name ?? '');
  if (!asked || !named) throw new XdtoError(`Операция ${asked?.name ?? ''} не найдена`);
  mustBeMeant(logged, asked.name);
  const [takes = [], gives = []] = SIGNATURES[asked.name] ?? [];
  const values = valuesOf(asked, takes);
  if (WRITES.has(named.does)) by.beforeWrite(logged);
  const answer = run(by.world, named, values, asked);
  const inner = written(gives, { return: answer }, 'm').replace('<m:return', `<m:return ${SPACES}`);
  return envelope(asked.name, inner, soap);
}

/** 1C repeats them on every child of an answer. */
const SPACES = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** The action of the header and the element of the body name the same operation. */
function mustBeMeant({ headers }: LoggedRequest, operation: string): void {
  const said = Buffer.from(headers['soapaction'] ?? headers['content-type'] ?? '', 'latin1').toString('utf8');
  if (!said.includes(`${NS}#Обмен:${operation}"`))
    throw new XdtoError(`SOAPAction ${said} не соответствует операции ${operation}`);
}

const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'post', 'unpost']);

function run(world: World, { type, does }: Named, values: Values, _asked: Tree): Value {
  switch (does) {
    case 'list':
    case 'versions':
      return page(listed(world, type, text(values, 'ДатаС')), values, does === 'versions' ? TYPES['КлючИВерсия'] : undefined);
    case 'read':
      return page(listOf((values['Ключи'] as Values)['Ид']).flatMap((id) => one(world, type, id) ?? []), null);
    case 'all':
      return page(listed(world, type, ''), null);
    case 'find':
      return page(listed(world, type, text(values, 'ДатаС')).filter((row) => isLike(row(), values)), null);
    default:
      return type === 'Долг' ? null : changed(world, type, does, values);
  }
} // prettier-ignore

/** An object made only when it is on the page. */
type Lazy = (() => Values) & { id?: string };

function listed(world: World, type: Part, since: string): Lazy[] {
  if (type === 'Долг') return debts(world).map((d) => Object.assign(() => d, { id: text(d, 'Ид') }));
  return sorted(world, type).flatMap(({ id, set, stored }) =>
    since === '' || dateOf(stored.row, 'Date') >= since ? [Object.assign(() => shown(world, type, set, stored), { id })] : [],
  );
}

interface Found {
  readonly id: string;
  readonly set: string;
  readonly stored: Stored;
}
const orders = new WeakMap<World, Map<string, { size: number; ids: readonly (readonly [string, string])[] }>>();

/** By reference, as ВЫБРАТЬ … УПОРЯДОЧИТЬ ПО Ссылка; the order is kept while nothing is added or removed. */
function sorted(world: World, type: Exclude<Part, 'Долг'>): Found[] {
  const tables = SETS[type].filter((set) => world.schema.find(set)).map((set) => [set, world.base.table(set).rows] as const);
  const size = tables.reduce((n, [, rows]) => n + rows.size, 0);
  const known = orders.get(world) ?? new Map<string, { size: number; ids: readonly (readonly [string, string])[] }>();
  orders.set(world, known);
  let order = known.get(type);
  if (order?.size !== size || order.ids.some(([set, id]) => !world.base.stored(set, id))) {
    const ids = tables.flatMap(([set, rows]) => [...rows.keys()].map((id) => [set, id] as const)).sort(([, a], [, b]) => (a < b ? -1 : 1));
    known.set(type, (order = { size, ids }));
  }
  return order.ids.flatMap(([set, id]) => {
    const stored = world.base.stored(set, id);
    return stored && isShown(type, stored.row) ? [{ id, set, stored }] : [];
  });
} // prettier-ignore

function page(all: readonly Lazy[], paging: Values | null, only?: readonly string[]): Values {
  const after = paging === null ? '' : text(paging, 'После');
  const count = paging === null ? all.length : Number(text(paging, 'Сколько'));
  const from = after === '' ? 0 : all.findIndex((row) => (row.id ?? '') > after);
  const rows = from < 0 ? [] : all.slice(from, from + count);
  const shownRows = rows.map((row) => row()).map((v) => (only ? Object.fromEntries(only.map((n) => [n, v[n] ?? null])) : v));
  return { Всего: String(all.length), Конец: String(from < 0 || from + count >= all.length), Строки: shownRows };
}

const text = (values: Values, name: string): string => (typeof values[name] === 'string' ? values[name] : '');
const listOf = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

function one(world: World, type: Part, id: string): Lazy | null {
  if (type === 'Долг') return null;
  for (const set of SETS[type]) {
    const stored = world.base.stored(set, id);
    if (stored && isShown(type, stored.row)) return Object.assign(() => shown(world, type, set, stored), { id });
  }
  return null;
}

/** Whatever was asked must be so; names are compared as people compare them. */
function isLike(row: Values, asked: Values): boolean {
  const [from, to] = [text(asked, 'ДатаС'), text(asked, 'ДатаПо')];
  const at = text(row, 'Дата');
  if ((from !== '' && at < from) || (to !== '' && at > to)) return false;
  return ['ИНН', 'КПП', 'Наименование', 'Контрагент'].every((n) => typeof asked[n] !== 'string' || text(row, n).toLowerCase() === text(asked, n).toLowerCase());
} // prettier-ignore

type Document = Exclude<Part, 'Долг'>;

function changed(world: World, type: Document, does: Named['does'], values: Values): Values {
  const name = SETS[type][0] ?? '';
  const set = world.schema.find(name);
  const id = text(values, 'Ид');
  if (!set) throw new XdtoError(`Нет ${name}`);
  const stored = world.base.stored(name, id);
  if (does === 'create') mustBeFree(stored, id);
  else mustBe(world, type, stored, text(values, 'Версия'));
  const data = values['Данные'];
  const body = data === undefined || data === null ? {} : coerceBody(set, changesOf(world, type, data as Values, stored?.row), world.schema.enums, stored?.row); // prettier-ignore
  const options: WriteOptions = { user: world.users.service, ...(does === 'post' || does === 'unpost' ? { posting: does } : {}) };
  if (does === 'create') createObject(world, set, body, options, id);
  else writeObject(world, set, id, body, options);
  const now = world.base.stored(name, id);
  if (!now) throw new XdtoError('не записан');
  return shown(world, type, name, now);
}

function mustBeFree(stored: Stored | undefined, id: string): void {
  if (stored) throw new XdtoError(`КлючЗанят: объект ${id} уже есть`);
}

function mustBe(world: World, type: Document, stored: Stored | undefined, version: string): void {
  if (!stored) throw new XdtoError('ОбъектНеНайден: такого объекта нет');
  if (versionOf(world, type, stored) !== version) throw new XdtoError('ВерсияИзменилась: объект изменён другим пользователем');
}

/** A refusal as a handler of 1C throws it; a defect of the fake is not dressed up as one. */
function textOfError(error: unknown): string {
  if (error instanceof OnecError) return twice(error.ru);
  if (error instanceof XdtoError) return twice(error.message);
  return `FAKE DEFECT ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
const twice = (sentence: string): string =>
  `Неизвестная ошибка. {WebСервис.Обмен.Модуль(25)}: ${sentence}\nпо причине:\n{WebСервис.Обмен.Модуль(25)}: ${sentence}`;

const escape = (t: string): string => t.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const fault = (sentence: string, is12: boolean): string =>
  is12
    ? `<soap:Envelope xmlns:soap="${SOAP12}"><soap:Body><soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="ru">${escape(sentence)}</soap:Text></soap:Reason></soap:Fault></soap:Body></soap:Envelope>`
    : `<soap:Envelope xmlns:soap="${SOAP11}"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode><faultstring>${escape(sentence)}</faultstring><detail/></soap:Fault></soap:Body></soap:Envelope>`;
