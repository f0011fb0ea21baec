/** Text as bytes of an old encoding: the decoder's own table, turned round. */
import type { Encoding } from '../../connector/import/index.ts';

const tables = new Map<Encoding, ReadonlyMap<string, number>>();

export function encoded(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const table = tables.get(encoding) ?? tableOf(encoding);
  return Buffer.from([...text].map((c) => table.get(c) ?? 63));
}

function tableOf(encoding: Encoding): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(encoding);
  const table = new Map(Array.from({ length: 256 }, (_, b) => [decoder.decode(Uint8Array.of(b)), b] as const));
  tables.set(encoding, table);
  return table;
}
