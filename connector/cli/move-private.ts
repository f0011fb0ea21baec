/**
 * sidebook store move --private: what never leaves, and the audit, from their files to a schema of their own. Nobody else may have the files open:
 * they are held from the first row to the end, so that no note is written that the server does not get.
 */
import { existsSync, renameSync } from 'node:fs';
import type { Config } from '../config.ts';
import { auditFileOf, openAuditOf } from '../main.ts';
import { PRIVATE_TABLES } from '../private/mssql/base.ts';
import { fileOf } from '../server/private.ts';
import { storeError } from '../store-errors.ts';
import { migrationsIn } from '../store/migrations.ts';
import { isBegun, migrate } from '../store/mssql/migrate.ts';
import { MoveFailed } from '../store/mssql/move/failed.ts';
import { markOn, unmarked } from '../store/mssql/move/mark.ts';
import { emptied, moved, type MovedSum } from '../store/mssql/move/move.ts';
import type { MovedTable } from '../store/mssql/move/moved-tables.ts';
import { allowSnapshots } from '../store/mssql/snapshots.ts';
import type { TsqlServer } from '../store/mssql/tsql.ts';
import { openDatabase, type Database } from '../store/sqlite/driver.ts';
import { isInUse, leaveFor, takeBack } from '../store/sqlite/moved-to.ts';
import { t, type Io } from './io.ts';
import { next, progress, told } from './move-told.ts';
import { AUDIT_MOVED, PRIVATE_MOVED } from './private-tables.ts';

const HELD = `SELECT (SELECT COUNT(*) FROM sb.competitors) + (SELECT COUNT(*) FROM sb.items) + (SELECT COUNT(*) FROM sb.notes) + (SELECT COUNT(*) FROM sb.audit) AS n`;

interface Held {
  readonly file: string;
  readonly db: Database;
  readonly tables: readonly MovedTable[];
}

/** The server is closed at the end. Fails as the catalogue says; the files are as they were then. */
export async function movePrivate(io: Io, config: Config, server: TsqlServer, to: string): Promise<void> {
  const held: Held[] = [];
  try {
    await goesOn(io, config, server);
    await upToDate(io, config);
    hold(config, held);
    const sums = await copied(io, server, held);
    await leave(held, server, sums.mark);
    if (io.isTty) io.out('\r\x1b[K');
    told(io, sums.all, server);
    for (const { db } of held.splice(0)) db.close(); // Windows renames no open file
    const kept = setAside(auditFileOf(config));
    io.out(`${t(io, `The chain of the audit goes on there; its file is kept as ${kept}. Without "url" every command would begin another one in its old place.`, `Цепочка аудита продолжается там; её файл сохранён как ${kept}. Без "url" любая команда начала бы на прежнем месте другую.`)}\n`); // prettier-ignore
    next(io, to, 'private');
  } catch (error) {
    throw storeError(error, held.at(-1)?.file ?? config.private.file);
  } finally {
    for (const { db } of held) db.close(); // what was begun and not committed is undone
    await server.close();
  }
}

/** Under a name that was free: what an earlier move kept stays. Where it cannot be renamed it stays as it is, and whole. */
function setAside(file: string): string {
  let aside = `${file}.moved`;
  for (let n = 2; existsSync(aside); n++) aside = `${file}.moved-${String(n)}`;
  try {
    renameSync(file, aside);
    return aside;
  } catch {
    return file;
  }
}

/** By the stores that own the files: one that was left, or is somebody else's, is refused here. */
async function upToDate(io: Io, config: Config): Promise<void> {
  if (existsSync(config.private.file)) await fileOf(config, io.world).close();
  await openAuditOf({ ...config, secrets: new Map() }, io.world).close(); // that of the file, whatever is configured
}

/** Out of WAL, which a file leaves only when nobody else has it open, and then locked. Fails with "busy". */
function hold(config: Config, held: Held[]): void {
  const files = [[config.private.file, PRIVATE_MOVED], [auditFileOf(config), AUDIT_MOVED]] as const;
  for (const [file, tables] of files) {
    if (!existsSync(file)) continue;
    const db = openDatabase(file);
    held.push({ file, db, tables });
    db.exec('pragma journal_mode = delete; begin exclusive;');
  }
} // prettier-ignore

async function copied(io: Io, to: TsqlServer, held: readonly Held[]): Promise<{ readonly all: readonly MovedSum[]; readonly mark: string }> {
  const now = (): Date => io.world.now();
  await migrate(to, now, PRIVATE_TABLES);
  await allowSnapshots(to);
  const mark = await emptied({ to, now, held: HELD, tables: [...PRIVATE_MOVED, ...AUDIT_MOVED] });
  const all: MovedSum[] = [];
  for (const { db, tables } of held)
    for (const table of tables) all.push(await moved({ from: db, to, at: (name, rows) => progress(io, name, rows) }, table));
  return { all, mark };
} // prettier-ignore

/**
 * The file is left first, then the server may be used: whoever dies between the two leaves neither in use, and the same command begins
 * again (`goesOn`). A full disk is met before the server is told.
 */
async function leave(held: readonly Held[], to: TsqlServer, mark: string): Promise<void> {
  const own = held.filter(({ tables }) => tables === PRIVATE_MOVED);
  for (const { db } of own) {
    leaveFor(db, `${to.name}, ${to.schema}`, mark);
    db.exec('commit');
  }
  if (await unmarked(to, mark)) return;
  for (const { db } of own) takeBack(db, mark);
  throw new MoveFailed('taken', to.name);
}

/** A file left for a server that still waits for the end of that very move: nobody used the server, so it is the file that holds. */
async function goesOn(io: Io, { private: { file } }: Config, to: TsqlServer): Promise<void> {
  if (!existsSync(file) || isInUse(file)) return;
  if (!(await isBegun(to, migrationsIn(PRIVATE_TABLES)))) return; // it went elsewhere: nothing is made here before that is told
  await migrate(to, () => io.world.now(), PRIVATE_TABLES);
  const mark = await markOn(to);
  if (mark === null) return; // told by who opens it
  const db = openDatabase(file);
  try {
    takeBack(db, mark);
  } finally {
    db.close();
  }
}
