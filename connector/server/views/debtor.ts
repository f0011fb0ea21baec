/** Is somebody to be warned before a call, a greeting or a new offer to this counterparty? What the books say comes first. */
import type { z } from 'zod';
import { add, compare } from '../../decimal.ts';
import type { UnpaidSum } from '../../store/view-queries.ts';
import { currencySign, money } from '../../words/format.ts';
import { say } from '../../words/sentences.ts';
import type { debt } from '../contract/counterparty.ts';
import { daysBetween, type Shown } from './shown.ts';

export interface Debtor {
  readonly warn: boolean;
  readonly text: string;
}

interface Owes {
  readonly debts: readonly z.infer<typeof debt>[];
  readonly unpaid: readonly UnpaidSum[];
  /** Term of the oldest unpaid invoice that is over. */
  readonly oldestDue: string | null;
}

export function debtorOf(shown: Shown, { debts, unpaid, oldestDue }: Owes): Debtor {
  const days = oldestDue === null ? null : daysBetween(oldestDue, shown.today);
  const settled = bySum(debts.map((d) => [d.currency, d.overdue]));
  const text = settled !== '' ? settled : bySum(unpaid.map((u) => [shown.names.of(u.currency), u.overdue]));
  if (text === '') return { warn: false, text: '' };
  const about = settled !== '' ? 'state.debtor' : 'state.overdue';
  return {
    warn: true,
    text: days === null ? say(shown, about, { sums: text }) : say(shown, `${about}-days`, { sums: text, days }),
  };

  function bySum(parts: readonly (readonly [string, string])[]): string {
    const sums = new Map<string, string>();
    for (const [currency, sum] of parts) sums.set(currency, add(sums.get(currency) ?? '0', sum));
    return [...sums].filter(([, sum]) => compare(sum, '0') > 0).map(([currency, sum]) => `${money(shown.lang, sum)}\u00a0${currencySign(currency)}`).join('; '); // prettier-ignore
  }
}
