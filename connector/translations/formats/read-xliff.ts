/** XLIFF 2.1 as rows of the sheets its units name. 2.0 reads the same; 1.2 is told. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FileRefused } from '../finding.ts';
import { lcidOf } from '../languages.ts';
import { DISPLAY, INFORMATION, LABELS, type Information } from '../model.ts';
import { decoded } from '../read/encoding.ts';
import type { Row, Visitor } from '../read/rows.ts';
import type { Source } from '../read/source.ts';
import { informationRows, rowOf } from './rows.ts';

const HEADS = {
  [DISPLAY]: ['Entity name', 'Display String Key'],
  [LABELS]: ['Entity name', 'Object ID', 'Object Column Name'],
} as const;
const DEEPEST = 32;

export const isXliff = (head: string): boolean => /<xliff[\s>]/.test(head);

/** `source` gives the bytes of the file. */
export const xliffSource = (source: Source): Source => ({ ...source, rows: (visitor) => readRows(source, visitor) });

async function readRows(source: Source, visitor: Visitor): Promise<void> {
  const reading = new XliffReading();
  for await (const text of decoded(source.chunks())) reading.write(text);
  const sheets = reading.sheets();
  for (const [name, rows] of sheets) {
    visitor.sheet?.(name);
    for (const row of rows) visitor.row?.(row);
    if (visitor.sheetEnd?.(name) === false) return;
  }
}

class XliffReading {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #units: { key: string[]; source: string; target: string }[] = [];
  #information: Information = { organizationId: '', exportedOn: '', baseLanguage: 0, solution: '' };
  #target = 0;
  #depth = 0;
  #into: 'source' | 'target' | null = null;

  constructor() {
    this.#parser.on('doctype', () => this.#refuse('doctype-forbidden', ''));
    this.#parser.on('opentag', (tag) => this.#open(tag));
    this.#parser.on('closetag', ({ name }) => this.#close(local(name)));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
  }

  write(text: string): void {
    this.#parse(() => this.#parser.write(text));
  }

  sheets(): [string, Row[]][] {
    this.#parse(() => this.#parser.close());
    const made = ([DISPLAY, LABELS] as const).map((sheet): [string, Row[]] => [sheet, this.#rows(sheet)]);
    return [[INFORMATION, informationRows(this.#information)], ...made];
  }

  #rows(sheet: typeof DISPLAY | typeof LABELS): Row[] {
    const [heads, languages] = [HEADS[sheet], [this.#information.baseLanguage, this.#target].map(String)];
    const units = this.#units.filter(({ key }) => key[0] === sheet);
    const body = units.map(({ key, source, target }, i) =>
      rowOf(sheet, i + 2, [...key.slice(1, 1 + heads.length), source, target]),
    );
    return [rowOf(sheet, 1, [...heads, ...languages]), ...body];
  }

  #parse(step: () => unknown): void {
    try {
      step();
    } catch (error) {
      if (error instanceof FileRefused || !(error instanceof Error)) throw error;
      this.#refuse('not-well-formed', error.message.replace(/^\d+:\d+: /, ''));
    }
  }

  #refuse(
    kind: 'not-well-formed' | 'doctype-forbidden' | 'nesting-too-deep' | 'not-a-translations-file' | 'xml-version',
    came: string,
  ): never {
    throw new FileRefused(kind, {}, { line: this.#parser.line, position: this.#parser.columnIndex + 1, limit: DEEPEST, came });
  }

  #open({ name, attributes: a }: SaxesTagPlain): void {
    const tag = local(name);
    if (++this.#depth > DEEPEST) this.#refuse('nesting-too-deep', '');
    if (this.#depth === 1) this.#root(tag, a);
    else if (tag === 'file') this.#file(a['original'] ?? '');
    else if (tag === 'unit') this.#units.push({ key: parts(a['name'] ?? ''), source: '', target: '' });
    else if (tag === 'source' || tag === 'target') this.#into = tag;
    else if (tag === 'ph') this.#text(a['equiv'] ?? '');
  }

  #root(tag: string, a: Readonly<Record<string, string>>): void {
    if (tag !== 'xliff' || !/^2\./.test(a['version'] ?? '')) this.#refuse('not-a-translations-file', `<${tag} version="${a['version'] ?? ''}">`);
    this.#information = { ...this.#information, baseLanguage: lcidOf(a['srcLang'] ?? '') ?? 0 };
    this.#target = lcidOf(a['trgLang'] ?? '') ?? 0;
  } // prettier-ignore

  #file(original: string): void {
    const [organizationId = '', exportedOn = '', solution = ''] = parts(original);
    this.#information = { ...this.#information, organizationId, exportedOn, solution };
  }

  #close(tag: string): void {
    this.#depth--;
    if (tag === 'source' || tag === 'target') this.#into = null;
  }

  /** Segments of a unit follow one another. */
  #text(text: string): void {
    const unit = this.#units.at(-1);
    if (this.#into && unit) unit[this.#into] += text;
  }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function parts(name: string): string[] {
  try {
    return name.split('/').map(decodeURIComponent);
  } catch {
    return [name];
  }
}
