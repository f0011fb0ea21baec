/** A process that lives seeds one after another for its parent (crew.ts) and tells of each one when it is over. */
import { lived } from './invariants.ts';
import type { LifeOptions } from './life.ts';
import { dropAll } from '../tsql/server.ts';

export interface Told {
  readonly seed: number;
  readonly broken: readonly string[];
}

export interface Asked {
  readonly seeds: readonly number[];
  /** Each life twice: the same seed has to leave the same trace (I12). */
  readonly twice?: boolean;
  readonly copying?: boolean;
  readonly on?: NonNullable<LifeOptions['on']>;
  /** How long a life is. */
  readonly steps?: number;
}

async function once(seed: number, how: Omit<LifeOptions, 'seed'>): Promise<{ broken: string[]; trace: string }> {
  try {
    return await lived({ seed, ...how });
  } catch (error) {
    return { broken: [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`], trace: '' };
  }
}

async function live(seed: number, { seeds: _, twice = false, ...how }: Asked): Promise<Told> {
  const first = await once(seed, how);
  if (!twice) return { seed, broken: first.broken };
  const second = await once(seed, how);
  const differs = second.trace === first.trace ? [] : ['I12 the second life left another trace'];
  return { seed, broken: [...first.broken, ...differs] };
}

process.on('message', (asked: Asked) => {
  void (async () => {
    for (const seed of asked.seeds) process.send?.(await live(seed, asked));
  })();
});
process.once('disconnect', () => void dropAll().finally(() => process.exit()));
