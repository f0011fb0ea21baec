import { expect } from 'chai';
import { entry, type AuditDesk } from './bench.ts';

export function reads(bench: AuditDesk): void {
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

  it('tell how many rows they showed, where that is known', async () => {
    await bench.audit.count('feed:a', 'read:odata.Invoices', 1000);
    await bench.audit.count('feed:a', 'read:odata.Invoices', 234);
    bench.later(60);
    await bench.audit.settle();
    expect(await told()).to.deep.equal([['feed:a', 'read:odata.Invoices', { hour: '2026-07-22T10', count: 2, rows: 1234 }]]);
    expect(await bench.audit.verify()).to.deep.equal([]);
  });

  it('let no more rows leave in a day than are allowed, over several processes', async () => {
    const other = bench.open();
    const take = (audit: typeof other, rows: number, most: number | null = 10) => audit.take('cli:anna', rows, most);
    expect([await take(bench.audit, 6), await take(other, 5), await take(other, 4), await take(bench.audit, 1)]).to.deep.equal([true, false, true, false]); // prettier-ignore
    expect([await take(other, 99, null), await other.take('cli:boris', 10, 10), await other.take('cli:vera', 11, 10)]).to.deep.equal([true, true, false]); // prettier-ignore
    bench.later(24 * 60);
    expect(await take(bench.audit, 10)).to.equal(true);
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
