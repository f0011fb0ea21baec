import { openSqlitePrivate } from '../../connector/private/sqlite/store.ts';
import { loads } from './loads.ts';
import { importSuite } from './private/imports.ts';

for (const driver of ['better-sqlite3', 'node:sqlite'] as const)
  if (loads(driver)) importSuite(`on ${driver}`, (at) => openSqlitePrivate({ ...at, driver }));
