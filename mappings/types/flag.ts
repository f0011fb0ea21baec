/** flag: a boolean property. `states` names flags a host spells as other values. */
import { property, scalarCodec, type Codec } from '../codec.ts';

export function flagCodec(spec: { field: string; host: string; optional?: boolean | undefined }): Codec {
  const { field, host } = spec;
  return scalarCodec({
    field,
    needs: [{ property: host, ...(spec.optional ? { optional: true } : {}) }],
    read(object) {
      const raw = property(object, host);
      return typeof raw === 'boolean' ? raw : null;
    },
    write: (value) => ({ [host]: value === true }),
  });
}
