/** Was the store of this file moved to a server? A file that is not there, or no store yet, was not. */
import { existsSync } from 'node:fs';
import { openDatabase, type Database } from './driver.ts';

/** The setting that says where the store is now. */
export const MOVED_TO = 'moved-to';

/** The table a file of private data keeps that goes on on a server. */
const LEFT = 'moved_to';

/** From here on nobody opens it: what is written there would be missed on the server, which carries this mark till it may be used. Inside a transaction. */
export function leaveFor(db: Database, place: string, mark: string): void {
  db.exec(`create table ${LEFT} (place text not null, mark text not null)`);
  db.prepare(`insert into ${LEFT} (place, mark) values (?, ?)`).run(place, mark);
}

/** The server with this mark never came to be used, so the file goes on; false: it was not left for that move. */
export function takeBack(db: Database, mark: string): boolean {
  if (leftFor(db) === null || db.prepare(`select * from ${LEFT}`).get()?.['mark'] !== mark) return false;
  db.exec(`drop table ${LEFT}`);
  return true;
}

/** Server and schema, or null: it is not left. */
export function leftFor(db: Database): string | null {
  const isThere = db.prepare(`select 1 from sqlite_master where type = 'table' and name = ?`).get(LEFT) !== undefined;
  const row = isThere ? db.prepare(`select place from ${LEFT}`).get() : undefined;
  return typeof row?.['place'] === 'string' ? row['place'] : null;
}

/** Is there a file whose data is still used? One that was left is not. */
export function isInUse(file: string): boolean {
  if (file === ':memory:' || !existsSync(file)) return false;
  const db = openDatabase(file);
  try {
    return leftFor(db) === null;
  } catch {
    return true; // told by who opens it for good
  } finally {
    db.close();
  }
}

/** A write or look of a process that had the file open when its store was moved: nothing of it was stored. */
export class StoreMoved extends Error {
  readonly file: string;
  /** Server and database. */
  readonly place: string;
  constructor(file: string, place: string) {
    super(`the store was moved to ${place}`);
    this.file = file;
    this.place = place;
  }
}

/** Server and database, or null: reads one setting and closes again. What is wrong with the file is told by who opens it for good. */
export function movedTo(file: string): string | null {
  if (file === ':memory:' || !existsSync(file)) return null;
  try {
    return settingIn(file);
  } catch {
    return null;
  }
}

function settingIn(file: string): string | null {
  const db = openDatabase(file);
  try {
    const row = db.prepare('select value from settings where name = ?').get(MOVED_TO);
    return typeof row?.['value'] === 'string' ? row['value'] : null;
  } finally {
    db.close();
  }
}
