/** sidebook sync: the engine's own process. Speaks to a parent over IPC when it has one, to the log otherwise. */
import { acceptPlan } from '../accept.ts';
import { loop, reportLine, type CycleReport } from '../loop.ts';
import { SidebookError } from '../errors.ts';
import type { Sidebook } from '../main.ts';
import { collectSooner } from '../memory.ts';
import type { EngineEvent } from '../sync/engine.ts';
import { actorOf, catalogue, hostNamed, readConfig, withSidebook, type Io } from './io.ts';
import { cycleText } from '../words/cycle-words.ts';
import { Progress } from './progress.ts';

export interface SyncOptions {
  readonly once?: boolean;
  readonly accept?: string;
  readonly host?: string;
  readonly all?: boolean;
}

/** What the sync process tells the process that started it. */
export type SyncMessage =
  | { readonly type: 'event'; readonly event: EngineEvent }
  | { readonly type: 'report'; readonly report: PlainReport };
export interface PlainReport {
  readonly host: string;
  readonly state: string;
  readonly line: string;
  readonly error: { readonly code: string; readonly at: Readonly<Record<string, string>> } | null;
  readonly guard: { readonly rule: string; readonly count: number; readonly plan: string } | null;
  readonly counts: Readonly<Record<string, number>>;
}

export async function sync(io: Io, options: SyncOptions): Promise<void> {
  collectSooner();
  const stop = stopSignal();
  const parent = process.send?.bind(process);
  const progress = parent ? null : new Progress(io);
  const report = (event: EngineEvent): void => {
    if (parent) parent({ type: 'event', event } satisfies SyncMessage);
    else if (event.type === 'feed' && event.total !== null && event.total > 500)
      progress?.at(event.entity, event.seen, event.total);
  };
  const hosts = hostNamed(io, readConfig(io), options.host);
  await withSidebook(
    io,
    async (sidebook) => {
      if (options.accept !== undefined) await accept(io, sidebook, options.accept);
      await loop(sidebook, {
        hosts, once: options.once ?? false, stop, run: options.all ? { everything: true } : {},
        onReport: (r) => {
          progress?.done();
          if (parent) parent({ type: 'report', report: plain(r) } satisfies SyncMessage);
          else say(io, r);
        },
      }); // prettier-ignore
    },
    { report, stopping: () => stop.aborted },
  );
  if (process.connected) process.disconnect(); // an open channel would keep this process alive
}

/** As a widget does it: the run of its host takes it up. A plan nothing holds needs nobody to accept it. */
async function accept(io: Io, sidebook: Sidebook, id: string): Promise<void> {
  const plan = await sidebook.store.read((r) => r.plan(id));
  if (!plan) throw new SidebookError('plan-unknown', { plan: id });
  if (plan.state === 'proposed' && plan.refused === null) return;
  const done = await acceptPlan(sidebook.store, plan, actorOf(io), io.world.now().toISOString());
  if (done !== 'accepted') throw new SidebookError(done, { plan: id });
}

let stopping: AbortController | null = null;

/** Ctrl-C ends after the record in hand; a second one at once. What is stored is whole either way. One process, one such signal. */
export function stopSignal(): AbortSignal {
  stopping ??= stoppedBySignals();
  return stopping.signal;
}

function stoppedBySignals(): AbortController {
  const controller = new AbortController();
  const end = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  if (process.send) process.on('disconnect', end);
  return controller;
}

export function plain(r: CycleReport): PlainReport {
  const error = 'error' in r && r.error ? { code: r.error.code, at: r.error.at } : null;
  return {
    host: r.host,
    state: r.state,
    line: reportLine(r),
    error,
    guard: 'guard' in r ? r.guard : null,
    counts: 'counts' in r ? { ...r.counts } : {},
  };
}

function say(io: Io, r: CycleReport): void {
  io.out(`${cycleText(io, r)}\n`);
  if ('error' in r && r.error) {
    io.err(`${catalogue(io, r.error.code, { host: r.host, ...r.error.at })}\n`);
    io.fail(1);
  }
  if ('guard' in r && r.guard)
    io.out(`${catalogue(io, r.guard.rule, { host: r.host, plan: r.guard.plan, count: r.guard.count })}\n`);
  if (r.state === 'busy') io.out(`${catalogue(io, 'lease-lost', { host: r.host })}\n`);
}
