import { expect } from 'chai';
import { entry, type AuditBench } from './bench.ts';

export function reads(bench: AuditBench): void {
  const told = async () => (await bench.audit.rows({})).map((r) => [r.actor, r.what, r.value]);

  it('are one row for each principal, class and hour, with the count', async () => {
    for (let i = 0; i < 5; i++) await bench.audit.count('ut11:anna', 'read:invoices.read');
    await bench.audit.count('ut11:anna', 'read:counterparty.read');
    await bench.audit.count('ut11:boris', 'read:invoices.read');
    bench.later(60);
    await bench.audit.settle();
    expect(await told()).to.deep.equal([
      ['ut11:anna', 'read:counterparty.read', { hour: '2026-07-22T10', count: 1 }],
      ['ut11:anna', 'read:invoices.read', { hour: '2026-07-22T10', count: 5 }],
      ['ut11:boris', 'read:invoices.read', { hour: '2026-07-22T10', count: 1 }],
    ]);
    expect(await bench.audit.verify()).to.deep.equal([]);
  });

  it('wait for the end of their hour, and are told once', async () => {
    await bench.audit.count('ut11:anna', 'read:invoices.read');
    bench.later(59);
    await bench.audit.settle();
    expect(await told()).to.deep.equal([]);
    bench.later(1);
    await bench.audit.settle();
    await bench.audit.settle();
    expect((await told()).length).to.equal(1);
  });

  it('of an hour that is over go before what is written next', async () => {
    await bench.audit.count('ut11:anna', 'read:invoices.read');
    bench.later(60);
    await bench.audit.append([entry('write:a')]);
    expect((await told()).map(([, what]) => what)).to.deep.equal(['read:invoices.read', 'write:a']);
  });

  it('survive a process that dies, and add up over several', async () => {
    const other = bench.open();
    for (let i = 0; i < 3; i++) {
      await bench.audit.count('ut11:anna', 'read:invoices.read');
      await other.count('ut11:anna', 'read:invoices.read');
    }
    bench.later(60);
    await bench.open().settle();
    expect(await told()).to.deep.equal([['ut11:anna', 'read:invoices.read', { hour: '2026-07-22T10', count: 6 }]]);
  });
}
