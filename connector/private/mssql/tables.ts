/** The tables of the private schema as rows go into them. Whole numbers are BIGINT; how long a text may be is as in schema/. */
import { big, head, inserted, long, text, type Batch, type BatchRow, type Columns } from '../../store/mssql/batch.ts';
import type { Tsql } from '../../store/mssql/tsql.ts';
import { stored } from '../../store/mssql/work.ts';

const id = { n: big, id: text(100) };
const stamp = { by: text(200), at: text(40) };

export const COMPETITORS: Columns = {
  ...id, rev: big, name: text(300), aliases: long, counterparty: text(100), tax_id: text(50), site: text(500), strengths: long, weaknesses: long, answer: long, active: big,
  name_key: head(300), found_by: long, ...stamp,
}; // prettier-ignore
export const ITEMS: Columns = {
  ...id, rev: big, name: text(1000), sku: text(100), product: text(100), unit: text(50), active: big, name_key: head(300), found_by: long, ...stamp,
}; // prettier-ignore
export const ANALOGUES: Columns = { of_item: big, item: big, factor: big, ...stamp };
export const TEXTS: Columns = { n: big, hash: text(100), text: long, note_text: big, is_name: big };

const seen = { ...id, item: big, competitor: big, live: big, region: big, observed_at: big };
const from = {
  source: text(20), evidence: big, confidence: text(20), replaces: big, replaces_key: big, reason: big, withdrawn: big, import: text(100), by: text(200), at: big,
}; // prettier-ignore
export const PRICES: Columns = {
  ...seen, price: big, currency: text(3), vat_included: big, vat_rate: text(10), unit: text(50), pack_factor: big, min_quantity: big, terms: big, ...from,
}; // prettier-ignore
export const STOCK: Columns = { ...seen, least: big, most: big, lead_days: big, ...from };
export const EVIDENCE_FILES: Columns = { n: big, hash: text(100), bytes: long, ...stamp };
export const PRICE_FILES: Columns = { price: big, file: big, name: text(200) };
export const OFFERS: Columns = {
  ...id, rev: big, competitor: big, counterparty: text(100), invoice: text(100), number: text(100), date: text(10), valid_until: text(10), currency: text(3), vat_included: big,
  terms: long, evidence: long, outcome: text(20), won_by: big, why: long, import: text(100), ...stamp,
}; // prettier-ignore
export const OFFER_LINES: Columns = {
  offer: big,
  line: big,
  item: big,
  text: text(1000),
  quantity: big,
  unit: text(50),
  price: big,
};
export const NOTES: Columns = {
  ...id, rev: big, about_entity: text(20), about_record: text(100), kind: text(20), text_n: big, participants: long, pinned: big, private: big, due: text(10), assignee: text(200),
  done_at: text(40), owner: text(200), team: text(200), first_at: text(40), withdrawn_at: text(40), ...stamp,
}; // prettier-ignore
export const NOTE_TEXTS: Columns = { n: big, note: big, rev: big, text: long, ...stamp };
export const WORDS: Columns = { n: big, word: text(200) };
export const READERS: Columns = { n: big, reader: text(420) };
export const NOTE_WORDS: Columns = { word: big, reader: big, block: big, bits: big };
export const WORD_COUNTS: Columns = { word: big, reader: big, notes: big };
export const HANDOVERS: Columns = { n: big, from_user: text(200), to_user: text(200), notes: big, ...stamp };
export const IMPORTS: Columns = {
  ...id, kind: text(20), competitor: big, file: long, hash: text(100), prices: big, stock: big, items: big, offer_lines: big, left_out: big, undone_at: text(40), undone_by: text(200), ...stamp,
}; // prettier-ignore
export const IMPORT_COLUMNS: Columns = { competitor: big, shape_hash: text(100), shape: long, columns: long, ...stamp };
export const IMPORT_NAMES: Columns = { competitor: big, key_hash: text(100), key: long, item: big, ...stamp };
export const IMPORT_ITEMS: Columns = { import: big, item: big };

export const insert = (t: Tsql, table: string, columns: Columns, rows: readonly BatchRow[]): Promise<void> =>
  stored(t, batchOf(table, columns), rows);

const batches = new Map<string, Batch>();
function batchOf(table: string, columns: Columns): Batch {
  const made = batches.get(table) ?? inserted(table, columns);
  batches.set(table, made);
  return made;
}

/** The row of this number becomes this one. */
export async function update(t: Tsql, table: string, columns: Columns, row: BatchRow): Promise<void> {
  await t.run(`DELETE FROM sb.${table} WHERE n = @n`, { n: row['n'] ?? null });
  await insert(t, table, columns, [row]);
}
