/**
 * SpreadsheetML 2003 as a stream of rows. Nothing larger than a row is held; each cell says where in the text of the file it stands, so that it
 * can be replaced there. saxes reads the XML; namespaces, depth and sizes are watched here.
 */
import { FileRefused } from '../finding.ts';
import { decoded } from './encoding.ts';
import { Reading } from './reading.ts';
import type { Visitor } from './rows.ts';
import type { Source } from './source.ts';

/** Characters of a file on the command line. */
const UNPACKED = 1024 ** 3;

/** Reads to the end, or to where the visitor has enough; throws FileRefused where the file cannot be read on. */
export async function readCells(source: Source, visitor: Visitor, limit: number = UNPACKED): Promise<void> {
  if (source.rows) return source.rows(visitor);
  const reading = new Reading(visitor);
  let size = 0;
  for await (const text of decoded(source.chunks())) {
    size += text.length;
    if (size > limit) throw new FileRefused('too-large', {}, { limit: Math.floor(limit / 1024 / 1024) });
    if (!reading.write(text)) return;
  }
  reading.close();
}
