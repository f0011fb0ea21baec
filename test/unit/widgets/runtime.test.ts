/** What the widgets write and read: sums, dates, plurals, what people type, colours. No browser is needed for these. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createFormats, wallClock } from '../../../widgets/runtime/format.ts';
import { createI18n, fill } from '../../../widgets/runtime/i18n.ts';
import { messages } from '../../../widgets/runtime/messages.ts';
import { parseDay, parseDecimal } from '../../../widgets/runtime/parse.ts';
import { pluralForm } from '../../../widgets/runtime/plural.ts';
import { pseudoLong, pseudoRightToLeft } from '../../../widgets/runtime/pseudo.ts';
import { allowedTokens, THEMES } from '../../../widgets/runtime/themes.ts';
import { drawn } from '../../../widgets/runtime/base/window.ts';

const NOW = Date.parse('2026-11-21T09:45:00Z');
const formats = (lang: 'ru' | 'en', tz = 'Europe/Moscow') => createFormats(createI18n(lang, messages), () => NOW, tz);
const plain = (text: string): string => text.replace(/\u00a0/g, ' ');

describe('formats of the widgets', () => {
  it('money keeps every digit and shows at least two', () => {
    const { money } = formats('ru');
    expect(plain(money('1234567.8', 'RUB'))).to.equal('1 234 567,80 ₽');
    expect(plain(money('0', 'RUB'))).to.equal('0,00 ₽');
    expect(plain(money('999999999999999.99', 'EUR'))).to.equal('999 999 999 999 999,99 €');
    expect(plain(money('-12.345', 'XYZ'))).to.equal('−12,345 XYZ');
    expect(formats('en').money('1234567.8')).to.equal('1,234,567.80');
  });

  it('money that is written is read back as the same, for any amount', () => {
    const amount = fc
      .tuple(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), fc.integer({ min: 0, max: 999_999 }))
      .map(([whole, part]) => {
        const fraction = String(part).padStart(6, '0').replace(/0+$/, '');
        return fraction ? `${String(whole)}.${fraction}` : String(whole);
      });
    for (const lang of ['ru', 'en'] as const) {
      const group = messages[lang]['runtime.format.group'];
      fc.assert(fc.property(amount, (text) => void expect(parseDecimal(formats(lang).money(text), group)).to.equal(text)));
      fc.assert(fc.property(amount, (text) => void expect(parseDecimal(formats(lang).number(text), group)).to.equal(text)));
    }
  });

  it('a day is never moved by a zone, an instant is shown in the zone of the token', () => {
    const ru = formats('ru');
    expect(ru.date('2026-11-01')).to.equal('01.11.2026');
    expect(ru.date('2026-11-01T00:10:00')).to.equal('01.11.2026');
    expect(formats('en').date('2026-11-01')).to.equal('1 Nov 2026');
    expect(ru.at('2026-11-21T09:40:00Z')).to.equal('12:40');
    expect(formats('ru', 'Asia/Vladivostok').at('2026-11-20T23:40:00Z')).to.equal('09:40');
    expect(ru.at('2026-11-20T09:40:00Z')).to.equal('20.11 12:40');
    expect([ru.shortDate('2026-12-05'), ru.shortDate('2025-12-05'), formats('en').shortDate('2025-12-05')]).to.eql([
      '05.12',
      '05.12.2025',
      '5 Dec 2025',
    ]);
    expect(ru.at('2025-12-31T20:40:00Z')).to.equal('31.12.2025 23:40');
    expect(ru.exact('2026-11-20T22:40:05Z')).to.equal('21.11.2026, 01:40:05');
  });

  it('today is the day of the reader', () => {
    expect(formats('ru', 'Asia/Vladivostok').today()).to.equal('2026-11-21');
    const late = createFormats(createI18n('ru', messages), () => Date.parse('2026-11-20T23:00:00Z'), 'Asia/Vladivostok');
    expect(late.today()).to.equal('2026-11-21');
  });

  it('a zone the engine does not know is the zone of the machine', () => {
    expect(wallClock('No/Such_Zone')(NOW)).to.deep.equal(wallClock(undefined)(NOW));
  });

  it('says how long ago', () => {
    const { ago } = formats('ru');
    expect(['2026-11-21T09:44:40Z', '2026-11-21T09:40:00Z', '2026-11-21T07:40:00Z', '2026-11-18T09:00:00Z'].map(ago)).to.deep.equal([
      'только что', '5 мин назад', '2 ч назад', '3 дн. назад',
    ]); // prettier-ignore
  });
});

describe('what people type', () => {
  it('numbers', () => {
    const typed = ['1234,5', '1 234.50', '1.234,50', "1'234.5", '1\u00a0234,50 ₽', '-3', '007', '12,'];
    expect(typed.map((text) => parseDecimal(text))).to.deep.equal([
      '1234.5',
      '1234.5',
      '1234.5',
      '1234.5',
      '1234.5',
      '-3',
      '7',
      '12',
    ]);
    const wrong = ['', 'abc', '1e5', '1,2345678', '--1', '12a', '1,2,3', '1.2.3,4.5'];
    expect(wrong.map((text) => parseDecimal(text))).to.deep.equal(wrong.map(() => null));
  });

  it('groups of three are thousands where they stand twice, or where the language writes them so', () => {
    expect(['1,234,567', '1.234.567', '-1,234,567', '1,234,567.89', '1.234.567,89'].map((text) => parseDecimal(text))).to.deep.equal([
      '1234567', '1234567', '-1234567', '1234567.89', '1234567.89',
    ]); // prettier-ignore
    expect(['1,099', '1,099.00', '1,5', '12,34'].map((text) => parseDecimal(text, ','))).to.deep.equal([
      '1099',
      '1099',
      '1.5',
      '12.34',
    ]);
    expect(['1,099', '1.099'].map((text) => parseDecimal(text, '\u00a0'))).to.deep.equal(['1.099', '1.099']);
    expect(parseDecimal('1.099', '.')).to.equal('1099');
  });

  it('days', () => {
    const today = '2026-11-21';
    const typed = ['5.11', '05112026', '0511', '5.11.26', '5/11/2026', '2026-11-05', '+7', '+0', '29.02.2028'];
    expect(typed.map((text) => parseDay(text, today))).to.deep.equal([
      '2026-11-05', '2026-11-05', '2026-11-05', '2026-11-05', '2026-11-05', '2026-11-05', '2026-11-28', '2026-11-21', '2028-02-29',
    ]); // prettier-ignore
    expect(['31.02', '29.02.2027', '5', 'завтра', '', '+', '32.1'].map((text) => parseDay(text, today))).to.deep.equal(
      Array(7).fill(null),
    );
  });
});

describe('texts of the widgets', () => {
  it('Russian has four forms, English two', () => {
    expect([1, 2, 5, 11, 21, 22, 112, 0].map((n) => pluralForm('ru', n))).to.deep.equal([
      'one',
      'few',
      'many',
      'many',
      'one',
      'few',
      'many',
      'many',
    ]);
    expect(pluralForm('ru', 1.5)).to.equal('other');
    expect([1, 2, 0].map((n) => pluralForm('en', n))).to.deep.equal(['one', 'other', 'other']);
    expect(pluralForm('pl', 3)).to.equal('few');
  });

  it('puts values in, also inside a plural', () => {
    const text = '{who}: {n, plural, one{# счёт {x}} few{# счёта {x}} many{# счетов {x}} other{?}}.';
    expect(fill('ru', text, { who: 'Вега', n: 3, x: '!' })).to.equal('Вега: 3 счёта !.');
    expect(fill('ru', 'a {missing} b', {})).to.equal('a  b');
    expect(fill('ru', 'a {x} b', { x: '{y}' })).to.equal('a {y} b');
  });

  it('falls back from a region to the language to English, and tells of what is nowhere', () => {
    const missing: string[] = [];
    const { t } = createI18n('ru-RU', { ru: { a: 'а' }, en: { a: 'a', b: 'b' } }, (key) => missing.push(key));
    expect([t('a'), t('b'), t('c')]).to.deep.equal(['а', 'b', 'c']);
    expect(missing).to.deep.equal(['c']);
  });

  it('pseudo-locales are longer, and leave names in braces alone', () => {
    const long = pseudoLong({ a: 'Owner: {name}', 'runtime.format.date': '{d} {mon}' });
    expect(long['a'])
      .to.contain('{name}')
      .and.to.have.length.at.least('Owner: {name}'.length * 1.35);
    expect(long['runtime.format.date']).to.equal('{d} {mon}');
    expect(fill('ar', pseudoRightToLeft({ a: 'x {n}' })['a'] ?? '', { n: 1 })).to.contain('x 1');
  });
});

describe('colours of the themes', () => {
  const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => channel(parseInt(hex.slice(at, at + 2), 16) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };

  for (const [theme, colours] of Object.entries(THEMES)) {
    it(`${theme}: every text is readable on both grounds, every border and focus ring visible`, () => {
      for (const ground of ['bg', 'surface'] as const) {
        for (const text of ['fg', 'muted', 'accent', 'danger', 'warn', 'ok'] as const)
          expect(contrast(colours[text], colours[ground]), `${text} on ${ground}`).to.be.at.least(4.5);
        for (const edge of ['border', 'focus'] as const)
          expect(contrast(colours[edge], colours[ground]), `${edge} on ${ground}`).to.be.at.least(3);
      }
      expect(contrast(colours['accent-fg'], colours.accent)).to.be.at.least(4.5);
    });
  }

  it('a host may set colours, lengths and font names, and nothing else', () => {
    expect(
      allowedTokens({ accent: '#ff0000', radius: '4px', font: 'Ёлка, "PT Sans"', 'font-size': '15px', extra: '1px' }),
    ).to.have.length(4);
    const bad = {
      accent: 'url(//evil)',
      bg: 'red;}',
      fg: 'expression(1)',
      radius: '9999px',
      font: 'a;}*{x:y',
      muted: 7,
      border: 'var(--x)',
    };
    expect(allowedTokens(bad)).to.deep.equal([]);
  });
});

describe('the window of a long list', () => {
  it('draws what is in view and a few more, never past the ends', () => {
    fc.assert(
      fc.property(
        fc.nat(20_000),
        fc.integer({ min: 24, max: 60 }),
        fc.nat(1_000_000),
        fc.integer({ min: 80, max: 800 }),
        (count, row, top, height) => {
          const { from, to } = drawn(count, row, top, height);
          expect(from).to.be.within(0, count);
          expect(to).to.be.within(0, count);
          expect(to - from).to.be.at.most(Math.ceil(height / row) + 14);
        },
      ),
    );
  });
});
