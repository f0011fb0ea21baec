/**
 * Our own labels as a workbook of the Dynamics format, written as text piece by piece: same sheets, styles, protection and widths, every cell present,
 * every text a String. The same labels give the same bytes.
 */
import { languageName } from './languages.ts';
import { compareKeys, DISPLAY, LABELS, INFORMATION, type Label, type LabelSet, type SheetName } from './model.ts';
import { escaped } from './patch.ts';

const HEAD =
  '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>' +
  '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">' +
  '<DocumentProperties xmlns="urn:schemas-microsoft-com:office:office" />' +
  '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><ActiveSheet>2</ActiveSheet><ProtectStructure>False</ProtectStructure><ProtectWindows>False</ProtectWindows></ExcelWorkbook>' +
  '<Styles><Style ss:ID="Default" ss:Name="Normal"><Alignment ss:Vertical="Bottom" /></Style>' +
  // Before the filled ones: LibreOffice gives a style without a fill that of the style above it.
  '<Style ss:ID="s24"><Alignment ss:Vertical="Top" ss:WrapText="1" /><NumberFormat ss:Format="@" /><Protection ss:Protected="0" /></Style>' +
  '<Style ss:ID="s21"><Font ss:Bold="1" /><Interior ss:Color="#CCCCFF" ss:Pattern="Solid" /></Style>' +
  '<Style ss:ID="s22"><Interior ss:Color="#CCCCFF" ss:Pattern="Solid" /></Style>' +
  '<Style ss:ID="s23"><Interior ss:Color="#CCCCFF" ss:Pattern="Solid" /><NumberFormat ss:Format="[$-409]m/d/yy\\ h:mm\\ AM/PM;@" /></Style></Styles>';

/** What Dynamics lets a translator do in spite of the protection. */
const OPTIONS =
  '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><ProtectObjects>False</ProtectObjects><ProtectScenarios>False</ProtectScenarios>' +
  '<AllowFormatCells /><AllowSizeCols /><AllowSizeRows /><AllowInsertCols /><AllowInsertRows /><AllowInsertHyperlinks /><AllowDeleteCols /><AllowDeleteRows /><AllowSort /><AllowFilter /></WorksheetOptions>';

const KEY_HEADS: Readonly<Record<SheetName, readonly string[]>> = {
  [DISPLAY]: ['Entity name', 'Display String Key'],
  [LABELS]: ['Entity name', 'Object ID', 'Object Column Name'],
};
const KEY_WIDTHS: Readonly<Record<SheetName, readonly string[]>> = {
  [DISPLAY]: ['105.75', '224.25'],
  [LABELS]: ['105.75', '224.25', '140.25'],
};
const TEXT_WIDTH = '224.25';
const [TEXT_CHARACTERS, LINE] = [42, 12.75];
/** Excel allows a row no more than 409 points. */
const MOST_LINES = 27;

/** The workbook in pieces of some kilobytes. `languages` of the set: the base first, the others rising. */
export function* workbook(set: LabelSet): Generator<string> {
  const languages = ordered(set);
  const labels = [...set.labels.values()].sort((a, b) => compareKeys(a.key, b.key));
  yield HEAD + informationSheet(set);
  for (const sheet of [DISPLAY, LABELS] as const) yield* labelSheet(sheet, labels.filter((l) => l.key.sheet === sheet), languages); // prettier-ignore
  yield '</Workbook>';
}

export const ordered = ({ languages, information: { baseLanguage } }: LabelSet): number[] =>
  [...languages].sort((a, b) => Number(b === baseLanguage) - Number(a === baseLanguage) || a - b);

function informationSheet({ information: i }: LabelSet): string {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['Organization ID:', 's22', 'String', i.organizationId],
    ['Exported on:', 's23', 'DateTime', i.exportedOn],
    ['Base language name:', 's22', 'String', languageName(i.baseLanguage, 'en')],
    ['Base language ID:', 's22', 'Number', String(i.baseLanguage)],
    ['Solution Name:', 's22', 'String', i.solution],
  ];
  const body = rows.map(([name, style, type, text]) => row(1, [cell('s21', 'String', name), cell(style, type, text)])).join('');
  return `${opened(INFORMATION, ['140.25', '260.25'])}${body}${closed}`;
}

function* labelSheet(sheet: SheetName, labels: readonly Label[], languages: readonly number[]): Generator<string> {
  const heads = [...KEY_HEADS[sheet].map((name) => cell('s21', 'String', name)), ...languages.map((lcid) => cell('s21', 'Number', String(lcid)))]; // prettier-ignore
  yield opened(sheet, [...KEY_WIDTHS[sheet], ...languages.map(() => TEXT_WIDTH)]) + row(1, heads);
  for (const label of labels) yield row(linesOf(label, languages), [...keysOf(label).map((text, i) => cell('s22', 'String', text, i === 1 ? noteOf(label) : '')), ...languages.map((lcid) => cell('s24', 'String', label.texts.get(lcid) ?? ''))]); // prettier-ignore
  yield closed;
}

const keysOf = ({ key }: Label): string[] => (key.sheet === DISPLAY ? [key.entity, key.id] : [key.entity, key.id, key.column]);

/** Lines the longest text of a label needs: a row that is too low hides what it says. */
export function linesOf({ texts }: Label, languages: readonly number[]): number {
  const linesIn = (text: string): number => text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / TEXT_CHARACTERS)), 0);
  return Math.min(MOST_LINES, Math.max(1, ...languages.map((lcid) => linesIn(texts.get(lcid) ?? ''))));
} // prettier-ignore

/** Numbered: LibreOffice counts the columns of a sheet on from those of the sheet before. */
const opened = (sheet: string, widths: readonly string[]): string =>
  `<Worksheet ss:Name="${sheet}" ss:Protected="1" ss:Id="${sheet}"><Table>${widths.map((w, i) => `<Column ss:Index="${String(i + 1)}" ss:Width="${w}" />`).join('')}`;
const closed = `</Table>${OPTIONS}</Worksheet>`;
const row = (lines: number, cells: readonly string[]): string =>
  `<Row ss:AutoFitHeight="0"${lines > 1 ? ` ss:Height="${String(lines * LINE)}"` : ''}>${cells.join('')}</Row>`;
const cell = (style: string, type: string, text: string, note = ''): string =>
  `<Cell ss:StyleID="${style}"><Data ss:Type="${type}">${escaped(text)}</Data>${note}</Cell>`;

/** An id tells a translator nothing: what it stands for is a comment of its cell. */
const noteOf = ({ key, context }: Label): string =>
  context === null || key.sheet === DISPLAY
    ? ''
    : `<Comment><ss:Data xmlns="http://www.w3.org/TR/REC-html40">${escaped(context.where)}</ss:Data></Comment>`;
