import { auditSuite } from './audit.ts';
import { loads } from './loads.ts';

for (const driver of ['better-sqlite3', 'node:sqlite'] as const) if (loads(driver)) auditSuite(driver);
