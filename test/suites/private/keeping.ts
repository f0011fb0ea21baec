/** The store as a whole: hand-over, clean-up, texts for the wall, two processes, reopening. */
import { expect } from 'chai';
import { PrivateRefused, PrivateWrong } from '../../../connector/private/private-store.ts';
import { about, ADMIN, ANNA, AT, AUDITOR, BORIS, competitor, failure, LEAD, note, offer, OPERATOR, price, SOUTH, stock, viewer, type Bench } from './bench.ts'; // prettier-ignore

export function keeping(bench: Bench): void {
  const add = (text: string, more: Parameters<typeof note>[1] = {}, who = ANNA) => bench.as(who).saveNote(note(text, more), null);
  const found = async (words: string, who = BORIS) => (await bench.as(who).searchNotes(words)).rows.length;

  describe('when people leave', () => {
    it('their notes and open follow-ups go to somebody else, who said what stays', async () => {
      const secret = await add('тайна', { isPrivate: true });
      await add('общая', { followUp: { due: '2026-07-25', assignee: 'anna', doneAt: null } });
      await add('чужая', { followUp: { due: '2026-07-25', assignee: 'anna', doneAt: null } }, SOUTH);
      await add('сделано', { followUp: { due: '2026-07-20', assignee: 'anna', doneAt: '2026-07-20T10:00:00Z' } }, LEAD);
      expect([await found('тайна'), await bench.store.handOver(ADMIN, 'anna', 'boris'), await found('тайна')]).to.deep.equal([
        0, 2, 1,
      ]);
      expect(await bench.as(BORIS).note(secret.id)).to.deep.include({ owner: 'boris', by: 'anna', rev: 2, text: 'тайна' });
      expect((await bench.as(BORIS).revisions(secret.id)).map((r) => r.by)).to.deep.equal(['anna']);
      expect([await bench.as(ANNA).note(secret.id), await found('тайна', ANNA)]).to.deep.equal([null, 0]);
      const due = await bench.as(BORIS).due({ until: '2026-08-01', whose: 'mine' });
      expect(due.rows.map((n) => n.text)).to.deep.equal(['общая', 'чужая']);
      expect(await bench.store.check()).to.deep.equal([]);
    });

    it('a lead hands over what is of their team only', async () => {
      await add('северная', { isPrivate: true });
      await add('южная', {}, viewer('anna', 'sales', 'south'));
      expect(await bench.store.handOver(LEAD, 'anna', 'boris')).to.equal(1);
      expect((await bench.as(ADMIN).notes({})).rows.map((n) => [n.text, n.owner])).to.deep.equal([['южная', 'anna']]);
    });

    it('nobody else may, and not to nobody', async () => {
      for (const who of [ANNA, OPERATOR, AUDITOR]) expect(await failure(bench.store.handOver(who, 'anna', 'boris'))).to.be.instanceOf(PrivateRefused);
      for (const [from, to] of [['anna', 'anna'], ['', 'boris'], ['anna', ' ']] as const)
        expect(await failure(bench.store.handOver(ADMIN, from, to))).to.be.instanceOf(PrivateWrong);
    }); // prettier-ignore
  });

  it('lists what is stale by rival and kind: last words and open offers only', async () => {
    const { item, rival } = await bench.pair();
    const other = await bench.competitor('МетизТорг');
    const of = (id: string, day: string, region: string | null = null) =>
      price({ item: item.id, competitor: id }, { observedAt: `2026-${day}T00:00:00Z`, region });
    const [wrong = ''] = await bench.as(ANNA).addPrices([of(other.id, '01-01', 'Пермь'), of(rival.id, '01-01'), of(rival.id, '07-20'), of(rival.id, '03-03', 'Урал'), of(other.id, '04-04')]); // prettier-ignore
    await bench.as(ANNA).withdraw('price', [wrong]);
    await bench.as(ANNA).addStock([stock({ item: item.id, competitor: rival.id, observedAt: '2026-07-01T00:00:00Z' })]);
    await bench.as(ANNA).saveOffer(offer(rival.id, { date: '2026-07-01', validUntil: '2026-07-10' }), null);
    await bench.as(ANNA).saveOffer(offer(other.id, { date: '2026-01-01', outcome: 'won' }), null);
    const offers = async (today: string) =>
      (await bench.as(OPERATOR).cleanUp(today)).filter(({ kind }) => kind === 'offer').length;
    expect([await offers('2026-07-10'), await offers('2026-07-11')]).to.deep.equal([0, 1]); // by the day of whoever asks
    expect(await bench.as(OPERATOR).cleanUp(AT.slice(0, 10))).to.have.deep.members([
      { kind: 'price', competitor: rival.id, stale: 1, oldest: '2026-03-03T00:00:00.000Z' },
      { kind: 'price', competitor: other.id, stale: 1, oldest: '2026-04-04T00:00:00.000Z' },
      { kind: 'stock', competitor: rival.id, stale: 1, oldest: '2026-07-01T00:00:00.000Z' },
      { kind: 'offer', competitor: rival.id, stale: 1, oldest: '2026-07-01' },
    ]);
  });

  it('tells the wall every private text, earlier ones too, each from where it left off', async () => {
    const rival = await bench.as(ANNA).saveCompetitor(competitor('Имя', { aliases: ['Псевдоним'], site: 'сайт', strengths: 'сила', weaknesses: 'слабость', answer: 'ответ' }), null); // prettier-ignore
    const made = await bench.item('Изделие', { sku: 'артикул' });
    await bench
      .as(ANNA)
      .addPrices([price({ item: made.id, competitor: rival.id }, { terms: 'условия', region: 'регион', evidence: 'ссылка' })]);
    await bench.as(ANNA).addStock([stock({ item: made.id, competitor: rival.id }, { evidence: 'склад' })]);
    const line = { item: null, text: 'строка', quantity: '1', unit: 'шт', price: '1' };
    await bench
      .as(ANNA)
      .saveOffer(offer(rival.id, { number: 'номер', terms: 'договор', evidence: 'файл', why: 'почему', lines: [line] }), null);
    const said = await add('первый текст', { participants: ['участник'], about: about('r') });
    await bench.as(ANNA).saveNote({ ...said, text: 'второй текст' }, 1);
    const [texts, names]: [string[], string[]] = [[], []];
    let after = 0;
    for (let page = await bench.store.privateTexts(0, 3); page.last > after; page = await bench.store.privateTexts(after, 3)) {
      texts.push(...page.texts, ...page.names);
      names.push(...page.names);
      after = page.last;
    }
    expect(texts).to.have.members([
      'Имя', 'Псевдоним', 'сайт', 'сила', 'слабость', 'ответ', 'Изделие', 'артикул', 'условия', 'регион', 'ссылка', 'склад', 'номер', 'договор', 'файл', 'почему', 'строка',
      'первый текст', 'участник', 'второй текст',
    ]); // prettier-ignore
    expect(await bench.store.privateTexts(after, 3)).to.deep.equal({ texts: [], names: [], last: after });
    expect(names).to.have.members(['Имя', 'Псевдоним', 'Изделие', 'строка']);
  });
}

export function twoProcesses(bench: Bench): void {
  it('see each other at once, and only one of two changes is made', async () => {
    const other = bench.open();
    try {
      const made = await bench.as(ANNA).saveNote(note('общая нота'), null);
      expect((await other.as(BORIS).searchNotes('ноты')).rows.map((n) => n.id)).to.deep.equal([made.id]);
      await other.as(LEAD).saveNote({ ...made, text: 'правка' }, 1);
      expect((await failure(bench.as(ANNA).saveNote({ ...made, text: 'опоздала' }, 1))).constructor.name).to.equal(
        'PrivateMoved',
      );
      const [a, b] = [await bench.competitor('Один'), await other.as(ANNA).saveCompetitor(competitor('Два'), null)];
      expect((await bench.as(ANNA).competitors(null)).rows.map((c) => c.id)).to.deep.equal([b.id, a.id]);
    } finally {
      await other.close();
    }
  });

  it('keep everything over a restart', async () => {
    const { item, fact } = await bench.pair();
    await bench.as(ANNA).addPrices([fact]);
    await bench.as(ANNA).saveNote(note('помним'), null);
    await bench.store.close();
    bench.store = bench.open();
    expect((await bench.as(BORIS).latest([item.id])).get(item.id)?.prices.map((p) => p.price)).to.deep.equal(['11.9']);
    expect((await bench.as(BORIS).searchNotes('помнить')).rows).to.have.lengthOf(1);
    expect(await bench.store.check()).to.deep.equal([]);
  });
}
