/** One invoice: lines, payments, what the books changed of it, what sales proposes, and what may be edited here. */
import { label, textOf } from '../../fields.ts';
import type { SharedRecord } from '../../model.ts';
import { linesOf } from '../../store/projections.ts';
import { closedPeriods, inClosedPeriod } from '../../sync/situation.ts';
import { unitName } from '../../words/format.ts';
import { changesOf, idsIn } from '../../words/differences.ts';
import type { InvoiceRow, InvoiceView } from '../contract/invoices.ts';
import { ApiError } from '../api-error.ts';
import { invoiceRows } from './invoice-rows.ts';
import { lineView } from './lines.ts';
import type { Shown } from './shown.ts';

export async function invoiceView(shown: Shown, record: SharedRecord): Promise<InvoiceView> {
  const { views } = shown.store;
  const page = await views.invoicePage({ counterparty: null, invoice: record.id, filter: 'all', search: null, today: shown.today, after: null, limit: 1 }); // prettier-ignore
  const [row] = await invoiceRows(shown, page);
  if (!row) throw new ApiError(404, 'record-unknown', { id: record.id });
  const { fields } = record;
  const lines = linesOf(fields);
  await shown.names.learn(idsIn(fields));
  const named = (field: string): string | null => (textOf(fields, field) === '' ? null : shown.names.of(textOf(fields, field)));
  const frozen = await frozenWhy(shown, record, row);
  const own = (await shown.store.read((t) => t.proposals(record.id))).some((p) => p.state === 'open' && p.by === shown.who.actor);
  const payments = await views.paymentsOf(record.id);
  await shown.names.learn(payments.map((p) => p.currency));
  return {
    row, organisation: named('organisation'), contract: named('contract'), responsible: named('responsible'), comment: textOf(fields, 'comment') || null,
    vatIncluded: fields['vatIncluded'] === true, vatTotal: textOf(fields, 'vatTotal') || '0', lines: lines.map((l) => lineView(l, shown.names)),
    payments: payments.map((p) => ({ ...p, date: p.date?.slice(0, 10) ?? null, currency: p.currency === null ? row.currency : shown.names.of(p.currency) })),
    ...(await historyOf(shown, record)), frozen, editable: editableOf(shown, row), may: mayOf(shown, row, frozen !== null, own),
  }; // prettier-ignore
}

/** The books show it posted, or its period is closed. */
async function frozenWhy(shown: Shown, record: SharedRecord, row: InvoiceRow): Promise<string | null> {
  const host = row.push.host ?? '';
  if (row.entity !== null && inClosedPeriod(record.fields, await shown.store.read(closedPeriods)))
    return shown.cause('period-closed', { host }).text;
  const isTheirs = row.posted && shown.behind.config.hosts[host]?.books === true;
  return isTheirs ? shown.cause('invoice-posted', { host, unit: unitName(shown.lang, 'money') }).text : null;
}

const FREE = ['comment', 'dueDate'] as const;

/** The due date of an invoice in a host is the host's: there it can only be proposed. */
function editableOf(shown: Shown, row: InvoiceRow): InvoiceView['editable'] {
  if (row.state === 'cancelled' || !(shown.may('invoices.edit') || shown.may('invoices.propose'))) return [];
  const fields = row.entity === null || shown.may('invoices.propose') ? FREE : (['comment'] as const);
  return fields.map((field) => ({ field, label: label('invoice', field, shown.lang) }));
}

/** Withdrawing is for who proposed. */
function mayOf(shown: Shown, row: InvoiceRow, isFrozen: boolean, isTheirs: boolean): InvoiceView['may'] {
  return {
    edit: shown.may('invoices.edit') && row.state !== 'cancelled',
    note: shown.may('notes.write'),
    propose: shown.may('invoices.propose') && isFrozen,
    issue: shown.may('invoices.issue') && row.state === 'draft',
    withdraw: shown.may('invoices.propose') && isTheirs,
  };
}

/** Field differences in words, newest first. */
async function historyOf(shown: Shown, record: SharedRecord): Promise<Pick<InvoiceView, 'revisions' | 'proposals'>> {
  const [revisions, proposals] = await shown.store.read(
    async (t) => [await t.revisions(record.id), await t.proposals(record.id)] as const,
  );
  await shown.names.learn(idsIn(...revisions.flatMap((r) => [r.before, r.after]), ...proposals.map((p) => p.value)));
  const changes = (before: SharedRecord['fields'], after: SharedRecord['fields']) => changesOf(shown, 'invoice', before, after, shown.names); // prettier-ignore
  return {
    revisions: [...revisions].reverse().map((r) => ({ n: r.n, at: r.at, host: shown.title(r.host), changes: changes(r.before, r.after) })),
    proposals: await Promise.all([...proposals].reverse().map(async (p) => ({ id: p.id, state: p.state, by: await shown.person(p.by), at: p.at, changes: changes(record.fields, p.value) }))),
  }; // prettier-ignore
}
