/** Rows as JSON text, written by hand: an amount never passes through a float on its way. */
import type { Property } from '../../store/feed.ts';
import type { Format } from './options.ts';

type Write = (value: unknown) => string;
/** One row without its braces. */
export type WriteRow = (row: readonly unknown[]) => string;

/** What a column holds; anything else would be a fault of ours, and is not shown as text. */
const shown = (v: unknown): string =>
  typeof v === 'string' ? v : typeof v === 'number' || typeof v === 'bigint' ? v.toString() : '';
const text: Write = (v) => (v === null ? 'null' : JSON.stringify(shown(v)));
const flag: Write = (v) => (v === null ? 'null' : Number(v) === 1 ? 'true' : 'false');
const whole: Write = (v) => (v === null ? 'null' : shown(v));

const ENDS: Readonly<Record<number, string>> = { 10: 'T00:00:00Z', 19: 'Z', 24: '' };
/** A day, a wall clock, an instant: an instant to every reader. What is none is not shown as one. */
const time: Write = (v) => {
  const end = typeof v === 'string' ? ENDS[v.length] : undefined;
  return end === undefined ? 'null' : JSON.stringify(`${v as string}${end}`);
};

/** Digits without a point, and how many stand behind it: "-1250" with 2 is -12.5. */
export function pointed(digits: string, scale: number): string {
  const [sign, all] = digits.startsWith('-') ? ['-', digits.slice(1)] : ['', digits];
  const padded = all.padStart(scale + 1, '0');
  const fraction = padded.slice(padded.length - scale).replace(/0+$/, '');
  return sign + padded.slice(0, padded.length - scale) + (fraction === '' || scale === 0 ? '' : `.${fraction}`);
}

function decimal(scale: number, isTextual: boolean): Write {
  const quote = isTextual ? '"' : '';
  return (v) => (v === null ? 'null' : quote + pointed(shown(v), scale) + quote);
}

function writerOf({ type, scale }: Property, { isTextual }: Format): Write {
  switch (type) {
    case 'guid':
    case 'text':
      return text;
    case 'flag':
      return flag;
    case 'whole':
      return whole;
    case 'decimal':
      return decimal(scale, isTextual);
    case 'date':
    case 'dateTime':
    case 'instant':
      return time;
  }
}

export function rowWriter(properties: readonly Property[], format: Format): WriteRow {
  const fields = properties.map((p) => [`${JSON.stringify(p.name)}:`, writerOf(p, format)] as const);
  return (row) => {
    let made = '';
    for (const [i, [name, write]] of fields.entries()) made += `${i === 0 ? '' : ','}${name}${write(row[i] ?? null)}`;
    return made;
  };
}
