/** Rivals' offers with lines, validity and outcome. */
import { expect } from 'chai';
import { PrivateMoved, PrivateRefused } from '../../../connector/private/private-store.ts';
import { ANNA, BORIS, failure, offer, places, wrongs, type Bench } from './bench.ts';

export function offers(bench: Bench): void {
  it('keeps an offer whole, lines in their order', async () => {
    const { item, rival } = await bench.pair();
    const whole = offer(rival.id, {
      counterparty: 'rec-1', invoice: 'rec-2', number: 'КП-17', validUntil: '2026-08-20', currency: 'EUR', vatIncluded: false, terms: 'отсрочка 30 дней', evidence: 'кп.pdf',
      import: 'file-2', lines: [
        { item: item.id, text: 'Болт', quantity: '500', unit: 'шт', price: '11.123456' },
        { item: null, text: 'Доставка', quantity: '1', unit: 'усл', price: '0' },
      ],
    }); // prettier-ignore
    const made = await bench.as(ANNA).saveOffer(whole, null);
    expect(made).to.deep.include({ ...whole, rev: 1, by: 'anna' });
    expect(await bench.as(BORIS).offer(made.id)).to.deep.equal(made);
  });

  it('records who won and why on the revision it rests on', async () => {
    const { rival } = await bench.pair();
    const other = await bench.competitor('МетизТорг');
    const made = await bench.as(ANNA).saveOffer(offer(rival.id, { lines: [{ item: null, text: 'Болт', quantity: '1', unit: 'шт', price: '1' }] }), null);
    const lost = await bench.as(BORIS).setOutcome(made.id, 1, 'lost', other.id, 'дешевле на 3 %');
    expect(lost).to.deep.equal({ ...made, rev: 2, outcome: 'lost', wonBy: other.id, why: 'дешевле на 3 %', by: 'boris' });
    expect(await failure(bench.as(ANNA).setOutcome(made.id, 1, 'won', null, null))).to.be.instanceOf(PrivateMoved);
    expect(await failure(bench.as(ANNA).setOutcome('none', 1, 'won', null, null))).to.be.instanceOf(PrivateRefused);
  }); // prettier-ignore

  it('lists the newest first, of a rival or of a customer', async () => {
    const { rival } = await bench.pair();
    const other = await bench.competitor('МетизТорг');
    const of = (day: string, who: string, counterparty: string | null) => bench.as(ANNA).saveOffer(offer(who, { date: `2026-07-${day}`, number: day, counterparty }), null); // prettier-ignore
    await of('03', rival.id, 'a');
    await of('09', other.id, 'a');
    await of('01', rival.id, 'b');
    await of('09', rival.id, null);
    const numbers = async (filter: Parameters<ReturnType<Bench['as']>['offers']>[0]) => (await bench.as(ANNA).offers(filter)).rows.map((o) => o.number); // prettier-ignore
    expect(await numbers({})).to.deep.equal(['09', '09', '03', '01']);
    expect(await numbers({ competitor: rival.id })).to.deep.equal(['09', '03', '01']);
    expect(await numbers({ counterparty: 'a' })).to.deep.equal(['09', '03']);
    const first = await bench.as(ANNA).offers({ limit: 3 });
    expect((await bench.as(ANNA).offers({ limit: 3, after: first.next })).rows.map((o) => o.number)).to.deep.equal(['01']);
  });

  it('says what is wrong by field, lines by their row', async () => {
    const { rival } = await bench.pair();
    const line = { item: null, text: 'Болт', quantity: '1', unit: 'шт', price: '1' };
    const wrong = offer(rival.id, {
      date: '0001-01-01', validUntil: '2026-02-30', currency: 'X', wonBy: 'none', outcome: 'maybe' as 'won', lines: [line, { ...line, price: 'NaN', text: '', item: 'none' }],
    }); // prettier-ignore
    expect(places(await wrongs(bench.as(ANNA).saveOffer(wrong, null)))).to.have.members([
      'date too-old', 'validUntil date', 'currency currency', 'outcome choice', 'wonBy unknown',
      '1 lines.item unknown', '1 lines.text empty', '1 lines.price not-a-number',
    ]); // prettier-ignore
    expect((await bench.as(ANNA).offers({})).rows).to.deep.equal([]);
  });

  it('ends after it begins', async () => {
    const { rival } = await bench.pair();
    expect(places(await wrongs(bench.as(ANNA).saveOffer(offer(rival.id, { validUntil: '2026-07-19' }), null)))).to.deep.equal([
      'validUntil order',
    ]);
  });
}
