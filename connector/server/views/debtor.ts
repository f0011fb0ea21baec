/** Is somebody to be warned before a call, a greeting or a new offer to this counterparty? What the books say comes first. */
import type { z } from 'zod';
import { add, compare } from '../../decimal.ts';
import type { UnpaidSum } from '../../store/view-queries.ts';
import { currencySign, money } from '../../words/format.ts';
import { t } from '../../words/lang.ts';
import { counted, DAYS } from '../../words/plural.ts';
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
  const since = days === null ? '' : `, ${counted(shown, days, DAYS)}`;
  return settled !== ''
    ? { warn: true, text: t(shown, `Debtor: ${settled} overdue${since}`, `Должник: просрочено ${settled}${since}`) }
    : { warn: true, text: t(shown, `Unpaid invoices past their term: ${text}${since}`, `Просрочены счета: ${text}${since}`) };

  function bySum(parts: readonly (readonly [string, string])[]): string {
    const sums = new Map<string, string>();
    for (const [currency, sum] of parts) sums.set(currency, add(sums.get(currency) ?? '0', sum));
    return [...sums].filter(([, sum]) => compare(sum, '0') > 0).map(([currency, sum]) => money(shown.lang, sum, currencySign(currency))).join('; '); // prettier-ignore
  }
}
