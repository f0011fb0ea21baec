/** rate: 1C writes a rate as rate ÷ multiplicity ("12.34 for 100"); here it is one number to 6 places (model.md 3). */
import { multiply, round } from '../../connector/decimal.ts';
import BigJs from 'big.js';
import { property, scalarCodec, type Codec } from '../codec.ts';
import { readDecimal, writeDecimal } from './decimal.ts';

export interface RateSpec {
  field: string;
  host: string;
  per: string;
  scale: number;
}

export function rateCodec(spec: RateSpec): Codec {
  const { field, host, per } = spec;
  const perOf = (raw: unknown): string => {
    const text = readDecimal(raw, 0, per);
    return text === null || text === '0' ? '1' : text;
  };
  return scalarCodec({
    field,
    needs: [{ property: host }, { property: per }],
    read(object) {
      const rate = readDecimal(property(object, host), spec.scale, field);
      const times = perOf(property(object, per));
      if (rate === null || times === '1') return rate;
      return round(new BigJs(rate).div(times).toFixed(8), 6);
    },
    write(value, from) {
      const times = from.current ? perOf(from.current[per]) : '1';
      const rate = typeof value === 'string' ? round(multiply(value, times), spec.scale) : '1';
      return { [host]: writeDecimal(rate, field), [per]: times };
    },
  });
}
