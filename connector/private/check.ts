/** What comes into the private store, made canonical (model.md 1); everything wrong with it is told at once, by row and field. */
import { scaled } from '../decimal.ts';
import { PrivateWrong, type InputProblem, type WrongInput } from './private-store.ts';

const DECIMAL = /^-?\d+(\.\d+)?$/;
/** What both databases keep exactly: 12 digits before the point, 6 behind it. */
const FITS = /^-?\d{1,12}(\.\d{1,6})?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;
const DAY_MS = 86_400_000;
/** Nobody saw a price before; year 1 is how other systems write "empty". */
const FIRST_YEAR = 1990;
const PLACES = 6;

export class Check {
  readonly #wrong: WrongInput[] = [];
  readonly #now: number;
  row: number | null = null;

  constructor(now: Date) {
    this.#now = now.getTime();
  }

  wrong(field: string, problem: InputProblem, value: unknown): void {
    const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    this.#wrong.push({ row: this.row, field, problem, value: [...shown.slice(0, 80)].slice(0, 40).join('') });
  }

  /** Throws everything found. */
  done(): void {
    if (this.#wrong.length > 0) throw new PrivateWrong(this.#wrong);
  }

  /** NFC, lines end with \n, no blanks around; '' is null. Emoji and right-to-left text are text like any other. */
  optional(field: string, value: string | null, most: number): string | null {
    if (value === null) return null;
    const text = canonical(value);
    if (text.length > most) this.wrong(field, 'too-long', text);
    return text === '' ? null : text;
  }

  text(field: string, value: string, most: number): string {
    const text = this.optional(field, value, most);
    if (text === null) this.wrong(field, 'empty', value);
    return text ?? '';
  }

  texts(field: string, values: readonly string[], most: number): string[] {
    return [...new Set(values.map((v) => this.optional(field, v, most)).filter((v) => v !== null))];
  }

  /** A quantity or price x 10^6, not below zero. */
  micros(field: string, value: string): bigint {
    if (!DECIMAL.test(value)) return this.#not(field, 'not-a-number', value);
    if (!FITS.test(value)) return this.#not(field, /\.\d{7}/.test(value) ? 'places' : 'too-large', value);
    const made = scaled(value, PLACES);
    return made < 0n ? this.#not(field, 'negative', value) : made;
  }

  /** Above zero. */
  factor(field: string, value: string): bigint {
    const made = this.micros(field, value);
    if (made === 0n && DECIMAL.test(value) && !value.startsWith('-')) this.wrong(field, 'not-positive', value);
    return made;
  }

  optionalMicros(field: string, value: string | null): bigint | null {
    return value === null ? null : this.micros(field, value);
  }

  #not(field: string, problem: InputProblem, value: string): bigint {
    this.wrong(field, problem, value);
    return 0n;
  }

  choice(field: string, value: string, of: readonly string[]): void {
    if (!of.includes(value)) this.wrong(field, 'choice', value);
  }

  flag(field: string, value: boolean): number {
    if (typeof value !== 'boolean') this.wrong(field, 'flag', value);
    return value ? 1 : 0;
  }

  currency(field: string, value: string): void {
    if (!/^[A-Z]{3}$/.test(value)) this.wrong(field, 'currency', value);
  }

  /** Percent, "none", or null where it is not known. */
  vatRate(field: string, value: string | null): void {
    if (value !== null && value !== 'none' && !/^\d{1,2}(\.\d{1,2})?$/.test(value)) this.wrong(field, 'vat-rate', value);
  }

  date(field: string, value: string): string {
    const ms = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : NaN;
    if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== value) this.wrong(field, 'date', value);
    else if (Number(value.slice(0, 4)) < FIRST_YEAR) this.wrong(field, 'too-old', value);
    return value;
  }

  optionalDate = (field: string, value: string | null): string | null => (value === null ? null : this.date(field, value));

  /** When a fact was seen: not before anybody looked, not tomorrow. Clocks may differ by a day. */
  seen(field: string, value: string): number {
    const ms = this.#instant(field, value);
    if (Number.isNaN(ms)) return 0;
    if (ms < Date.UTC(FIRST_YEAR)) this.wrong(field, 'too-old', value);
    else if (ms > this.#now + DAY_MS) this.wrong(field, 'in-the-future', value);
    return ms;
  }

  /** 30 February is no day, though Date.parse takes it for one. */
  #instant(field: string, value: string): number {
    const ms = INSTANT.test(value) ? Date.parse(value) : NaN;
    if (!Number.isNaN(ms) && isDayOf(ms, value)) return ms;
    this.wrong(field, 'instant', value);
    return NaN;
  }

  instant(field: string, value: string | null): string | null {
    if (value !== null) this.#instant(field, value);
    return value;
  }
}

const isDayOf = (ms: number, text: string): boolean => Number(text.slice(8, 10)) === new Date(ms).getUTCDate();

/** Most texts are plain, and canonical as they are. */
const PLAIN = /^[\u0020-\u007e\u0410-\u044fЁё]*$/;

const canonical = (value: string): string => (PLAIN.test(value) ? value : tidy(value)).trim();

/** No NUL, no half of a surrogate pair: no database keeps them. */
const tidy = (value: string): string =>
  value.normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd'); // prettier-ignore
