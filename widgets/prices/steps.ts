/** From prices to the line of a step chart. Only where points stand is computed in floats; every figure shown stays the text it was. */
import type { PriceHistory } from '../../connector/server/contract/prices.ts';

export interface Steps {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly first: string;
  readonly last: string;
  readonly least: string;
  readonly most: string;
}

const EDGE = 4;
type Point = { readonly at: number; readonly value: string; readonly seenAt: string };

/** Null: nothing in it can be compared. `rows`: newest first, as the API has them. */
export function stepsOf(rows: PriceHistory['rows'], width: number, height: number): Steps | null {
  const points = rows.filter((r) => r.state === 'live' && r.value !== null).map((r): Point => ({ at: Date.parse(r.seenAt), value: r.value ?? '0', seenAt: r.seenAt })).reverse();
  const [first] = points;
  const last = points[points.length - 1];
  if (!first || !last) return null;
  const ordered = [...points].sort((a, b) => Number(a.value) - Number(b.value));
  const [least, most] = [ordered[0] ?? first, ordered[ordered.length - 1] ?? last];
  const x = (p: Point): number => scaled(p.at, first.at, last.at, EDGE, width - EDGE);
  const y = (p: Point): number => scaled(Number(p.value), Number(least.value), Number(most.value), height - EDGE, EDGE);
  const path = points.map((p, i) => (i === 0 ? `M${place(x(p))} ${place(y(p))}` : `H${place(x(p))}V${place(y(p))}`)).join('');
  return { path: `${path}H${place(width - EDGE)}`, from: first.seenAt, to: last.seenAt, first: first.value, last: last.value, least: least.value, most: most.value };
} // prettier-ignore

/** One moment, or one price, stands in the middle. */
const scaled = (value: number, low: number, high: number, from: number, to: number): number =>
  high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from);

const place = (n: number): string => String(Math.round(n * 10) / 10);
