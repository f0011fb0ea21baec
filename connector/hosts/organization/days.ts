/**
 * Moments that stand for a wall clock (hosts/dynamics.md 1.5, behaviour UserLocal): what was typed, told in UTC. Read as it stands, a date
 * typed in Moscow is the day before, so it is told in the zone of the configuration: of those who type there.
 */

/** "2026-03-30T21:00:00Z" in Europe/Moscow -> "2026-03-31T00:00:00Z": the wall clock, in the form of a moment. */
export function wallOf(moment: string, zone: string | null): string {
  const at = Date.parse(moment);
  return zone === null || !moment.endsWith('Z') || Number.isNaN(at) ? moment : stamp(at + offsetMs(at, zone));
}

/** "2026-03-31T00:00:00Z" in Europe/Moscow -> "2026-03-30T21:00:00Z". */
export function momentOf(wall: string, zone: string | null): string {
  const as = Date.parse(wall.endsWith('Z') ? wall : `${wall}Z`);
  if (zone === null || Number.isNaN(as)) return wall;
  // Twice, so that a change of the clocks in between counts as it does on that day.
  return stamp(as - offsetMs(as - offsetMs(as, zone), zone));
}

const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function offsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(new Date(at)); // prettier-ignore
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value ?? 0);
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
    Math.floor(at / 1000) * 1000
  );
}
