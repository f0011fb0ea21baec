/** What the simulated hosts do with what they are sent, and whom they know: shared by lives and by single tests. */
import type { Entity } from '../../connector/model.ts';
import type { Habits, Props } from '../hosts/simulated.ts';
import type { Flavour } from './mappings.ts';

export const HABITS: Readonly<Record<Flavour, Habits>> = {
  books: { clientIds: false, ifMatch: false, feed: 'node', books: true, onWrite: (e, p) => booksCode(e, p) },
  lossy: { clientIds: true, ifMatch: true, feed: 'watermark', books: false, onWrite: (_e, p) => ({ ...p, ...(typeof p['Name'] === 'string' ? { Name: p['Name'].toUpperCase() } : {}) }) },
  keys: { clientIds: false, ifMatch: true, feed: 'none', books: false, onWrite: (_e, p) => ({ ...p, ...phone(p, (d) => d) }) },
  twin: { clientIds: false, ifMatch: true, feed: 'none', books: false },
}; // prettier-ignore

/** What 1C's handlers do: totals from rows, phones in its own spelling, absent properties get their empty value. */
function booksCode(entity: Entity, props: Props): Props {
  if (entity === 'counterparty') return { Mark: false, Extra: '', ...props, ...phone(props, (d) => `+${d}`) };
  const rows = (props['Rows'] ?? []) as Props[];
  const total = rows.reduce((s, r) => s + Math.round(Number(r['Amount']) * 100), 0) / 100;
  return { Posted: false, Mark: false, ...props, Total: total };
}

function phone(props: Props, write: (digits: string) => string): Props {
  return typeof props['Phone'] === 'string' && props['Phone'] ? { Phone: write(props['Phone'].replace(/\D/g, '')) } : {};
}

export const ORG = { Name: 'Наша фирма', Inn: '7707083893' };

/** A company number with its check digit (hosts/1c.md 4.7). */
export function innOf(n: number): string {
  const digits = `77${String(n).padStart(7, '0')}`;
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
  const check = ([...digits].reduce((s, d, i) => s + Number(d) * (weights[i] ?? 0), 0) % 11) % 10;
  return digits + String(check);
}
