/** Rows of invoices: paid or not, in the books or not - two fields, from the page's own links and problems alone. */
import { add, isNegative, subtract } from '../../decimal.ts';
import type { HostId, RecordId } from '../../model.ts';
import type { AskedProblem, InvoicePageRow, InvoicesOf, LinkState, PaidOtherwise, UnpaidSum } from '../../store/view-queries.ts';
import { isTold } from '../../payments-told.ts';
import type { Tellers } from '../../store/queries.ts';
import { say } from '../../words/sentences.ts';
import { paidOf } from '../../words/paid.ts';
import type { InvoiceRow } from '../contract/invoices.ts';
import { passesByItself } from '../../words/problem-words.ts';
import { mainLink } from './badges.ts';
import { daysBetween, type Shown } from './shown.ts';

export async function invoiceRows(shown: Shown, rows: readonly InvoicePageRow[]): Promise<InvoiceRow[]> {
  const ids = rows.map((r) => r.id);
  const { views } = shown.store;
  const links = grouped(await views.linkStates(ids), (l) => l.record);
  const problems = grouped(await views.problemsOf(ids), (p) => p.record ?? '');
  const others = grouped(await views.paidOtherwise(ids), (p) => p.invoice);
  await shown.names.learn([...rows, ...[...others.values()].flat()].map((r) => r.currency));
  const tellers = await shown.tellers();
  const made: InvoiceRow[] = [];
  for (const row of rows)
    made.push({
      ...(await rowOf(shown, row, links.get(row.id) ?? [], problems.get(row.id) ?? [], tellers)),
      paidOther: otherOf(shown, others.get(row.id) ?? []),
    });
  return made;
}

function grouped<T>(all: readonly T[], key: (item: T) => RecordId): Map<RecordId, T[]> {
  const groups = new Map<RecordId, T[]>();
  for (const item of all) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** An invoice of a customer who owes for more than so many is rare. */
const MOST = 1000;

/** Of what these sums say is unpaid: paid besides, in currencies of its own. Of everybody's invoices together it is not asked. */
export async function unpaidOther(shown: Shown, of: InvoicesOf, unpaid: readonly UnpaidSum[]): Promise<InvoiceRow['paidOther']> {
  if (unpaid.length === 0 || (of.counterparty === null && of.invoice === null)) return [];
  const { views } = shown.store;
  const rows = await views.invoicePage({ ...of, filter: 'unpaid', search: null, today: shown.today, after: null, limit: MOST });
  const paid = grouped(await views.paidOtherwise(rows.map((r) => r.id)), (p) => p.currency);
  await shown.names.learn([...paid.keys()]);
  return otherOf(shown, [...paid.values()].flatMap(([first, ...more]) => (first ? { ...first, amount: add(first.amount, ...more.map((p) => p.amount)) } : []))); // prettier-ignore
}

const otherOf = (shown: Shown, paid: readonly PaidOtherwise[]): InvoiceRow['paidOther'] =>
  paid.map(({ currency, amount }) => ({ currency: shown.names.of(currency), amount }));

async function rowOf(
  shown: Shown,
  r: InvoicePageRow,
  links: readonly LinkState[],
  problems: readonly AskedProblem[],
  tellers: Tellers,
): Promise<Omit<InvoiceRow, 'paidOther'>> {
  const state = r.state === 'draft' || r.state === 'cancelled' ? r.state : 'issued';
  const left = subtract(r.total, r.paid);
  const paid = paidOf(r, '0000-00-00', isTold(r, links, tellers)); // without a day nothing is overdue: that is a field of its own
  const home = homeLink(shown, links);
  const isDue = state === 'issued' && paid !== 'paid' && paid !== 'untold' && r.dueDate !== null && r.dueDate < shown.today;
  return {
    id: r.id, rev: r.rev, number: r.number, date: r.date, dueDate: r.dueDate, total: r.total, paid: r.paid, state, posted: r.posted,
    entity: typeof home?.hostId === 'string' ? shown.behind.entities.nameOf(home.host, 'invoice', home.hostId) : null,
    counterparty: r.counterparty === null ? null : { id: r.counterparty, name: r.counterpartyName ?? '' },
    currency: shown.names.of(r.currency), left: isNegative(left) ? '0' : left, paidState: paid === 'overdue' ? 'unpaid' : paid,
    paidAt: r.paidAt?.slice(0, 10) ?? null, overdueDays: isDue ? daysBetween(r.dueDate ?? '', shown.today) : null,
    push: await pushOf(shown, state, home, problems), totalsDiffer: r.totalsDiffer,
  }; // prettier-ignore
}

/** Where it lives: the first host that has it, else the one it is on its way to. */
function homeLink(shown: Shown, links: readonly LinkState[]): LinkState | undefined {
  const main = shown.behind.sidebook.hostIds.flatMap((host) => mainLink(links, host) ?? []);
  return main.find((l) => l.hostId !== null && l.goneAt === null) ?? main.find((l) => l.goneAt === null) ?? main[0];
}

type Push = InvoiceRow['push'];

async function pushOf(
  shown: Shown,
  state: string,
  link: LinkState | undefined,
  problems: readonly AskedProblem[],
): Promise<Push> {
  if (!link) return push(shown, 'local', null, state === 'issued' ? shown.cause('no-home', { host: '' }).text : null);
  const own = problems.filter((p) => p.link === link.id);
  const asked = own.find((p) => !passesByItself(p.kind));
  if (asked) return push(shown, asked.kind === 'refused' ? 'rejected' : 'problem', link.host, shown.told(asked).what, asked.id); // prettier-ignore
  if (link.sending) return push(shown, 'sending', link.host, say(shown, 'state.sent'));
  if (link.hostId !== null && !link.dirty) return push(shown, 'in-host', link.host, null);
  const waits = own[0] ? shown.told(own[0]).what : null;
  return push(shown, 'queued', link.host, await whyQueued(shown, link.host, waits), own[0]?.id ?? null);
}

async function whyQueued(shown: Shown, host: HostId, waits: string | null): Promise<string> {
  const why = await shown.whyNotWritten(host);
  if (why !== null) return shown.cause(why, { host }).text;
  return waits ?? say(shown, 'state.queued');
}

const push = (
  shown: Shown,
  state: Push['state'],
  host: HostId | null,
  text: string | null,
  problem: number | null = null,
): Push => ({
  state,
  host,
  title: host === null ? null : shown.title(host),
  text,
  problem: shown.question(problem),
});
