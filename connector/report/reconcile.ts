/**
 * Reconcile (S15): the host asked anew against what stands here - counts, sums, paid and debt, per organisation, month and
 * counterparty, down to the invoice. Reads only; nothing of it is stored.
 */
import { scaled, unscaled } from '../decimal.ts';
import { textOf } from '../fields.ts';
import type { Fields, RecordId } from '../model.ts';
import { isGone } from '../hosts/host.ts';
import { MONEY_PLACES, paidState } from '../store/projections.ts';
import type { InvoiceListRow, Queries } from '../store/queries.ts';
import type { Attached } from '../sync/engine.ts';
import { LinkRefs, withRefs } from '../sync/refs.ts';
import type { Store } from '../store/store.ts';
import { outside, unresolved, type Mapping } from '../../mappings/mapping.ts';
import { Debts, type Debt } from './debts.ts';
import { Paid, type Shared, sharedPaid } from './paid.ts';
import { standingThere } from './stands-there.ts';

export interface Side {
  readonly count: number;
  readonly total: string;
  /** Null = this host tells of no payments. */
  readonly paid: string | null;
}

export interface Group {
  readonly organisation: RecordId | null;
  readonly month: string;
  readonly counterparty: RecordId | null;
  readonly currency: RecordId | null;
  readonly here: Side;
  readonly there: Side;
}

export type DifferenceKind = 'only-here' | 'only-there' | 'total' | 'paid' | 'status';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly record: RecordId | null;
  readonly hostId: string | null;
  readonly number: string | null;
  readonly date: string | null;
  readonly organisation: RecordId | null;
  readonly counterparty: RecordId | null;
  readonly here: string;
  readonly there: string;
}

export interface Reconciliation {
  readonly host: string;
  readonly groups: readonly Group[];
  readonly differences: readonly Difference[];
  /** Every debt either side knows; those that differ too. */
  readonly owed: readonly Debt[];
  readonly debts: readonly Debt[];
  /** How many it showed; null = none are exchanged with this host, so nothing of them is compared. */
  readonly invoices: number | null;
  readonly payments: number | null;
  readonly balances: number | null;
}

interface There {
  readonly hostId: string;
  readonly fields: Fields;
  readonly total: bigint;
  readonly check: string | null;
}

const money = (v: unknown): bigint => (typeof v === 'string' ? scaled(v, MONEY_PLACES) : 0n);
const said = (v: bigint): string => unscaled(v, MONEY_PLACES);

export interface ReconcileInput {
  readonly attached: Attached;
  readonly store: Store & { readonly queries: Queries };
  /** YYYY-MM, or everything. */
  readonly month: string | null;
  readonly today: string;
  readonly progress?: (entity: 'invoice' | 'payment' | 'balance', seen: number, total: number | null) => void;
}

export async function reconcileHost(input: ReconcileInput): Promise<Reconciliation> {
  const { settings, mappings } = input.attached;
  const { paid, payments } = await paidThere(input);
  const invoices = mappings.has('invoice') ? await comparedInvoices(input, paid) : null;
  const debts = await debtsOf(input);
  const owed = debts.all();
  return {
    host: settings.id,
    groups: invoices?.sums.groups(paid !== null) ?? [],
    differences: invoices?.differences ?? [],
    owed,
    debts: owed.filter((d) => d.here !== d.there),
    invoices: invoices?.count ?? null,
    payments,
    balances: mappings.has('balance') ? debts.count : null,
  };
}

/** `paid`: null = the host tells of no payments, so what is paid here stands against nothing. */
async function comparedInvoices(input: ReconcileInput, paid: Paid | null): Promise<{ sums: Sums; differences: Difference[]; count: number }> {
  const invoices = new Map<string, There>();
  for await (const there of shown(input, 'invoice')) {
    if (input.month !== null && textOf(there.fields, 'date').slice(0, 7) !== input.month) continue;
    if (there.fields['state'] !== 'cancelled') invoices.set(there.hostId, there);
  }
  const sums = new Sums();
  const differences: Difference[] = [];
  const matched = new Set<string>();
  const own = ownPaid(input);
  for await (const { row: stored, hostId } of here(input, invoices)) {
    const there = hostId === null ? undefined : invoices.get(hostId);
    if (there) matched.add(there.hostId);
    const told = paid === null || !there ? null : paid.of([stored.id], there.fields);
    const row = told === null || !there || money(stored.paid) === told ? stored : await own(stored, there);
    sums.here(row);
    if (there) sums.there(there, told ?? 0n);
    differences.push(...compare(row, hostId, there, told, input.today));
  }
  for (const there of invoices.values())
    if (!matched.has(there.hostId)) {
      sums.there(there, paid === null ? 0n : paid.of(namesOf(there), there.fields));
      differences.push(onlyThere(there));
    }
  return { sums, differences, count: invoices.size };
} // prettier-ignore

/** Objects of the host in scope, asked anew and read through the mapping. */
async function* shown(input: ReconcileInput, entity: 'invoice' | 'payment' | 'balance'): AsyncIterable<There> {
  const { attached, store } = input;
  const mapping = attached.mappings.get(entity);
  if (!mapping) return;
  const refs = new LinkRefs(store, attached.settings.id);
  let seen = 0;
  const feed = attached.host.feeds.find((f) => f.kind === 'walk' && f.entities.includes(entity));
  if (!feed) return;
  for await (const page of attached.host.changes(feed.id, null)) {
    for (const item of page.items) {
      if (!('entity' in item) || item.entity !== entity || isGone(item) || item.object === undefined) continue;
      const { object } = item;
      const { fields } = await withRefs(refs, () => mapping.fromHost(object, refs));
      if (isInScope(mapping, fields, item.hostId, object))
        yield { hostId: item.hostId, fields, total: money(fields['total']), check: mapping.crossCheck(object) };
    }
    seen += page.items.length;
    input.progress?.(entity, seen, page.total ?? null);
  }
}

const isInScope = (mapping: Mapping, fields: Fields, hostId: string, object: Readonly<Record<string, unknown>>): boolean =>
  mapping.inScope(fields, 'in', { hostId, object });

async function debtsOf(input: ReconcileInput): Promise<Debts> {
  const debts = new Debts();
  for await (const { fields } of shown(input, 'balance')) debts.there(fields);
  if (input.attached.mappings.has('balance')) await debts.here(input.store, input.attached.settings.id);
  return debts;
}

/** The row with what this host's own payments say, where those of another base pay it too: that differs by design. */
function ownPaid({ store, attached }: ReconcileInput): (row: InvoiceListRow, there: There) => Promise<InvoiceListRow> {
  let shared: Promise<Shared> | null = null;
  return async (row, there) => {
    const { paid, invoices } = await (shared ??= sharedPaid(store, attached.settings.id));
    return invoices.has(row.id) ? { ...row, paid: said(paid.of([row.id], there.fields)) } : row;
  };
}

/** What payments say of an invoice nobody here knows: they name it as the host does. */
const namesOf = ({ hostId }: There): string[] => [unresolved('invoice', hostId), outside('invoice', hostId)];

/** Paid per invoice record, from the payment documents of the host as they are now; null = it has none. */
async function paidThere(input: ReconcileInput): Promise<{ paid: Paid | null; payments: number | null }> {
  if (!input.attached.mappings.has('payment')) return { paid: null, payments: null };
  const paid = new Paid();
  let payments = 0;
  for await (const payment of shown(input, 'payment')) {
    payments += 1;
    paid.add(payment);
  }
  return { paid, payments };
}

async function* here(
  input: ReconcileInput,
  there: ReadonlyMap<string, There>,
): AsyncIterable<{ row: InvoiceListRow; hostId: string | null }> {
  const { queries } = input.store;
  const ids = new Map<RecordId, string>();
  for (let after = 0; ;) {
    const page = await queries.hostIdsOf(input.attached.settings.id, 'invoice', after, 5000);
    const last = page.at(-1);
    if (!last) break;
    after = last.n;
    for (const { record, hostId } of page) ids.set(record, hostId);
  }
  for (let after = 0; ;) {
    const page = await queries.invoicesAfter(after, 2000);
    const last = page.at(-1);
    if (!last) return;
    after = last.n;
    const rows = page.filter((r) => r.state === 'issued' && (input.month === null || r.date?.slice(0, 7) === input.month));
    const isShown = ({ id }: InvoiceListRow): boolean => there.has(ids.get(id) ?? '');
    const stand = await standingThere(input, rows.filter((r) => !isShown(r))); // prettier-ignore
    for (const row of rows) if (isShown(row) || stand.has(row.id)) yield { row, hostId: ids.get(row.id) ?? null };
  }
}

function compare(
  row: InvoiceListRow,
  hostId: string | null,
  there: There | undefined,
  paid: bigint | null,
  today: string,
): Difference[] {
  const common = {
    record: row.id,
    hostId,
    number: row.number,
    date: row.date,
    organisation: row.organisation,
    counterparty: row.counterparty,
  };
  if (!there) return [{ ...common, kind: 'only-here', here: row.total, there: '0' }];
  const found: Difference[] = [];
  if (money(row.total) !== there.total) found.push({ ...common, kind: 'total', here: row.total, there: said(there.total) });
  if (paid !== null && money(row.paid) !== paid) found.push({ ...common, kind: 'paid', here: row.paid, there: said(paid) });
  if (paid === null && money(row.paid) === 0n) return found; // nobody told: that is not unpaid, whatever the base calls it
  const state = paidState({ total: money(row.total), paid: money(row.paid), dueDate: null, everPaid: false }, today);
  if (there.check !== null && there.check !== state) found.push({ ...common, kind: 'status', here: state, there: there.check });
  return found;
}

const onlyThere = ({ hostId, fields, total }: There): Difference => ({
  kind: 'only-there', record: null, hostId, number: textOf(fields, 'number') || null, date: textOf(fields, 'date') || null,
  organisation: textOf(fields, 'organisation') || null, counterparty: textOf(fields, 'counterparty') || null, here: '0', there: said(total),
}); // prettier-ignore

type MutableSide = { count: number; total: bigint; paid: bigint };

/** Sums by organisation, month, counterparty and currency; integers all the way. */
class Sums {
  readonly #groups = new Map<string, { key: Omit<Group, 'here' | 'there'>; here: MutableSide; there: MutableSide }>();

  #group(organisation: string | null, date: string | null, counterparty: string | null, currency: string | null) {
    const month = (date ?? '').slice(0, 7);
    const id = [organisation, month, counterparty, currency].join('|');
    const group = this.#groups.get(id) ?? {
      key: { organisation, month, counterparty, currency },
      here: { count: 0, total: 0n, paid: 0n },
      there: { count: 0, total: 0n, paid: 0n },
    };
    this.#groups.set(id, group);
    return group;
  }

  here(row: InvoiceListRow): void {
    add(this.#group(row.organisation, row.date, row.counterparty, row.currency).here, money(row.total), money(row.paid));
  }

  there(t: There, paid: bigint): void {
    const text = (name: string): string | null => textOf(t.fields, name) || null;
    add(this.#group(text('organisation'), text('date'), text('counterparty'), text('currency')).there, t.total, paid);
  }

  /** `isPaid`: payments of the other side are known. */
  groups(isPaid: boolean): Group[] {
    const side = (s: MutableSide, isKnown: boolean): Side => ({ count: s.count, total: said(s.total), paid: isKnown ? said(s.paid) : null }); // prettier-ignore
    return [...this.#groups.values()].map((g) => ({ ...g.key, here: side(g.here, true), there: side(g.there, isPaid) }));
  }
}

function add(side: MutableSide, total: bigint, paid: bigint): void {
  side.count += 1;
  side.total += total;
  side.paid += paid;
}
