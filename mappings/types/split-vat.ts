/**
 * splitVat: a host that adds the tax of a line to its totals has a property for that, and another one for a tax the price holds
 * already (hosts/dynamics.md 1.4). Which of both is filled follows from the head.
 */
import { add } from '../../connector/decimal.ts';
import { CannotWrite, property, scalarCodec, type Codec } from '../codec.ts';
import { nearly, readDecimal, shortened, writeDecimal } from './decimal.ts';

export interface SplitVatSpec {
  field: string;
  /** Added by the host. */
  host: string;
  /** Held by the price; null where the host has no such property. */
  included: string | null;
  scale: number;
}

export function splitVatCodec(spec: SplitVatSpec): Codec {
  const { field, host, included, scale } = spec;
  const codec = scalarCodec({
    field,
    needs: [host, ...(included === null ? [] : [included])].map((name) => ({ property: name, is: 'number' })),
    read(object) {
      const both = [host, ...(included === null ? [] : [included])].map((name) =>
        readDecimal(property(object, name), scale, name),
      );
      return add(...both.map((amount) => amount ?? '0'));
    },
    write: () => ({}),
    view: (value) => (typeof value === 'string' ? shortened(value, scale) : '0'),
    within: nearly,
  });
  return {
    ...codec,
    byHead: true,
    write(row) {
      const amount = writeDecimal(row[field] as string, field);
      if (row['vatIncluded'] !== true) return { [host]: amount, ...(included === null ? {} : { [included]: 0 }) };
      if (included === null) throw new CannotWrite('unmapped-value', 'vatIncluded', { value: 'true' });
      return { [host]: 0, [included]: amount };
    },
  };
}
