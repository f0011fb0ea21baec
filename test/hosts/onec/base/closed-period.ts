import type { Writing } from '../handlers/behaviour.ts';
import { dayOf } from './clock.ts';
import { refusal } from './errors.ts';
import { prohibitionDate } from './prohibition.ts';
import { dateOf, flagOf, refOf, zeroGuid, type Row } from './rows.ts';

/**
 * Refuses changes of documents in a closed period: neither the old nor the new version may lie in it (1c.md 4.10.4).
 * Measured exception: a new unposted document without an organisation is stored (1c.md 2.12).
 */
export function checkPeriod({ world, set, before, row, user }: Writing): void {
  const guard = world.behaviour.guardOf(set.name);
  if (!guard) return;
  const versions = before ? [before, row] : isUnguarded(row) ? [] : [row];
  for (const version of versions) {
    const closed = prohibitionDate(world, guard.section, refOf(version, guard.object), user);
    if (closed !== undefined && dayOf(dateOf(version, 'Date')) <= closed) throw refusal(closedText(closed));
  }
}

const isUnguarded = (row: Row): boolean => refOf(row, 'Организация') === zeroGuid && !flagOf(row, 'Posted');

function closedText(closed: string): string {
  const until = closed.split('-').reverse().join('.');
  return `Запрещено изменять данные с датой ранее ${until} (включительно) (установлена общая дата запрета)`;
}
