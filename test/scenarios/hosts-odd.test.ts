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
});
