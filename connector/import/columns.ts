/** Which column is which field: said by a person, remembered from the last file of this shape, or guessed from the head. */
import { createHash } from 'node:crypto';
import { SidebookError } from '../errors.ts';
import { fieldOf, FIELDS, isField, plainHead, type Field } from './heads.ts';
import { findHead } from './head-row.ts';
import { found, letters, type Found, type Row } from './table.ts';

export type Chosen = Partial<Readonly<Record<Field, number>>>;
export type By = 'asked' | 'remembered' | 'head';
export interface Columns {
  readonly of: Chosen;
  readonly by: Partial<Readonly<Record<Field, By>>>;
  readonly heads: readonly string[];
  readonly above: string;
  /** Index of the first row of goods. */
  readonly after: number;
  readonly found: readonly Found[];
}
/** One --map: a head or a letter, and the field; "-" leaves the column alone. */
export interface Mapped {
  readonly column: string;
  readonly field: Field | '-';
}

export function readMap(text: string): Mapped {
  const at = text.lastIndexOf('=');
  const [column, field] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at <= 0 || column === '' || !(field === '-' || isField(field))) throw new SidebookError('import-map-unclear', { came: text, known: FIELDS.join(', ') });
  return { column, field };
} // prettier-ignore

/** The shape of a file: its heads in their order; the same source sends the same. */
export function shapeOf(rows: readonly Row[]): string {
  const heads = findHead(rows)?.heads.map(plainHead) ?? ['', String(rows[0]?.cells.length ?? 0)];
  return createHash('sha256').update(JSON.stringify(heads)).digest('hex');
}

export function columnsOf(rows: readonly Row[], asked: readonly Mapped[], remembered: Chosen | null): Columns {
  const head = findHead(rows) ?? { heads: [], after: 0, above: '' };
  const width = Math.max(head.heads.length, ...rows.slice(0, 100).map((r) => r.cells.length), 0);
  const guessed = guess(head.heads);
  const places = new Places();
  for (const field of FIELDS) {
    const [kept, read] = [remembered?.[field], guessed.of[field]];
    if (kept !== undefined && kept < width) places.set(field, kept, 'remembered');
    else if (read !== undefined && remembered === null) places.set(field, read, 'head');
  }
  for (const { column, field } of asked) places.set(field, columnNamed(column, head.heads, width), 'asked');
  const { of, by } = places;
  return {
    of,
    by,
    heads: head.heads,
    above: head.above,
    after: head.after,
    found: [...missing(of, head.heads), ...twice(guessed, of)],
  };
}

/** A column is one field, a field one column: the last word counts. */
class Places {
  readonly #all = new Map<Field, { readonly column: number; readonly by: By }>();

  set(field: Field | '-', column: number, by: By): void {
    for (const [f, place] of this.#all) if (place.column === column) this.#all.delete(f);
    if (field !== '-') this.#all.set(field, { column, by });
  }
  get of(): Chosen {
    return Object.fromEntries([...this.#all].map(([f, { column }]) => [f, column]));
  }
  get by(): Columns['by'] {
    return Object.fromEntries([...this.#all].map(([f, { by }]) => [f, by]));
  }
}

interface Guess {
  readonly of: Chosen;
  readonly second: readonly (readonly [Field, number])[];
}
function guess(heads: readonly string[]): Guess {
  const [of, second] = [{} as Partial<Record<Field, number>>, [] as [Field, number][]];
  heads.forEach((head, column) => {
    const field = fieldOf(head);
    if (field === null || field === '-') return;
    if (of[field] === undefined) of[field] = column;
    else second.push([field, column]);
  });
  return { of, second };
}

function columnNamed(name: string, heads: readonly string[], width: number): number {
  const byHead = heads.findIndex((h) => h.trim() === name);
  const byWords = byHead >= 0 ? byHead : heads.findIndex((h) => plainHead(h) === plainHead(name) && plainHead(name) !== '');
  if (byWords >= 0) return byWords;
  const byLetter = Array.from({ length: width }, (_, i) => letters(i)).indexOf(name.toUpperCase());
  if (byLetter < 0) throw new SidebookError('import-no-column', { came: name, known: heads.filter((h) => h !== '').join(', ') || `A-${letters(Math.max(0, width - 1))}` }); // prettier-ignore
  return byLetter;
}

function missing(of: Chosen, heads: readonly string[]): Found[] {
  const named = of.name !== undefined || of.sku !== undefined;
  if (named && of.price !== undefined) return [];
  if (heads.length === 0) return [found('stop', 'import-no-head', null, null)];
  const lacks = [...(named ? [] : ['name']), ...(of.price === undefined ? ['price'] : [])];
  return lacks.map((field) => found('stop', 'import-field-missing', null, null, field));
}

/** Two columns for one field: which one was taken is for people to see. */
const twice = (guessed: Guess, of: Chosen): Found[] =>
  guessed.second.filter(([field, column]) => of[field] !== column && !Object.values(of).includes(column) && field === 'price').map(([field, column]) => found('note', 'import-second-column', null, column, field)); // prettier-ignore
