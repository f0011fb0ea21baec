/**
 * partyKind: БП keeps two legal forms and a flag, and tells a foreign company only by its country (hosts/1c.md 4.1, 4.8).
 * Russia is the default country of 1C's own handler, so an empty one is Russian.
 */
import type { Scalar } from '../../connector/model.ts';
import { CannotWrite, property, scalarCodec, type Codec } from '../codec.ts';
import { isEmptyRef } from './ref.ts';

export interface PartyKindSpec {
  field: string;
  legal: { host: string; company: string; person: string };
  soleTrader?: string | undefined;
  country: { host: string; table: string; home: string };
}

export function partyKindCodec(spec: PartyKindSpec): Codec {
  const { legal, country } = spec;
  return scalarCodec({
    field: spec.field,
    needs: [
      { property: legal.host },
      ...(spec.soleTrader === undefined ? [] : [{ property: spec.soleTrader }]),
      { property: country.host },
    ],
    read(object, to) {
      const form = property(object, legal.host);
      if (form === legal.person)
        return spec.soleTrader !== undefined && object[spec.soleTrader] === true ? 'soleTrader' : 'person';
      if (form === '' || form === null) return null;
      if (form !== legal.company) {
        to.unmapped(spec.field, typeof form === 'string' ? form : typeof form);
        return undefined;
      }
      const where = property(object, country.host);
      const code = isEmptyRef(where) ? country.home : to.lookups[country.table]?.get(String(where));
      return code === country.home ? 'company' : 'foreign';
    },
    write: (value) => hostKind(spec, value),
  });
}

function hostKind(spec: PartyKindSpec, value: Scalar): Record<string, unknown> {
  const sole = (yes: boolean) => (spec.soleTrader === undefined ? {} : { [spec.soleTrader]: yes });
  switch (value) {
    case 'company':
    case 'foreign': // the country, a field of the same unit, makes the difference
      return { [spec.legal.host]: spec.legal.company, ...sole(false) };
    case 'soleTrader':
      if (spec.soleTrader === undefined) throw new CannotWrite('unmapped-value', spec.field, { value });
      return { [spec.legal.host]: spec.legal.person, ...sole(true) };
    case 'person':
      return { [spec.legal.host]: spec.legal.person, ...sole(false) };
    case null:
      return { [spec.legal.host]: '', ...sole(false) };
    default:
      throw new CannotWrite('unmapped-value', spec.field, { value: String(value) });
  }
}
