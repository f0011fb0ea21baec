/** A write that ended in an error: moved there meanwhile, perhaps arrived, did not arrive, or refused. */
import { HostError, isGone } from '../../hosts/host.ts';
import type { Link, Unit } from '../../model.ts';
import type { Writer } from '../../store/store.ts';
import { commit } from '../context.ts';
import { refusal } from '../trouble.ts';
import type { Round, Turn } from './round.ts';

export async function failed(at: Round, error: unknown, units: readonly Unit[]): Promise<Turn> {
  const { run, s } = at;
  if (!(error instanceof HostError)) throw error;
  if (error.kind === 'stale') {
    await forgetSent(at, units, null, null);
    return { fresh: null };
  }
  if (error.outcome === 'unknown') {
    const seen = await run.attached.host.read(s.link.entity, s.link.hostId ?? ''); // the engine decides after reading
    return { fresh: isGone(seen) ? null : seen, unsure: error };
  }
  if (error.kind !== 'refused' && error.kind !== 'leak') {
    await forgetSent(at, units, null, null);
    throw error;
  }
  const { retryAt, problem } = await refusal(run, s.link, error, units[0] ?? null);
  await forgetSent(at, units, retryAt, problem);
  return { settled: 'parked', fresh: null };
}

/** A write that surely did not happen is forgotten; a refusal parks the record, not the system. */
async function forgetSent(
  { run, s: { link: of } }: Round,
  units: readonly Unit[],
  retryAt: string | null,
  problem: ((t: Writer) => void) | null,
): Promise<void> {
  for (let round = 0; round < run.engine.limits.rounds; round++) {
    const link = await run.engine.store.read((t) => t.link(of.id));
    if (!link) return;
    const next = { ...withoutSent(link, units), dirty: true, retryAt };
    const outcome = await commit(run, (t) => {
      t.setLink(next, link.tick);
      problem?.(t);
    });
    if (outcome === 'done') return;
  }
}

function withoutSent(link: Link, units: readonly Unit[]): Link {
  const sent = Object.fromEntries(Object.entries(link.sent ?? {}).filter(([u]) => !units.includes(u)));
  const isNone = Object.keys(sent).length === 0;
  return { ...link, sent: isNone ? null : sent, sentAt: isNone ? null : link.sentAt };
}
