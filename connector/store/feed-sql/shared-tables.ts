/** The sets of the shared store on its tables (sqlite/schema and mssql/schema, 001-start.sql), in the words of a database. */
import type { FeedKey } from '../feed.ts';
import { MONEY_PLACES, QUANTITY_PLACES } from '../projections.ts';
import { ALL, allOf, join, NONE, plainSql, wrapped, type Dialect, type Sql } from './dialect.ts';
import { madeGuid, partsOf, plain, type Column, type Table, type Tables } from './tables.ts';

const LINE = 1;
const PAYMENT = 2;
const PROBLEM = 3;

/** A word of a small reference table, by the record's id. */
const named = (d: Dialect, id: string, field: string): Column => ({
  sql: `(SELECT ${d.field('w.fields', field)} FROM ${d.table('records')} AS w WHERE w.id = ${id})`,
});

const amounts = (d: Dialect, alias: string, places: number, columns: Readonly<Record<string, string>>): Record<string, Column> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, { sql: d.scaled(`${alias}.[${column}]`, places) }]));

/** Of a key that may read everything: nothing to check. */
function scope({ organisations, owner }: FeedKey, of: { organisation: (ids: readonly string[]) => Sql; owner: (id: string) => Sql }): Sql {
  const parts = [...(organisations === null ? [] : [of.organisation(organisations)]), ...(owner === null ? [] : [of.owner(owner)])];
  return parts.length === 0 ? ALL : allOf(parts);
} // prettier-ignore

/** Of organisations, a key sees whom they billed or who paid them. */
const partyScope = (d: Dialect, key: FeedKey, alias: string): Sql =>
  scope(key, {
    organisation: (ids) => {
      const of = (table: string): Sql => join(`EXISTS (SELECT 1 FROM ${d.table(table)} AS b WHERE b.counterparty = ${alias}.record_id AND b.organisation `, d.among(ids), ')');
      return wrapped(allOf([of('invoices'), of('payments')], 'OR'));
    },
    owner: (person) => plainSql(`${alias}.owner = ?`, person),
  }); // prettier-ignore
const ownScope = (d: Dialect, key: FeedKey, alias: string): Sql =>
  scope(key, {
    organisation: (ids) => join(`${alias}.organisation `, d.among(ids)),
    owner: (person) => plainSql(`${alias}.counterparty IN (SELECT o.record_id FROM ${d.table('counterparties')} AS o WHERE o.owner = ?)`, person), // prettier-ignore
  });

/** What a person types is looked for as it stands: "50%" is no pattern. */
export const has = (d: Dialect, ...columns: readonly string[]) => (word: string): Sql =>
  allOf(columns.map((column) => d.contains(plainSql(d.folded(column)), plainSql(d.text, word))), 'OR'); // prettier-ignore

const counterparties = (d: Dialect): Table => ({
  from: `${d.table('counterparties')} AS c`,
  columns: plain('c', { CounterpartyId: 'record_id', Name: 'name', LegalName: 'legal_name', Kind: 'kind', TaxId: 'tax_id', BranchCode: 'branch_code', Country: 'country', OwnerId: 'owner', Active: 'active', DeletionMark: 'deletion_mark', Stage: 'stage' }),
  scope: (key) => partyScope(d, key, 'c'),
  search: has(d, 'c.name', 'c.legal_name', 'c.tax_id'),
}); // prettier-ignore

const byRecord = (d: Dialect, column: string) => (guid: string): Sql => plainSql(`${column} = (SELECT w.n FROM ${d.table('records')} AS w WHERE w.id = ?)`, guid); // prettier-ignore

const invoices = (d: Dialect): Table => ({
  from: `${d.table('invoices')} AS i LEFT JOIN ${d.table('counterparties')} AS c ON c.record_id = i.counterparty`,
  columns: {
    ...plain('i', { Number: 'number', Date: 'date', DueDate: 'due_date', State: 'state', OrganisationId: 'organisation', CounterpartyId: 'counterparty', PaidAt: 'paid_at', TotalsDiffer: 'totals_differ' }),
    ...amounts(d, 'i', MONEY_PLACES, { Total: 'total', VatTotal: 'vat_total', Paid: 'paid' }),
    InvoiceId: { sql: 'i.record_id', order: ['i.n'], equals: byRecord(d, 'i.n') },
    Posted: { sql: d.posted },
    CounterpartyName: { sql: 'c.name' },
    OrganisationName: named(d, 'i.organisation', 'name'),
    Currency: named(d, 'i.currency', 'code'),
  },
  scope: (key) => ownScope(d, key, 'i'),
  search: has(d, 'i.number', 'c.name'),
}); // prettier-ignore

const invoiceLines = (d: Dialect): Table => ({
  from: `${d.table('invoice_lines')} AS l LEFT JOIN ${d.table('invoices')} AS i ON i.n = l.invoice`,
  columns: {
    ...plain('l', { Line: 'line', ProductId: 'product', Text: 'text', VatRate: 'vat_rate' }),
    ...amounts(d, 'l', QUANTITY_PLACES, { Quantity: 'quantity', Price: 'price' }),
    ...amounts(d, 'l', MONEY_PLACES, { Amount: 'amount', VatAmount: 'vat_amount' }),
    InvoiceLineId: { sql: madeGuid(d, LINE, 'l.invoice', 'l.[line]'), order: ['l.invoice', 'l.[line]'], equals: byParts(LINE, 'l.invoice = ? AND l.[line] = ?') },
    InvoiceId: { sql: 'i.record_id', order: ['l.invoice'], equals: byRecord(d, 'l.invoice') },
    ProductName: named(d, 'l.product', 'name'),
    UnitName: named(d, 'l.unit', 'name'),
  },
  scope: (key) => ownScope(d, key, 'i'),
  search: has(d, 'l.[text]', named(d, 'l.product', 'name').sql),
}); // prettier-ignore

function byParts(tag: number, sql: string): (guid: string) => Sql {
  return (guid) => {
    const parts = partsOf(tag, guid);
    return parts === null ? NONE : plainSql(sql, ...parts.slice(0, sql.split('?').length - 1));
  };
}

const payments = (d: Dialect): Table => ({
  from: `${d.table('payments')} AS p LEFT JOIN ${d.table('records')} AS r ON r.id = p.payment`,
  columns: {
    ...plain('p', { PaymentId: 'payment', Line: 'line', Number: 'number', Date: 'date', Kind: 'kind', Reversed: 'reversed', InvoiceId: 'invoice', CounterpartyId: 'counterparty', OrganisationId: 'organisation' }),
    ...amounts(d, 'p', MONEY_PLACES, { Amount: 'amount' }),
    PaymentRowId: { sql: madeGuid(d, PAYMENT, 'r.n', 'p.[line]'), order: ['p.payment', 'p.[line]'], equals: byParts(PAYMENT, `p.payment = (SELECT w.id FROM ${d.table('records')} AS w WHERE w.n = ?) AND p.[line] = ?`) },
    Currency: named(d, 'p.currency', 'code'),
  },
  scope: (key) => ownScope(d, key, 'p'),
  search: has(d, 'p.number'),
}); // prettier-ignore

const problems = (d: Dialect): Table => ({
  from: `${d.table('problems')} AS q`,
  columns: {
    ...plain('q', { Number: 'id', Host: 'host', Kind: 'kind', Entity: 'entity', RecordId: 'record_id', Unit: 'unit', Since: 'since', Tries: 'tries', Assignee: 'assignee', Due: 'due', ResolvedAt: 'resolved_at', ResolvedBy: 'resolved_by', Answer: 'answer' }),
    ProblemId: { sql: madeGuid(d, PROBLEM, 'q.id', '0'), order: ['q.id'], equals: byParts(PROBLEM, 'q.id = ?') },
    Code: { sql: d.field('q.detail', 'code') },
  },
  scope: (key) => {
    if (key.organisations === null && key.owner === null) return ALL;
    return wrapped(allOf([
      join(`q.record_id IN (SELECT c.record_id FROM ${d.table('counterparties')} AS c WHERE `, partyScope(d, key, 'c'), ')'),
      join(`EXISTS (SELECT 1 FROM ${d.table('records')} AS r JOIN ${d.table('invoices')} AS i ON i.n = r.n WHERE r.id = q.record_id AND `, ownScope(d, key, 'i'), ')'),
    ], 'OR'));
  },
}); // prettier-ignore

export const sharedTables = (d: Dialect): Tables => ({
  Counterparties: counterparties(d),
  Invoices: invoices(d),
  InvoiceLines: invoiceLines(d),
  Payments: payments(d),
  Problems: problems(d),
});
