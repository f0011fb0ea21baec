/** What the widgets ask of the store: one page, a few counts, the links and problems of just what is shown. All of it by an index. */
import type { Entity, HostId, Instant, JournalRow, LinkId, Problem, ProblemKind, Proposal, RecordId } from '../model.ts';
import type { InvoiceListRow, Tellers } from './queries.ts';

/** Persons of the books: what is of their counterparties; null = of everybody's. */
export type OfOwners = readonly RecordId[] | null;

export type InvoiceFilter = 'all' | 'overdue' | 'unpaid' | 'drafts' | 'cancelled';

/** Of one counterparty, of one invoice, or of all. */
export interface InvoicesOf {
  readonly counterparty: RecordId | null;
  readonly invoice: RecordId | null;
  /** Where neither is named: only of the counterparties of these. */
  readonly owners?: OfOwners;
  /** What else is unpaid counts as not told. */
  readonly tellers?: Tellers;
}

export interface InvoicePage extends InvoicesOf {
  readonly filter: InvoiceFilter;
  /** Part of a number; without a counterparty also the beginning of a name. */
  readonly search: string | null;
  readonly today: string;
  /** The last row of the page before: what it is sorted by, and its n. */
  readonly after: { readonly by: string; readonly n: number } | null;
  readonly limit: number;
}

export interface InvoicePageRow extends InvoiceListRow {
  readonly n: number;
  readonly rev: number;
}

export interface InvoiceCounts {
  readonly all: number;
  readonly overdue: number;
  readonly unpaid: number;
  readonly drafts: number;
  /** Issued ones nobody tells the payments of: neither unpaid nor overdue. */
  readonly untold: number;
  /** The earliest term that has passed. */
  readonly oldestDue: string | null;
}

export interface UnpaidSum {
  readonly currency: RecordId | null;
  /** Decimal text: total - paid. */
  readonly amount: string;
  readonly count: number;
  /** Of them, those whose term has passed. */
  readonly overdue: string;
}

export interface PaidInvoice {
  readonly currency: RecordId | null;
  readonly total: string;
  readonly date: string | null;
  readonly dueDate: string | null;
  readonly paidAt: string;
}

/** A link without its pictures: where a record stands towards a host. */
export interface LinkState {
  readonly id: LinkId;
  readonly host: HostId;
  readonly entity: Entity;
  readonly record: RecordId;
  readonly hostId: string | null;
  readonly isAlias: boolean;
  readonly inScope: boolean;
  readonly goneAt: Instant | null;
  readonly dirty: boolean;
  readonly sending: boolean;
  readonly retryAt: Instant | null;
}

export interface AskedProblem extends Problem {
  readonly assignee: string | null;
  readonly due: string | null;
}

export interface ProblemPage {
  /** A counterparty with its invoices, or an invoice; null = everything. */
  readonly record: RecordId | null;
  readonly kind: ProblemKind | null;
  /** Where no record is named: only of the counterparties of these, and of their invoices. */
  readonly owners?: OfOwners;
  readonly state: 'open' | 'answered';
  readonly after: number;
  readonly limit: number;
}

export interface Queue {
  readonly all: number;
  /** Of them: go on when a person answers. */
  readonly waiting: number;
  /** Of them: asked nothing themselves, they go on by themselves once what they refer to is placed. */
  readonly behind: number;
}

export interface Reading {
  readonly feed: string;
  readonly startedAt: Instant | null;
  readonly lastCompleteAt: Instant | null;
}

export interface InvoicePayment {
  readonly number: string | null;
  readonly date: string | null;
  readonly amount: string;
  readonly currency: RecordId | null;
  readonly kind: string | null;
  readonly reversed: boolean;
}

/** What an invoice was paid in a currency that is not its own. */
export interface PaidOtherwise {
  readonly invoice: RecordId;
  readonly currency: RecordId;
  readonly amount: string;
}

export interface ViewQueries {
  invoicePage(page: InvoicePage): Promise<readonly InvoicePageRow[]>;
  invoiceCounts(of: InvoicesOf, today: string): Promise<InvoiceCounts>;
  unpaidSums(of: InvoicesOf, today: string): Promise<readonly UnpaidSum[]>;
  /** Fully paid ones of a counterparty whose last payment came on this day or later. */
  paidSince(counterparty: RecordId, day: string): Promise<readonly PaidInvoice[]>;
  linkStates(records: readonly RecordId[]): Promise<readonly LinkState[]>;
  /** Open problems of these records. */
  problemsOf(records: readonly RecordId[]): Promise<readonly AskedProblem[]>;
  problem(id: number): Promise<AskedProblem | null>;
  /** Those for a person first, then those that pass by themselves; answered ones latest first. */
  problemPage(page: ProblemPage): Promise<{ readonly rows: readonly AskedProblem[]; readonly next: number | null }>;
  problemKinds(
    record: RecordId | null,
    owners?: OfOwners,
  ): Promise<readonly { readonly kind: ProblemKind; readonly host: HostId; readonly count: number }[]>;
  /** How many open conflicts each unit has towards each host. */
  conflictCounts(owners?: OfOwners): Promise<readonly { readonly host: HostId; readonly unit: string; readonly count: number }[]>;
  /** Open conflicts of one unit towards a host. */
  conflictsOf(host: HostId, unit: string, limit: number, owners?: OfOwners): Promise<readonly AskedProblem[]>;
  openProposals(record: RecordId | null, limit: number, owners?: OfOwners): Promise<readonly Proposal[]>;
  proposal(id: number): Promise<Proposal | null>;
  /** Of these invoices: what no `paid` counts, for amounts of two currencies are never added. */
  paidOtherwise(invoices: readonly RecordId[]): Promise<readonly PaidOtherwise[]>;
  paymentsOf(invoice: RecordId): Promise<readonly InvoicePayment[]>;
  /** By article, code, or words of the name. */
  products(search: string, limit: number): Promise<readonly RecordId[]>;
  /** The same, of those that stand in this host alone: what others call alike hides none of them. */
  productsAt(host: HostId, search: string, limit: number): Promise<readonly RecordId[]>;
  /** Price of the last issued invoice with it that is not older than this day. */
  lastPrices(
    products: readonly RecordId[],
    since: string,
  ): Promise<ReadonlyMap<RecordId, { readonly price: string; readonly vatRate: string | null }>>;
  /** The last issued invoice with a line of this product, none older than this day. */
  lastInvoiceWith(product: RecordId, since: string): Promise<RecordId | null>;
  /** What price lists of hosts say of a product; what is gone there is left out. */
  pricesOf(product: RecordId): Promise<readonly RecordId[]>;
  /** Every feed's last readings. */
  readings(host: HostId): Promise<readonly Reading[]>;
  /** Links with something to do or to look at, counted up to a limit. */
  queue(host: HostId, most: number): Promise<Queue>;
  lastJournal(limit: number): Promise<readonly (JournalRow & { readonly id: number })[]>;
  /** What a user of a host is called: "ut11:5f0c" -> "Иванова А." */
  personName(actor: string): Promise<string | null>;
  /** Everybody a host ever named, those that may still come in: "ut11:5f0c" and "Иванова А.", by name. */
  people(client: string): Promise<readonly { readonly actor: string; readonly name: string }[]>;
  /** Moves with everything that is stored. */
  journalMark(): Promise<number>;
}
