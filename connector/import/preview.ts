/**
 * What an import would do, without doing it: how the file was read, which column is what, which item each line is, and every problem
 * with its place. Applying takes exactly what the preview showed (draft.ts).
 */
import { createHash } from 'node:crypto';
import type { Id } from '../private/model.ts';
import type { ImportRecord, PrivateImports } from '../private/imports.ts';
import { columnsOf, shapeOf, type Columns } from './columns.ts';
import { settled, type Placed } from './settle.ts';
import { formatsOf, type Formats } from './formats.ts';
import { readLines, type LinesRead } from './lines.ts';
import type { Stated } from './line.ts';
import { ItemIndex } from './match.ts';
import { readTable } from './open.ts';
import { readMemory } from './memory.ts';
import type { ImportRequest } from './request.ts';
import { currencyIn, vatIn } from './stated.ts';
import { found, LIMITS, shown, textOf, type Found, type Row, type Table } from './table.ts';

export interface Preview {
  readonly request: ImportRequest;
  readonly hash: string;
  readonly shape: string;
  readonly read: Table['read'];
  readonly columns: Columns;
  /** The first rows of goods as they stood, for whoever is to say which column is what. */
  readonly rows: readonly (readonly string[])[];
  readonly formats: Formats;
  readonly stated: Stated;
  /** Lines that would be taken over, lines that wait for a decision, lines a person refused. */
  readonly placed: Placed;
  readonly found: readonly Found[];
  /** Lines of goods that are not taken over. */
  readonly leftOut: number;
  /** The same file, imported before. */
  readonly before: ImportRecord | null;
}

/** What reading a file has to know of the store. */
export type Known = Pick<PrivateImports, 'columns' | 'names' | 'items' | 'before'>;

export const isStopped = (preview: Pick<Preview, 'found'>): boolean => preview.found.some((f) => f.level === 'stop');

export async function previewImport(request: ImportRequest, imports: Known): Promise<Preview> {
  const file = await readFile(request, imports);
  const { columns, formats, stated, lines } = file;
  const placed = settled(lines, request, await indexOf(request.competitor, imports));
  const all = [...file.found, ...mixed(formats, columns), ...placed.found];
  const none = lines.length === 0 && !all.some((f) => f.level === 'stop') ? [found('stop', 'import-no-lines', null, null)] : [];
  return {
    request, hash: file.hash, shape: file.shape, read: file.read, rows: file.rows, columns, formats, stated, placed, found: inOrder([...all, ...none]),
    leftOut: file.left + placed.leftOut, before: await imports.before(request.competitor, file.hash),
  };
} // prettier-ignore

/** Its rows are forgotten once they are lines. */
async function readFile(request: ImportRequest, imports: Known) {
  const table = await readTable(request.bytes, request);
  const [hash, shape] = [createHash('sha256').update(request.bytes).digest('hex'), shapeOf(table.rows)];
  const memory = readMemory(await imports.columns(request.competitor, shape));
  const columns = columnsOf(table.rows, request.map ?? [], memory?.columns ?? null);
  const formats = formatsOf(table.rows, columns, request.mark ?? memory?.mark ?? null);
  const stated = statedFor(request, columns, memory);
  const isCurrencyKnown = currencySaid(table.rows, columns, stated);
  const input = { rows: table.rows, columns, formats, stated, today: request.today, isOffer: request.kind === 'offer', skip: badRows(table), isCurrencyKnown };
  const { lines, found: wrong, left, sayVat } = hasGoods(columns) ? readLines(input) : NO_LINES;
  const missing = unsaid({ isCurrencyKnown, isVatKnown: stated.vatIncluded !== null || sayVat });
  return { read: table.read, rows: sampleOf(table.rows, columns), hash, shape, columns, formats, stated, lines, left, found: [...table.found, ...columns.found, ...missing, ...bounded(wrong)] };
} // prettier-ignore

const SAMPLE = 5;
const sampleOf = (rows: readonly Row[], { after }: Columns): string[][] =>
  rows.slice(after, after + SAMPLE).map(({ cells }) => Array.from(cells, (c) => shown(textOf(c))));

const badRows = (table: Table): ReadonlySet<number> =>
  new Set(table.found.flatMap((f) => (f.level === 'row' && f.row !== null ? [f.row] : [])));
const NO_LINES: LinesRead = { lines: [], found: [], left: 0, sayVat: false };
const hasGoods = (columns: Columns): boolean => !columns.found.some((f) => f.level === 'stop');

async function indexOf(competitor: Id, imports: Known): Promise<ItemIndex> {
  const index = new ItemIndex(await imports.names(competitor));
  for await (const item of imports.items()) index.add(item);
  return index;
}

/** A person's word, the head of the price column, the words above the list, what was remembered. */
function statedFor(request: ImportRequest, columns: Columns, memory: Stated | null): Stated {
  const price = columns.of.price === undefined ? '' : (columns.heads[columns.of.price] ?? '');
  return {
    currency: request.currency ?? currencyIn(price) ?? currencyIn(columns.above) ?? memory?.currency ?? null,
    vatIncluded: request.vatIncluded ?? vatIn(price) ?? vatIn(columns.above) ?? memory?.vatIncluded ?? null,
  };
}

/** Neither the file nor a person says it: nobody guesses a currency or a tax. */
const unsaid = (known: { readonly isCurrencyKnown: boolean; readonly isVatKnown: boolean }): Found[] => [
  ...(known.isCurrencyKnown ? [] : [found('stop', 'import-no-currency', null, null)]),
  ...(known.isVatKnown ? [] : [found('stop', 'import-no-vat', null, null)]),
];

const currencySaid = (rows: readonly Row[], { of, after }: Columns, stated: Stated): boolean =>
  stated.currency !== null || (of.currency !== undefined && rows.length > after) || cellsName(rows, of.price, after);

/** Every price with its currency beside it. */
const cellsName = (rows: readonly Row[], column: number | undefined, after: number): boolean =>
  column !== undefined && rows.slice(after, after + 50).some(({ cells }) => {
    const cell = cells[column];
    return cell !== undefined && (typeof cell === 'string' ? currencyIn(cell) : (cell.mark ?? null)) !== null;
  }); // prettier-ignore

/** 1,099.00 and 1.099,00 in one column: what is clear is taken, and people are told. */
const mixed = (formats: Formats, { of }: Columns): Found[] =>
  Object.entries(formats.numbers).flatMap(([field, f]) =>
    f.comma && f.point ? [found('note', 'import-marks-mixed', f.point.count < f.comma.count ? f.point.row : f.comma.row, of[field as keyof typeof of] ?? null, `${f.comma.came} / ${f.point.came}`)] : [],
  ); // prettier-ignore

const bounded = (all: readonly Found[]): readonly Found[] => (all.length < LIMITS.found ? all : [...all, found('note', 'import-more-problems', null, null, String(LIMITS.found))]); // prettier-ignore

const LEVELS = { stop: 0, row: 1, note: 1 } as const;
const inOrder = (all: readonly Found[]): Found[] =>
  [...all].sort((a, b) => LEVELS[a.level] - LEVELS[b.level] || (a.row ?? 0) - (b.row ?? 0) || (a.column ?? 0) - (b.column ?? 0));
