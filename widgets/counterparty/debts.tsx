/** What they owe as the host's settlements say it, and apart from that what our invoices still wait for. The two are never added. */
import type { CounterpartyView } from '../../connector/server/contract/counterparty.ts';
import { Money, Unknown, useSidebook } from '../runtime/index.ts';
import { Line, Lines } from '../runtime/parts.ts';

export const isZero = (amount: string): boolean => /^-?0+(\.0+)?$/.test(amount);
type Debt = CounterpartyView['debts'][number];

/** "1С на 12:40": whose word it is. */
function useSource(view: CounterpartyView): string | undefined {
  const { t, format, entity } = useSidebook();
  if (view.debtAt === null) return undefined;
  const host = (entity ?? '').split(':')[0];
  const own = view.freshness.filter((one) => one.host === host)[0] ?? view.freshness[0];
  return t('counterparty.debtAt', { host: own ? own.title : '', at: format.at(view.debtAt) }).trim();
}

export function Debts({ view }: { readonly view: CounterpartyView }) {
  const { t, format } = useSidebook();
  const source = useSource(view);
  const several = view.debts.length > 1;
  return (
    <Lines>
      {view.debts.length === 0 && <NoDebts view={view} source={source} />}
      {view.debts.map((debt, i) => (
        <Owed
          key={i}
          debt={debt}
          days={view.overdueDays}
          of={several ? debt.organisation : null}
          source={i === 0 ? source : undefined}
        />
      ))}
      <Line label={t('counterparty.unpaid')}>
        {view.unpaid.length === 0 && view.untold === 0 && <span class="sb-note">{t('counterparty.nothingUnpaid')}</span>}
        {view.unpaid.map(({ amount, currency, count }) => (
          <div key={currency}>
            <Money amount={amount} currency={currency} /> <span class="sb-note">{t('counterparty.count', { n: count })}</span>
          </div>
        ))}
        {view.untold > 0 && <div class="sb-note">{t('counterparty.untoldCount', { n: view.untold })}</div>}
        {view.unpaidOther.map(({ amount, currency }) => (
          <div key={currency} class="sb-note">
            {t('counterparty.paidOther', { sum: format.money(amount, currency) })}
          </div>
        ))}
      </Line>
    </Lines>
  );
}

/** Nothing owed, or not known and why. */
function NoDebts({ view, source }: { readonly view: CounterpartyView; readonly source: string | undefined }) {
  const { t } = useSidebook();
  const why = view.debtWhy;
  return (
    <Line strong label={t('counterparty.debt')} note={why ?? source}>
      {why === null ? <Money amount="0" currency={view.unpaid[0]?.currency ?? 'RUB'} /> : <Unknown why={why} />}
    </Line>
  );
}

interface OwedProps {
  readonly debt: Debt;
  readonly days: number | null;
  readonly of: string | null;
  readonly source: string | undefined;
}
function Owed({ debt, days, of, source }: OwedProps) {
  const { t, format } = useSidebook();
  const late = !isZero(debt.overdue);
  const label = (key: string): string => (of === null ? t(key) : `${t(key)} · ${of}`);
  return (
    <>
      <Line strong label={label('counterparty.debt')} note={source}>
        <Money amount={debt.debt} currency={debt.currency} />
      </Line>
      <Line label={label('counterparty.overdue')}>
        <Money amount={debt.overdue} currency={debt.currency} {...(late ? { tone: 'danger' as const } : {})} />
        {late && days !== null && <span class="sb-note"> {format.days(days)}</span>}
      </Line>
      {!isZero(debt.advance) && (
        <Line label={label('counterparty.advance')}>
          <Money amount={debt.advance} currency={debt.currency} />
        </Line>
      )}
    </>
  );
}
