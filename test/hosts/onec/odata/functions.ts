import { addDays } from '../base/clock.ts';
import type { Typed, ValueKind } from './compare.ts';

type Plain = Typed['value'];

/** One function of `$filter` (1c.md 2.7). Those OData v3 has and 1C lacks refuse all arguments with code 21. */
export interface FilterFunction {
  readonly kind: ValueKind;
  accepts(args: readonly ValueKind[]): boolean;
  run(args: readonly Plain[]): Plain;
}

const text = (value: Plain | undefined): string => (typeof value === 'string' ? value : '');
const low = (value: Plain | undefined): string => text(value).toLowerCase().trimEnd();
const whole = (value: Plain | undefined): number => Math.trunc(Number(value));

function define(kind: ValueKind, takes: string, run: FilterFunction['run']): FilterFunction {
  const wanted = takes.split(' ');
  const required = wanted.filter((w) => !w.endsWith('?')).length;
  const fits = (given: ValueKind, want: string | undefined): boolean =>
    want?.replace('?', '').split('|').includes(given) === true;
  return {
    kind,
    run,
    accepts: (args) => args.length >= required && args.length <= wanted.length && args.every((a, i) => fits(a, wanted[i])),
  };
}

const unimplemented: FilterFunction = { kind: 'string', accepts: () => false, run: () => null };
const part = (from: number, to: number): FilterFunction => define('number', 'date', ([d]) => Number(text(d).slice(from, to)));

const stringFunctions: Readonly<Record<string, FilterFunction>> = {
  concat: define('string', 'string string', ([a, b]) => text(a) + text(b)),
  startswith: define('boolean', 'string string', ([a, b]) => low(a).startsWith(low(b))),
  endswith: define('boolean', 'string string', ([a, b]) => low(a).endsWith(low(b))),
  substringof: define('boolean', 'string string', ([needle, hay]) => low(hay).includes(low(needle))),
  substring: define('string', 'string number number?', ([s, from, length]) => cut(text(s), whole(from), length)),
  like: define('boolean', 'string string', ([s, template]) => likePattern(text(template)).test(text(s))),
};

const dateFunctions: Readonly<Record<string, FilterFunction>> = {
  year: part(0, 4),
  month: part(5, 7),
  day: part(8, 10),
  hour: part(11, 13),
  minute: part(14, 16),
  second: part(17, 19),
  quarter: define('number', 'date', ([d]) => Math.ceil(Number(text(d).slice(5, 7)) / 3)),
  dayofyear: define('number', 'date', ([d]) => daysBetween(`${text(d).slice(0, 4)}-01-01T00:00:00`, text(d)) + 1),
  dayofweek: define('number', 'date', ([d]) => ((new Date(`${text(d)}Z`).getUTCDay() + 6) % 7) + 1),
  dateadd: define('date', 'date string number', ([d, unit, n]) => dateAdd(text(d), text(unit), whole(n))),
  datedifference: define('number', 'date date string', ([a, b, unit]) => dateDifference(text(a), text(b), text(unit))),
};

export const functions: Readonly<Record<string, FilterFunction | undefined>> = {
  ...stringFunctions,
  ...dateFunctions,
  round: define('number', 'number', ([n]) => Math.round(Number(n))),
  ...Object.fromEntries(
    ['length', 'indexof', 'replace', 'tolower', 'toupper', 'trim', 'years', 'days', 'hours', 'seconds', 'floor', 'ceiling'].map(
      (name) => [name, unimplemented],
    ),
  ),
};

/** The manual counts characters from 1. */
function cut(s: string, from: number, length: Plain | undefined): string {
  return length === undefined ? s.slice(from - 1) : s.slice(from - 1, from - 1 + whole(length));
}

/** ПОДОБНО: `%` any text, `_` any character, `[а-я]` and `[^…]` classes; case is ignored. */
function likePattern(template: string): RegExp {
  const body = template.replace(/\[\^?[^\]]*\]|[.*+?^${}()|\\]|%|_/g, (piece) => {
    if (piece === '%') return '[\\s\\S]*';
    if (piece === '_') return '[\\s\\S]';
    return piece.startsWith('[') ? piece : `\\${piece}`;
  });
  return new RegExp(`^${body}$`, 'iu');
}

const msPerDay = 86_400_000;
const daysBetween = (a: string, b: string): number =>
  Math.floor((Date.parse(`${b}Z`) - Date.parse(`${a.slice(0, 10)}T00:00:00Z`)) / msPerDay);
const monthsOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));

const seconds: Readonly<Record<string, number | undefined>> = { second: 1, minute: 60, hour: 3600 };
const months: Readonly<Record<string, number | undefined>> = { month: 1, quarter: 3, year: 12 };

function dateAdd(date: string, unit: string, n: number): string {
  if (unit === 'day') return addDays(date, n);
  const step = seconds[unit];
  if (step !== undefined) return new Date(Date.parse(`${date}Z`) + n * step * 1000).toISOString().slice(0, 19);
  return addMonths(date, n * (months[unit] ?? 0));
}

/** A day that the month lacks becomes its last day. */
function addMonths(date: string, n: number): string {
  const total = monthsOf(date) - 1 + n;
  const first = new Date(Date.UTC(Math.floor(total / 12), ((total % 12) + 12) % 12, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(Number(date.slice(8, 10)), last));
  return first.toISOString().slice(0, 10) + date.slice(10);
}

function dateDifference(a: string, b: string, unit: string): number {
  if (unit === 'day') return daysBetween(a, b);
  const step = seconds[unit];
  if (step !== undefined) return Math.floor((Date.parse(`${b}Z`) - Date.parse(`${a}Z`)) / 1000 / step);
  return Math.floor((monthsOf(b) - monthsOf(a)) / (months[unit] ?? 1));
}
