/** rate: 1C writes a rate as rate ÷ multiplicity ("12.34 for 100"); here it is one number to 6 places (model.md 3). */
import type { Scalar } from '../../connector/model.ts';
import { multiply, round } from '../../connector/decimal.ts';
import BigJs from 'big.js';
import { property, scalarCodec, type Codec } from '../codec.ts';
import { readDecimal, shortened, writeDecimal } from './decimal.ts';

export interface RateSpec {
  field: string;
  host: string;
  per: string;
  scale: number;
}

const PLACES = 6;
/** A rate nobody gave is that of the base's own currency. */
const view = (value: Scalar): Scalar => (typeof value === 'string' ? shortened(value, PLACES) : '1');

/** The rate for so many units, and the number of units: as the host has it, else the first that keeps every digit. */
function spread(rate: string, times: string, scale: number): [rate: string, times: string] {
  const whole = multiply(rate, times);
  return round(whole, scale) === whole ? [whole, times] : spread(rate, multiply(times, '10'), scale);
}

export function rateCodec(spec: RateSpec): Codec {
  const { field, host, per } = spec;
  const perOf = (raw: unknown): string => {
    const text = readDecimal(raw, 0, per);
    return text === null || text === '0' ? '1' : text;
  };
  return scalarCodec({
    field,
    needs: [host, per].map((name) => ({ property: name, is: 'number' })),
    read(object) {
      const rate = readDecimal(property(object, host), spec.scale, host);
      const times = perOf(property(object, per));
      if (rate === null || times === '1') return rate;
      return round(new BigJs(rate).div(times).toFixed(), PLACES);
    },
    write(value, from) {
      const current = from.current ? perOf(from.current[per]) : '1';
      const [rate, times] = spread(String(view(value)), current, spec.scale);
      return { [host]: writeDecimal(rate, field), [per]: times };
    },
    view,
  });
}
