/** Dates as price lists write them; 03/04/2026 means nothing until the column says whether days or months come first. */
export type Order = 'dmy' | 'mdy';
export type DateRead = { readonly is: 'date'; readonly value: string; readonly order: Order | null } | { readonly is: 'unclear' };

const MONTHS: readonly RegExp[] = [
  /^(янв|jan)/i, /^(фев|feb)/i, /^(мар|mar)/i, /^(апр|apr)/i, /^(ма[йя]|may)/i, /^(июн|jun)/i,
  /^(июл|jul)/i, /^(авг|aug)/i, /^(сен|sep)/i, /^(окт|oct)/i, /^(ноя|nov)/i, /^(дек|dec)/i,
]; // prettier-ignore

/** null = no date. */
export function readDate(written: string, order: Order | null): DateRead | null {
  const text = written.normalize('NFKC').trim().replace(/\s*(г\.?|года)$/i, '').replace(/[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/, ''); // prettier-ignore
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(text);
  if (iso) return made(iso[1], iso[2], iso[3], null);
  const figures = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (figures) return ordered(figures[1] ?? '', figures[3] ?? '', figures[4] ?? '', figures[2] === '.' ? 'dmy' : order);
  return inWords(text);
}

function ordered(first: string, second: string, year: string, order: Order | null): DateRead | null {
  const full = year.length === 2 ? `20${year}` : year;
  if (Number(first) > 12) return made(full, second, first, 'dmy');
  if (Number(second) > 12) return order === 'dmy' ? null : made(full, first, second, 'mdy');
  if (first === second) return made(full, first, second, null);
  if (order === null) return { is: 'unclear' };
  return order === 'dmy' ? made(full, second, first, null) : made(full, first, second, null);
}

function inWords(text: string): DateRead | null {
  const day = /^(\d{1,2})[\s.-]+(\p{L}{3,})\.?[\s.,-]+(\d{4})$/u.exec(text);
  const month = /^(\p{L}{3,})\.?\s+(\d{1,2}),?\s+(\d{4})$/u.exec(text);
  const [name, number, year] = day ? [day[2], day[1], day[3]] : month ? [month[1], month[2], month[3]] : [];
  const at = MONTHS.findIndex((m) => m.test(name ?? ''));
  return at < 0 ? null : made(year, String(at + 1), number, null);
}

function made(year = '', month = '', day = '', order: Order | null): DateRead | null {
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== value ? null : { is: 'date', value, order };
}

/** Days since Excel's beginning of time; its 29 February 1900 never was. null = outside of it. */
export function serialDate(serial: string, from1904: boolean): string | null {
  const days = Number(serial.split('.')[0]);
  if (serial.startsWith('-') || days < 1 || days > 2_958_465 || (!from1904 && days === 60)) return null;
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return new Date(start + days * 86_400_000).toISOString().slice(0, 10);
}

/** What the dates of a column say about their order; null = both or nothing. */
export function orderOf(texts: Iterable<string>): Order | null {
  const seen = new Set<Order>();
  for (const text of texts) {
    const read = readDate(text, null);
    if (read?.is === 'date' && read.order) seen.add(read.order);
  }
  const [only] = seen;
  return seen.size === 1 ? (only ?? null) : null;
}
