/** What a person types for a field -> its canonical value; "1 099,50" and "1099.5" are both a sum, "22.11.2026" is a date, "" is empty. */
import { decimal } from '../decimal.ts';
import { fieldSpec } from '../fields.ts';
import type { Entity, Fields, Value } from '../model.ts';
import { EditRefused } from '../sync/edit.ts';

/** The field is there, what was typed for it cannot be understood: which code of the catalogue says why. */
export class Unreadable extends EditRefused {
  readonly why: keyof typeof CODES;
  constructor(why: Unreadable['why'], field: string, text: string, known: readonly string[] = []) {
    super(CODES[why], why === 'input-date' ? { date: `${field}=${text}` } : { field, text, known: known.join(', ') });
    this.why = why;
  }
}

/** Beside a field a word is enough; by itself it takes the whole sentence. */
const CODES = { 'input-number': 'number-unclear', 'input-date': 'date-unclear', 'input-choice': 'choice-unclear' } as const;

export function parseFields(entity: Entity, args: readonly string[]): Fields {
  return Object.fromEntries(args.map((arg) => parseField(entity, arg)));
}

function parseField(entity: Entity, arg: string): [string, Value] {
  const at = arg.indexOf('=');
  if (at < 0) throw new EditRefused('field-unknown', { field: arg });
  return [arg.slice(0, at), parseTyped(entity, arg.slice(0, at), arg.slice(at + 1))];
}

/** One field as it was typed. */
export function parseTyped(entity: Entity, name: string, typed: string): Value {
  const spec = fieldSpec(entity, name);
  if (!spec) throw new EditRefused('field-unknown', { field: name });
  const text = typed.trim();
  if (text === '') return null;
  switch (spec.type) {
    case 'money':
    case 'price':
    case 'quantity':
    case 'rate':
      return parseAmount(text, name);
    case 'date':
      return parseTime(text, name).slice(0, 10);
    case 'flag':
      return parseFlag(text, name);
    case 'choice':
      if (!spec.values?.includes(text)) throw new Unreadable('input-choice', name, text, spec.values);
      return text;
    case 'dateTime':
      return parseTime(text, name);
    case 'lines':
    case 'allocations':
      throw new EditRefused('field-unknown', { field: `${name}=${text}` }); // rows of a table are no text
    default:
      return text;
  }
}

/** Blanks group, a comma or a point divides; anything else is refused, never guessed. */
export function parseAmount(text: string, name: string): string {
  try {
    return decimal(text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
  } catch {
    throw new Unreadable('input-number', name, text);
  }
}

/** "2026-11-22", "22.11.2026", "5.3.26": a day of the calendar; anything else would stand in the books as it was typed. */
function parseDate(text: string, name: string): string {
  const turned = /^(\d\d?)[./](\d\d?)[./](\d{4}|\d\d)$/.exec(text);
  const two = (part = ''): string => part.padStart(2, '0');
  const day = turned ? `${turned[3]?.length === 2 ? '20' : ''}${turned[3] ?? ''}-${two(turned[2])}-${two(turned[1])}` : text;
  const at = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day)
    throw new Unreadable('input-date', name, text);
  return day;
}

/** A day as above, with or without a time of day: "22.11.2026 14:05". */
function parseTime(text: string, name: string): string {
  const [day = '', time = '00:00:00'] = text.split(/[T ]/);
  const whole = /^\d\d:\d\d$/.test(time) ? `${time}:00` : time;
  if (!/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(whole)) throw new Unreadable('input-date', name, text);
  return `${parseDate(day, name)}T${whole}`;
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, yes: true, да: true, 1: true, false: false, no: false, нет: false, 0: false }; // prettier-ignore

function parseFlag(text: string, name: string): boolean {
  const word = text.toLowerCase();
  const flag = Object.hasOwn(FLAGS, word) ? FLAGS[word] : undefined;
  if (flag === undefined) throw new Unreadable('input-choice', name, text, Object.keys(FLAGS));
  return flag;
}
