/** Is it paid, has it reached the books: one page of invoices, the counts, and what the form of a new one needs. */
import { VAT_RATES } from '../../fields.ts';
import type { RecordId, SharedRecord } from '../../model.ts';
import type { InvoicePageRow, InvoicesOf } from '../../store/view-queries.ts';
import type { z } from 'zod';
import type { InvoiceTotals } from '../api/totals.ts';
import { ApiError } from '../api-error.ts';
import type { invoicesQuery, InvoicesView } from '../contract/invoices.ts';
import { freshnessOfAll } from './counterparty.ts';
import { debtorOf } from './debtor.ts';
import { debtsOf } from './debts.ts';
import { invoiceRows, unpaidOther } from './invoice-rows.ts';
import type { Shown } from './shown.ts';

type Asked = z.output<typeof invoicesQuery>;

export interface About {
  readonly of: InvoicesOf;
  /** Its name is shown above the list; null: invoices of all. */
  readonly counterparty: { readonly id: RecordId; readonly name: string } | null;
}

export async function invoicesView(
  shown: Shown,
  { of, counterparty }: About,
  asked: Asked,
  { counts, unpaid }: InvoiceTotals,
): Promise<InvoicesView> {
  const search = asked.search?.trim() ?? '';
  const page = {
    ...of,
    filter: asked.filter,
    search: search === '' ? null : search,
    today: shown.today,
    after: afterOf(asked.after),
  };
  const found = await shown.store.views.invoicePage({ ...page, limit: asked.limit + 1 });
  const rows = found.slice(0, asked.limit);
  const last = rows.at(-1);
  await shown.names.learn(unpaid.map((u) => u.currency));
  const debts = of.counterparty === null ? [] : (await debtsOf(shown, of.counterparty)).debts;
  return {
    state: 'ready', counterparty, counts: { all: counts.all, overdue: counts.overdue, unpaid: counts.unpaid, drafts: counts.drafts, untold: counts.untold },
    unpaid: unpaid.map((u) => ({ currency: shown.names.of(u.currency), amount: u.amount, count: u.count })), unpaidOther: await unpaidOther(shown, of, unpaid),
    rows: await invoiceRows(shown, rows), next: found.length > asked.limit && last ? placeOf(asked, last) : null,
    freshness: await freshnessOfAll(shown, shown.behind.sidebook.hostIds, 'invoice'),
    guard: of.counterparty === null ? { warn: false, text: '' } : debtorOf(shown, { debts, unpaid, oldestDue: counts.oldestDue }),
    may: { create: shown.may('invoices.create'), issue: shown.may('invoices.issue'), propose: shown.may('invoices.propose'), retry: shown.may('invoices.retry') },
    form: await formOf(shown),
  }; // prettier-ignore
}

/** What a page is sorted by, and which row of that: "2026-02-24T12:00:00~41". */
function placeOf({ filter }: Asked, row: InvoicePageRow): string {
  const by = filter === 'overdue' || filter === 'unpaid' ? row.dueDate : row.date;
  return `${by ?? '9999'}~${String(row.n)}`;
}

function afterOf(place: string | undefined): { by: string; n: number } | null {
  if (place === undefined) return null;
  const [, by, n] = /^([\d:T-]{4,19})~(\d{1,15})$/.exec(place) ?? [];
  if (by === undefined) throw new ApiError(400, 'input-wrong', {}, { after: 'input-choice' });
  return { by, n: Number(n) };
}

const MANY = 200;

async function formOf(shown: Shown): Promise<InvoicesView['form']> {
  const [organisations, currencies] = await shown.store.read(
    async (t) => [await t.recordsOf('organisation', null, MANY), await t.recordsOf('currency', null, MANY)] as const,
  );
  const host = shown.behind.sidebook.engine.home({ organisation: organisations[0]?.id ?? null });
  const why = host === null ? shown.cause('no-home', { host: '' }) : await whyNot(shown, host);
  return {
    organisations: organisations.map((r) => ({ id: r.id, name: text(r, 'name') })),
    currencies: currencies.map((r) => ({ id: r.id, code: text(r, 'code') || text(r, 'name') })).sort(roublesFirst),
    vatRates: [...VAT_RATES], vatRate: shown.today >= '2026-01-01' ? '22' : '20',
    host: host === null ? null : shown.title(host), why,
  }; // prettier-ignore
}

async function whyNot(shown: Shown, host: string) {
  const code = await shown.whyNotWritten(host);
  return code === null ? null : shown.cause(code, { host });
}

const text = ({ fields }: SharedRecord, name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
const roublesFirst = (a: { code: string }, b: { code: string }): number => Number(b.code === 'RUB') - Number(a.code === 'RUB');
