import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { loads } from './loads.ts';
import { storeSuite } from './store.ts';

for (const driver of ['better-sqlite3', 'node:sqlite'] as const)
  if (loads(driver)) storeSuite(`on ${driver}`, (at) => openSqlite({ ...at, driver }));
