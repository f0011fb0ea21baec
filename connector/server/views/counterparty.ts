/** Who it is, how much they owe, whose they are, and whether to believe it: everything of the panel in one answer (W2). */
import { textOf } from '../../fields.ts';
import type { Entity, SharedRecord } from '../../model.ts';
import { say } from '../../words/sentences.ts';
import type { CounterpartyView } from '../contract/counterparty.ts';
import { passesByItself } from '../../words/problem-words.ts';
import { badgesOf, mainLink } from './badges.ts';
import { debtorOf, type Debtor } from './debtor.ts';
import { debtsOf } from './debts.ts';
import { freshnessOf } from './freshness.ts';
import { invoiceRows, unpaidOther } from './invoice-rows.ts';
import { limitHintOf } from './limit-hint.ts';
import type { Shown } from './shown.ts';

const LAST_INVOICES = 5;

export async function counterpartyView(shown: Shown, record: SharedRecord, entity: string): Promise<CounterpartyView> {
  const { views } = shown.store;
  const of = { counterparty: record.id, invoice: null, tellers: await shown.tellers() };
  const [links, problems] = [await views.linkStates([record.id]), await views.problemsOf([record.id])];
  const [counts, unpaid] = [await views.invoiceCounts(of, shown.today), await views.unpaidSums(of, shown.today)];
  const debts = await debtsOf(shown, record.id);
  await shown.names.learn([textOf(record.fields, 'owner') || null, ...unpaid.map((u) => u.currency)]);
  const page = await views.invoicePage({ ...of, filter: 'all', search: null, today: shown.today, after: null, limit: LAST_INVOICES }); // prettier-ignore
  const guard = debtorOf(shown, { debts: debts.debts, unpaid, oldestDue: counts.oldestDue });
  const there = shown.behind.sidebook.hostIds.filter((host) => mainLink(links, host));
  return {
    state: 'ready', entity, ...requisites(shown, record), ...debts, debts: [...debts.debts],
    overdueDays: counts.oldestDue === null ? null : Math.max(1, Math.round((Date.parse(shown.today) - Date.parse(counts.oldestDue)) / 86_400_000)),
    unpaid: unpaid.map((u) => ({ currency: shown.names.of(u.currency), amount: u.amount, count: u.count })), unpaidOther: await unpaidOther(shown, of, unpaid), untold: counts.untold,
    invoices: await invoiceRows(shown, page), limitHint: await limitHintOf(shown, record.id),
    warnings: warningsOf(shown, record, guard), guard,
    badges: await badgesOf(shown, { entity: 'counterparty', isProspect: record.stage === 'prospect' }, links, problems),
    problems: shown.may('problems.read') ? problems.filter((p) => !passesByItself(p.kind)).length : 0,
    freshness: await freshnessOfAll(shown, there.length > 0 ? there : shown.behind.sidebook.hostIds, 'counterparty'),
    may: { issue: shown.may('invoices.issue'), resolve: shown.may('problems.answer'), seeInvoices: shown.may('invoices.read'), note: shown.may('notes.write') },
  }; // prettier-ignore
}

const KINDS = ['company', 'soleTrader', 'person', 'foreign'] as const;

function requisites(shown: Shown, { id, rev, stage, fields }: SharedRecord) {
  const text = (name: string): string | null => textOf(fields, name) || null;
  return {
    id, rev, stage, name: textOf(fields, 'name'), legalName: text('legalName'), kind: KINDS.find((k) => k === fields['kind']) ?? null, taxId: text('taxId'),
    branchCode: text('branchCode'), registrationNo: text('registrationNo'), country: text('country'), phone: text('phone'), email: text('email'),
    owner: text('owner') === null ? null : shown.names.of(text('owner')), active: typeof fields['active'] === 'boolean' ? fields['active'] : null,
    deletionMark: fields['deletionMark'] === true,
  }; // prettier-ignore
}

export async function freshnessOfAll(shown: Shown, hosts: readonly string[], entity: Entity) {
  const all = [];
  for (const host of hosts) all.push(await freshnessOf(shown, host, entity));
  return all;
}

/** Debtor first; what they prefer is the first line of the shared comment. */
function warningsOf(shown: Shown, { fields }: SharedRecord, guard: Debtor): CounterpartyView['warnings'] {
  const [preference = ''] = textOf(fields, 'comment').split('\n');
  const warnings: CounterpartyView['warnings'] = [];
  if (guard.warn) warnings.push({ kind: 'debtor', text: guard.text });
  if (preference.trim() !== '') warnings.push({ kind: 'preference', text: preference.trim() });
  if (fields['deletionMark'] === true) warnings.push({ kind: 'deletion-mark', text: say(shown, 'state.marked') });
  if (fields['active'] === false) warnings.push({ kind: 'inactive', text: say(shown, 'state.inactive') });
  return warnings;
}
