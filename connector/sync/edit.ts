/**
 * What people do here: edit a record, promote a prospect, issue an invoice. A posted invoice belongs to the books: an edit
 * of its frozen units is refused with the reason, or kept as a proposal (A19).
 */
import { fieldSpec, isDerived, pick, textOf, unitFields } from '../fields.ts';
import { totalsOf } from '../invoice.ts';
import type { Entity, Fields, JournalRow, Line, RecordId, SharedRecord, Unit } from '../model.ts';
import { nowOf, type Engine } from './engine.ts';
import { linksToward } from './links-toward.ts';
import { equalFields } from './pictures.ts';
import { closedPeriods, inClosedPeriod } from './situation.ts';
import { unpack } from './pictures.ts';

export type EditCode =
  | 'record-unknown'
  | 'record-several'
  | 'record-moved'
  | 'invoice-posted'
  | 'period-closed'
  | 'field-unknown'
  | 'number-unclear'
  | 'date-unclear'
  | 'choice-unclear'
  | 'line-unclear'
  | 'field-not-yours'
  | 'not-a-draft'
  | 'host-issues'
  | 'not-complete';

/** Refused with the reason; nothing was stored. */
export class EditRefused extends Error {
  readonly code: EditCode;
  readonly detail: Readonly<Record<string, string>>;
  constructor(code: EditCode, detail: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export interface Edit {
  readonly id: RecordId;
  readonly changes: Fields;
  readonly by: string;
  /** The rev the person saw; a record that moved since is not overwritten. */
  readonly rev?: number;
  /** Keep what the books refuse as a proposal instead of failing. */
  readonly propose?: boolean;
}

/** @param id one that nobody has yet */
export async function addRecord(
  engine: Engine,
  entity: Entity,
  fields: Fields,
  by: string,
  id: RecordId = engine.world.uuid(),
): Promise<SharedRecord> {
  checkNames(entity, fields);
  const stage = entity === 'counterparty' || entity === 'partner' ? 'prospect' : 'live';
  const record: SharedRecord = {
    id,
    entity,
    rev: 1,
    stage,
    fields,
    changedAt: nowOf(engine),
    changedBy: by,
  };
  await engine.store.write({ actor: by }, (t) => {
    t.setRecord(record, null);
    t.journal(journal(record, null, null, fields, by));
  });
  return record;
}

export async function editRecord(engine: Engine, edit: Edit): Promise<SharedRecord> {
  for (;;) {
    const record = await engine.store.read((t) => t.record(edit.id));
    if (!record) throw new EditRefused('record-unknown', { id: edit.id });
    if (edit.rev !== undefined && edit.rev !== record.rev) throw new EditRefused('record-moved', { rev: String(record.rev) });
    checkNames(record.entity, edit.changes);
    const done = await tryEdit(engine, record, { ...edit, changes: withTotals(record, edit.changes) });
    if (done) return done;
  }
}

/** New lines bring new header sums: they are one unit. */
function withTotals(record: SharedRecord, changes: Fields): Fields {
  if (record.entity !== 'invoice' || !('lines' in changes || 'vatIncluded' in changes)) return changes;
  const fields = { ...record.fields, ...changes };
  return { ...changes, ...totalsOf((fields['lines'] ?? []) as readonly Line[], fields['vatIncluded'] === true) };
}

async function tryEdit(engine: Engine, record: SharedRecord, edit: Edit): Promise<SharedRecord | null> {
  const units = changedUnits(record, edit.changes);
  const refused = await refusedUnits(engine, record, units);
  const first = refused[0];
  if (first && !edit.propose) throw new EditRefused(first.why, { unit: first.unit });
  const blocked = new Set(refused.map((r) => r.unit));
  const allowed = Object.fromEntries(
    Object.entries(edit.changes).filter(([f]) => !blocked.has(fieldSpec(record.entity, f)?.unit ?? f)),
  );
  const next: SharedRecord = {
    ...record,
    rev: record.rev + 1,
    fields: { ...record.fields, ...allowed },
    changedAt: nowOf(engine),
    changedBy: edit.by,
  };
  const links = await engine.store.read((t) => t.linksOf(record.id));
  const toward = await linksToward(engine, next, links);
  const outcome = await engine.store.write({ actor: edit.by }, (t) => {
    for (const r of refused)
      t.proposal({
        record: record.id,
        unit: r.unit,
        value: proposed(record, edit.changes, r.unit),
        onRev: record.rev,
        by: edit.by,
        at: nowOf(engine),
      });
    t.setRecord(next, record.rev);
    t.touchLinks(record.id, null);
    for (const link of toward) t.setLink(link, null);
    for (const unit of units.filter((u) => !blocked.has(u)))
      t.journal(
        journal(
          next,
          unit,
          pick(record.fields, unitFields(record.entity, unit)),
          pick(next.fields, unitFields(record.entity, unit)),
          edit.by,
        ),
      );
  });
  return outcome === 'done' ? next : null;
}

const proposed = (record: SharedRecord, changes: Fields, unit: Unit): Fields =>
  pick({ ...record.fields, ...changes }, unitFields(record.entity, unit));

function changedUnits(record: SharedRecord, changes: Fields): Unit[] {
  const units = new Set(Object.keys(changes).map((f) => fieldSpec(record.entity, f)?.unit ?? f));
  return [...units].filter((u) => {
    const names = unitFields(record.entity, u);
    return !equalFields(pick(record.fields, names), pick({ ...record.fields, ...changes }, names));
  });
}

/** Fields nobody types here: the host's own, and what only it may decide. */
async function refusedUnits(
  engine: Engine,
  record: SharedRecord,
  units: readonly Unit[],
): Promise<{ unit: Unit; why: EditCode }[]> {
  const owned = new Set(
    [...engine.hosts.values()].flatMap(
      (a) =>
        a.mappings
          .get(record.entity)
          ?.units.filter((u) => u.direction === 'from-host')
          .map((u) => u.unit) ?? [],
    ),
  );
  const linked = await engine.store.read(async (t) =>
    (await t.linksOf(record.id)).filter((l) => l.hostId !== null && l.goneAt === null),
  );
  const refused: { unit: Unit; why: EditCode }[] = [];
  for (const unit of units)
    if (owned.has(unit) && linked.length > 0)
      refused.push({ unit, why: record.entity === 'invoice' && unit === 'state' ? 'invoice-posted' : 'field-not-yours' });
  if (record.entity !== 'invoice') return refused;
  const why = await frozenWhy(engine, record, linked);
  if (why === null) return refused;
  for (const unit of units) {
    const frozen = unitFields('invoice', unit).some((f) => fieldSpec('invoice', f)?.frozen);
    if (frozen && !refused.some((r) => r.unit === unit)) refused.push({ unit, why });
  }
  return refused;
}

async function frozenWhy(
  engine: Engine,
  record: SharedRecord,
  links: readonly Parameters<typeof unpack>[0][],
): Promise<EditCode | null> {
  const closed = await engine.store.read(closedPeriods);
  if (links.length > 0 && inClosedPeriod(record.fields, closed)) return 'period-closed';
  const posted = links.some((l) => {
    const attached = engine.hosts.get(l.host);
    const mapping = attached?.mappings.get(l.entity);
    return attached?.settings.books === true && mapping !== undefined && unpack(l, record, mapping).theirs['posted'] === true;
  });
  return posted ? 'invoice-posted' : null;
}

function checkNames(entity: Entity, fields: Fields): void {
  for (const name of Object.keys(fields)) {
    const spec = fieldSpec(entity, name);
    if (!spec) throw new EditRefused('field-unknown', { field: name });
    if (isDerived(entity, spec.unit)) throw new EditRefused('field-not-yours', { unit: spec.unit });
  }
}

const journal = (record: SharedRecord, unit: Unit | null, before: Fields | null, after: Fields | null, by: string): JournalRow => ({
  at: record.changedAt, host: null, link: null, record: record.id, unit, before, after, cause: 'edit', plan: null, by,
}); // prettier-ignore

/** A prospect becomes live: from now on it may be created in the hosts whose scope it meets (A20). */
export async function promote(engine: Engine, id: RecordId, by: string): Promise<SharedRecord> {
  for (;;) {
    const [record, links] = await engine.store.read(async (t) => [await t.record(id), await t.linksOf(id)] as const);
    if (!record) throw new EditRefused('record-unknown', { id });
    if (record.stage === 'live') return record;
    const next: SharedRecord = { ...record, rev: record.rev + 1, stage: 'live', changedAt: nowOf(engine), changedBy: by };
    const toward = await linksToward(engine, next, links);
    const outcome = await engine.store.write({ actor: by }, (t) => {
      t.setRecord(next, record.rev);
      for (const link of toward) t.setLink(link, null);
      t.journal(journal(next, null, { stage: 'prospect' }, { stage: 'live' }, by));
    });
    if (outcome === 'done') return next;
  }
}

const REQUIRED = ['organisation', 'counterparty', 'currency'] as const;

/**
 * A draft becomes an issued invoice: sums from its lines, a second no other invoice of the organisation has, its
 * counterparty live, links toward its home (A6, B7).
 */
export async function issueInvoice(engine: Engine, id: RecordId, by: string, at: string): Promise<SharedRecord> {
  for (;;) {
    const draft = await engine.store.read((t) => t.record(id));
    if (!draft) throw new EditRefused('record-unknown', { id });
    if (draft.entity !== 'invoice' || draft.fields['state'] !== 'draft') throw new EditRefused('not-a-draft', { id });
    const missing = REQUIRED.filter((f) => typeof draft.fields[f] !== 'string');
    const lines = draft.fields['lines'] as readonly Line[] | undefined;
    if (missing.length > 0 || !lines || lines.length === 0)
      throw new EditRefused('not-complete', { fields: [...missing, ...(lines?.length ? [] : ['lines'])].join(', ') });
    const home = engine.home(draft.fields);
    if (home !== null && engine.hosts.get(home)?.mappings.get('invoice')?.create === false)
      throw new EditRefused('host-issues', { host: home });
    await promote(engine, textOf(draft.fields, 'counterparty'), by);
    const date = await engine.store.read((t) => t.freeSecond(textOf(draft.fields, 'organisation'), at));
    const posted =
      draft.fields['posted'] === true || (home !== null && engine.hosts.get(home)?.settings.postAfterCreate === true);
    const fields = { ...draft.fields, ...totalsOf(lines, draft.fields['vatIncluded'] === true), date, posted, state: 'issued' };
    const next: SharedRecord = { ...draft, rev: draft.rev + 1, fields, changedAt: nowOf(engine), changedBy: by };
    const toward = await linksToward(engine, next, await engine.store.read((t) => t.linksOf(id)));
    const outcome = await engine.store.write({ actor: by }, (t) => {
      t.claimSecond(textOf(draft.fields, 'organisation'), date, id);
      t.setRecord(next, draft.rev);
      for (const link of toward) t.setLink(link, null);
      t.journal(journal(next, null, { state: 'draft' }, { state: 'issued', date }, by));
    });
    if (outcome === 'done') return next;
  }
}
