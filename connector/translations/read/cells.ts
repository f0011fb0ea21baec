/**
 * SpreadsheetML 2003 as a stream of rows. Nothing larger than a row is held; each cell says where in the text of the file it stands, so that it
 * can be replaced there. saxes reads the XML; namespaces, depth and sizes are watched here.
 */
import { FileRefused } from '../finding.ts';
import { decoded } from './encoding.ts';
import { Reading } from './reading.ts';
import { TEXT } from './row-reading.ts';
import type { Row, Visitor } from './rows.ts';
import type { Source } from './source.ts';

/** Characters of a file on the command line. */
const UNPACKED = 1024 ** 3;

/** Reads to the end, or to where the visitor has enough; throws FileRefused where the file cannot be read on. */
export async function readCells(source: Source, visitor: Visitor, limit: number = UNPACKED): Promise<void> {
  if (source.rows) return source.rows(source, bounded(visitor, limit), limit);
  const reading = new Reading(visitor);
  let size = 0;
  for await (const text of decoded(source.chunks())) {
    size += text.length;
    if (size > limit) throw tooLarge(limit);
    if (!reading.write(text)) return;
  }
  reading.close();
}

export const tooLarge = (limit: number): FileRefused =>
  new FileRefused('too-large', {}, { limit: Math.floor(limit / 1024 / 1024) });

/** Rows of other formats are held to the same bounds as those read here. */
function bounded(visitor: Visitor, limit: number): Visitor {
  let size = 0;
  const row = (read: Row): void => {
    for (const cell of read.cells) {
      size += cell.text.length;
      if (cell.text.length > TEXT) throw new FileRefused('text-too-long', { sheet: read.sheet, row: read.row, column: cell.column }, { limit: TEXT });
    }
    if (size > limit) throw tooLarge(limit);
    visitor.row?.(read);
  }; // prettier-ignore
  return {
    row,
    sheet: (name) => visitor.sheet?.(name),
    sheetEnd: (name) => visitor.sheetEnd?.(name) ?? true,
    strayUnit: (detail) => visitor.strayUnit?.(detail),
  };
}
