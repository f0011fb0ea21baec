/** Somebody leaves: what is theirs goes to somebody else, with everything said in it by whoever said it. */
import { PrivateRefused, type Viewer } from '../private-store.ts';
import { handsOver } from '../rights.ts';
import { checkNames } from '../kept/hand-over.ts';
import type { Base } from './base.ts';
import { indexedAs, noteOf } from '../kept/note.ts';
import { NOTE_ROWS } from './note-rows.ts';
import type { NoteWords } from './note-words.ts';
import { Scoped } from './scoped.ts';
import { number } from '../kept/values.ts';

/** Notes and open follow-ups; a lead's are those of their own team. Nobody needs to be able to read what they hand over. */
export function handOver(base: Base, words: NoteWords, by: Viewer, from: string, to: string): number {
  const { scope, user } = new Scoped(base, by);
  const reach = handsOver(scope);
  if (reach === null) throw new PrivateRefused();
  checkNames(from, to);
  const [team, params] = reach === 'team' ? [' and note.team is ?', [scope.team]] : ['', []];
  return base.change(() => {
    const moved = base.all(`${NOTE_ROWS} where note.owner = ?${team}`, from, ...params);
    for (const row of moved) {
      const note = noteOf(row);
      base.run('update notes set owner = ?, rev = rev + 1 where n = ?', to, number(row, 'n'));
      if (note.isPrivate) words.set(number(row, 'n'), indexedAs(note), indexedAs({ ...note, owner: to }));
    }
    base.run(
      `update notes as note set assignee = ?, rev = rev + 1 where assignee = ? and due is not null and done_at is null${team}`,
      to,
      from,
      ...params,
    );
    base.run('insert into handovers (n, from_user, to_user, notes, by, at) values (?, ?, ?, ?, ?, ?)', base.nextN('handovers'), from, to, moved.length, user, base.now()); // prettier-ignore
    return moved.length;
  });
}
