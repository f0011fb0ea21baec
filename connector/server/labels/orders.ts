/** What is asked of the thread that reads labels, and what it tells: plain values that cross between threads. */
import type { Config } from '../../config.ts';
import type { Change, Tally } from '../../translations/check.ts';
import type { Finding } from '../../translations/finding.ts';
import type { Carried } from '../../translations/organisation/carry.ts';
import type { Fill } from '../../translations/fill.ts';
import type { Step } from '../../translations/organisation/organisation.ts';
import type { SentChange } from '../../translations/organisation/versions.ts';
import type { Count } from '../../translations/portion.ts';
import type { Failed } from '../threads/failed.ts';

/** The target that is no base: none can have a name with a capital letter. */
export const OWN = 'Sidebook';

export interface Begin {
  readonly config: Config;
  /** OWN, or the name of a base. */
  readonly target: string;
}

export type Order =
  | {
      readonly do: 'look';
      readonly file: string;
      readonly bytes: Uint8Array;
      readonly second: { readonly file: string; readonly bytes: Uint8Array } | null;
      readonly clear: boolean;
      readonly stale: boolean;
    }
  | {
      readonly do: 'take';
      readonly languages: readonly number[];
      readonly without: readonly string[];
      readonly except: readonly number[];
      /** Whose text holds where both copies changed one; null: neither. */
      readonly prefer: 'first' | 'second' | null;
      readonly by: string;
    }
  | { readonly do: 'undo'; readonly by: string; readonly last: string | null }
  | {
      readonly do: 'export';
      readonly format: 'zip' | 'xlsx';
      readonly languages: readonly number[];
      readonly missing: boolean;
      readonly fill: Fill | null;
    };

/** Of two copies: the file it stands in, and what the other one has instead. */
export interface LookedChange extends Change {
  readonly file?: string;
  readonly other?: Change;
}

export interface Looked {
  readonly findings: readonly (Finding & { readonly file?: string })[];
  readonly findingsAll: number;
  readonly hasError: boolean;
  readonly rows: number;
  readonly tally: ReadonlyMap<number, Tally>;
  readonly changes: readonly LookedChange[];
  /** Names of the files, where there are two. */
  readonly copies: readonly string[];
}

export interface Taken extends Pick<Carried, 'arrived' | 'missing' | 'moved' | 'remarks'> {
  readonly of: number;
  readonly left: readonly SentChange[];
}

export interface Done {
  readonly looked?: Looked;
  readonly taken?: Taken;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array; readonly labels: number };
  /** How complete the labels of the target are, where they were read. */
  readonly counts?: readonly Count[];
}

export type Told =
  | { readonly step: Step | 'read'; readonly share: number | null }
  | { readonly done: Done }
  | { readonly failed: Failed };
