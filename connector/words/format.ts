/** Sums, counts and dates as people write them in their language. */
import { ENTITY_LABELS, FIELDS, fieldSpec, label } from '../fields.ts';
import type { Entity, Value } from '../model.ts';
import type { Lang } from '../errors.ts';
import { worded, type Words } from './reworded.ts';
import { say } from './sentences.ts';

const LOCALE: Readonly<Record<Lang, string>> = { ru: 'ru-RU', en: 'en-GB' };

const moneyIn = (lang: Lang): Intl.NumberFormat =>
  new Intl.NumberFormat(LOCALE[lang], { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const priceIn = (lang: Lang): Intl.NumberFormat =>
  new Intl.NumberFormat(LOCALE[lang], { minimumFractionDigits: 2, maximumFractionDigits: 6 });
const quantityIn = (lang: Lang): Intl.NumberFormat => new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: 6 });
/** Made once: a list holds hundreds of sums. */
const MONEY: Readonly<Record<Lang, Intl.NumberFormat>> = { ru: moneyIn('ru'), en: moneyIn('en') };

/** Decimal text is formatted as text: Intl takes it digit by digit, nothing is ever a float. */
export function money(lang: Lang, amount: string, currency = ''): string {
  const text = MONEY[lang].format(amount as Intl.StringNumericLiteral);
  return currency ? `${text} ${currency}` : text;
}

const PRICE: typeof MONEY = { ru: priceIn('ru'), en: priceIn('en') };
const QUANTITY: typeof MONEY = { ru: quantityIn('ru'), en: quantityIn('en') };

/** A price keeps what stands after its kopecks: 0.125 is none of 0.13. */
export function price(lang: Lang, amount: string, currency = ''): string {
  const text = PRICE[lang].format(amount as Intl.StringNumericLiteral);
  return currency ? `${text} ${currency}` : text;
}

/** So many of something: 2,5. */
export const quantity = (lang: Lang, amount: string): string => QUANTITY[lang].format(amount as Intl.StringNumericLiteral);

const SIGNS: Readonly<Record<string, string>> = {
  RUB: '₽',
  USD: '$',
  EUR: '€',
  GBP: '£',
  CNY: '¥',
  KZT: '₸',
  UAH: '₴',
  TRY: '₺',
};
/** As panels write a currency; a terminal shows its code. */
export const currencySign = (code: string): string => SIGNS[code] ?? code;

export const count = (lang: Lang, n: number): string => new Intl.NumberFormat(LOCALE[lang]).format(n);

export function date(lang: Lang, text: string | null): string {
  if (text === null) return '—';
  const [y = '', m = '', d = ''] = text.slice(0, 10).split('-');
  return lang === 'ru' ? `${d}.${m}.${y}` : `${d}/${m}/${y}`;
}

/** An instant in the reader's own wall clock. */
export const moment = (lang: Lang, instant: string): string =>
  new Intl.DateTimeFormat(LOCALE[lang], { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant));

export function seconds(lang: Lang, value: number): string {
  if (value < 60)
    return `${new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: 1 }).format(value)} ${lang === 'ru' ? 'с' : 's'}`;
  return `${String(Math.floor(value / 60))} ${lang === 'ru' ? 'мин' : 'min'} ${String(Math.round(value % 60))} ${lang === 'ru' ? 'с' : 's'}`;
}

export function ago(lang: Lang, then: string, now: Date): string {
  const minutes = Math.round((now.getTime() - Date.parse(then)) / 60_000);
  const format = new Intl.RelativeTimeFormat(LOCALE[lang], { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return format.format(-minutes, 'minute');
  if (Math.abs(minutes) < 48 * 60) return format.format(-Math.round(minutes / 60), 'hour');
  return format.format(-Math.round(minutes / 1440), 'day');
}

export const entityName = (lang: Lang, entity: Entity): string => worded(`mapping/${entity}`, ENTITY_LABELS[entity], lang);

/** A kind of record in the singular. */
export const ONE: Partial<Record<string, Words>> = {
  counterparty: { ru: 'контрагент', en: 'counterparty' },
  partner: { ru: 'партнёр', en: 'partner' },
  invoice: { ru: 'счёт', en: 'invoice' },
  payment: { ru: 'оплата', en: 'payment' },
  balance: { ru: 'задолженность', en: 'balance' },
  organisation: { ru: 'организация', en: 'organisation' },
  contract: { ru: 'договор', en: 'contract' },
  bankAccount: { ru: 'банковский счёт', en: 'bank account' },
  currency: { ru: 'валюта', en: 'currency' },
  product: { ru: 'номенклатура', en: 'product' },
  person: { ru: 'ответственный', en: 'person' },
  unit: { ru: 'единица измерения', en: 'unit' },
  price: { ru: 'цена', en: 'price' },
  closedPeriod: { ru: 'закрытый период', en: 'closed period' },
};

export function entityOne(lang: Lang, entity: string): string {
  const words = ONE[entity];
  return words ? worded(`mapping/one.${entity}`, words, lang) : entity;
}

/** What merges as a whole and is no single field. */
export const UNITS: Partial<Record<string, Words>> = {
  money: { ru: 'суммы и строки', en: 'sums and lines' },
  parties: { ru: 'стороны и договор', en: 'parties and contract' },
  identity: { ru: 'реквизиты', en: 'numbers and kind' },
  payment: { ru: 'оплата из учёта', en: 'payments of the books' },
  settlements: { ru: 'долг из учёта', en: 'debt of the books' },
};

/** What merges as a whole, in words. */
export function unitName(lang: Lang, unit: string): string {
  const words = UNITS[unit];
  return words
    ? worded(`mapping/whole.${unit}`, words, lang)
    : label(FIELDS.invoice[unit] ? 'invoice' : 'counterparty', unit, lang);
}

/** Values of fields that are chosen. */
export const OPTIONS: Partial<Record<string, Words>> = {
  company: { ru: 'организация', en: 'company' },
  soleTrader: { ru: 'ИП', en: 'sole trader' },
  person: { ru: 'физлицо', en: 'person' },
  foreign: { ru: 'иностранный', en: 'foreign' },
  draft: { ru: 'черновик', en: 'draft' },
  issued: { ru: 'выставлен', en: 'issued' },
  cancelled: { ru: 'отменён', en: 'cancelled' },
  unpaid: { ru: 'не оплачен', en: 'unpaid' },
  part: { ru: 'оплачен частично', en: 'partly paid' },
  paid: { ru: 'оплачен', en: 'paid' },
  reversed: { ru: 'оплата отменена', en: 'payment reversed' },
};

function optionName(lang: Lang, value: string): string {
  const words = OPTIONS[value];
  return words ? worded(`option/${value}`, words, lang) : value;
}

/** A field in words: sums and dates as people write them, choices and references by their names. */
export function fieldValue(
  lang: Lang,
  entity: Entity,
  field: string,
  v: Value | null | undefined,
  name: (id: string) => string = (id) => id,
): string {
  if (typeof v !== 'string' || v === '') return value(lang, v, name);
  switch (fieldSpec(entity, field)?.type) {
    case 'money':
      return money(lang, v);
    case 'price':
      return price(lang, v);
    case 'quantity':
    case 'rate':
      return quantity(lang, v);
    case 'instant':
      return moment(lang, v);
    case 'date':
      return date(lang, v);
    case 'dateTime':
      return `${date(lang, v)} ${v.slice(11)}`.trim();
    case 'choice':
      return optionName(lang, v);
    case 'ref':
      return name(v);
    default:
      return v;
  }
}

/** A canonical value in words; `name` resolves references. */
export function value(lang: Lang, v: Value | null | undefined, name: (id: string) => string = (id) => id): string {
  if (v === null || v === undefined || v === '') return say({ lang }, 'value.empty');
  if (typeof v === 'boolean') return say({ lang }, v ? 'value.yes' : 'value.no');
  if (Array.isArray(v)) return say({ lang }, 'value.lines', { count: v.length });
  const text = v as string;
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text) ? name(text) : text;
}

/** Records are titled without a language (titleOf): of an invoice "СЧ-1 2026-11-22" becomes "СЧ-1 от 22.11.2026", "СЧ-1 of 22/11/2026". */
export function titleIn(lang: Lang, entity: Entity, title: string): string {
  const [, number = '', day = ''] = (entity === 'invoice' && /^(.+) (\d{4}-\d\d-\d\d)?$/.exec(title)) || [];
  if (number === '') return title;
  const named = number !== '—' ? number : say({ lang }, 'value.no-number');
  return day === '' ? named : say({ lang }, 'value.of-day', { number: named, day: date(lang, day) });
}
