/** Was the store of this file moved to a server? A file that is not there, or no store yet, was not. */
import { existsSync } from 'node:fs';
import { openDatabase } from './driver.ts';

/** The setting that says where the store is now. */
export const MOVED_TO = 'moved-to';

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
