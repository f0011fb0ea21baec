/** A few random lives with the store for SQL Server on the double: the engine finds in it what it finds in SQLite. */
import { expect } from 'chai';
import { lived } from '../properties/invariants.ts';

describe('lives with the store for SQL Server, on the double', function () {
  this.timeout(600_000);
  for (const seed of [2, 6, 9])
    it(`hold every invariant, seed ${String(seed)}`, async () => {
      expect((await lived({ seed, steps: 20, on: 'double' })).broken).to.deep.equal([]);
    });
});
