/** sidebook store move: from the file to a SQL Server, compared by counts and hashes before it counts. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { STORE_URL } from '../config-secrets.ts';
import type { Config } from '../config.ts';
import { SidebookError } from '../errors.ts';
import { storeError } from '../store-errors.ts';
import { AddressWrong, parseAddress, type MssqlAddress } from '../store/mssql/address.ts';
import { openServer } from '../store/mssql/driver.ts';
import { finishMove } from '../store/mssql/move/mark.ts';
import { moveStore, type MovedSum } from '../store/mssql/move/move.ts';
import type { TsqlServer } from '../store/mssql/tsql.ts';
import { openDatabase } from '../store/sqlite/driver.ts';
import { movedTo } from '../store/sqlite/moved-to.ts';
import { openSqlite } from '../store/sqlite/store.ts';
import { count } from '../words/format.ts';
import { readConfig, t, type Io } from './io.ts';
import { table } from './table.ts';

/** `to`: an address, or "env:NAME" or "file:PATH" where it stands: there no list of processes shows the password. */
export async function move(io: Io, to: string, open: (address: MssqlAddress) => TsqlServer = openServer): Promise<void> {
  const config = readConfig(io);
  refuseOdd(config);
  const address = addressOf(io, to);
  const server = open(address);
  try {
    await movedOrFinished(io, config, server, address);
    next(io, to);
  } catch (error) {
    throw storeError(error, config.store.file);
  } finally {
    await server.close();
  }
}

function refuseOdd({ secrets, store: { file } }: Config): void {
  if (secrets.get(STORE_URL) !== undefined) throw new SidebookError('store-move-there');
  if (!existsSync(file)) throw new SidebookError('file-absent', { file });
}

/** A file that was left already lacks at most the last step, and only on the server it was moved to. */
async function movedOrFinished(io: Io, config: Config, server: TsqlServer, address: MssqlAddress): Promise<void> {
  const { file } = config.store;
  const place = movedTo(file);
  if (place === null) return told(io, await moved(io, config, server), address);
  if (!(await finished(file, server))) throw new SidebookError('store-moved', { file, place });
  io.out(`${t(io, `The move to ${address.name}, schema ${address.schema}, had broken off at its last step: every row was there and compared. It is finished now.`, `Перенос в ${address.name}, схема ${address.schema}, прервался на последнем шаге: все строки были там и сверены. Теперь он завершён.`)}\n`); // prettier-ignore
}

async function finished(file: string, to: TsqlServer): Promise<boolean> {
  const from = openDatabase(file);
  try {
    return await finishMove(from, to);
  } finally {
    from.close();
  }
}

function addressOf(io: Io, to: string): MssqlAddress {
  try {
    return parseAddress(textOf(io, to).trim());
  } catch (error) {
    if (!(error instanceof AddressWrong)) throw error;
    throw new SidebookError('store-move-address', { part: error.part }, error);
  }
}

function textOf(io: Io, to: string): string {
  if (to.startsWith('env:')) return io.env[to.slice(4)] ?? '';
  if (!to.startsWith('file:')) return to;
  const file = to.slice(5);
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new SidebookError('file-absent', { file }, error);
  }
}

/** The file is brought up to date first, by the store that owns it. */
async function moved(io: Io, { store: { file } }: Config, to: TsqlServer): Promise<readonly MovedSum[]> {
  await openSqlite({ file, world: io.world }).close();
  const from = openDatabase(file);
  try {
    return await moveStore({ from, to, now: () => io.world.now(), at: (name, rows) => progress(io, name, rows) });
  } finally {
    from.close();
    if (io.isTty) io.out('\r\x1b[K');
  }
}

const EVERY = 10_000;
function progress(io: Io, name: string, rows: number): void {
  if (io.isTty) io.out(`\r\x1b[K${name} ${count(io.lang, rows)}`);
  else if (rows % EVERY === 0) io.out(`${name} ${count(io.lang, rows)}\n`);
}

function told(io: Io, sums: readonly MovedSum[], address: MssqlAddress): void {
  const rows = sums.map((s) => [s.table, count(io.lang, s.count), s.hash.slice(0, 16)]);
  io.out(`${table(rows, { right: [1], indent: '  ' })}\n`);
  io.out(`${t(io, `Moved to ${address.name}, schema ${address.schema}: every table has the same rows there.`, `Перенесено в ${address.name}, схема ${address.schema}: строки всех таблиц там те же.`)}\n`); // prettier-ignore
}

function next(io: Io, to: string): void {
  const how = to.startsWith('env:') ? `{ "env": "${to.slice(4)}" }` : to.startsWith('file:') ? `{ "file": "${to.slice(5)}" }` : '{ "env": "SIDEBOOK_STORE" }'; // prettier-ignore
  io.out(`${t(io, `Next: add "url": ${how} to "store" of the configuration; "file" stays.`, `Дальше: добавьте в настройки, в "store": "url": ${how}; "file" остаётся.`)}\n`); // prettier-ignore
  if (to.includes('://')) io.out(`${t(io, 'The address stood on the command line, password included: clear the history of the shell, or use --to env:NAME next time.', 'Адрес вместе с паролем был в командной строке: очистите историю оболочки, в другой раз пишите --to env:ИМЯ.')}\n`); // prettier-ignore
}
