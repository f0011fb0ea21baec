/** A search in notes by somebody who sees their own customers alone, where nearly all that is found is hidden. */
import { expect } from 'chai';
import { openSqlitePrivate } from '../../connector/private/sqlite/store.ts';
import { listedSeen } from '../../connector/server/views/notes-seen.ts';
import type { Shown } from '../../connector/server/views/shown.ts';
import { about, ANNA, FRESH, note } from '../suites/private/bench.ts';
import { realWorld } from '../../connector/world.ts';

const MINE = 'mine';
const records = async (ids: readonly string[]) => new Map(ids.filter((id) => id === MINE).map((id) => [id, {}]));
const shown = { who: { owners: [] }, store: { read: (work: (t: unknown) => unknown) => work({ records }) } } as unknown as Shown;

describe('notes found that are seen', () => {
  it('are found behind a thousand that are not, and counted without them', async () => {
    const store = openSqlitePrivate({ file: ':memory:', world: realWorld(), fresh: FRESH });
    const view = store.as(ANNA);
    const add = (record: string, n: number) => view.saveNote(note(`Скидка ${String(n)}`, { about: about(record) }), null);
    const found = async (after?: string) => {
      const { rows, next } = await listedSeen(shown, view, { whose: 'mine', limit: 3, search: 'скидка', after }, {});
      return { texts: rows.map(({ text }) => text), next };
    };
    for (let n = 0; n < 1000; n++) await add(n < 4 ? MINE : 'hidden', n);
    const first = await found();
    expect(first.texts).to.deep.equal(['Скидка 3', 'Скидка 2', 'Скидка 1']);
    expect(await found(first.next ?? '')).to.deep.equal({ texts: ['Скидка 0'], next: null });
    await store.close();
  });
});
