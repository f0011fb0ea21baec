/** Numbered files, applied once. */
import { expect } from 'chai';
import { record, rejection, type Bench } from './bench.ts';

export function migrations(bench: Bench): void {
  const versions = () => bench.rows('schema_versions', ['number', 'checksum', 'applied_at']);

  it('are all applied to a fresh database, with their time', async () => {
    await bench.store.read((t) => t.hosts());
    const all = await versions();
    expect(all.map((v) => Number(v['number']))).to.deep.equal(all.map((_, i) => i + 1));
    expect(all.length).to.be.at.least(1);
    for (const v of all) expect([String(v['applied_at']), String(v['checksum']).length]).to.deep.equal(['2026-07-22T10:00:00.000Z', 16]); // prettier-ignore
  });

  it('are not applied again to a database that has them', async () => {
    await bench.write((t) => t.setRecord(record('r'), null));
    const before = await versions();
    bench.later(3600);
    const other = bench.open();
    expect((await other.read((t) => t.record('r')))?.id).to.equal('r');
    await other.close();
    expect(await versions()).to.deep.equal(before);
  });

  it('of a newer program are refused, untouched', async () => {
    await bench.store.read((t) => t.hosts());
    await bench.store.peek.add('schema_versions', { number: 999n, checksum: 'x', applied_at: 'later' });
    const opened = async () => {
      const other = bench.open();
      try {
        await other.read((t) => t.hosts());
      } finally {
        await other.close();
      }
    };
    expect(await rejection(opened())).to.include({ found: 999 });
    await bench.store.peek.remove('schema_versions', { checksum: 'x' });
    await opened();
  });
}
