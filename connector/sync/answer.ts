/** What an answer of the host means for the link: judged once, stored in one transaction (A4, S13). */
import { pick, unitFields } from '../fields.ts';
import type { Seen } from '../hosts/host.ts';
import type { Link, Unit } from '../model.ts';
import type { Writer } from '../store/store.ts';
import type { RunContext } from './context.ts';
import { nowOf, switchesOf } from './engine.ts';
import { hasAny, pack } from './pictures.ts';
import { openProblem } from './problems.ts';
import { agreedOf, overlay, shownOf } from './shown.ts';
import type { Situation } from './situation.ts';

/** done: nothing left to do. held: writing is off or guarded. parked: waits for time or a person. */
export type Settled = 'done' | 'held' | 'waiting' | 'parked';

export function mayWrite(run: RunContext, link: Link): boolean {
  if (!run.switches.canWrite || run.planOnly) return false;
  return run.guard === null || run.released.has(link.id);
}

/** Right before a request: somebody may have switched writing off, or paused the host, since the run began. */
export async function stillMayWrite(run: RunContext, link: Link): Promise<boolean> {
  if (!mayWrite(run, link)) return false;
  const now = await switchesOf(run.engine, run.id);
  if (!now.canWrite) run.switches = now;
  return now.canWrite;
}

/** The answer of a write as a change of the link: base, seen, journal, problems (A4). */
export async function answerChanges(
  run: RunContext,
  s: Situation,
  units: readonly Unit[],
  done: Seen,
  isKnownDifference = false,
): Promise<(t: Writer) => void> {
  const { mapping, record, link } = s;
  const shown = await shownOf(run.id, mapping, run.refs, done, agreedOf(s));
  const theirs = overlay(s.pictures.theirs, shown, mapping);
  const base = { ours: { ...s.pictures.base.ours }, theirs: { ...s.pictures.base.theirs } };
  const altered: ((t: Writer) => void)[] = [];
  const held = { ...s.pictures.sent };
  for (const unit of units) {
    const mapped = mapping.units.find((u) => u.unit === unit)?.fields ?? [];
    const all = unitFields(record.entity, unit);
    const sent = pick(s.pictures.sent, all);
    const view = pick(mapping.view(sent), mapped);
    const verdict = mapping.within(unit, view, pick(theirs, mapped));
    Object.assign(base.ours, sent);
    Object.assign(base.theirs, verdict.verdict === 'host-decides' ? view : pick(theirs, mapped));
    for (const f of all) Reflect.deleteProperty(held, f);
    // Of a unit we know nothing of, nothing was sent: a new account is active there, and that is no other value than ours.
    if (verdict.verdict === 'altered' && !isKnownDifference && hasAny(view, mapped))
      altered.push(
        openProblem(run, link, {
          kind: 'altered',
          unit,
          detail: { code: 'altered', fields: verdict.fields.join(', ') },
          ours: view,
          theirs: pick(theirs, mapped),
        }),
      );
  }
  const packed = pack({ ours: record.fields, theirs, base, sent: held }, record.rev, mapping);
  const next: Link = {
    ...link,
    ...packed,
    version: done.version,
    hostId: done.hostId,
    confirmed: true,
    sentAt: packed.sent === null ? null : link.sentAt,
    dirty: true,
  };
  const at = nowOf(run.engine);
  return (t) => {
    t.setLink(next, link.tick);
    if (done.parts) t.setParts(link.host, link.id, done.parts);
    for (const unit of isKnownDifference ? [] : units)
      t.journal({
        at,
        host: run.id,
        link: link.id,
        record: record.id,
        unit,
        before: null,
        after: pick(s.pictures.sent, unitFields(record.entity, unit)),
        cause: 'push',
        plan: null,
        by: run.engine.holder,
      });
    t.closeProblems(link.id, ['refused', 'leak'], isKnownDifference ? [''] : ['', ...units], 'engine', at); // what stood in the way is over
    for (const problem of altered) problem(t);
  };
}
