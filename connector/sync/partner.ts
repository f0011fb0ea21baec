/** Hosts that keep a commercial party above the legal one (УТ, КА, ERP): a counterparty born here gets its partner first. */
import { pick } from '../fields.ts';
import type { Fields, JournalRow, Link, SharedRecord } from '../model.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { mayCreate, nowOf } from './engine.ts';
import { linksToward } from './links-toward.ts';
import { basisOf } from './plan.ts';

const TAKEN = ['name', 'kind', 'phone', 'email', 'owner'];

export const needsPartner = (mapping: Mapping, record: SharedRecord): boolean =>
  record.entity === 'counterparty' && mapping.required.includes('partner') && typeof record.fields['partner'] !== 'string';

export const partnerFields = (record: SharedRecord): Fields => pick(record.fields, TAKEN);

/** After planning, which counts the partner as one more object in the books: so nothing moves under a plan that waits to be accepted. */
export async function givePartners(run: RunContext): Promise<void> {
  const { engine, id } = run;
  const mapping = mappingOf(run, 'counterparty');
  if (!mapping?.required.includes('partner') || !mappingOf(run, 'partner')?.create || !run.switches.canWrite) return;
  for (let after = 0; !engine.stopping();) {
    const links = await engine.store.read((t) => t.due(id, 'counterparty', nowOf(engine), after, engine.limits.batch));
    const last = links.at(-1);
    if (!last) return;
    after = last.id;
    const born = links.filter((l) => l.hostId === null);
    const records = await engine.store.read((t) => t.records(born.flatMap((l) => l.record ?? [])));
    for (const link of born) {
      const record = records.get(link.record ?? '');
      if (record && isWanted(run, mapping, link, record)) await givePartner(run, mapping, link, record);
    }
  }
}

/** Held by the guard, the counterparty gets none before its own step is accepted. */
const isWanted = (run: RunContext, mapping: Mapping, link: Link, record: SharedRecord): boolean =>
  needsPartner(mapping, record) &&
  mayCreate(run.engine, run.attached, record) &&
  (run.guard === null || run.accepted.get(link.id) === basisOf(link, record, mapping));

async function givePartner(run: RunContext, mapping: Mapping, link: Link, record: SharedRecord): Promise<void> {
  const by = { changedAt: nowOf(run.engine), changedBy: run.engine.holder };
  const id = run.engine.world.uuid();
  const partner: SharedRecord = { id, entity: 'partner', rev: 1, stage: 'live', fields: partnerFields(record), ...by };
  const next = { ...record, rev: record.rev + 1, fields: { ...record.fields, partner: id }, ...by };
  const toward = await linksToward(run.engine, partner, []);
  const outcome = await commit(run, (t) => {
    t.setRecord(partner, null);
    t.setRecord(next, record.rev);
    t.touchLinks(record.id, null);
    for (const made of toward) t.setLink(made, null);
    t.journal(journal(partner, run, partner.fields));
    t.journal(journal(next, run, { partner: id }));
  });
  if (outcome === 'done' && run.accepted.has(link.id)) acceptBoth(run, [link, next, mapping], toward, partner);
}

/** Whoever accepted the counterparty saw the partner beside it. */
function acceptBoth(
  run: RunContext,
  counterparty: Parameters<typeof basisOf>,
  toward: readonly Link[],
  partner: SharedRecord,
): void {
  const mapping = mappingOf(run, 'partner');
  run.accepted.set(counterparty[0].id, basisOf(...counterparty));
  for (const link of toward) if (mapping && link.host === run.id) run.accepted.set(link.id, basisOf(link, partner, mapping));
}

const journal = (record: SharedRecord, run: RunContext, after: Fields): JournalRow => ({
  at: record.changedAt, host: run.id, link: null, record: record.id, unit: null, before: null, after, cause: 'create', plan: null, by: record.changedBy,
}); // prettier-ignore
