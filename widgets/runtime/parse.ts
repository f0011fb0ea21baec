/** What people type, as what the server takes; null: it cannot be understood. */
const two = (text: string): string => (text.length < 2 ? `0${text}` : text);

/** "1,099", "1.234.567": nothing but groups of three. */
const GROUPS = /^-?\d{1,3}([.,])\d{3}(?:\1\d{3})*$/;

/**
 * "1234,5", "1 234.50", "1'234,00" -> "1234.5"; a comma or a dot is the decimal sign, both are read by which comes last. `group`:
 * what parts thousands in the language; there "1,099" is what the field itself shows for 1099.
 */
export function parseDecimal(typed: string, group = ''): string | null {
  const written = typed.replace(/[\s\u00a0\u202f'₽$€]/g, '').replace('\u2212', '-');
  const [, sign = ''] = GROUPS.exec(written) ?? [];
  const isGrouped = sign !== '' && (sign === group || written.indexOf(sign) !== written.lastIndexOf(sign));
  const text = isGrouped ? written.replace(/[.,]/g, '') : written;
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  if (last >= 0 && text.indexOf(text.charAt(last)) !== last) return null;
  const whole = last < 0 ? text : text.slice(0, last).replace(/[.,]/g, '');
  const fraction = last < 0 ? '' : text.slice(last + 1).replace(/0+$/, '');
  if (!/^-?\d{1,15}$/.test(whole) || !/^\d{0,6}$/.test(fraction)) return null;
  const plain = whole.replace(/^(-?)0+(?=\d)/, '$1');
  return fraction ? `${plain}.${fraction}` : plain;
}

const iso = (year: number, month: number, day: number): string | null => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : null;
};

/** "5.11", "05112026", "5.11.26", "2026-11-05", "+7" (days from today) -> "2026-11-05". `today`: an ISO day. */
export function parseDay(typed: string, today: string): string | null {
  const text = typed.trim();
  if (/^\+\d{1,4}$/.test(text))
    return new Date(Date.parse(`${today}T00:00:00Z`) + Number(text) * 86_400_000).toISOString().slice(0, 10);
  const written = /^(\d{4})-(\d\d?)-(\d\d?)$/.exec(text);
  if (written) return iso(Number(written[1]), Number(written[2]), Number(written[3]));
  const solid = /^(\d\d)(\d\d)(\d{4}|\d\d)?$/.exec(text);
  const parts = solid ?? /^(\d\d?)[./-](\d\d?)(?:[./-](\d{4}|\d\d))?$/.exec(text);
  if (!parts) return null;
  const year = parts[3] === undefined ? today.slice(0, 4) : parts[3].length === 2 ? `20${parts[3]}` : parts[3];
  return iso(Number(year), Number(two(parts[2] ?? '')), Number(parts[1]));
}
