/** What kept imports replaced: a file that was exported before one of them still holds the former text in every cell nobody touched. */
import { sameText, type Key } from './model.ts';
import { wantedKey } from './places.ts';

const DAY_MS = 86_400_000;

/** A text as it stood until an import changed it; '': there was none. */
export interface Replaced {
  readonly was: string;
  readonly at: string;
  readonly by: string;
}

export interface Past {
  /** Of one cell, the oldest first. */
  readonly of: (key: Key, lcid: number) => readonly Replaced[];
  /** How far "Exported on" may be from the moment of the export. */
  readonly unsureMs: number;
}

/** @param read every replaced text with its cell, the oldest first; asked once, when the first change is found */
export function pastOf(unsureMs: number, read: () => Iterable<readonly [Key, number, Replaced]>): Past {
  let known: Map<string, Replaced[]> | null = null;
  const all = (): Map<string, Replaced[]> => {
    const found = new Map<string, Replaced[]>();
    for (const [key, lcid, replaced] of read()) {
      const cell = wantedKey(key, lcid);
      found.set(cell, [...(found.get(cell) ?? []), replaced]);
    }
    return found;
  };
  return { unsureMs, of: (key, lcid) => (known ??= all()).get(wantedKey(key, lcid)) ?? [] };
}

/** The last import a text would take back, because it stood there when the file was exported. @param exportedOn of the file; where it tells none, that was any time */
export function takenBack({ of, unsureMs }: Past, key: Key, lcid: number, after: string, exportedOn: string): Replaced | undefined {
  const exported = Date.parse(`${exportedOn.replace(/Z$/, '')}Z`);
  // LibreOffice keeps the day alone.
  const until = exported + unsureMs + (exportedOn.includes('T00:00:00') ? DAY_MS : 0);
  const later = of(key, lcid).filter(({ at }) => !(Date.parse(at) < exported - unsureMs));
  const first = later.findIndex(({ at }) => Date.parse(at) > until);
  return later.slice(0, first < 0 ? later.length : first + 1).findLast(({ was }) => sameText(was, after));
} // prettier-ignore
