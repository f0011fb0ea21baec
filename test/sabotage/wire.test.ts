/** What leaves for 1C in a life with everything in it that might tempt a connector to delete. */
import { expect } from 'chai';
import { customer, issue, keyOf } from '../scenarios/making.ts';
import { invoices, parties, stage } from '../scenarios/setting.ts';

describe('the wire to 1C', () => {
  const { start } = stage();

  it('only ever reads, creates, changes and acts', async () => {
    const s = await start();
    const key = customer(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    const sent = new Set<string>();
    const cycle = async (): Promise<void> => {
      await s.settle();
      for (const r of s.fake.log) sent.add(r.method);
    };
    await s.edit(id, { comment: 'наше' });
    await issue(s, { counterparty: id });
    await cycle();
    s.fake.remove(invoices, keyOf(s.fake.list(invoices)[0] ?? {}));
    s.fake.edit(parties, key, { DeletionMark: true });
    await cycle();
    for (const p of await s.problems()) await s.answer(p, { choose: 'deactivate' });
    await s.edit(id, { comment: null, phone: null });
    await cycle();
    expect([...sent].sort()).to.deep.equal(['GET', 'PATCH', 'POST']);
    expect(s.fake.list(parties)).to.have.length(1);
  });
});
