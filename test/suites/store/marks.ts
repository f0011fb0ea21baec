/** A database put back from a backup is noticed by the mark of this machine, which lies outside it (sync-design A21). */
import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import type { Bench } from './bench.ts';

export function marks(bench: Bench): void {
  /** As a backup of that day would have it. */
  const putBack = (closed: number) => bench.write((t) => t.setSetting('checkpoints', String(closed)));

  it('say nothing on a first start or a plain one', async () => {
    expect(await bench.store.wasRestored()).to.equal(false);
    await bench.store.checkpoint();
    const again = bench.open();
    expect(await again.wasRestored()).to.equal(false);
    await again.close();
  });

  it('tell that an older database came back, until a cycle has closed again', async () => {
    for (let i = 0; i < 3; i++) await bench.store.checkpoint();
    await putBack(1);
    expect(await bench.store.wasRestored()).to.equal(true);
    await bench.store.checkpoint();
    expect(await bench.store.wasRestored()).to.equal(false);
  });

  it('lie where the installation says', async () => {
    const mark = `${bench.file}.elsewhere`;
    const other = bench.open({ mark });
    await other.checkpoint();
    expect([existsSync(mark), Number(readFileSync(mark, 'utf8'))]).to.deep.equal([true, 1]);
    await other.close();
  });
}
