import { expect } from 'chai';
import fc from 'fast-check';
import { excelNumber, formatOf, readNumber } from '../../connector/import/numbers.ts';
import { orderOf, readDate, serialDate } from '../../connector/import/dates.ts';
import { readLead, readStock } from '../../connector/import/amounts.ts';
import { readUnit } from '../../connector/import/units.ts';
import { currencyIn, currencyOf, vatIn, vatRate, withoutCurrency } from '../../connector/import/stated.ts';
import { holds } from '../unit/property.ts';

const value = (text: string, mark: ',' | '.' | null = null): string | null => {
  const read = readNumber(text, mark);
  return read === null ? null : read.is === 'number' ? read.value : `${read.comma}|${read.point}`;
};

describe('a number as people write it', () => {
  for (const [text, number] of [
    ['1 099,00', '1099'],
    ['1,099.00', '1099'],
    ["1'099.00", '1099'],
    ['1.099,00', '1099'],
    ['1 099,5', '1099.5'],
    ['1 099', '1099'],
    ['1’099,95', '1099.95'],
    ['1,234,567', '1234567'],
    ['1.234.567', '1234567'],
    ['12,5', '12.5'],
    ['0,125', '0.125'],
    ['.5', '0.5'],
    ['1099,-', '1099'],
    ['−5', '-5'],
    ['1234,567', '1234.567'],
    ['00012', '12'],
    ['0', '0'],
    ['１２', '12'],
  ] as const)
    // prettier-ignore
    it(`${text} is ${number}`, () => expect(value(text)).to.equal(number));

  for (const text of ['NaN', 'Infinity', '1e5', 'звоните', '', '10 20', '1,09,00', '1.2.3', '12 34,5', '--1', '1 0990', '0x10', '1234567890123456789012345'])
    it(`"${text}" is none`, () => expect(value(text)).to.equal(null)); // prettier-ignore

  it('with one mark and three digits is what its column says, or unclear', () => {
    expect([value('1,099'), value('1,099', ','), value('1,099', '.')]).to.deep.equal(['1.099|1099', '1.099', '1099']);
    expect([value('1.099'), value('1.099', ','), value('1.099', '.')]).to.deep.equal(['1099|1.099', '1099', '1.099']);
  });

  it('comes back from every way of writing it', () => {
    const groups = (digits: string, by: string): string => digits.replace(/\B(?=(\d{3})+$)/g, by);
    const styles = [[' ', ','], [',', '.'], ["'", '.'], ['.', ','], ['\u202f', ',']] as const; // prettier-ignore
    holds(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 99 }), fc.constantFrom(...styles), (whole, part, [by, mark]) => {
        const written = `${groups(String(whole), by)}${mark}${String(part).padStart(2, '0')}`;
        expect(value(written), written).to.equal(String(whole) + (part === 0 ? '' : `.${String(part).padStart(2, '0').replace(/0$/, '')}`));
      }),
    ); // prettier-ignore
  });

  it('says the mark of its column, with the evidence', () => {
    const cells = (texts: readonly string[]) => texts.map((text, i) => ({ row: i + 2, text }));
    expect(formatOf(cells(['1,099', '12,50', '1,000', '7,25']))).to.deep.equal({ mark: ',', comma: { count: 2, row: 3, came: '12,50' }, point: null }); // prettier-ignore
    expect(formatOf(cells(['1,099.00', '5,00'])).mark).to.equal(null);
    expect(formatOf(cells(['1,099', '2,000']))).to.deep.equal({ mark: null, comma: null, point: null });
  });

  it('of a workbook is what Excel shows, digit by digit', () => {
    expect(['0.30000000000000004', '1099.0999999999999', '1E-3', '1.5E+3', '12', '-0', '123456789012345678', '1E+400'].map(excelNumber)).to.deep.equal(['0.3', '1099.1', '0.001', '1500', '12', '0', '123456789012346000', null]); // prettier-ignore
  });
});

describe('a date in a price list', () => {
  const day = (text: string, order: 'dmy' | 'mdy' | null = null): string | null => {
    const read = readDate(text, order);
    return read === null ? null : read.is === 'date' ? read.value : 'unclear';
  };

  it('is read in the ways people write it', () => {
    for (const text of [
      '05.03.2026',
      '5.3.26',
      '2026-03-05',
      '5 марта 2026 г.',
      'Mar 5, 2026',
      '05.03.2026 14:30',
      '2026-03-05T00:00:00Z',
    ])
      expect(day(text), text).to.equal('2026-03-05');
  });

  it('with slashes waits for its column to say the order', () => {
    expect([day('03/04/2026'), day('03/04/2026', 'dmy'), day('03/04/2026', 'mdy'), day('13/04/2026'), day('04/13/2026')]).to.deep.equal(['unclear', '2026-04-03', '2026-03-04', '2026-04-13', '2026-04-13']); // prettier-ignore
    expect([orderOf(['03/04/2026', '13/04/2026']), orderOf(['04/13/2026']), orderOf(['13/04/2026', '04/13/2026'])]).to.deep.equal(['dmy', 'mdy', null]); // prettier-ignore
  });

  it('that never was is none', () => {
    expect(['31.02.2026', '32.01.2026', 'скоро', '13.13.2026', '2026-00-10'].map((t) => day(t))).to.deep.equal([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('of a workbook counts from 1900 or 1904, past the day that never was', () => {
    expect([serialDate('46086', false), serialDate('44624', true), serialDate('1', false), serialDate('59', false), serialDate('61', false)]).to.deep.equal(['2026-03-05', '2026-03-05', '1900-01-01', '1900-02-28', '1900-03-01']); // prettier-ignore
    expect([serialDate('60', false), serialDate('-1', false), serialDate('2958466', false)]).to.deep.equal([null, null, null]);
  });
});

describe('stock and lead time', () => {
  it('are ranges, as people say them', () => {
    const range = (text: string): string | null => { const a = readStock(text, ','); return a && `${a.least}..${a.most ?? ''}`; }; // prettier-ignore
    const said = [
      '25',
      '25 шт',
      '10-50',
      'более 100',
      '>100',
      '100+',
      'до 5',
      '<5',
      'есть',
      'нет',
      'под заказ',
      'мало',
      '-3',
      '50-10',
    ];
    expect(said.map(range)).to.deep.equal(['25..25', '25..25', '10..50', '100..', '100..', '100..', '0..5', '0..5', '1..', '0..0', '0..0', null, null, null]); // prettier-ignore
  });

  it('are days, the longer end counts', () => {
    const said = ['3', '3 дня', '2-3 дня', '2 недели', 'неделя', '1 мес.', 'со склада', '3 р.д.', 'скоро', '99999'];
    expect(said.map(readLead)).to.deep.equal([3, 3, 3, 14, 7, 30, 0, 3, null, null]);
  });
});

describe('units', () => {
  it('are one word each, packs with what is in them', () => {
    const read = (text: string): string => { const u = readUnit(text); return `${u.unit}=${u.factor ?? '?'} ${u.base ?? '?'}`; }; // prettier-ignore
    const said = ['шт.', 'Штука', 'pcs', 'кг', 'м²', 'пог.м', 'тыс. шт', '100 шт', 'упак', 'уп. 200 шт', 'кор (12 шт)', 'бочка'];
    expect(said.map(read)).to.deep.equal(['шт=1 шт', 'шт=1 шт', 'шт=1 шт', 'кг=1 кг', 'м2=1 м2', 'м=1 м', '1000 шт=1000 шт', '100 шт=100 шт', 'уп=? ?', 'уп=200 шт', 'кор=12 шт', 'бочка=1 бочка']); // prettier-ignore
  });
});

describe('words around a price', () => {
  it('name its currency, when they name one', () => {
    const said = ['Цена, руб.', 'Price USD', '₽', 'бел. руб.', 'Цена', 'USD/EUR', 'Цена в евро', 'р./шт', 'трубка'];
    expect(said.map(currencyIn)).to.deep.equal(['RUB', 'USD', 'RUB', 'BYN', null, null, 'EUR', 'RUB', null]);
    expect(['kzt', 'RUR', 'доллар', 'XXQ', 'CHF'].map(currencyOf)).to.deep.equal(['KZT', 'RUB', 'USD', null, 'CHF']);
  });

  it('stand beside the number', () => {
    expect(['1 099,00 ₽', '$12.50', '12 руб.', 'USD 5', '1 099', 'по запросу'].map((t) => Object.values(withoutCurrency(t)).join('|'))).to.deep.equal(['1 099,00|RUB', '12.50|USD', '12|RUB', '5|USD', '1 099|', 'по запросу|']); // prettier-ignore
  });

  it('say whether VAT is inside', () => {
    expect(['Цена с НДС', 'в т.ч. НДС', 'цена без НДС', 'без учета НДС', 'Price incl. VAT', 'excl. VAT', 'Цена + НДС', 'Цена', 'НДС не включён'].map(vatIn)).to.deep.equal([true, true, false, false, true, false, false, null, false]); // prettier-ignore
    expect(['20%', 'НДС 20 %', '10', '0.2', 'без НДС', '0', 'да', '7,5'].map(vatRate)).to.deep.equal(['20', '20', '10', '20', 'none', '0', null, '7.5']); // prettier-ignore
  });
});
