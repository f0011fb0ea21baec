/**
 * What the books have of an invoice's payments, for a host that keeps it in columns of its own (model.md 4): worked out when its
 * link is looked at, stored in no record. What is not known is not said: no payments are shown, not of this invoice, or not all of them yet.
 */
import { compare, scaled, subtract } from '../decimal.ts';
import { isDerived } from '../fields.ts';
import type { Fields, HostId, Link, SharedRecord } from '../model.ts';
import { MONEY_PLACES, paidState } from '../store/projections.ts';
import type { PaidSums, Reader, Writer } from '../store/store.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import type { Engine } from './engine.ts';

/** Stands among the mapping hashes of a host that is told: a payment makes its invoices' links there due (both stores). */
const MARK = 'told:paid';

/** Does the host have columns for what is paid? */
export const tells = (mapping: Mapping | undefined): boolean =>
  mapping?.units.some((u) => isDerived(mapping.entity, u.unit)) ?? false;

/** The invoice with what is known of its payments. */
export async function withPaid(t: Reader, engine: Engine, record: SharedRecord, links?: readonly Link[]): Promise<SharedRecord> {
  const sums = (await isKnown(t, engine, links ?? (await t.linksOf(record.id)))) ? await t.paidOf(record.id) : null;
  return sums ? { ...record, fields: { ...record.fields, ...factsOf(sums, record.fields) } } : record;
}

/** "None" means unpaid only where all payments were shown: by every base the invoice stands in, for one may copy it without them. */
async function isKnown(t: Reader, engine: Engine, links: readonly Link[]): Promise<boolean> {
  let isShown = false;
  for (const { host } of links.filter((l) => l.hostId !== null && l.aliasOf === null && l.goneAt === null)) {
    const place = await placeOf(t, host);
    if (place === null && engine.hosts.get(host)?.mappings.has('payment') === true) return false;
    isShown ||= place !== null;
  }
  return isShown;
}

/** Kept like the place of a feed: payments that could not be read yet are not none, and a host that is away showed what it showed. */
const SHOWN = 'shown:payment';
const placeOf = async (t: Reader, host: HostId): Promise<string | null> => (await t.cursor(host, SHOWN))?.cursor ?? null;

/** Once a host has shown all its payments, others are told of each of its invoices; a list that must be shown anew is no less known. */
export async function knowPayments(run: RunContext): Promise<void> {
  const place = await run.engine.store.read((t) => placeOf(t, run.id));
  if (mappingOf(run, 'payment') === null) return place === null ? undefined : setPlace(run, null);
  if (place === 'all' || (place === null && !run.walked.has('payment'))) return;
  await setPlace(run, 'telling'); // known from here on: whoever looks at an invoice meanwhile tells it, or is told to look again
  if ((await run.engine.store.read((t) => t.hosts())).some((h) => MARK in h.mappingHashes)) await tellOthers(run);
  if (!run.engine.stopping()) await setPlace(run, 'all');
}

async function setPlace(run: RunContext, cursor: string | null): Promise<void> {
  await commit(run, (t) => t.setCursor(run.id, SHOWN, { cursor, startedAt: null, lastCompleteAt: null, seenCount: 0 }));
}

async function tellOthers(run: RunContext): Promise<void> {
  const { engine, id } = run;
  for (let after = 0; !engine.stopping();) {
    const links = await engine.store.read((t) => t.linksPage(id, 'invoice', after, engine.limits.batch));
    const last = links.at(-1);
    if (!last) return;
    after = last.id;
    const known = links.flatMap((l) => (l.record === null ? [] : [{ record: l.record, link: l.id }]));
    await commit(run, (t) => known.forEach((k) => t.touchLinks(k.record, k.link)));
  }
}

function factsOf(sums: PaidSums, fields: Fields): Fields {
  const { total, paid, paidAt, everPaid } = sums;
  const amounts = { total: scaled(total, MONEY_PLACES), paid: scaled(paid, MONEY_PLACES) };
  const state = paidState({ ...amounts, dueDate: null, everPaid }, '');
  const isOver = fields['state'] === 'cancelled' || compare(paid, total) >= 0;
  return { paidState: state, paid, left: isOver ? '0' : subtract(total, paid), paidAt: paidAt?.slice(0, 10) ?? null };
}

/** Says in the host's row whether it is told, before anything else of the run. */
export function sayTold(run: RunContext): ((t: Writer) => void) | null {
  const known = run.switches.row?.mappingHashes ?? {};
  const isTold = tells(run.attached.mappings.get('invoice'));
  if (isTold === MARK in known) return null;
  const others = Object.fromEntries(Object.entries(known).filter(([name]) => name !== MARK));
  return (t) => t.setHost(run.id, { mappingHashes: isTold ? { ...others, [MARK]: 'told' } : others }); // prettier-ignore
}
