/** Words of a text as the search keeps them. */
import { expect } from 'chai';
import fc from 'fast-check';
import { stems } from '../../../connector/private/stems.ts';
import { holds } from '../property.ts';

describe('the stems of a text', () => {
  const one = (text: string): string => stems(text).join(' ');

  it('are the same for every form of a word, in either language', () => {
    for (const forms of ['скидка скидки скидку скидкой', 'Петров Петрову Петровым', 'отсрочка отсрочки', 'ёлка Ёлки елку', 'order orders ordered', 'ДОГОВОР договора'])
      expect(stems(forms), forms).to.have.lengthOf(1);
  }); // prettier-ignore

  it('leave numbers, articles and other scripts as they are', () => {
    expect(stems('М8×40, 1 099,00; AB-12 שלום ₽ 🔩')).to.deep.equal(['м8', '40', '1', '099', '00', 'ab', '12', 'שלום']);
  });

  it('are none of no word', () => {
    for (const text of ['', ' ', '!!!', '🔩', '\u0000', '—']) expect(stems(text)).to.deep.equal([]);
  });

  it('take decomposed letters and wide digits for the plain ones', () => {
    expect([one('и\u0306од'), one('４０')]).to.deep.equal([one('йод'), '40']);
  });

  it('cut what is longer than any word', () => {
    expect(stems(`https://${'x'.repeat(5000)}`).map((s) => s.length)).to.deep.equal([5, 40]);
  });

  it('of any text say each stem once, in small letters, without ё', () => {
    holds(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const made = stems(`${text} Ёлочками ${text}`);
        expect(new Set(made).size).to.equal(made.length);
        expect(made.filter((s) => s === '' || /[ёЁА-ЯA-Z\s]/.test(s))).to.deep.equal([]);
        expect(stems(text).every((s) => made.includes(s))).to.equal(true);
      }),
    );
  });
});
