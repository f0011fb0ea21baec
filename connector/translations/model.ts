/** Labels as every format carries them: a key, a base text, a text per language. Nothing here knows of files. */

export const INFORMATION = 'Information';
export const DISPLAY = 'Display Strings';
export const LABELS = 'Localized Labels';
export type SheetName = typeof DISPLAY | typeof LABELS;
export const SHEETS = [INFORMATION, DISPLAY, LABELS] as const;

/** What a label belongs to. `id`: a guid in lower case without braces, on Display Strings the key of the text; `column`: '' there. */
export interface Key {
  readonly sheet: SheetName;
  readonly entity: string;
  readonly id: string;
  readonly column: string;
}

/** One text for a key in every map; U+0001 occurs in no XML. */
export const keyText = ({ sheet, entity, id, column }: Key): string =>
  `${sheet === LABELS ? 'L' : 'D'}\u0001${entity}\u0001${id}\u0001${column}`;

export const compareKeys = (a: Key, b: Key): number =>
  order(a.sheet, b.sheet) || order(a.entity, b.entity) || order(a.id, b.id) || order(a.column, b.column);
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Texts by LCID; a language without a text is not in it. */
export type Texts = ReadonlyMap<number, string>;

/** What a translator should know about a label, where we know it. */
export interface Context {
  /** What it is: "widget invoices", "message host-slow", "field name of a counterparty". */
  readonly where: string;
  readonly note: string;
}

export interface Label {
  readonly key: Key;
  readonly texts: Texts;
  readonly context: Context | null;
}

/** Whose labels these are: sheet Information. */
export interface Information {
  readonly organizationId: string;
  readonly exportedOn: string;
  readonly baseLanguage: number;
  readonly solution: string;
}

/** Labels with their owner: what is exported, and what an import is held against. */
export interface LabelSet {
  readonly information: Information;
  readonly languages: readonly number[];
  readonly labels: ReadonlyMap<string, Label>;
}

/** Longer texts make Dynamics refuse the whole import; counted in UTF-16 units, as the host does. */
export const LONGEST = 500;

/** Texts of one meaning: a line end is a line end however a program writes it. */
export const sameText = (a: string, b: string): boolean => a === b || lineEnds(a) === lineEnds(b);
export const lineEnds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
export const isBlank = (text: string): boolean => text.trim() === '';

/** A text that outlives the reading of its file: V8 keeps a slice of 13 characters and more as a view, and with it the whole piece it was cut from. */
export const ownCopy = (text: string): string => (text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le'));
