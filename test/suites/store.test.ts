import { NoDriver, openDatabase, type DriverName } from '../../connector/store/sqlite/driver.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { storeSuite } from './store.ts';

/** What this Node can load; better-sqlite3 is optional, node:sqlite comes with Node 22.16. */
function loads(driver: DriverName): boolean {
  try {
    openDatabase(':memory:', driver).close();
    return true;
  } catch (error) {
    if (error instanceof NoDriver) return false;
    throw error;
  }
}

for (const driver of ['better-sqlite3', 'node:sqlite'] as const)
  if (loads(driver)) storeSuite(`on ${driver}`, (at) => openSqlite({ ...at, driver }));
