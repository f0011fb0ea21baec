/** Facts past their time, by competitor and kind: last words nobody renewed, and offers still open that are over. */
import type { SqlRow } from '../../store/rows.ts';
import { staleBefore } from '../fresh.ts';
import { instant, number, text } from '../kept/values.ts';
import type { CleanUp } from '../private-store.ts';
import type { On } from './scoped.ts';

const facts = (table: string): string =>
  `SELECT c.id, COUNT(*) AS stale, MIN(last.seen) AS oldest FROM
    (SELECT competitor, MAX(observed_at) AS seen FROM sb.${table} WHERE {facts} AND live = 1 GROUP BY item, competitor, region) AS last
    JOIN sb.competitors AS c ON c.n = last.competitor WHERE last.seen < @before GROUP BY c.id`;

const OFFERS = `SELECT c.id, COUNT(*) AS stale, MIN(o.date) AS oldest FROM sb.offers AS o JOIN sb.competitors AS c ON c.n = o.competitor
  WHERE {facts} AND o.outcome = N'open' AND (o.date < @before OR o.valid_until < @today) GROUP BY c.id`;

export async function cleanUp(on: On, today: string): Promise<readonly CleanUp[]> {
  const { world, fresh } = on.base;
  const now = world.now();
  const seen = async (kind: 'price' | 'stock', table: string): Promise<CleanUp[]> =>
    (await on.rows(facts(table), { before: staleBefore(kind, fresh, now).getTime() })).map((r) => ({ ...counted(r), kind, oldest: instant(r, 'oldest') })); // prettier-ignore
  const before = staleBefore('offer', fresh, new Date(today)).toISOString().slice(0, 10);
  const over = await on.rows(OFFERS, { before, today });
  const offers = over.map((r) => ({ ...counted(r), kind: 'offer' as const, oldest: text(r, 'oldest') }));
  const all = [...(await seen('price', 'prices')), ...(await seen('stock', 'stock')), ...offers];
  return all.sort((a, b) => b.stale - a.stale || (a.oldest < b.oldest ? -1 : 1));
}

const counted = (row: SqlRow) => ({ competitor: text(row, 'id'), stale: number(row, 'stale') });
