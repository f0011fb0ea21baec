/**
 * The nine words of the sync and the shapes they travel in (docs: model.md as types).
 * Everything here is plain frozen data: no behaviour, no host, no database.
 */

export type RecordId = string; // UUID; never a host's id
export type HostId = string; // a name from the configuration: "buh", "ut", "sales"; never an address
export type LinkId = number;
export type PlanId = string;
export type Instant = string; // YYYY-MM-DDThh:mm:ss.sssZ
export type Unit = string; // fields that only make sense together and merge as a whole

export const REFERENCES = [
  'currency',
  'unit',
  'person',
  'organisation',
  'bankAccount',
  'contract',
  'product',
  'price',
  'closedPeriod',
] as const;
export type Reference = (typeof REFERENCES)[number];
export type Entity = 'counterparty' | 'partner' | 'invoice' | 'payment' | 'balance' | Reference;

/**
 * Dependencies first: what an entity refers to comes before it, on reading and on writing (sync-design A8).
 * A contract names its counterparty, an invoice its contract.
 */
export const ENTITY_ORDER: readonly Entity[] = [
  'currency',
  'unit',
  'person',
  'organisation',
  'partner',
  'counterparty',
  'bankAccount',
  'contract',
  'product',
  'price',
  'closedPeriod',
  'invoice',
  'payment',
  'balance',
];

export type Scalar = string | boolean | null; // amounts: decimal text; dates: ISO text; references: RecordId
export type Row = Readonly<Record<string, Scalar>>;
export type Value = Scalar | readonly Row[];
/** A missing key means "not known here"; null means "known to be empty". */
export type Fields = Readonly<Record<string, Value>>;

/** One line of an invoice (model.md 3). A type, not an interface, so that it is also a Row. */
export type Line = {
  readonly product: RecordId | null;
  readonly text: string | null;
  readonly quantity: string;
  readonly unit: RecordId | null;
  readonly price: string;
  readonly discount: string;
  readonly amount: string;
  readonly vatRate: string;
  readonly vatAmount: string;
};

/**
 * How a payment document is spread over invoices; `invoice` null = not matched. `amount` is in the payment's currency, `settled` what the
 * books take off the debt for it, in the currency of the contract: 90,000 RUB that settle 1,000 EUR. Not every base tells it.
 */
export type Allocation = {
  readonly invoice: RecordId | null;
  readonly amount: string;
  readonly settled?: string | null;
  readonly settledIn?: RecordId | null;
};

export type Stage = 'prospect' | 'live';

export interface SharedRecord {
  readonly id: RecordId;
  readonly entity: Entity;
  readonly rev: number;
  readonly stage: Stage;
  readonly fields: Fields;
  readonly changedAt: Instant;
  readonly changedBy: string;
}

/** base: what both sides last agreed on, one value per side; a unit absent from it was never agreed. */
export interface Base {
  readonly ours: Fields;
  readonly theirs: Fields;
}

export interface Pictures {
  readonly ours: Fields;
  readonly theirs: Fields;
  readonly base: Base;
  readonly sent: Fields;
}

export interface Link {
  readonly id: LinkId;
  readonly host: HostId;
  readonly entity: Entity;
  readonly hostId: string | null;
  readonly record: RecordId | null;
  readonly aliasOf: LinkId | null;
  readonly confirmed: boolean;
  readonly inScope: boolean;
  /** The record's rev the pictures below rest on; null = nothing was ever agreed. */
  readonly rev: number | null;
  readonly version: string | null;
  readonly goneAt: Instant | null;
  readonly dirty: boolean;
  readonly retryAt: Instant | null;
  /** Narrow pictures: a missing unit means "same as the record under this mapping" (pictures.ts unpacks them). */
  readonly baseOurs: NarrowUnits | null;
  readonly baseTheirs: NarrowUnits | null;
  readonly seen: NarrowUnits | null;
  readonly sent: NarrowUnits | null;
  readonly sentAt: Instant | null;
  readonly token: string | null;
}

/** Stored form of a picture: unit -> its fields, or null for "never agreed". */
export type NarrowUnits = Readonly<Record<Unit, Fields | null>>;

export type Three = { readonly ours: Fields; readonly theirs: Fields; readonly base: Fields | null };

export const PROBLEM_KINDS = [
  'conflict',
  'ambiguous',
  'duplicate',
  'refused',
  'waiting',
  'vanished',
  'marked',
  'oscillating',
  'unreachable',
  'altered',
  'unknown-outcome',
  'unmapped-value',
  'totals-differ',
  'frozen',
  'out-of-scope',
  'restored',
  'leak',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** Anything that waits for a person or for time; one open row per link (or host), unit and kind. */
export interface Problem {
  readonly id: number;
  readonly host: HostId;
  readonly link: LinkId | null;
  readonly record: RecordId | null;
  readonly entity: Entity | null;
  readonly unit: Unit | null;
  readonly kind: ProblemKind;
  /** Message code and its parameters (errors.ts renders them in the reader's language). */
  readonly detail: Readonly<Record<string, string>>;
  readonly ours: Fields | null;
  readonly theirs: Fields | null;
  readonly base: Fields | null;
  readonly since: Instant;
  readonly tries: number;
  readonly resolvedAt: Instant | null;
  readonly resolvedBy: string | null;
  readonly answer: string | null;
}

export interface Proposal {
  readonly id: number;
  readonly record: RecordId;
  readonly unit: Unit;
  readonly value: Fields;
  readonly onRev: number;
  readonly by: string;
  readonly at: Instant;
  readonly state: 'open' | 'accepted' | 'declined' | 'withdrawn';
}

export interface Revision {
  readonly invoice: RecordId;
  readonly n: number;
  readonly at: Instant;
  readonly host: HostId;
  readonly before: Fields;
  readonly after: Fields;
}

export type Cause = 'edit' | 'pull' | 'push' | 'create' | 'agree' | 'first' | 'act' | 'restore' | 'person' | 'switch' | 'match';

export interface JournalRow {
  readonly at: Instant;
  readonly host: HostId | null;
  readonly link: LinkId | null;
  readonly record: RecordId | null;
  readonly unit: Unit | null;
  readonly before: Fields | null;
  readonly after: Fields | null;
  readonly cause: Cause;
  readonly plan: PlanId | null;
  readonly by: string;
}

/** Time, randomness and ids are parameters of the composition root; nothing else calls them (sync-design A18). */
export interface World {
  now(): Date;
  random(): number;
  uuid(): RecordId;
  sleep(ms: number): Promise<void>;
}
