/** A thread for work that would hold the server up: whatever a file holds, the server goes on answering, and a thread out of memory ends alone. */
import { Worker } from 'node:worker_threads';
import { ownFile } from '../../own-files.ts';
import type { Failed } from './failed.ts';

/** More than the largest upload needs; a thread that needs more ends, and the server does not. */
const MEMORY_MB = 900;

export interface Heard<T> {
  hear(told: T): void;
  /** It ended, once: `tooLarge` where memory was what it lacked, else a fault of ours, with what there is of a cause. */
  lose(failed: Failed, cause?: unknown): void;
}

export interface Thread {
  /** The program in dist, without ".js". */
  readonly program: string;
  /** Plain values it begins with. */
  readonly begin: unknown;
  /** What is said when it runs out of memory. */
  readonly tooLarge: Failed;
}

/** @param heard T is what that program tells: the two are of one file each, side by side. */
export function openThread<T>({ program, begin, tooLarge }: Thread, heard: Heard<T>): Worker {
  const worker = new Worker(ownFile(`dist/${program}.js`), {
    workerData: begin,
    execArgv: [], // plain JavaScript: what the process was told to load first is not needed again
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  worker.on('message', (told: T) => heard.hear(told));
  let isLost = false;
  const lose = (failed: Failed, cause?: unknown): void => {
    if (!isLost) heard.lose(failed, cause);
    isLost = true;
  };
  worker.on('error', (error) => lose(isMemory(error) ? tooLarge : INTERNAL, error));
  worker.on('exit', () => lose(INTERNAL));
  worker.unref(); // last of all: listening holds the process, and a server that ends waits for no thread
  return worker;
}

const INTERNAL: Failed = { code: 'internal', detail: {} };
const isMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
