/**
 * Labels of the fake organisation (translations.md, sections 2, 3, 5): exported as Dynamics writes them, imported with Dynamics' own checks and
 * numbers, shown to nobody before they are published. Reads and writes with code of its own, so that a fault of ours is not made twice.
 */
import { fromBuffer } from 'yauzl';
import { SaxesParser } from 'saxes';
import { translationsZip } from '../../../connector/translations/zip.ts';
import { ApiError } from './errors.ts';

export const ORGANIZATION = '964399ab-50a0-ef11-8a66-6045bd016030';
const NUMBERS: readonly number[] = [1033, 1031, 1049];

export interface LabelRow {
  readonly entity: string;
  readonly id: string;
  readonly column: string;
  readonly texts: Readonly<Record<number, string>>;
  /** What Dynamics lets nobody translate. */
  readonly isFixed?: boolean;
}

interface Job {
  progress: number;
  completedon: string | null;
  data: string | null;
}

const id = (n: number): string => `d2a1b0c4-0000-4c1e-9f00-${n.toString(16).padStart(12, '0')}`;
/** The same text in several rows, and several languages, as in a real export. */
const SAMPLE: readonly LabelRow[] = [
  { entity: 'account', id: id(1), column: 'LocalizedName', texts: { 1033: 'Account', 1031: 'Firma', 1049: 'Организация' } },
  { entity: 'account', id: id(2), column: 'DisplayName', texts: { 1033: 'Account Number', 1049: 'Номер учетной записи' } },
  { entity: 'account', id: id(2), column: 'Description', texts: { 1033: 'Type an ID number or code for the account.' } },
  { entity: 'account', id: id(3), column: 'displayname', texts: { 1033: 'Account Number', 1049: 'Номер учетной записи' } },
  {
    entity: 'account',
    id: id(4),
    column: 'DisplayName',
    texts: { 1033: 'Tax <ID> & code', 1031: 'Steuer-Nr.\nund Code', 1049: 'ИНН' },
  },
  { entity: 'account', id: id(5), column: 'DisplayName', texts: { 1033: 'Status', 1031: 'Status' }, isFixed: true },
  { entity: 'invoice', id: id(6), column: 'LocalizedName', texts: { 1033: 'Invoice', 1031: 'Rechnung', 1049: 'Счёт' } },
  { entity: 'Solution', id: id(7), column: 'friendlyname', texts: { 1033: 'Sample' } },
];

export class Labels {
  rows = SAMPLE.map((row) => ({ ...row, texts: { ...row.texts } as Record<number, string> }));
  published: LabelRow[] = structuredClone(this.rows);
  languages = [...NUMBERS];
  readonly solutions = new Set(['sample']);
  readonly jobs = new Map<string, Job>();
  /** How often somebody asks for the job before the import ends; its answer waits so long. */
  polls = 0;
  #waiting: (() => void)[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** A person edits there and publishes. */
  edit(object: string, lcid: number, text: string): void {
    for (const row of this.rows.filter((r) => r.id === object)) row.texts[lcid] = text;
    this.publish();
  }

  text = (object: string, lcid: number): string | undefined => this.published.find((r) => r.id === object)?.texts[lcid];

  publish(): void {
    this.published = structuredClone(this.rows);
  }

  async export(solution: string): Promise<string> {
    if (!this.solutions.has(solution))
      throw new ApiError(400, '0x80048047', `The solution ${solution} does not exist in this system.`);
    return (await translationsZip([Buffer.from(this.workbook(solution))])).toString('base64');
  }

  workbook(solution: string): string {
    const cell = (style: string, type: string, text: string): string => `<Cell ss:StyleID="${style}"><Data ss:Type="${type}">${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '&#10;')}</Data></Cell>`;
    const row = (cells: readonly string[]): string => `<Row ss:AutoFitHeight="0">${cells.join('')}</Row>`;
    const sheet = (name: string, rows: readonly string[]): string => `<Worksheet ss:Name="${name}" ss:Id="${name}" ss:Protected="1"><Table>${rows.join('')}</Table></Worksheet>`;
    const heads = this.languages.map((lcid) => cell('s21', 'Number', String(lcid)));
    const owner = [['Organization ID:', 's22', 'String', ORGANIZATION], ['Exported on:', 's23', 'DateTime', this.#now().toISOString().slice(0, 19)], ['Base language name:', 's22', 'String', 'English (United States)'], ['Base language ID:', 's22', 'Number', '1033'], ['Solution Name:', 's22', 'String', solution]] as const;
    return `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"><DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"></DocumentProperties><Styles><Style ss:ID="s21" /><Style ss:ID="s22" /><Style ss:ID="s23" /><Style ss:ID="s24"><Protection ss:Protected="0" /></Style></Styles>${
      sheet('Information', owner.map(([name, style, type, text]) => row([cell('s21', 'String', name), cell(style, type, text)])))}${
      sheet('Display Strings', [row([cell('s21', 'String', 'Entity name'), cell('s21', 'String', 'Display String Key'), ...heads])])}${
      sheet('Localized Labels', [row([...['Entity name', 'Object ID', 'Object Column Name'].map((text) => cell('s21', 'String', text)), ...heads]), ...this.published.map((r) => row([...[r.entity, r.id, r.column].map((text) => cell('s22', 'String', text)), ...this.languages.map((lcid) => cell('s24', 'String', r.texts[lcid] ?? ''))]))])}</Workbook>`;
  } // prettier-ignore

  /** Errors stop it before anything is changed; a warning leaves one text out. */
  async import(file: Buffer, job: string): Promise<void> {
    const record: Job = { progress: 0, completedon: null, data: null };
    this.jobs.set(job, record);
    if (this.polls > 0) await new Promise<void>((resume) => this.#waiting.push(resume));
    try {
      const warnings = this.#take(sheetsOf(await workbookIn(file)));
      record.data = `<importexporttranslations><results>${warnings.map(([code, text]) => `<result result="warning" errorcode="${code}" errortext="${text}" />`).join('')}</results></importexporttranslations>`;
    } finally {
      [record.progress, record.completedon] = [100, this.#now().toISOString()];
    }
  } // prettier-ignore

  asked(job: string): Job | undefined {
    const record = this.jobs.get(job);
    if (!record || this.polls === 0) return record;
    this.polls--;
    record.progress += (100 - record.progress) / (this.polls + 1);
    const seen = { ...record };
    if (this.polls === 0) for (const resume of this.#waiting.splice(0)) resume();
    return seen;
  }

  #take(sheets: ReadonlyMap<string, readonly (readonly string[])[]>): (readonly [string, string])[] {
    const [owner, rows] = [sheets.get('Information'), sheets.get('Localized Labels')];
    const [heads = [], ...body] = rows ?? [];
    if (!owner || heads.length < 4 || body.length === 0) throw new ApiError(400, '0x80044249', 'The translations file is invalid or does not confirm to the required schema.');
    const said = new Map(owner.map(([name = '', text = '']) => [name, text]));
    if (said.get('Organization ID:') !== ORGANIZATION) throw new ApiError(400, '0x80044248', 'The Organization ID present in the translations file does not match the current Organization ID.');
    if (!this.solutions.has(said.get('Solution Name:') ?? '')) throw new ApiError(400, '0x80048047', 'An error occurred while importing the translations. The solution associated with the translations does not exist in this system.');
    const lcids = heads.slice(3).map(Number);
    if (new Set(lcids).size !== lcids.length) throw new ApiError(400, '0x80044195', 'The specified language code is not valid for this organization.');
    if (body.some((cells) => cells.slice(3).some((text) => text.length > 500))) throw new ApiError(400, '0x80060752', 'Errors were encountered while processing the translations import file.');
    return body.flatMap((cells, i) => this.#row(cells, lcids, i + 2));
  } // prettier-ignore

  #row(cells: readonly string[], lcids: readonly number[], at: number): (readonly [string, string])[] {
    const [entity, object, column, ...texts] = cells;
    if (texts.length !== lcids.length) return [['0x80060752', `the number of cells in row ${String(at)} don't match the number of cells in row 1`]];
    const row = this.rows.find((r) => r.entity === entity && r.id === object && r.column === column);
    if (!row) return [['0x80060752', `unknown object in row ${String(at)}`]];
    return lcids.flatMap((lcid, i) => this.#text(row, lcid, texts[i] ?? '', `worksheet Localized Labels, row ${String(at)}, column ${String(i + 4)}`));
  } // prettier-ignore

  #text(row: LabelRow & { texts: Record<number, string> }, lcid: number, text: string, where: string): (readonly [string, string])[] {
    if (!this.languages.includes(lcid) || (row.texts[lcid] ?? '') === text) return [];
    if (row.isFixed) return [['0x80044247', `The translation string present in ${where} is not customizable.`]];
    if (lcid === 1033 && text === '') return [['0x80044246', `The base language translation string present in ${where} is null.`]];
    if (text === '') Reflect.deleteProperty(row.texts, lcid);
    else row.texts[lcid] = text;
    return [];
  } // prettier-ignore
}

const bad = (): ApiError => new ApiError(400, '0x80048061', 'The translation file is invalid. The compressed file must contain the following files at its root: CrmTranslations.xml, [Content_Types].xml.'); // prettier-ignore

function workbookIn(file: Buffer): Promise<string> {
  const members = new Map<string, string>();
  return new Promise((done, fail) => {
    fromBuffer(file, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) return fail(bad());
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (wrong, stream) => {
          if (wrong) return fail(bad());
          const pieces: Buffer[] = [];
          stream.on('data', (piece: Buffer) => pieces.push(piece));
          stream.on('end', () => {
            members.set(entry.fileName, Buffer.concat(pieces).toString());
            zip.readEntry();
          });
        });
      });
      zip.on('end', () => {
        const text = members.get('CrmTranslations.xml');
        if (text === undefined || !members.has('[Content_Types].xml')) fail(bad());
        else done(text);
      });
      zip.readEntry();
    });
  });
}

/** Sheet -> rows -> texts, cells by their place as ss:Index says. */
function sheetsOf(text: string): Map<string, string[][]> {
  const sheets = new Map<string, string[][]>();
  let [rows, data, at]: [string[][], boolean, number] = [[], false, 0];
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', () => {
    throw new ApiError(400, '0x80044249', 'The translations file is invalid or does not confirm to the required schema.');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const local = name.replace(/^.*:/, '');
    if (local === 'Worksheet') sheets.set(attributes['ss:Name'] ?? '', (rows = []));
    if (local === 'Row') {
      rows.push([]);
      at = -1;
    }
    if (local === 'Cell') at = attributes['ss:Index'] === undefined ? at + 1 : Number(attributes['ss:Index']) - 1;
    if (local === 'Cell') for (let i = rows.at(-1)?.length ?? 0; i <= at; i++) rows.at(-1)?.push('');
    if (local === 'Data') data = true;
  });
  parser.on('text', (piece) => {
    const row = rows.at(-1);
    if (data && row) row[at] = (row[at] ?? '') + piece;
  });
  parser.on('closetag', ({ name }) => {
    if (name.replace(/^.*:/, '') === 'Data') data = false;
  });
  parser.write(text).close();
  return sheets;
}
