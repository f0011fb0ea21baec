/**
 * The audit (feature P5): who read which class of data, wrote, decided, switched, exported. Append-only and chained; the values lie
 * aside and can be erased without breaking the chain. The same interface over every database, one suite for all (test/suites/audit.ts).
 */
import type { Json } from '../canonical.ts';
import type { Instant } from '../model.ts';
import type { PersonalData } from '../personal-data.ts';

/** read, refused: counted by the hour. access: clients, keys, users. egress: what left for a host. change: files of rivals brought in and taken back. */
export const KINDS = ['read', 'refused', 'write', 'change', 'decision', 'mapping', 'export', 'switch', 'access', 'erase', 'clean', 'egress'] as const; // prettier-ignore
export type Kind = (typeof KINDS)[number];
/** "decision:problems.answer" */
export type What = `${Kind}:${string}`;

export interface Entry {
  /** `{client}:{user}` or `cli:{os user}`. */
  readonly actor: string;
  readonly what: What;
  /** An id, never a name: it stays when the value is erased. */
  readonly subject: string | null;
  /** What was asked for, as far as it can be told. Erasable. */
  readonly value?: Json;
}

/** Where the chain ends: kept elsewhere, it shows a tail that was cut and a chain that was written anew. */
export interface Head {
  readonly n: number;
  readonly digest: string;
}

export interface Row extends Head {
  readonly at: Instant;
  readonly actor: string;
  readonly what: string;
  readonly subject: string | null;
  /** Null: erased. */
  readonly value: Json;
}

export interface Filter {
  /** Instants or days; from inclusive, to exclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly kind?: Kind;
  readonly actor?: string;
  /** Rows after this n. */
  readonly after?: number;
  readonly limit?: number;
}

/** What does not hold. `n`: the row, null = the file or its end. */
export interface Finding {
  readonly n: number | null;
  readonly wrong:
    | 'changed'
    | 'missing'
    | 'cut'
    | 'other-chain'
    | 'value-changed'
    | 'value-missing'
    | 'value-alone'
    | 'unreadable';
}

/** `find`, `export` and `erase` are those of its values (personal-data.ts); what it erases it says in the chain itself. */
export interface Audit extends PersonalData {
  /** All or none, one after another; `at` is now. */
  append(entries: readonly Entry[]): Promise<Head>;
  /** A read, or a refusal: once in the chain for each principal, class and hour, with its count and the rows it showed. */
  count(actor: string, what: What, rows?: number): Promise<void>;
  /** Rows that leave today (UTC) with somebody; false where they would be more than `most` (null = any number): then none is counted. */
  take(actor: string, rows: number, most: number | null): Promise<boolean>;
  /** Of hours that are over: into the chain. append does it too. */
  settle(): Promise<void>;
  head(): Promise<Head | null>;
  rows(filter: Filter): Promise<readonly Row[]>;
  /** Every row and value of it. `kept`: a head noted earlier, which must still be part of the chain. */
  verify(kept?: Head): Promise<readonly Finding[]>;
  /** Values older than this go, their rows stay; number of them. `isTrial`: only counted. */
  eraseBefore(at: Instant, by: string, isTrial?: boolean): Promise<number>;
  close(): Promise<void>;
}
