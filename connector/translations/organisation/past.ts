/** What imports into an organisation replaced, from the versions undo has. */
import type { Key } from '../model.ts';
import { pastOf, type Past, type Replaced } from '../past.ts';
import type { SentVersions } from './versions.ts';

/** Dynamics names no zone with "Exported on", and none is further from UTC. */
const UNSURE_MS = 14 * 3_600_000;

export const sentPast = (versions: SentVersions): Past => pastOf(UNSURE_MS, () => replacedIn(versions));

function* replacedIn(versions: SentVersions): Iterable<readonly [Key, number, Replaced]> {
  for (const { changes, at, by } of versions.taken())
    for (const { key, lcid, before } of changes) yield [key, lcid, { was: before ?? '', at, by }];
}
