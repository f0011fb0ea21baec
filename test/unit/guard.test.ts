import { expect } from 'chai';
import { DEFAULT_LIMITS } from '../../connector/sync/engine.ts';
import { exceeds, guard, type GuardCounts } from '../../connector/sync/guard.ts';

const rule = (counts: Partial<GuardCounts>) =>
  guard({ links: 0, writes: 0, deactivations: 0, leavers: 0, ...counts }, DEFAULT_LIMITS);

describe('the guard against mass changes', () => {
  it('lets fifty writes or thirty percent pass', () => {
    expect([rule({ writes: 50 }), rule({ writes: 51 })]).to.deep.equal([null, 'too-many-writes']);
    expect([rule({ links: 1000, writes: 300 }), rule({ links: 1000, writes: 301 })]).to.deep.equal([null, 'too-many-writes']);
    expect([rule({ links: 100, writes: 50 }), rule({ links: 100, writes: 51 })]).to.deep.equal([null, 'too-many-writes']);
  });

  it('lets ten deactivations or five percent pass', () => {
    expect([rule({ deactivations: 10 }), rule({ deactivations: 11 })]).to.deep.equal([null, 'too-many-deactivations']);
    expect([rule({ links: 1000, deactivations: 50 }), rule({ links: 1000, deactivations: 51 })]).to.deep.equal([
      null,
      'too-many-deactivations',
    ]);
  });

  it('lets ten or five percent leave the scope', () => {
    expect([rule({ leavers: 10 }), rule({ leavers: 11 })]).to.deep.equal([null, 'too-many-leave-scope']);
    expect([rule({ links: 400, leavers: 20 }), rule({ links: 400, leavers: 21 })]).to.deep.equal([null, 'too-many-leave-scope']);
  });

  it('lets a run without changes pass at any size', () => {
    for (const links of [0, 1, 10_000_000]) expect(rule({ links })).to.equal(null);
  });

  it('never counts part of a link as room for one', () => {
    expect([exceeds(3, 9, { count: 0, share: 0.3 }), exceeds(2, 9, { count: 0, share: 0.3 })]).to.deep.equal([true, false]);
  });
});
