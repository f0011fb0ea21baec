/** The sets of the shared store on its tables (schema/001-start.sql). */
import type { FeedKey } from '../../feed.ts';
import { POSTED } from '../queries.ts';
import { ALL, allOf, madeGuid, NONE, partsOf, type Column, type Sql, type Table } from './tables.ts';

const LINE = 1;
const PAYMENT = 2;
const PROBLEM = 3;

const plain = (alias: string, columns: Readonly<Record<string, string>>): Record<string, Column> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, { sql: `${alias}.${column}` }]));

/** A word of a small reference table, by the record's id. */
const named = (id: string, field: string): Column => ({
  sql: `(select json_extract(fields, '$.${field}') from records where id = ${id})`,
});

/** Of a key that may read everything: nothing to check. */
function scope({ organisations, owner }: FeedKey, of: { organisation: (list: string) => Sql; owner: (id: string) => Sql }): Sql {
  const parts = [
    ...(organisations === null ? [] : [of.organisation(JSON.stringify(organisations))]),
    ...(owner === null ? [] : [of.owner(owner)]),
  ];
  return parts.length === 0 ? ALL : allOf(parts);
}

const LISTED = 'in (select value from json_each(?))';
const OWNED = 'in (select record_id from counterparties where owner = ?)';
const bound = (sql: string, ...params: string[]): Sql => ({ sql, params });

/** Of organisations, a key sees whom they billed or who paid them. */
const partyScope = (key: FeedKey, id: string, owner: Sql['sql']): Sql =>
  scope(key, {
    organisation: (list) =>
      bound(`(exists (select 1 from invoices b where b.counterparty = ${id} and b.organisation ${LISTED}) or exists (select 1 from payments b where b.counterparty = ${id} and b.organisation ${LISTED}))`, list, list),
    owner: (person) => bound(owner, person),
  }); // prettier-ignore
const ownScope = (key: FeedKey, alias: string): Sql =>
  scope(key, {
    organisation: (list) => bound(`${alias}.organisation ${LISTED}`, list),
    owner: (person) => bound(`${alias}.counterparty ${OWNED}`, person),
  });

/** What a person types is looked for as it stands: "50%" is no pattern. */
const has = (...columns: readonly string[]) => (word: string): Sql =>
  allOf(columns.map((column) => bound(`instr(feed_fold(${column}), ?) > 0`, word)), 'or'); // prettier-ignore

const counterparties: Table = {
  from: 'counterparties c',
  columns: {
    ...plain('c', { CounterpartyId: 'record_id', Name: 'name', LegalName: 'legal_name', Kind: 'kind', TaxId: 'tax_id', BranchCode: 'branch_code', Country: 'country', OwnerId: 'owner', Active: 'active', DeletionMark: 'deletion_mark', Stage: 'stage' }),
  },
  scope: (key) => partyScope(key, 'c.record_id', 'c.owner = ?'),
  search: has('c.name', 'c.legal_name', 'c.tax_id'),
}; // prettier-ignore

const byRecord = (column: string) => (guid: string): Sql => bound(`${column} = (select n from records where id = ?)`, guid); // prettier-ignore

const invoices: Table = {
  from: 'invoices i left join counterparties c on c.record_id = i.counterparty',
  columns: {
    ...plain('i', { Number: 'number', Date: 'date', DueDate: 'due_date', State: 'state', OrganisationId: 'organisation', CounterpartyId: 'counterparty', Total: 'total', VatTotal: 'vat_total', Paid: 'paid', PaidAt: 'paid_at', TotalsDiffer: 'totals_differ' }),
    InvoiceId: { sql: 'i.record_id', order: ['i.n'], equals: byRecord('i.n') },
    Posted: { sql: `ifnull(${POSTED}, 0)` },
    CounterpartyName: { sql: 'c.name' },
    OrganisationName: named('i.organisation', 'name'),
    Currency: named('i.currency', 'code'),
  },
  scope: (key) => ownScope(key, 'i'),
  search: has('i.number', 'c.name'),
}; // prettier-ignore

const invoiceLines: Table = {
  from: 'invoice_lines l left join invoices i on i.n = l.invoice',
  columns: {
    ...plain('l', { Line: 'line', ProductId: 'product', Text: 'text', Quantity: 'quantity', Price: 'price', Amount: 'amount', VatRate: 'vat_rate', VatAmount: 'vat_amount' }),
    InvoiceLineId: { sql: madeGuid(LINE, 'l.invoice', 'l.line'), order: ['l.invoice', 'l.line'], equals: byParts(LINE, 'l.invoice = ? and l.line = ?') },
    InvoiceId: { sql: 'i.record_id', order: ['l.invoice'], equals: byRecord('l.invoice') },
    ProductName: named('l.product', 'name'),
    UnitName: named('l.unit', 'name'),
  },
  scope: (key) => ownScope(key, 'i'),
  search: has('l.text', `(select json_extract(fields, '$.name') from records where id = l.product)`),
}; // prettier-ignore

function byParts(tag: number, sql: string): (guid: string) => Sql {
  return (guid) => {
    const parts = partsOf(tag, guid);
    return parts === null ? NONE : { sql, params: parts.slice(0, sql.split('?').length - 1) };
  };
}

const payments: Table = {
  from: 'payments p left join records r on r.id = p.payment',
  columns: {
    ...plain('p', { PaymentId: 'payment', Line: 'line', Number: 'number', Date: 'date', Kind: 'kind', Amount: 'amount', Reversed: 'reversed', InvoiceId: 'invoice', CounterpartyId: 'counterparty', OrganisationId: 'organisation' }),
    PaymentRowId: { sql: madeGuid(PAYMENT, 'r.n', 'p.line'), order: ['p.payment', 'p.line'], equals: byParts(PAYMENT, 'p.payment = (select id from records where n = ?) and p.line = ?') },
    Currency: named('p.currency', 'code'),
  },
  scope: (key) => ownScope(key, 'p'),
  search: has('p.number'),
}; // prettier-ignore

const problems: Table = {
  from: 'problems q',
  columns: {
    ...plain('q', { Number: 'id', Host: 'host', Kind: 'kind', Entity: 'entity', RecordId: 'record_id', Unit: 'unit', Since: 'since', Tries: 'tries', Assignee: 'assignee', Due: 'due', ResolvedAt: 'resolved_at', ResolvedBy: 'resolved_by', Answer: 'answer' }),
    ProblemId: { sql: madeGuid(PROBLEM, 'q.id', '0'), order: ['q.id'], equals: byParts(PROBLEM, 'q.id = ?') },
    Code: { sql: `json_extract(q.detail, '$.code')` },
  },
  scope: (key) => {
    if (key.organisations === null && key.owner === null) return ALL;
    const [party, invoice] = [partyScope(key, 'c.record_id', 'c.owner = ?'), ownScope(key, 'i')];
    return allOf([
      { sql: `(q.record_id in (select c.record_id from counterparties c where ${party.sql})`, params: party.params },
      { sql: `exists (select 1 from records r join invoices i on i.n = r.n where r.id = q.record_id and ${invoice.sql}))`, params: invoice.params },
    ], 'or');
  },
}; // prettier-ignore

export const SHARED_TABLES: Readonly<Record<string, Table>> = {
  Counterparties: counterparties,
  Invoices: invoices,
  InvoiceLines: invoiceLines,
  Payments: payments,
  Problems: problems,
};
