import { expect } from 'chai';
import fc from 'fast-check';
import { holds } from '../unit/property.ts';
import { decide, fold, type One, type Sides, type Text, type Verdict } from './decision-table.ts';
import { decided, situation, verdictOf } from './one-unit.ts';

const OPEN = { books: false, frozen: false, follower: false, foldedElsewhere: false, decidedElsewhere: false };
const one = (change: Partial<One>): One => ({
  ours: 'aa', theirs: 'aa', base: { ours: 'aa', theirs: 'aa' }, sent: undefined, direction: 'both', policy: 'ask', first: 'ask', freezes: false, folds: false, max: 10,
  at: OPEN, ...change,
}); // prettier-ignore

/** A base is only ever compared as this host shows it, under the field's own equality. */
function baseUnder(s: One, base: Sides | null): unknown {
  const shown = (t: Text): Text => (t === null ? null : t.slice(0, s.max));
  const eye = (t: Text): Text => (s.folds ? fold(shown(t)) : shown(t));
  return base && [eye(base.ours), eye(base.theirs)];
}
const comparable = (s: One, v: Verdict): unknown => ({
  ...v,
  base: baseUnder(s, v.base),
  does: v.does === 'agree' ? 'nothing' : v.does,
});

// What the next describe names one by one is left out of the random situations.
const emptied = (s: One): boolean => s.freezes && s.at.frozen && (s.ours === null || s.theirs === null);
const settledOneWay = (s: One): boolean => s.direction === 'to-host' && decide(s).does === 'nothing';
const plain = (s: One): boolean => s.direction === 'both' && !s.at.frozen && !s.at.follower;
const frozen = (s: One): boolean => s.direction === 'both' && s.freezes && s.at.frozen && !s.at.follower && !emptied(s);

describe('one unit against the decision table', () => {
  const kinds: readonly [string, (s: One) => boolean, number][] = [
    ['decides every plain situation like the table', (s) => plain(s) && s.sent === undefined, 4_000],
    ['decides about unanswered writes like the table', (s) => plain(s) && s.sent !== undefined, 4_000],
    ['decides about frozen units in the books like the table', (s) => frozen(s) && s.at.books, 2_500],
    ['decides about frozen units elsewhere like the table', (s) => frozen(s) && !s.at.books, 2_500],
    ['decides for followers like the table', (s) => s.at.follower, 1_500],
    ['decides for one-way units like the table', (s) => s.direction !== 'both' && !settledOneWay(s), 4_000],
  ];
  for (const [title, wanted, runs] of kinds)
    it(title, () => {
      const check = (s: One): void => void expect(comparable(s, verdictOf(s))).to.deep.equal(comparable(s, decide(s)));
      holds(fc.property(situation.filter(wanted), check), runs);
    });

  it('says aloud whenever both sides agreed anew', () => {
    const anew = (s: One): boolean => {
      const wanted = decide(s);
      return wanted.does === 'agree' && JSON.stringify(baseUnder(s, s.base)) !== JSON.stringify(baseUnder(s, wanted.base));
    };
    holds(fc.property(situation.filter(anew), (s) => void expect(verdictOf(s).does).to.equal('agree')), 3_000); // prettier-ignore
  });
});

describe('no decision', () => {
  it('moves both sides of one unit at once', () => {
    holds(
      fc.property(situation, (s) => {
        const d = decided(s);
        expect(d.pull.length + d.push.length + Object.keys(d.ask).length).to.be.at.most(1);
      }),
      5_000,
    );
  });

  it('comes out differently when taken twice', () => {
    holds(fc.property(situation, (s) => void expect(decided(s)).to.deep.equal(decided(s))), 1_000); // prettier-ignore
  });

  it('sends a value that is not known here', () => {
    const unknown = { ours: undefined, base: null, theirs: 'bb' };
    const situations = [
      one({ ...unknown, direction: 'to-host' }),
      one({ ...unknown, base: { ours: 'aa', theirs: 'bb' } }),
      one({ ...unknown, freezes: true, at: { ...OPEN, frozen: true } }),
    ];
    expect(situations.map((s) => verdictOf(s).does)).to.not.include('push');
  });

  it('sends to a host what it shows already', () => {
    for (const base of [null, { ours: 'cc', theirs: 'cc' }, { ours: 'aa', theirs: 'cc' }])
      expect(verdictOf(one({ direction: 'to-host', base })).does).to.not.equal('push');
  });

  it('forgets what a person emptied in a posted invoice', () => {
    const d = decided(one({ ours: null, freezes: true, at: { ...OPEN, books: true, frozen: true } }));
    expect(d.propose.map((p) => p.value)).to.deep.equal([{ number: null }]);
  });

  it('forgets what another host emptied in a posted invoice', () => {
    const d = decided(one({ theirs: null, freezes: true, at: { ...OPEN, frozen: true } }));
    expect(d.propose.map((p) => p.value)).to.deep.equal([{ number: null }]);
  });
});
