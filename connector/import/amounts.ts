/** How much a rival has and how soon it comes, as price lists say it: "более 100", "10-50", "нет", "2-3 недели". */
import { compare } from '../decimal.ts';
import { readNumber, type Mark } from './numbers.ts';

export interface Amount {
  readonly least: string;
  /** null = or more. */
  readonly most: string | null;
}

const NONE = /^(нет|нет в наличии|отсутствует|под заказ|0|no|none|out of stock|sold out|-|—|–)$/i;
const SOME = /^(есть|в наличии|да|\+|✓|✔|✅|много|yes|in stock|available|true)$/i;
const MORE = /^(?:более|больше|свыше|от|>=?|≥|over|more than|from)\s*(.+)$/iu;
const LESS = /^(?:менее|меньше|до|<=?|≤|under|less than|up to)\s*(.+)$/iu;

/** null = words that say no number. */
export function readStock(written: string, mark: Mark | null): Amount | null {
  const text = written.normalize('NFKC').replace(/\s+/g, ' ').trim().replace(/\s*(?:шт\p{L}*|pcs|кг|м|уп\p{L}*)\.?$/iu, '');
  if (NONE.test(text)) return { least: '0', most: '0' };
  if (SOME.test(text)) return { least: '1', most: null };
  const range = /^(?:от )?([\d.,]+)\s*(?:-|–|—|…|\.\.\.?|до)\s*([\d.,]+)$/u.exec(text);
  if (range) return between(number(range[1] ?? '', mark), number(range[2] ?? '', mark));
  return bound(text, mark);
} // prettier-ignore

function bound(text: string, mark: Mark | null): Amount | null {
  const more = number(MORE.exec(text)?.[1] ?? /^(.+)\+$/.exec(text)?.[1] ?? '', mark);
  if (more !== null) return { least: more, most: null };
  const less = number(LESS.exec(text)?.[1] ?? '', mark);
  if (less !== null) return { least: '0', most: less };
  const exact = number(text, mark);
  return exact === null ? null : { least: exact, most: exact };
}

const between = (least: string | null, most: string | null): Amount | null =>
  least === null || most === null || compare(least, most) > 0 ? null : { least, most };

/** Stock is about how many: a text that could be read two ways is none. */
function number(text: string, mark: Mark | null): string | null {
  const read = readNumber(text, mark);
  return read?.is === 'number' && !read.value.startsWith('-') ? read.value : null;
}

const DAYS: readonly (readonly [RegExp, number])[] = [
  [/^(д|дн|день|дня|дней|сут|р д|рд|раб|рабочих|day|wd|working|business)/, 1],
  [/^(нед|week|wk)/, 7],
  [/^(мес|month)/, 30],
];
const DAYS_AT_MOST = 3650;

/** Days, the longer end of a range; null = words that say none. */
export function readLead(written: string): number | null {
  const text = written.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim(); // prettier-ignore
  if (/^(в наличии|сразу|со склада|in stock|immediately|сегодня)$/.test(text)) return 0;
  const parts = /^(?:от |до |up to |from )?(\d{1,4})?(?: (?:до |to )?(\d{1,4}))?(?!\d) ?(.*)$/.exec(text);
  const [word, times] = [parts?.[3] ?? '', Number(parts?.[2] ?? parts?.[1] ?? (parts?.[3] ? 1 : NaN))];
  const unit = word === '' ? 1 : DAYS.find(([pattern]) => pattern.test(word))?.[1];
  const days = unit === undefined ? NaN : times * unit;
  return Number.isInteger(days) && days <= DAYS_AT_MOST ? days : null;
}
