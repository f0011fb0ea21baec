/** Two marks of an invoice: is it paid, and did it reach the books. Never one for both. */
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import { isUntold, paidLook } from '../paid.ts';
import { type IconName, type Sidebook, Status, type Tone, useSidebook } from '../runtime/index.ts';

export interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}
/** With what hovering says. */
export type Mark = Look & { readonly title: string };
type Words = Pick<Sidebook, 't' | 'format'>;

const ownText = (row: InvoiceRow, { t, format }: Words): string =>
  t(`invoices.${paidLook(row).is}`, { days: format.days(row.overdueDays ?? 0) });

/** Never just unpaid or overdue where something was paid in another currency. */
export const paidText = (row: InvoiceRow, words: Words): string => {
  const { t, format } = words;
  return [
    ownText(row, words),
    ...row.paidOther.map(({ amount, currency }) => t('invoices.paidOther', { sum: format.money(amount, currency) })),
  ].join(', ');
};

/** Where words are cut: what came in another currency stands first, hovering says the rest. */
const shortText = (row: InvoiceRow, words: Words): string =>
  [...row.paidOther.map(({ amount, currency }) => `+ ${words.format.money(amount, currency)}`), ownText(row, words)].join(' · ');

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
  const { tone, icon } = paidLook(row);
  const title = [
    paidText(row, words),
    row.paidState === 'reversed' && t('invoices.reversed'),
    row.paidState === 'part' && t('invoices.part'),
    isUntold(row) && t('invoices.untoldWhy'),
    row.paidAt !== null && format.date(row.paidAt),
    row.dueDate !== null && t('invoices.dueBy', { date: format.date(row.dueDate) }),
  ]
    .filter((one, i, all) => one && all.indexOf(one) === i)
    .join(', ');
  return { tone, icon, text: shortText(row, words), title };
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

export const Paid = ({ row }: { readonly row: InvoiceRow }) => {
  const words = useSidebook();
  return <Shown {...paidMark(row, words)} text={paidText(row, words)} />;
};
export const Pushed = ({ row }: { readonly row: InvoiceRow }) => <Shown {...pushMark(row, false, useSidebook())} />;
