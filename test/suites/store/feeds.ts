import { expect } from 'chai';
import type { CursorRow, StoredPlan } from '../../../connector/store/store.ts';
import { AT, type Bench } from './bench.ts';

export function feeds(bench: Bench): void {
  const row = (cursor: string | null): CursorRow => ({ cursor, startedAt: AT, lastCompleteAt: null, seenCount: 3 });

  it('keeps one cursor for each feed of each host', async () => {
    await bench.write((t) => {
      t.setCursor('buh', 'changes', row('c1'));
      t.setCursor('buh', 'walk', row(null));
      t.setCursor('ut', 'changes', row('c9'));
      t.setCursor('buh', 'changes', { ...row('c2'), lastCompleteAt: AT, seenCount: 0 });
    });
    const read = (host: string, feed: string) => bench.store.read((t) => t.cursor(host, feed));
    expect(await read('buh', 'changes')).to.deep.equal({ cursor: 'c2', startedAt: AT, lastCompleteAt: AT, seenCount: 0 });
    expect([(await read('buh', 'walk'))?.cursor, (await read('ut', 'changes'))?.cursor, await read('ut', 'walk')]).to.deep.equal([
      null,
      'c9',
      null,
    ]);
  });

  it('changes single facts of a host and keeps the others', async () => {
    await bench.write((t) => t.setHost('ut', { kind: 'onec', profile: 'ut11' }));
    await bench.write((t) => t.setHost('buh', { kind: 'onec', profile: 'bp30', books: true, traits: { clientIds: 'no' }, mappingHashes: { 'invoice.money': 'x' } })); // prettier-ignore
    await bench.write((t) => t.setHost('buh', { write: true, writeBy: 'anna', writeAt: AT, state: 'restored' }));
    const [buh, ut] = await bench.store.read((t) => t.hosts());
    expect(buh).to.deep.include({ id: 'buh', books: true, write: true, writeBy: 'anna', state: 'restored', traits: { clientIds: 'no' }, mappingHashes: { 'invoice.money': 'x' } }); // prettier-ignore
    expect(ut).to.deep.include({
      id: 'ut',
      books: false,
      write: false,
      writeBy: null,
      state: 'ok',
      traits: {},
      lastReport: null,
    });
  });

  it('keeps settings by name, the last one holds', async () => {
    await bench.write((t) => t.setSetting('write', 'on'));
    await bench.write((t) => t.setSetting('write', 'off'));
    const read = (name: string) => bench.store.read((t) => t.setting(name));
    expect([await read('write'), await read('none')]).to.deep.equal(['off', null]);
  });

  it('keeps plans and tells the last one of a host', async () => {
    const plan = (id: string, madeAt: string, more: Partial<StoredPlan> = {}): StoredPlan => ({ id, host: 'buh', madeAt, steps: '[]', totals: '{}', refused: null, state: 'proposed', acceptedBy: null, acceptedAt: null, ...more }); // prettier-ignore
    const accepted = plan('p1', AT, { state: 'accepted', acceptedBy: 'anna', acceptedAt: AT, refused: 'too-many-writes' });
    await bench.write((t) => [plan('p1', AT), plan('p2', '2026-07-22T11:00:00.000Z'), plan('p9', '2026-07-23T00:00:00.000Z', { host: 'ut' }), accepted].forEach((p) => t.plan(p))); // prettier-ignore
    expect(await bench.store.read((t) => t.plan('p1'))).to.deep.equal(accepted);
    const last = (host: string) => bench.store.read(async (t) => (await t.lastPlan(host))?.id ?? null);
    expect([await last('buh'), await last('ut'), await last('none')]).to.deep.equal(['p2', 'p9', null]);
    expect(await bench.store.read((t) => t.plan('none'))).to.equal(null);
  });

  it('accepts a plan once, and one of a base at a time', async () => {
    const plan = (id: string): StoredPlan => ({ id, host: 'buh', madeAt: AT, steps: '[]', totals: '{}', refused: 'too-many-writes', state: 'proposed', acceptedBy: null, acceptedAt: null }); // prettier-ignore
    await bench.write((t) => ['p1', 'p2'].forEach((id) => t.plan(plan(id))));
    const accept = (id: string, by: string) => bench.store.write({ actor: by }, (t) => t.acceptPlan(id, 'accepted', by, AT));
    expect(await Promise.all([accept('p1', 'anna'), accept('p1', 'boris'), accept('p2', 'boris')])).to.deep.equal(['done', 'moved', 'moved']); // prettier-ignore
    expect((await bench.store.read((t) => t.plan('p1')))?.acceptedBy).to.equal('anna');
    await bench.write((t) => t.plan({ ...plan('p1'), state: 'applied' }));
    expect(await accept('p2', 'boris')).to.equal('done');
    expect(await bench.store.read((t) => t.setting('accepted'))).to.equal('p2');
  });

  it('hands out ids that two stores never share', async () => {
    const other = bench.file === ':memory:' ? null : bench.open();
    const taken = [...(await bench.store.linkIds(3)), ...(await bench.store.linkIds(2500)), ...(await bench.store.linkIds(1))];
    if (other) taken.push(...(await other.linkIds(5)), ...(await other.linkIds(1500)));
    taken.push(...(await bench.store.linkIds(900)));
    await other?.close();
    expect(new Set(taken).size).to.equal(taken.length);
    expect(taken.every((id) => Number.isSafeInteger(id) && id > 0)).to.equal(true);
  });
}
