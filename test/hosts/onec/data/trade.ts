import type { Random } from '../../kit/random.ts';
import { kopecks } from '../base/rows.ts';
import { addDays, yearOf } from '../base/clock.ts';
import { goods } from './words.ts';

/** One sale from invoice to money, before a release spells it. */
export interface Sale {
  readonly party: number;
  readonly organisation: 'company' | 'trader';
  readonly date: string;
  readonly currency: 'RUB' | 'EUR' | 'CNY';
  readonly vatIncluded: boolean;
  readonly lines: readonly SaleLine[];
  readonly state: 'posted' | 'unposted' | 'marked';
  readonly cancelled: boolean;
  readonly dueDays: number | undefined;
  readonly shippedOn: string | undefined;
  readonly payments: readonly Money[];
  readonly comment: string;
}

export interface SaleLine {
  /** Index of the item; undefined = free text. */
  readonly item: number | undefined;
  readonly text: string;
  readonly quantity: number;
  readonly price: number;
  readonly discount: number;
  readonly amount: number;
  readonly rate: string;
  readonly vat: number;
}

export interface Money {
  readonly on: string;
  readonly amount: number;
  readonly kind: 'bank' | 'cash';
  readonly reversed: boolean;
}

export interface Rules {
  /** Last moment of the generated history. */
  readonly today: string;
  readonly rates: readonly string[];
  readonly isForeign: (party: number) => boolean;
  readonly partyCount: number;
}

/** `count` sales of the last fourteen months, oldest first. */
export function makeSales(random: Random, count: number, rules: Rules): Sale[] {
  const sales = Array.from({ length: count }, () => makeSale(random, rules));
  return sales.sort((a, b) => (a.date < b.date ? -1 : 1));
}

function makeSale(random: Random, rules: Rules): Sale {
  const date = workingMoment(random, rules.today, random.whole(0, 425));
  const party = Math.floor(random.next() ** 1.6 * rules.partyCount); // a few customers buy often, many once
  const organisation = random.chance(0.85) ? 'company' : 'trader';
  const currency = rules.isForeign(party) && random.chance(0.8) ? random.pick(['EUR', 'CNY'] as const) : 'RUB';
  const vatIncluded = random.chance(0.8);
  const rate = rateRule(random, rules, organisation, date, currency);
  const lines = Array.from({ length: lineCount(random) }, () => makeLine(random, vatIncluded, rate, currency));
  const state = random.chance(0.92) ? 'posted' : random.chance(0.6) ? 'unposted' : 'marked';
  const total = saleTotal(lines, vatIncluded);
  const paid = state === 'posted' && random.chance(0.6);
  const cancelled = state === 'posted' && !paid && random.chance(0.08);
  return {
    ...{ party, organisation, date, currency, vatIncluded, lines, state, cancelled },
    dueDays: random.chance(0.7) ? random.pick([3, 5, 7, 10, 14, 30]) : undefined,
    shippedOn:
      state === 'posted' && !cancelled && random.chance(paid ? 0.85 : 0.3) ? later(random, date, 20, rules.today) : undefined,
    payments: paid ? makePayments(random, total, date, currency, rules.today) : [],
    comment: random.chance(0.15) ? random.pick(['Срочно', 'Самовывоз', 'Позвонить перед доставкой', 'Оригинал по почте']) : '',
  };
}

const lineCount = (random: Random): number => (random.chance(0.5) ? random.whole(1, 2) : random.whole(2, 9));

export function saleTotal(lines: readonly SaleLine[], vatIncluded: boolean): number {
  return lines.reduce((sum, line) => sum + kopecks(line.amount) + (vatIncluded ? 0 : kopecks(line.vat)), 0) / 100;
}

function workingMoment(random: Random, today: string, daysAgo: number): string {
  const day = addDays(today, -daysAgo).slice(0, 10);
  const time = [random.whole(9, 17), random.whole(0, 59), random.whole(0, 59)].map((n) => String(n).padStart(2, '0')).join(':');
  const moment = `${day}T${time}`;
  return moment < today ? moment : today;
}

function later(random: Random, date: string, days: number, today: string): string | undefined {
  const moment = workingMoment(random, addDays(date, random.whole(0, days)), 0);
  const after = moment > date ? moment : addDays(date, 1);
  return after < today ? after : undefined;
}

/** 22 % from 2026 where the release knows it; a sole trader sells without VAT or with 5 or 7 %; exports with 0 %. */
function rateRule(
  random: Random,
  { rates }: Rules,
  organisation: string,
  date: string,
  currency: string,
): (vatClass: string) => string {
  const knows = (name: string, other: string): string => (rates.includes(name) ? name : other);
  if (organisation === 'trader') {
    const rate = yearOf(date) >= '2025' && random.chance(0.4) ? knows(random.pick(['НДС5', 'НДС7']), 'БезНДС') : 'БезНДС';
    return () => rate;
  }
  if (currency !== 'RUB') return () => 'НДС0';
  const common = yearOf(date) >= '2026' ? knows('НДС22', 'НДС20') : 'НДС20';
  return (vatClass) => (vatClass === 'п' ? 'НДС10' : common);
}

function makeLine(random: Random, vatIncluded: boolean, rate: (vatClass: string) => string, currency: string): SaleLine {
  const item = random.chance(0.92) ? random.whole(0, goods.length - 1) : undefined;
  const [name = '', , listed = '', vatClass = 'о'] =
    item === undefined ? ['Услуги по договору', '', String(random.whole(500, 90000)), 'о'] : (goods[item] ?? []);
  const price =
    Math.round((Number(listed) * random.whole(95, 110)) / (currency === 'EUR' ? 95 : currency === 'CNY' ? 12 : 1)) / 100;
  const quantity = price > 30000 ? random.whole(1, 3) : random.chance(0.2) ? random.whole(500, 9500) / 1000 : random.whole(1, 60);
  const discount = random.chance(0.1) ? random.pick([3, 5, 10]) : 0;
  const gross = Math.round(price * quantity * 100);
  const off = Math.round((gross * discount) / 100);
  const amount = (gross - off) / 100;
  const rateName = rate(vatClass);
  return {
    item,
    text: name,
    quantity,
    price,
    discount: off / 100,
    amount,
    rate: rateName,
    vat: vatOf(amount, rateName, vatIncluded),
  };
}

export function vatOf(amount: number, rate: string, included: boolean): number {
  const percent = Number(/^НДС(\d+)$/.exec(rate)?.[1] ?? 0);
  const vat = included ? (amount * percent) / (100 + percent) : (amount * percent) / 100;
  return Math.round(vat * 100) / 100;
}

/** Whole, in two parts, or only a part; now and then a payment that was taken back. */
function makePayments(random: Random, total: number, date: string, currency: string, today: string): Money[] {
  const kind: Money['kind'] = currency === 'RUB' && total < 100000 && random.chance(0.15) ? 'cash' : 'bank';
  const first = later(random, date, 30, today);
  if (first === undefined) return [];
  if (random.chance(0.85)) return [{ on: first, amount: total, kind, reversed: random.chance(0.02) }];
  const part = Math.round(total * random.whole(20, 80)) / 100;
  const second = random.chance(0.6) ? later(random, first, 30, today) : undefined;
  const rest = Math.round((total - part) * 100) / 100;
  return [
    { on: first, amount: part, kind, reversed: false },
    ...(second === undefined ? [] : [{ on: second, amount: rest, kind, reversed: false }]),
  ];
}
