import { loads } from './loads.ts';
import { openForSuite } from './sqlite-open.ts';
import { sqliteSuite } from './store.ts';

for (const driver of ['better-sqlite3', 'node:sqlite'] as const)
  if (loads(driver)) sqliteSuite(`on ${driver}`, (at) => openForSuite({ ...at, driver }));
