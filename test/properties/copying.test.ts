/**
 * Two bases that copy to each other by an exchange of their own, with delay, while people work in both and in Sidebook: the one is the
 * home, the other follows (sync-design A20, I17). All other invariants hold as well.
 */
import { expect } from 'chai';
import { brokenOf, Crew, seedsFrom, TEST_STEPS } from './crew.ts';

const BASE = Number(process.env['SIDEBOOK_SEED'] ?? 1);

describe(`two bases that copy to each other, base seed ${String(BASE)}`, function () {
  this.timeout(300_000);
  let crew: Crew;
  before(() => {
    crew = new Crew(1);
  });
  after(() => crew.close());

  for (let from = BASE; from < BASE + 100; from += 25)
    it(`never have a second object of anything, seeds ${String(from)} to ${String(from + 24)}`, async () => {
      expect(await brokenOf(crew, seedsFrom(from, 25), { copying: true, steps: TEST_STEPS })).to.equal('');
    });
});
