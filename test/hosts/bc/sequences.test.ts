import { expect } from 'chai';
import { sequences } from '../../../connector/hosts/bc/sequences.ts';
import { createRandom } from '../kit/random.ts';

describe('numbers of lines in Business Central', () => {
  it('stand between their neighbours where there is room, else behind all of them', () => {
    expect(sequences([10_000, null, 20_000])).to.deep.equal([10_000, 15_000, 20_000]);
    expect(sequences([null, null])).to.deep.equal([10_000, 20_000]);
    expect(sequences([10_000, null])).to.deep.equal([10_000, 20_000]);
    expect(sequences([10_000, null, 10_001])).to.deep.equal([10_000, 20_001, 10_001]);
    expect(sequences([20_000, 10_000, null])).to.deep.equal([20_000, 10_000, 30_000]);
  });

  it('are never the same twice, and leave the lines that are there alone', () => {
    const random = createRandom(7);
    for (let n = 0; n < 2000; n++) {
      const taken = new Set<number>();
      const places = Array.from({ length: random.whole(1, 8) }, () => {
        const place = random.whole(0, 2) === 0 ? null : random.whole(1, 12);
        if (place === null || taken.has(place)) return null;
        taken.add(place);
        return place;
      });
      const numbers = sequences(places);
      expect(new Set(numbers).size, JSON.stringify(places)).to.equal(places.length);
      expect(numbers.filter((_, i) => places[i] !== null), JSON.stringify(places)).to.deep.equal(places.filter((p) => p !== null)); // prettier-ignore
      expect(Math.min(...numbers)).to.be.greaterThan(0);
    }
  });
});
