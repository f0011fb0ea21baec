/**
 * A thousand seeded lives of a whole installation, each under every invariant of sync-design D.1 and every fault of D.2.
 * SIDEBOOK_SEED=n lives that one alone; `npm run soak` lives as many as one likes.
 */
import { expect } from 'chai';
import { brokenOf, Crew, seedsFrom, TEST_STEPS } from './crew.ts';

const ONE = process.env['SIDEBOOK_SEED'];
const BASE = Number(ONE ?? 1);
const [COUNT, BLOCK] = ONE === undefined ? [1000, 50] : [1, 1];

describe(`${String(COUNT)} lives, base seed ${String(BASE)}`, function () {
  this.timeout(600_000);
  let crew: Crew;
  before(() => {
    crew = new Crew(1);
  });
  after(() => crew.close());

  for (let from = BASE; from < BASE + COUNT; from += BLOCK)
    it(`hold every invariant, seeds ${String(from)} to ${String(from + BLOCK - 1)}`, async () => {
      expect(await brokenOf(crew, seedsFrom(from, BLOCK), { steps: TEST_STEPS })).to.equal('');
    });

  it('leave the same trace of requests and writes when lived again', async () => {
    expect(await brokenOf(crew, seedsFrom(BASE, Math.min(COUNT, 20)), { twice: true, steps: TEST_STEPS })).to.equal('');
  });
});
