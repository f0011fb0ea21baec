/** Numbered files, applied once, by one process; files only. */
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { record, type Bench } from './bench.ts';

const run = promisify(execFile);
const OPENER = fileURLToPath(new URL('./open-once.ts', import.meta.url));

export function migrations(bench: Bench): void {
  const versions = () => bench.sql('select number, checksum, applied_at from schema_versions order by number');

  it('are all applied to a fresh file, with their time', () => {
    expect(versions().map((v) => Number(v['number']))).to.deep.equal(versions().map((_, i) => i + 1));
    expect(versions().length).to.be.at.least(1);
    for (const v of versions()) expect([String(v['applied_at']), String(v['checksum']).length]).to.deep.equal(['2026-07-22T10:00:00.000Z', 16]); // prettier-ignore
  });

  it('are not applied again to a file that has them', async () => {
    await bench.write((t) => t.setRecord(record('r'), null));
    const before = versions();
    bench.later(3600);
    const other = bench.open();
    expect((await other.read((t) => t.record('r')))?.id).to.equal('r');
    await other.close();
    expect(versions()).to.deep.equal(before);
  });

  it('of a newer program are refused, untouched', () => {
    bench.store.database.exec("insert into schema_versions values (999, 'x', 'later')");
    expect(() => bench.open())
      .to.throw()
      .that.includes({ found: 999 });
    bench.store.database.exec('delete from schema_versions where number = 999');
  });

  it('are applied once though several processes start together', async () => {
    const file = `${bench.file}.together`;
    const { driver } = bench.store.database;
    const out = await Promise.all(
      [1, 2, 3].map((n) => run(process.execPath, ['--import', 'tsx', OPENER, file, driver, `r${n}`])),
    );
    expect(out.map((o) => o.stdout.trim())).to.deep.equal(['done', 'done', 'done']);
  });
}
