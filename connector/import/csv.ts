/** Rows of a text file. What breaks the whole file (a quote never closed, an endless line) stops it with the line where it began. */
import { CsvError, parse } from 'csv-parse';
import { once } from 'node:events';
import { SidebookError } from '../errors.ts';
import { decoded, detectEncoding, type Encoding } from './encoding.ts';
import { detectDelimiter, DELIMITERS, separatorLine } from './delimiter.ts';
import { Kept } from './kept.ts';
import { found, LIMITS, type Found, type Row, type Table } from './table.ts';

export interface CsvOptions {
  readonly encoding?: Encoding;
  /** What is pasted from a spreadsheet has tabs, whatever marks stand in it. */
  readonly delimiter?: string;
}

export async function readCsv(bytes: Uint8Array, options: CsvOptions = {}): Promise<Table> {
  const seen = options.encoding ? { encoding: options.encoding, by: 'asked' as const, unsure: false } : detectEncoding(bytes);
  const head = new TextDecoder(seen.encoding).decode(bytes.subarray(0, 64 * 1024));
  const said = separatorLine(head);
  const delimiter = said ?? options.delimiter ?? detectDelimiter(head);
  const rows = await records(decoded(bytes, seen.encoding), delimiter);
  const start = said === null ? rows : rows.slice(1);
  const odd = seen.unsure ? [found('note', 'import-encoding-unsure', null, null, seen.encoding)] : [];
  return {
    kind: 'csv', read: { encoding: seen.encoding, by: seen.by, delimiter: delimiter === '\t' ? 'tab' : delimiter },
    rows: start, found: [...odd, ...strange(start, delimiter)],
  }; // prettier-ignore
}

async function records(chunks: Iterable<string>, delimiter: string): Promise<Row[]> {
  const parser = parse({
    delimiter, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: false,
    record_delimiter: ['\r\n', '\n', '\r'], max_record_size: LIMITS.record,
  }); // prettier-ignore
  const kept = new Kept();
  let n = 0;
  parser.on('readable', () => {
    for (let r = parser.read() as string[] | null; r !== null; r = parser.read() as string[] | null) kept.add(++n, cellsOf(r, n));
  });
  const ended = once(parser, 'end');
  ended.catch(() => undefined); // awaited below
  try {
    for (const chunk of guarded(chunks, delimiter)) if (!parser.write(chunk)) await Promise.race([once(parser, 'drain'), ended]);
    parser.end();
    await ended;
  } catch (error) {
    parser.destroy();
    throw refusal(error);
  }
  return kept.rows;
}

const COLUMNS_UNREAD = 100_000;

/** A line of separators alone has no length, but a million columns: stopped before they are made. */
function* guarded(chunks: Iterable<string>, delimiter: string): Generator<string> {
  let [line, columns] = [1, 0];
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charAt(i);
      if (c === delimiter) columns++;
      else if (c === '\n' || c === '\r') [line, columns] = [line + (c === '\n' ? 1 : 0), 0];
      if (columns > COLUMNS_UNREAD) throw new SidebookError('import-too-many-columns', { place: line, came: `> ${String(COLUMNS_UNREAD)}`, limit: LIMITS.columns });
    }
    yield chunk;
  }
} // prettier-ignore

/** An empty cell is none. */
function cellsOf(values: readonly string[], n: number): (string | undefined)[] {
  if (values.length > LIMITS.columns) throw new SidebookError('import-too-many-columns', { place: n, came: values.length, limit: LIMITS.columns }); // prettier-ignore
  return values.map((v) => (v === '' ? undefined : v));
}

function refusal(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const row = Number(error['records']) + 1; // rows before it were whole
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new SidebookError('import-quote-open', { place: row }, error);
  if (error.code === 'CSV_MAX_RECORD_SIZE') return new SidebookError('import-line-endless', { place: row, limit: LIMITS.record }, error);
  return new SidebookError('import-csv-broken', { place: row, came: error.code }, error);
} // prettier-ignore

/** Lines that keep to another separator than the rest. */
function strange(rows: readonly Row[], delimiter: string): Found[] {
  const width = usualWidth(rows);
  if (width < 3) return [];
  return rows.flatMap(({ n, cells }) => {
    const [line, more] = cells.filter((c) => c !== undefined);
    if (more !== undefined || typeof line !== 'string') return [];
    const others = DELIMITERS.filter((d) => d !== delimiter && line.split(d).length >= width - 1);
    return others.length > 0 ? [found('row', 'import-other-separator', n, null, line)] : [];
  });
}

function usualWidth(rows: readonly Row[]): number {
  const widths = rows.slice(0, 200).map((r) => r.cells.length).sort((a, b) => a - b); // prettier-ignore
  return widths[Math.floor(widths.length / 2)] ?? 0;
}
