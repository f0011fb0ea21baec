/** One write: look once more that nothing moved, say what is sent, send it, hand the answer on. */
import { pick, unitFields } from '../../fields.ts';
import type { Action, Seen } from '../../hosts/host.ts';
import type { Link, NarrowUnits, Unit } from '../../model.ts';
import { CannotWrite, type Payload } from '../../../mappings/mapping.ts';
import { stillMayWrite } from '../answer.ts';
import { commit, type RunContext } from '../context.ts';
import { nowOf } from '../engine.ts';
import { pack } from '../pictures.ts';
import type { Decision } from '../reconcile.ts';
import { loadSituation, type Situation } from '../situation.ts';
import { actRefused, answered } from './answered.ts';
import { failed } from './failed.ts';
import { payloadOf } from './wants.ts';
import type { Round, Turn, Wants } from './round.ts';

/** `rev`: of the record the decision made. */
export async function write(at: Round, d: Decision, rev: number, { units, action }: Wants): Promise<Turn> {
  const { run, fresh } = at;
  const s = await run.engine.store.read((t) => loadSituation(t, run.engine, at.s.link.id, run.refs));
  if (s?.record.rev !== rev || !fresh) return { fresh: null }; // moved between two lines: look again
  if (!(await stillMayWrite(run, s.link))) return { settled: 'held', fresh: null };
  if (action !== null) return act(at, s, action, fresh);
  const payload = await payloadOf(at, d, units);
  if (payload instanceof CannotWrite) return { fresh: null };
  if (Object.keys(payload.body).length === 0) return alreadyThere(at, s, units);
  const sent = Object.fromEntries(units.map((u) => [u, pick(d.ours, unitFields(s.record.entity, u))]));
  if ((await say(run, s, sent)) === 'moved') return { fresh: null };
  return send(at, units, payload, fresh);
}

/** What is sent is said beforehand: if we die before the answer, the next run looks what became of it (A7). */
function say(run: RunContext, { link }: Situation, sent: NarrowUnits): Promise<'done' | 'moved'> {
  const saying: Link = { ...link, sent: { ...link.sent, ...sent }, sentAt: nowOf(run.engine), dirty: true };
  return commit(run, (t) => t.setLink(saying, link.tick));
}

/** The host's properties already say it in the host's own spelling: a known difference, no request. */
async function alreadyThere({ run, theirs, fresh }: Round, s: Situation, units: readonly Unit[]): Promise<Turn> {
  const names = units.flatMap((u) => unitFields(s.record.entity, u));
  const base = {
    ours: { ...s.pictures.base.ours, ...pick(s.record.fields, names) },
    theirs: { ...s.pictures.base.theirs, ...pick(theirs, names) },
  };
  const packed = pack({ ours: s.record.fields, theirs, base, sent: s.pictures.sent }, s.record.rev, s.mapping);
  await commit(run, (t) => {
    t.setLink({ ...s.link, ...packed }, s.link.tick);
    t.closeProblems(s.link.id, ['refused', 'leak'], ['', ...units], 'engine', nowOf(run.engine));
  });
  return { fresh };
}

async function send(at: Round, units: readonly Unit[], payload: Payload, seen: Seen): Promise<Turn> {
  const { run, s } = at;
  try {
    const outcome = await run.attached.host.update(s.link.entity, seen, payload);
    run.engine.report({ type: 'write', host: run.id, entity: s.link.entity, does: 'update' });
    run.counts.pushed += 1;
    return await answered(at, units, outcome);
  } catch (error) {
    return failed(at, error, units);
  }
}

/** Posting, unposting, marking: an action of the host, said beforehand like any write. */
async function act(at: Round, s: Situation, unit: Unit, seen: Seen): Promise<Turn> {
  const { run } = at;
  const mapping = s.mapping.units.find((u) => u.unit === unit)?.action;
  const action = (s.record.fields[unit] === true ? mapping?.on : mapping?.off) as Action | undefined;
  if (action === undefined) return { settled: 'parked', fresh: null };
  if ((await say(run, s, { [unit]: pick(s.record.fields, [unit]) })) === 'moved') return { fresh: null };
  try {
    const outcome = await run.attached.host.act(s.link.entity, seen, action);
    run.engine.report({ type: 'write', host: run.id, entity: s.link.entity, does: 'act' });
    run.counts.acted += 1;
    if (outcome.refused === undefined) return await answered(at, [unit], outcome);
    return await actRefused(at, unit, outcome.refused, outcome.done);
  } catch (error) {
    return failed(at, error, [unit]);
  }
}
