/** Names of SpreadsheetML whatever prefix a program gives them: resolved once per spelling and scope, so that it costs a look-up per tag. */
import { FileRefused } from '../finding.ts';

export const SPREADSHEET = 'urn:schemas-microsoft-com:office:spreadsheet';
const CALC = 'urn:schemas-microsoft-com:office:component:spreadsheet';
const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Elements with a meaning here; everything else only has a depth. FOREIGN: the name of one of them in another namespace. */
export const OTHER = 0, WORKBOOK = 1, WORKSHEET = 2, TABLE = 3, ROW = 4, CELL = 5, DATA = 6, FOREIGN = 7; // prettier-ignore
const ELEMENTS: Readonly<Record<string, number>> = {
  Workbook: WORKBOOK,
  Worksheet: WORKSHEET,
  Table: TABLE,
  Row: ROW,
  Cell: CELL,
  Data: DATA,
};
const ATTRIBUTES = new Set(['Name', 'Type', 'Index', 'Span', 'MergeAcross', 'MergeDown', 'Formula']);

export class Scope {
  readonly #uris: ReadonlyMap<string, string>;
  readonly #elements = new Map<string, number>();
  readonly #attributes = new Map<string, string>();
  readonly outer: Scope | null;
  /** Bare names and "ss:" are the spreadsheet, as nearly all programs write it. */
  readonly isUsual: boolean;

  constructor(outer: Scope | null, declared: readonly (readonly [string, string])[]) {
    this.outer = outer;
    this.#uris = new Map([...(outer ? outer.#uris : [['', ''], ['xml', XML], ['xmlns', XMLNS]] as const), ...declared]); // prettier-ignore
    this.isUsual = ['', 'ss'].every((prefix) => this.#uris.get(prefix) === SPREADSHEET);
  }

  element(name: string): number {
    const known = this.#elements.get(name);
    if (known !== undefined) return known;
    const [uri, local] = this.#split(name, true);
    const code = uri === SPREADSHEET ? (ELEMENTS[local] ?? OTHER) : local in ELEMENTS ? FOREIGN : OTHER;
    this.#elements.set(name, code);
    return code;
  }

  /** The local name of an attribute with a meaning here, else ''. */
  attribute(name: string): string {
    const known = this.#attributes.get(name);
    if (known !== undefined) return known;
    const [uri, local] = this.#split(name, false);
    const meant = uri === SPREADSHEET && ATTRIBUTES.has(local) ? local : '';
    this.#attributes.set(name, meant);
    return meant;
  }

  #split(name: string, isElement: boolean): [uri: string, local: string] {
    const at = name.indexOf(':');
    if (at < 0) return [isElement ? (this.#uris.get('') ?? '') : '', name];
    const uri = this.#uris.get(name.slice(0, at));
    if (uri === undefined || uri === '') throw new FileRefused('not-well-formed', {}, { came: `${name.slice(0, at)}:` });
    return [uri, name.slice(at + 1)];
  }

  /** A prefix attributes of the spreadsheet can carry, or null. */
  get prefix(): string | null {
    for (const [prefix, uri] of this.#uris) if (prefix !== '' && uri === SPREADSHEET) return prefix;
    return null;
  }

  /** LibreOffice declares a namespace no other writer of this format does. */
  get isCalc(): boolean {
    return [...this.#uris.values()].includes(CALC);
  }
}
