/** What administrators ask of a store: is it whole (check), and what is older than it is kept (clean). */

export interface StoreFinding {
  /** damaged: the database says so. reference, orphan: a row names one that is not there. differs: a table does not say what the record says. */
  readonly wrong: 'damaged' | 'reference' | 'orphan' | 'differs' | 'keys' | 'paid';
  readonly table: string;
  /** The first few. */
  readonly at: readonly string[];
  readonly count: number;
}

const SHOWN = 5;
export const found = (wrong: StoreFinding['wrong'], table: string, at: readonly string[], count = at.length): StoreFinding => ({ wrong, table, at: at.slice(0, SHOWN), count }); // prettier-ignore

export interface Until {
  readonly answers: string;
  readonly tokens: string;
  /** Null: kept for ever. */
  readonly problems: string | null;
  readonly journal: string | null;
  readonly egress: string | null;
}

export type Cleaned = Readonly<Record<keyof Until, number>>;
