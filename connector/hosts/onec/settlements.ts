/**
 * БП: what customers owe, as the ledger has it (hosts/1c.md 4.10.2). Debt is the split debit balance of 62.01 and its kin at
 * counterparty + contract + document, advance the split credit balance; never anything from invoices.
 */
import { scaled, unscaled } from '../../decimal.ts';
import type { JsonObject } from './client.ts';
import type { Lists } from './lists.ts';
import type { Objects } from './objects.ts';
import { datetime, guid } from './url.ts';

const CHART = 'ChartOfAccounts_Хозрасчетный';
const LEDGER = 'AccountingRegister_Хозрасчетный';
const ACCOUNTS: ReadonlySet<string> = new Set(['62.01', '62.02', '62.21', '62.22', '62.31', '62.32']);
const DUE_DATES = 'InformationRegister_СрокиОплатыДокументов';
const DOCUMENTS = 'InformationRegister_ДанныеПервичныхДокументов';
const CONTRACTS = 'Catalog_ДоговорыКонтрагентов';
const DAYS = 'Constant_СрокОплатыПокупателей';
const CURRENCY = 'Constant_ВалютаРегламентированногоУчета';

export interface Settlement {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly counterparty: string;
  readonly organisation: string;
  readonly currency: string;
  readonly debt: string;
  readonly advance: string;
  readonly overdue: string;
}

interface Row {
  readonly counterparty: string;
  readonly organisation: string;
  readonly contract: string;
  readonly document: string;
  readonly debit: bigint;
  readonly credit: bigint;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const money = (value: unknown): bigint => scaled(typeof value === 'number' ? String(value) : text(value) || '0', 2);

/** `today`: the base's own day, YYYY-MM-DD. */
export async function settlements(objects: Objects, lists: Lists, today: string): Promise<Settlement[]> {
  const rows = await balances(objects, lists, today);
  const terms = await Terms.read(objects, lists, rows);
  const currency = text((await constant(objects, CURRENCY)) ?? '');
  const sums = new Map<string, { row: Row; debt: bigint; advance: bigint; overdue: bigint }>();
  for (const row of rows) {
    const key = `${row.counterparty}|${row.organisation}`;
    const sum = sums.get(key) ?? { row, debt: 0n, advance: 0n, overdue: 0n };
    sum.debt += row.debit;
    sum.advance += row.credit;
    if (row.debit > 0n && terms.isOverdue(row, today)) sum.overdue += row.debit;
    sums.set(key, sum);
  }
  return [...sums.values()].map(({ row, ...sum }) => ({
    id: `${row.counterparty}|${row.organisation}|${currency}`, counterparty: row.counterparty, organisation: row.organisation, currency,
    debt: unscaled(sum.debt, 2), advance: unscaled(sum.advance, 2), overdue: unscaled(sum.overdue, 2),
  })); // prettier-ignore
}

/** At the end of the day: the boundary of the query language is "before this moment" (hosts/1c.md 4.10.1). */
async function balances(objects: Objects, lists: Lists, today: string): Promise<Row[]> {
  const accounts = await objects.list(CHART, {
    $select: 'Ref_Key,Code',
    $filter: "startswith(Code,'62') eq true",
  });
  const keys = accounts.filter((a) => ACCOUNTS.has(text(a['Code']).trim())).map((a) => text(a['Ref_Key']));
  if (keys.length === 0) throw objects.notUnderstood(CHART); // no account to ask for: that nobody owes anything is not said
  const call = `${LEDGER}/Balance(Period=${datetime(`${nextDay(today)}T00:00:00`)})`;
  const $select =
    'Account_Key,ExtDimension1,ExtDimension1_Type,ExtDimension2,ExtDimension3,Организация_Key,СуммаSplittedBalanceDr,СуммаSplittedBalanceCr';
  const rows: Row[] = [];
  for await (const batch of lists.rows(call, { $filter: keys.map((k) => `Account_Key eq ${guid(k)}`).join(' or '), $select })) {
    for (const r of batch) if (r['ExtDimension1_Type'] === 'StandardODATA.Catalog_Контрагенты') rows.push(rowOf(r));
  }
  return rows;
}

const rowOf = (r: JsonObject): Row => ({
  counterparty: text(r['ExtDimension1']),
  organisation: text(r['Организация_Key']),
  contract: text(r['ExtDimension2']),
  document: text(r['ExtDimension3']),
  debit: money(r['СуммаSplittedBalanceDr']),
  credit: money(r['СуммаSplittedBalanceCr']),
});

export const nextDay = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Null where the constant is not published. */
export async function constant(objects: Objects, name: string): Promise<unknown> {
  const rows = await objects.listIfPublished(name, {});
  return rows[0]?.['Value'] ?? rows[0]?.[`${name.replace('Constant_', '')}_Key`] ?? rows[0]?.['Value_Key'] ?? null;
}

/** The due date of a settlement document, first hit wins (hosts/1c.md 4.10.2, Overdue). No term at all is never overdue. */
class Terms {
  readonly #due: ReadonlyMap<string, string>;
  readonly #dates: ReadonlyMap<string, string>;
  readonly #contracts: ReadonlyMap<string, JsonObject>;
  readonly #days: number;

  constructor(
    due: ReadonlyMap<string, string>,
    dates: ReadonlyMap<string, string>,
    contracts: ReadonlyMap<string, JsonObject>,
    days: number,
  ) {
    this.#due = due;
    this.#dates = dates;
    this.#contracts = contracts;
    this.#days = days;
  }

  static async read(objects: Objects, lists: Lists, rows: readonly Row[]): Promise<Terms> {
    const wanted = new Set(rows.filter((r) => r.debit > 0n).map((r) => r.document));
    const contracts = new Set(rows.filter((r) => r.debit > 0n).map((r) => r.contract));
    const due = await column(lists, DUE_DATES, 'Документ', 'СрокОплаты', wanted);
    const dates = await column(lists, DOCUMENTS, 'Документ', 'ДатаРегистратора', wanted);
    const terms = await table(lists, CONTRACTS, 'Ref_Key', ['УстановленСрокОплаты', 'СрокОплаты'], contracts);
    return new Terms(due, dates, terms, Number(text(await constant(objects, DAYS)) || '0'));
  }

  isOverdue(row: Row, today: string): boolean {
    const due = this.#dueDate(row);
    return due !== null && due < today;
  }

  #dueDate(row: Row): string | null {
    const fixed = this.#due.get(row.document)?.slice(0, 10);
    if (fixed !== undefined && fixed > '0001-01-01') return fixed;
    const date = this.#dates.get(row.document)?.slice(0, 10);
    if (date === undefined) return null;
    const contract = this.#contracts.get(row.contract);
    const own = contract?.['УстановленСрокОплаты'] === true ? Number(contract['СрокОплаты'] ?? 0) : null;
    const days = own ?? this.#days;
    return days > 0 || own !== null ? nextDay(date, days) : null;
  }
}

async function column(
  lists: Lists,
  set: string,
  key: string,
  value: string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const rows = await table(lists, set, key, [value], wanted);
  return new Map([...rows].map(([k, row]) => [k, text(row[value])]));
}

/** Streams a table and keeps the rows asked for; a table that is not published is empty here and named by doctor. */
async function table(
  lists: Lists,
  set: string,
  key: string,
  values: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<Map<string, JsonObject>> {
  const found = new Map<string, JsonObject>();
  if (wanted.size === 0) return found;
  try {
    for await (const batch of lists.rows(set, { $select: [key, ...values].join(',') }))
      for (const row of batch) if (wanted.has(text(row[key]))) found.set(text(row[key]), row);
  } catch (error) {
    if (!(error instanceof Error && 'kind' in error && error.kind === 'not-published')) throw error;
  }
  return found;
}
