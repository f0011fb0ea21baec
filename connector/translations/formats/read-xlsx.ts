/** An .xlsx of labels as the rows of its sheets. The parts of the workbook are read as those of price lists are. */
import { SidebookError } from '../../errors.ts';
import { sharedStrings } from '../../import/shared-strings.ts';
import { readSheet } from '../../import/sheet.ts';
import { readStyles } from '../../import/styles.ts';
import type { Cell as Field } from '../../import/table.ts';
import { readWorkbook } from '../../import/workbook.ts';
import { openZip } from '../../import/zip.ts';
import { FileRefused } from '../finding.ts';
import type { Cell, Visitor } from '../read/rows.ts';
import type { Source } from '../read/source.ts';
import { rowOf } from './rows.ts';

export const xlsxSource = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  chunks: () => {
    throw new FileRefused('not-a-translations-file', {}, { came: '.xlsx' });
  },
  rows: (_from, visitor) => refusing(() => readRows(bytes, visitor)),
});

async function readRows(bytes: Uint8Array, visitor: Visitor): Promise<void> {
  const zip = await openZip(bytes);
  const book = await readWorkbook(zip);
  const strings = await sharedStrings(zip, book.strings);
  const styles = await readStyles(zip, book.styles);
  for (const { name, part } of book.sheets) {
    visitor.sheet?.(name);
    const { rows } = await readSheet(zip, { part, strings, styles, from1904: book.from1904 });
    for (const { n, cells } of rows) visitor.row?.(rowOf(name, n, cells.map(cellOf))); // prettier-ignore
    if (visitor.sheetEnd?.(name) === false) return;
  }
}

const TYPES = { number: 'Number', date: 'DateTime', flag: 'Boolean', error: 'Error', text: 'String' } as const;

function cellOf(cell: Field | undefined): string | Partial<Cell> | undefined {
  if (cell === undefined || typeof cell === 'string') return cell;
  return { text: cell.text, type: TYPES[cell.is], formula: cell.formula ? cell.text : null };
}

/** Megabytes a workbook may unpack to. */
const MOST = 700;
const TOO_LARGE: ReadonlySet<string> = new Set(['import-zip-bomb', 'import-too-big']);

/** What is wrong with the workbook has words for price lists; here it is no sound archive. */
async function refusing(read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (error instanceof SidebookError) throw new FileRefused(TOO_LARGE.has(error.code) ? 'too-large' : 'bad-zip', {}, { limit: Number(error.detail['limit'] ?? MOST), came: error.code });
    throw error;
  }
} // prettier-ignore
