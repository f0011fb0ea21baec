/** The private store in a SQLite file of its own, beside the shared one and never the same (sync-design B4, B5). */
import { dirname } from 'node:path';
import { makeFolder } from '../../folder.ts';
import { ownFile } from '../../own-files.ts';
import type { PersonalData } from '../../personal-data.ts';
import { type Database, type DriverName } from '../../store/sqlite/driver.ts';
import { openMigrated } from '../../store/sqlite/migrate.ts';
import type { LongChanges, PrivateImports } from '../imports.ts';
import type { PrivateOptions, PrivateView, Viewer } from '../private-store.ts';
import { Base, type PrivateWorld, type Teller } from './base.ts';
import type { OwnStore } from '../own-store.ts';
import { SqliteEscalations } from './escalations.ts';
import { handOver } from './hand-over.ts';
import { SqliteImports } from './imports.ts';
import { lookOver } from './look-over.ts';
import { Named } from './named.ts';
import { NoteWords } from './note-words.ts';
import { Scoped } from './scoped.ts';
import { PrivatePersonalData } from './personal.ts';
import { Texts } from './texts.ts';
import { SqlitePrivateView, type Shared } from './view.ts';

export interface SqlitePrivateOptions extends PrivateOptions {
  readonly world: PrivateWorld;
  readonly driver?: DriverName;
  /** The audit, joined to this file: it tells of each change in the transaction of the change. */
  readonly audit?: (database: Database) => Teller;
  /** Who makes long changes; without it they are made here. */
  readonly elsewhere?: LongChanges;
  /** This is who makes them. */
  readonly isLong?: boolean;
}

const SCHEMA = ownFile('connector/private/sqlite/schema');
/** Kilobytes of pages: the upper parts of the indexes stay near. */
const PRAGMAS = `pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on; pragma temp_store = memory;
  pragma cache_size = -32000; pragma wal_autocheckpoint = 20000;`;

const TELLS_OF = `select 1 where exists (select 1 from notes where about_record = ? and withdrawn_at is null) or exists (select 1 from offers where counterparty = ?)`;

export class SqlitePrivateStore implements OwnStore {
  /** For what has tables of its own in this file, and for tests. */
  readonly database: Database;
  readonly place = 'file';
  readonly #base: Base;
  readonly #shared: Shared;
  readonly #elsewhere: LongChanges | null;

  constructor(database: Database, { world, fresh, audit, elsewhere, isLong }: Omit<SqlitePrivateOptions, 'file' | 'driver'>) {
    this.database = database;
    this.#elsewhere = elsewhere ?? null;
    this.#base = new Base(database, world, fresh, audit?.(database) ?? null, isLong);
    this.#shared = { texts: new Texts(this.#base), named: new Named(this.#base), words: new NoteWords(this.#base) };
  }

  as = (viewer: Viewer): PrivateView => new SqlitePrivateView(this.#base, this.#shared, viewer);
  imports = (viewer: Viewer): PrivateImports => {
    const elsewhere = this.#elsewhere;
    return new SqliteImports(new Scoped(this.#base, viewer), this.#shared, elsewhere && { viewer, make: elsewhere });
  };
  handOver = (by: Viewer, from: string, to: string): Promise<number> =>
    this.#base.turn(() => handOver(this.#base, this.#shared.words, by, from, to));
  privateTexts = async (after: number, limit: number) => this.#shared.texts.since(after, limit);
  escalations = () => new SqliteEscalations(this.#base);
  /** Of persons: where they are mentioned, and the end of it. */
  personal = (): PersonalData => new PrivatePersonalData(this.#base, this.#shared.words);
  tellsOf = async (counterparty: string): Promise<boolean> => this.#base.get(TELLS_OF, counterparty, counterparty) !== undefined;
  check = async (): Promise<readonly string[]> => lookOver(this.#base);
  close = async (): Promise<void> => this.database.close();
}

export function openSqlitePrivate(options: SqlitePrivateOptions): SqlitePrivateStore {
  if (options.file !== ':memory:') makeFolder(dirname(options.file));
  const { file, driver, world } = options;
  const database = openMigrated({ file, driver, pragmas: PRAGMAS, now: () => world.now(), folder: SCHEMA });
  try {
    return new SqlitePrivateStore(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}
