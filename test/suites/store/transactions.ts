import { expect } from 'chai';
import { BY, link, record, type Bench } from './bench.ts';

export function transactions(bench: Bench): void {
  it('run one after the other however they are started', async () => {
    await bench.write((t) => t.setRecord(record('r'), null));
    const bump = async (): Promise<string> => {
      const now = await bench.store.read((t) => t.record('r'));
      return bench.store.write(BY, (t) => t.setRecord({ ...record('r'), rev: (now?.rev ?? 0) + 1 }, now?.rev ?? 0));
    };
    const outcomes = await Promise.all([bump(), bump(), bump()]);
    const done = outcomes.filter((o) => o === 'done').length;
    expect((await bench.store.read((t) => t.record('r')))?.rev).to.equal(1 + done);
    expect(done).to.be.at.least(1);
  });

  it('are seen by a reader only once they are whole', async () => {
    await bench.write((t) => {
      t.setRecord(record('a'), null);
      t.setLink(link(1, { record: 'a' }), null);
    });
    const seen = await bench.store.read(async (t) => [(await t.record('a'))?.id, (await t.linksOf('a')).length]);
    expect(seen).to.deep.equal(['a', 1]);
  });
}

/** Two processes on one database. */
export function twoProcesses(bench: Bench): void {
  it('read what the other wrote', async () => {
    const other = bench.open();
    await bench.write((t) => t.setRecord(record('a'), null));
    expect((await other.read((t) => t.record('a')))?.id).to.equal('a');
    await other.close();
  });

  it('never both change one record', async () => {
    const other = bench.open();
    await bench.write((t) => t.setRecord(record('a', { name: 'x' }), null));
    const change = (name: string) => ({ ...record('a', { name }), rev: 2 });
    expect(await other.write(BY, (t) => t.setRecord(change('other'), 1))).to.equal('done');
    expect(await bench.store.write(BY, (t) => t.setRecord(change('ours'), 1))).to.equal('moved');
    expect((await bench.store.read((t) => t.record('a')))?.fields['name']).to.equal('other');
    await other.close();
  });
}

/** What a look needs a snapshot for. */
export function snapshots(bench: Bench): void {
  it('see one moment through all of one look', async () => {
    await bench.write((t) => t.setRecord(record('a', { name: 'before' }), null));
    const names = await bench.store.read(async (t) => {
      const first = await t.record('a');
      await bench.write((w) => w.setRecord({ ...record('a', { name: 'after' }), rev: 2 }, 1));
      return [first?.fields['name'], (await t.record('a'))?.fields['name']];
    });
    expect(names).to.deep.equal(['before', 'before']);
  });
}
