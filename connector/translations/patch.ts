/**
 * Puts texts into the cells of a workbook and leaves every other byte as it came: places come from reading, the file is read once more and copied
 * around them. A cell of plain text keeps its tags; one with rich text, a number or nothing gets a new Data element.
 */
import type { Cell, Row, Spelling } from './read/rows.ts';
import { decoded, encoderOf, encodingOf } from './read/encoding.ts';
import type { Source } from './read/source.ts';

/** What an edit needs to know of a cell and its row: places, and no text. */
export interface PlacedCell extends Pick<Cell, 'column' | 'across' | 'open' | 'dataOpen' | 'dataClose' | 'close' | 'isRich'> {
  /** Its ss:Type is String. */
  readonly isText: boolean;
}
export interface PlacedRow extends Pick<Row, 'open' | 'spelling'> {
  readonly cells: readonly PlacedCell[];
}

export interface Edit {
  /** Places in the text of the file. */
  readonly from: number;
  readonly to: number;
  /** What stands there now -> what shall. */
  readonly replace: (was: string) => string;
}

/** The edit that gives a cell of this row another text; `cell` is null where the row leaves it out. */
export function editOf(row: PlacedRow, cell: PlacedCell | null, column: number, text: string): Edit {
  if (!cell) return insertion(row, column, text);
  if (cell.dataOpen < 0) return { from: cell.open - 2, to: cell.open, replace: (was) => filled(was, row.spelling, text) };
  if (cell.isRich || !cell.isText) return { from: cell.open, to: cell.dataClose, replace: (was) => newData(was, cell.dataOpen - cell.open, row.spelling, text) };
  return { from: cell.dataOpen - 2, to: cell.dataClose, replace: (was) => content(was, row.spelling, text) };
} // prettier-ignore

/** Below Data only: the tag before and the end tag stay. An empty element opens up. */
function content(was: string, spelling: Spelling, text: string): string {
  if (was === '/>') return `>${escaped(text)}</${spelling.element}Data>`;
  return was.slice(0, 2) + escaped(text) + was.slice(was.lastIndexOf('</'));
}

/** Comments that stand before Data stay where they are. */
function newData(was: string, dataOpen: number, spelling: Spelling, text: string): string {
  return was.slice(0, was.lastIndexOf('<', dataOpen - 1)) + data(spelling, text);
}

/** <Cell …/> opens up; <Cell …></Cell> is filled. */
const filled = (was: string, spelling: Spelling, text: string): string =>
  was === '/>' ? `>${data(spelling, text)}</${spelling.element}Cell>` : was + data(spelling, text);

function insertion(row: PlacedRow, column: number, text: string): Edit {
  const before = row.cells.filter((c) => c.column < column).at(-1);
  const at = before?.close ?? row.open;
  const next = before ? before.column + 1 + before.across : 1;
  const index = next === column ? '' : ` ${attribute(row.spelling, 'Index', String(column))}`;
  const cell = `<${row.spelling.element}Cell${index}>${data(row.spelling, text)}</${row.spelling.element}Cell>`;
  return { from: at, to: at, replace: () => cell };
}

const data = (spelling: Spelling, text: string): string =>
  `<${spelling.element}Data ${attribute(spelling, 'Type', 'String')}>${escaped(text)}</${spelling.element}Data>`;
const attribute = ({ attribute: prefix }: Spelling, name: string, value: string): string =>
  prefix === null
    ? `xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" ss:${name}="${value}"`
    : `${prefix}:${name}="${value}"`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;', '\n': '&#10;' };
/** A raw CR would be read back as LF; characters XML forbids cannot be written at all. */
export const escaped = (text: string): string =>
  text.replace(/[&<>\r\n]/g, (c) => ESCAPES[c] ?? c).replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Cs}]/gu, '');

/** The bytes of the workbook with the edits made. Edits may come in any order; none may overlap. */
export async function* patched(source: Source, edits: readonly Edit[]): AsyncGenerator<Uint8Array> {
  const sorted = [...edits].sort((a, b) => a.from - b.from);
  const encode = await encoderFor(source);
  let [kept, start, next] = ['', 0, 0];
  for await (const text of decoded(source.chunks())) {
    kept += text;
    const made: string[] = [];
    let done = start;
    for (let edit = sorted[next]; edit && edit.to <= start + kept.length; edit = sorted[++next]) {
      made.push(kept.slice(done - start, edit.from - start), edit.replace(kept.slice(edit.from - start, edit.to - start)));
      done = edit.to;
    }
    // What the next edit begins in stays for the next piece.
    const until = Math.max(done, Math.min(start + kept.length, sorted[next]?.from ?? Infinity));
    made.push(kept.slice(done - start, until - start));
    kept = kept.slice(until - start);
    start = until;
    yield encode(made.join(''));
  }
  if (kept !== '') yield encode(kept);
}

/** By the first bytes of the file. */
async function encoderFor(source: Source): Promise<(text: string) => Uint8Array> {
  for await (const chunk of source.chunks()) if (chunk.length > 0) return encoderOf(encodingOf(chunk));
  return encoderOf('utf-8');
}
