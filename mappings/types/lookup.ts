/** lookup: a canonical code for a GUID of a small host table read at connection (countries, VAT catalogue). */
import { CannotWrite, property, scalarCodec, UnclearProperty, type Codec } from '../codec.ts';
import { isEmptyRef, ZERO_GUID } from './ref.ts';

export interface LookupSpec {
  field: string;
  host: string;
  table: string;
  optional?: boolean | undefined;
}

export function lookupCodec(spec: LookupSpec): Codec {
  const { field, host, table } = spec;
  return scalarCodec({
    field,
    needs: [{ property: host, ...(spec.optional ? { optional: true } : {}) }],
    read(object, to) {
      const raw = property(object, host);
      if (isEmptyRef(raw)) return null;
      if (typeof raw !== 'string') throw new UnclearProperty(host);
      const code = to.lookups[table]?.get(raw);
      if (code === undefined) to.unmapped(field, raw);
      return code;
    },
    write(value, from) {
      if (value === null) return { [host]: ZERO_GUID };
      for (const [key, code] of from.lookups[table] ?? []) if (code === value) return { [host]: key };
      throw new CannotWrite('unmapped-value', field, { value: String(value) });
    },
  });
}
