/** Rows of the tables <-> the shapes of model.ts; both stores read them alike, whole numbers as number or bigint. */
import type {
  Cause, Entity, Fields, HostId, JournalRow, NarrowUnits, Problem, ProblemKind, Proposal, Revision, SharedRecord, Stage,
} from '../model.ts'; // prettier-ignore
import type { CursorRow, EgressSum, Fingerprint, HostRow, StoredFingerprint, StoredLink, StoredPlan } from './store.ts';

/** A row by the names of its columns, and one column by column. */
export type SqlRow = Readonly<Record<string, unknown>>;
export type Columns = readonly unknown[];

const text = (v: unknown): string | null => (typeof v === 'string' ? v : null);
const str = (v: unknown): string => (typeof v === 'string' ? v : '');
const num = (v: unknown): number | null => (typeof v === 'number' ? v : typeof v === 'bigint' ? Number(v) : null);
const int = (v: unknown): number => num(v) ?? 0;
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the column's shape is known only to the caller
const json = <T>(v: unknown): T | null => (typeof v === 'string' ? (JSON.parse(v) as T) : null);

/** In the order linkOf reads them. */
export const LINK_COLUMNS =
  'id, tick, host, entity, host_id, record_id, alias_of, confirmed, in_scope, rev, version, gone_at, dirty, retry_at, base_ours, base_theirs, seen, sent, sent_at, token';

export const linkOf = (r: Columns): StoredLink => ({
  id: int(r[0]),
  tick: int(r[1]),
  host: str(r[2]),
  entity: str(r[3]) as Entity,
  hostId: text(r[4]),
  record: text(r[5]),
  aliasOf: num(r[6]),
  confirmed: r[7] === 1,
  inScope: r[8] === 1,
  rev: num(r[9]),
  version: text(r[10]),
  goneAt: text(r[11]),
  dirty: r[12] === 1,
  retryAt: text(r[13]),
  baseOurs: json<NarrowUnits>(r[14]),
  baseTheirs: json<NarrowUnits>(r[15]),
  seen: json<NarrowUnits>(r[16]),
  sent: json<NarrowUnits>(r[17]),
  sentAt: text(r[18]),
  token: text(r[19]),
});

/** What an object seen for the first time has; the last one says that nothing else is known of it. */
export const UNLINKED_COLUMNS = `id, tick, host_id, version, retry_at, seen, record_id is null and alias_of is null and confirmed = 0 and in_scope = 1
  and rev is null and gone_at is null and dirty = 1 and base_ours is null and base_theirs is null and sent is null and sent_at is null and token is null`;

/** Null: more is known of it than these columns say, it must be read whole. Written out: a first load makes one of each object. */
export function unlinkedOf(r: Columns, host: HostId, entity: Entity): StoredLink | null {
  if (r[6] !== 1) return null;
  return {
    id: int(r[0]),
    tick: int(r[1]),
    host,
    entity,
    hostId: text(r[2]),
    record: null,
    aliasOf: null,
    confirmed: false,
    inScope: true,
    rev: null,
    version: text(r[3]),
    goneAt: null,
    dirty: true,
    retryAt: text(r[4]),
    baseOurs: null,
    baseTheirs: null,
    seen: json<NarrowUnits>(r[5]),
    sent: null,
    sentAt: null,
    token: null,
  };
}

/** In the order recordOf reads them; what a query adds stands behind them. */
export const RECORD_COLUMNS = 'id, entity, rev, stage, fields, changed_at, changed_by';
export const RECORD_FIELDS = RECORD_COLUMNS.split(', ').indexOf('fields');
export const AFTER_RECORD = RECORD_COLUMNS.split(', ').length;

export const recordOf = (r: Columns): SharedRecord => ({
  id: str(r[0]),
  entity: str(r[1]) as Entity,
  rev: int(r[2]),
  stage: str(r[3]) as Stage,
  fields: json<Fields>(r[4]) ?? {},
  changedAt: str(r[5]),
  changedBy: str(r[6]),
});

/** The same, but its fields are parsed when they are asked for: matching by number meets many records and looks into few. */
export function recordLater(r: Columns): SharedRecord {
  let fields: Fields | null = null;
  return {
    id: str(r[0]),
    entity: str(r[1]) as Entity,
    rev: int(r[2]),
    stage: str(r[3]) as Stage,
    get fields() {
      return (fields ??= json<Fields>(r[4]) ?? {});
    },
    changedAt: str(r[5]),
    changedBy: str(r[6]),
  };
}

export function problemOf(r: SqlRow): Problem {
  return {
    id: int(r['id']),
    host: str(r['host']),
    link: num(r['link']),
    record: text(r['record_id']),
    entity: text(r['entity']) as Entity | null,
    unit: text(r['unit']),
    kind: str(r['kind']) as ProblemKind,
    detail: json<Record<string, string>>(r['detail']) ?? {},
    ours: json<Fields>(r['ours']),
    theirs: json<Fields>(r['theirs']),
    base: json<Fields>(r['base']),
    since: str(r['since']),
    tries: int(r['tries']),
    resolvedAt: text(r['resolved_at']),
    resolvedBy: text(r['resolved_by']),
    answer: text(r['answer']),
  };
}

export function hostOf(r: SqlRow): HostRow {
  return {
    id: str(r['id']),
    kind: str(r['kind']),
    profile: str(r['profile']),
    books: r['books'] === 1,
    write: r['write'] === 1,
    writeBy: text(r['write_by']),
    writeAt: text(r['write_at']),
    pausedBy: text(r['paused_by']),
    state: str(r['state']) as HostRow['state'],
    traits: json<Record<string, string>>(r['traits']) ?? {},
    mappingHashes: json<Record<string, string>>(r['mapping_hashes']) ?? {},
    lastSuccessAt: text(r['last_success_at']),
    lastFailureAt: text(r['last_failure_at']),
    lastFailure: text(r['last_failure']),
    lastChangeAt: text(r['last_change_at']),
    lastReport: text(r['last_report']),
  };
}

export const cursorOf = (r: SqlRow): CursorRow => ({
  cursor: text(r['cursor']),
  startedAt: text(r['started_at']),
  lastCompleteAt: text(r['last_complete_at']),
  seenCount: int(r['seen_count']),
});

export const journalOf = (r: SqlRow): JournalRow => ({
  at: str(r['at']),
  host: text(r['host']),
  link: num(r['link']),
  record: text(r['record_id']),
  unit: text(r['unit']),
  before: json<Fields>(r['before']),
  after: json<Fields>(r['after']),
  cause: str(r['cause']) as Cause,
  plan: text(r['plan_id']),
  by: str(r['by']),
});

export const proposalOf = (r: SqlRow): Proposal => ({
  id: int(r['id']),
  record: str(r['record_id']),
  unit: str(r['unit']),
  value: json<Fields>(r['value']) ?? {},
  onRev: int(r['on_rev']),
  by: str(r['by']),
  at: str(r['at']),
  state: str(r['state']) as Proposal['state'],
});

export const revisionOf = (r: SqlRow): Revision => ({
  invoice: str(r['invoice']),
  n: int(r['n']),
  at: str(r['at']),
  host: str(r['host']),
  before: json<Fields>(r['units_before']) ?? {},
  after: json<Fields>(r['units_after']) ?? {},
});

export const planOf = (r: SqlRow): StoredPlan => ({
  id: str(r['id']),
  host: text(r['host']),
  madeAt: str(r['made_at']),
  steps: str(r['steps']),
  totals: str(r['totals']),
  refused: text(r['refused']),
  state: str(r['state']) as StoredPlan['state'],
  acceptedBy: text(r['accepted_by']),
  acceptedAt: text(r['accepted_at']),
});

/** A host nothing is known of yet. */
export const NEW_HOST: Omit<HostRow, 'id'> = {
  kind: '',
  profile: '',
  books: false,
  write: false,
  writeBy: null,
  writeAt: null,
  pausedBy: null,
  state: 'ok',
  traits: {},
  mappingHashes: {},
  lastSuccessAt: null,
  lastFailureAt: null,
  lastFailure: null,
  lastChangeAt: null,
  lastReport: null,
};

/** In the order fingerprintOf reads them. */
export const FINGERPRINT_COLUMNS = 'n, hash, mark, span, kind';
export const fingerprintOf = (r: Columns): StoredFingerprint => ({
  n: int(r[0]),
  hash: int(r[1]),
  mark: int(r[2]),
  span: int(r[3]),
  kind: str(r[4]) as Fingerprint['kind'],
});

export const egressOf = (r: SqlRow): EgressSum => ({
  host: str(r['host']),
  entity: str(r['entity']) as Entity,
  field: str(r['field']),
  writes: int(r['writes']),
  records: int(r['records']),
  count: int(r['count']),
  first: str(r['first_at']),
  last: str(r['last_at']),
  sampleHash: str(r['sample']),
});
