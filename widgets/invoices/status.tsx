/** Two marks of an invoice: is it paid, and did it reach the books. Never one for both. */
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import { type IconName, RowStatus, type Sidebook, Status, type Tone, useSidebook } from '../runtime/index.ts';

export interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}
type Words = Pick<Sidebook, 't' | 'format'>;

export function paidLook(row: InvoiceRow, { t, format }: Words): Look {
  if (row.state === 'draft') return { tone: 'muted', icon: 'none', text: t('invoices.draft') };
  if (row.state === 'cancelled') return { tone: 'muted', icon: 'close', text: t('invoices.cancelled') };
  if (row.paidState === 'paid') return { tone: 'ok', icon: 'ok', text: t('invoices.paid') };
  if (row.overdueDays !== null)
    return { tone: 'danger', icon: 'warn', text: t('invoices.overdueBy', { days: format.days(row.overdueDays) }) };
  if (row.paidState === 'reversed') return { tone: 'danger', icon: 'error', text: t('invoices.reversed') };
  if (row.paidState === 'part') return { tone: 'accent', icon: 'waiting', text: t('invoices.part') };
  return { tone: 'muted', icon: 'waiting', text: t('invoices.unpaidOne') };
}

const PUSH: Readonly<Record<InvoiceRow['push']['state'], { readonly tone: Tone; readonly icon: IconName }>> = {
  local: { tone: 'muted', icon: 'none' },
  queued: { tone: 'accent', icon: 'waiting' },
  sending: { tone: 'accent', icon: 'sending' },
  'in-host': { tone: 'ok', icon: 'ok' },
  rejected: { tone: 'danger', icon: 'error' },
  problem: { tone: 'warn', icon: 'warn' },
};

export function pushLook({ push }: InvoiceRow, { t }: Words): Look {
  const there = push.state === 'in-host' && push.title !== null;
  return { ...PUSH[push.state], text: there ? (push.title ?? '') : t(`invoices.push.${push.state}`) };
}

/** What hovering says: the whole story, with both dates. */
function paidTitle(row: InvoiceRow, words: Words): string {
  const { t, format } = words;
  return [
    paidLook(row, words).text,
    row.paidState === 'part' && t('invoices.part'),
    row.paidAt !== null && format.date(row.paidAt),
    row.dueDate !== null && t('invoices.dueBy', { date: format.date(row.dueDate) }),
  ]
    .filter((one, i, all) => one && all.indexOf(one) === i)
    .join(', ');
}

export function Paid({ row }: { readonly row: InvoiceRow }) {
  const words = useSidebook();
  const { tone, icon, text } = paidLook(row, words);
  return <Status tone={tone} icon={icon} title={paidTitle(row, words)}>{text}</Status>; // prettier-ignore
}

/** `saving`: a call about it is under way. */
export function Pushed({ row, saving }: { readonly row: InvoiceRow; readonly saving: boolean }) {
  const words = useSidebook();
  if (saving) return <RowStatus state="saving" why={words.t('runtime.row.saving')} />; // it may be cut
  const { tone, icon, text } = pushLook(row, words);
  const where = row.push.state === 'in-host' ? words.t('invoices.inHost', { host: text, number: row.number ?? '' }) : text;
  return <Status tone={tone} icon={icon} title={row.push.text ?? where}>{text}</Status>; // prettier-ignore
}
