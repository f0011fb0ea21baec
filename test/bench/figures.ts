/** Figures of the bench: what was measured, against what, and whether the bar holds. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** ">= 0.6", "< 300"; null = told, not judged. */
  readonly bar: string | null;
  readonly holds: boolean | null;
  readonly against: string;
}

export function figure(name: string, value: number, unit: string, bar: string | null, against: string): Figure {
  return { name, value: Math.round(value * 1000) / 1000, unit, bar, holds: bar === null ? null : isHeld(value, bar), against };
}

function isHeld(value: number, bar: string): boolean {
  const [sign = '', limit = ''] = bar.split(' ');
  const bound = Number(limit);
  if (sign === '>=') return value >= bound;
  return sign === '<=' ? value <= bound : value < bound;
}

/** The middle of an odd number of measurements. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

export function show(figures: readonly Figure[]): void {
  const table = new Table({ head: ['figure', 'value', 'unit', 'bar', 'holds', 'against'], style: { head: [], border: [] } });
  for (const f of figures)
    table.push([f.name, String(f.value), f.unit, f.bar ?? '', f.holds === null ? '' : f.holds ? 'yes' : 'NO', f.against]);
  process.stdout.write(`${table.toString()}\n`);
}

const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));

/** A figure measured anew takes the place of the one before; the others stay as their own last run found them. */
export function keep(figures: readonly Figure[]): void {
  const before = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Figure[]) : [];
  const known = new Map(before.map((f) => [f.name, f]));
  for (const f of figures) known.set(f.name, f);
  writeFileSync(RESULTS, `[\n${[...known.values()].map((f) => `  ${JSON.stringify(f)}`).join(',\n')}\n]\n`);
}
