import { emptyDate } from './rows.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** The base's wall clock: local parts, seconds, no zone (1c.md 2.4). */
export function localText(date: Date): string {
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export const dayOf = (text: string): string => text.slice(0, 10);
export const yearOf = (text: string): string => text.slice(0, 4);

/** `2026-02-24T12:59:23` → `24.02.2026 12:59:23`, the way presentations write it. */
export function russianDateTime(text: string): string {
  if (text === emptyDate || text === '') return '';
  const [day = '', time = ''] = text.split('T');
  return `${day.split('-').reverse().join('.')} ${time.replace(/^0/, '')}`;
}

/** Adds days to a wall-clock text; calendar arithmetic in UTC, so no zone rule can shift it. */
export function addDays(text: string, days: number): string {
  const date = new Date(`${text.length === 10 ? `${text}T00:00:00` : text}Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 19);
}
