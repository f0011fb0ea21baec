/**
 * What is no longer there. A record that could be edited here waits for a person; facts only the host owns follow it (A5).
 */
import { PROBLEM_KINDS, type Entity, type Fields, type Instant, type JournalRow, type SharedRecord } from '../model.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { mappingOf, type RunContext } from './context.ts';
import { mayCreate, nowOf } from './engine.ts';
import { redirectOf } from './merged.ts';
import { openProblem } from './problems.ts';
import { askedAbout } from './resolve/shared-number.ts';

type Change = (t: Writer) => void;

/** Every unit only comes from the host: nothing here could be lost with it. */
export const isHostFact = (mapping: Mapping): boolean => mapping.units.every((u) => u.direction === 'from-host');

/** What was asked about the object, or still on its way to it, ends with it; only that it vanished is a question (A9). */
export async function markGone(run: RunContext, link: StoredLink): Promise<Change[]> {
  if (redirectOf(link) !== null) return []; // what remained of a merge is cleared away: it stands for the other one as before
  await run.base.sure();
  const at = nowOf(run.engine);
  const asked = link.entity === 'counterparty' ? await askedAbout(run.engine, run.id, link.record) : [];
  const tombstone: Change = (t) => {
    t.setLink({ ...link, goneAt: at, dirty: false, sent: null, sentAt: null }, link.tick);
    t.closeProblems(link.id, OVER, null, 'engine', at);
    for (const row of unseen(run, link, at)) t.journal(row);
    for (const other of asked) t.touchLink(other);
  };
  run.counts.gone += 1;
  const mapping = mappingOf(run, link.entity);
  if (link.record === null || link.aliasOf !== null || !mapping)
    return [tombstone, (t) => t.setLinkKeys(link.id, link.entity, [])];
  if (isHostFact(mapping)) return [tombstone, ...(await retire(run, link.record))];
  const code = (await mayReturn(run, link.record)) ? 'vanished' : 'vanished-for-good';
  return [tombstone, openProblem(run, link, { kind: 'vanished', detail: { code } })];
}

/** What was sent without an answer may have been written there before it went: nobody can look any more, so that it was sent is kept. */
const unseen = ({ id, engine }: RunContext, { id: link, record, sent }: StoredLink, at: Instant): JournalRow[] =>
  record === null
    ? []
    : Object.entries(sent ?? {}).map(([unit, after]) => ({
        at,
        host: id,
        link,
        record,
        unit,
        before: null,
        after,
        cause: 'push',
        plan: null,
        by: engine.holder,
      }));

/** Creating it again is only offered where it would be done. */
async function mayReturn({ engine, attached }: RunContext, id: string): Promise<boolean> {
  const record = await engine.store.read((t) => t.record(id));
  return record !== null && mayCreate(engine, attached, record);
}

const OVER = PROBLEM_KINDS.filter((kind) => kind !== 'vanished');

/** A deleted payment is taken back, a balance that is no longer listed is zero, a period open again; reference data just stays. */
async function retire(run: RunContext, id: string): Promise<Change[]> {
  const record = await run.engine.store.read((t) => t.record(id));
  const end = record ? ENDS[record.entity]?.(record.fields) : undefined;
  if (!record || !end) return [];
  const next: SharedRecord = {
    ...record,
    rev: record.rev + 1,
    fields: { ...record.fields, ...end },
    changedAt: nowOf(run.engine),
    changedBy: run.id,
  };
  return [(t) => t.setRecord(next, record.rev)];
}

/** Money that was taken back and is there again counts again, also where the host has no word for either. */
export function returned(run: RunContext, record: SharedRecord): SharedRecord {
  if (record.entity !== 'payment' || record.fields['reversed'] !== true) return record;
  return { ...record, rev: record.rev + 1, fields: { ...record.fields, reversed: false }, changedAt: nowOf(run.engine), changedBy: run.id };
} // prettier-ignore

const ENDS: Partial<Record<Entity, (fields: Fields) => Fields>> = {
  payment: () => ({ reversed: true }),
  balance: () => ({ debt: '0', advance: '0', overdue: '0' }),
  closedPeriod: () => ({ until: null }),
};
