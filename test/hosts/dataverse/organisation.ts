/**
 * The organisation behind the fake: rows, one version counter for all of them, deletions remembered for change tracking. What a
 * person does there goes through the same rules as what comes over the wire.
 */
import type { Journal } from '../kit/journal.ts';
import { ApiError, bad, closed, gone, stale } from './errors.ts';
import { priced, totalled } from './pricing.ts';
import { tables, type Column, type Table } from './schema.ts';

export type Row = Record<string, unknown>;

export interface Options {
  readonly now: () => Date;
  readonly id: () => string;
  readonly journal?: Journal | undefined;
}

interface Saved {
  readonly table: string;
  readonly id: string;
  readonly row: Row | null;
  readonly version: number;
}

export class Organisation {
  readonly tables = tables();
  readonly rows = new Map<string, Map<string, Row>>();
  /** Table -> id -> version of the deletion. */
  readonly deleted = new Map<string, Map<string, number>>();
  version = 1000;
  /** Moves when columns change: every delta link given before is worthless. */
  schemaVersion = 0;
  /** What WhoAmI says; another one in a copy of the environment. */
  organizationId = '11111111-1111-4111-8111-111111111111';
  readonly o: Options;
  /** Table -> the column of an alternate key somebody defined (1.7). */
  readonly keys = new Map<string, string>();
  /** Head -> its lines, so that a big organisation stays fast. */
  readonly #lines = new Map<string, Set<string>>();
  #numbers = 1000;
  #undo: Saved[] | null = null;

  constructor(options: Options) {
    this.o = options;
    for (const name of this.tables.keys()) {
      this.rows.set(name, new Map());
      this.deleted.set(name, new Map());
    }
    for (const line of options.journal?.lines ?? []) this.#keep(line as Saved);
  }

  table(name: string): Table {
    const found = this.tables.get(name);
    if (!found) throw new Error(`no table ${name}`);
    return found;
  }

  bySet(set: string): Table | undefined {
    return [...this.tables.values()].find((t) => t.set === set);
  }

  of = (table: string): Map<string, Row> => this.rows.get(table) ?? new Map<string, Row>();

  get(table: string, id: string): Row | undefined {
    return this.of(table).get(id.toLowerCase());
  }

  /** All of it or nothing. */
  together<T>(work: () => T): T {
    if (this.#undo) return work();
    this.#undo = [];
    try {
      const done = work();
      for (const s of this.#undo.splice(0)) this.o.journal?.append({ ...s, row: this.get(s.table, s.id) ?? null, version: this.version }); // prettier-ignore
      return done;
    } catch (error) {
      for (const s of this.#undo.reverse()) this.#keep(s);
      throw error;
    } finally {
      this.#undo = null;
    }
  }

  /** What change tracking never tells: repaired in the database, lost in an update of the platform. */
  silently(work: () => void): void {
    const before = [...this.rows].map(([name, rows]) => [name, new Map(rows), new Map(this.deleted.get(name))] as const);
    work();
    for (const [name, rows, deleted] of before) {
      this.deleted.set(name, deleted);
      for (const [id, row] of this.of(name)) {
        const { versionnumber = 1 } = rows.get(id) ?? {};
        this.of(name).set(id, { ...row, versionnumber });
      }
    }
  }

  /** The platform itself changes a row: no rule stands in its way. */
  touch(table: string, id: string, changes: Row): void {
    this.#put(this.table(table), id, { ...this.get(table, id), ...changes });
  }

  /** A backup of the environment. */
  snapshot(): string {
    return JSON.stringify({ rows: tablesOf(this.rows), deleted: tablesOf(this.deleted), version: this.version });
  }

  /** The backup is put back: versions go back with it. */
  restore(backup: string): void {
    const { rows, deleted, version } = JSON.parse(backup) as { rows: Tables<Row>; deleted: Tables<number>; version: number };
    for (const [name, all] of rows) this.rows.set(name, new Map(all));
    for (const [name, all] of deleted) this.deleted.set(name, new Map(all));
    this.version = version;
    this.#lines.clear();
    for (const [id, line] of this.of('invoicedetail')) this.#index('invoicedetail', id, line);
  }

  linesOf = (head: string): Row[] => [...(this.#lines.get(head) ?? [])].flatMap((id) => asList(this.get('invoicedetail', id)));

  #index(table: string, id: string, row: Row | null): void {
    if (table !== 'invoicedetail') return;
    const head = String((row ?? this.get(table, id))?.['_invoiceid_value']);
    const lines = this.#lines.get(head) ?? new Set();
    if (row) lines.add(id);
    else lines.delete(id);
    this.#lines.set(head, lines);
  }

  #keep({ table, id, row, version }: Saved): void {
    this.#index(table, id, row);
    if (row) this.of(table).set(id, row);
    else this.of(table).delete(id);
    if (row) this.deleted.get(table)?.delete(id);
    else this.deleted.get(table)?.set(id, version);
    this.version = Math.max(this.version, version);
  }

  #put(t: Table, id: string, row: Row | null): void {
    this.#undo?.push({ table: t.name, id, row: structuredClone(this.of(t.name).get(id) ?? null), version: this.version });
    this.version += 1;
    this.#index(t.name, id, row);
    if (row) {
      this.of(t.name).set(id, { ...row, versionnumber: this.version, modifiedon: this.stamp() });
      return;
    }
    this.of(t.name).delete(id);
    this.deleted.get(t.name)?.set(id, this.version);
  }

  stamp = (): string => this.o.now().toISOString().replace(/\.\d+/, '');

  create(name: string, body: Row): string {
    return this.together(() => {
      const t = this.table(name);
      const id = typeof body[t.id] === 'string' ? body[t.id] as string : this.o.id(); // prettier-ignore
      if (this.get(name, id)) throw new DuplicateRow();
      const row: Row = Object.fromEntries([...t.columns.keys()].map((c) => [c, null]));
      Object.assign(row, DEFAULTS[name], { [t.id]: id, createdon: this.stamp() }, this.#read(t, body, true));
      if (name === 'invoice') this.#begin(row);
      if (name === 'invoicedetail') this.#openHead(row);
      this.#check(t, row);
      this.#unique(t, row, id);
      this.#put(t, id, priced(name, row, this.#places(row)));
      for (const [part, { table, by }] of t.collections)
        for (const line of (body[part] ?? []) as Row[]) this.create(table, { ...line, [by]: id });
      this.#follow(name, this.get(name, id) ?? row);
      return id;
    });
  }

  #begin(row: Row): void {
    row['invoicenumber'] ??= `INV-${String(++this.#numbers).padStart(5, '0')}`;
    if (row['_transactioncurrencyid_value'] === null) throw bad('The currency is missing.', '0x80048cfb');
    if (this.#currencyOf(row)?.['statecode'] === 1) throw bad('The currency record is inactive.', '0x80048cfc');
    if (row['_customerid_value'] === null) throw bad('You must provide a value for Customer.', '0x80040200');
    row['_owningbusinessunit_value'] ??= [...this.of('businessunit').keys()][0] ?? null;
  }

  #currencyOf = (row: Row | undefined): Row | undefined =>
    this.get('transactioncurrency', String(row?.['_transactioncurrencyid_value']));

  /** Of the currency of an invoice, or of the invoice a line belongs to. */
  #places(row: Row): number {
    const head = this.get('invoice', String(row['_invoiceid_value'])) ?? row;
    const said = this.#currencyOf(head)?.['currencyprecision'];
    return typeof said === 'number' ? said : 2;
  }

  update(name: string, id: string, body: Row, match: string | null): void {
    this.together(() => {
      const t = this.table(name);
      const before = this.get(name, id);
      if (!before) throw gone(name, id);
      this.#matches(before, match);
      const changes = this.#read(t, body, false);
      if (name === 'invoice') mayChange(before, changes);
      if (name === 'invoicedetail') this.#openHead(before);
      const row = { ...before, ...changes };
      this.#check(t, row);
      this.#unique(t, row, id);
      this.#put(t, id.toLowerCase(), priced(name, row, this.#places(row)));
      this.#follow(name, row);
    });
  }

  remove(name: string, id: string, match: string | null = null): void {
    this.together(() => {
      const t = this.table(name);
      const before = this.get(name, id);
      if (!before) throw gone(name, id);
      this.#matches(before, match);
      if (name === 'invoicedetail') this.#openHead(before);
      this.#put(t, id.toLowerCase(), null);
      if (name === 'invoice')
        for (const line of this.linesOf(id)) this.#put(this.table('invoicedetail'), String(line['invoicedetailid']), null);
      if (name === 'invoicedetail') this.#follow(name, before);
    });
  }

  #matches(row: Row, match: string | null): void {
    if (match !== null && match !== '*' && match !== `W/"${String(row['versionnumber'])}"`) throw stale();
  }

  #openHead(line: Row): void {
    const head = this.get('invoice', String(line['_invoiceid_value']));
    if (head && head['statecode'] !== 0) throw closed();
  }

  /** Lines move the totals of their invoice, and with them its version. */
  #follow(name: string, row: Row): void {
    const id = String(row[name === 'invoice' ? 'invoiceid' : '_invoiceid_value']);
    const head = name === 'invoice' || name === 'invoicedetail' ? this.get('invoice', id) : undefined;
    if (!head) return;
    const after = totalled(head, this.linesOf(id), this.#places(head));
    if (JSON.stringify(after) !== JSON.stringify(head)) this.#put(this.table('invoice'), id, after);
  }

  /** Columns and binds of a body; what is computed is passed over, what is unknown is refused. */
  #read(t: Table, body: Row, isNew: boolean): Row {
    const row: Row = {};
    for (const [name, value] of Object.entries(body)) {
      if (name.endsWith('@odata.bind')) this.#bind(t, name.slice(0, -11), value, row, isNew);
      else if (t.collections.has(name) || name.startsWith('@') || name === t.id) continue;
      else this.#column(t, name, value, row, isNew);
    }
    return row;
  }

  #column(t: Table, name: string, value: unknown, row: Row, isNew: boolean): void {
    const column = t.columns.get(name);
    if (!column) throw bad(`Invalid property '${name}' was found in entity 'Microsoft.Dynamics.CRM.${t.name}'.`, '0x80060888');
    if (column.readOnly && !(isNew && name.startsWith('_'))) return;
    row[name] = accepted(name, column, value);
  }

  #bind(t: Table, name: string, value: unknown, row: Row, isNew: boolean): void {
    const bind = t.binds.get(name);
    if (!bind) throw bad(`An undeclared property '${name}' which only has property annotations in the payload was found.`);
    if (value === null && isNew) throw bad('The bind of a new row needs a value.');
    const id = typeof value === 'string' ? this.#target(bind.to, value) : null;
    row[bind.column] = id;
    if (bind.column === '_customerid_value') Object.assign(row, { _accountid_value: bind.to === 'account' ? id : null, _contactid_value: bind.to === 'contact' ? id : null }); // prettier-ignore
  }

  #target(to: string, address: string): string {
    const [, set = '', id = ''] = /([a-z]+)\(([0-9a-f-]{36})\)$/i.exec(address) ?? [];
    if (this.table(to).set !== set) throw bad(`A node of type ${set} was bound where ${this.table(to).set} was expected.`);
    if (!this.get(to, id)) throw gone(to, id);
    return id.toLowerCase();
  }

  #unique(t: Table, row: Row, id: string): void {
    const column = this.keys.get(t.name);
    if (column === undefined || row[column] === null) return;
    const isTaken = [...this.of(t.name)].some(([other, r]) => other !== id.toLowerCase() && r[column] === row[column]);
    if (isTaken) throw new ApiError(412, '0x80060892', `A record that has the attribute values ${column} already exists.`);
  }

  #check(t: Table, row: Row): void {
    for (const [name, c] of t.columns) {
      if (c.required && (row[name] === null || row[name] === '')) throw bad(`${name} is required.`, '0x80040200');
    }
    if (t.columns.has('statuscode') && !fits(t.name, row)) throw bad(`${String(row['statuscode'])} is not a valid status code for state code ${String(row['statecode'])}`, '0x80048408'); // prettier-ignore
  }
}

type Tables<T> = [string, [string, T][]][];
const tablesOf = <T>(tables: ReadonlyMap<string, ReadonlyMap<string, T>>): Tables<T> =>
  [...tables].map(([name, all]) => [name, [...all]]);

const asList = (row: Row | undefined): Row[] => (row ? [row] : []);

export class DuplicateRow extends Error {}

function accepted(name: string, c: Column, value: unknown): unknown {
  if (value === null) return null;
  const wrong = (): never => { throw bad(`Cannot convert the literal of '${name}' to the expected type 'Edm.${c.type}'.`); }; // prettier-ignore
  if (value === '') return c.type === 'String' ? null : wrong();
  switch (c.type) {
    case 'String':
      if (typeof value !== 'string') return wrong();
      if (value.length > (c.max ?? 100)) throw bad(`A validation error occurred. The length of the '${name}' attribute exceeded the maximum allowed length of '${String(c.max)}'.`, '0x80044331'); // prettier-ignore
      return value;
    case 'Boolean':
      return typeof value === 'boolean' ? value : wrong();
    case 'Int32':
      if (typeof value !== 'number' || !Number.isInteger(value)) return wrong();
      if (c.options && !c.options.includes(value)) throw bad(`The value of '${name}' is outside the valid range.`, '0x80048408');
      return value;
    case 'Decimal':
      return typeof value === 'number' ? fixed(value.toString()) : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? fixed(value) : wrong(); // prettier-ignore
    case 'Date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : wrong();
    case 'DateTimeOffset':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) ? new Date(value).toISOString().replace(/\.\d+/, '') : wrong(); // prettier-ignore
    default:
      return value;
  }
}

/** As the wire shows amounts: four decimals at least. */
export function fixed(text: string): string {
  const [whole = '0', places = ''] = text.split('.');
  return `${whole}.${places.padEnd(4, '0')}`;
}

const DEFAULTS: Readonly<Record<string, Row>> = {
  account: { statecode: 0, statuscode: 1, creditonhold: false, merged: false },
  contact: { statecode: 0, statuscode: 1 },
  invoice: { statecode: 0, statuscode: 1, ispricelocked: false, exchangerate: '1.0000', pricingerrorcode: 0 },
  invoicedetail: { isproductoverridden: false, ispriceoverridden: false, quantity: '1.0000' },
  transactioncurrency: { statecode: 0 },
  product: { statecode: 0 },
  businessunit: { isdisabled: false },
};

const STATES: Readonly<Record<string, Readonly<Record<number, readonly number[]>>>> = {
  account: { 0: [1], 1: [2] },
  contact: { 0: [1], 1: [2] },
  invoice: { 0: [1, 2, 4, 5, 6], 1: [3, 7], 2: [100001, 100002], 3: [100003] },
};
const fits = (table: string, row: Row): boolean =>
  STATES[table]?.[Number(row['statecode'])]?.includes(Number(row['statuscode'])) ?? false;

/** A paid or cancelled invoice is read-only but for its state, and what was cancelled is never paid (hosts/dynamics.md 1.4). */
function mayChange(before: Row, changes: Row): void {
  const [from, to] = [before['statecode'], changes['statecode'] ?? before['statecode']];
  if (from !== 0 && from !== 2 && to === 2)
    throw bad('The invoice cannot be paid because it is not in active state.', '0x80100000');
  if (from === 0) return;
  const isStateOnly = Object.keys(changes).every((name) => name === 'statecode' || name === 'statuscode');
  if (!isStateOnly) throw closed();
}
