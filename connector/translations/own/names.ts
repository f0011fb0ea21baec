/** Sidebook's own labels by name, and the keys they have in a workbook. A key rests on the name alone, so it stays from version to version. */
import { createHash } from 'node:crypto';
import { DISPLAY, LABELS, type Key } from '../model.ts';
import { placeholders } from '../placeholders.ts';

/** widget: texts of the panels; message: what went wrong and what to do, and other sentences of the server; mapping: kinds of records and their fields; option: values one chooses; feed: what its sets are called. */
export type Kind = 'widget' | 'message' | 'mapping' | 'option' | 'feed';

export interface OwnName {
  readonly kind: Kind;
  /** `invoices.title`, `host-slow.what`, `invoice.total`. */
  readonly name: string;
}

/** The namespace of our names (RFC 9562, version 5). */
const NAMESPACE = Buffer.from('6f1d0c5e2b7a4e0e9c3b5a7d8e9f0a1b', 'hex');

/** Texts with something to fill in stand on Display Strings under their name, all others on Localized Labels under an id made of it. */
export function keyOf({ kind, name }: OwnName, base: string): Key {
  if (placeholders(base).length > 0) return { sheet: DISPLAY, entity: kind, id: name, column: '' };
  return { sheet: LABELS, entity: kind, id: uuid5(`${kind}/${name}`), column: columnOf(name) };
}

/** What kind of text it is; Dynamics calls it Object Column Name. */
function columnOf(name: string): string {
  const last = name.split('.').at(-1) ?? '';
  return /hint/i.test(last) ? 'hint' : /placeholder/i.test(last) ? 'placeholder' : 'label';
}

function uuid5(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
