/** Lives spread over child processes, one a core. A child that ends early breaks the seed it was at. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Asked, Told } from './lives-child.ts';

const CHILD = fileURLToPath(new URL('lives-child.ts', import.meta.url));
/** A child gets so many seeds at a time: few enough that both are busy to the end. */
const PORTION = 5;

export type How = Omit<Asked, 'seeds'>;
/** Of a life in `npm test`, so that a thousand of them fit into it; `npm run soak` lives longer ones. */
export const TEST_STEPS = 28;

export class Crew {
  readonly #children: ChildProcess[];

  constructor(size: number) {
    this.#children = Array.from({ length: size }, () =>
      fork(CHILD, [], {
        execArgv: ['--import', 'tsx', '--max-semi-space-size=64'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
  }

  /** Lives every seed; calls back for each one that is over. */
  async live(seeds: Iterable<number>, done: (told: Told) => void, how: How = {}): Promise<void> {
    const queue = seeds[Symbol.iterator]();
    await Promise.all(this.#children.map((child) => work(child, queue, done, how)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map(stop));
  }
}

async function work(child: ChildProcess, queue: Iterator<number>, done: (told: Told) => void, how: How): Promise<void> {
  for (let seeds = portion(queue); seeds.length > 0; seeds = portion(queue)) await hand(child, { seeds, ...how }, done);
}

function portion(queue: Iterator<number>): number[] {
  const seeds: number[] = [];
  while (seeds.length < PORTION) {
    const next = queue.next();
    if (next.done) break;
    seeds.push(next.value);
  }
  return seeds;
}

function hand(child: ChildProcess, asked: Asked, done: (told: Told) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = asked.seeds.length;
    const ended = (): void => reject(new Error(`a child ended at seed ${String(asked.seeds.at(-left))}`));
    const told = (message: Told): void => {
      done(message);
      left -= 1;
      if (left > 0) return;
      child.off('message', told).off('exit', ended);
      resolve();
    };
    child.on('message', told).on('exit', ended);
    child.send(asked);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.disconnect();
  await once(child, 'exit');
}

/** What to print of a broken life, and how to see it again. */
export const saidOf = ({ seed, broken }: Told, how: How = {}): string =>
  [
    `seed ${String(seed)} broke:`,
    ...broken.map((b) => `  ${b}`),
    `  replay: npm run soak -- --seeds 1 --from ${String(seed)}${how.copying ? ' --copying' : ''}${how.steps ? ` --steps ${String(how.steps)}` : ''}`,
  ].join('\n');

export const seedsFrom = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

/** What broke in these lives, as text; empty when every invariant held. */
export async function brokenOf(crew: Crew, seeds: readonly number[], how: How = {}): Promise<string> {
  const broken: string[] = [];
  const keep = (told: Told): void => {
    if (told.broken.length > 0) broken.push(saidOf(told, how));
  };
  await crew.live(seeds, keep, how);
  return broken.join('\n');
}
