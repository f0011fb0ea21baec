/** What came back from a write is judged once: same, decided by the host, or altered (A4, S13). */
import { pick } from '../../fields.ts';
import type { Outcome, Seen } from '../../hosts/host.ts';
import type { Unit } from '../../model.ts';
import type { Writer } from '../../store/store.ts';
import { answerChanges } from '../answer.ts';
import { commit } from '../context.ts';
import { openProblem } from '../problems.ts';
import { agreedOf, shownOf } from '../shown.ts';
import { loadSituation, type Situation } from '../situation.ts';
import type { Round, Turn } from './round.ts';

/** Stored together with what a person may have changed meanwhile; the next round starts from the answer. */
export async function answered(at: Round, units: readonly Unit[], { done }: Outcome): Promise<Turn> {
  const { run } = at;
  for (let round = 0; round < run.engine.limits.rounds; round++) {
    const s = await run.engine.store.read((t) => loadSituation(t, run.engine, at.s.link.id, run.refs));
    if (!s) return { settled: 'done', fresh: null };
    const work = await answerChanges(run, s, units, done);
    const window = await postedMeanwhile(at, s, units, done);
    const outcome = await commit(run, (t) => {
      work(t);
      window?.(t);
    });
    if (outcome === 'done') return { fresh: done };
  }
  return { settled: 'waiting', fresh: null };
}

/** Posted between our look and our write, so frozen units were written all the same: both versions are shown (A17, A19). */
async function postedMeanwhile(
  { run, theirs: before }: Round,
  s: Situation,
  units: readonly Unit[],
  done: Seen,
): Promise<((t: Writer) => void) | null> {
  const names = s.mapping.units.flatMap((u) => (u.frozenWhenPosted && units.includes(u.unit) ? u.fields : []));
  if (names.length === 0 || !run.attached.settings.books || before['posted'] === true) return null;
  const shown = await shownOf(run.id, s.mapping, run.refs, done, agreedOf(s));
  if (shown.fields['posted'] !== true) return null;
  const [ours, theirs] = [pick(shown.fields, names), pick(before, names)];
  return openProblem(run, s.link, { kind: 'frozen', detail: { code: 'posted-meanwhile' }, ours, theirs });
}

/** Stored, but not posted: a normal outcome with the host's sentence; nothing is tried again without a person. */
export async function actRefused({ run, s: { link } }: Round, unit: Unit, sentence: string, done: Seen): Promise<Turn> {
  const s = await run.engine.store.read((t) => loadSituation(t, run.engine, link.id, run.refs));
  if (!s) return { settled: 'done', fresh: null };
  const work = await answerChanges(run, s, [unit], done, true);
  const problem = openProblem(run, s.link, { kind: 'refused', unit, detail: { code: 'act-refused', sentence } });
  await commit(run, (t) => {
    work(t);
    problem(t);
  });
  return { fresh: done };
}
