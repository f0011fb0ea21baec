/** The pack for one installation: what Business Central is told follows from whether its posting counts, and whether we post. */
import type { RawMapping } from '../../packs.ts';

export interface Part {
  /** It keeps the books: numbers, payments and debts come from it. */
  readonly books: boolean;
  /** Invoices of ours are posted there. */
  readonly posts: boolean;
}

type Field = Record<string, unknown> & { readonly name?: string };

export function bcPack(pack: readonly RawMapping[], part: Part): RawMapping[] {
  const kept = part.books ? pack : pack.filter((file) => file.entity !== 'payment' && file.entity !== 'balance');
  return kept.map((file) => (file.entity === 'invoice' ? invoice(file, part) : file));
}

/** Where it keeps no books, what it calls paid says nothing of an invoice, and its external number is theirs, not our mark. */
function invoice({ marker, crossCheck, ...file }: RawMapping, { books, posts }: Part): RawMapping {
  const fields = (file['fields'] as Field[]).map((f) => (posts ? f : notPosted(f))).map((f) => (books ? f : numbered(f)));
  return { ...file, ...(books ? { marker, crossCheck } : {}), fields };
}

/** Whether it is posted is seen, and left to people there. */
const notPosted = (field: Field): Field => {
  if (field.name !== 'posted') return field;
  return { ...without(field, ['true']), type: 'flag', direction: 'from-host' };
};

const without = (field: Field, names: readonly string[]): Field =>
  Object.fromEntries(Object.entries(field).filter(([name]) => !names.includes(name)));

/** A number made elsewhere is the external number there, and the one it is found by; then nothing keeps more of a date than the day. */
function numbered(field: Field): Field {
  if (field.name === 'date') return { ...field, precision: 'day' };
  return field.name === 'number' ? { ...field, host: 'externalDocumentNumber', max: 35, direction: 'to-host' } : field;
}
