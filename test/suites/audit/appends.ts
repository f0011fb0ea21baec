import { expect } from 'chai';
import { START } from '../../../connector/audit/chain.ts';
import { entry, type AuditDesk } from './bench.ts';

export function appends(bench: AuditDesk): void {
  it('begins with nothing, which holds', async () => {
    expect([await bench.audit.head(), await bench.audit.rows({}), await bench.audit.verify()]).to.deep.equal([null, [], []]);
  });

  it('keeps who, what, about what, when and the value', async () => {
    await bench.audit.append([entry('decision:problems.answer', { choose: 'ours' }, 'problems/7')]);
    const [row] = await bench.audit.rows({});
    expect(row).to.deep.include({ n: 1, at: '2026-07-22T10:00:00.000Z', actor: 'ut11:anna', what: 'decision:problems.answer', subject: 'problems/7', value: { choose: 'ours' } }); // prettier-ignore
  });

  it('chains every row to the one before', async () => {
    const head = await bench.audit.append([entry('write:a'), entry('write:b'), entry('write:c')]);
    const rows = await bench.chain();
    expect(rows.map((r) => r['previous'])).to.deep.equal([START, rows[0]?.['digest'], rows[1]?.['digest']]);
    expect(head).to.deep.equal({ n: 3, digest: rows[2]?.['digest'] });
    expect(await bench.audit.head()).to.deep.equal(head);
    expect(await bench.audit.verify(head)).to.deep.equal([]);
  });

  it('gives the same value another seal each time', async () => {
    await bench.audit.append([entry('write:a', 'same'), entry('write:a', 'same')]);
    expect(new Set((await bench.chain()).map((r) => r['seal'])).size).to.equal(2);
  });

  it('takes several processes at once, one chain for all', async () => {
    const others = [bench.audit, bench.open(), bench.open()];
    for (let i = 0; i < 30; i++) await others[i % 3]?.append([entry('write:x', i)]);
    const rows = await bench.audit.rows({});
    expect(rows.map((r) => [r.n, r.value])).to.deep.equal(Array.from({ length: 30 }, (_, i) => [i + 1, i]));
    expect(await bench.audit.verify()).to.deep.equal([]);
  });

  it('stores all entries of a call or none', async () => {
    const wrong = bench.audit.append([entry('write:a'), entry('write:b', NaN)]);
    expect(await wrong.then(() => null, (e: unknown) => e)).to.be.instanceOf(TypeError); // prettier-ignore
    expect(await bench.audit.head()).to.equal(null);
  });

  it('lists by time, kind, actor and page', async () => {
    await bench.audit.append([entry('write:a'), entry('switch:write', { state: 'on' })]);
    bench.later(24 * 60);
    await bench.audit.append([entry('write:b', undefined, null, 'cli:ivan')]);
    const whats = async (f: Parameters<typeof bench.audit.rows>[0]) => (await bench.audit.rows(f)).map((r) => r.what);
    expect(await whats({ from: '2026-07-23' })).to.deep.equal(['write:b']);
    expect(await whats({ to: '2026-07-23' })).to.deep.equal(['write:a', 'switch:write']);
    expect(await whats({ kind: 'write' })).to.deep.equal(['write:a', 'write:b']);
    expect(await whats({ actor: 'cli:ivan' })).to.deep.equal(['write:b']);
    expect(await whats({ after: 1, limit: 1 })).to.deep.equal(['switch:write']);
  });

  it('goes on where it was after a restart', async () => {
    await bench.audit.append([entry('write:a')]);
    await bench.open().append([entry('write:b')]);
    expect((await bench.audit.head())?.n).to.equal(2);
    expect(await bench.audit.verify()).to.deep.equal([]);
  });
}
