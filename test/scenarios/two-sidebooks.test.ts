/** Two processes over one store: one works, the other says so; one that slept through its lease stores nothing (A15). */
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sidebook } from '../../connector/main.ts';
import { customer, issue, party } from './making.ts';
import { HOST, invoices, parties, stage, type Setting, type Wishes } from './setting.ts';

describe('two Sidebooks over one store', () => {
  const { start, ending } = stage();

  async function both(open: Wishes['open'] = {}, holder = 'other'): Promise<{ s: Setting; other: Sidebook }> {
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-'));
    ending(() => rmSync(folder, { recursive: true, force: true }));
    const s = await start({ file: join(folder, 'store.db'), open });
    const other = new Sidebook(s.config, { world: s.world, holder });
    ending(() => other.close());
    await other.begin();
    return { s, other };
  }

  it('work one after the other', async () => {
    const { s, other } = await both();
    party(s.fake);
    expect((await s.sync()).state).to.equal('ok');
    expect((await other.sync(HOST)).state).to.equal('ok');
  });

  it('never work at the same time', async () => {
    const { s, other } = await both();
    party(s.fake);
    const states = await Promise.all([s.sync(), other.sync(HOST)]);
    expect(states.map((r) => r.state).sort()).to.deep.equal(['busy', 'ok']);
    expect(await s.records('counterparty')).to.have.length(1);
  });

  it('create an invoice once however they meet', async () => {
    const { s, other } = await both();
    const key = customer(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    for (let i = 0; i < 5; i++) {
      await issue(s, { counterparty: id });
      await Promise.all([s.sync(), other.sync(HOST)]);
    }
    await s.settle();
    expect(s.fake.list(invoices)).to.have.length(5);
  });

  it('go on after one died with its lease', async () => {
    const { s, other } = await both();
    party(s.fake);
    await s.sidebook.store.lease(HOST, 'a process that died');
    expect((await other.sync(HOST)).state).to.equal('busy');
    s.tick(2);
    expect((await other.sync(HOST)).state).to.equal('ok');
  });

  it('end quietly when one slept through its lease', async () => {
    const { s, other } = await both();
    const key = party(s.fake);
    await s.cycle();
    await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'наше' });
    let taken: unknown = null;
    s.fake.beforeWrite = () => {
      s.fake.beforeWrite = undefined;
      s.tick(2);
      taken = other.store.lease(HOST, 'other');
    };
    const report = await s.sync();
    expect(await taken).to.not.equal(null);
    expect(report.state).to.equal('busy');
  });

  it('end quietly when the lease is gone between two records', async () => {
    let taken = false;
    const { s, other } = await both({
      report: (event) => {
        if (taken || event.type !== 'phase' || event.phase !== 'apply') return;
        taken = true;
        s.tick(2);
        void other.store.lease(HOST, 'other');
      },
    });
    const key = party(s.fake);
    await s.cycle();
    await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'наше' });
    const report = await s.sync();
    expect([taken, report.state]).to.deep.equal([true, 'busy']);
  });

  it('never work at the same time though one person started both', async () => {
    const { s, other } = await both({}, 'test');
    party(s.fake);
    const states = await Promise.all([s.sync(), other.sync(HOST)]);
    expect(states.map((r) => r.state).sort()).to.deep.equal(['busy', 'ok']);
  });

  it('see what the other one stored', async () => {
    const { s, other } = await both();
    const key = party(s.fake);
    await s.cycle();
    s.fake.edit(parties, key, { Комментарий: 'их' });
    s.tick(20);
    await other.sync(HOST);
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('их');
  });
});
