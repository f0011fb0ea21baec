/** Notes and promises: kept, revised, followed up. */
import { expect } from 'chai';
import type { Note } from '../../../connector/private/model.ts';
import { PrivateMoved, PrivateRefused } from '../../../connector/private/private-store.ts';
import { about, ANNA, AT, BORIS, failure, LEAD, note, places, SOUTH, viewer, wrongs, type Bench } from './bench.ts';

const texts = (page: { readonly rows: readonly Note[] }): string[] => page.rows.map((n) => n.text);

export function notes(bench: Bench): void {
  const add = (text: string, more: Parameters<typeof note>[1] = {}, who = ANNA) => bench.as(who).saveNote(note(text, more), null);

  it('keeps a note whole; author, team and time are its own doing', async () => {
    const whole = note('Просят −3 % при 500 шт', {
      about: about('rec-1'), kind: 'call', participants: ['Петров', 'Сидоров'], pinned: true, isPrivate: true, followUp: { due: '2026-07-24', assignee: 'boris', doneAt: null },
    }); // prettier-ignore
    const made = await bench.as(ANNA).saveNote(whole, null);
    expect(made).to.deep.include({ ...whole, rev: 1, owner: 'anna', team: 'north', firstAt: AT, by: 'anna', at: AT });
    expect(await bench.as(ANNA).note(made.id)).to.deep.equal(made);
  });

  it('keeps every text it had, and who wrote it', async () => {
    const made = await add('первый');
    bench.later(1);
    await bench.as(LEAD).saveNote({ ...made, text: 'второй' }, 1);
    const pinned = await bench.as(ANNA).saveNote({ ...made, text: 'второй', pinned: true }, 2);
    expect(pinned).to.include({ rev: 3, owner: 'anna', firstAt: AT, by: 'anna' });
    expect((await bench.as(ANNA).revisions(made.id)).map((r) => [r.rev, r.text, r.by, r.at])).to.deep.equal([[2, 'второй', 'lena', bench.now()], [1, 'первый', 'anna', AT]]); // prettier-ignore
    expect(await failure(bench.as(ANNA).saveNote({ ...made, text: 'третий' }, 2))).to.be.instanceOf(PrivateMoved);
  });

  it('lists newest first: of a party, without one, by kind, pinned on top', async () => {
    await add('a', { about: about('r1'), kind: 'call' });
    await add('b', { about: about('r1'), kind: 'meeting', pinned: true });
    await add('холостой', { kind: 'call' });
    await add('c', { about: about('r1') });
    await add('счёт', { about: { entity: 'invoice', record: 'r1' } });
    const of = async (filter: Parameters<ReturnType<Bench['as']>['notes']>[0]) => texts(await bench.as(BORIS).notes(filter));
    expect(await of({})).to.deep.equal(['счёт', 'c', 'холостой', 'b', 'a']);
    expect(await of({ about: about('r1') })).to.deep.equal(['c', 'b', 'a']);
    expect(await of({ about: about('r1'), pinnedFirst: true })).to.deep.equal(['b', 'c', 'a']);
    expect(await of({ about: null })).to.deep.equal(['холостой']);
    expect(await of({ kinds: ['call', 'meeting'] })).to.deep.equal(['холостой', 'b', 'a']);
    const first = await bench.as(BORIS).notes({ limit: 2, pinnedFirst: true });
    expect(texts(first)).to.deep.equal(['b', 'счёт']);
    expect(texts(await bench.as(BORIS).notes({ limit: 9, pinnedFirst: true, after: first.next }))).to.deep.equal([
      'c',
      'холостой',
      'a',
    ]);
  });

  it("pins three of one party at most, and three of a person's own; the fourth is refused until one is taken off", async () => {
    const own = await Promise.all(['1', '2', '3'].map((text) => add(text, { about: about('r1'), pinned: true })));
    expect(places(await wrongs(add('4', { about: about('r1'), pinned: true }, BORIS)))).to.deep.equal(['pinned too-many']);
    const plain = await add('5', { about: about('r1') }, BORIS);
    expect(places(await wrongs(bench.as(BORIS).saveNote({ ...plain, pinned: true }, 1)))).to.deep.equal(['pinned too-many']);
    const [first] = own;
    if (!first) throw new Error('none');
    await bench.as(ANNA).saveNote({ ...first, text: 'всё ещё сверху' }, 1);
    await bench.as(ANNA).saveNote({ ...first, pinned: false }, 2);
    await bench.as(BORIS).saveNote({ ...plain, pinned: true }, 1);
    for (const text of ['a', 'b', 'c']) await add(text, { pinned: true });
    expect(places(await wrongs(add('d', { pinned: true })))).to.deep.equal(['pinned too-many']);
    await add('чужой верх', { pinned: true }, BORIS);
  });

  it('reminds whoever is to follow up, the oldest first, until it is done', async () => {
    const due = (day: string, assignee: string) => ({ followUp: { due: `2026-07-${day}`, assignee, doneAt: null } });
    await add('поздно', due('30', 'anna'));
    const soon = await add('скоро', due('23', 'anna'));
    await add('вчера', due('21', 'anna'));
    await add('чужое', due('21', 'boris'));
    const mine = async (whose: 'mine' | 'team', who = ANNA) => texts(await bench.as(who).due({ until: '2026-07-25', whose }));
    expect(await mine('mine')).to.deep.equal(['вчера', 'скоро']);
    expect(await mine('team', LEAD)).to.deep.equal(['вчера', 'чужое', 'скоро']);
    expect(await mine('team', SOUTH)).to.deep.equal([]);
    expect(await mine('team')).to.deep.equal(['вчера', 'скоро']);
    await bench.as(ANNA).saveNote({ ...soon, followUp: { due: '2026-07-23', assignee: 'anna', doneAt: AT } }, 1);
    expect(await mine('mine')).to.deep.equal(['вчера']);
    const after = (since: string, kinds?: readonly 'promise'[]) => bench.as(ANNA).due({ since, until: '2026-07-31', whose: 'mine', ...(kinds ? { kinds } : {}) }); // prettier-ignore
    expect([texts(await after('2026-07-21')), texts(await after('2026-07-20', ['promise']))]).to.deep.equal([['поздно'], []]);
    const first = await bench.as(LEAD).due({ until: '2026-07-31', whose: 'team', limit: 2 });
    expect(texts(await bench.as(LEAD).due({ until: '2026-07-31', whose: 'team', after: first.next }))).to.deep.equal(['поздно']);
  });

  it('is changed by its author, the lead of its team and whoever follows up, and nobody else', async () => {
    const made = await add('нота', { followUp: { due: '2026-07-25', assignee: 'boris', doneAt: null } });
    const outsider = viewer('vera', 'sales', 'north');
    expect(await failure(bench.as(outsider).saveNote({ ...made, text: 'чужая рука' }, 1))).to.be.instanceOf(PrivateRefused);
    expect(await failure(bench.as(SOUTH).saveNote({ ...made, text: 'чужая рука' }, 1))).to.be.instanceOf(PrivateRefused);
    expect((await bench.as(BORIS).saveNote({ ...made, text: 'сделано' }, 1)).by).to.equal('boris');
    expect(await failure(bench.as(BORIS).saveNote({ ...made, isPrivate: true }, 2))).to.be.instanceOf(PrivateRefused);
    expect((await bench.as(LEAD).saveNote({ ...made, isPrivate: true }, 2)).isPrivate).to.equal(true);
  });

  it('takes a note back and brings it back: nobody sees it meanwhile, by list, words, day or id', async () => {
    const made = await add('ошиблись карточкой', {
      about: about('r1'),
      followUp: { due: '2026-07-22', assignee: 'anna', doneAt: null },
    });
    const seen = async (who = ANNA) => {
      const view = bench.as(who);
      const found = await view.searchNotes('карточка');
      return [texts(await view.notes({ about: about('r1') })), texts(found), texts(await view.due({ until: '2026-07-31', whose: 'mine' })), (await view.note(made.id))?.text ?? null]; // prettier-ignore
    };
    expect(await failure(bench.as(viewer('vera', 'sales', 'north')).withdrawNote(made.id, 1, true))).to.be.instanceOf(
      PrivateRefused,
    );
    expect(await bench.as(ANNA).withdrawNote(made.id, 1, true)).to.include({ rev: 2, withdrawnAt: AT });
    for (const who of [ANNA, LEAD]) expect(await seen(who)).to.deep.equal([[], [], [], null]);
    expect(await failure(bench.as(ANNA).withdrawNote(made.id, 2, true))).to.be.instanceOf(PrivateMoved);
    expect((await bench.as(ANNA).withdrawnNote(made.id))?.text).to.equal('ошиблись карточкой');
    expect(await bench.as(BORIS).withdrawnNote(made.id)).to.equal(null);
    await bench.as(LEAD).withdrawNote(made.id, 2, false);
    expect(await seen()).to.deep.equal([
      ['ошиблись карточкой'],
      ['ошиблись карточкой'],
      ['ошиблись карточкой'],
      'ошиблись карточкой',
    ]);
    expect(await bench.store.check()).to.deep.equal([]);
  });

  it('lists notes of several objects, of one author, and those with something to do', async () => {
    await add('о клиенте', { about: about('r1') });
    await add('о счёте', { about: { entity: 'invoice', record: 'i1' } }, BORIS);
    await add('о другом', { about: about('r2'), followUp: { due: '2026-07-25', assignee: 'boris', doneAt: null } });
    const of = async (filter: Parameters<ReturnType<Bench['as']>['notes']>[0]) => texts(await bench.as(ANNA).notes(filter));
    const both = [about('r1'), { entity: 'invoice', record: 'i1' } as const];
    expect(await of({ about: both })).to.deep.equal(['о счёте', 'о клиенте']);
    expect(texts(await bench.as(ANNA).searchNotes('счёт клиент', { about: both }))).to.deep.equal([]);
    expect(texts(await bench.as(ANNA).searchNotes('клиенту', { about: both }))).to.deep.equal(['о клиенте']);
    expect(await of({ owner: 'boris' })).to.deep.equal(['о счёте']);
    expect(await of({ open: true })).to.deep.equal(['о другом']);
  });

  it('lists what is to be done with somebody by its day, page by page: what is late stands before whatever was written since', async () => {
    const days = ['2026-07-30', '2026-07-01', '2026-07-20', '2026-07-20'];
    for (const [i, due] of days.entries()) await add(`дело ${String(i)}`, { about: about('r1'), followUp: { due, assignee: 'anna', doneAt: null } }); // prettier-ignore
    await add('о другом', { about: about('r2'), followUp: { due: '2026-06-01', assignee: 'anna', doneAt: null } });
    const open = { about: about('r1'), open: true, limit: 2 } as const;
    const first = await bench.as(ANNA).notes(open);
    const rest = await bench.as(ANNA).notes({ ...open, after: first.next });
    expect([texts(first), texts(rest), rest.next]).to.deep.equal([['дело 1', 'дело 2'], ['дело 3', 'дело 0'], null]);
  });

  it('takes a megabyte, emoji and words from right to left, and finds them', async () => {
    const big = `${'длинная переписка о поставке '.repeat(36_000)}иголка`;
    const made = await add(big.slice(0, 1_000_000) + ' иголка');
    expect((await bench.as(ANNA).note(made.id))?.text.length).to.be.greaterThan(999_000);
    expect(texts(await bench.as(ANNA).searchNotes('иголки'))).to.have.lengthOf(1);
    const odd = await add('👨‍👩‍👧‍👦 שלום עולם مرحبا 🔩');
    expect((await bench.as(ANNA).note(odd.id))?.text).to.equal('👨‍👩‍👧‍👦 שלום עולם مرحبا 🔩');
    expect(texts(await bench.as(ANNA).searchNotes('שלום'))).to.have.lengthOf(1);
    expect(texts(await bench.as(ANNA).searchNotes('🔩'))).to.deep.equal([]);
  });

  it('says what is wrong, and stores nothing of it', async () => {
    const wrong = note('x'.repeat(1_048_577), {
      kind: 'rumour' as 'note', about: { entity: 'item' as 'invoice', record: '' }, followUp: { due: '0001-01-01', assignee: '', doneAt: 'yes' },
    }); // prettier-ignore
    expect(places(await wrongs(bench.as(ANNA).saveNote(wrong, null)))).to.have.members([
      'kind choice', 'about.entity choice', 'about.record empty', 'followUp.due too-old', 'followUp.assignee empty', 'followUp.doneAt instant', 'text too-long',
    ]); // prettier-ignore
    expect((await bench.as(ANNA).notes({})).rows).to.deep.equal([]);
  });
}
