import { parseDefinitions } from '../schema/notation.ts';
import type { Definition } from '../schema/types.ts';
import * as bp30 from './bp30/index.ts';
import * as bp198 from './bp30-198/index.ts';
import * as ut115 from './ut115/index.ts';

/** The releases of 1c.md section 4 that the fake can be. */
export const profileNames = ['bp30', 'bp30-198', 'ut115'] as const;
export type ProfileName = (typeof profileNames)[number];

export interface Profile {
  readonly name: ProfileName;
  readonly family: 'bp' | 'ut';
  readonly release: string;
  readonly definitions: readonly Definition[];
  readonly enums: Readonly<Record<string, string>>;
}

const read = new Map<ProfileName, Profile>();

/** One description for all bases of a profile. */
export function loadProfile(name: ProfileName): Profile {
  const known = read.get(name) ?? readProfile(name);
  read.set(name, known);
  return known;
}

/** БП 3.0.151 is described where it differs; the rest of its objects are those of 3.0.198. */
function readProfile(name: ProfileName): Profile {
  switch (name) {
    case 'bp30':
      return {
        name,
        family: 'bp',
        release: '3.0.151.27',
        definitions: bpDefinitions(bp30.tables),
        enums: { ...bp198.enums, ...bp30.enums },
      };
    case 'bp30-198':
      return { name, family: 'bp', release: '3.0.198.19', definitions: bpDefinitions([]), enums: bp198.enums };
    case 'ut115':
      return {
        name,
        family: 'ut',
        release: '11.5.27.56',
        definitions: ut115.tables.flatMap(parseDefinitions),
        enums: ut115.enums,
      };
  }
}

function bpDefinitions(older: readonly string[]): Definition[] {
  const own = new Map(older.flatMap(parseDefinitions).map((d) => [d.name, d]));
  return bp198.tables.flatMap(parseDefinitions).map((d) => own.get(d.name) ?? d);
}
