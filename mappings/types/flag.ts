/** flag: a boolean property. A host keeps yes or no: what is not known here is no there. */
import { property, scalarCodec, UnclearProperty, type Codec } from '../codec.ts';

export function flagCodec(spec: { field: string; host: string; optional?: boolean | undefined }): Codec {
  const { field, host } = spec;
  return scalarCodec({
    field,
    needs: [{ property: host, is: 'flag', ...(spec.optional ? { optional: true } : {}) }],
    read(object) {
      const raw = property(object, host);
      if (typeof raw === 'boolean') return raw;
      if (raw === null || raw === '') return null;
      throw new UnclearProperty(host);
    },
    write: (value) => ({ [host]: value === true }),
    view: (value) => value === true,
  });
}
