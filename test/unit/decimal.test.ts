import { expect } from 'chai';
import fc from 'fast-check';
import { inspect } from 'node:util';
import { add, compare, decimal, fromHostNumber, multiply, round, scaled, subtract, unscaled } from '../../connector/decimal.ts';
import { holds } from './property.ts';
import { minus, plus, rational, rounded, textOf, times } from './rational.ts';

const digits = (most: number) => fc.bigInt({ min: -(10n ** BigInt(most)) + 1n, max: 10n ** BigInt(most) - 1n });
const text = (most: number, places: number) =>
  fc.tuple(digits(most), fc.integer({ min: 0, max: places })).map(([n, p]) => textOf(n, p));

describe('decimal text', () => {
  it('makes one canonical text of every plain decimal', () => {
    const made = ['1.50', '-0', '-0.00', '007', '10', '-3.10', '0.000', '100.0'].map(decimal);
    expect(made).to.deep.equal(['1.5', '0', '0', '7', '10', '-3.1', '0', '100']);
  });

  for (const wrong of ['', ' 1', '1 ', '1.', '.5', '+1', '1e3', '1,5', '--1', 'NaN', '0x1', '1_000', '١'])
    it(`refuses ${JSON.stringify(wrong)} because it is no plain decimal`, () => {
      expect(() => decimal(wrong)).to.throw(RangeError);
    });

  it('comes back whole from a scaled integer', () => {
    holds(
      fc.property(digits(18), fc.integer({ min: 0, max: 10 }), (n, places) => {
        expect(scaled(unscaled(n, places), places)).to.equal(n);
      }),
    );
  });

  it('is the same text after the integer as before', () => {
    holds(
      fc.property(text(18, 6), (t) => {
        expect(unscaled(scaled(t, 6), 6)).to.equal(t);
      }),
    );
  });

  it('rounds half away from zero like whole numbers do', () => {
    holds(
      fc.property(text(18, 8), fc.integer({ min: 0, max: 6 }), (t, places) => {
        expect(round(t, places)).to.equal(rounded(rational(t), places));
      }),
      2000,
    );
  });

  it('adds, subtracts and multiplies without losing a digit', () => {
    holds(
      fc.property(text(15, 6), text(15, 6), (a, b) => {
        const [x, y] = [rational(a), rational(b)];
        expect([add(a, b), subtract(a, b), multiply(a, b)]).to.deep.equal([
          rounded(plus(x, y), 12),
          rounded(minus(x, y), 12),
          rounded(times(x, y), 12),
        ]);
      }),
      1000,
    );
  });

  it('orders texts by value and not by letters', () => {
    holds(
      fc.property(text(15, 4), text(15, 4), (a, b) => {
        const difference = minus(rational(a), rational(b)).top;
        expect(compare(a, b)).to.equal(difference === 0n ? 0 : difference > 0n ? 1 : -1);
      }),
    );
  });
});

describe('a number a host sent', () => {
  it('keeps every decimal of fifteen digits exactly', () => {
    const number = fc.tuple(digits(15), fc.integer({ min: 0, max: 10 })).map(([n, p]) => [textOf(n, p), p] as const);
    holds(
      fc.property(number, ([t, places]) => {
        expect(fromHostNumber(JSON.parse(t), places)).to.equal(t);
      }),
      5000,
    );
  });

  it('is rounded to the scale its database declares', () => {
    const made = [22729.170000000002, 0.1 + 0.2, 1.005, -1.005, 2.675, 1e-7, -1e-9].map((n) => fromHostNumber(n, 2));
    expect(made).to.deep.equal(['22729.17', '0.3', '1.01', '-1.01', '2.68', '0', '0']);
  });

  it('may come as text with padding and zeros', () => {
    expect([' 12 ', '1.50', '-0', '-0.00', '007.10'].map((t) => fromHostNumber(t, 2))).to.deep.equal([
      '12',
      '1.5',
      '0',
      '0',
      '7.1',
    ]);
  });

  for (const wrong of [
    NaN,
    Infinity,
    -Infinity,
    1e15,
    -1e15,
    1e300,
    '',
    'abc',
    '1e5',
    '1 000',
    '1,5',
    true,
    null,
    undefined,
    [],
    {},
  ])
    it(`is refused when it is ${inspect(wrong)}`, () => {
      expect(() => fromHostNumber(wrong, 2)).to.throw(RangeError);
    });

  it('is refused when its digits exceed fifteen', () => {
    for (const n of ['123456789012345.67', '99999999999999.99', '12345678901234.56'].map(Number))
      expect(() => fromHostNumber(n, 2), String(n)).to.throw(RangeError);
  });
});
