/** What is not there any more, or not what a mapping knows: nothing is concluded from it, nothing is written upon it (A5, A6, M4, I11). */
import { expect } from 'chai';
import type { Problem } from '../../connector/model.ts';
import { innOf } from './habits.ts';
import { Installation } from './installation.ts';
import { counterpartyHere, invoiceHere, partyThere } from './making.ts';

describe('what a host does not show', () => {
  let at: Installation;
  const open = (): Promise<readonly Problem[]> => at.engine.store.read((t) => t.problems({}));

  beforeEach(async () => {
    at = new Installation({ seed: 1, hosts: { a: 'books' } });
    await at.boot();
    await at.switchWriting(true);
  });
  afterEach(() => at.close());

  it('is read once more before it counts', async () => {
    for (let n = 1; n <= 3; n++) partyThere(at, n);
    await at.settle();
    at.host('a').faults.hide = 1; // a list that says it is whole and leaves one out
    at.tick(25 * 60);
    await at.sync('a', { everything: true });
    expect(await open()).to.deep.equal([]);
  });

  it('of a counterparty stops its invoice, which is never sent alone', async () => {
    const there = partyThere(at, 1);
    await at.settle();
    await invoiceHere(at, 1, 'без покупателя');
    at.meanwhile = (what) => {
      if (what === 'a changes node') at.host('a').of('counterparty').delete(there.id); // no feed tells of it yet
    };
    await at.sync('a');
    expect(at.host('a').writes).to.deep.equal([]);
    expect((await open()).map((p) => [p.kind, p.detail['code']])).to.deep.equal([['waiting', 'reference-gone']]);
  });

  it('in words we know is asked about and never guessed', async () => {
    const party = partyThere(at, 1);
    const org = [...at.host('a').of('organisation').keys()][0];
    const row = { No: '1', Text: 'услуга', Qty: 1, Price: 10, Amount: 10, Unit: 'шт', Disc: 0, Vat: 'v99', VatSum: 0 };
    at.host('a').type('invoice', { Org: org, Party: party.id, Date: '2026-03-02T09:00:00', Rows: [row], Total: 10 });
    await at.settle();
    expect((await open()).map((p) => [p.kind, p.detail['value']])).to.deep.equal([['unmapped-value', 'v99']]);
    expect(await at.engine.store.read((t) => t.recordsOf('invoice', null, 10))).to.deep.equal([]);
    expect(at.host('a').writes).to.deep.equal([]);
  });

  it('because it was lost in an answer is found again and made once', async () => {
    await counterpartyHere(at, 1);
    at.host('a').faults.loseAnswer = 1;
    for (let i = 0; i < 3; i++) {
      await at.sync('a');
      at.tick(5);
    }
    at.host('a').faults.loseAnswer = 0;
    await at.settle();
    expect([...at.host('a').of('counterparty').values()].map((o) => o.props['Inn'])).to.deep.equal([innOf(1)]);
    expect(await open()).to.deep.equal([]);
  });
});
