import { expect } from 'chai';
import type { Cause, JournalRow } from '../../connector/model.ts';
import { returns } from '../../connector/sync/oscillation.ts';

const LINK = 7;
const row = (cause: Cause, value: string | null, link: number | null = LINK, unit = 'phone'): JournalRow => ({
  at: '2026-07-22T00:00:00.000Z', host: 'buh', link, record: 'r', unit, before: null, after: value === null ? null : { phone: value }, cause, plan: null, by: 'x',
}); // prettier-ignore

/** "A<B<A" = pushed A, pulled B, pushed A. The next push would be `next`. */
const history = (text: string): JournalRow[] =>
  [...text.matchAll(/([>!]?)(\w)/g)].map(([, sign, value]) =>
    row(sign === '>' ? 'pull' : sign === '!' ? 'edit' : 'push', value ?? ''),
  );
const count = (rows: readonly JournalRow[], next: string): number =>
  returns(rows, 'phone', LINK, JSON.stringify({ phone: next }), ['phone']);

describe('a value that keeps coming back', () => {
  it('is counted for each return to a value pushed before', () => {
    expect([
      count(history('A'), 'A'),
      count(history('A>B'), 'A'),
      count(history('A>BA>B'), 'A'),
      count(history('A>BA>BA>B'), 'A'),
    ]).to.deep.equal([0, 1, 2, 3]);
  });

  it('is counted anew after a person edited it', () => {
    expect(count(history('A>BA>BA>B!A'), 'A')).to.equal(0);
    expect(count(history('A>BA>B!CA>B'), 'A')).to.equal(1);
  });

  it('is not counted for attempts without another value between', () => {
    expect(count(history('AAAA'), 'A')).to.equal(0);
  });

  it('is not counted when what was pulled between is the same', () => {
    expect(count(history('A>AA>AA>A'), 'A')).to.equal(0);
  });

  it('is counted when three values take turns', () => {
    expect(count(history('A>XB>YA>XB>Y'), 'A')).to.be.at.least(3);
  });

  it('belongs to one unit and one link', () => {
    const others = [row('push', 'A', 8), row('push', 'A', LINK, 'email')];
    expect(count([...history('A>B'), ...others], 'A')).to.equal(1);
  });
});
