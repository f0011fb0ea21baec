/**
 * partyKind: БП keeps two legal forms and a flag, and tells a foreign company only by its country (hosts/1c.md 4.1, 4.8).
 * Russia is the default country of 1C's own handler, so an empty one is Russian.
 */
import type { Fields, Scalar, Value } from '../../connector/model.ts';
import { CannotWrite, property, scalarCodec, type Codec } from '../codec.ts';
import { isEmptyRef } from './ref.ts';

export interface PartyKindSpec {
  field: string;
  legal: { host: string; company: string; person: string };
  soleTrader?: string | undefined;
  country: { host: string; table: string; home: string };
}

export function partyKindCodec(spec: PartyKindSpec): Codec {
  const { field, legal, country } = spec;
  const codec = scalarCodec({
    field,
    needs: [
      { property: legal.host },
      ...(spec.soleTrader === undefined ? [] : [{ property: spec.soleTrader }]),
      { property: country.host },
    ],
    read(object, to) {
      const form = property(object, legal.host);
      const sole = spec.soleTrader !== undefined && property(object, spec.soleTrader) === true;
      const where = property(object, country.host);
      if (form === legal.person) return sole ? 'soleTrader' : 'person';
      if (form === '' || form === null) return null;
      if (form !== legal.company) {
        to.unmapped(field, typeof form === 'string' ? form : typeof form);
        return undefined;
      }
      const code = isEmptyRef(where) ? country.home : to.lookups[country.table]?.get(String(where));
      return code === country.home ? 'company' : 'foreign';
    },
    write: (value) => hostKind(spec, value),
  });
  const view = (_field: string, fields: Fields): Value | undefined =>
    shownKind(fields[field], fields['country'] ?? country.home, country.home);
  return {
    ...codec,
    view,
    put: (_field, ours, shown) => (ours[field] !== undefined && view(field, ours) === shown[field] ? ours[field] : shown[field]),
  };
}

/** A company is shown as foreign or not by its country alone, whatever we call it. */
const shownKind = (kind: Value | undefined, country: Value, home: string): Value | undefined =>
  kind === 'company' || kind === 'foreign' ? (country === home ? 'company' : 'foreign') : kind;

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
