/** Why two cards may be of one company: each way of writing a name differently is named, and numbers speak louder than names. */
import { expect } from 'chai';
import { resemblance, type Reason } from '../../connector/resemblance.ts';

const names = (a: string, b: string): readonly Reason[] => resemblance({ name: a }, { name: b }).reasons;
const INN = '7701234567';

describe('the resemblance of two cards', () => {
  for (const [a, b, reasons] of [
    ['ООО «Ромашка»', 'ООО «Ромашка»', ['name-same']],
    ['ООО «Ромашка»', 'ооо "Ромашка"', ['name-marks']],
    ['Ёлочка', 'Елочка', ['name-yo']],
    ['ООО Ромашка', 'АО Ромашка', ['name-form']],
    ['Ромашка ООО', 'Общество с ограниченной ответственностью Ромашка', ['name-form']],
    ['Pомашка', 'Ромашка', ['name-look']],
    ['Ромашка', 'Romashka', ['name-sound']],
    ['Северстрой', 'Северстой', ['name-like']],
    ['Северстрой', 'Вега', []],
    ['ООО', 'АО', []],
    ['', 'Вега', []],
  ] as const)
    it(`names how «${a}» and «${b}» differ`, () => {
      expect(names(a, b)).to.deep.equal(reasons);
    });

  it('takes phones and e-mails as people write them, and no half of a number', () => {
    const of = (phone: string, email: string) => ({ name: 'A', phone, email });
    expect(resemblance(of('+7 (495) 123-45-67', 'Info@Vega.ru '), of('8 495 1234567', 'info@vega.ru')).reasons).to.include.members(['phone', 'email']); // prettier-ignore
    expect(resemblance({ name: 'X', phone: '12-34' }, { name: 'Y', phone: '12-34' }).reasons).to.deep.equal([]);
  });

  it('believes numbers more than names', () => {
    const card = (taxId: string, branchCode = '') => ({ name: 'Вега', taxId, branchCode });
    const equal = resemblance(card('7707083893'), card('7707083893'));
    const branch = resemblance(card('7707083893', '770101001'), card('7707083893', '771501001'));
    const other = resemblance(card('7707083893'), card('7736050003'));
    expect([equal.reasons, branch.reasons, other.reasons]).to.deep.equal([['inn', 'name-same'], ['inn', 'branch-differs', 'name-same'], ['inn-differs', 'name-same']]); // prettier-ignore
    expect(equal.score)
      .to.be.greaterThan(branch.score)
      .and.greaterThan(resemblance({ name: 'Вега' }, { name: 'Вега' }).score);
    expect(other.score).to.be.lessThan(0.2);
    expect(resemblance(card(INN), card(INN)).reasons).to.deep.equal(['name-same']); // check digits are wrong: no number at all
  });

  it('is the same from either side, and never certain', () => {
    const [a, b] = [{ name: 'ООО Вега', phone: '8 495 1234567', email: 'a@b.ru' }, { name: 'Vega', phone: '+74951234567', email: 'a@b.ru' }]; // prettier-ignore
    expect(resemblance(a, b)).to.deep.equal(resemblance(b, a));
    expect(resemblance(a, b).score).to.be.within(0.9, 0.99);
  });
});
