/** The suite every implementation of the Audit interface passes (connector/audit/audit.ts). */
import type { DriverName } from '../../connector/store/sqlite/driver.ts';
import { appends } from './audit/appends.ts';
import { AuditBench, type AuditDesk } from './audit/bench.ts';
import { canonicalValues } from './audit/values.ts';
import { erasedBytes, erasing } from './audit/erasing.ts';
import { joined } from './audit/joined.ts';
import { reads } from './audit/reads.ts';
import { changedRows, tampering } from './audit/tampering.ts';

/** Of every audit. */
const SHARED: Readonly<Record<string, (desk: AuditDesk) => void>> = {
  appends, 'reads, counted': reads, 'what erasing leaves': erasing, values: canonicalValues, 'changed rows': changedRows,
}; // prettier-ignore
/** Of a file. */
const OF_A_FILE: Readonly<Record<string, (bench: AuditBench) => void>> = {
  'bytes of what was erased': erasedBytes, 'in transactions of others': joined, 'a changed file': tampering,
}; // prettier-ignore

export function auditSuite(driver: DriverName): void {
  describe(`the audit on ${driver}`, () => parts({ ...SHARED, ...OF_A_FILE }, () => new AuditBench(driver)));
}

/** `desk`: makes itself ready before each test and cleans up after it. `runs`: of the random values. */
export function serverAuditSuite(name: string, desk: () => AuditDesk, runs: number): void {
  const values = (bench: AuditDesk): void => canonicalValues(bench, runs);
  describe(`the audit ${name}`, () => parts({ ...SHARED, values }, desk));
}

function parts<D>(all: Readonly<Record<string, (desk: D) => void>>, desk: () => D): void {
  for (const [title, part] of Object.entries(all))
    describe(title, () => {
      part(desk());
    });
}
