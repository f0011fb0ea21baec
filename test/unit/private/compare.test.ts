/** The comparison: its laws on random prices, and what each step says. */
import { expect } from 'chai';
import fc from 'fast-check';
import { asideWords, obstacleWords, stepWords } from '../../../connector/private/compare-words.ts';
import { UNSAID, compare, middleShown, type Quoted, type Rate, type Terms } from '../../../connector/private/compare.ts';
import type { Price } from '../../../connector/private/model.ts';
import { ourPrice } from '../../../connector/private/our-price.ts';
import type { Stale } from '../../../connector/private/private-store.ts';
import { compare as order, unscaled } from '../../../connector/decimal.ts';
import { holds } from '../property.ts';

const USUAL = { currency: 'RUB', vatIncluded: true, vatRate: '20', unit: 'шт', packFactor: '1' };
const quoted = (price: string, more: Partial<Quoted> = {}): Quoted => ({ price, ...USUAL, ...more });
const rival = (price: string, more: Partial<Stale<Price>> = {}): Stale<Price> => ({
  price, ...USUAL, id: 'p', item: 'i', competitor: 'c', minQuantity: null, terms: null, region: null, observedAt: '2026-07-20T00:00:00.000Z', source: 'site', evidence: null,
  confidence: 'sure', replaces: null, reason: null, withdrawn: false, import: null, file: null, by: 'anna', at: '2026-07-20T00:00:00.000Z', ageDays: 2, stale: false, ...more,
}); // prettier-ignore
const RATES: Readonly<Record<string, Rate>> = {
  USD: { rate: '92.5', per: '1', date: '2026-07-21' },
  JPY: { rate: '58.2', per: '100', date: '2026-07-21' },
};
const terms = (more: Partial<Terms> = {}): Terms => ({
  unit: 'шт',
  currency: 'RUB',
  vat: 'in',
  rate: (from, to) => (to === 'RUB' ? (RATES[from] ?? null) : null),
  quantity: null,
  ...more,
});

describe('the comparison of prices', () => {
  it('makes pack, VAT and currency equal, each step with its figure', () => {
    const { rivals } = compare(
      quoted('12.4'),
      [rival('24', { unit: 'уп', packFactor: '200', vatIncluded: false, currency: 'USD' })],
      terms(),
    );
    expect(rivals[0]).to.deep.include({ value: '13.32', difference: '-6.91', aside: null });
    expect(rivals[0]?.steps).to.deep.equal([
      { step: 'pack', factor: '200', from: 'уп', to: 'шт', result: '0.12' },
      { step: 'vat-on', percent: '20', result: '0.144' },
      { step: 'rate', from: 'USD', to: 'RUB', rate: '92.5', per: '1', date: '2026-07-21', result: '13.32' },
    ]);
  });

  it('takes the discount of our line off, and guesses neither a pack nor where VAT is', () => {
    const ours = (more: Partial<Quoted>) => compare(quoted('10', more), [], terms({ vat: 'out' })).ours;
    expect(ours({ vatIncluded: false, discount: { sum: '3', quantity: '2' } })).to.deep.equal({
      steps: [{ step: 'discount', sum: '3', quantity: '2', result: '8.5' }], value: '8.5', obstacle: null,
    }); // prettier-ignore
    expect(ours({ unit: 'уп', packFactor: null })?.obstacle).to.deep.equal({ why: 'unit-unknown', from: 'уп', to: 'шт' });
    expect(ours({ vatIncluded: null })?.obstacle).to.deep.equal({ why: 'vat-unsaid' });
    expect(ours({ vatIncluded: null, vatRate: 'none' })).to.deep.include({ value: '10', obstacle: null });
  });

  it('says every step in both languages', () => {
    const { rivals } = compare(null, [rival('2400', { unit: 'уп', packFactor: '200', currency: 'JPY' }), rival('5', { vatRate: 'none' })], terms({ vat: 'out' })); // prettier-ignore
    const said = (lang: 'ru' | 'en') => rivals.map((r) => r.steps.map((s) => stepWords(lang, s).replace(/\s/g, ' ')));
    expect(said('ru')).to.deep.equal([
      [
        'в 1 уп 200 шт: ÷ 200 = 12',
        'без НДС 20 %: × 100 ÷ (100 + 20) = 10',
        'JPY в RUB по курсу 58,2 за 100 на 21.07.2026: × 58,2 ÷ 100 = 5,82',
      ],
      ['НДС не облагается, вычитать и добавлять нечего = 5'],
    ]);
    expect(said('en')).to.deep.equal([
      [
        '1 уп holds 200 шт: ÷ 200 = 12',
        'without VAT 20 %: × 100 ÷ (100 + 20) = 10',
        'JPY into RUB at 58.2 for 100 of 21/07/2026: × 58.2 ÷ 100 = 5.82',
      ],
      ['no VAT on it, nothing to take off or add = 5'],
    ]);
  });

  it('never takes a missing rate for 1, nor a rate of nothing', () => {
    for (const rate of [null, { rate: '0', per: '1', date: 'x' }, { rate: '5', per: '0', date: 'x' }]) {
      const { rivals, counted, least } = compare(quoted('10'), [rival('10', { currency: 'CNY' })], terms({ rate: () => rate }));
      expect(rivals[0]).to.deep.include({ value: null, difference: null, aside: 'not-comparable', obstacle: { why: 'no-rate', from: 'CNY', to: 'RUB' } });
      expect([counted, least]).to.deep.equal([0, null]);
    }
    expect(obstacleWords('ru', { why: 'no-rate', from: 'CNY', to: 'RUB' })).to.equal('не сравнить: нет курса CNY к RUB');
  }); // prettier-ignore

  it('never guesses a VAT rate it needs, and needs none where both stand alike', () => {
    const unknown = rival('12', { vatRate: null });
    expect(compare(quoted('10'), [unknown], terms()).rivals[0]).to.include({ value: '12', aside: null });
    expect(compare(quoted('10'), [unknown], terms({ vat: 'out' })).rivals[0]?.obstacle).to.deep.equal({ why: 'vat-unknown' });
    expect(obstacleWords('en', { why: 'vat-unknown' })).to.match(/VAT/);
    const unsaid = (why: 'no-rate' | 'unit-unknown') => obstacleWords('ru', { why, from: UNSAID, to: 'шт' });
    expect([unsaid('no-rate'), unsaid('unit-unknown')]).to.deep.equal(['не сравнить: неизвестно, в какой валюте наша цена', 'не сравнить: неизвестно, за какую единицу наша цена']); // prettier-ignore
  });

  it('shows stale facts and those for larger quantities, and does not count them', () => {
    const rivals = [
      rival('1', { stale: true }),
      rival('2', { minQuantity: '3', packFactor: '10', unit: 'уп' }),
      rival('9'),
      rival('11'),
    ];
    const made = compare(quoted('10'), rivals, terms({ quantity: '29' }));
    expect(made.rivals.map((r) => r.aside)).to.deep.equal(['stale', 'min-quantity', null, null]);
    expect(made.rivals[0]).to.include({ value: '1', difference: '900' });
    expect(made).to.include({ least: '9', middle: '10', counted: 2, cheaper: 1 });
    expect(compare(quoted('10'), rivals, terms({ quantity: '30' })).counted).to.equal(3);
    expect([asideWords('ru', 'stale'), asideWords('en', 'min-quantity')]).to.deep.equal(['устарела, не в счёт', 'for larger quantities only, does not count']); // prettier-ignore
  });

  it('shows no middle finer than a kopeck, where it is not all of the price', () => {
    const { middle } = compare(null, [rival('1494.5'), rival('1500.25')], terms());
    expect(middle).to.equal('1497.375');
    expect(['1497.375', '1497.374999', '12', '0.0045'].map(middleShown)).to.deep.equal(['1497.38', '1497.37', '12', '0.0045']);
  });

  it('does without our price, without rivals, and with theirs at nothing', () => {
    expect(compare(null, [rival('5')], terms())).to.include({ ours: null, cheaper: null, least: '5' });
    expect(compare(quoted('5'), [], terms())).to.include({ least: null, middle: null, counted: 0, cheaper: 0 });
    expect(compare(quoted('5'), [rival('0')], terms()).rivals[0]).to.include({ value: '0', difference: null, aside: null });
  });
});

const amount = fc.bigInt(0n, 10n ** 12n).map((n) => unscaled(n, 6));
const above = fc.bigInt(1n, 10n ** 10n).map((n) => unscaled(n, 6));
const vatRate = fc.constantFrom('none', '0', '5', '10', '20', '20/120', null);
const some: fc.Arbitrary<Stale<Price>> = fc
  .record({
    price: amount, packFactor: above, vatIncluded: fc.boolean(), vatRate, currency: fc.constantFrom('RUB', 'USD', 'JPY', 'CNY'), stale: fc.boolean(), unit: fc.constantFrom('шт', 'уп'),
    minQuantity: fc.option(above),
  })
  .map((more) => rival('1', more)); // prettier-ignore
const anyTerms = fc
  .record({ vat: fc.constantFrom('in' as const, 'out' as const), quantity: fc.option(above) })
  .map((more) => terms(more));
const prices = fc.array(some, { maxLength: 8 });
/** Each run compares a dozen prices in long decimals. */
const RUNS = 100;

describe('the laws of the comparison', () => {
  it('the order of rivals changes nothing but their order', () => {
    holds(
      fc.property(some, prices, anyTerms, (ours, rivals, t) => {
        const [there, back] = [compare(ours, rivals, t), compare(ours, [...rivals].reverse(), t)];
        expect({ ...back, rivals: [...back.rivals].reverse() }).to.deep.equal(there);
      }),
      RUNS,
    );
  });

  it('a price equals itself: no difference, and it is not cheaper', () => {
    holds(
      fc.property(some, anyTerms, (p, t) => {
        const { rivals, cheaper, ours } = compare(p, [p], t);
        if (ours === null || ours.value === null) return;
        expect(rivals[0]?.difference).to.equal(order(p.price, '0') === 0 ? null : '0');
        expect(cheaper).to.equal(0);
      }),
      RUNS,
    );
  });

  it('one rate changes both sides alike: differences stay what they were', () => {
    holds(
      fc.property(some, some, above, (a, b, rate) => {
        const both = [a, b].map((p) => ({ ...p, currency: 'RUB' })) as [Stale<Price>, Stale<Price>];
        const into = terms({ currency: 'EUR', rate: () => ({ rate, per: '7', date: '2026-07-21' }) });
        const of = (t: Terms) => compare(both[0], [both[1]], t).rivals[0]?.difference;
        expect(of(into)).to.equal(of(terms()));
      }),
      RUNS,
    );
  });

  it('VAT on and off again is where it began, and a pack of n at n times the price is the same', () => {
    holds(
      fc.property(some, fc.integer({ min: 1, max: 5000 }), (p, n) => {
        const known = { ...p, currency: 'RUB', vatRate: '20' };
        const packed = { ...known, price: unscaled(BigInt(n) * 12_345_678n, 6), packFactor: String(n) };
        expect(compare(null, [packed], terms()).rivals[0]?.value).to.equal(compare(null, [{ ...packed, price: '12.345678', packFactor: '1' }], terms()).rivals[0]?.value);
        const off = { ...known, vatIncluded: true };
        const on = { ...known, vatIncluded: false, price: compare(null, [{ ...off, packFactor: '1' }], terms({ vat: 'out' })).rivals[0]?.value ?? '' };
        const [a = '', b = ''] = [off, on].map((q) => compare(null, [{ ...q, packFactor: '1' }], terms()).rivals[0]?.value ?? '');
        expect(Math.abs(Number(a) - Number(b))).to.be.lessThan(0.000_002 + Number(a) * 1e-9);
      }),
      RUNS,
    );
  }); // prettier-ignore

  it('only what is fresh, comparable and for this quantity counts; the least and the middle lie among it', () => {
    holds(
      fc.property(some, prices, anyTerms, (ours, rivals, t) => {
        const made = compare(ours, rivals, t);
        const counting = made.rivals.filter((r) => r.aside === null).map((r) => r.value ?? '').sort(order); // prettier-ignore
        expect(made.counted).to.equal(counting.length);
        expect(made.least).to.equal(counting[0] ?? null);
        if (made.middle !== null) expect([order(counting[0] ?? '', made.middle) <= 0, order(counting.at(-1) ?? '', made.middle) >= 0]).to.deep.equal([true, true]);
        expect(made.rivals.filter((r) => r.price.stale && r.aside === null)).to.deep.equal([]);
        const alone = compare(ours, rivals.filter((_, i) => made.rivals[i]?.aside === null), t);
        expect([alone.least, alone.middle, alone.cheaper]).to.deep.equal([made.least, made.middle, made.cheaper]);
      }),
      RUNS,
    );
  }); // prettier-ignore

  it('every figure is decimal text, and the last step is the value', () => {
    holds(
      fc.property(prices, anyTerms, (rivals, t) => {
        for (const r of compare(null, rivals, t).rivals) {
          for (const s of r.steps) expect(s.result).to.match(/^\d+(\.\d{1,6})?$/);
          if (r.value !== null && r.steps.length > 0) expect(r.steps.at(-1)?.result).to.equal(r.value);
        }
      }),
      RUNS,
    );
  });
});

describe('our price', () => {
  const line = quoted('1');
  const list = { ...quoted('2'), since: '2026-01-01' };
  const invoice = (price: string, date: string) => ({ ...quoted(price), date });

  it('is the line, else the list, else the last invoice of 90 days', () => {
    const invoices = [
      invoice('3', '2026-07-01T10:00:00'),
      invoice('4', '2026-07-20T10:00:00'),
      invoice('5', '2026-01-01T10:00:00'),
    ];
    const of = (candidates: Parameters<typeof ourPrice>[0]) => {
      const found = ourPrice(candidates, '2026-07-22');
      return found && [found.price, found.from, found.on];
    };
    expect(of({ line, list, invoices })).to.deep.equal(['1', 'line', null]);
    expect(of({ line: null, list, invoices })).to.deep.equal(['2', 'price-list', '2026-01-01']);
    expect(of({ line: null, list: null, invoices })).to.deep.equal(['4', 'invoice', '2026-07-20']);
    expect(of({ line: null, list: null, invoices: [invoice('5', '2026-04-22T23:59:59')] })).to.equal(null);
    expect(of({ line: null, list: null, invoices: [invoice('6', '2026-04-23T00:00:00')] })).to.deep.equal([
      '6',
      'invoice',
      '2026-04-23',
    ]);
  });
});
