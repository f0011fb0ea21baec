/**
 * The store moves from its SQLite file to a server: copied from one moment of the file, then read back and compared by counts and hashes.
 * Until both agree the server is marked as being moved to and nobody opens it; a move that broke off begins again from nothing.
 */
import type { Database } from '../../sqlite/driver.ts';
import { inserted, type Batch, type BatchRow } from '../batch.ts';
import { migrate } from '../migrate.ts';
import { after, keyOf } from '../keyset.ts';
import { asText } from '../queries.ts';
import { allowSnapshots } from '../snapshots.ts';
import { FIRST, type Tsql, type TsqlServer } from '../tsql.ts';
import { Work } from '../work.ts';
import { MoveFailed } from './failed.ts';
import { arrive, leave, mark, markOf, markOn, versionOf } from './mark.ts';
import { MOVED, type MovedTable } from './moved-tables.ts';
import { ours, Sum, theirs } from './sums.ts';

export interface MovedSum {
  readonly table: string;
  readonly count: number;
  readonly hash: string;
}

/** From one moment of a file to a server. */
export interface CopyOptions {
  /** The file, open for this alone. */
  readonly from: Database;
  readonly to: TsqlServer;
  /** Rows of a table so far. */
  readonly at: (table: string, rows: number) => void;
}

export interface MoveOptions extends CopyOptions {
  readonly now: () => Date;
}

/** What a server must not hold yet, and all that goes where a move begins again. */
export interface Emptied {
  readonly to: TsqlServer;
  readonly now: () => Date;
  /** Counts rows as n. */
  readonly held: string;
  readonly tables: readonly MovedTable[];
}

const PAGE = 500;
const HELD = `SELECT (SELECT COUNT(*) FROM sb.records) + (SELECT COUNT(*) FROM sb.links) + (SELECT COUNT(*) FROM sb.hosts) AS n`;

/** Fails with MoveFailed, and as the databases do. */
export async function moveStore(o: MoveOptions): Promise<readonly MovedSum[]> {
  await migrate(o.to, o.now);
  await allowSnapshots(o.to);
  const left = await emptied({ ...o, held: HELD, tables: MOVED });
  const before = versionOf(o.from);
  o.from.exec('begin');
  const sums: MovedSum[] = [];
  try {
    refuseBusy(o.from, o.now());
    for (const table of MOVED) sums.push(await moved(o, table));
  } finally {
    o.from.exec('rollback');
  }
  leave(o.from, o.to, left, before);
  await arrive(o.from, o.to, left);
  return sums;
}

/** What a move that broke off left goes; what anybody else put there stays, and is told. Answers with the mark. */
export async function emptied({ to, now, held, tables }: Emptied): Promise<string> {
  const isOurs = (await markOn(to)) !== null;
  if (!isOurs && Number((await to.rows(held))[0]?.['n'] ?? 0) > 0) throw new MoveFailed('taken', to.name);
  const made = markOf(to, now());
  await to.transaction('change', async (t) => {
    await t.run(`DELETE FROM sb.settings`);
    for (const { name } of tables) await t.run(`DELETE FROM sb.${name}`);
    await mark(t, made);
  });
  return made;
}

function refuseBusy(from: Database, now: Date): void {
  const held = from.prepare('select host, holder from leases where expires_at > ?').get(now.toISOString());
  if (held) throw new MoveFailed('busy', `${String(held['host'])}: ${String(held['holder'])}`);
}

/** Copied and read back. Fails with MoveFailed where both differ. */
export async function moved(o: CopyOptions, table: MovedTable): Promise<MovedSum> {
  const sent = await sentOf(o, table);
  const stored = await storedSum(o.to, table);
  if (!sent.same(stored)) throw new MoveFailed('differs', `${table.name} ${String(sent.count)} ${sent.hash} / ${String(stored.count)} ${stored.hash}`); // prettier-ignore
  return { table: table.name, count: sent.count, hash: sent.hash };
}

async function sentOf({ from, to, at }: CopyOptions, table: MovedTable): Promise<Sum> {
  const sum = new Sum();
  let waiting: BatchRow[] = [];
  const send = async (): Promise<void> => {
    await to.transaction('change', (t) => added(t, table, waiting));
    at(table.name, sum.count);
    waiting = [];
  };
  for (const row of from.prepare(table.from, { bigint: table.isBig === true }).iterate())
    for (const cells of table.cells(row)) {
      sum.add(ours(table.name, table.columns, cells));
      if (waiting.push(cells) === (table.atOnce ?? PAGE)) await send();
    }
  if (waiting.length > 0) await send();
  return sum;
}

async function added(t: Tsql, table: MovedTable, rows: readonly BatchRow[]): Promise<void> {
  const batch = batchOf(table);
  const work = new Work(t, [batch]);
  for (const row of rows) await work.add(batch, row);
  await work.flush();
}

/** A number the server would give itself is given: in one statement, because the permission ends with it. */
function batchOf({ name, columns, numbered }: MovedTable): Batch {
  const batch = inserted(name, columns, numbered === undefined);
  if (numbered === undefined) return batch;
  return { ...batch, sql: `SET IDENTITY_INSERT sb.${name} ON; ${batch.sql}; SET IDENTITY_INSERT sb.${name} OFF` };
}

async function storedSum(to: TsqlServer, { name, columns, keys, but, atOnce: limit = PAGE }: MovedTable): Promise<Sum> {
  const sum = new Sum();
  const read = Object.entries(columns).map(([column, { cast }]) => (cast?.startsWith('DECIMAL') ? asText(`x.[${column}]`, column) : `x.[${column}]`)); // prettier-ignore
  const beside = keys.filter((key) => !(key in columns)).map((key) => `x.[${key}]`);
  const sql = (where: readonly string[]): string => `SELECT ${[...read, ...beside].join(', ')} FROM sb.${name} AS x${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`} ORDER BY ${keys.map((key) => `x.[${key}]`).join(', ')} ${FIRST}`; // prettier-ignore
  const own = but === undefined ? [] : [but];
  let rows = await to.transaction('look', (t) => t.rows(sql(own), { limit }));
  for (;;) {
    for (const row of rows) sum.add(theirs(columns, row));
    if (rows.length < limit) return sum;
    const last = rows.at(-1) ?? {};
    rows = await to.transaction('look', (t) => t.rows(sql([...own, after(keys)]), { ...keyOf(keys, last), limit }));
  }
}
