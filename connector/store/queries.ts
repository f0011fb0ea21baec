/** What people ask of the projections: lists, sums, counts. Read-only; both stores answer alike. */
import type { Entity, HostId, JournalRow, RecordId } from '../model.ts';

export interface PartyRow {
  readonly id: RecordId;
  readonly name: string | null;
  readonly kind: string | null;
  readonly taxId: string | null;
  readonly branchCode: string | null;
  readonly country: string | null;
  readonly stage: string;
  readonly deletionMark: boolean;
}

/** Hosts that tell of payments: of an invoice that is in none of them it is not known whether it is paid. Null: all of them do. */
export type Tellers = readonly HostId[] | null;

export interface InvoiceListRow {
  readonly id: RecordId;
  readonly number: string | null;
  readonly date: string | null;
  readonly dueDate: string | null;
  readonly state: string | null;
  readonly posted: boolean;
  readonly organisation: RecordId | null;
  readonly counterparty: RecordId | null;
  readonly counterpartyName: string | null;
  readonly currency: RecordId | null;
  /** Decimal text. */
  readonly total: string;
  readonly paid: string;
  readonly paidAt: string | null;
  readonly everPaid: boolean;
  readonly totalsDiffer: boolean;
}

export interface BalanceRow {
  readonly counterparty: RecordId;
  readonly organisation: RecordId | null;
  readonly currency: RecordId | null;
  readonly debt: string;
  readonly advance: string;
  readonly overdue: string;
  readonly host: HostId;
}

export interface EntityCount {
  readonly entity: Entity;
  readonly host: HostId;
  readonly linked: number;
  readonly unlinked: number;
  readonly outOfScope: number;
  readonly gone: number;
  readonly waiting: number;
}

export interface ProblemCount {
  readonly host: HostId;
  readonly kind: string;
  readonly code: string;
  readonly count: number;
  readonly oldest: string;
  /** Details of one of them, and the kind of record it is about. */
  readonly example: Readonly<Record<string, string>>;
  readonly entity: Entity | null;
}

/** Both in one text, so that they are of the same problem: the kind of record, a blank, the detail. */
export function exampleOf(text: string): Pick<ProblemCount, 'example' | 'entity'> {
  const at = text.indexOf(' ');
  const example = JSON.parse(text.slice(at + 1)) as Record<string, string>;
  return { example, entity: at === 0 ? null : (text.slice(0, at) as Entity) };
}

export interface Queries {
  /** Newest name first match: taxId exact, number, or part of the name (ё = е, case folded). */
  parties(search: string | null, limit: number): Promise<readonly PartyRow[]>;
  invoices(
    filter: { search?: string | null; counterparty?: RecordId | null; unpaidOnly?: boolean; tellers?: Tellers },
    limit: number,
  ): Promise<readonly InvoiceListRow[]>;
  invoice(id: RecordId): Promise<InvoiceListRow | null>;
  /** Every invoice that is not a draft, in pages by id of insertion. */
  invoicesAfter(after: number, limit: number): Promise<readonly (InvoiceListRow & { readonly n: number })[]>;
  balancesOf(counterparty: RecordId): Promise<readonly BalanceRow[]>;
  counts(): Promise<readonly EntityCount[]>;
  invoiceSums(): Promise<
    readonly { readonly currency: RecordId | null; readonly count: number; readonly total: string; readonly paid: string }[]
  >;
  problemCounts(): Promise<readonly ProblemCount[]>;
  /** Payments that came or changed after an instant, with the invoices they name. */
  paymentsSince(at: string): Promise<
    readonly {
      readonly number: string | null;
      readonly paid: string;
      readonly total: string;
      readonly currency: RecordId | null;
      readonly amount: string;
      /** Null: not told, which is the invoice's own. */
      readonly paidIn: RecordId | null;
      readonly reversed: boolean;
    }[]
  >;
  /** What happened after a journal row, for those who watch. */
  journalAfter(after: number, limit: number): Promise<readonly (JournalRow & { readonly id: number })[]>;
  oldestDirty(host: HostId): Promise<string | null>;
  hostIdsOf(
    host: HostId,
    entity: Entity,
    after: number,
    limit: number,
  ): Promise<readonly { readonly n: number; readonly record: RecordId; readonly hostId: string }[]>;
}
