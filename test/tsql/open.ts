/** A store on a server for the suites: a schema of its own for each test, and a way past its interfaces. */
import { scaled } from '../../connector/decimal.ts';
import { openMssql, type MssqlStore } from '../../connector/store/mssql/store.ts';
import type { TsqlServer } from '../../connector/store/mssql/tsql.ts';
import { MONEY_PLACES, QUANTITY_PLACES } from '../../connector/store/projections.ts';
import type { At, OpenedStore, Peek } from '../suites/store/bench.ts';

export type ServerOpened = MssqlStore & { readonly peek: Peek };

/** `server`: of the file the suite names, the same one for the same file. */
export const openOn =
  (server: (file: string) => TsqlServer) =>
  ({ file, world, leaseMs, mark }: At): OpenedStore => {
    const on = server(file);
    const store = openMssql({ server: on, world, mark: mark ?? `${file}.mark`, ...(leaseMs === undefined ? {} : { leaseMs }) });
    return Object.assign(store, { peek: peekInto(on) });
  };

const PLACES: Readonly<Record<string, number>> = {
  total: MONEY_PLACES, vat_total: MONEY_PLACES, paid: MONEY_PLACES, amount: MONEY_PLACES, vat_amount: MONEY_PLACES, debt: MONEY_PLACES, advance: MONEY_PLACES, overdue: MONEY_PLACES,
  price: QUANTITY_PLACES, quantity: QUANTITY_PLACES,
}; // prettier-ignore

const shown = (name: string): string => (name in PLACES ? `CAST([${name}] AS NVARCHAR(40)) AS [${name}]` : `[${name}]`);

/** As SQLite's integers: the scale of the projection, and no number but bigint. */
function levelled(name: string, value: unknown): unknown {
  const places = PLACES[name];
  if (places !== undefined && typeof value === 'string') return scaled(value, places);
  return typeof value === 'number' ? BigInt(value) : value;
}

/** In the order of the first column asked for. */
const peekInto = (server: TsqlServer): Peek => ({
  rows: async (table, columns, where = {}) => {
    const sql = `SELECT ${columns.map(shown).join(', ')} FROM sb.${table} WHERE ${equal(where)} ORDER BY [${columns[0] ?? ''}]`;
    const rows = await server.rows(sql, where);
    return rows.map((row) => Object.fromEntries(columns.map((name) => [name, levelled(name, row[name])])));
  },
  add: async (table, row) => {
    const names = Object.keys(row);
    await server.run(`INSERT INTO sb.${table} (${names.map((n) => `[${n}]`).join(', ')}) VALUES (${names.map((n) => `@${n}`).join(', ')})`, row); // prettier-ignore
  },
  remove: async (table, where) => {
    await server.run(`DELETE FROM sb.${table} WHERE ${equal(where)}`, where);
  },
});

const equal = (where: object): string => ['1 = 1', ...Object.keys(where).map((name) => `[${name}] = @${name}`)].join(' AND ');
