/**
 * The store: records, links, cursors, leases and everything that hangs on them (sync-design B2, B4).
 * A write is one transaction of synchronous work; every change names the state it rests on, and one that moved undoes the whole.
 */
import type {
  Entity, Fields, HostId, Instant, JournalRow, Link, LinkId, PlanId, Problem, ProblemKind, Proposal, RecordId, Revision, SharedRecord, Unit,
} from '../model.ts'; // prettier-ignore
import type { Key } from '../identity.ts';

export interface Lease {
  readonly host: HostId;
  readonly holder: string;
  readonly epoch: number;
}
/** A person or program that writes without a lease: "cli:anna", "engine". */
export interface Actor {
  readonly actor: string;
}

/** The lease was taken over while its holder slept: nothing of the holder's is stored any more (A15). */
export class LeaseLost extends Error {
  readonly host: HostId;
  constructor(host: HostId) {
    super(`the lease of ${host} was taken over`);
    this.host = host;
  }
}

/** A link as loaded: `tick` is what a later setLink rests on. */
export interface StoredLink extends Link {
  readonly tick: number;
}

export interface HostRow {
  readonly id: HostId;
  readonly kind: string;
  readonly profile: string;
  readonly books: boolean;
  readonly write: boolean;
  readonly writeBy: string | null;
  readonly writeAt: Instant | null;
  readonly pausedBy: string | null;
  /** restored: only looked at until a person says who is right; trusted: they said so, and it was not seen whole since. */
  readonly state: 'ok' | 'restored' | 'trusted';
  readonly traits: Readonly<Record<string, string>>;
  readonly mappingHashes: Readonly<Record<string, string>>;
  readonly lastSuccessAt: Instant | null;
  readonly lastFailureAt: Instant | null;
  readonly lastFailure: string | null;
  readonly lastChangeAt: Instant | null;
  readonly lastReport: string | null;
}

export interface CursorRow {
  readonly cursor: string | null;
  readonly startedAt: Instant | null;
  readonly lastCompleteAt: Instant | null;
  readonly seenCount: number;
}

export interface Candidate {
  readonly record: SharedRecord;
  /** The object of the host this record already stands for, if any; a link still waiting to be created does not count. */
  readonly linked: LinkId | null;
}

/** Keys, told apart by their hashes: it may hold one too many, never one too few. */
export interface KeySet {
  has(entity: Entity, key: Key): boolean;
}

/** An object and the record it stands for from now on; `basis`: the tick of its link as loaded. */
export interface FoundRecord {
  readonly link: LinkId;
  readonly record: RecordId;
  readonly basis: number;
}

/** What one host's settlements with one organisation say, as one of our counterparties. */
export interface OwedSum {
  readonly host: HostId;
  readonly organisation: RecordId | null;
  readonly currency: RecordId | null;
  readonly debt: string | null;
  readonly advance: string | null;
  readonly overdue: string | null;
  /** Since when it says so. */
  readonly since: Instant;
}

export interface PaidSums {
  /** Decimal texts. */
  readonly total: string;
  readonly paid: string;
  /** Of the payment that completed it. */
  readonly paidAt: string | null;
  readonly everPaid: boolean;
}

export interface VersionRow {
  readonly id: LinkId;
  readonly version: string | null;
  readonly gone: boolean;
}

export interface ProblemFilter {
  readonly host?: HostId;
  readonly kind?: ProblemKind;
  readonly record?: RecordId;
  readonly link?: LinkId;
  readonly id?: number;
  readonly open?: boolean;
  readonly limit?: number;
}

export type NewProblem = Omit<Problem, 'id' | 'tries' | 'resolvedAt' | 'resolvedBy' | 'answer'>;
export type NewProposal = Omit<Proposal, 'id' | 'state'>;

export interface StoredPlan {
  readonly id: PlanId;
  readonly host: HostId | null;
  readonly madeAt: Instant;
  readonly steps: string; // JSON of plan.ts
  readonly totals: string;
  readonly refused: string | null;
  readonly state: 'proposed' | 'accepted' | 'applied' | 'stale';
  readonly acceptedBy: string | null;
  readonly acceptedAt: Instant | null;
}

/** What stands for a stretch of a text that must not leave: an HMAC (53 bits) and a rolling mark of its beginning (32 bits), both keyed. */
export interface Fingerprint {
  readonly hash: number;
  readonly mark: number;
  /** Folded characters it stands for. */
  readonly span: number;
  /** name: of a company or of goods, which may stand where names stand; canary: made up, never anywhere. */
  readonly kind: 'text' | 'name' | 'canary';
}
export interface StoredFingerprint extends Fingerprint {
  /** Grows; what came after it is new. */
  readonly n: number;
}

/** A field of one write that left for a host. */
export interface Egress {
  readonly at: Instant;
  readonly host: HostId;
  readonly entity: Entity;
  readonly record: RecordId | null;
  readonly field: string;
  /** Values of it: the lines of an invoice are many. */
  readonly count: number;
  /** Keyed: equal values have equal ones, and it does not lead back. */
  readonly sampleHash: string;
}
export interface EgressSum {
  readonly host: HostId;
  readonly entity: Entity;
  readonly field: string;
  readonly writes: number;
  readonly records: number;
  readonly count: number;
  readonly first: Instant;
  readonly last: Instant;
  /** Of the last one. */
  readonly sampleHash: string;
}

export interface Reader {
  record(id: RecordId): Promise<SharedRecord | null>;
  records(ids: readonly RecordId[]): Promise<ReadonlyMap<RecordId, SharedRecord>>;
  recordsOf(entity: Entity, after: RecordId | null, limit: number): Promise<readonly SharedRecord[]>;
  link(id: LinkId): Promise<StoredLink | null>;
  linksOf(record: RecordId): Promise<readonly StoredLink[]>;
  /** Of many records, the links to one host. */
  linksToward(host: HostId, records: readonly RecordId[]): Promise<ReadonlyMap<RecordId, readonly StoredLink[]>>;
  /** What payments say of an invoice; null: of no invoice, or of one with a payment in another currency that the books do not say in its own. */
  paidOf(invoice: RecordId): Promise<PaidSums | null>;
  /** What settlements say these counterparties owe together, sum by sum. */
  owedBy(counterparties: readonly RecordId[]): Promise<readonly OwedSum[]>;
  /** Records whose objects were made one with another there, and the id of that one. */
  mergedInto(host: HostId, entity: Entity): Promise<readonly { readonly record: RecordId; readonly into: string }[]>;
  /** Links to one host of the documents, contracts and balances that name the counterparty. */
  linksNaming(host: HostId, counterparty: RecordId): Promise<readonly StoredLink[]>;
  /** Does the counterparty have an invoice that is no draft? */
  hasInvoices(counterparty: RecordId): Promise<boolean>;
  /** Of the objects named, what a list of keys and versions is compared with. */
  versionsAt(host: HostId, entity: Entity, hostIds: readonly string[]): Promise<ReadonlyMap<string, VersionRow>>;
  /** Links whose objects should be on a whole list, in the order of the host's ids: that is how they lie, and a page costs a page. */
  liveLinks(
    host: HostId,
    entity: Entity,
    after: string,
    limit: number,
  ): Promise<readonly { readonly id: LinkId; readonly hostId: string }[]>;
  linksAt(host: HostId, entity: Entity, hostIds: readonly string[]): Promise<ReadonlyMap<string, StoredLink>>;
  /** References from the host: its id -> our record. */
  recordsAt(host: HostId, entity: Entity, hostIds: readonly string[]): Promise<ReadonlyMap<string, RecordId>>;
  /** References toward the host: our record -> its id there, confirmed links only. */
  hostIdsOf(host: HostId, entity: Entity, records: readonly RecordId[]): Promise<ReadonlyMap<RecordId, string>>;
  linksByPart(host: HostId, type: string, partId: string): Promise<readonly StoredLink[]>;
  /** Dirty links of records whose time has come, in id order. */
  due(host: HostId, entity: Entity, now: Instant, after: LinkId, limit: number): Promise<readonly StoredLink[]>;
  /** Every link of an entity on a host, in id order. */
  linksPage(host: HostId, entity: Entity, after: LinkId, limit: number): Promise<readonly StoredLink[]>;
  /** Objects seen, in scope and not matched whose time has come. */
  unlinked(host: HostId, entity: Entity, now: Instant, after: LinkId, limit: number): Promise<readonly StoredLink[]>;
  /** Records that share a key; `linked` says whether they already stand for an object of `host`. */
  candidates(host: HostId, entity: Entity, keys: readonly Key[]): Promise<ReadonlyMap<string, readonly Candidate[]>>;
  /** Unlinked objects of the host that share a key. */
  unlinkedWith(host: HostId, entity: Entity, keys: readonly Key[]): Promise<ReadonlyMap<string, readonly LinkId[]>>;
  /** Keys more than one object carries, of any host: only these are worth asking `unlinkedWith` about. */
  repeatedKeys(): Promise<KeySet>;
  /** Payments that name an invoice of the host nobody knew when they were read, and which has its record by now; `parts`: what may stand for it. */
  paymentsOfLateInvoices(host: HostId, parts: readonly string[], after: LinkId, limit: number): Promise<readonly StoredLink[]>;
  /** Records of an entity without a link of their own on the host, an alias is none, in id order. */
  recordsWithoutLink(host: HostId, entity: Entity, after: RecordId | null, limit: number): Promise<readonly SharedRecord[]>;
  countLinks(host: HostId, entity: Entity): Promise<{ linked: number; unlinked: number; gone: number; dirty: number }>;
  /** How many of each kind left the scope, are still outside, and were not agreed to. */
  leavers(host: HostId): Promise<ReadonlyMap<Entity, number>>;
  sentBefore(host: HostId, before: Instant): Promise<readonly StoredLink[]>;
  hosts(): Promise<readonly HostRow[]>;
  cursor(host: HostId, feed: string): Promise<CursorRow | null>;
  problems(filter: ProblemFilter): Promise<readonly Problem[]>;
  proposals(record: RecordId | null): Promise<readonly Proposal[]>;
  revisions(invoice: RecordId): Promise<readonly Revision[]>;
  journal(record: RecordId): Promise<readonly JournalRow[]>;
  plan(id: PlanId): Promise<StoredPlan | null>;
  lastPlan(host: HostId): Promise<StoredPlan | null>;
  setting(name: string): Promise<string | null>;
  /** In the order they came, after the one numbered `after`. */
  fingerprints(after: number, limit: number): Promise<readonly StoredFingerprint[]>;
  /** What left from one instant up to, not including, another. */
  egress(from: Instant, to: Instant): Promise<readonly EgressSum[]>;
  /** The second no other invoice of the organisation has, at or after `from` (A6). */
  freeSecond(organisation: RecordId, from: string): Promise<string>;
}

export interface Writer {
  /**
   * `basis`: the rev the change rests on; null = a new record. Keeps the old values the record's links rest on, but for
   * the link `own`, whose base the caller writes in the same transaction; writes projections and keys.
   */
  setRecord(record: SharedRecord, basis: number | null, own?: LinkId | null): void;
  /**
   * A counterparty an answer made goes when the answer is taken back. Moved: it changed since, a record or a link refers to it, or
   * it is of another kind.
   * Its links are dropped or given away first.
   */
  dropRecord(id: RecordId, basis: number): void;
  /** The second is this invoice's alone within its organisation, or the whole write is undone ('moved'). */
  claimSecond(organisation: RecordId, date: string, invoice: RecordId): void;
  /** `basis`: the tick of the link as loaded; null = a new link. */
  setLink(link: Link, basis: number | null): void;
  /**
   * Objects seen and due, but not matched, stand for their records from now on: what was seen of them stays as it is, their
   * questions of these kinds are over, and the journal says so in the name of their host.
   */
  matchLinks(found: readonly FoundRecord[], answered: readonly ProblemKind[], at: Instant): void;
  /** Its open problems end with it. */
  dropLink(link: LinkId, basis: number, at: Instant): void;
  setLinkKeys(link: LinkId, entity: Entity, keys: readonly Key[]): void;
  /** They have their records: nobody meets them by keys of their own any more. */
  dropLinkKeys(links: readonly LinkId[]): void;
  setParts(host: HostId, link: LinkId, parts: readonly { type: string; id: string }[]): void;
  /** Every link of the record but `except` has to be looked at again. */
  touchLinks(record: RecordId, except: LinkId | null): void;
  touchLink(link: LinkId): void;
  /** Their objects left the scope: counted until that is agreed to, or they are back. */
  leave(host: HostId, links: readonly LinkId[]): void;
  /** Whoever left the scope of the host has left it. */
  agreeLeft(host: HostId): void;
  /** Whatever was put off is tried again: a person, a switch or an opened period may have made it possible. */
  wake(host: HostId, entity: Entity | null): void;
  /** What waited for something else of the host to show; what the host refused keeps its time. */
  wakeWaiting(host: HostId, entity: Entity): void;
  setCursor(host: HostId, feed: string, row: CursorRow): void;
  setHost(host: HostId, change: Partial<Omit<HostRow, 'id'>>): void;
  journal(row: JournalRow): void;
  /** Opens the problem, or refreshes the open one of the same link, unit and kind. */
  problem(problem: NewProblem): void;
  closeProblems(link: LinkId, kinds: readonly ProblemKind[], units: readonly Unit[] | null, by: string, at: Instant): void;
  /** Every feed of the host begins anew. */
  forgetCursors(host: HostId): void;
  /** A small table changed: what it left open or outside is read again by the next sweep. */
  forgetVersions(host: HostId, entity: Entity): void;
  /** Of the host as a whole; `unit` (a feed): of that alone; null: of none. */
  closeHostProblems(host: HostId, kinds: readonly ProblemKind[], at: Instant, unit?: string | null): void;
  answerProblem(id: number, answer: string, by: string, at: Instant): void;
  /** Until when it may wait, and for whom; null: by nobody's word. Moved: it is not open any more. */
  putOffProblem(id: number, due: Instant | null, assignee: string | null): void;
  /** Its answer was taken back: the same question stands again, unless another of the same link, unit and kind does already. */
  reopenProblem(id: number): void;
  proposal(proposal: NewProposal): void;
  setProposal(id: number, state: Proposal['state'], at: Instant): void;
  revision(revision: Omit<Revision, 'n'>): void;
  plan(plan: StoredPlan): void;
  /** `setting` names it until a run takes it up. Moved: it is not to accept any more, or another the setting names has not gone yet. */
  acceptPlan(plan: PlanId, setting: string, by: string, at: Instant): void;
  setSetting(name: string, value: string): void;
  /** One that is there already stays as it is; but a name or canary takes the place of a text, with a number of its own. */
  addFingerprints(added: readonly Fingerprint[]): void;
  dropFingerprints(hashes: readonly number[]): void;
  forgetFingerprints(): void;
  egress(rows: readonly Egress[]): void;
}

export interface Store {
  read<T>(work: (t: Reader) => Promise<T>): Promise<T>;
  /** 'moved': something it rested on had changed; nothing of it is stored. */
  write(by: Lease | Actor, work: (t: Writer) => void): Promise<'done' | 'moved'>;
  lease(host: HostId, holder: string): Promise<Lease | null>;
  /** False when the lease is no longer ours. */
  renew(lease: Lease): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  linkIds(count: number): Promise<readonly LinkId[]>;
  /** Was this store put back from a backup since it last closed a cycle? (A21) */
  wasRestored(): Promise<boolean>;
  /** Marks the point up to which the store is known beside the database. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

export type { Entity, Fields };
