/** Somebody leaves: what is theirs goes to somebody else, with everything said in it by whoever said it. */
import type { Params, Tsql } from '../../store/mssql/tsql.ts';
import { checkNames } from '../kept/hand-over.ts';
import { indexedAs, noteOf } from '../kept/note.ts';
import { number } from '../kept/values.ts';
import { PrivateRefused, type Viewer } from '../private-store.ts';
import { handsOver, scopeOf, type Scope } from '../rights.ts';
import { nextN, type Base } from './base.ts';
import { NOTE_ROWS } from './note-rows.ts';
import { HANDOVERS, insert } from './tables.ts';
import { setWords } from './words.ts';

/** Notes and open follow-ups; a lead's are those of their own team. Nobody needs to be able to read what they hand over. */
export async function handOver(base: Base, by: Viewer, from: string, to: string): Promise<number> {
  const scope = scopeOf(by);
  const reach = handsOver(scope);
  if (reach === null) throw new PrivateRefused();
  checkNames(from, to);
  const [where, params] = reach === 'team' ? teamOf(scope) : ['', {}];
  return base.change(async (t) => {
    const notes = await moved(t, from, to, { where, params });
    await t.run(`UPDATE sb.notes SET assignee = @to, rev = rev + 1 WHERE assignee = @from AND due IS NOT NULL AND done_at IS NULL${where}`, { to, from, ...params }); // prettier-ignore
    await insert(t, 'handovers', HANDOVERS, [
      { n: await nextN(t, 'handovers'), from_user: from, to_user: to, notes, by: scope.user, at: base.now() },
    ]);
    return notes;
  });
}

const teamOf = ({ team }: Scope): readonly [string, Params] => (team === null ? [' AND team IS NULL', {}] : [' AND team = @team', { team }]); // prettier-ignore

interface Which {
  readonly where: string;
  readonly params: Params;
}

async function moved(t: Tsql, from: string, to: string, { where, params }: Which): Promise<number> {
  const rows = await t.rows(`${NOTE_ROWS} WHERE note.owner = @from${where}`, { from, ...params });
  for (const row of rows) {
    const [n, note] = [number(row, 'n'), noteOf(row)];
    await t.run('UPDATE sb.notes SET owner = @to, rev = rev + 1 WHERE n = @n', { to, n });
    if (note.isPrivate) await setWords(t, n, indexedAs(note), indexedAs({ ...note, owner: to }));
  }
  return rows.length;
}
