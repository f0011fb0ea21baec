/** Numbered SQL files of a store, and what stops an old program on a new schema. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export class NewerSchema extends Error {
  readonly found: number;
  readonly known: number;
  constructor(found: number, known: number) {
    super(`schema ${String(found)} is newer than ${String(known)}`);
    this.found = found;
    this.known = known;
  }
}

export interface Migration {
  readonly number: number;
  readonly sql: string;
  readonly checksum: string;
}

/** In the order of their numbers: 001-start.sql, 002-registry.sql. */
export function migrationsIn(folder: string): Migration[] {
  const files = readdirSync(folder).filter((f) => f.endsWith('.sql')).sort(); // prettier-ignore
  return files.map((file) => {
    const sql = readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n');
    return { number: Number(file.slice(0, 3)), sql, checksum: createHash('sha256').update(sql).digest('hex').slice(0, 16) };
  });
}
