/** Two marks of an invoice: is it paid, and did it reach the books. Never one for both. */
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import { type IconName, type Sidebook, Status, type Tone, useSidebook } from '../runtime/index.ts';

export interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}
/** With what hovering says. */
export type Mark = Look & { readonly title: string };
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

/** Hovering tells the whole story, with both dates. */
export function paidMark(row: InvoiceRow, words: Words): Mark {
  const { t, format } = words;
  const look = paidLook(row, words);
  const title = [
    look.text,
    row.paidState === 'part' && t('invoices.part'),
    row.paidAt !== null && format.date(row.paidAt),
    row.dueDate !== null && t('invoices.dueBy', { date: format.date(row.dueDate) }),
  ]
    .filter((one, i, all) => one && all.indexOf(one) === i)
    .join(', ');
  return { ...look, title };
}

/** `saving`: a call about it is under way. */
export function pushMark(row: InvoiceRow, saving: boolean, words: Words): Mark {
  if (saving)
    return { tone: 'muted', icon: 'sending', text: words.t('runtime.row.saving'), title: words.t('runtime.row.saving') };
  const look = pushLook(row, words);
  const where =
    row.push.state === 'in-host' ? words.t('invoices.inHost', { host: look.text, number: row.number ?? '' }) : look.text;
  return { ...look, title: row.push.text ?? where };
}

const Shown = ({ tone, icon, text, title }: Mark) => <Status tone={tone} icon={icon} title={title}>{text}</Status>; // prettier-ignore

export const Paid = ({ row }: { readonly row: InvoiceRow }) => <Shown {...paidMark(row, useSidebook())} />;
export const Pushed = ({ row }: { readonly row: InvoiceRow }) => <Shown {...pushMark(row, false, useSidebook())} />;
