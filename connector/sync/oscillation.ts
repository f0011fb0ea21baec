/**
 * The breaker (A4): a value pushed before, about to be pushed again for the third time, with another one pulled in between and
 * no person's edit, is two systems fighting.
 */
import { pick } from '../fields.ts';
import type { Fields, JournalRow, Unit } from '../model.ts';
import type { RunContext } from './context.ts';
import type { Situation } from './situation.ts';

const RETURNS = 3;

export async function isOscillating(run: RunContext, s: Situation, unit: Unit, ours: Fields): Promise<boolean> {
  if (s.link.rev === null) return false;
  const rows = await run.engine.store.read((t) => t.journal(s.record.id));
  const fields = s.mapping.units.find((u) => u.unit === unit)?.fields ?? [];
  return returns(rows, unit, s.link.id, JSON.stringify(pick(ours, fields)), fields) >= RETURNS;
}

/** How often the value about to be pushed has come back already. A person's edit starts the count anew. */
export function returns(rows: readonly JournalRow[], unit: Unit, link: number, next: string, fields: readonly string[]): number {
  let count = 0;
  let pushed = new Set<string>();
  let lastPushed: string | null = null;
  let pulledBetween = false;
  const value = (row: JournalRow): string => JSON.stringify(pick(row.after ?? {}, fields));
  for (const row of rows) {
    if (row.unit !== unit) continue;
    if (row.cause === 'edit' || row.cause === 'person') [count, pushed, lastPushed, pulledBetween] = [0, new Set(), null, false];
    else if (row.cause === 'push' && row.link === link) {
      if (row.after === null) continue;
      lastPushed = value(row);
      if (pulledBetween && pushed.has(lastPushed)) count += 1;
      pushed.add(lastPushed);
      pulledBetween = false;
    } else if (row.cause === 'pull' && value(row) !== lastPushed) pulledBetween = true;
  }
  return pulledBetween && pushed.has(next) ? count + 1 : count;
}
