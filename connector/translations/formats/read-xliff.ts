/** XLIFF 2.1 as rows of the sheets its units name. 2.0 reads the same; 1.2 is told. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FileRefused, type Detail } from '../finding.ts';
import { lcidOf } from '../languages.ts';
import { DISPLAY, INFORMATION, isBlank, LABELS, type Information } from '../model.ts';
import { UPLOAD } from '../read/archive.ts';
import { tooLarge } from '../read/cells.ts';
import { decoded } from '../read/encoding.ts';
import { TEXT } from '../read/row-reading.ts';
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
export const xliffSource = (source: Source): Source => ({ ...source, rows: readRows });

/** Units of two sheets may stand in any order, so they are held: an export of labels is far smaller than this. */
const HELD = UPLOAD.unpacked;

async function readRows(source: Source, visitor: Visitor, limit: number): Promise<void> {
  const [reading, most] = [new XliffReading(), Math.min(limit, HELD)];
  let size = 0;
  for await (const text of decoded(source.chunks())) {
    size += text.length;
    if (size > most) throw tooLarge(most);
    reading.write(text);
  }
  const sheets = reading.sheets();
  for (const unit of reading.stray) visitor.strayUnit?.(unit);
  for (const [name, rows] of sheets) {
    visitor.sheet?.(name);
    for (const row of rows) visitor.row?.(row);
    if (visitor.sheetEnd?.(name) === false) return;
  }
}

interface Texts {
  source: string;
  target: string;
}

interface Part extends Texts {
  /** Its place in the translation, where that is another. */
  order: number | null;
}

interface Unit {
  readonly key: readonly string[];
  source: string;
  readonly targets: { readonly order: number; readonly text: string }[];
  /** Of all targets. */
  length: number;
  /** Placeholders by id: in a translation some tools leave only that. */
  readonly codes: Map<string, string>;
  /** No segment with a source text lacks its target. */
  isWhole: boolean;
}

const isPart = (tag: string | undefined): boolean => tag === 'segment' || tag === 'ignorable';
const isText = (tag: string): tag is keyof Texts => tag === 'source' || tag === 'target';

class XliffReading {
  /** Units that name no label. */
  readonly stray: Detail[] = [];
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #units: Unit[] = [];
  #information: Information = { organizationId: '', exportedOn: '', baseLanguage: 0, solution: '' };
  #target = 0;
  /** Names of the elements around. */
  readonly #path: string[] = [];
  #part: Part = { source: '', target: '', order: null };
  #into: keyof Texts | null = null;

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
    const body = units.map((unit, i) =>
      rowOf(sheet, i + 2, [...unit.key.slice(1, 1 + heads.length), unit.source, unit.isWhole ? targetOf(unit) : '']),
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
    const [tag, around] = [local(name), this.#path.at(-1)];
    if (this.#path.push(tag) > DEEPEST) this.#refuse('nesting-too-deep', '');
    if (around === undefined) this.#root(tag, a);
    else if (tag === 'file') this.#file(a['original'] ?? '');
    else if (tag === 'unit') this.#unit(a);
    else if (isPart(tag) && around === 'unit') this.#part = { source: '', target: '', order: null };
    else if (isText(tag) && isPart(around)) this.#begin(tag, a['order']);
    else if (tag === 'ph') this.#code(a['id'] ?? '', a['equiv']);
  }

  #begin(tag: keyof Texts, order: string | undefined): void {
    this.#into = tag;
    if (order !== undefined) this.#part.order = Number(order) || null;
  }

  #code(id: string, equiv: string | undefined): void {
    const codes = this.#units.at(-1)?.codes;
    if (equiv !== undefined && this.#into === 'source') codes?.set(id, equiv);
    this.#text(equiv ?? codes?.get(id) ?? '');
  }

  #unit({ id = '', name = '' }: Readonly<Record<string, string>>): void {
    const key = parts(name);
    this.#units.push({ key, source: '', targets: [], length: 0, codes: new Map(), isWhole: true });
    if (key[0] !== DISPLAY && key[0] !== LABELS) this.stray.push({ unit: id, came: name, line: this.#parser.line });
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
    this.#path.pop();
    const [around, unit] = [this.#path.at(-1), this.#units.at(-1)];
    if (isText(tag) && isPart(around)) this.#into = null;
    else if (isPart(tag) && around === 'unit' && unit) this.#join(unit, this.#part, tag === 'ignorable');
  }

  /** Parts of a unit follow one another; what is between segments is the same in both languages where nothing else is said. */
  #join(unit: Unit, { source, target, order }: Part, isBetween: boolean): void {
    unit.source += source;
    const text = isBetween && target === '' ? source : target;
    unit.targets.push({ order: order ?? unit.targets.length + 1, text });
    unit.length += text.length;
    if (!isBetween && target === '' && !isBlank(source)) unit.isWhole = false;
    if (Math.max(unit.source.length, unit.length) > TEXT) this.#tooLong(unit);
  }

  #text(text: string): void {
    const unit = this.#units.at(-1);
    if (!this.#into || !unit) return;
    this.#part[this.#into] += text;
    if (this.#part[this.#into].length > TEXT) this.#tooLong(unit);
  }

  /** With the row it would have. */
  #tooLong({ key: [sheet = ''] }: Unit): never {
    const row = this.#units.filter(({ key }) => key[0] === sheet).length + 1;
    throw new FileRefused('text-too-long', { sheet, row }, { limit: TEXT });
  }
}

const targetOf = ({ targets }: Unit): string =>
  targets.length === 1 ? (targets[0]?.text ?? '') : [...targets].sort((a, b) => a.order - b.order).map(({ text }) => text).join(''); // prettier-ignore

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function parts(name: string): string[] {
  try {
    return name.split('/').map(decodeURIComponent);
  } catch {
    return [name];
  }
}
