/** The rows of a workbook's sheet: the one asked for, else the first people see. */
import { SidebookError } from '../errors.ts';
import { sharedStrings } from './shared-strings.ts';
import { readSheet } from './sheet.ts';
import { readStyles } from './styles.ts';
import { found, type Table } from './table.ts';
import { readWorkbook, type Sheet } from './workbook.ts';
import { openZip } from './zip.ts';

export async function readXlsx(bytes: Uint8Array, options: { readonly sheet?: string } = {}): Promise<Table> {
  const zip = await openZip(bytes);
  const book = await readWorkbook(zip);
  const sheet = chosen(book.sheets, options.sheet);
  const strings = await sharedStrings(zip, book.strings);
  const styles = await readStyles(zip, book.styles);
  const { rows, found: odd } = await readSheet(zip, { part: sheet.part, strings, styles, from1904: book.from1904 });
  const others = book.sheets.filter((s) => s !== sheet && !s.hidden).map((s) => s.name);
  const more = options.sheet === undefined && others.length > 0 ? [found('note', 'import-other-sheets', null, null, others.join(', '))] : [];
  return { kind: 'xlsx', read: { sheet: sheet.name }, rows, found: [...more, ...odd] };
} // prettier-ignore

function chosen(sheets: readonly Sheet[], asked: string | undefined): Sheet {
  const sheet = asked === undefined ? (sheets.find((s) => !s.hidden) ?? sheets[0]) : sheets.find((s) => s.name === asked);
  if (!sheet) throw new SidebookError('import-no-sheet', { came: asked ?? '', known: sheets.map((s) => s.name).join(', ') });
  return sheet;
}
