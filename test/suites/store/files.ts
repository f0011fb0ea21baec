/** What only a store in a file can meet: a full disk, a file that is held, processes that make it together. SQLite alone. */
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SqliteOpened } from '../sqlite-open.ts';
import { BY, record, rejection, type Bench } from './bench.ts';

const run = promisify(execFile);
const OPENER = fileURLToPath(new URL('./open-once.ts', import.meta.url));

export function fullDisk(bench: Bench<SqliteOpened>): void {
  it('fail with the kind "full" when the disk is full', async () => {
    bench.store.database.exec('pragma max_page_count = 1');
    const big = record('big', { comment: 'x'.repeat(2_000_000) });
    expect(await rejection(bench.store.write(BY, (t) => t.setRecord(big, null)))).to.include({ kind: 'full' });
    bench.store.database.exec('pragma max_page_count = 1000000');
    expect(await bench.store.read((t) => t.record('big'))).to.equal(null);
    await bench.write((t) => t.setRecord(big, null));
  });
}

export function files(bench: Bench<SqliteOpened>): void {
  it('fail with the kind "busy" while one holds the file', async () => {
    const other = bench.open();
    bench.store.database.exec('pragma busy_timeout = 0');
    other.database.exec('begin immediate');
    const error = await rejection(bench.store.write(BY, (t) => t.setRecord(record('a'), null)));
    other.database.exec('rollback');
    await other.close();
    expect(error).to.include({ kind: 'busy' });
    await bench.write((t) => t.setRecord(record('a'), null));
  });

  it('are migrated once though several processes start together', async () => {
    const file = `${bench.file}.together`;
    const { driver } = bench.store.database;
    const out = await Promise.all(
      [1, 2, 3].map((n) => run(process.execPath, ['--import', 'tsx', OPENER, file, driver, `r${n}`])),
    );
    expect(out.map((o) => o.stdout.trim())).to.deep.equal(['done', 'done', 'done']);
  });
}
