/** sidebook store move: from the files to a SQL Server, compared by counts and hashes before it counts. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { STORE_URL } from '../config/secrets.ts';
import type { Config } from '../config.ts';
import { SidebookError } from '../errors.ts';
import { storeError } from '../store-errors.ts';
import { AddressWrong, parseAddress, parsePrivateAddress, type MssqlAddress } from '../store/mssql/address.ts';
import { openServer } from '../store/mssql/driver.ts';
import { finishMove } from '../store/mssql/move/mark.ts';
import { moveStore, type MovedSum } from '../store/mssql/move/move.ts';
import type { TsqlServer } from '../store/mssql/tsql.ts';
import { openDatabase } from '../store/sqlite/driver.ts';
import { movedTo } from '../store/sqlite/moved-to.ts';
import { openSqlite } from '../store/sqlite/store.ts';
import { readConfig, t, type Io } from './io.ts';
import { movePrivate } from './move-private.ts';
import { next, progress, told } from './move-told.ts';
import { ownFilesOf } from './own-files.ts';

/** Addresses, or "env:NAME" or "file:PATH" where one stands: there no list of processes shows the password. */
export interface Targets {
  readonly to?: string;
  /** Of what never leaves, and of the audit. */
  readonly private?: string;
}
type Open = (address: MssqlAddress) => TsqlServer;

export async function move(io: Io, targets: Targets, open: Open = openServer): Promise<void> {
  const config = readConfig(io);
  if (targets.to === undefined && targets.private === undefined) throw new SidebookError('store-move-where');
  const own = targets.private === undefined ? null : addressOf(io, targets.private, parsePrivateAddress); // before anything is moved
  if (targets.to !== undefined) await moveShared(io, config, targets.to, open);
  if (own !== null) await movePrivate(io, config, open(own), targets.private ?? '');
  else stays(io, config);
}

async function moveShared(io: Io, config: Config, to: string, open: Open): Promise<void> {
  refuseOdd(config);
  const address = addressOf(io, to, parseAddress);
  const server = open(address);
  try {
    await movedOrFinished(io, config, server, address);
    next(io, to, 'store');
  } catch (error) {
    throw storeError(error, config.store.file);
  } finally {
    await server.close();
  }
}

/** What a move of the store leaves where it is, and how it moves. */
function stays(io: Io, config: Config): void {
  const files = ownFilesOf(config).flatMap(({ name, file }) => (name === 'store' ? [] : [file]));
  if (files.length === 0) return;
  io.out(`${t(io, `What never leaves and the audit stay in files and go on there: ${files.join(', ')}. To move them too, under a login of their own: ${io.called} store move --private env:NAME`, `Закрытые данные и аудит остаются в файлах и работают там: ${files.join(', ')}. Перенести и их, под отдельным входом: ${io.called} store move --private env:ИМЯ`)}\n`); // prettier-ignore
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

function addressOf(io: Io, to: string, parse: (text: string) => MssqlAddress): MssqlAddress {
  try {
    return parse(textOf(io, to).trim());
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
