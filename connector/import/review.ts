/**
 * Lines that wait for a person, as a table to fill in: "decision" takes 1, 2, 3 (a variant), new, skip, or the id of an item.
 * It may come back from Excel in any encoding and with any separator.
 */
import { stringify } from 'csv-stringify/sync';
import { SidebookError } from '../errors.ts';
import { lineKey, type Goods, type Proposal } from './match.ts';
import { readTable } from './open.ts';
import type { Decision } from './request.ts';
import type { Open } from './settle.ts';
import { letters, textOf } from './table.ts';

const VARIANTS = [1, 2, 3] as const;
const HEADS = ['row', 'name', 'sku', 'price', 'currency', 'decision', ...VARIANTS.flatMap((n) => [`variant${String(n)}`, `score${String(n)}`, `reason${String(n)}`]), ...VARIANTS.map((n) => `id${String(n)}`), 'key']; // prettier-ignore

export function reviewTable(open: readonly Open[]): string {
  const rows = open.map(({ line, proposals }) => {
    const at = (n: number): Proposal | undefined => proposals[n - 1];
    return [
      line.row, line.name, line.sku ?? '', line.price.replace('.', ','), line.currency, '',
      ...VARIANTS.flatMap((n) => { const p = at(n); return p ? [variant(p.item), p.score.toFixed(2).replace('.', ','), p.reason] : ['', '', '']; }),
      ...VARIANTS.map((n) => at(n)?.item.id ?? ''), lineKey(line),
    ];
  }); // prettier-ignore
  return stringify([HEADS, ...rows], { delimiter: ';', bom: true, escape_formulas: true });
}

const variant = (item: Goods): string => (item.sku === null ? item.name : `${item.sku} ${item.name}`);

/** Rows without a decision stay open. */
export async function readDecisions(bytes: Uint8Array): Promise<ReadonlyMap<string, Decision>> {
  const { rows } = await readTable(bytes);
  const heads = rows[0]?.cells.map((c) => textOf(c).trim()) ?? [];
  const at = (name: string): number => heads.indexOf(name);
  if (at('decision') < 0 || at('key') < 0) throw new SidebookError('import-review-unclear', { place: 'A1', came: heads.join(', ').slice(0, 80) });
  const decisions = new Map<string, Decision>();
  for (const { n, cells } of rows.slice(1)) {
    const text = (name: string): string => textOf(cells[at(name)]).trim();
    const said = text('decision').toLowerCase();
    if (said === '') continue;
    const decision = decisionOf(said, (variant) => text(`id${variant}`));
    const place = `${letters(at('decision'))}${String(n)}`;
    if (decision === null || text('key') === '') throw new SidebookError('import-review-unclear', { place, came: said.slice(0, 80) });
    decisions.set(text('key').replace(/^'/, ''), decision);
  }
  return decisions;
} // prettier-ignore

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function decisionOf(said: string, idOf: (variant: string) => string): Decision | null {
  if (said === 'new' || said === 'новый') return 'new';
  if (said === 'skip' || said === 'нет') return 'skip';
  if (UUID.test(said)) return { item: said };
  const id = /^[123]$/.test(said) ? idOf(said) : '';
  return id === '' ? null : { item: id };
}
