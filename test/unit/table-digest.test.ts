import { expect } from 'chai';
import fc from 'fast-check';
import { TableDigest } from '../../connector/hosts/onec/table-digest.ts';
import { holds } from './property.ts';

type Rows = readonly (readonly [string, string])[];
const digest = (rows: Rows): TableDigest => {
  const made = new TableDigest();
  for (const [key, value] of rows) made.add(key, value);
  return made;
};
const rows = fc.uniqueArray(fc.tuple(fc.uuid(), fc.string({ maxLength: 12 })), { maxLength: 60, selector: ([key]) => key });

describe('a digest of a register', () => {
  it('does not depend on the order of rows', () => {
    holds(
      fc.property(rows, (all) => {
        expect(digest([...all].reverse()).toCursor()).to.equal(digest(all).toCursor());
      }),
    );
  });

  it('finds nothing changed in an equal table', () => {
    holds(
      fc.property(rows, (all) => {
        const changed = digest(all).changedSince(digest(all).toCursor());
        expect(all.filter(([key]) => changed(key))).to.deep.equal([]);
      }),
    );
  });

  it('finds a changed, an added and a removed row', () => {
    holds(
      fc.property(rows, fc.uuid(), fc.string(), fc.string(), (others, key, before, after) => {
        fc.pre(before !== after && !others.some(([k]) => k === key));
        const table = (value: string | null): TableDigest => digest(value === null ? others : [...others, [key, value]]);
        for (const [a, b] of [
          [before, after],
          [null, after],
          [before, null],
        ] as const)
          // prettier-ignore
          expect(table(b).changedSince(table(a).toCursor())(key)).to.equal(true);
      }),
      1000,
    );
  });

  it('finds two rows that exchanged their values', () => {
    holds(
      fc.property(fc.uuid(), fc.uuid(), fc.string(), fc.string(), (k, l, x, y) => {
        fc.pre(k !== l && x !== y);
        const changed = digest([[k, y], [l, x]]).changedSince(digest([[k, x], [l, y]]).toCursor()); // prettier-ignore
        expect([changed(k), changed(l)]).to.deep.equal([true, true]);
      }),
      1000,
    );
  });

  it('finds a row that is gone, and none where rows only came or changed', () => {
    holds(
      fc.property(rows, fc.uuid(), fc.string(), fc.string(), (others, key, before, after) => {
        fc.pre(!others.some(([k]) => k === key));
        const whole = digest([...others, [key, before]]).toCursor();
        expect(digest(others).lostSince(whole)?.(key)).to.equal(true);
        expect(digest([...others, [key, after]]).lostSince(whole)).to.equal(null);
        expect(digest([...others, [key, after]]).lostSince(digest(others).toCursor())).to.equal(null);
      }),
    );
  });

  it('takes no row for lost that an older kind of cursor said nothing about', () => {
    const older = Buffer.from(digest([['k', 'v']]).toCursor(), 'base64').subarray(0, 2048);
    expect(digest([['k', 'w']]).lostSince(older.toString('base64'))).to.equal(null);
  });

  it('takes a cursor it cannot read for an empty table', () => {
    const now = digest([['k', 'v']]);
    for (const cursor of ['', 'AAA', '!!']) expect(now.changedSince(cursor)('k')).to.equal(true);
  });

  it('stays small however many rows there are', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => [`key-${i}`, String(i)] as const);
    expect(digest(many).toCursor().length).to.equal(digest([]).toCursor().length).and.below(10_000);
  });
});
