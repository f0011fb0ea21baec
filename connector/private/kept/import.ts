/** An import as a row gives it back, and what the audit is told of it: the same on every database. */
import { createHash } from 'node:crypto';
import type { SqlRow } from '../../store/rows.ts';
import type { ImportKind, ImportRecord } from '../imports.ts';
import { maybe, number, text, word } from './values.ts';

const KINDS: readonly ImportKind[] = ['prices', 'offer'];

/** For the audit: which file it was can be proved, not read. */
export const told = ({ file, hash, prices, stock, offerLines, items, leftOut }: ImportRecord) => ({
  file: createHash('sha256').update(file).digest('hex'), bytes: hash, prices, stock, offerLines, items, leftOut,
}); // prettier-ignore

export const recordOf = (row: SqlRow): ImportRecord => ({
  id: text(row, 'id'), kind: word(row, 'kind', KINDS), competitor: text(row, 'competitor_id'), file: text(row, 'file'), hash: text(row, 'hash'),
  prices: number(row, 'prices'), stock: number(row, 'stock'), items: number(row, 'items'), offerLines: number(row, 'offer_lines'), leftOut: number(row, 'left_out'),
  undoneAt: maybe(row, 'undone_at'), undoneBy: maybe(row, 'undone_by'), by: text(row, 'by'), at: text(row, 'at'),
}); // prettier-ignore
