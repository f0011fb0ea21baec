import type { Profile } from '../profiles/index.ts';
import type { Quirks } from '../quirks.ts';
import type { Schema } from '../schema/schema.ts';
import type { Behaviour } from '../handlers/behaviour.ts';
import type { Indexes } from './indexes.ts';
import type { Infobase } from './infobase.ts';
import type { Numbering } from './numbering.ts';

/** Everything one running infobase consists of, handed to every part that reads or writes. */
export interface World {
  readonly profile: Profile;
  readonly schema: Schema;
  readonly base: Infobase;
  readonly quirks: Quirks;
  readonly indexes: Indexes;
  readonly numbering: Numbering;
  readonly behaviour: Behaviour;
  /** References of the people who work in this base. */
  readonly users: { service: string; accountant: string };
}
