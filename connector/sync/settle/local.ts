/** What is stored before anything is sent: the record as pulled, the link's pictures, the journal, the questions. One transaction. */
import { pick, unitFields, withoutDerived } from '../../fields.ts';
import type { Fields, JournalRow, Link, SharedRecord, Unit } from '../../model.ts';
import { commit } from '../context.ts';
import { inMinutes, nowOf } from '../engine.ts';
import { linksToward } from '../links-toward.ts';
import { equalFields, pack, type Packed } from '../pictures.ts';
import type { Decision } from '../reconcile.ts';
import { closeOver, writeQuestions } from './questions.ts';
import type { Round, Wants } from './round.ts';
import { isRenumbered, sharedNumber } from './shared-number.ts';

/** The record after what was pulled. */
export function nextOf({ run, s }: Round, d: Decision): SharedRecord {
  if (d.pull.length === 0) return s.record;
  return {
    ...s.record,
    rev: s.record.rev + 1,
    fields: withoutDerived(s.record.entity, d.ours),
    changedAt: nowOf(run.engine),
    changedBy: run.id,
  };
}

type Local = readonly [at: Round, d: Decision, next: SharedRecord, isClean: boolean, wants: Wants];

export const commitLocal = (...local: Local): Promise<'done' | 'moved'> => {
  const [at, , next] = local;
  return isRenumbered(at, next) ? at.run.renumbered.add(() => storeLocal(...local)) : storeLocal(...local);
};

async function storeLocal(...[at, d, next, isClean, wants]: Local): Promise<'done' | 'moved'> {
  const { run, s } = at;
  const { link, record } = s;
  const packed = pack({ ours: next.fields, theirs: at.theirs, base: d.base, sent: d.sent }, next.rev, s.mapping);
  const nextLink = linkAfter(at, packed, isClean, wants);
  const isAsked = wants.blocked.size > 0 || Object.keys(d.ask).length > 0 || d.propose.length > 0;
  // Nothing to store for a write that may not leave yet; but what was asked before it may be over.
  const numbers = await sharedNumber(at, next);
  if (next === record && !isAsked && !numbers && sameLink(link, nextLink))
    return commit(run, (t) => closeOver(t, at, d, packed, wants));
  const toward = next === record ? [] : await linksToward(run.engine, next, s.links);
  const accepted = await acceptedProposals(at, d);
  return commit(run, (t) => {
    t.setLink(nextLink, link.tick);
    if (next !== record) {
      t.setRecord(next, record.rev, link.id);
      t.touchLinks(record.id, link.id);
    }
    for (const made of toward) t.setLink(made, null);
    for (const row of journal(at, d)) t.journal(row);
    writeQuestions(t, at, d, packed, wants);
    numbers?.(t);
    for (const id of accepted) t.setProposal(id, 'accepted', nowOf(run.engine));
  });
}

function linkAfter({ run, s, fresh }: Round, packed: Packed, isClean: boolean, wants: Wants): Link {
  const parked = wants.parked && !wants.writes ? inMinutes(run.engine, run.engine.limits.parkMinutes) : null;
  const dirty = !isClean || wants.parked;
  const settledSent = packed.sent === null ? { sentAt: null } : {};
  const version = fresh?.version ?? s.link.version;
  return { ...s.link, ...packed, ...settledSent, version, dirty, retryAt: parked };
}

/** The accountant made the change that was proposed: seen as equality, it closes the proposal (A19). */
async function acceptedProposals({ run, s }: Round, d: Decision): Promise<number[]> {
  if (d.revise.length === 0) return [];
  const open = await run.engine.store.read((t) => t.proposals(s.record.id));
  const made = (unit: Unit, value: Fields): boolean =>
    d.revise.some((r) => r.unit === unit && equalFields(pick(r.after, Object.keys(value)), value));
  return open.filter((p) => p.state === 'open' && made(p.unit, p.value)).map((p) => p.id);
}

function journal(at: Round, d: Decision): JournalRow[] {
  const first = new Set(d.first);
  const pulls = d.pull.map((c) => row(at, c.unit, c.before, c.after, first.has(c.unit) ? 'first' : 'pull'));
  const settled = d.settle.map((unit) => row(at, unit, null, pick(d.base.ours, unitFields(at.s.record.entity, unit)), 'push'));
  return [...pulls, ...settled];
}

function row({ run, s }: Round, unit: Unit, before: Fields | null, after: Fields | null, cause: JournalRow['cause']): JournalRow {
  const { id, record } = s.link;
  return { at: nowOf(run.engine), host: run.id, link: id, record, unit, before, after, cause, plan: null, by: run.id };
}

function sameLink(a: Link, b: Link): boolean {
  const { baseOurs: ao, baseTheirs: at, seen: as, sent: an, ...ra } = a;
  const { baseOurs: bo, baseTheirs: bt, seen: bs, sent: bn, ...rb } = b;
  const shallow = (Object.keys(rb) as (keyof typeof rb)[]).every((k) => ra[k] === rb[k]);
  return shallow && [[ao, bo], [at, bt], [as, bs], [an, bn]].every(([x, y]) => JSON.stringify(x ?? null) === JSON.stringify(y ?? null)); // prettier-ignore
}
