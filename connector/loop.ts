/** Cycles until told to stop: every host in turn, quiet hours kept, a failure of one never holds up another. */
import type { HostError } from './hosts/host.ts';
import type { Sidebook } from './main.ts';
import type { HostId } from './model.ts';
import { isQuiet } from './quiet-hours.ts';
import type { Report, RunOptions } from './sync/run.ts';

export type CycleReport =
  | Report
  | { readonly host: HostId; readonly state: 'failed'; readonly error: HostError }
  | { readonly host: HostId; readonly state: 'quiet' };

export interface LoopOptions {
  readonly hosts: readonly HostId[];
  readonly once: boolean;
  readonly run?: RunOptions;
  readonly stop: AbortSignal;
  readonly onReport: (report: CycleReport) => void;
}

export async function loop(sidebook: Sidebook, options: LoopOptions): Promise<void> {
  for (;;) {
    for (const id of options.hosts) {
      if (options.stop.aborted) return;
      options.onReport(await cycle(sidebook, id, options.run ?? {}));
    }
    if (options.once || options.stop.aborted) return;
    await sleepUnless(sidebook, options.stop);
  }
}

async function cycle(sidebook: Sidebook, id: HostId, run: RunOptions): Promise<CycleReport> {
  const host = sidebook.config.hosts[id];
  if (host && isQuiet(host, sidebook.world.now())) return { host: id, state: 'quiet' };
  return sidebook.sync(id, run);
}

async function sleepUnless(sidebook: Sidebook, stop: AbortSignal): Promise<void> {
  let end = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (end = resolve));
  stop.addEventListener('abort', end, { once: true });
  await Promise.race([sidebook.world.sleep(sidebook.config.cycleSeconds * 1000), stopped]);
  stop.removeEventListener('abort', end);
}

/** One line a run, the same words everywhere (sync-design D.5). */
export function reportLine(r: CycleReport): string {
  if (!('counts' in r)) return `${r.host}: ${r.state}${'error' in r ? ` ${r.error.code}` : ''}`;
  const c = r.counts;
  const parts = [`seen ${String(c.seen)} (${String(c.echoes)} echoes)`];
  for (const [word, n] of Object.entries({
    adopted: c.adopted,
    linked: c.linked,
    pulled: c.pulled,
    created: c.created,
    pushed: c.pushed,
    posted: c.acted,
    asked: c.asked,
    held: c.held,
    waiting: c.waiting,
    gone: c.gone,
  }))
    if (n > 0) parts.push(`${word} ${String(n)}`);
  return `${r.host}: ${r.state === 'ok' ? '' : `${r.state} `}${parts.join(', ')}, ${r.seconds.toFixed(1)} s`;
}
