/**
 * Where a person's data may lie, and what can be done about it there (feature P5): each part of Sidebook that keeps texts of people
 * answers for itself - the shared records, the private store, the audit.
 */
import type { Json } from './canonical.ts';

/** One thing that mentions the text: enough to recognise it, without showing all of it. */
export interface Mention {
  /** What it is: "counterparty", "note", "audit". */
  readonly kind: string;
  readonly id: string;
  /** For people: its name, its date. */
  readonly title: string;
}

export interface Exported extends Mention {
  /** All that is kept of it. */
  readonly value: Json;
}

export interface Erased {
  /** What was erased, by kind. */
  readonly erased: Readonly<Record<string, number>>;
  /** What mentions the text and stays. */
  readonly kept: readonly Mention[];
  /** Another process was reading: traces stay in a write-ahead file until it lets go. */
  readonly isHeld?: boolean;
}

export interface PersonalData {
  find(text: string): Promise<readonly Mention[]>;
  export(text: string): Promise<readonly Exported[]>;
  /** Gone for good, from the file as well; `by` stands in the audit, the text does not. */
  erase(text: string, by: string): Promise<Erased>;
}

/** Shorter texts are in everything. */
export const SHORTEST = 3;
/** What people write as a number: a phone, an ИНН, an account. */
const NUMBER = /^[\d\s()+./-]+$/;
const LEAST_DIGITS = 7;

/** Case does not count, nor ё, nor how a number is split: "8 (912) 000-11-22" is "89120001122". */
export function mentions(text: string): (value: string) => boolean {
  const wanted = folded(text);
  const digits = digitsOf(text);
  if (!NUMBER.test(text) || digits.length < LEAST_DIGITS) return (value) => folded(value).includes(wanted);
  return (value) => folded(value).includes(wanted) || digitsOf(value).includes(digits);
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Does any text anywhere inside fit? Names of fields do not count. */
export function mentioned(value: Json | undefined, fits: (text: string) => boolean): boolean {
  if (typeof value === 'string' || typeof value === 'number') return fits(String(value));
  if (value === null || typeof value !== 'object') return false;
  return Object.values<Json | undefined>(value).some((inner) => mentioned(inner, fits));
}

/** Every text a value holds. */
export function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values<Json | undefined>(value).flatMap(textsIn);
}

/** The same of a text that holds JSON; what is none counts as a text. */
export function mentionedIn(text: string, fits: (text: string) => boolean): boolean {
  try {
    return mentioned(JSON.parse(text) as Json, fits);
  } catch {
    return fits(text);
  }
}
