/** What moves from the private file and the file of the audit to a schema of a server, table by table: nearly the same columns there and here. */
import { AUDIT, DAYS, READS, VALUES } from '../audit/mssql/append.ts';
import * as to from '../private/mssql/tables.ts';
import { hashOf } from '../private/mssql/texts.ts';
import { NAMES } from '../private/sqlite/texts.ts';
import { CAUSES, MESSAGES, WAYS } from '../private/mssql/escalations.ts';
import type { BatchRow, Columns } from '../store/mssql/batch.ts';
import { same, type MovedTable } from '../store/mssql/move/moved-tables.ts';
import type { SqlRow } from '../store/rows.ts';

/** Scaled prices and bits of the search need all 63 of an integer. */
const BIG = { isBig: true } as const;
const but = (columns: Columns, ...names: readonly string[]): Columns =>
  Object.fromEntries(Object.entries(columns).filter(([name]) => !names.includes(name)));
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** As `same`, with columns a server needs beside those of the file. */
function besides(name: string, columns: Columns, keys: readonly string[], made: (row: SqlRow) => BatchRow): MovedTable {
  const plain = same(name, but(columns, ...Object.keys(made({}))), keys, BIG);
  return { ...plain, columns, cells: (row) => plain.cells(row).map((cells) => ({ ...cells, ...made(row) })) };
}

/** Names the row it takes the place of, or minus its own number. */
const replaced = ({ n, replaces }: SqlRow): BatchRow => ({
  replaces_key: typeof replaces === 'bigint' ? replaces : typeof n === 'bigint' ? -n : 0,
});

/** A text by its hash, a note's by where it stands, an erased one by its number. */
const textCells = ({ n, text, note_text: note, is_name: isName }: SqlRow): BatchRow => ({
  n: Number(n), hash: typeof text === 'string' ? hashOf(text) : typeof note === 'bigint' ? `note:${String(note)}` : `erased:${String(n)}`, text: typeof text === 'string' ? text : null,
  note_text: typeof note === 'bigint' ? note : null, is_name: isName === 1n ? 1 : 0,
}); // prettier-ignore

export const PRIVATE_MOVED: readonly MovedTable[] = [
  same('competitors', to.COMPETITORS, ['n'], BIG),
  same('items', to.ITEMS, ['n'], BIG),
  same('analogues', to.ANALOGUES, ['of_item', 'item'], BIG),
  { name: 'texts', columns: to.TEXTS, keys: ['n'], ...BIG, from: `select n, text, note_text, text in (${NAMES}) as is_name from texts`, cells: (row) => [textCells(row)] },
  besides('prices', to.PRICES, ['n'], replaced),
  besides('stock', to.STOCK, ['n'], replaced),
  same('offers', to.OFFERS, ['n'], BIG),
  same('offer_lines', to.OFFER_LINES, ['offer', 'line'], BIG),
  same('notes', to.NOTES, ['n'], BIG),
  same('note_texts', to.NOTE_TEXTS, ['n'], BIG),
  same('words', to.WORDS, ['n'], BIG),
  same('readers', to.READERS, ['n'], BIG),
  same('note_words', to.NOTE_WORDS, ['word', 'reader', 'block'], BIG),
  same('word_counts', to.WORD_COUNTS, ['word', 'reader'], BIG),
  same('handovers', to.HANDOVERS, ['n'], BIG),
  same('imports', to.IMPORTS, ['n'], BIG),
  besides('import_columns', to.IMPORT_COLUMNS, ['competitor', 'shape_hash'], ({ shape }) => ({ shape_hash: hashOf(textOf(shape)) })),
  besides('import_names', to.IMPORT_NAMES, ['competitor', 'key_hash'], ({ key }) => ({ key_hash: hashOf(textOf(key)) })),
  same('import_items', to.IMPORT_ITEMS, ['import', 'item'], BIG),
  same('escalation_messages', MESSAGES, ['n'], BIG),
  same('escalations', CAUSES, ['cause'], BIG),
  same('escalation_ways', WAYS, ['message', 'way'], BIG),
  same('evidence_files', to.EVIDENCE_FILES, ['n'], { ...BIG, atOnce: 4 }), // of up to four megabytes each
  same('price_files', to.PRICE_FILES, ['price'], BIG),
]; // prettier-ignore

export const AUDIT_MOVED: readonly MovedTable[] = [
  same('audit', AUDIT, ['n'], BIG),
  same('audit_values', VALUES, ['n'], BIG),
  same('audit_reads', READS, ['hour', 'actor', 'what'], BIG),
  same('export_days', DAYS, ['day', 'actor'], BIG),
];
