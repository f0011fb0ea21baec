/** What is asked of the thread that reads labels, and what it tells: plain values that cross between threads. */
import type { Config } from '../../config.ts';
import type { Change, Tally } from '../../translations/check.ts';
import type { Finding } from '../../translations/finding.ts';
import type { Carried } from '../../translations/organisation/carry.ts';
import type { LabelSet } from '../../translations/model.ts';
import type { Step } from '../../translations/organisation/organisation.ts';
import type { SentChange } from '../../translations/organisation/versions.ts';
import type { Failed } from '../threads/failed.ts';

/** The target that is no base: none can have a name with a capital letter. */
export const OWN = 'Sidebook';

export interface Begin {
  readonly config: Config;
  /** OWN, or the name of a base. */
  readonly target: string;
}

export type Order =
  | { readonly do: 'look'; readonly file: string; readonly bytes: Uint8Array; readonly clear: boolean; readonly stale: boolean }
  | {
      readonly do: 'take';
      readonly languages: readonly number[];
      readonly without: readonly string[];
      readonly except: readonly number[];
      readonly by: string;
    }
  | { readonly do: 'undo'; readonly by: string; readonly last: string | null }
  | { readonly do: 'export'; readonly format: 'zip' | 'xlsx'; readonly languages: readonly number[] };

export interface Looked {
  readonly findings: readonly Finding[];
  readonly findingsAll: number;
  readonly hasError: boolean;
  readonly rows: number;
  readonly tally: ReadonlyMap<number, Tally>;
  readonly changes: readonly Change[];
}

export interface Taken extends Pick<Carried, 'arrived' | 'missing' | 'moved' | 'remarks'> {
  readonly of: number;
  readonly left: readonly SentChange[];
}

export interface Count {
  readonly lcid: number;
  readonly done: number;
  readonly missing: number;
}

export interface Done {
  readonly looked?: Looked;
  readonly taken?: Taken;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  /** How complete the labels of the target are, where they were read. */
  readonly counts?: readonly Count[];
}

export type Told =
  | { readonly step: Step | 'read'; readonly share: number | null }
  | { readonly done: Done }
  | { readonly failed: Failed };

export function countsOf({ languages, labels }: LabelSet): Count[] {
  const all = [...labels.values()];
  return languages.map((lcid) => {
    const done = all.filter(({ texts }) => texts.has(lcid)).length;
    return { lcid, done, missing: all.length - done };
  });
}
