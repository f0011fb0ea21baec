/** Labels as .xlsx: the same three sheets with a column that says what a label is, filters, a locked key, and cells of text only, so that Excel leaves 007 alone. */
import { whereOf } from '../context.ts';
import { compareKeys, DISPLAY, INFORMATION, LABELS, type Label, type LabelSet, type SheetName } from '../model.ts';
import { escaped } from '../patch.ts';
import { letters } from '../finding.ts';
import { linesOf, ordered } from '../write.ts';
import { zipped } from '../zip.ts';

const [HEAD, KEY, TEXT] = [1, 2, 3] as const;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFCCCCFF"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="0" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1" applyProtection="1"><alignment vertical="top" wrapText="1"/><protection locked="0"/></xf></cellXfs></styleSheet>`; // prettier-ignore

/** "0" allows: widths, sorting and filters are the translator's. */
const PROTECTION =
  '<sheetProtection sheet="1" objects="0" scenarios="0" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>';

export const CONTEXT = 'Context';
const KEYS: Readonly<Record<SheetName, readonly string[]>> = { [DISPLAY]: ['Entity name', 'Display String Key'], [LABELS]: ['Entity name', 'Object ID', 'Object Column Name'] }; // prettier-ignore

/** The same labels give the same bytes. */
export function xlsx(set: LabelSet): Promise<Buffer> {
  const names = [INFORMATION, DISPLAY, LABELS];
  const made = [informationSheet(set), labelSheet(set, DISPLAY), labelSheet(set, LABELS)];
  const parts: readonly (readonly [string, string])[] = [
    ['[Content_Types].xml', `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${String(i + 1)}.xml" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`],
    ['_rels/.rels', `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="2"/></bookViews><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${String(i + 1)}" r:id="rId${String(i + 1)}"/>`).join('')}</sheets><definedNames>${made.map(({ filter }, i) => filterName(names[i] ?? '', i, filter)).join('')}</definedNames></workbook>`],
    ['xl/_rels/workbook.xml.rels', `${XML}<Relationships xmlns="${PACKAGE}/relationships">${names.map((_, i) => `<Relationship Id="rId${String(i + 1)}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${String(i + 1)}.xml"/>`).join('')}<Relationship Id="rId9" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
    ['xl/styles.xml', STYLES],
    ...made.map(({ sheet }, i) => [`xl/worksheets/sheet${String(i + 1)}.xml`, sheet] as const),
  ]; // prettier-ignore
  return zipped(parts.map(([name, text]) => [name, [Buffer.from(text)]] as const));
}

interface Made {
  readonly sheet: string;
  /** Cells the filter is over, as names have them: $A$1:$F$9. */
  readonly filter: string | null;
}

/** LibreOffice finds the filter of a sheet by this name alone. */
const filterName = (sheet: string, at: number, filter: string | null): string =>
  filter === null ? '' : `<definedName name="_xlnm._FilterDatabase" localSheetId="${String(at)}" hidden="1">'${sheet}'!${filter}</definedName>`; // prettier-ignore

function informationSheet({ information: i }: LabelSet): Made {
  const rows = [['Organization ID:', i.organizationId], ['Exported on:', i.exportedOn], ['Base language ID:', String(i.baseLanguage)], ['Solution Name:', i.solution]]; // prettier-ignore
  return sheetOf([25, 45], rows.map((row) => ({ lines: 1, cells: row.map((text, c) => [text, c === 0 ? HEAD : KEY] as const) })), false); // prettier-ignore
}

function labelSheet(set: LabelSet, sheet: SheetName): Made {
  const languages = ordered(set);
  const labels = [...set.labels.values()].filter((l) => l.key.sheet === sheet).sort((a, b) => compareKeys(a.key, b.key));
  const heads = [...KEYS[sheet], CONTEXT, ...languages.map(String)].map((text) => [text, HEAD] as const);
  const widths = [16, 38, ...(sheet === LABELS ? [20] : []), 42, ...languages.map(() => 42)];
  const rows = labels.map((label) => ({ lines: linesOf(label, languages), cells: cellsOf(label, sheet, languages) }));
  return sheetOf(widths, [{ lines: 1, cells: heads }, ...rows], true);
}

const cellsOf = (label: Label, sheet: SheetName, languages: readonly number[]): (readonly [string, number])[] => [
  ...(sheet === DISPLAY ? [label.key.entity, label.key.id] : [label.key.entity, label.key.id, label.key.column]).map(
    (text) => [text, KEY] as const,
  ),
  [whereOf(label), KEY],
  ...languages.map((lcid) => [label.texts.get(lcid) ?? '', TEXT] as const),
];

interface Row {
  readonly lines: number;
  readonly cells: readonly (readonly [text: string, style: number])[];
}
const LINE = 15;

function sheetOf(widths: readonly number[], rows: readonly Row[], isList: boolean): Made {
  const columns = widths.map((w, i) => `<col min="${String(i + 1)}" max="${String(i + 1)}" width="${String(w)}" customWidth="1"/>`).join('');
  const pane = isList ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : '';
  const body = rows.map((row, r) => rowOf(row, String(r + 1))).join('');
  const [last, end] = [letters(widths.length), String(Math.max(1, rows.length))];
  const filter = isList ? `<autoFilter ref="A1:${last}${end}"/>` : '';
  const sheet = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="${String(LINE)}"/><cols>${columns}</cols><sheetData>${body}</sheetData>${PROTECTION}${filter}</worksheet>`;
  return { sheet, filter: isList ? `$A$1:$${last}$${end}` : null };
} // prettier-ignore

/** As high as its longest text: LibreOffice measures nothing by itself. */
const rowOf = ({ lines, cells }: Row, r: string): string =>
  `<row r="${r}"${lines > 1 ? ` ht="${String(Math.min(409, lines * LINE))}"` : ''}>${cells.map(([text, style], c) => cell(`${letters(c + 1)}${r}`, style, text)).join('')}</row>`; // prettier-ignore

/** Excel reads _x0041_ as a letter. */
const CODED = /_x(?=[0-9A-Fa-f]{4}_)/g;

/** Every cell is there, with its format, so that what is typed into it stays text. */
const cell = (at: string, style: number, text: string): string =>
  text === '' ? `<c r="${at}" s="${String(style)}"/>` : `<c r="${at}" s="${String(style)}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.replace(CODED, '_x005F_x'))}</t></is></c>`; // prettier-ignore
