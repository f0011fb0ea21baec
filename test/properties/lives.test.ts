/**
 * A thousand seeded lives of a whole installation, each under every invariant of sync-design D.1 and every fault of D.2.
 * SIDEBOOK_SEED=n lives that one alone; `npm run soak` lives as many as one likes.
 */
import { expect } from 'chai';
import { Crew, saidOf, seedsFrom } from './crew.ts';
import type { Told } from './lives-child.ts';

const ONE = process.env['SIDEBOOK_SEED'];
const BASE = Number(ONE ?? 1);
const [COUNT, BLOCK] = ONE === undefined ? [1000, 50] : [1, 1];

describe(`${String(COUNT)} lives, base seed ${String(BASE)}`, function () {
  this.timeout(600_000);
  let crew: Crew;
  before(() => {
    crew = new Crew(2);
  });
  after(() => crew.close());

  async function brokenOf(seeds: readonly number[], twice = false): Promise<string> {
    const broken: Told[] = [];
    await crew.live(seeds, (told) => void (told.broken.length > 0 && broken.push(told)), twice);
    return broken.map(saidOf).join('\n');
  }

  for (let from = BASE; from < BASE + COUNT; from += BLOCK)
    it(`hold every invariant, seeds ${String(from)} to ${String(from + BLOCK - 1)}`, async () => {
      expect(await brokenOf(seedsFrom(from, BLOCK))).to.equal('');
    });

  it('leave the same trace when lived again', async () => {
    expect(await brokenOf(seedsFrom(BASE, Math.min(COUNT, 20)), true)).to.equal('');
  });
});
