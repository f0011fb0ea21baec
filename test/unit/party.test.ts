import { expect } from 'chai';
import fc from 'fast-check';
import { isBranchCode, isRegistrationNo, isTaxId } from '../../connector/party.ts';
import { holds } from './property.ts';

const WEIGHTS = {
  ten: [2, 4, 10, 3, 5, 9, 4, 6, 8],
  eleventh: [7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
  twelfth: [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
};
const sum = (digits: string, weights: readonly number[]): number => weights.reduce((s, w, i) => s + w * Number(digits[i]), 0);
const check = (digits: string, weights: readonly number[]): string => String((sum(digits, weights) % 11) % 10);

const digitsOf = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((d) => d.join(''));
const notAllEqual = (text: string): boolean => new Set(text).size > 1;
const company = digitsOf(9).map((d) => d + check(d, WEIGHTS.ten)).filter(notAllEqual); // prettier-ignore
const person = digitsOf(10)
  .map((d) => d + check(d, WEIGHTS.eleventh))
  .map((d) => d + check(d, WEIGHTS.twelfth))
  .filter(notAllEqual);
const change = (text: string, at: number, by: number): string =>
  text.slice(0, at) + String((Number(text[at]) + by) % 10) + text.slice(at + 1);

describe('ИНН', () => {
  for (const valid of ['7707083893', '7736050003', '500100732259']) it(`${valid} is a valid tax number`, () => expect(isTaxId(valid)).to.equal(true)); // prettier-ignore
  for (const wrong of ['1234567890', '123456789012', '7707083890', '', '770708389', '77070838930', '7707083893 ', '77o7083893', '-707083893', '٧٧٠٧٠٨٣٨٩٣'])
    it(`${JSON.stringify(wrong)} is no valid tax number`, () => expect(isTaxId(wrong)).to.equal(false)); // prettier-ignore

  it('with right check digits is accepted, leading zeros too', () => {
    holds(fc.property(fc.oneof(company, person), (text) => isTaxId(text)));
    holds(fc.property(company.filter((t) => t.startsWith('0')), (text) => isTaxId(text)), 50); // prettier-ignore
  });

  it('of equal digits is a placeholder and no number', () => {
    for (let d = 0; d <= 9; d++) for (const length of [10, 12]) expect(isTaxId(String(d).repeat(length))).to.equal(false);
  });

  it('with a wrong last digit is always refused', () => {
    holds(
      fc.property(fc.oneof(company, person), fc.integer({ min: 1, max: 9 }), (t, by) => !isTaxId(change(t, t.length - 1, by))),
    );
  });

  it('with one wrong digit passes only by remainder ten', () => {
    // Weights are prime to 11, so one digit always moves the remainder; 10 and 0 alone share the check digit 0.
    holds(
      fc.property(company, fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (text, at, by) => {
        const other = change(text, at, by);
        const remainders = [text, other].map((t) => sum(t, WEIGHTS.ten) % 11).sort((a, b) => a - b);
        expect(remainders[0]).to.not.equal(remainders[1]);
        expect(isTaxId(other)).to.equal(notAllEqual(other) && remainders[0] === 0 && remainders[1] === 10);
      }),
      3000,
    );
  });

  it('of a person has to fool both check digits', () => {
    holds(
      fc.property(person, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (text, at, by) => {
        const other = change(text, at, by);
        const both = check(other, WEIGHTS.eleventh) === other[10] && check(other, WEIGHTS.twelfth) === other[11];
        expect(isTaxId(other)).to.equal(both && notAllEqual(other));
      }),
      3000,
    );
  });
});

describe('ОГРН and КПП', () => {
  it('have their own check digits by length', () => {
    expect(['1027700132195', '304500116000157'].map(isRegistrationNo)).to.deep.equal([true, true]);
    expect(['1027700132194', '304500116000158', '0000000000000', '102770013219', ''].map(isRegistrationNo)).to.deep.equal(
      [1, 2, 3, 4, 5].map(() => false),
    );
  });

  it('refuse every wrong last digit of a valid ОГРН', () => {
    holds(
      fc.property(fc.constantFrom(12, 14).chain(digitsOf), fc.integer({ min: 1, max: 9 }), (start, by) => {
        const right = String((BigInt(start) % (start.length === 12 ? 11n : 13n)) % 10n);
        const valid = start + right;
        expect(isRegistrationNo(valid)).to.equal(notAllEqual(valid));
        expect(isRegistrationNo(change(valid, start.length, by))).to.equal(false);
      }),
    );
  });

  it('КПП is four digits, two signs, three digits', () => {
    expect(['773601001', '7736AB001', '77360Z001'].map(isBranchCode)).to.deep.equal([true, true, true]);
    const wrong = ['', '77360100', '7736010011', '7736ab001', '7736АВ001', '000000000', '773601O01'];
    expect(wrong.filter(isBranchCode)).to.deep.equal([]);
  });
});
