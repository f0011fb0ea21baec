/** Money, numbers, dates in words of the catalogue. All are ours: engines differ, and a sum never becomes a float. */
import type { I18n } from './i18n.ts';

const SYMBOLS: Readonly<Record<string, string>> = {
  RUB: '₽',
  USD: '$',
  EUR: '€',
  GBP: '£',
  CNY: '¥',
  KZT: '₸',
  UAH: '₴',
  TRY: '₺',
};
const NBSP = '\u00a0';
const two = (n: number): string => (n < 10 ? '0' : '') + String(n);

export interface Formats {
  /** "1234567.8", "RUB" -> "1 234 567,80 ₽". Every digit given is kept; at least two are shown. */
  readonly money: (amount: string, currency?: string) => string;
  /** A quantity as it is: "1234.5" -> "1 234,5". */
  readonly number: (text: string | number) => string;
  /** "2026-11-21" or "2026-11-21T10:00:00": the day as written, never moved by a time zone. */
  readonly date: (text: string) => string;
  /** "21.11"; of another year than this one with its year, or last December's would be read as the next. */
  readonly shortDate: (text: string) => string;
  /** An instant in the zone of the token: "12:40" today, "21.11 12:40" earlier. */
  readonly at: (instant: string) => string;
  /** "21.11.2026, 12:40:05" */
  readonly exact: (instant: string) => string;
  /** The day it is there: "2026-11-21". */
  readonly today: () => string;
  /** "5 мин назад" */
  readonly ago: (instant: string) => string;
  /** "37 дн." */
  readonly days: (n: number) => string;
}

interface Wall {
  readonly day: string;
  readonly time: string;
}

const local = (ms: number): Wall => {
  const d = new Date(ms);
  const day = `${String(d.getFullYear())}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return { day, time: `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}` };
};

function zoned(tz: string): (ms: number) => Wall {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: tz, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }); // prettier-ignore
  return (ms) => {
    const [day = '', time = ''] = format.format(ms).split(', ');
    return { day: day.split('/').reverse().join('-'), time };
  };
}

/** The wall clock of a zone; that of the machine where the engine does not know zones (tried once, with a known instant). */
export function wallClock(tz: string | undefined): (ms: number) => Wall {
  if (tz === undefined) return local;
  try {
    const known = zoned('Europe/Moscow')(Date.UTC(2026, 0, 15, 21, 5, 6));
    return known.day === '2026-01-16' && known.time === '00:05:06' ? zoned(tz) : local;
  } catch {
    return local;
  }
}

/** "1234567" -> "1 234 567" */
const grouped = (digits: string, separator: string): string => digits.replace(/\B(?=(\d{3})+$)/g, separator);

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
function decimal(i18n: I18n, text: string, least: number): string {
  const match = DECIMAL.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '0', given = ''] = match;
  let fraction = given.replace(/0+$/, '');
  while (fraction.length < least) fraction += '0';
  const head = (sign && '\u2212') + grouped(whole, i18n.t('runtime.format.group'));
  return fraction ? head + i18n.t('runtime.format.decimal') + fraction : head;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function ago(i18n: I18n, passed: number): string {
  if (passed < MINUTE) return i18n.t('runtime.now');
  if (passed < HOUR) return i18n.t('runtime.minutesAgo', { n: Math.floor(passed / MINUTE) });
  if (passed < DAY) return i18n.t('runtime.hoursAgo', { n: Math.floor(passed / HOUR) });
  return i18n.t('runtime.daysAgo', { n: Math.floor(passed / DAY) });
}

export function createFormats(i18n: I18n, now: () => number, tz?: string): Formats {
  const wall = wallClock(tz);
  const written = (key: string, text: string): string => {
    const [yyyy = '', mm = '', dd = ''] = text.slice(0, 10).split('-');
    const months = i18n.t('runtime.format.months').split(' ');
    return i18n.t(key, { yyyy, mm, dd, d: Number(dd), mon: months[Number(mm) - 1] ?? mm });
  };
  const date = (text: string): string => written('runtime.format.date', text);
  const today = (): string => wall(now()).day;
  const shortDate = (text: string): string =>
    written(`runtime.format.${text.slice(0, 4) === today().slice(0, 4) ? 'shortDate' : 'date'}`, text);
  return {
    money: (amount, currency) => decimal(i18n, amount, 2) + (currency ? NBSP + (SYMBOLS[currency] ?? currency) : ''),
    number: (text) => decimal(i18n, String(text), 0),
    date,
    shortDate,
    at: (instant) => {
      const { day, time } = wall(Date.parse(instant));
      const clock = time.slice(0, 5);
      return day === today() ? clock : `${shortDate(day)} ${clock}`;
    },
    exact: (instant) => {
      const { day, time } = wall(Date.parse(instant));
      return `${date(day)}, ${time}`;
    },
    today,
    ago: (instant) => ago(i18n, now() - Date.parse(instant)),
    days: (n) => i18n.t('runtime.days', { n }),
  };
}
