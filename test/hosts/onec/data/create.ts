import { openJournal, type Journal } from '../../kit/journal.ts';
import { createIndexes } from '../base/indexes.ts';
import { Infobase, type Change } from '../base/infobase.ts';
import { createNumbering } from '../base/numbering.ts';
import type { World } from '../base/world.ts';
import { behaviourOf } from '../handlers/index.ts';
import { loadProfile, type ProfileName } from '../profiles/index.ts';
import { defaultQuirks, setQuirks, type Quirks } from '../quirks.ts';
import { createSchema } from '../schema/schema.ts';
import { fillDemo } from './demo.ts';
import { fillPlans, fillReference } from './reference.ts';

/** Size of the generated data. */
export type Data = 'demo' | 'empty' | { counterparties: number; invoices: number };

export interface BaseOptions {
  profile?: ProfileName;
  seed?: number;
  data?: Data;
  now?: () => Date;
  quirks?: Partial<Quirks>;
  state?: string;
}

/** First line of a state file: from what the base was generated. */
interface Origin {
  profile: ProfileName;
  seed: number;
  data: Data;
  at: string;
}

type Line = { changes: Change[]; nextId: number; replaces?: boolean };

/** Creates a base, or brings one back from its state file: the same generation followed by every committed write. */
export function createBase(options: BaseOptions): { world: World; journal: Journal | undefined } {
  const journal = options.state === undefined ? undefined : openJournal(options.state);
  const wanted: Origin = {
    profile: options.profile ?? 'bp30-198',
    seed: options.seed ?? 1,
    data: options.data ?? 'empty',
    at: (options.now?.() ?? new Date()).toISOString(),
  };
  const [first, ...rest] = journal?.lines ?? [];
  const origin = (first as Origin | undefined) ?? wanted;
  if (origin.profile !== wanted.profile)
    throw new Error(`the state file holds a base of profile ${origin.profile}, not ${wanted.profile}`);
  const world = generate(origin, options);
  if (journal) follow(world, journal, first === undefined ? wanted : undefined, rest as Line[]);
  return { world, journal };
}

function generate(origin: Origin, options: BaseOptions): World {
  const profile = loadProfile(origin.profile);
  const schema = createSchema(profile.definitions, profile.enums);
  const clock = { now: (): Date => new Date(origin.at) };
  const base = new Infobase(schema, () => clock.now(), origin.seed);
  const world: World = {
    profile,
    schema,
    base,
    quirks: defaultQuirks(),
    indexes: createIndexes(base),
    numbering: createNumbering(base),
    behaviour: behaviourOf(origin.profile),
    users: { service: '', accountant: '' },
  };
  const reference = fillReference(world);
  Object.assign(world.users, { service: reference.users.service, accountant: reference.users.accountant });
  if (origin.data !== 'empty') fillDemo(world, reference, origin.seed, origin.data);
  fillPlans(world);
  setQuirks(world.quirks, options.quirks ?? {});
  clock.now = options.now ?? ((): Date => new Date());
  return world;
}

function follow(world: World, journal: Journal, origin: Origin | undefined, lines: readonly Line[]): void {
  if (origin) journal.append(origin);
  for (const line of lines) {
    if (line.replaces === true) world.base.replace(line.changes, line.nextId);
    else world.base.apply(line.changes, line.nextId);
  }
  world.base.onCommit = (changes, nextId, replaces) => journal.append({ changes, nextId, ...(replaces ? { replaces } : {}) });
}
