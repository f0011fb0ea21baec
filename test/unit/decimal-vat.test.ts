import { expect } from 'chai';
import fc from 'fast-check';
import { vatOf } from '../../connector/decimal.ts';
import { percentOf, VAT_RATES } from '../../connector/fields.ts';
import { holds } from './property.ts';
import { over, rational, rounded, textOf, times } from './rational.ts';

const percents = [...new Set(VAT_RATES.flatMap((r) => percentOf(r) ?? []))];

function oracle(amount: string, percent: string, included: boolean): string {
  const share = times(rational(amount), rational(percent));
  return rounded(over(share, included ? 100n + BigInt(percent) : 100n), 2);
}

describe('VAT of an amount', () => {
  it('is a hundredth part times the percent on top', () => {
    expect(vatOf('1000', '20', false)).to.equal('200');
    expect(vatOf('0.01', '20', false)).to.equal('0');
    expect(vatOf('0.03', '20', false)).to.equal('0.01');
  });

  it('is taken out of an amount that includes it', () => {
    expect(vatOf('120', '20', true)).to.equal('20');
    expect(vatOf('136375', '20', true)).to.equal('22729.17');
    expect(vatOf('122', '22', true)).to.equal('22');
    expect(vatOf('1000', '22', true)).to.equal('180.33');
    expect(vatOf('105', '5', true)).to.equal('5');
  });

  it('rounds a half kopeck away from zero', () => {
    expect([vatOf('10.05', '10', false), vatOf('1.005', '100', false), vatOf('0.25', '10', false)]).to.deep.equal([
      '1.01',
      '1.01',
      '0.03',
    ]);
    expect([vatOf('-10.05', '10', false), vatOf('-1.005', '100', false)]).to.deep.equal(['-1.01', '-1.01']);
  });

  it('of a negative amount mirrors the positive one', () => {
    holds(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), fc.constantFrom(...percents), fc.boolean(), (n, percent, included) => {
        const positive = vatOf(textOf(n, 2), percent, included);
        expect(vatOf(textOf(-n, 2), percent, included)).to.equal(positive === '0' ? '0' : `-${positive}`);
      }),
    );
  });

  it('agrees with whole-number arithmetic for every rate', () => {
    const amount = fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 4 }));
    holds(
      fc.property(amount, fc.constantFrom(...percents), fc.boolean(), ([n, places], percent, included) => {
        const text = textOf(n, places);
        expect(vatOf(text, percent, included)).to.equal(oracle(text, percent, included));
      }),
      5000,
    );
  });
});
