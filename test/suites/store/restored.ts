/** A database put back from a backup is noticed by the mark beside it (sync-design A21). Files only. */
import { expect } from 'chai';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { record, type Bench } from './bench.ts';

export function restored(bench: Bench): void {
  /** Closes the store, does something to its files, opens it again. */
  const away = async (change: () => void): Promise<void> => {
    await bench.store.close();
    change();
    bench.store = bench.open();
  };
  const copy = (): string => `${bench.file}.copy`;

  it('is not noticed on a first start or a plain one', async () => {
    expect(await bench.store.wasRestored()).to.equal(false);
    await bench.store.checkpoint();
    await away(() => undefined);
    expect(await bench.store.wasRestored()).to.equal(false);
  });

  it('is noticed when an older file came back', async () => {
    await bench.store.checkpoint();
    await away(() => copyFileSync(bench.file, copy()));
    await bench.write((t) => t.setRecord(record('r'), null));
    await bench.store.checkpoint();
    await away(() => copyFileSync(copy(), bench.file));
    expect([await bench.store.wasRestored(), await bench.store.read((t) => t.record('r'))]).to.deep.equal([true, null]);
  });

  it('is noticed when the file is gone and the mark is not', async () => {
    await bench.store.checkpoint();
    await away(() => ['', '-wal', '-shm'].forEach((end) => rmSync(bench.file + end, { force: true }))); // prettier-ignore
    expect(await bench.store.wasRestored()).to.equal(true);
  });

  it('is forgotten once a cycle has closed again', async () => {
    for (let i = 0; i < 3; i++) await bench.store.checkpoint();
    await away(() => ['', '-wal', '-shm'].forEach((end) => rmSync(bench.file + end, { force: true }))); // prettier-ignore
    await bench.store.checkpoint();
    expect(await bench.store.wasRestored()).to.equal(false);
  });

  it('is not noticed for a copy taken along with its mark', async () => {
    await bench.store.checkpoint();
    const mark = `${bench.file}.mark`;
    await away(() => [bench.file, mark].forEach((f) => copyFileSync(f, `${f}.kept`)));
    await bench.store.checkpoint();
    await away(() => [bench.file, mark].forEach((f) => copyFileSync(`${f}.kept`, f)));
    expect(await bench.store.wasRestored()).to.equal(false); // nothing beside the database can tell; the feeds will
  });

  it('keeps its mark where the installation says', async () => {
    const mark = `${bench.file}.elsewhere`;
    const other = bench.open({ mark });
    await other.checkpoint();
    expect([existsSync(mark), Number(readFileSync(mark, 'utf8'))]).to.deep.equal([true, 1]);
    await other.close();
  });
}
