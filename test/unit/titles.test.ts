/** How a person reads what a record is called. */
import { expect } from 'chai';
import { titleIn } from '../../connector/words/format.ts';

describe('the title of a record', () => {
  it('of an invoice has its day as the reader writes days', () => {
    expect(titleIn('ru', 'invoice', 'РМ00-000106 2026-11-22')).to.equal('РМ00-000106 от 22.11.2026');
    expect(titleIn('en', 'invoice', 'РМ00-000106 2026-11-22')).to.equal('РМ00-000106 of 22/11/2026');
  });

  it('of an invoice without number or day says so', () => {
    expect(titleIn('ru', 'invoice', '— 2026-11-22')).to.equal('без номера от 22.11.2026');
    expect(titleIn('en', 'invoice', '— ')).to.equal('no number');
    expect(titleIn('ru', 'invoice', 'СЧ 17 ')).to.equal('СЧ 17');
  });

  it('of anybody else is their name, also where it ends like a day', () => {
    expect(titleIn('ru', 'counterparty', 'Проект 2026-11-22')).to.equal('Проект 2026-11-22');
  });
});
