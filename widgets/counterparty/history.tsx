/** What they were invoiced lately, and what their payment history allows. */
import type { CounterpartyView } from '../../connector/server/contract/counterparty.ts';
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import { paidLook } from '../paid.ts';
import { Money, Status, useSidebook, useT } from '../runtime/index.ts';
import { Line, Lines } from '../runtime/parts.ts';

const SHOWN = 3;

export function Limit({ view }: { readonly view: CounterpartyView }) {
  const { t } = useSidebook();
  const pace = usePace(view.limitHint ? view.limitHint.medianLateDays : 0);
  const hint = view.limitHint;
  if (hint === null) return null;
  return (
    <div class="sb-cp-limit">
      <Lines>
        <Line label={t('counterparty.limit')}>
          <Money amount={hint.limit} currency={hint.currency} />
        </Line>
      </Lines>
      <p class="sb-note">{t('counterparty.limitNote', { n: hint.invoices, pace })}</p>
    </div>
  );
}

function usePace(lateDays: number): string {
  const { t, format } = useSidebook();
  if (lateDays === 0) return t('counterparty.inTime');
  return t(lateDays > 0 ? 'counterparty.late' : 'counterparty.early', { days: format.days(Math.abs(lateDays)) });
}

export function LastInvoices({ view }: { readonly view: CounterpartyView }) {
  const t = useT();
  return (
    <section class="sb-cp-last">
      <h3 class="sb-note">{t(view.invoices.length === 0 ? 'counterparty.noInvoices' : 'counterparty.last')}</h3>
      <ul class="sb-list">
        {view.invoices.slice(0, SHOWN).map((row) => (
          <Invoice key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Invoice({ row }: { readonly row: InvoiceRow }) {
  const { t, format } = useSidebook();
  return (
    <li class="sb-cp-invoice">
      <div class="sb-cp-pair">
        <span class="sb-cp-number">
          <b>{row.number ?? t('counterparty.noNumber')}</b>
          {row.date !== null && <span class="sb-note"> {format.shortDate(row.date)}</span>}
        </span>
        <Money amount={row.total} currency={row.currency} />
      </div>
      <div class="sb-cp-pair">
        <Paid row={row} />
        {row.dueDate !== null && row.paidState !== 'paid' && row.overdueDays === null && (
          <span class="sb-note">{t('counterparty.dueBy', { date: format.shortDate(row.dueDate) })}</span>
        )}
      </div>
      {row.paidOther.map(({ amount, currency }) => (
        <p key={currency} class="sb-note">
          {t('counterparty.paidOther', { sum: format.money(amount, currency) })}
        </p>
      ))}
    </li>
  );
}

function Paid({ row }: { readonly row: InvoiceRow }) {
  const { t, format } = useSidebook();
  const { tone, icon, is } = paidLook(row);
  const said = { days: format.days(row.overdueDays ?? 0), left: format.money(row.left, row.currency) };
  return (
    <Status tone={tone} icon={icon}>
      {t(`counterparty.${is}`, said)}
    </Status>
  );
}
