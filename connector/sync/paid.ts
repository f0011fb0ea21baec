/**
 * What the books have of an invoice's payments, for a host that keeps it in columns of its own (model.md 4): worked out when its
 * link is looked at, stored in no record. What is not known is not said: no payments are shown, or not of this invoice.
 */
import { compare, scaled, subtract } from '../decimal.ts';
import { isDerived } from '../fields.ts';
import type { Fields, Link, SharedRecord } from '../model.ts';
import { MONEY_PLACES, paidState } from '../store/projections.ts';
import type { PaidSums, Reader, Writer } from '../store/store.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { RunContext } from './context.ts';
import type { Engine } from './engine.ts';

/** Stands among the mapping hashes of a host that is told: a payment makes its invoices' links there due (both stores). */
const MARK = 'told:paid';

/** Does the host have columns for what is paid? */
export const tells = (mapping: Mapping | undefined): boolean =>
  mapping?.units.some((u) => isDerived(mapping.entity, u.unit)) ?? false;

/** The invoice with what is known of its payments. */
export async function withPaid(t: Reader, engine: Engine, record: SharedRecord, links?: readonly Link[]): Promise<SharedRecord> {
  const isKnown = (links ?? (await t.linksOf(record.id))).some((l) => showsPayments(engine, l));
  const sums = isKnown ? await t.paidOf(record.id) : null;
  return sums ? { ...record, fields: { ...record.fields, ...factsOf(sums, record.fields) } } : record;
}

/** Only where the invoice stands in a host that shows payments does "none" mean unpaid. */
const showsPayments = (engine: Engine, link: Link): boolean =>
  link.hostId !== null && link.aliasOf === null && link.goneAt === null && engine.hosts.get(link.host)?.mappings.has('payment') === true; // prettier-ignore

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
