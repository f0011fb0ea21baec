import { expect } from 'chai';
import { preview, prices, told } from './asking.ts';

describe('a CSV price list', () => {
  it('is read with semicolons, decimal commas and spaces of thousands', async () => {
    const made = await preview('Артикул;Наименование;Цена, руб\nБ-1;Болт М8;1 099,00\nБ-2;Гайка;0,75\n');
    expect(prices(made)).to.deep.equal(['Болт М8 1099 RUB', 'Гайка 0.75 RUB']);
    expect(told(made.found)).to.deep.equal([]);
  });
});
