/** Locks of the database by name, held to the end of a transaction (sp_getapplock): one process writes at a time. */
import { TsqlError, type Tsql } from './tsql.ts';

const GET = `DECLARE @got INT; EXEC @got = sp_getapplock @Resource = @name, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = @wait; SELECT @got AS got`;

/** Waits at most so many milliseconds; fails with the kind "busy", or "deadlock" where the server chose us to give way. */
export async function lock(t: Tsql, what: 'write' | 'migrate', wait: number): Promise<void> {
  const [row] = await t.rows(GET, { name: `sidebook:${what}`, wait });
  const got = Number(row?.['got'] ?? -1);
  if (got >= 0) return;
  throw new TsqlError(got === -3 ? 'deadlock' : 'busy', `the lock of ${what} was not given (${String(got)})`, null);
}
