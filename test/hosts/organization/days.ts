/** Columns that keep what a person typed as a moment of his zone, said in UTC (hosts/dynamics.md 1.5, UserLocal). */

const offsetMinutes = (at: Date, zone: string): number => {
  const shown = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' }).format(at); // prettier-ignore
  return (Date.parse(`${shown.replace(', ', 'T')}Z`) - at.getTime()) / 60_000;
};

const stamp = (at: Date): string => at.toISOString().replace(/\.\d+/, '');

/** What a wall clock, or a day, is on the wire. */
export function zoned(wall: string, zone: string | null): string {
  const at = new Date(wall.length === 10 ? `${wall}T00:00:00Z` : wall);
  return stamp(zone === null ? at : new Date(at.getTime() - offsetMinutes(at, zone) * 60_000));
}

/** The wall clock a moment of the wire stands for. */
export function wallIn(text: string, zone: string | null): string {
  const at = new Date(text.endsWith('Z') ? text : `${text}Z`);
  return stamp(zone === null ? at : new Date(at.getTime() + offsetMinutes(at, zone) * 60_000));
}
