/**
 * Locks of the schema by name, held to the end of a transaction: one process writes at a time. A lock is a row that is changed: what
 * changes it next waits on every server, where sp_getapplock of Babelfish keeps a table of its own beside the locks of its engine.
 */
import { TsqlError, type Tsql } from './tsql.ts';

const TAKE = `UPDATE sb.locks SET turns = turns + 1 WHERE name = @name`;

/** Waits as long as any statement may (driver.ts); fails with "timeout" then, with "deadlock" where the server chose us to give way. */
export async function lock(t: Tsql, name: 'write' | 'migrate' | 'audit'): Promise<void> {
  if ((await t.run(TAKE, { name })) !== 1) throw new TsqlError('other', `sb.locks has no row ${name}`, null);
}
