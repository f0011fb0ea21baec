/** What the store keeps beside what people ask of it: where a person is mentioned, and what was raised to the lead. */
import { expect } from 'chai';
import type { OwnStore } from '../../../connector/private/own-store.ts';
import { ANNA, competitor, note, offer, price, stock, type Bench } from './bench.ts';

export function besides(bench: Bench): void {
  const own = (): OwnStore => bench.store as OwnStore;

  it('finds a person in notes, who took part, facts and offers, and tells all that is kept', async () => {
    const { item, rival } = await bench.pair();
    await bench.as(ANNA).saveNote(note('Звонила Мария Сёмина', { participants: ['М. Сёмина'] }), null);
    await bench.as(ANNA).saveCompetitor(competitor('Ветер', { weaknesses: 'у них Семина' }), null);
    await bench.as(ANNA).addPrices([price({ item: item.id, competitor: rival.id }, { terms: 'спросить Сёмину' })]);
    await bench.as(ANNA).saveOffer(offer(rival.id, { number: '7', lines: [{ item: null, text: 'для Сёминой', quantity: '1', unit: 'шт', price: '1' }] }), null);
    expect((await own().personal().find('семин')).map((m) => m.kind)).to.have.members(['note', 'competitor', 'offer', 'price']);
    const [first] = (await own().personal().export('мария семина')) as readonly { value: unknown }[];
    expect(first?.value).to.deep.equal({ participants: ['М. Сёмина'], assignee: null, texts: ['Звонила Мария Сёмина'] });
    expect(await own().personal().find('никто такой')).to.deep.equal([]);
  }); // prettier-ignore

  it('erases notes about a person, from the search and from what the wall asks for too; facts are told and stay', async () => {
    const { item, rival } = await bench.pair();
    const made = await bench.as(ANNA).saveNote(note('тайна про Сёмину', { participants: ['Сёмина'] }), null);
    await bench.as(ANNA).saveNote(note('о другом'), null);
    await bench.as(ANNA).addPrices([price({ item: item.id, competitor: rival.id }, { terms: 'спросить Сёмину' })]);
    const { erased, kept } = await own().personal().erase('сёмин', 'cli:anna');
    expect([erased, kept.map((m) => m.kind)]).to.deep.equal([{ note: 1 }, ['price']]);
    expect(await bench.as(ANNA).note(made.id)).to.include({ text: '', rev: 2 });
    expect((await bench.as(ANNA).searchNotes('тайна')).rows).to.deep.equal([]);
    const { texts } = await own().privateTexts(0, 1000);
    expect(texts).to.include('о другом').and.include('спросить Сёмину').and.not.include('Сёмина').and.not.include('тайна про Сёмину'); // prettier-ignore
    expect(await own().check()).to.deep.equal([]);
  });

  it('finds a person in why stock was withdrawn, and goes on guarding what it keeps about one after notes are erased', async () => {
    const { item, rival } = await bench.pair();
    const [id = ''] = await bench.as(ANNA).addStock([stock({ item: item.id, competitor: rival.id })]);
    await bench.as(ANNA).withdraw('stock', [id], { reason: 'ошиблась Сёмина' });
    await bench.as(ANNA).saveCompetitor(competitor('Ветер', { weaknesses: 'у них Сёмина' }), null);
    await bench.as(ANNA).saveNote(note('звонок', { participants: ['Сёмина'] }), null);
    const { kept } = await own().personal().erase('сёмин', 'cli:anna');
    expect(kept.map((m) => m.kind)).to.have.members(['competitor', 'stock']);
    const { texts } = await own().privateTexts(0, 1000);
    expect(texts).to.include('у них Сёмина').and.include('ошиблась Сёмина').and.not.include('Сёмина');
  });

  it('raises a cause once, hands a message to one sender at a time, and tries again until it is out', async () => {
    const raised = own().escalations();
    expect(await raised.raise('conflict', ['problem:1:', 'problem:2:'], ['webhook', 'mail'])).to.equal(true);
    expect(await raised.raise('conflict', ['problem:1:'], ['webhook'])).to.equal(false);
    expect([await raised.isRaised('problem:2:'), await raised.isRaised('problem:3:')]).to.deep.equal([true, false]);
    const [one, two] = [await raised.take(['webhook', 'mail']), await raised.take(['webhook', 'mail'])];
    expect([one?.way, two?.way, await raised.take(['webhook', 'mail'])]).to.have.members(['webhook', 'mail', null]);
    expect(await raised.causesOf(one?.message ?? 0)).to.deep.equal(['problem:1:', 'problem:2:']);
    await raised.sent(one!);
    await raised.failed(two!, 'http-500');
    expect(await raised.stuck()).to.deep.equal([{ kind: 'conflict', way: two!.way, at: bench.now(), tries: 1, failure: 'http-500' }]); // prettier-ignore
    bench.later(1);
    expect(await raised.take(['webhook', 'mail'])).to.include({ way: two!.way, tries: 2, id: two!.id });
  });

  it('knows follow-ups that are overdue and were not raised', async () => {
    const raised = own().escalations();
    for (const due of ['2026-07-20', '2026-07-21'])
      await bench.as(ANNA).saveNote(note('Позвонить', { followUp: { due, assignee: 'anna', doneAt: null }, isPrivate: due.endsWith('1') }), null); // prettier-ignore
    const [first, second] = await raised.overdue('2026-07-22', 10);
    expect([first?.due, second?.due, second?.isPrivate]).to.deep.equal(['2026-07-20', '2026-07-21', true]);
    await raised.raise('follow-up', [`follow-up:${first!.id}:${first!.due}`], ['mail']);
    expect((await raised.overdue('2026-07-22', 10)).map((o) => o.due)).to.deep.equal(['2026-07-21']);
    const waiting = await raised.take(['mail']);
    expect((await raised.overdueIn(waiting!.message)).map((o) => o.due)).to.deep.equal(['2026-07-20']);
  });
}
