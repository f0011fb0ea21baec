/** Lines of an invoice as the widgets show them. */
import type { Line } from '../../model.ts';
import type { Names } from '../../words/names.ts';
import type { invoiceLine } from '../contract/invoices.ts';
import type { z } from 'zod';

/** An incoming line may lack anything; the sums shown are those it has. */
export function lineView(line: Partial<Line>, names: Names): z.infer<typeof invoiceLine> {
  const { product = null, text = null, unit = null } = line;
  return {
    product, text: text ?? names.of(product), quantity: line.quantity ?? '0', unit: unit === null ? null : names.of(unit), price: line.price ?? '0',
    discount: line.discount ?? '0', amount: line.amount ?? '0', vatRate: line.vatRate ?? 'none', vatAmount: line.vatAmount ?? '0',
  }; // prettier-ignore
}
