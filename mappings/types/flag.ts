/** flag: a boolean property. A host keeps yes or no: what is not known here is no there. */
import { property, scalarCodec, UnclearProperty, type Codec } from '../codec.ts';

export interface FlagSpec {
  field: string;
  host: string;
  optional?: boolean | undefined;
  /** What one that nobody set means; without it, nothing is known to be there. */
  empty?: false | undefined;
}

export function flagCodec(spec: FlagSpec): Codec {
  const { field, host, empty = null } = spec;
  return scalarCodec({
    field,
    needs: [{ property: host, is: 'flag', ...(spec.optional ? { optional: true } : {}) }],
    read(object) {
      const raw = property(object, host);
      if (typeof raw === 'boolean') return raw;
      if (raw === null || raw === '') return empty;
      throw new UnclearProperty(host);
    },
    write: (value) => ({ [host]: value === true }),
    view: (value) => value === true,
  });
}
