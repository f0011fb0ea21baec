import { expect } from 'chai';
import { fold } from '../../../connector/wall/fold.ts';
import { spellings } from '../../../connector/wall/spellings.ts';
import { seeded } from '../../random.ts';

const text = (t: string): string => {
  const { codes, length } = fold(t);
  return String.fromCharCode(...codes.slice(0, length));
};
const SECRET = 'Ёлка за 950 рублей';

describe('a folded text', () => {
  for (const [what, other] of [
    ['case', 'ёЛКА ЗА 950 РУБЛЕЙ'],
    ['ё', 'Елка за 950 рублей'],
    ['a decomposed ё and й', 'Е\u0308лка за 950 рублеи\u0306'],
    ['spaces of every width', 'Ёлка\u00a0за\u2009950\t\nрублей '],
    ['quotes and signs', '«Ёлка» – (за) "950" руб.лей!'],
    ['invisible characters', 'Ё\u200bл\u00adк\u2060а за 9\ufeff50 рублей'],
    ['Latin letters that look Cyrillic', 'Ёлкa зa 950 pyблeй'],
    ['digits that look like letters', 'Ёлка 3а 950 рублей'],
    ['letters that look like digits', 'Ёлка за 95О рублей'],
    ['wide and mathematical letters', 'Ёлка за ９５𝟎 рублей'],
    ['accents', 'Ёлка́ за 950 рубле́й'],
    ['pictures', 'Ёлка 🎄 за 950 рублей 🙂'],
    ['direction marks', '\u202eЁлка за 950 рублей\u202c'],
  ] as const)
    it(`is the same whatever is done with ${what}`, () => expect(text(other)).to.equal(text(SECRET)));

  it('keeps apart what differs', () => {
    expect(text('Ёлка за 951 рубль')).not.to.equal(text(SECRET));
    expect(text('')).to.equal('');
    expect(text('… - « »')).to.equal('');
  });

  it('does not depend on what stands beside it', () => {
    const random = seeded(7);
    const odd = ['№', 'ﬁ', '½', 'ё', 'й', 'a', 'Ω', '𝐚', '🙂', '\u0301', ' ', '7'];
    for (let i = 0; i < 500; i++) {
      const [a, b] = [random.pick(odd) + random.pick(odd), random.pick(odd) + random.pick(odd)];
      expect(text(a) + text(b), `${a}|${b}`).to.equal(text(a + b));
    }
  });
});

describe('the spellings of a text', () => {
  const escaped = [...SECRET].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  for (const [what, other] of [
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['XML-escaped by number', [...SECRET].map((c) => `&#${String(c.charCodeAt(0))};`).join('')],
    ['XML-escaped by hexadecimal number', [...SECRET].map((c) => `&#x${c.charCodeAt(0).toString(16)};`).join('')],
    ['\\u-escaped', escaped],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 for addresses', Buffer.from(SECRET).toString('base64url')],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
    ['in base64 of its \\u form', Buffer.from(escaped).toString('base64')],
  ] as const)
    it(`include it ${what}`, () => expect(spellings(`x: ${other} .`).some((s) => text(s).includes(text(SECRET)))).to.equal(true));

  it('end, whatever the text', () => {
    for (const odd of ['%', '%zz', '&#99999999;', '&#xffffff;', '\\u12', 'A'.repeat(100_000), '%25'.repeat(1000), '\ud800'])
      expect(spellings(odd).length).to.be.lessThan(50);
  });
});
