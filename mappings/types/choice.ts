/**
 * choice: a canonical word for one host value, or for a combination of several properties.
 * Values are a table in the pack; a value the table does not name is reported, never guessed (M4).
 */
import { CannotWrite, property, scalarCodec, type Codec } from '../codec.ts';

export interface ChoiceSpec {
  field: string;
  /** One property or several that together make the value. */
  host: readonly string[];
  /** Word -> the value of each property; `null` in a row matches anything and is left alone on writing. */
  values: readonly { word: string | boolean | null; host: readonly unknown[] }[];
}

const fits = (wanted: readonly unknown[], raw: readonly unknown[]): boolean =>
  wanted.every((w, i) => w === null || w === raw[i] || (w === '' && (raw[i] === null || raw[i] === '')));

export function choiceCodec(spec: ChoiceSpec): Codec {
  const { field, host, values } = spec;
  return scalarCodec({
    field,
    needs: host.map((name) => ({ property: name })),
    read(object, to) {
      const raw = host.map((name) => property(object, name));
      const row = values.find((v) => fits(v.host, raw));
      if (row) return row.word;
      if (raw.every((r) => r === '' || r === null)) return null;
      to.unmapped(field, raw.map(String).join(', '));
      return undefined;
    },
    write(word) {
      const row = values.find((v) => v.word === word) ?? (word === null ? { host: host.map(() => '') } : undefined);
      if (!row) throw new CannotWrite('unmapped-value', field, { value: String(word) });
      return Object.fromEntries(host.map((name, i) => [name, row.host[i]] as const).filter(([, v]) => v !== null));
    },
  });
}
