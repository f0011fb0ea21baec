/** lookupFlag: yes or no, as the object of a small host table says that a reference of ours leads to; read only. */
import { property, scalarCodec, UnclearProperty, type Codec } from '../codec.ts';
import { isEmptyRef } from './ref.ts';

export interface LookupFlagSpec {
  field: string;
  host: string;
  table: string;
}

export function lookupFlagCodec({ field, host, table }: LookupFlagSpec): Codec {
  return scalarCodec({
    field,
    needs: [{ property: host }],
    read(object, to) {
      const raw = property(object, host);
      if (isEmptyRef(raw)) return null;
      if (typeof raw !== 'string') throw new UnclearProperty(host);
      const word = to.lookups[table]?.get(raw);
      // A base without such a column says of nothing whether it is so: not known, and no value nobody mapped.
      return word === undefined ? undefined : word === 'true';
    },
    write: () => ({}),
  });
}
