import { expect } from 'chai';
import fc from 'fast-check';
import { VAT_RATES } from '../../connector/fields.ts';
import { priceLine, totalsOf, type LineInput } from '../../connector/invoice.ts';
import { totalsAgree } from '../../connector/store/projections.ts';
import { holds } from './property.ts';
import { minus, over, plus, rational, rounded, textOf, times } from './rational.ts';

const decimals = (most: bigint, places: number) => fc.bigInt({ min: 0n, max: most }).map((n) => textOf(n, places));
const input: fc.Arbitrary<LineInput> = fc.record({
  quantity: decimals(10n ** 9n, 6),
  price: decimals(10n ** 12n, 6),
  discount: decimals(10n ** 6n, 2),
  vatRate: fc.constantFrom(...VAT_RATES),
});

/** model.md 3: amount = quantity × price - discount; included = amount × p / (100 + p); half away from zero. */
function oracle(line: LineInput, included: boolean): { amount: string; vatAmount: string } {
  const gross = rational(rounded(times(rational(line.quantity), rational(line.price)), 2));
  const amount = rounded(minus(gross, rational(line.discount ?? '0')), 2);
  if (line.vatRate === 'none') return { amount, vatAmount: '0' };
  const [percent = '0'] = line.vatRate.split('/');
  const inside = included || line.vatRate.includes('/');
  const share = times(rational(amount), rational(percent));
  return { amount, vatAmount: rounded(over(share, inside ? 100n + BigInt(percent) : 100n), 2) };
}

describe('an invoice line of our own', () => {
  it('takes VAT out of a price that includes it', () => {
    const line = priceLine({ quantity: '25', price: '5455', vatRate: '20' }, true);
    expect([line.amount, line.vatAmount, line.discount]).to.deep.equal(['136375', '22729.17', '0']);
  });

  it('adds VAT on top of a price without it', () => {
    const line = priceLine({ quantity: '3', price: '33.335', discount: '0.01', vatRate: '10' }, false);
    expect([line.amount, line.vatAmount]).to.deep.equal(['100', '10']);
  });

  it('has no VAT amount without VAT or at zero', () => {
    for (const vatRate of ['none', '0']) expect(priceLine({ quantity: '1', price: '10', vatRate }, true).vatAmount).to.equal('0');
  });

  it('finds the calculated rates inside the amount always', () => {
    for (const included of [true, false])
      expect(priceLine({ quantity: '1', price: '122', vatRate: '22/122' }, included).vatAmount).to.equal('22');
  });

  it('agrees with whole-number arithmetic for any input', () => {
    holds(
      fc.property(input, fc.boolean(), (line, included) => {
        expect(priceLine(line, included)).to.include(oracle(line, included));
      }),
      3000,
    );
  });
});

describe('the sums of an invoice', () => {
  const lines = fc.array(input, { minLength: 1, maxLength: 12 });

  it('are exactly the sums of its lines', () => {
    holds(
      fc.property(lines, fc.boolean(), (inputs, included) => {
        const made = inputs.map((l) => priceLine(l, included));
        const [amounts, vat] = [made.map((l) => l.amount), made.map((l) => l.vatAmount)].map((v) => v.map(rational).reduce(plus));
        if (!amounts || !vat) throw new Error('no lines');
        const total = included ? amounts : plus(amounts, vat);
        expect(totalsOf(made, included)).to.deep.equal({ total: rounded(total, 2), vatTotal: rounded(vat, 2) });
      }),
    );
  });

  it('of our own making pass our own check', () => {
    holds(
      fc.property(lines, fc.boolean(), (inputs, vatIncluded) => {
        const made = inputs.map((l) => priceLine(l, vatIncluded));
        expect(totalsAgree({ vatIncluded, lines: made, ...totalsOf(made, vatIncluded) })).to.equal(true);
      }),
      1000,
    );
  });

  it('of no lines are zero', () => {
    expect(totalsOf([], false)).to.deep.equal({ total: '0', vatTotal: '0' });
  });
});
