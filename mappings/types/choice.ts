/**
 * choice: a canonical word for one host value, or for a combination of several properties.
 * Values are a table in the pack; a value the table does not name is reported, never guessed (M4).
 */
import type { Scalar } from '../../connector/model.ts';
import { CannotWrite, property, scalarCodec, type Codec } from '../codec.ts';

export interface ChoiceSpec {
  field: string;
  /** One property or several that together make the value. */
  host: readonly string[];
  /** Word -> the value of each property; `null` in a row matches anything and is left alone on writing. */
  values: readonly { word: string | boolean | null; host: readonly unknown[] }[];
  /** How none is sent where no row says it. */
  empty: '' | null;
}

const fits = (wanted: readonly unknown[], raw: readonly unknown[]): boolean =>
  wanted.every((w, i) => w === null || w === raw[i] || (w === '' && (raw[i] === null || raw[i] === '')));

function firstWith(values: ChoiceSpec['values'], word: Scalar): Scalar {
  const own = values.find((v) => v.word === word);
  const first = own && values.find((v) => JSON.stringify(v.host) === JSON.stringify(own.host));
  return first ? first.word : word;
}

export function choiceCodec(spec: ChoiceSpec): Codec {
  const { field, host, values, empty } = spec;
  return scalarCodec({
    field,
    needs: host.map((name) => ({ property: name })),
    // Words that share a host value are shown as the first of them: "sole trader" where the host only knows companies.
    view: (word) => firstWith(values, word),
    read(object, to) {
      const raw = host.map((name) => property(object, name));
      const row = values.find((v) => fits(v.host, raw));
      if (row) return row.word;
      if (raw.every((r) => r === '' || r === null)) return null;
      to.unmapped(field, raw.map(String).join(', '));
      return undefined;
    },
    write(word) {
      const row = values.find((v) => v.word === word);
      if (!row && word === null) return Object.fromEntries(host.map((name) => [name, empty]));
      if (!row) throw new CannotWrite('unmapped-value', field, { value: String(word) });
      return Object.fromEntries(host.map((name, i) => [name, row.host[i]] as const).filter(([, v]) => v !== null));
    },
  });
}
