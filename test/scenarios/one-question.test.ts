/** About one object one question at a time stands: what was asked before is over when something else is, or when nothing is (A9). */
import { expect } from 'chai';
import type { Line, SharedRecord } from '../../connector/model.ts';
import { customer, issue, live, party } from './making.ts';
import { invoices, parties, stage, type Setting } from './setting.ts';

const open = async (s: Setting): Promise<unknown[]> => (await s.problems()).map((p) => p.detail['code']);

describe('a question that is over while writing is off', () => {
  const { start } = stage();

  it('closes when 1C goes back to the value we had agreed on', async () => {
    const s = await start();
    const key = party(s.fake, { Комментарий: 'вместе' });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.edit(parties, key, { Комментарий: 'их' });
    await s.everything();
    expect(await open(s)).to.deep.equal(['conflict']);
    await s.switchWriting(false);
    s.fake.edit(parties, key, { Комментарий: 'вместе' });
    await s.everything();
    expect(await open(s)).to.deep.equal([]);
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('вместе');
  });

  it('closes when the sums of an invoice agree again', async () => {
    const s = await start();
    const { made, right } = await wrong(s, true);
    await s.everything();
    expect(await open(s)).to.deep.equal(['totals-differ']);
    await s.switchWriting(false);
    await s.edit(made, { lines: right, comment: 'проверено' });
    await s.everything();
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes when the sums of an invoice that is not there yet agree again', async () => {
    const s = await start();
    const { made, right } = await wrong(s, false);
    await s.everything();
    expect(await open(s)).to.deep.equal(['totals-differ']);
    await s.switchWriting(false);
    await s.edit(made, { lines: right });
    await s.everything();
    expect(await open(s)).to.deep.equal([]);
    expect(s.fake.list(invoices)).to.deep.equal([]);
  });
});

/** An invoice whose lines and sums disagree, in 1C already or not. */
async function wrong(s: Setting, there: boolean): Promise<{ made: string; key: string; right: readonly Line[] }> {
  const key = customer(s.fake);
  await s.cycle();
  const { id } = await s.recordAt('counterparty', key);
  const { id: made, fields }: SharedRecord = await issue(s, { counterparty: id });
  if (there) await s.settle();
  const right = fields['lines'] as readonly Line[];
  await s.edit(made, { lines: right.map((l) => ({ ...l, amount: '1600' })) });
  return { made, key, right };
}

describe('a record that waits to be created', () => {
  const { start } = stage();

  it('is asked about for what stands in its way now', async () => {
    const s = await start();
    const { made, key, right } = await wrong(s, false);
    await s.everything();
    expect(await open(s)).to.deep.equal(['totals-differ']);
    s.fake.remove(parties, key);
    await s.edit(made, { lines: right });
    await s.cycle();
    expect((await s.problems()).filter((p) => p.record === made).map((p) => p.detail['code'])).to.deep.equal(['reference-gone']);
  });

  it('is asked about for the value that cannot leave now', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, { name: 'Л'.repeat(150), kind: 'person', country: 'RU' });
    await s.everything();
    expect((await s.problems()).map((p) => [p.kind, p.unit])).to.deep.equal([['refused', 'name']]);
    await s.edit(id, { name: 'Лютик', phone: '9'.repeat(600) });
    await s.everything();
    expect((await s.problems()).map((p) => [p.kind, p.unit])).to.deep.equal([['refused', 'phone']]);
  });

  it('is not asked about once it is no longer wanted there', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, { name: 'Л'.repeat(150), kind: 'person', country: 'RU' });
    await s.everything();
    expect(await open(s)).to.deep.equal(['field-too-long']);
    await s.edit(id, { deletionMark: true });
    await s.everything();
    expect(await open(s)).to.deep.equal([]);
    expect(s.fake.list(parties)).to.deep.equal([]);
  });
});
