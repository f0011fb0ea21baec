/** A process of its own for the store suite: opens the file, writes one record, says so. */
import { openSqlite } from '../../../connector/store/sqlite/store.ts';
import type { DriverName } from '../../../connector/store/sqlite/driver.ts';

const [file = '', driver = 'better-sqlite3', id = 'r'] = process.argv.slice(2);
const at = '2026-07-22T10:00:00.000Z';
const store = openSqlite({ file, driver: driver as DriverName, world: { now: () => new Date(at) } });
const outcome = await store.write({ actor: 'test' }, (t) =>
  t.setRecord({ id, entity: 'unit', rev: 1, stage: 'live', fields: {}, changedAt: at, changedBy: 'test' }, null),
);
await store.close();
console.log(outcome);
