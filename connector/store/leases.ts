/** Until when a process has a host for itself, in both stores. */

/** How long a lease holds without renewal. */
export const LEASE_MS = 60_000;
/** No two clocks are as far apart, so such an end was noted by one that was put back since: waiting for it could take a year. */
const IMPOSSIBLE_MS = 3_600_000;

export const leaseUntil = (now: Date, leaseMs = LEASE_MS): string => new Date(now.getTime() + leaseMs).toISOString();

/** `until`: '' once it was given up. */
export const isLeaseOver = (until: string, now: Date): boolean =>
  until <= now.toISOString() || until > leaseUntil(now, IMPOSSIBLE_MS);
