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

/** Tables of somebody else, or of another store of ours, stand where the store should: nothing was written there. */
export class ForeignTables extends Error {
  readonly tables: readonly string[];
  constructor(tables: readonly string[]) {
    super(`tables of others: ${tables.join(', ')}`);
    this.tables = tables;
  }
}

/** Ours alone: what is kept of migrations themselves. */
const OWN = new Set(['schema_versions', 'locks']);
const SHOWN = 5;

/** Is there nothing yet, or the store these migrations made? Every store is known by the first table it makes. @throws ForeignTables */
export function mustBeOurs(tables: readonly string[], known: readonly Migration[]): void {
  const [, first = ''] = /^\s*create table (?:sb\.)?(\w+)/im.exec(known[0]?.sql ?? '') ?? [];
  const others = tables.filter((name) => !OWN.has(name));
  const isOurs = tables.includes('schema_versions') && (others.length === 0 || others.includes(first));
  if (tables.length > 0 && !isOurs) throw new ForeignTables(tables.slice(0, SHOWN));
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
