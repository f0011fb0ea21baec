/** The suite every implementation of the Audit interface passes (connector/audit/audit.ts). */
import type { DriverName } from '../../connector/store/sqlite/driver.ts';
import { appends } from './audit/appends.ts';
import { AuditBench } from './audit/bench.ts';
import { canonicalValues } from './audit/values.ts';
import { erasing } from './audit/erasing.ts';
import { joined } from './audit/joined.ts';
import { reads } from './audit/reads.ts';
import { tampering } from './audit/tampering.ts';

const PARTS: Readonly<Record<string, (bench: AuditBench) => void>> = {
  appends, 'reads, counted': reads, 'what erasing leaves': erasing, values: canonicalValues, 'in transactions of others': joined, 'a changed file': tampering,
}; // prettier-ignore

export function auditSuite(driver: DriverName): void {
  describe(`the audit on ${driver}`, () => {
    for (const [title, part] of Object.entries(PARTS))
      describe(title, () => {
        part(new AuditBench(driver));
      });
  });
}
