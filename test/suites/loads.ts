import { NoDriver, openDatabase, type DriverName } from '../../connector/store/sqlite/driver.ts';

/** Can this Node load it? better-sqlite3 is optional, node:sqlite comes with Node 22.16. */
export function loads(driver: DriverName): boolean {
  try {
    openDatabase(':memory:', driver).close();
    return true;
  } catch (error) {
    if (error instanceof NoDriver) return false;
    throw error;
  }
}
