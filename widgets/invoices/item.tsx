/** The item of a line: found by name or article, or free text. */
import type { ProductHit } from '../../connector/server/contract/invoices.ts';
import { useSidebook } from '../runtime/index.ts';
import { Combo } from '../runtime/parts.ts';

export interface ItemProps {
  readonly text: string;
  readonly error: string | null;
  readonly onText: (text: string) => void;
  readonly onProduct: (product: ProductHit) => void;
}

export function Item({ text, error, onText, onProduct }: ItemProps) {
  const { t, api, format } = useSidebook();
  // In the body: what somebody types stands in no address and no log.
  const find = (search: string): Promise<readonly ProductHit[]> =>
    api.send<{ rows: ProductHit[] }>({ method: 'POST', path: 'products/find', body: { search } }).then(({ rows }) => rows);
  return (
    <Combo label={t('invoices.item')} value={text} required error={error} autoFocus maxLength={1000} onText={onText} find={find} onChoose={onProduct}
      keyOf={(hit) => hit.id} show={({ name, sku, price }) => [
        <span key="name">{name} {sku !== null && <span class="sb-note">{sku}</span>}</span>,
        <span key="price" class="sb-money">{price === null ? '—' : format.money(price)}</span>,
      ]} />
  ); // prettier-ignore
}
