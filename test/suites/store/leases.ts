import { expect } from 'chai';
import { LeaseLost, type Lease } from '../../../connector/store/store.ts';
import { record, rejection, type Bench } from './bench.ts';

export function leases(bench: Bench): void {
  const take = async (holder: string, host = 'buh'): Promise<Lease> => {
    const lease = await bench.store.lease(host, holder);
    if (!lease) throw new Error(`${holder} got no lease`);
    return lease;
  };
  const writeBy = (lease: Lease) => bench.store.write(lease, (t) => t.setRecord(record('r'), null));

  it('are held by one holder for a minute', async () => {
    await take('one');
    expect(await bench.store.lease('buh', 'two')).to.equal(null);
    bench.later(59);
    expect(await bench.store.lease('buh', 'two')).to.equal(null);
    bench.later(1);
    expect(await take('two')).to.deep.include({ host: 'buh', holder: 'two' });
  });

  it('of a process that died before the clock was put back a day hold nobody up; those of a live one with another clock do', async () => {
    await take('one');
    bench.later(-10 * 60);
    expect(await bench.store.lease('buh', 'two')).to.equal(null);
    bench.later(-24 * 3600);
    expect(await take('two')).to.deep.include({ host: 'buh', holder: 'two' });
  });

  it('of other hosts are free', async () => {
    await take('one');
    expect(await take('two', 'ut')).to.deep.include({ host: 'ut', holder: 'two' });
  });

  it('last as long as they are renewed', async () => {
    const lease = await take('one');
    for (let i = 0; i < 5; i++) {
      bench.later(40);
      expect(await bench.store.renew(lease)).to.equal(true);
    }
    expect(await bench.store.lease('buh', 'two')).to.equal(null);
  });

  it('taken over store nothing of the sleeper any more', async () => {
    const sleeper = await take('one');
    bench.later(61);
    const awake = await take('two');
    expect(awake.epoch).to.be.greaterThan(sleeper.epoch);
    expect(await bench.store.renew(sleeper)).to.equal(false);
    expect(await rejection(writeBy(sleeper))).to.be.instanceOf(LeaseLost);
    expect(await bench.store.read((t) => t.record('r'))).to.equal(null);
    expect(await writeBy(awake)).to.equal('done');
  });

  it('run out but not taken over still count', async () => {
    const lease = await take('one');
    bench.later(600);
    expect(await writeBy(lease)).to.equal('done');
    expect(await bench.store.renew(lease)).to.equal(true);
  });

  it('taken again by their holder end the older one', async () => {
    const [first, second] = [await take('one'), await take('one')];
    expect(second.epoch).to.be.greaterThan(first.epoch);
    expect(await rejection(writeBy(first))).to.be.instanceOf(LeaseLost);
    expect(await writeBy(second)).to.equal('done');
  });

  it('released are free at once and keep their count', async () => {
    const first = await take('one');
    await bench.store.release(first);
    const second = await take('two');
    expect(second.epoch).to.be.greaterThan(first.epoch);
    await bench.store.release(first);
    expect(await bench.store.lease('buh', 'three')).to.equal(null);
  });

  it('never taken are not held by a forged epoch', async () => {
    expect(await rejection(writeBy({ host: 'buh', holder: 'one', epoch: 1 }))).to.be.instanceOf(LeaseLost);
  });

  it('are not needed by people who write', async () => {
    await take('one');
    await bench.write((t) => t.setRecord(record('r'), null));
  });

  it('may last as long as the installation says', async () => {
    if (bench.file === ':memory:') return;
    const other = bench.open({ leaseMs: 5_000 });
    await other.lease('buh', 'quick');
    bench.later(6);
    expect((await take('two')).holder).to.equal('two');
    await other.close();
  });
}
