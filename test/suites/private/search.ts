/** The search in notes: by stems, newest first, all words, under rights - against a plain walk over all notes. */
import { expect } from 'chai';
import type { Note } from '../../../connector/private/model.ts';
import { stems } from '../../../connector/private/stems.ts';
import { seeded } from '../../random.ts';
import { SEED } from '../../unit/property.ts';
import { about, ANNA, BORIS, failure, LEAD, note, SOUTH, type Bench } from './bench.ts';

export function search(bench: Bench): void {
  const add = (text: string, more: Parameters<typeof note>[1] = {}, who = ANNA) => bench.as(who).saveNote(note(text, more), null);
  const found = async (words: string, more = {}, who = ANNA) =>
    (await bench.as(who).searchNotes(words, more)).rows.map((n) => n.text);

  it('finds words in any form, in Russian and English, ё or е', async () => {
    await add('Обещали скидку на ёлочные игрушки, ждём звонка');
    await add('They promised discounts for boxes of screws');
    for (const words of ['скидки', 'СКИДКОЙ', 'елочными', 'Ёлочная игрушка', 'звонок ждём'])
      expect(await found(words), words).to.have.lengthOf(words === 'звонок ждём' ? 0 : 1);
    for (const words of ['discount', 'promise box', 'SCREW']) expect(await found(words), words).to.have.lengthOf(1);
  });

  it('wants every word, whatever stands between', async () => {
    await add('Северстрой просит отсрочку');
    await add('Северстрой доволен');
    expect(await found('северстрой')).to.deep.equal(['Северстрой доволен', 'Северстрой просит отсрочку']);
    expect(await found('отсрочка, северстрой!')).to.deep.equal(['Северстрой просит отсрочку']);
    expect(await found('отсрочка доволен')).to.deep.equal([]);
  });

  it('finds nothing of no words, of signs, of what SQL would mind', async () => {
    await add('нота');
    for (const words of ['', '  ', '%', '*', "' or 1=1 --", '"', '\u0000', 'нет-такого']) expect(await found(words), words).to.deep.equal([]);
    expect((await failure(bench.as(ANNA).searchNotes('слово '.repeat(5) + Array.from({ length: 40 }, (_, i) => `w${String(i)}`).join(' ')))).message).to.include('too-long');
  }); // prettier-ignore

  it('finds who took part, and of one party only', async () => {
    await add('встреча', { participants: ['Петров'], about: about('r1') });
    await add('звонок Петрову', { about: about('r2') });
    expect(await found('петров')).to.have.lengthOf(2);
    expect(await found('петров', { about: about('r1') })).to.deep.equal(['встреча']);
    expect(await found('петров', { about: { entity: 'invoice', record: 'r1' } })).to.deep.equal([]);
  });

  it('finds what the note says now, not what it said', async () => {
    const made = await add('старое слово');
    await bench.as(ANNA).saveNote({ ...made, text: 'новое слово' }, 1);
    expect([await found('старое'), await found('новое'), await found('слово')]).to.deep.equal([
      [],
      ['новое слово'],
      ['новое слово'],
    ]);
    expect(await bench.store.check()).to.deep.equal([]);
  });

  it('follows a note that becomes private, and one that ceases to be', async () => {
    const made = await add('тайна');
    const hidden = await bench.as(ANNA).saveNote({ ...made, isPrivate: true }, 1);
    const all = async () => [await found('тайна'), await found('тайна', {}, LEAD), await found('тайна', {}, BORIS), await found('тайна', {}, SOUTH)];
    expect(await all()).to.deep.equal([['тайна'], ['тайна'], [], []]);
    await bench.as(LEAD).saveNote({ ...hidden, isPrivate: false }, 2);
    expect(await all()).to.deep.equal([['тайна'], ['тайна'], ['тайна'], ['тайна']]);
    expect(await bench.store.check()).to.deep.equal([]);
  }); // prettier-ignore

  it(`finds page by page exactly what a walk over all notes finds (SEED=${String(SEED)})`, async () => {
    const random = seeded(SEED);
    const words = ['цена', 'скидка', 'склад', 'болт', 'ёлка', 'price', 'order', 'срок', 'звонок', 'договор'];
    const said = (n: number): string => Array.from({ length: n }, () => random.pick(words)).join(' ');
    const people = [ANNA, BORIS, LEAD, SOUTH];
    const all: Note[] = [];
    for (let i = 0; i < 120 * bench.share; i++)
      all.push(await add(`${said(4)} ${String(i)}`, { isPrivate: random.chance(0.4), about: random.chance(0.5) ? about('r1') : null }, random.pick(people)));
    for (let i = 0; i < 80 * bench.share; i++) {
      const [asked, who, limit] = [said(1 + random.int(3)), random.pick(people), 1 + random.int(7)];
      const of = random.chance(0.3) ? { about: about('r1') } : {};
      const isSeen = (n: Note): boolean => !n.isPrivate || n.owner === who.user || (who.roles.has('lead') && n.team === who.team);
      const has = (text: string): boolean => stems(asked).every((s) => stems(text).includes(s));
      const right = all.filter((n) => isSeen(n) && has(n.text) && (!('about' in of) || n.about !== null)).map((n) => n.text).reverse();
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = await bench.as(who).searchNotes(asked, { ...of, limit, after });
        seen.push(...page.rows.map((n) => n.text));
        after = page.next;
      } while (after !== null);
      expect(seen, `${who.user}: ${asked}`).to.deep.equal(right);
    }
  }); // prettier-ignore
}
