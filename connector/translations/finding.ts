/** What can be wrong with a file of labels: kind, severity, place. The kinds and what follows from each: translations.md, section 7. */
import type { Code, Lang } from '../errors.ts';
import { date } from '../words/format.ts';
import { ownCopy } from './model.ts';

/** error: nothing is applied; skip: that sheet, column or row is left out; warning: applied and told; note: counted. */
export type Severity = 'error' | 'skip' | 'warning' | 'note';

/** Kinds by the catalogue code that says them in words. */
export const KINDS = {
  'not-a-translations-file': ['error', 'labels-not-a-translations-file'], 'wrong-kind': ['error', 'labels-wrong-kind'],
  'bad-zip': ['error', 'labels-bad-zip'], 'not-at-root': ['error', 'labels-not-at-root'], 'member-missing': ['error', 'labels-member-missing'],
  'duplicate-member': ['error', 'labels-duplicate-member'], 'bad-member-name': ['error', 'labels-bad-member-name'],
  encrypted: ['error', 'labels-encrypted'], 'too-large': ['error', 'labels-too-large'], 'too-many-members': ['error', 'labels-too-many-members'],
  'bad-encoding': ['error', 'labels-bad-encoding'], 'not-well-formed': ['error', 'labels-not-well-formed'],
  'doctype-forbidden': ['error', 'labels-doctype-forbidden'], 'xml-version': ['error', 'labels-xml-version'],
  'nesting-too-deep': ['error', 'labels-nesting-too-deep'], 'sheet-missing': ['error', 'labels-sheet-missing'],
  'sheet-twice': ['error', 'labels-sheet-twice'], 'information-incomplete': ['error', 'labels-information-incomplete'],
  'organization-mismatch': ['error', 'labels-organization-mismatch'], 'solution-mismatch': ['error', 'labels-solution-mismatch'],
  'base-language-mismatch': ['error', 'labels-base-language-mismatch'],
  'base-language-column-missing': ['error', 'labels-base-language-column-missing'], 'key-columns-moved': ['error', 'labels-key-columns-moved'],
  'duplicate-language': ['error', 'labels-duplicate-language'], 'row-index-out-of-range': ['error', 'labels-row-index-out-of-range'],
  'cell-index-out-of-range': ['error', 'labels-cell-index-out-of-range'], 'cell-index-not-rising': ['error', 'labels-cell-index-not-rising'],
  'merged-cell': ['error', 'labels-merged-cell'], 'formula-cell': ['error', 'labels-formula-cell'], 'date-cell': ['error', 'labels-date-cell'],
  'boolean-cell': ['error', 'labels-boolean-cell'], 'error-cell': ['error', 'labels-error-cell'], 'text-too-long': ['error', 'labels-text-too-long'],
  'stray-unit': ['error', 'labels-stray-unit'], 'duplicate-key': ['error', 'labels-duplicate-key'], 'label-too-long': ['error', 'labels-label-too-long'],
  'content-types-missing': ['warning', 'labels-content-types-missing'], 'number-cell': ['warning', 'labels-number-cell'],
  'base-text-empty': ['warning', 'labels-base-text-empty'], 'placeholder-missing': ['warning', 'labels-placeholder-missing'],
  glossary: ['warning', 'labels-glossary'], 'takes-back': ['warning', 'labels-takes-back'],
  'unknown-sheet': ['skip', 'labels-unknown-sheet'], 'unknown-column': ['skip', 'labels-unknown-column'],
  'unknown-language': ['skip', 'labels-unknown-language'], 'language-not-enabled': ['skip', 'labels-language-not-enabled'],
  'bad-object-id': ['skip', 'labels-bad-object-id'], 'unknown-object': ['skip', 'labels-unknown-object'],
  'stale-base': ['skip', 'labels-stale-base'],
  'repeated-row': ['note', 'labels-repeated-row'], emptied: ['note', 'labels-emptied'], 'blank-label': ['note', 'labels-blank-label'],
  'same-as-source': ['note', 'labels-same-as-source'], 'edge-space': ['note', 'labels-edge-space'],
  'written-by-libreoffice': ['note', 'labels-written-by-libreoffice'],
} as const satisfies Readonly<Record<string, readonly [Severity, Code]>>; // prettier-ignore

export type Kind = keyof typeof KINDS;
/** Left out unless it is asked for: the only warning that is. */
export const TAKES_BACK = 'takes-back' satisfies Kind;
export type Detail = Readonly<Record<string, string | number>>;

export interface Finding {
  readonly kind: Kind;
  readonly sheet: string | null;
  /** Counted from 1, as Excel shows it. */
  readonly row: number | null;
  /** Letters, as Excel shows it. */
  readonly column: string | null;
  readonly detail: Detail;
}

export interface Place {
  readonly sheet?: string | null;
  readonly row?: number | null;
  /** Counted from 1. */
  readonly column?: number | null;
}

export const finding = (kind: Kind, { sheet = null, row = null, column = null }: Place = {}, detail: Detail = {}): Finding =>
  ({ kind, sheet, row, column: column === null ? null : letters(column), detail }); // prettier-ignore

export const severityOf = (kind: Kind): Severity => KINDS[kind][0];
export const codeOf = (kind: Kind): Code => KINDS[kind][1];

/** Its details as they are read: a moment as the reader's date. */
export const detailIn = (lang: Lang, { detail }: Finding): Detail =>
  typeof detail['on'] === 'string' ? { ...detail, on: date(lang, detail['on']) } : detail;

/** 1 -> A, 27 -> AA. */
export function letters(column: number): string {
  let name = '';
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** "Localized Labels!E5", or as much of it as is known. */
export function placeOf({ sheet, row, column }: Finding): string {
  const cell = `${column ?? ''}${row === null ? '' : String(row)}`;
  return sheet === null ? cell : cell === '' ? sheet : `${sheet}!${cell}`;
}

/** The file cannot be read on: where it stopped and why. */
export class FileRefused extends Error {
  readonly finding: Finding;
  constructor(kind: Kind, place: Place = {}, detail: Detail = {}) {
    super(kind);
    this.finding = finding(kind, place, detail);
  }
}

const MOST = 1000;
const ownDetail = (detail: Detail): Detail =>
  Object.fromEntries(Object.entries(detail).map(([name, said]) => [name, typeof said === 'string' ? ownCopy(said) : said]));

/** Findings of one file: the first thousand that matter and the first thousand notes; the rest is counted. */
export class Findings {
  readonly #kept: Record<'matters' | 'note', Finding[]> = { matters: [], note: [] };
  readonly counts = new Map<Kind, number>();

  add(kind: Kind, place: Place = {}, detail: Detail = {}): void {
    this.take(finding(kind, place, detail));
  }

  take(found: Finding): void {
    this.counts.set(found.kind, (this.counts.get(found.kind) ?? 0) + 1);
    const list = this.#kept[severityOf(found.kind) === 'note' ? 'note' : 'matters'];
    if (list.length < MOST) list.push({ ...found, detail: ownDetail(found.detail) });
  }

  get list(): readonly Finding[] {
    return [...this.#kept.matters, ...this.#kept.note];
  }

  has(severity: Severity): boolean {
    return [...this.counts.keys()].some((kind) => severityOf(kind) === severity);
  }

  get hasError(): boolean {
    return this.has('error');
  }

  /** As expected.json calls it. */
  get outcome(): 'ok' | 'ok-with-warning' | 'error' {
    if (this.hasError) return 'error';
    return [...this.counts.keys()].some((kind) => severityOf(kind) !== 'note') ? 'ok-with-warning' : 'ok';
  }
}
