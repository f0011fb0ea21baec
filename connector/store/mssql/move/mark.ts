/**
 * The end of a move. A server is marked while it is moved to; the file that leaves keeps that mark, so that whoever finishes a move that
 * broke off between the two knows the server by it, and no half of another move is ever taken for the whole of this one.
 */
import type { Database } from '../../sqlite/driver.ts';
import { MOVED_TO } from '../../sqlite/moved-to.ts';
import type { Tsql, TsqlServer } from '../tsql.ts';
import { MoveFailed } from './failed.ts';
import { MOVING } from './moved-tables.ts';

/** The setting of the file with the mark of the server. */
const MARK = 'moved-mark';
const SQL = {
  mark: `INSERT INTO sb.settings (name, value) VALUES (N'${MOVING}', @mark)`,
  marked: `SELECT value FROM sb.settings WHERE name = N'${MOVING}'`,
  unmark: `DELETE FROM sb.settings WHERE name = N'${MOVING}' AND value = @mark`,
  settings: `SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = @schema AND t.name = N'settings'`,
} as const;

/** A mark no other move makes: when, and which schema. */
export const markOf = ({ schema }: TsqlServer, now: Date): string => `${now.toISOString()} ${schema}`;

export async function mark(t: Tsql, text: string): Promise<void> {
  await t.run(SQL.mark, { mark: text });
}

/** Null: nobody moves there. */
export async function markOn(server: Tsql): Promise<string | null> {
  const value = (await server.rows(SQL.marked))[0]?.['value'];
  return typeof value === 'string' ? value : null;
}

/** Changes whenever another connection has written. */
export const versionOf = (from: Database): string => String(Object.values(from.prepare('pragma data_version').get() ?? {})[0]);

/** From here on the file says where the store is and takes nothing more; whoever wrote to it since `before` is not forgotten. */
export function leave(from: Database, { name }: TsqlServer, left: string, before: string): void {
  changed(from, () => {
    if (versionOf(from) !== before) throw new MoveFailed('changed', name);
    const set = from.prepare('insert or replace into settings (name, value) values (?, ?)');
    set.run(MOVED_TO, name);
    set.run(MARK, left);
  });
}

/** The server may be used. Another move that took it over meanwhile: the file is what it was, and nothing was written to it since. */
export async function arrive(from: Database, to: TsqlServer, left: string): Promise<void> {
  if (await unmarked(to, left)) return;
  changed(from, () => from.prepare('delete from settings where name in (?, ?)').run(MOVED_TO, MARK));
  throw new MoveFailed('taken', to.name);
}

/** Finishes a move that broke off between `leave` and `arrive`; false: this server waits for no end of a move from this file. */
export async function finishMove(from: Database, to: TsqlServer): Promise<boolean> {
  const left = from.prepare('select value from settings where name = ?').get(MARK)?.['value'];
  if (typeof left !== 'string' || (await to.rows(SQL.settings, { schema: to.schema })).length === 0) return false;
  return unmarked(to, left);
}

/** False: somebody else took it over meanwhile. */
export const unmarked = async (to: TsqlServer, left: string): Promise<boolean> =>
  (await to.transaction('change', (t) => t.run(SQL.unmark, { mark: left }))) === 1;

function changed(from: Database, work: () => void): void {
  from.exec('begin immediate');
  try {
    work();
    from.exec('commit');
  } catch (error) {
    from.exec('rollback');
    throw error;
  }
}
