/** Workbooks as Excel writes them, and as nobody should. */
import { letters } from '../../connector/import/table.ts';
import { zipOf, type Part } from './zip-bytes.ts';

/** A text, a number as it stands in <v>, or the XML of the whole cell with {r} for its place. */
export type Value = string | { readonly v: string; readonly s?: number; readonly t?: string; readonly f?: string } | { readonly xml: string } | null; // prettier-ignore

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export interface Making {
  readonly sheets?: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  readonly strings?: readonly string[];
  /** Format codes; style 1 is the first of them. */
  readonly formats?: readonly string[];
  readonly date1904?: boolean;
  readonly more?: readonly Part[];
}

/** One sheet of rows; texts inline. */
export const workbookOf = (rows: readonly (readonly Value[])[], making: Making = {}): Buffer =>
  book({ sheets: { Прайс: sheetOf(rows) }, ...making });

export function sheetOf(rows: readonly (readonly Value[])[]): string {
  const body = rows.map(
    (cells, i) => `<row r="${String(i + 1)}">${cells.map((c, k) => cellOf(c, `${letters(k)}${String(i + 1)}`)).join('')}</row>`,
  );
  return `${XML}<worksheet xmlns="${MAIN}"><sheetData>${body.join('')}</sheetData></worksheet>`;
}

function cellOf(value: Value, r: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return `<c r="${r}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  if ('xml' in value) return value.xml.replaceAll('{r}', r);
  const { v, s, t, f } = value;
  return `<c r="${r}"${s === undefined ? '' : ` s="${String(s)}"`}${t === undefined ? '' : ` t="${t}"`}>${f === undefined ? '' : `<f>${escaped(f)}</f>`}<v>${escaped(v)}</v></c>`;
}

export const book = (making: Making): Buffer => zipOf(partsOf(making));

export function partsOf({ sheets = {}, hidden = [], strings, formats = [], date1904, more = [] }: Making): Part[] {
  const names = Object.keys(sheets);
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${DOCS}/${type}" Target="${target}"/>`;
  const listed = names.map(
    (n, i) =>
      `<sheet name="${escaped(n)}" sheetId="${String(i + 1)}"${hidden.includes(n) ? ' state="hidden"' : ''} r:id="r${String(i)}"/>`,
  );
  return [
    {
      name: '_rels/.rels',
      data: `${XML}<Relationships xmlns="${PACKAGE}">${relation('a', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCS}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${listed.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `${XML}<Relationships xmlns="${PACKAGE}">${names.map((_n, i) => relation(`r${String(i)}`, 'worksheet', `worksheets/sheet${String(i + 1)}.xml`)).join('')}${relation('s', 'sharedStrings', 'sharedStrings.xml')}${relation('y', 'styles', '/xl/styles.xml')}</Relationships>`,
    },
    { name: 'xl/styles.xml', data: stylesOf(formats) },
    ...(strings ? [{ name: 'xl/sharedStrings.xml', data: `${XML}<sst xmlns="${MAIN}">${strings.join('')}</sst>` }] : []),
    ...Object.values(sheets).map((data, i) => ({ name: `xl/worksheets/sheet${String(i + 1)}.xml`, data })),
    ...more,
  ];
}

const stylesOf = (formats: readonly string[]): string =>
  `${XML}<styleSheet xmlns="${MAIN}"><numFmts>${formats.map((f, i) => `<numFmt numFmtId="${String(164 + i)}" formatCode="${escaped(f)}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats.map((_f, i) => `<xf numFmtId="${String(164 + i)}"/>`).join('')}<xf numFmtId="14"/></cellXfs></styleSheet>`;
