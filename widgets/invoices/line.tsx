/** One line of a new invoice: item, quantity, price, VAT. */
import type { InvoicesView } from '../../connector/server/contract/invoices.ts';
import { Icon, Money, useSidebook } from '../runtime/index.ts';
import { DecimalField, Select } from '../runtime/parts.ts';
import { vatLabel } from './vat.ts';
import { type DraftLine } from './draft.ts';
import { Item } from './item.tsx';

export interface LineProps {
  readonly line: DraftLine;
  readonly at: number;
  readonly form: InvoicesView['form'];
  readonly wrong: (path: string) => string | null;
  /** By the server; null: not known yet. */
  readonly amount: string | null;
  readonly alone: boolean;
  readonly onChange: (change: Partial<DraftLine>, path: string) => void;
  readonly onRemove: () => void;
  readonly focus: (path: string) => void;
}

export function LineFields({ line, at, form, wrong, amount, alone, onChange, onRemove, focus }: LineProps) {
  const { t } = useSidebook();
  const path = (name: string): string => `lines.${String(at)}.${name}`;
  const rates = form.vatRates.map((rate) => ({ value: rate, label: vatLabel(rate, t) }));
  return (
    <fieldset class="sb-inv-row" data-line={at}>
      <legend class={alone ? 'sb-hidden' : 'sb-note'}>
        {t('invoices.line', { n: at + 1 })} {amount !== null && !alone && <Money amount={amount} />}
      </legend>
      <div class="sb-inv-wide" data-field={path('text')}>
        <Item text={line.text} error={wrong(path('text'))}
          onText={(text) => onChange({ text, product: null }, path('text'))}
          onProduct={({ id, name, price, vatRate }) => {
            onChange({ product: id, text: name, ...(price === null ? {} : { price }), ...(vatRate === null ? {} : { vatRate }) }, path('text'));
            focus(path('quantity'));
          }} />
      </div>
      <div class="sb-inv-short" data-field={path('quantity')}>
        <DecimalField label={t('invoices.quantity')} required value={line.quantity ?? ''} error={wrong(path('quantity'))}
          onValue={(quantity) => onChange({ quantity }, path('quantity'))} />
      </div>
      <div data-field={path('price')}>
        <DecimalField label={t('invoices.price')} required money value={line.price ?? ''} error={wrong(path('price'))}
          onValue={(price) => onChange({ price }, path('price'))} />
      </div>
      <div data-field={path('vatRate')}>
        <Select label={t('invoices.vat')} value={line.vatRate} options={rates} error={wrong(path('vatRate'))}
          onChange={(vatRate) => onChange({ vatRate }, path('vatRate'))} />
      </div>
      {!alone && (
        <button type="button" class="sb-button sb-link sb-square" aria-label={t('invoices.removeLine', { n: at + 1 })}
          title={t('invoices.removeLine', { n: at + 1 })} onClick={onRemove}>
          <Icon name="close" />
        </button>
      )}
    </fieldset>
  ); // prettier-ignore
}
