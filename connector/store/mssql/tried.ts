/** Who was chosen to give way at a deadlock begins again. */
import { TsqlError } from './tsql.ts';

/** Deadlocks are given way to so often, then told. */
const TRIES = 5;

export async function tried<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left--)
    try {
      return await work();
    } catch (error) {
      if (left <= 1 || !(error instanceof TsqlError) || error.kind !== 'deadlock') throw error;
    }
}
