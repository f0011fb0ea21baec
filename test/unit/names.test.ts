import { expect } from 'chai';
import fc from 'fast-check';
import { nameBlock, nameKey, nameTokens } from '../../connector/names.ts';
import { nameScore } from '../../connector/sync/match.ts';
import { holds } from './property.ts';

const sameAs = (first: string, ...others: readonly string[]): void =>
  others.forEach((other) => expect(nameKey(other), `${first} ~ ${other}`).to.equal(nameKey(first)));

/** Latin letters that look like Cyrillic ones, as they are typed by mistake (features.md D2). */
const LOOK_ALIKES: readonly [string, string, string][] = [
  ['а', 'a', 'Калина'],
  ['е', 'e', 'Север'],
  ['о', 'o', 'Восток'],
  ['к', 'k', 'Маяк'],
  ['м', 'm', 'Гамма'],
  ['т', 't', 'Восток'],
  ['с', 'c', 'Север'],
  ['р', 'p', 'Ромашка'],
  ['х', 'x', 'Химпром'],
  ['у', 'y', 'Урал'],
  ['в', 'B', 'Вектор'],
  ['н', 'H', 'Нева'],
];

describe('names made comparable', () => {
  it('lose legal form, quotes and punctuation', () => {
    sameAs('Ромашка', 'ООО «Ромашка»', '"Ромашка" ООО', 'АО Ромашка', 'Общество с ограниченной ответственностью "РОМАШКА"');
    sameAs('Иванов Иван', 'ИП Иванов Иван', 'Индивидуальный предприниматель Иванов Иван');
    sameAs('Заря', 'Публичное акционерное общество «Заря»', 'ЗАО "Заря".');
  });

  it('do not depend on the order of words', () => {
    holds(
      fc.property(fc.shuffledSubarray(['Ромашка', 'Плюс', 'Север', 'Торг'], { minLength: 4 }), (words) => {
        expect(nameKey(words.join(' '))).to.equal(nameKey('Ромашка Плюс Север Торг'));
        expect(nameBlock(words.join(' '))).to.equal(nameBlock('Ромашка Плюс Север Торг'));
      }),
    );
  });

  it('take ё for е and both scripts for one', () => {
    sameAs('Берёзка', 'Березка', 'Berezka LLC', 'БЕРЁЗКА');
    sameAs('Ромашка', 'Romashka', 'ROMASHKA Ltd.');
    sameAs('Щербинка', 'Shcherbinka');
    sameAs('Юность', 'Yunost');
  });

  for (const [cyrillic, latin, name] of LOOK_ALIKES)
    it(`take a Latin ${latin} in ${name} for its look-alike`, () => {
      const typed = name.toLowerCase().replace(cyrillic, latin);
      expect(nameKey(typed)).to.equal(nameKey(name));
      expect(nameBlock(typed)).to.equal(nameBlock(name));
    });

  it('stay what they are when folded twice', () => {
    const name = fc.string({ unit: fc.constantFrom(...'абвгдежзийклмнопрстуфхцчшщъыьэюяё abcdefghijkz«»".,-1'), maxLength: 30 });
    holds(
      fc.property(name, (n) => {
        expect(nameTokens(nameKey(n))).to.deep.equal(nameTokens(n));
      }),
    );
  });

  it('of nothing but a legal form are empty', () => {
    expect(['ООО', 'ИП', '«»', '', ' ', 'LLC'].map(nameKey)).to.deep.equal(['', '', '', '', '', '']);
    expect([nameScore('ООО', 'АО'), nameScore('', ''), nameScore('Ромашка', '')]).to.deep.equal([0, 0, 0]);
  });

  it('score one when equal and symmetric otherwise', () => {
    const name = fc.constantFrom('Ромашка', 'Ромашки', 'ООО Ромашка-М', 'Север', 'Торговый дом Север', 'Sever');
    holds(
      fc.property(name, name, (a, b) => {
        expect(nameScore(a, b)).to.be.closeTo(nameScore(b, a), 1e-9);
        expect(nameScore(a, a)).to.equal(1);
      }),
    );
  });
});
