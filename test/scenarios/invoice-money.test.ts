/** Amounts survive digit by digit; sums that do not agree are held on the way out and marked on the way in (M6, I8). */
import { expect } from 'chai';
import type { Line } from '../../connector/model.ts';
import type { Row } from '../hosts/onec/fake.ts';
import { customer, issue, invoice, keyOf, line, service } from './making.ts';
import { bodyOf, invoices, stage, type Setting } from './setting.ts';

const linesOf = (row: Row | undefined): Row[] => (row?.['Товары'] ?? []) as Row[];

describe('the money of an invoice', () => {
  const { start } = stage();

  async function withCustomer(): Promise<{ s: Setting; key: string; id: string }> {
    const s = await start();
    const key = customer(s.fake);
    await s.cycle();
    return { s, key, id: (await s.recordAt('counterparty', key)).id };
  }

  const cases: readonly (readonly [string, Partial<Line>, Row])[] = [
    ['fifteen digits', { quantity: '1', price: '1234567890123.45', vatRate: '20' }, { Цена: 1234567890123.45, Сумма: 1234567890123.45, СуммаНДС: 205761315020.58 }], // prettier-ignore
    ['1.005 rounded half away', { quantity: '1.005', price: '1', vatRate: '20' }, { Количество: 1.005, Сумма: 1.01, СуммаНДС: 0.17 }], // prettier-ignore
    ['the calculated rate 22/122', { quantity: '3', price: '33.33', vatRate: '22/122' }, { Сумма: 99.99, СуммаНДС: 18.03, СтавкаНДС: 'НДС22_122' }], // prettier-ignore
    ['a kopeck', { quantity: '0.001', price: '10', vatRate: '20' }, { Количество: 0.001, Сумма: 0.01, СуммаНДС: 0 }],
    ['a discount', { quantity: '3', price: '100', discount: '33.33', vatRate: '10' }, { Сумма: 266.67, СуммаСкидки: 33.33, СуммаНДС: 24.24 }], // prettier-ignore
  ];
  for (const [what, given, wanted] of cases)
    it(`reaches 1C digit by digit: ${what}`, async () => {
      const { s, id } = await withCustomer();
      const { id: made } = await issue(s, { counterparty: id, lines: [service('0', given)] });
      const before = (await s.record(made)).fields['lines'];
      await s.cycle();
      expect(linesOf(await s.objectOf(invoices, made))[0]).to.include(wanted);
      await s.everything();
      expect((await s.record(made)).fields['lines']).to.deep.equal(before);
      expect(await s.problems()).to.deep.equal([]);
    });

  it('stays what it was through twenty round trips', async () => {
    const { s, id } = await withCustomer();
    const { id: made } = await issue(s, { counterparty: id, lines: cases.map(([, given]) => service('0', given as object)) });
    await s.cycle();
    const [lines, total] = [(await s.record(made)).fields['lines'], (await s.record(made)).fields['total']];
    for (let i = 0; i < 20; i++) {
      const key = keyOf(await s.objectOf(invoices, made));
      if (i % 2 === 0) s.fake.edit(invoices, key, { Комментарий: `их ${i}` });
      else await s.edit(made, { comment: `наше ${i}` });
      s.tick(3);
      await s.cycle();
    }
    expect((await s.record(made)).fields).to.deep.include({ lines, total, comment: 'наше 19' });
  });

  it('is held here while lines and sums disagree', async () => {
    const { s, id } = await withCustomer();
    const { id: made } = await issue(s, { counterparty: id });
    const lines = ((await s.record(made)).fields['lines'] as readonly Line[]).map((l) => ({ ...l, amount: '1600' }));
    await s.edit(made, { lines });
    await s.cycle();
    expect(s.fake.list(invoices)).to.deep.equal([]);
    expect((await s.problems()).map((p) => [p.kind, p.record])).to.deep.equal([['totals-differ', made]]);
  });

  it('goes by itself once the lines are right', async () => {
    const { s, id } = await withCustomer();
    const { id: made } = await issue(s, { counterparty: id });
    const right = (await s.record(made)).fields['lines'] as readonly Line[];
    await s.edit(made, { lines: right.map((l) => ({ ...l, amount: '1600' })) });
    await s.cycle();
    await s.edit(made, { lines: right });
    await s.cycle();
    expect((await s.objectOf(invoices, made))['СуммаДокумента']).to.equal(1500);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('arrives as it is, with a mark, when it disagrees', async () => {
    const { s, key } = await withCustomer();
    const there = keyOf(invoice(s.fake, { Контрагент_Key: key, Товары: [line(1000, { Сумма: 1300 })] }));
    s.tick(5);
    await s.cycle();
    const row = await s.sidebook.store.queries.invoice((await s.recordAt('invoice', there)).id);
    expect(row).to.include({ total: '1300', totalsDiffer: true });
  });

  it('of a wrong incoming invoice holds no other edit up', async () => {
    const { s, key } = await withCustomer();
    const there = keyOf(invoice(s.fake, { Контрагент_Key: key, Товары: [line(1000, { Сумма: 1300 })] }));
    s.tick(5);
    await s.cycle();
    await s.edit((await s.recordAt('invoice', there)).id, { comment: 'проверить' });
    await s.cycle();
    expect(s.writes.map(bodyOf)).to.deep.equal([{ Комментарий: 'проверить' }]);
  });

  it('keeps line ids and columns that we do not map', async () => {
    const { s, key } = await withCustomer();
    const there = keyOf(invoice(s.fake, { Контрагент_Key: key, Товары: [line(100), line(200, { Содержание: 'Вторая', ПроцентСкидки: 7 })] })); // prettier-ignore
    s.tick(5);
    await s.cycle();
    const before = linesOf(s.fake.get(invoices, there));
    const { id, fields } = await s.recordAt('invoice', there);
    const [first, second] = fields['lines'] as readonly Line[];
    await s.edit(id, { lines: [second!, { ...first!, quantity: '2', amount: '200', vatAmount: '33.33' }] });
    await s.cycle();
    const after = linesOf(s.fake.get(invoices, there));
    expect(after.map((l) => [l['Содержание'], l['ПроцентСкидки'], l['ИдентификаторСтроки']])).to.deep.equal(
      [before[1], before[0]].map((l) => [l?.['Содержание'], l?.['ПроцентСкидки'], l?.['ИдентификаторСтроки']]),
    );
    expect(after[1]).to.include({ Количество: 2, Сумма: 200 });
  });
});
