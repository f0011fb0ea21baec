/** Random lives of whole installations (sync-design D.1, D.2) on the server SIDEBOOK_MSSQL_URL names. SIDEBOOK_LIVES says how many. */
import { expect } from 'chai';
import { brokenOf, Crew, seedsFrom, TEST_STEPS } from '../../properties/crew.ts';

const COUNT = Number(process.env['SIDEBOOK_LIVES'] ?? 100);
const BLOCK = 10;

describe(`${String(COUNT)} lives on a real server`, function () {
  this.timeout(3_600_000);
  let crew: Crew;
  before(() => {
    crew = new Crew(2);
  });
  after(() => crew.close());

  for (let from = 1; from <= COUNT; from += BLOCK)
    it(`hold every invariant, seeds ${String(from)} to ${String(from + BLOCK - 1)}`, async () => {
      expect(await brokenOf(crew, seedsFrom(from, BLOCK), { steps: TEST_STEPS, on: 'server' })).to.equal('');
    });

  it('of two bases that copy to each other never have a second object of anything', async () => {
    expect(await brokenOf(crew, seedsFrom(1, BLOCK), { steps: TEST_STEPS, copying: true, on: 'server' })).to.equal('');
  });
});
