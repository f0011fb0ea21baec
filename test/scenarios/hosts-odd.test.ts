/** Hosts at odd moments: left alone, a page instead of metadata, a plan before the sync, packages somebody else took. */
import { expect } from 'chai';
import { party } from './making.ts';
import { HOST, stage } from './setting.ts';

describe('a host at an odd moment', () => {
  const { start } = stage();

  it('is left alone while it is paused, whatever else is asked about it', async () => {
    const s = await start();
    party(s.fake);
    await s.sidebook.store.write({ actor: 'anna' }, (t) => {
      t.setHost(HOST, { pausedBy: 'anna', state: 'restored' });
    });
    s.quiet();
    expect((await s.sync()).state).to.equal('paused');
    expect(s.fake.log).to.deep.equal([]);
  });

  for (const fault of ['html200', 'cutBody'] as const)
    it(`is one problem in words when its metadata is no metadata: ${fault}`, async () => {
      const s = await start();
      s.fake.faults[fault] = { path: '$metadata' };
      const report = await s.sync();
      expect(report.state).to.equal('failed');
      const codes = (await s.problems()).map((p) => [p.kind, p.detail['code']]);
      expect(codes).to.deep.equal([['unreachable', fault === 'html200' ? 'html-instead-of-json' : 'connection-cut']]);
      s.fake.forget();
      await s.cycle();
      expect(await s.problems()).to.deep.equal([]);
    });
});
