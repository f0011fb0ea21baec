/**
 * A host: an attached accounting system. Eight verbs, each with one sentence and its failure (sync-design B2).
 * Definitions: a *feed* tells which objects may have changed; an object shown is *observed* with its opaque version;
 * a cursor handed back means "everything up to here is stored".
 */
import type { Entity, HostId } from '../model.ts';
import type { HostObject, LookupSource, Payload, Source } from '../../mappings/mapping.ts';
import type { HostSchema, MappingFinding } from '../../mappings/compile.ts';

export type FeedId = string;
export type Cursor = string;
export type Action = 'post' | 'unpost' | 'cancel' | 'reopen' | 'pay' | 'lock' | 'unlock';
export type Known = 'yes' | 'no' | 'unknown';

/** What a host does, learned from the first wanted write, never by probing (A17). */
export interface Traits {
  conditional: Known; // a stale If-Match is refused
  clientIds: Known; // an id we choose is kept on create
  seconds: Known; // the seconds of a document's date are kept on create
}

export interface Feed {
  readonly id: FeedId;
  /** changes: what moved since the cursor. sweep: keys and versions of everything. walk: content of everything. */
  readonly kind: 'changes' | 'sweep' | 'walk';
  readonly entities: readonly Entity[];
  /** How often it is wanted. */
  readonly every: 'cycle' | 'fresh' | 'often' | 'nightly' | 'weekly';
}

export interface Part {
  readonly type: string;
  readonly id: string;
}

/** With an object: content. Without: key and version only. */
export interface Seen {
  readonly entity: Entity;
  readonly hostId: string;
  readonly version: string;
  readonly object?: HostObject;
  readonly parts?: readonly Part[];
  /** It was merged into this object of the same kind: what refers to it, refers to that one. */
  readonly into?: string;
}
export interface Gone {
  readonly entity: Entity;
  readonly hostId: string;
  readonly gone: true;
}
export type Observed = Seen | Gone;

/** Of the objects known, these may have lost something that stood beside them. */
export interface Suspects {
  readonly among: Entity;
  readonly suspect: (hostId: string) => boolean;
}
/** `part`: this changed or vanished, find out what it belongs to. */
export type Item = Observed | { readonly part: Part } | Suspects;

export interface Page {
  readonly items: readonly Item[];
  /** Where to go on once this page is stored; null = only a whole chain can be resumed. */
  readonly next: Cursor | null;
  /** The chain ends here. */
  readonly last: boolean;
  /** Only on the last page: absence from the chain means the object is not there (count, order and overlap proven). */
  readonly complete: boolean;
  /** Only what our user may see is ever shown: asking again proves no more. */
  readonly partial?: boolean;
  /** How many the host says there are, where it says so; for progress. */
  readonly total?: number;
}

export type Outcome = { readonly done: Seen; readonly refused?: string };

/** Equality on host properties; a range for dates (from, to), the beginning of a text (startsWith). Made by a mapping, understood by a host. */
export type Where = Readonly<Record<string, unknown>>;

export interface MetaProperty {
  readonly set: string;
  /** The tabular part it belongs to, or null. */
  readonly part: string | null;
  readonly name: string;
  readonly type: string;
}

export interface CheckFinding {
  readonly code: string; // catalogue code
  readonly level: 'ok' | 'warning' | 'error';
  readonly detail: Readonly<Record<string, string>>;
}

export interface Host {
  readonly id: HostId;
  readonly kind: string;
  readonly traits: Traits;
  readonly feeds: readonly Feed[];
  /** So many objects may be read and changed at once, each by its own call: it carries them out together. Not there: one by one. */
  readonly together?: number;
  /** Pages of a feed after the cursor. Asking for the next page means the one before is stored. Fails 'cursor-lost'. */
  changes(feed: FeedId, since: Cursor | null): AsyncIterable<Page>;
  read(entity: Entity, hostId: string): Promise<Observed>;
  readMany(entity: Entity, hostIds: readonly string[]): Promise<readonly Observed[]>;
  find(entity: Entity, where: Where): Promise<readonly Seen[]>;
  /** `id` is a wish where traits.clientIds is not 'yes'. Fails 'refused'. */
  create(entity: Entity, id: string, payload: Payload): Promise<Outcome>;
  /** Fails 'stale' if the object is not the one seen. */
  update(entity: Entity, seen: Seen, payload: Payload): Promise<Outcome>;
  /** Stored but not posted is done + refused. */
  act(entity: Entity, seen: Seen, action: Action): Promise<Outcome>;
  /** What the host has, streamed. */
  metadata(): AsyncIterable<MetaProperty>;
  /** A small table by name: key -> value. */
  lookup(source: LookupSource): Promise<ReadonlyMap<string, string>>;
  /** doctor: reads only, touches no feed. */
  check(): Promise<readonly CheckFinding[]>;
  close(): Promise<void>;
}

/** A host as it is attached: what to read is told once the mappings are compiled against its metadata. */
export interface LiveHost extends Host {
  use(sources: readonly Source[], schema: HostSchema): void;
  /** What metadata does not say and a mapping would be wrong about: such a kind is left alone, aloud. Not there: nothing of that sort. */
  unfit?(sources: readonly Source[], schema: HostSchema): Promise<readonly MappingFinding[]>;
  /** Which organisation answers at the address; a copy of it is another one. Not there: cannot be told. */
  identity?(): Promise<string>;
  /** The clock of its web server as it says on an answer (an HTTP date); null where it says nothing. */
  serverDate(): Promise<string | null>;
}

/** Called for every request: metrics, benches. Never sees a body. */
export type OnRequest = (seen: { method: string; status: number | null; ms: number; retry: number }) => void;

export type HostErrorKind =
  | 'stale'
  | 'refused'
  | 'unavailable'
  | 'cursor-lost'
  | 'unauthorised'
  | 'bad-response'
  | 'not-published'
  | 'leak';

export interface HostErrorDetail {
  /** Catalogue code (errors.ts) that explains it to a person. */
  readonly code: string;
  readonly outcome?: 'not-sent' | 'unknown';
  /** Only this one request failed: a locked object, a list that breaks off. Others may do. Default: by kind. */
  readonly alone?: boolean;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** The host's own sentence for the accountant. Shown to the person who resolves the problem, never logged. */
  readonly sentence?: string;
  /** Names for the message: set, property. Never values from a body. */
  readonly at?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Kinds that concern the whole host unless said otherwise. */
const WIDE: ReadonlySet<HostErrorKind> = new Set(['unavailable', 'unauthorised', 'cursor-lost']);

/** One class; `kind` says how the caller reacts, `outcome` whether a write may have happened. Never holds a body. */
export class HostError extends Error {
  readonly kind: HostErrorKind;
  readonly host: HostId;
  readonly code: string;
  readonly outcome: 'not-sent' | 'unknown';
  readonly alone: boolean;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly sentence: string | null;
  readonly at: Readonly<Record<string, string>>;

  constructor(kind: HostErrorKind, host: HostId, detail: HostErrorDetail) {
    super(`${host}: ${detail.code}`, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.kind = kind;
    this.host = host;
    this.code = detail.code;
    this.outcome = detail.outcome ?? 'not-sent';
    this.alone = detail.alone ?? !WIDE.has(kind);
    this.status = detail.status ?? null;
    this.retryAfterMs = detail.retryAfterMs ?? null;
    this.sentence = detail.sentence ?? null;
    this.at = detail.at ?? {};
  }
}

export const isGone = (o: Observed): o is Gone => 'gone' in o;
