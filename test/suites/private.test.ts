import { openSqlitePrivate } from '../../connector/private/sqlite/store.ts';
import { loads } from './loads.ts';
import { privateSuite } from './private.ts';

for (const driver of ['better-sqlite3', 'node:sqlite'] as const)
  if (loads(driver)) privateSuite(`on ${driver}`, (at) => openSqlitePrivate({ ...at, driver }));
