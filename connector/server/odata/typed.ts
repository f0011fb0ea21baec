/** The parts of a filter with their types: what may be compared with what, which functions there are, literals in one form. */
import type { Comparison, Condition, FeedSet, FeedType, Kind, NumberCall, Operand, TextCall } from '../../store/feed.ts';
import { notHere, refuse } from './refused.ts';

const KINDS: Readonly<Record<FeedType, Kind>> = {
  guid: 'guid', text: 'text', flag: 'flag', whole: 'number', decimal: 'number', date: 'time', dateTime: 'time', instant: 'time',
}; // prettier-ignore

export function propertyOf(set: FeedSet, name: string): Operand {
  const property = set.properties.find((p) => p.name === name);
  if (!property) throw refuse('feed-property', { property: name.slice(0, 40), set: set.name });
  return { is: 'property', kind: KINDS[property.type], property };
}

export function literalOf(kind: Kind, value: string, position = 1): Operand {
  if (kind === 'guid') return { is: 'literal', kind, value: value.toLowerCase() };
  return { is: 'literal', kind, value: kind === 'time' ? timeOf(value, position) : value };
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d))?$/i;

/** In UTC, to the millisecond; "~" behind it where there is more: a little later, and equal to nothing stored. */
function timeOf(text: string, position: number): string {
  const [, day = '', minute = '00:00', second = '00', fraction = '', zone = 'Z'] = TIME.exec(text) ?? [];
  const ms = Date.parse(`${day}T${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}${zone.toUpperCase()}`);
  const made = Number.isNaN(ms) ? '' : new Date(ms).toISOString();
  if (made.length !== 24 || !isDay(day)) throw refuse('feed-filter', { position, found: text.slice(0, 20) });
  return made.slice(0, 23) + (/[1-9]/.test(fraction.slice(3)) ? '~' : '');
}

/** 30 February is no day, though Date.parse takes it for one. */
const isDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8));

const mismatch = (position: number) => refuse('feed-filter-type', { position });
/** Neither guids nor flags are greater than one another. */
const ORDERED: readonly (Kind | null)[] = ['text', 'number', 'time', null];

export function comparisonOf(by: Comparison, left: Operand, right: Operand, position: number): Condition {
  const isSame = left.kind === right.kind || left.kind === null || right.kind === null;
  const isOrdered = by === 'eq' || by === 'ne' || (ORDERED.includes(left.kind) && ORDERED.includes(right.kind));
  if (!isSame || !isOrdered) throw mismatch(position);
  return { is: 'compare', by, left, right };
}

export const WITHIN = ['contains', 'startswith', 'endswith'] as const;

export function withinOf(how: (typeof WITHIN)[number], params: readonly Operand[], position: number): Condition {
  const [text, part] = params;
  if (!text || !part || params.length !== 2 || text.kind !== 'text' || part.kind !== 'text') throw mismatch(position);
  return { is: 'within', how, text, part };
}

export function flagCondition(of: Operand): Condition {
  if (of.is === 'truth') return of.of;
  if (of.kind !== 'flag') throw refuse('feed-filter-flag');
  return { is: 'flag', of };
}

const CALLS: Readonly<Record<NumberCall | TextCall | 'date', { readonly takes: Kind; readonly gives: Kind }>> = {
  length: { takes: 'text', gives: 'number' }, tolower: { takes: 'text', gives: 'text' }, toupper: { takes: 'text', gives: 'text' }, trim: { takes: 'text', gives: 'text' },
  year: { takes: 'time', gives: 'number' }, month: { takes: 'time', gives: 'number' }, day: { takes: 'time', gives: 'number' }, hour: { takes: 'time', gives: 'number' },
  minute: { takes: 'time', gives: 'number' }, second: { takes: 'time', gives: 'number' }, date: { takes: 'time', gives: 'time' },
}; // prettier-ignore
const isCall = (name: string): name is keyof typeof CALLS => Object.hasOwn(CALLS, name);

export function callOf(name: string, params: readonly Operand[], position: number): Operand {
  if (!isCall(name)) throw notHere(`${name.slice(0, 30)}()`);
  const [of] = params;
  if (!of || params.length !== 1 || of.kind !== CALLS[name].takes) throw mismatch(position);
  return { is: 'call', kind: CALLS[name].gives, call: name, of };
}

export function sumOf(sign: '+' | '-', left: Operand, right: Operand, position: number): Operand {
  if (left.kind !== 'number' || right.kind !== 'number') throw mismatch(position);
  return { is: 'sum', kind: 'number', sign, left, right };
}
