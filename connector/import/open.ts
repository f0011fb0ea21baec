/** A file of unknown kind into rows: a workbook by its first bytes, else text; what is neither is said by name. */
import { SidebookError } from '../errors.ts';
import { readCsv } from './csv.ts';
import type { Encoding } from './encoding.ts';
import { found, LIMITS, type Table } from './table.ts';
import { readXlsx } from './xlsx.ts';

export interface OpenOptions {
  readonly sheet?: string;
  readonly encoding?: Encoding;
  readonly delimiter?: string;
}

const starts = (bytes: Uint8Array, ...with_: readonly number[]): boolean => with_.every((b, i) => bytes[i] === b);

export async function readTable(bytes: Uint8Array, options: OpenOptions = {}): Promise<Table> {
  if (bytes.length > LIMITS.fileBytes) throw new SidebookError('import-too-big', { limit: LIMITS.fileBytes / 1024 / 1024 });
  if (bytes.length === 0) throw new SidebookError('import-empty', {});
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new SidebookError('import-old-excel', {});
  if (starts(bytes, 0x50, 0x4b)) return readXlsx(bytes, options);
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64)).replace(/^\u00ef\u00bb\u00bf/, '').trimStart(); // prettier-ignore
  if (/^(%PDF|<|\{\\rtf|Rar!|7z\u00bc)/.test(start)) throw new SidebookError('import-not-a-table', { came: start.slice(0, 5) });
  return withoutSheets(await readCsv(bytes, options), options.sheet);
}

/** Whoever names a sheet may have meant another file. */
const withoutSheets = (table: Table, asked: string | undefined): Table =>
  asked === undefined ? table : { ...table, found: [found('note', 'import-no-sheets', null, null, asked), ...table.found] };
