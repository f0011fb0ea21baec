import { expect } from 'chai';
import { join, dirname } from 'node:path';
import { joinAudit } from '../../../connector/audit/sqlite/join.ts';
import { openDatabase, type Database } from '../../../connector/store/sqlite/driver.ts';
import { entry, type AuditBench } from './bench.ts';

export function joined(bench: AuditBench): void {
  const other = async (work: (db: Database, append: (text: string) => void) => void): Promise<void> => {
    const db = openDatabase(join(dirname(bench.file), 'other.db'), bench.driver);
    const audit = joinAudit(db, bench.options);
    db.exec('pragma journal_mode = wal; create table if not exists facts (x text)');
    try {
      work(db, (text) => void audit.append([entry('write:fact', { text })]));
    } finally {
      db.close();
    }
  };
  const fact = (db: Database, text: string): void => void db.prepare('insert into facts values (?)').run(text);

  it('is committed with what it tells of', async () => {
    await bench.audit.append([entry('write:before')]);
    await other((db, append) => {
      db.exec('begin immediate');
      for (const text of ['a', 'b']) {
        fact(db, text);
        append(text);
      }
      db.exec('commit');
    });
    await bench.audit.append([entry('write:after')]);
    expect((await bench.audit.rows({})).map((r) => r.what)).to.deep.equal([
      'write:before',
      'write:fact',
      'write:fact',
      'write:after',
    ]);
    expect(await bench.audit.verify()).to.deep.equal([]);
  });

  it('is rolled back with it', async () => {
    await other((db, append) => {
      db.exec('begin immediate');
      fact(db, 'a');
      append('a');
      db.exec('rollback');
      expect(db.prepare('select count(*) as n from facts').get()?.['n']).to.equal(0);
    });
    expect(await bench.audit.head()).to.equal(null);
  });
}
