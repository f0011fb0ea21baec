/** Hosts that keep a commercial party above the legal one (УТ, КА, ERP): a counterparty born here gets its partner first. */
import { pick } from '../fields.ts';
import type { Fields, JournalRow, SharedRecord } from '../model.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import { mayCreate, nowOf } from './engine.ts';
import { linksToward } from './links-toward.ts';

const TAKEN = ['name', 'kind', 'phone', 'email', 'owner'];

export const needsPartner = (mapping: Mapping, record: SharedRecord): boolean =>
  record.entity === 'counterparty' && mapping.required.includes('partner') && typeof record.fields['partner'] !== 'string';

export const partnerFields = (record: SharedRecord): Fields => pick(record.fields, TAKEN);

/** Before planning, so that the plan shows the partner as what it is: one more object in the books. */
export async function givePartners(run: RunContext): Promise<void> {
  const { engine, id } = run;
  const mapping = mappingOf(run, 'counterparty');
  if (!mapping?.required.includes('partner') || !mappingOf(run, 'partner')?.create || !run.switches.canWrite) return;
  for (let after = 0; !engine.stopping();) {
    const links = await engine.store.read((t) => t.due(id, 'counterparty', nowOf(engine), after, engine.limits.batch));
    const last = links.at(-1);
    if (!last) return;
    after = last.id;
    const born = links.filter((l) => l.hostId === null).flatMap((l) => l.record ?? []);
    const records = await engine.store.read((t) => t.records(born));
    for (const record of records.values())
      if (needsPartner(mapping, record) && mayCreate(engine, run.attached, record)) await givePartner(run, record);
  }
}

async function givePartner(run: RunContext, record: SharedRecord): Promise<void> {
  const by = { changedAt: nowOf(run.engine), changedBy: run.engine.holder };
  const id = run.engine.world.uuid();
  const partner: SharedRecord = { id, entity: 'partner', rev: 1, stage: 'live', fields: partnerFields(record), ...by };
  const next = { ...record, rev: record.rev + 1, fields: { ...record.fields, partner: id }, ...by };
  const toward = await linksToward(run.engine, partner, []);
  await commit(run, (t) => {
    t.setRecord(partner, null);
    t.setRecord(next, record.rev);
    t.touchLinks(record.id, null);
    for (const link of toward) t.setLink(link, null);
    t.journal(journal(partner, run, partner.fields));
    t.journal(journal(next, run, { partner: id }));
  });
}

const journal = (record: SharedRecord, run: RunContext, after: Fields): JournalRow => ({
  at: record.changedAt, host: run.id, link: null, record: record.id, unit: null, before: null, after, cause: 'create', plan: null, by: record.changedBy,
}); // prettier-ignore
