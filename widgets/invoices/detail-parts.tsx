/** Sums, lines and payments of one invoice, as the server computed them. */
import type { InvoiceView } from '../../connector/server/contract/invoices.ts';
import { isUntold } from '../paid.ts';
import { Money, Status, Unknown, useSidebook, useT } from '../runtime/index.ts';
import { Line, Lines as Pairs } from '../runtime/parts.ts';
import { vatLabel } from './vat.ts';
import { Part } from './part.tsx';

type Of = { readonly view: InvoiceView };

export function Sums({ view }: Of) {
  const { t, format } = useSidebook();
  const { row } = view;
  const told = (amount: string) => (isUntold(row) ? <Unknown why={t('invoices.untoldWhy')} /> : <Money amount={amount} currency={row.currency} />); // prettier-ignore
  const facts = (['organisation', 'contract', 'responsible', 'comment'] as const).filter((key) => view[key] !== null);
  return (
    <Pairs>
      <Line strong label={t('invoices.total')} note={t(view.vatIncluded ? 'invoices.vatWithin' : 'invoices.vatOnTop', { sum: format.money(view.vatTotal, row.currency) })}>
        <Money amount={row.total} currency={row.currency} />
      </Line>
      <Line label={t('invoices.paidSum')}>{told(row.paid)}</Line>
      {row.paidOther.map((one) => (
        <Line key={one.currency} label={t('invoices.besides')} note={t('invoices.notCounted')}><Money amount={one.amount} currency={one.currency} /></Line>
      ))}
      <Line label={t('invoices.left')}>{told(row.left)}</Line>
      <Line label={t('invoices.due')}>{row.dueDate === null ? <Unknown why={t('invoices.noDue')} /> : format.date(row.dueDate)}</Line>
      {facts.map((key) => <Line key={key} label={t(`invoices.${key}`)}>{view[key]}</Line>)}
    </Pairs>
  ); // prettier-ignore
}

export function Lines({ view }: Of) {
  const { t, format } = useSidebook();
  return (
    <Part title={t('invoices.lines', { n: view.lines.length })}>
      <ul>
        {view.lines.map((line, i) => (
          <li key={i} class="sb-inv-line">
            <span>{line.text}</span>
            <span class="sb-inv-pair">
              <span class="sb-note">
                {format.number(line.quantity)} {line.unit} × <Money amount={line.price} />
                {!/^0*(\.0*)?$/.test(line.discount) && ` · ${t('invoices.discount')} ${format.number(line.discount)}\u00a0%`} · {line.vatRate === 'none' ? '' : `${t('invoices.vat')}\u00a0`}{vatLabel(line.vatRate, t)}
              </span>
              <Money amount={line.amount} />
            </span>
          </li>
        ))}
      </ul>
    </Part>
  ); // prettier-ignore
}

export function Payments({ view }: Of) {
  const { format } = useSidebook();
  const t = useT();
  if (view.payments.length === 0) return null;
  return (
    <Part title={t('invoices.payments')}>
      <ul>
        {view.payments.map((one, i) => (
          <li key={i} class="sb-inv-line">
            <span class="sb-inv-pair">
              <span>
                {one.date !== null && format.date(one.date)} <span class="sb-note">{[one.kind, one.number].filter(Boolean).join(' ')}</span>
              </span>
              <Money amount={one.amount} currency={one.currency} />
            </span>
            {one.reversed && <Status tone="danger" icon="error">{t('invoices.reversed')}</Status>}
          </li>
        ))}
      </ul>
    </Part>
  ); // prettier-ignore
}
