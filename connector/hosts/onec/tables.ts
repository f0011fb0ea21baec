/**
 * What stands beside an object - a register, or the object a reference leads to - changes without the object's own version.
 * The digest of such a table is the cursor of a feed; what its changed buckets hold is named without a version, so it is read.
 */
import type { Item, Page } from '../host.ts';
import type { Join, Source } from '../../../mappings/mapping.ts';
import type { JsonObject } from './client.ts';
import { registerSelect } from './joins.ts';
import type { Lists } from './lists.ts';
import { TableDigest } from './table-digest.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** How a table is read: what to ask for, the key of a row, what counts as its content, and the item it leads to. */
interface Reading {
  readonly select: string;
  readonly key: (row: JsonObject) => string | null;
  readonly value: (row: JsonObject) => string;
  readonly item: (key: string) => Item;
}

function registerReading(source: Source, join: Join, on: string): Reading {
  const taken = Object.keys(join.take);
  return {
    select: registerSelect({ ...join, on }),
    key: (row) => (join.type === null || row[`${on}_Type`] === `StandardODATA.${join.type}` ? text(row[on]) : null),
    value: (row) => JSON.stringify(taken.map((p) => row[p])),
    item: (key) => ({ entity: source.entity, hostId: key, version: '' }),
  };
}

const followedReading = (join: Join): Reading => ({
  select: 'Ref_Key,DataVersion',
  key: (row) => text(row['Ref_Key']),
  value: (row) => text(row['DataVersion']),
  item: (key) => ({ part: { type: join.set, id: key } }),
});

/** `sinceDay`: only documents from that day on. */
export async function* watchTable(
  lists: Lists,
  source: Source,
  set: string,
  sinceDay: string | null,
  since: string | null,
): AsyncIterable<Page> {
  const join = source.joins.find((j) => j.set === set);
  if (!join) return;
  const reading = join.on === null ? followedReading(join) : registerReading(source, join, join.on);
  const options = { $select: reading.select, $filter: sinceDay === null ? undefined : `Date ge datetime'${sinceDay}T00:00:00'` };
  const register = join.on === null ? null : { ...join, on: join.on };
  const later = since === null && register ? lists.joinLater(source) : null;
  const each = async (take: (key: string, value: string) => void): Promise<void> => {
    for await (const rows of lists.rows(set, options))
      for (const row of rows) {
        const key = reading.key(row);
        if (key !== null) take(key, reading.value(row));
        if (register) later?.add(source, register, row);
      }
  };
  const digest = new TableDigest();
  await each((key, value) => {
    digest.add(key, value);
  });
  if (later) lists.joinedWhole(set);
  const next = digest.toCursor();
  const changed = new Set<string>();
  const before = since === next ? null : since;
  if (before !== null) {
    const moved = digest.changedSince(before);
    await each((key) => {
      if (moved(key)) changed.add(key);
    });
  }
  const items = [...changed].map(reading.item);
  const lost = before !== null && register ? digest.lostSince(before) : null;
  if (lost) items.push({ among: source.entity, suspect: (id) => lost(id) && !changed.has(id) });
  yield { items, next, last: true, complete: false };
}
