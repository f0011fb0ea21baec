/** The state of one pass over a workbook: where in the tree, which row, which cell. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FileRefused, type Detail, type Kind } from '../finding.ts';
import { BEGIN, plainCell } from './plain-cells.ts';
import { RowReading, type Meant } from './row-reading.ts';
import type { Cell, Spelling, Visitor } from './rows.ts';
import { CELL, DATA, FOREIGN, OTHER, ROW, Scope, TABLE, WORKBOOK, WORKSHEET } from './names.ts';

const DEEPEST = 32;
/** Characters without a tag: no cell and no start tag is that long. */
const SILENCE = 2 * 1024 * 1024;
/** No start tag of a workbook has so many. */
const ATTRIBUTES = 1000;
const NONE: Meant = {};

export class Reading {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #visitor: Visitor;
  #scope = new Scope(null, []);
  /** Depths at which the scopes around began. */
  readonly #scopeDepths: number[] = [];
  readonly #codes = new Uint8Array(DEEPEST + 2);
  #depth = 0;
  /** Characters of the pieces before this one. */
  #before = 0;
  /** Characters the parser was not given: in all, and in the line it is in. */
  #skipped = 0;
  #skippedInLine = 0;
  #skippedLine = 0;
  #lastTag = 0;
  #isDone = false;
  #isBegun = false;
  readonly #rows = new RowReading();
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
    this.#parse(() => this.#read(text));
    this.#before += text.length;
    if (this.#before - this.#lastTag > SILENCE) this.#refuse('too-large', { limit: SILENCE / 1024 / 1024 });
    return !this.#isDone;
  }

  /** Plain cells at a glance, all between them through the parser. */
  #read(text: string): void {
    let parsed = 0;
    for (let at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, Math.max(parsed, at + 1))) {
      if (at > parsed) this.#parser.write(text.slice(parsed, at));
      parsed = this.#plainCells(text, at);
    }
    if (parsed < text.length) this.#parser.write(text.slice(parsed));
  }

  /** The end of the plain cells that begin here; where there are none, the beginning. */
  #plainCells(text: string, start: number): number {
    if (!this.#isBetweenCells(text, start)) return start;
    let at = start;
    for (let cell = this.#plainCell(text, at); cell; cell = this.#plainCell(text, at)) {
      this.#rows.add(cell);
      at = cell.close - this.#before;
    }
    this.#skip(at - start);
    this.#lastTag = this.#before + at;
    return at;
  }

  #plainCell(text: string, at: number): Cell | null {
    return plainCell(text, at, this.#before, this.#rows.next);
  }

  /** Directly in a row, nothing but blanks since the last tag: not in a comment, and names mean what they usually do. */
  #isBetweenCells(text: string, at: number): boolean {
    if (this.#depth !== 4 || this.#codes[4] !== ROW || this.#codes[3] !== TABLE || !this.#scope.isUsual) return false;
    const since = this.#lastTag - this.#before;
    return since >= 0 && text.slice(since, at).trim() === '';
  }

  /** The parser does not see these characters; no line ends among them. */
  #skip(length: number): void {
    const { line } = this.#parser;
    this.#skippedInLine = (line === this.#skippedLine ? this.#skippedInLine : 0) + length;
    this.#skippedLine = line;
    this.#skipped += length;
  }

  /** In the text of the file, while the parser is at work. */
  get #position(): number {
    return this.#parser.position + this.#skipped;
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
    const { line, columnIndex } = this.#parser;
    const position = columnIndex + 1 + (line === this.#skippedLine ? this.#skippedInLine : 0);
    throw new FileRefused(kind, {}, { line, position, ...detail });
  }

  readonly #open = (tag: SaxesTagPlain): void => {
    const depth = ++this.#depth;
    this.#lastTag = this.#position;
    if (depth > DEEPEST) this.#refuse('nesting-too-deep', { limit: DEEPEST });
    const meant = this.#meant(depth);
    const code = this.#scope.element(tag.name);
    this.#codes[depth] = code;
    if (this.#data > 0) return this.#rich();
    if (code === FOREIGN) return this.#foreign(depth, tag.name);
    const parent = this.#codes[depth - 1];
    if (code === DATA && depth === 5 + 1 && parent === CELL) this.#openData(meant, depth);
    else if (code === CELL && parent === ROW && depth === 5) this.#rows.openCell(meant, this.#position);
    else if (code === ROW && parent === TABLE && depth === 4) this.#rows.openRow(meant, this.#spelling(tag.name), this.#position);
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
    this.#rows.openSheet(meant['Name'] ?? '');
    this.#visitor.sheet?.(this.#rows.sheet);
  }

  #spelling(name: string): Spelling {
    return { element: name.slice(0, name.indexOf(':') + 1), attribute: this.#scope.prefix };
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

  #openData(meant: Meant, depth: number): void {
    const { cell } = this.#rows;
    if (!cell || cell.dataOpen >= 0) return;
    cell.type = meant['Type'] ?? '';
    cell.dataOpen = this.#position;
    this.#data = depth;
  }

  readonly #close = (): void => {
    const depth = this.#depth--;
    const code = this.#codes[depth];
    this.#lastTag = this.#position;
    if (this.#data > 0) this.#closeData(depth);
    else if (code === CELL && depth === 5) this.#rows.closeCell(this.#lastTag);
    else if (code === ROW && depth === 4 && this.#codes[3] === TABLE && !this.#isDone) this.#rows.closeRow(this.#visitor);
    else if (code === WORKSHEET && depth === 2) this.#isDone ||= this.#visitor.sheetEnd?.(this.#rows.sheet) === false;
    if (this.#scopeDepths.at(-1) === depth) this.#leaveScope();
  };

  #closeData(depth: number): void {
    const { cell } = this.#rows;
    if (depth !== this.#data || !cell) return;
    cell.dataClose = this.#lastTag;
    this.#data = 0;
  }

  #leaveScope(): void {
    this.#scopeDepths.pop();
    if (this.#scope.outer) this.#scope = this.#scope.outer;
  }

  readonly #text = (text: string): void => {
    if (this.#data > 0) this.#rows.addText(text);
  };

  #rich(): void {
    if (this.#rows.cell) this.#rows.cell.isRich = true;
  }
}
