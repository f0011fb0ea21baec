/** Pages one ahead: never further, a failure in its turn, and nothing left to fail behind the back of who stopped. */
import { expect } from 'chai';
import { oneAhead } from '../../connector/hosts/one-ahead.ts';

describe('pages one ahead', () => {
  /** Answers 1, 2, then fails; `asked` counts what the host was asked for. */
  const failing = (asked: number[]) =>
    async function* pages(): AsyncGenerator<number> {
      for (const n of [1, 2, 3]) {
        asked.push(n);
        await Promise.resolve();
        if (n === 3) throw new Error('down');
        yield n;
      }
    };

  it('are asked for one at a time, the next while this one is worked on', async () => {
    const asked: number[] = [];
    for await (const page of oneAhead(failing(asked)())) {
      await new Promise(setImmediate);
      expect(asked.length).to.equal(page + 1);
      if (page === 2) break;
    }
  });

  it('tell a failure after everything that came before it', async () => {
    const taken: number[] = [];
    const walk = async (): Promise<void> => {
      for await (const page of oneAhead(failing([])())) taken.push(page);
    };
    expect(await walk().catch((e: unknown) => (e as Error).message)).to.equal('down');
    expect(taken).to.deep.equal([1, 2]);
  });

  it('leave no failure unheard where nobody waits for the page any more', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    const before = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear);
    try {
      for await (const page of oneAhead(failing([])())) if (page === 2) break;
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const listener of before) process.on('unhandledRejection', listener);
    }
    expect(unheard).to.deep.equal([]);
  });
});
