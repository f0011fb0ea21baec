/** money, price, quantity, rate: decimal text here, a JSON number there; never a float between (model.md 8). */
import { compare, fromHostNumber, isNegative, round, subtract } from '../../connector/decimal.ts';
import type { Scalar } from '../../connector/model.ts';
import { CannotWrite, property, scalarCodec, UnclearProperty, type Codec } from '../codec.ts';

export interface DecimalSpec {
  field: string;
  host: string;
  scale: number;
  /** How the host's wire wants it: a JSON number (Edm.Double) or text (Edm.Int64 in 1C). */
  wire?: 'number' | 'text' | undefined;
  /** Property taken off it on reading: a sum of the host that holds its tax. */
  minus?: string | undefined;
  /** What an empty one over there means; without it, nothing is known to be there. Null: and none of ours is sent as empty. */
  empty?: '0' | null | undefined;
}

export function readDecimal(raw: unknown, scale: number, name: string): string | null {
  if (raw === null || raw === '') return null;
  try {
    return fromHostNumber(raw, scale);
  } catch {
    throw new UnclearProperty(name);
  }
}

/**
 * A JSON number whose text is exactly the decimal, up to 15 significant digits. More cannot be promised on a binary
 * wire, so it is refused instead of rounded.
 */
export function writeDecimal(value: Scalar, field: string, wire: 'number' | 'text' = 'number'): number | string {
  const text = typeof value === 'string' ? value : '0';
  if (wire === 'text') return text;
  if (text.replace(/[-.]/g, '').replace(/^0+/, '').length > 15) throw new CannotWrite('bad-number', field);
  return Number(text);
}

/** No more places than a host keeps; most amounts are whole and need no arithmetic. */
export const shortened = (text: string, places: number): string => (text.includes('.') ? round(text, places) : text);

const unsigned = (text: string): string => (isNegative(text) ? text.slice(1) : text);

/** Equal, or apart by at most 0.01: what a host's own rounding may do to a sum (sync-design A4). */
export const nearly = (a: Scalar, b: Scalar): boolean =>
  typeof a === 'string' && typeof b === 'string' && compare(unsigned(subtract(a, b)), '0.01') <= 0;

export function decimalCodec(spec: DecimalSpec): Codec {
  const { field, host, scale, minus, empty = null } = spec;
  // A number of a host is never empty, unless the mapping says so.
  const none = spec.empty === null ? null : '0';
  const view = (value: Scalar): Scalar => (typeof value === 'string' ? shortened(value, scale) : none);
  return scalarCodec({
    field,
    needs: [host, ...(minus === undefined ? [] : [minus])].map((name) => ({ property: name, is: 'number' })),
    read(object) {
      const whole = readDecimal(property(object, host), scale, host);
      if (minus === undefined || whole === null) return whole ?? empty;
      return subtract(whole, readDecimal(property(object, minus), scale, minus) ?? '0');
    },
    write(value) {
      const shown = view(value);
      return { [host]: shown === null ? null : writeDecimal(shown, field, spec.wire) };
    },
    view,
    within: nearly,
  });
}
