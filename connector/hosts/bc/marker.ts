/**
 * Our mark in the external document number of an invoice we made: who it is and the second of its date, which Business Central does not
 * keep. By both it is known again after an answer that was lost. "SB", 25 places of the id and 4 of the second, to the base of 36: codes
 * there are in capitals and hold 35 characters.
 */

const MARK = /^SB([0-9A-Z]{25})([0-9A-Z]{4})$/i;
const DAY_SECONDS = 86_400;

/** What the marks of a record begin with. `id`: a UUID. */
export const markOf = (id: string): string =>
  `SB${BigInt(`0x${id.replaceAll('-', '')}`)
    .toString(36)
    .padStart(25, '0')
    .toUpperCase()}`;

/** `moment`: YYYY-MM-DDThh:mm:ss; of a day alone it is midnight. */
export const markAt = (mark: string, moment: string): string =>
  mark + secondOf(moment).toString(36).padStart(4, '0').toUpperCase();

function secondOf(moment: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = moment.slice(11, 19).split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** The mark without its second; null where the text is none of ours. */
export function markIn(text: unknown): string | null {
  const id = typeof text === 'string' ? MARK.exec(text)?.[1] : undefined;
  return id === undefined ? null : `SB${id.toUpperCase()}`;
}

/** The day as the host shows it, with the second of the mark where there is one. */
export function momentOf(day: unknown, text: unknown): unknown {
  const second = typeof text === 'string' ? parseInt(MARK.exec(text)?.[2] ?? '', 36) : NaN;
  if (typeof day !== 'string' || Number.isNaN(second) || second >= DAY_SECONDS) return day;
  const part = (n: number): string => String(n).padStart(2, '0');
  return `${day}T${part(Math.floor(second / 3600))}:${part(Math.floor(second / 60) % 60)}:${part(second % 60)}`;
}
