/**
 * Jobs about labels, each in a thread of its own: a person has one at a time, and of those that write there is one for each target. A job that is
 * over keeps what it found until the next one of that person, an hour at most.
 */
import type { Worker } from 'node:worker_threads';
import type { Config } from '../../config.ts';
import type { World } from '../../model.ts';
import { ApiError } from '../api-error.ts';
import type { Failed } from '../threads/failed.ts';
import { openThread } from '../threads/thread.ts';
import { chosenOf } from './chosen.ts';
import { OwnCounts } from './own-counts.ts';
import type { Count } from '../../translations/portion.ts';
import type { Done, Order, Told } from './orders.ts';

export type Does = Order['do'];

export interface Job {
  readonly id: string;
  readonly actor: string;
  readonly target: string;
  readonly startedAt: number;
  does: Does;
  state: 'running' | 'done' | 'failed';
  step: 'read' | 'export' | 'import' | 'publish' | 'compare';
  share: number | null;
  failed: Failed | null;
  done: Done;
}

interface Running extends Job {
  readonly worker: Worker;
}

const HOUR_MS = 3_600_000;
/** Threads at once, whoever asked for them. */
const MOST = 4;
const TOO_LARGE: Failed = { code: 'labels-too-large', detail: { limit: 256 } };

export class LabelsDesk {
  readonly #config: Config;
  readonly #world: Pick<World, 'now' | 'uuid'>;
  readonly #jobs = new Map<string, Running>();
  /** Of bases, as they were read last. */
  readonly counts = new Map<string, readonly Count[]>();
  readonly own: OwnCounts;

  constructor(config: Config, world: Pick<World, 'now' | 'uuid'>) {
    [this.#config, this.#world] = [config, world];
    this.own = new OwnCounts(config.store.file);
  }

  /** Ends what this person had before. @throws ApiError 409 while somebody writes to the target, or too many are at it */
  begin(actor: string, target: string, order: Order): Job {
    this.#tidy();
    this.#mustBeFree(target, order.do);
    const former = this.of(actor);
    if (former) this.end(actor, former.id);
    if (this.#jobs.size >= MOST) throw new ApiError(409, 'labels-busy');
    const worker = openThread<Told>(
      { program: 'labels-worker', begin: { config: this.#config, target }, tooLarge: TOO_LARGE },
      { hear: (told) => this.#hear(job, told), lose: (failed) => this.#lose(job, failed) },
    );
    const job: Running = { id: this.#world.uuid(), actor, target, startedAt: this.#world.now().getTime(), ...begun(order.do), worker }; // prettier-ignore
    this.#jobs.set(job.id, job);
    worker.postMessage(order);
    return job;
  }

  /** What was looked at is taken by the same thread: it remembers what it showed. @throws ApiError 422 where nothing of it is chosen */
  take(actor: string, id: string, order: Extract<Order, { do: 'take' }>): Job {
    const job = this.#found(actor, id);
    if (job.state !== 'done' || job.does !== 'look') throw new ApiError(409, 'labels-moved');
    this.#mustBeFree(job.target, 'take');
    const { looked } = job.done;
    // Refused here, it is still there to choose from.
    if (looked?.hasError === false && chosenOf(looked.changes, order).length === 0)
      throw new ApiError(422, 'labels-nothing-chosen');
    Object.assign(job, begun('take'));
    job.worker.postMessage(order);
    return job;
  }

  job = (actor: string, id: string): Job => this.#found(actor, id);
  of = (actor: string): Job | null => [...this.#jobs.values()].find((job) => job.actor === actor) ?? null;

  /** A job that writes is never broken off. */
  end(actor: string, id: string): void {
    const job = this.#found(actor, id);
    if (job.state === 'running' && writes(job.does)) throw new ApiError(409, 'labels-busy');
    this.#jobs.delete(id);
    void job.worker.terminate();
  }

  #found(actor: string, id: string): Running {
    const job = this.#jobs.get(id);
    if (job?.actor !== actor) throw new ApiError(404, 'labels-job-gone');
    return job;
  }

  #mustBeFree(target: string, does: Does): void {
    const isTaken = [...this.#jobs.values()].some((job) => job.target === target && job.state === 'running' && writes(job.does));
    if (isTaken && writes(does)) throw new ApiError(409, 'labels-busy');
  }

  #tidy(): void {
    const before = this.#world.now().getTime() - HOUR_MS;
    for (const job of this.#jobs.values())
      if (job.startedAt < before && !(job.state === 'running' && writes(job.does))) this.end(job.actor, job.id);
  }

  #hear(job: Running, told: Told): void {
    if ('step' in told) return void Object.assign(job, { step: told.step, share: told.share });
    if ('failed' in told) return void Object.assign(job, { state: 'failed', failed: told.failed });
    // The changes of a look are still to be read when they are taken.
    Object.assign(job, { state: 'done', done: { ...job.done, ...told.done } });
    if (told.done.counts) this.counts.set(job.target, told.done.counts);
    else if (writes(job.does)) this.counts.delete(job.target);
  }

  /** Out of memory, or a fault of ours: what it may have written is in the versions, and undo finds it. */
  #lose(job: Running, failed: Failed): void {
    Object.assign(job, { state: 'failed', failed });
  }
}

const writes = (does: Does): boolean => does === 'take' || does === 'undo';
const begun = (does: Does): Pick<Job, 'does' | 'state' | 'step' | 'share' | 'failed' | 'done'> =>
  ({ does, state: 'running', step: 'read', share: null, failed: null, done: {} }); // prettier-ignore
