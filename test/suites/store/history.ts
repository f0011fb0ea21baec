import { expect } from 'chai';
import type { JournalRow } from '../../../connector/model.ts';
import type { NewProposal } from '../../../connector/store/store.ts';
import { AT, type Bench } from './bench.ts';

export function history(bench: Bench): void {
  const row = (more: Partial<JournalRow> = {}): JournalRow => ({ at: AT, host: 'buh', link: 1, record: 'r', unit: 'phone', before: { phone: '1' }, after: { phone: null }, cause: 'pull', plan: 'p1', by: 'buh', ...more }); // prettier-ignore
  const proposal = (more: Partial<NewProposal> = {}): NewProposal => ({ record: 'r', unit: 'money', value: { total: '5' }, onRev: 3, by: 'anna', at: AT, ...more }); // prettier-ignore

  it('keeps journal rows in the order they were written', async () => {
    const rows = [row(), row({ cause: 'edit', host: null, link: null, before: null, plan: null, by: 'anna' }), row({ record: 's' }), row({ cause: 'push', after: null })]; // prettier-ignore
    await bench.write((t) => rows.forEach((r) => t.journal(r)));
    expect(await bench.store.read((t) => t.journal('r'))).to.deep.equal([rows[0], rows[1], rows[3]]);
  });

  it('has no way to change or drop a journal row', async () => {
    await bench.write((t) => t.journal(row()));
    await bench.write((t) => t.journal(row()));
    expect(await bench.store.read((t) => t.journal('r'))).to.have.lengthOf(2);
  });

  it('keeps an equal proposal once while it is open', async () => {
    await bench.write((t) => [proposal(), proposal({ by: 'boris', onRev: 4 }), proposal({ value: { total: '6' } }), proposal({ unit: 'date' }), proposal({ record: 's' })].forEach((p) => t.proposal(p))); // prettier-ignore
    const all = await bench.store.read((t) => t.proposals('r'));
    expect(all.map((p) => [p.unit, p.value['total'], p.by, p.state])).to.deep.equal([['money', '5', 'anna', 'open'], ['money', '6', 'anna', 'open'], ['date', '5', 'anna', 'open']]); // prettier-ignore
    expect(await bench.store.read((t) => t.proposals(null))).to.have.lengthOf(4);
  });

  it('takes a proposal again once the old one is settled', async () => {
    await bench.write((t) => t.proposal(proposal()));
    const [first] = await bench.store.read((t) => t.proposals('r'));
    await bench.write((t) => t.setProposal(first?.id ?? 0, 'declined', AT));
    await bench.write((t) => t.proposal(proposal()));
    expect((await bench.store.read((t) => t.proposals('r'))).map((p) => p.state)).to.deep.equal(['declined', 'open']);
  });

  it('numbers revisions from two, each invoice for itself', async () => {
    const revise = (invoice: string, total: string) =>
      bench.write((t) => t.revision({ invoice, at: AT, host: 'buh', before: { total: '1' }, after: { total } }));
    await revise('a', '2');
    await revise('b', '9');
    await revise('a', '3');
    const read = async (id: string) => (await bench.store.read((t) => t.revisions(id))).map((r) => [r.n, r.after['total'], r.before['total'], r.host]); // prettier-ignore
    expect([await read('a'), await read('b'), await read('c')]).to.deep.equal([[[2, '2', '1', 'buh'], [3, '3', '1', 'buh']], [[2, '9', '1', 'buh']], []]); // prettier-ignore
  });

  it('numbers two revisions of one write one after the other', async () => {
    await bench.write((t) => {
      for (const total of ['2', '3']) t.revision({ invoice: 'a', at: AT, host: 'buh', before: {}, after: { total } });
    });
    expect((await bench.store.read((t) => t.revisions('a'))).map((r) => r.n)).to.deep.equal([2, 3]);
  });
}
