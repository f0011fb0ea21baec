import { expect } from 'chai';
import { counted, DAYS } from '../../connector/words/plural.ts';

describe('a number with its noun', () => {
  it('is one word in English for one, another for the rest', () => {
    expect([0, 1, 2, 11, 21, 1000].map((n) => counted({ lang: 'en' }, n, DAYS))).to.deep.equal(
      ['0 days', '1 day', '2 days', '11 days', '21 days', '1,000 days'],
    ); // prettier-ignore
  });

  it('has three forms in Russian', () => {
    expect([0, 1, 2, 5, 11, 12, 21, 22, 111].map((n) => counted({ lang: 'ru' }, n, DAYS))).to.deep.equal(
      ['0 дней', '1 день', '2 дня', '5 дней', '11 дней', '12 дней', '21 день', '22 дня', '111 дней'],
    ); // prettier-ignore
  });
});
