/** The state of one pass over a workbook: where in the tree, which row, which cell. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FileRefused, type Detail, type Kind } from '../finding.ts';
import type { Cell, Row, Spelling, Visitor } from './rows.ts';
import { CELL, DATA, FOREIGN, OTHER, ROW, Scope, TABLE, WORKBOOK, WORKSHEET } from './names.ts';

const DEEPEST = 32;
/** Characters without a tag: no cell and no start tag is that long. */
const SILENCE = 2 * 1024 * 1024;
/** Excel holds no longer text in a cell. */
export const TEXT = 32_767;
/** No start tag of a workbook has so many. */
const ATTRIBUTES = 1000;
const ROWS = 1_048_576;
const COLUMNS = 16_384;

/** Attributes of a tag that mean something here, by local name. */
type Meant = Partial<Record<string, string>>;
const NONE: Meant = {};

export class Reading {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #visitor: Visitor;
  #scope = new Scope(null, []);
  /** Depths at which the scopes around began. */
  readonly #scopeDepths: number[] = [];
  readonly #codes = new Uint8Array(DEEPEST + 2);
  #depth = 0;
  #lastTag = 0;
  #isDone = false;
  #isBegun = false;
  #sheet = '';
  #row = 0;
  #step = 1;
  #isBadRow = false;
  #rowOpen = 0;
  #spelling: Spelling = { element: '', attribute: null };
  #cells: Cell[] = [];
  #next = 1;
  #cell: Cell | null = null;
  /** Depth of the Data element being read; 0 outside. */
  #data = 0;
  /** Attributes of the tag being read, in pairs; for-in over those of saxes costs a quarter of the pass. */
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  #named = 0;
  #declares = false;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
    const parser = this.#parser;
    // Six handlers and no more: with nine V8 keeps the parser in slow mode and the whole pass takes five times as long.
    parser.on('doctype', () => this.#refuse('doctype-forbidden'));
    parser.on('attribute', this.#attribute);
    parser.on('opentag', this.#open);
    parser.on('closetag', this.#close);
    parser.on('text', this.#text);
    parser.on('cdata', this.#text);
  }

  /** False: the visitor has enough. */
  write(text: string): boolean {
    if (!this.#isBegun) this.#begin(text);
    this.#parse(() => this.#parser.write(text));
    if (this.#parser.position - this.#lastTag > SILENCE) this.#refuse('too-large', { limit: SILENCE / 1024 / 1024 });
    return !this.#isDone;
  }

  close(): void {
    if (!this.#isBegun) throw new FileRefused('not-a-translations-file', {}, { came: '' });
    this.#parse(() => this.#parser.close());
  }

  /** What saxes finds wrong, with its place. */
  #parse(step: () => unknown): void {
    try {
      step();
    } catch (error) {
      if (error instanceof FileRefused || !(error instanceof Error)) throw error;
      this.#refuse('not-well-formed', { came: error.message.replace(/^\d+:\d+: /, '') });
    }
  }

  /** What begins with no "<" is no XML at all; a blank before "<?xml" is a damaged one, and saxes says where. */
  #begin(text: string): void {
    const start = /\S/.exec(text.startsWith('\ufeff') ? text.slice(1) : text)?.[0];
    if (start === undefined) return;
    this.#isBegun = true;
    if (start === '<' || start === '\ufeff') return;
    throw new FileRefused('not-a-translations-file', {}, { came: text.slice(0, 20).replace(/[^\p{L}\p{N}\p{P} ]/gu, '?') });
  }

  #refuse(kind: Kind, detail: Detail = {}): never {
    throw new FileRefused(kind, {}, { line: this.#parser.line, position: this.#parser.columnIndex + 1, ...detail });
  }

  readonly #open = (tag: SaxesTagPlain): void => {
    const depth = ++this.#depth;
    this.#lastTag = this.#parser.position;
    if (depth > DEEPEST) this.#refuse('nesting-too-deep', { limit: DEEPEST });
    const meant = this.#meant(depth);
    const code = this.#scope.element(tag.name);
    this.#codes[depth] = code;
    if (this.#data > 0) return this.#rich();
    if (code === FOREIGN) return this.#foreign(depth, tag.name);
    const parent = this.#codes[depth - 1];
    if (code === DATA && depth === 5 + 1 && parent === CELL) this.#openData(meant, depth);
    else if (code === CELL && parent === ROW && depth === 5) this.#openCell(meant);
    else if (code === ROW && parent === TABLE && depth === 4) this.#openRow(meant, tag.name);
    else if (depth <= 2) this.#openOuter(code, meant, tag.name);
  };

  /** A row of another namespace would be a row lost without a word. */
  #foreign(depth: number, name: string): void {
    if (depth === 1) this.#refuse('not-a-translations-file', { came: `<${name.slice(0, 40)}>` });
    if (this.#codes[depth - 1] !== OTHER) this.#refuse('not-well-formed', { came: `xmlns <${name.slice(0, 40)}>` });
  }

  #openOuter(code: number, meant: Meant, name: string): void {
    if (this.#depth === 1 && code !== WORKBOOK) this.#refuse('not-a-translations-file', { came: `<${name.slice(0, 40)}>` });
    const version = this.#parser.xmlDecl.version ?? '1.0';
    if (version !== '1.0') this.#refuse('xml-version', { came: version });
    if (this.#depth === 1 && this.#scope.isCalc) this.#visitor.calc?.();
    if (this.#depth !== 2 || code !== WORKSHEET) return;
    this.#sheet = meant['Name'] ?? '';
    [this.#row, this.#step] = [0, 1];
    this.#visitor.sheet?.(this.#sheet);
  }

  readonly #attribute = ({ name, value }: { readonly name: string; readonly value: string }): void => {
    if (this.#named === ATTRIBUTES) this.#refuse('not-well-formed', { came: `> ${String(ATTRIBUTES)} attributes` });
    this.#names[this.#named] = name;
    this.#values[this.#named++] = value;
    if (name.startsWith('xmlns')) this.#declares = true;
  };

  /** Declarations open a scope; the few attributes that matter are found by their resolved name. */
  #meant(depth: number): Meant {
    if (this.#named === 0) return NONE;
    if (this.#declares) this.#declare(depth);
    let found = NONE;
    for (let i = 0; i < this.#named; i++) {
      const local = this.#scope.attribute(this.#names[i] ?? '');
      if (local === '') continue;
      if (found === NONE) found = {};
      found[local] = this.#values[i] ?? '';
    }
    this.#named = 0;
    return found;
  }

  #declare(depth: number): void {
    const pairs = this.#names.slice(0, this.#named).map((name, i) => [name, this.#values[i] ?? ''] as const);
    const declared = pairs.filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
    this.#declares = false;
    if (declared.length === 0) return;
    this.#scope = new Scope(this.#scope, declared.map(([name, uri]) => [name.slice(6), uri])); // prettier-ignore
    this.#scopeDepths.push(depth);
  }

  #openRow(meant: Meant, name: string): void {
    const index = meant['Index'];
    const row = index === undefined ? this.#row + this.#step : whole(index);
    this.#isBadRow = !(row > this.#row && row <= ROWS);
    this.#row = row;
    this.#step = 1 + (whole(meant['Span'] ?? '0') || 0);
    [this.#cells, this.#next, this.#rowOpen] = [[], 1, this.#parser.position];
    this.#spelling = { element: name.slice(0, name.indexOf(':') + 1), attribute: this.#scope.prefix };
  }

  #openCell(meant: Meant): void {
    const index = meant['Index'];
    const column = index === undefined ? this.#next : whole(index);
    const across = whole(meant['MergeAcross'] ?? '0');
    const position = this.#parser.position;
    this.#cell = {
      column, across, down: whole(meant['MergeDown'] ?? '0'), formula: meant['Formula'] ?? null,
      badIndex: !(column >= 1 && column + across <= COLUMNS) ? 'cell-index-out-of-range' : column < this.#next ? 'cell-index-not-rising' : null,
      type: '', text: '', isRich: false, open: position, dataOpen: -1, dataClose: -1, close: position,
    }; // prettier-ignore
    this.#next = column + 1 + across;
    this.#cells.push(this.#cell);
  }

  #openData(meant: Meant, depth: number): void {
    const cell = this.#cell;
    if (!cell || cell.dataOpen >= 0) return;
    cell.type = meant['Type'] ?? '';
    cell.dataOpen = this.#parser.position;
    this.#data = depth;
  }

  readonly #close = (): void => {
    const depth = this.#depth--;
    const code = this.#codes[depth];
    this.#lastTag = this.#parser.position;
    if (this.#data > 0) this.#closeData(depth);
    else if (code === CELL && depth === 5 && this.#cell) [this.#cell.close, this.#cell] = [this.#lastTag, null];
    else if (code === ROW && depth === 4) this.#closeRow();
    else if (code === WORKSHEET && depth === 2) this.#isDone ||= this.#visitor.sheetEnd?.(this.#sheet) === false;
    if (this.#scopeDepths.at(-1) === depth) this.#leaveScope();
  };

  #closeData(depth: number): void {
    if (depth !== this.#data || !this.#cell) return;
    this.#cell.dataClose = this.#lastTag;
    this.#data = 0;
  }

  #closeRow(): void {
    if (this.#isDone) return;
    const { sheet, row } = { sheet: this.#sheet, row: this.#row };
    const whole: Row = {
      sheet,
      row,
      isBadIndex: this.#isBadRow,
      cells: this.#cells,
      open: this.#rowOpen,
      spelling: this.#spelling,
    };
    this.#visitor.row?.(whole);
  }

  #leaveScope(): void {
    this.#scopeDepths.pop();
    if (this.#scope.outer) this.#scope = this.#scope.outer;
  }

  readonly #text = (text: string): void => {
    const cell = this.#cell;
    if (this.#data === 0 || !cell) return;
    cell.text = cell.text === '' ? text : cell.text + text;
    if (cell.text.length > TEXT) this.#tooLong(cell);
  };

  #rich(): void {
    if (this.#cell) this.#cell.isRich = true;
  }

  #tooLong(cell: Cell): never {
    const place = { sheet: this.#sheet, row: this.#row, column: cell.column };
    throw new FileRefused('text-too-long', place, { limit: TEXT });
  }
}

/** An index of a row or cell; NaN is out of every range. */
const whole = (text: string): number => (/^\d{1,12}$/.test(text.trim()) ? Number(text) : NaN);
