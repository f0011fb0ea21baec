/** SQLite for the suites: the store, and a way past its interfaces. */
import { openSqlite, type SqliteOptions, type SqliteStore } from '../../connector/store/sqlite/store.ts';
import type { Database } from '../../connector/store/sqlite/driver.ts';
import type { Peek } from './store/bench.ts';

export type SqliteOpened = SqliteStore & { readonly peek: Peek };

export function openForSuite(options: SqliteOptions): SqliteOpened {
  const store = openSqlite(options);
  return Object.assign(store, { peek: peekInto(store.database) });
}

/** In the order of the first column asked for. */
const peekInto = (db: Database): Peek => ({
  rows: async (table, columns, where = {}) =>
    db.prepare(`select ${columns.join(', ')} from ${table} where ${equal(where)} order by 1`, { bigint: true }).all(...Object.values(where)), // prettier-ignore
  add: async (table, row) => {
    const [names, values] = [Object.keys(row), Object.values(row)];
    db.prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`).run(...values);
  },
  remove: async (table, where) => {
    db.prepare(`delete from ${table} where ${equal(where)}`).run(...Object.values(where));
  },
});

const equal = (where: object): string => ['1 = 1', ...Object.keys(where).map((name) => `${name} = ?`)].join(' and ');
