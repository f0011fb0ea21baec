/**
 * What the OData feed asks of a store: sets of rows by conditions, in an order, a page at a time. The server reads the addresses
 * (connector/server/odata), the store knows its tables; neither the text of a query nor a value ever becomes SQL text in between.
 */
import type { Instant, RecordId } from '../model.ts';
import type { Role } from '../roles.ts';

/** date: `YYYY-MM-DD`; dateTime: wall clock of the organisation, no zone; instant: UTC. decimal: exact digits, `scale` places. */
export type FeedType = 'guid' | 'text' | 'flag' | 'whole' | 'decimal' | 'date' | 'dateTime' | 'instant';

export interface Property {
  readonly name: string;
  readonly type: FeedType;
  readonly isNullable: boolean;
  /** Places of a decimal. */
  readonly scale: number;
}

/** From a row to rows of another set: those whose `there` equals this row's `here`. */
export interface Navigation {
  readonly name: string;
  readonly set: string;
  readonly isMany: boolean;
  readonly here: string;
  readonly there: string;
}

export interface FeedSet {
  /** In addresses: "Invoices". */
  readonly name: string;
  /** Name of one row's type: "Invoice". */
  readonly entity: string;
  /** The property that names a row; a GUID, as Dataverse demands. */
  readonly key: string;
  readonly properties: readonly Property[];
  readonly navigations: readonly Navigation[];
  readonly isSearchable: boolean;
  /** What sales know of rivals and said in negotiations: never for a key of class host. */
  readonly isPrivate: boolean;
}

/** host: Dataverse, which shows what it reads to everyone; office: Excel, Power BI, one person or group. */
export const FEED_CLASSES = ['host', 'office'] as const;
export type FeedClass = (typeof FEED_CLASSES)[number];

/** Who reads, and what of it. The secret is not in here. */
export interface FeedKey {
  readonly id: string;
  readonly name: string;
  readonly class: FeedClass;
  /** Sets it may read; null = all that are not private. */
  readonly sets: readonly string[] | null;
  /** Row rights: only these organisations, only the counterparties of this person; null = all. */
  readonly organisations: readonly RecordId[] | null;
  readonly owner: RecordId | null;
  /** As whom it reads private sets. */
  readonly role: Role | null;
  readonly user: string | null;
  readonly addedAt: Instant;
  readonly revokedAt: Instant | null;
}

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type NumberCall = 'length' | 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
export type TextCall = 'tolower' | 'toupper' | 'trim';

/** What stands on one side of a comparison; `kind` is what it may be compared with. */
export type Operand =
  | { readonly is: 'property'; readonly kind: Kind; readonly property: Property }
  | { readonly is: 'literal'; readonly kind: Kind; readonly value: string }
  | { readonly is: 'null'; readonly kind: null }
  | { readonly is: 'call'; readonly kind: Kind; readonly call: NumberCall | TextCall | 'date'; readonly of: Operand }
  | { readonly is: 'sum'; readonly kind: 'number'; readonly sign: '+' | '-'; readonly left: Operand; readonly right: Operand }
  | { readonly is: 'truth'; readonly kind: 'flag'; readonly of: Condition };
/** Literals: text as it is, numbers as decimal text, guids in lower case, flags "true" or "false", times `YYYY-MM-DDThh:mm:ss.sss` in UTC ("~" behind = a little later). */
export type Kind = 'guid' | 'text' | 'flag' | 'number' | 'time';

/** Empty counts as OData says: eq and ne know it, all other comparisons with it are false, calls on it are neither true nor false. */
export type Condition =
  | { readonly is: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly is: 'not'; readonly part: Condition }
  | { readonly is: 'compare'; readonly by: Comparison; readonly left: Operand; readonly right: Operand }
  | {
      readonly is: 'within';
      readonly how: 'contains' | 'startswith' | 'endswith';
      readonly text: Operand;
      readonly part: Operand;
    }
  | { readonly is: 'flag'; readonly of: Operand };

export interface Order {
  readonly property: Property;
  readonly isDown: boolean;
}

/** Where a page ended: values the order goes by, of its last row. Texts and whole numbers (as bigint) are different things. */
export type Mark = readonly (string | bigint | null)[];

export interface FeedQuery {
  readonly key: FeedKey;
  readonly set: FeedSet;
  readonly where: Condition | null;
  /** Every word must be in it. */
  readonly search: readonly string[];
}

export interface FeedPageQuery extends FeedQuery {
  readonly properties: readonly Property[];
  /** The key of the set is the tie-break, always. */
  readonly order: readonly Order[];
  readonly after: Mark | null;
  readonly skip: number;
  readonly limit: number;
}

export interface FeedPage {
  /** Values in the order of `properties`: texts, 0/1, small whole numbers; decimals as digits without a point, `scale` of them behind it. */
  readonly rows: readonly (readonly unknown[])[];
  /** Of the last row; null where nothing follows. */
  readonly next: Mark | null;
}

/** A number with more digits than the database counts with. */
export class FeedTooLarge extends Error {}
/** A filter that compares truths with truths too often. */
export class FeedTooDeep extends Error {}
/** A mark of another order. */
export class FeedMarkWrong extends Error {}

/** A store's side of the feed. Fails as the database does, and with FeedTooLarge, FeedTooDeep or FeedMarkWrong. */
export interface Feed {
  readonly sets: readonly FeedSet[];
  page(query: FeedPageQuery): Promise<FeedPage>;
  count(query: FeedQuery): Promise<number>;
}

/** Keys of the feed; hashes of their secrets alone are kept. Synchronous: one row by its key, on a connection that is open anyway. */
export interface FeedKeys {
  all(): readonly FeedKey[];
  /** The key and the hash of its secret; revoked ones as well. */
  find(id: string): { readonly key: FeedKey; readonly hash: string } | null;
  add(key: FeedKey, hash: string): void;
  revoke(id: string, at: Instant): void;
}
