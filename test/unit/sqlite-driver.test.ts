/** What SQLite refuses comes in our words however it is asked: statements are prepared when they are first used. */
import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, SqliteError, type Statement } from '../../connector/store/sqlite/driver.ts';

describe('a file that is no database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-driver-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const ways: Readonly<Record<string, (s: Statement) => unknown>> = {
    run: (s) => s.run(),
    insert: (s) => s.insert(),
    get: (s) => s.get(),
    all: (s) => s.all(),
    iterate: (s) => [...s.iterate()],
  };

  for (const [name, way] of Object.entries(ways))
    it(`is called damaged by ${name}`, () => {
      const file = join(folder, 'garbage.db');
      writeFileSync(file, 'garbage '.repeat(1024));
      const db = openDatabase(file);
      try {
        expect(() => way(db.prepare('select 1 from records')))
          .to.throw(SqliteError)
          .with.property('kind', 'damaged');
      } finally {
        db.close();
      }
    });
});
