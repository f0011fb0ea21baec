/** text: trimmed, NFC, empty = null. `long` says what happens to a text this host cannot hold (M3). */
import type { Scalar } from '../../connector/model.ts';
import { CannotWrite, property, scalarCodec, UnclearProperty, type Codec } from '../codec.ts';

export interface TextSpec {
  field: string;
  host: string;
  max?: number | undefined;
  long?: 'reject' | 'shorten' | undefined;
  same?: 'exact' | 'folded' | undefined;
  optional?: boolean | undefined;
}

/** Canonical text of what a host sent: padded fixed strings, line ends and decomposed letters made one. */
export function canonicalText(value: unknown, name: string): string | null {
  if (value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw new UnclearProperty(name);
  const text = String(value).replace(/\r\n?/g, '\n').trim();
  return text === '' ? null : isPlain(text) ? text : text.normalize('NFC');
}

const isPlain = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 0x2ff && (c < 0x400 || c > 0x45f)) return false; // Latin and Cyrillic without combining marks are NFC already
  }
  return true;
};

/** Case and inner white space folded; ё is a letter of its own (model.md 1). */
export const folded = (value: Scalar): string =>
  typeof value === 'string' ? value.toLowerCase().replace(/\s+/g, ' ').trim() : '';

/** The first `max` units of a text, without half a character at the end. */
function beginning(text: string, max: number): string {
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

export function textCodec(spec: TextSpec): Codec {
  const { field, host, max } = spec;
  const shorten = spec.long === 'shorten' && max !== undefined;
  const cut = (value: Scalar): Scalar =>
    shorten && typeof value === 'string' && value.length > max ? beginning(value, max).trim() || null : value;
  return scalarCodec({
    field,
    needs: [{ property: host, ...(spec.optional ? { optional: true } : {}) }],
    read: (object) => canonicalText(property(object, host), host),
    write(value) {
      const text = cut(value) ?? '';
      if (typeof text === 'string' && max !== undefined && text.length > max)
        throw new CannotWrite('field-too-long', field, { length: String(text.length), max: String(max) });
      return { [host]: text };
    },
    view: cut,
    ...(spec.same === 'folded' ? { same: (a: Scalar, b: Scalar) => folded(a) === folded(b) } : {}),
  });
}
