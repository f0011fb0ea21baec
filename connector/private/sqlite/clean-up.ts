/** Facts past their time, by competitor and kind: last words nobody renewed, and offers still open that are over. */
import type { SqlRow } from '../../store/sqlite/driver.ts';
import { staleBefore } from '../fresh.ts';
import type { CleanUp } from '../private-store.ts';
import type { Scoped } from './scoped.ts';
import { instant, number, text } from '../kept/values.ts';

const facts = (table: string): string =>
  `select competitors.id, count(*) as stale, min(last.seen) as oldest from
    (select competitor, max(observed_at) as seen from ${table} where {facts} and live = 1 group by item, live, competitor, region) last
    join competitors on competitors.n = last.competitor where last.seen < ? group by competitors.id`;

const OFFERS = `select competitors.id, count(*) as stale, min(o.date) as oldest from offers o join competitors on competitors.n = o.competitor
  where {facts} and o.outcome = 'open' and (o.date < ? or o.valid_until < ?) group by competitors.id`;

export function cleanUp(db: Scoped, today: string): readonly CleanUp[] {
  const { world, fresh } = db.base;
  const now = world.now();
  const before = staleBefore('offer', fresh, new Date(today)).toISOString().slice(0, 10);
  const seen = (kind: 'price' | 'stock', table: string): CleanUp[] =>
    db
      .all(facts(table), staleBefore(kind, fresh, now).getTime())
      .map((r) => ({ ...counted(r), kind, oldest: instant(r, 'oldest') }));
  const offers = db.all(OFFERS, before, today).map((r) => ({ ...counted(r), kind: 'offer' as const, oldest: text(r, 'oldest') }));
  return [...seen('price', 'prices'), ...seen('stock', 'stock'), ...offers].sort(
    (a, b) => b.stale - a.stale || (a.oldest < b.oldest ? -1 : 1),
  );
}

const counted = (row: SqlRow) => ({ competitor: text(row, 'id'), stale: number(row, 'stale') });
