/** An invoice's own arithmetic: decimal, half away from zero, line by line (model.md 3, Sums). Pure. */
import { add, multiply, round, subtract, vatOf } from './decimal.ts';
import { percentOf } from './fields.ts';
import type { Line, RecordId } from './model.ts';

export interface LineInput {
  readonly product?: RecordId | null;
  readonly text?: string | null;
  readonly quantity: string;
  readonly unit?: RecordId | null;
  readonly price: string;
  readonly discount?: string;
  readonly vatRate: string;
}

/** amount = quantity × price - discount; VAT inside or on top. */
export function priceLine(input: LineInput, vatIncluded: boolean): Line {
  const discount = input.discount ?? '0';
  const amount = subtract(round(multiply(input.quantity, input.price), 2), discount);
  const percent = percentOf(input.vatRate);
  const inside = vatIncluded || input.vatRate.includes('/');
  return {
    product: input.product ?? null,
    text: input.text ?? null,
    quantity: input.quantity,
    unit: input.unit ?? null,
    price: input.price,
    discount,
    amount,
    vatRate: input.vatRate,
    vatAmount: percent === null ? '0' : vatOf(amount, percent, inside),
  };
}

/** Header sums are the sums of the stored lines, exactly (M6). */
export function totalsOf(lines: readonly Line[], vatIncluded: boolean): { total: string; vatTotal: string } {
  const amounts = add('0', ...lines.map((l) => l.amount));
  const vatTotal = add('0', ...lines.map((l) => l.vatAmount));
  return { total: vatIncluded ? amounts : add(amounts, vatTotal), vatTotal };
}
