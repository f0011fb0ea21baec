import { coerceBody, type Body } from '../base/coerce.ts';
import { instanceNotFound, methodForbidden, OnecError } from '../base/errors.ts';
import { keyOfRecord, removeRecord, writeRecord } from '../base/registers.ts';
import { flagOf, linesOf, textOf, type Row } from '../base/rows.ts';
import type { Stored } from '../base/stored.ts';
import { storeRecords, writeObject, type WriteOptions } from '../base/write.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import type { Call } from './call.ts';

/** The stored row under a key, or "not found". */
export function storedOf({ world }: Call, set: EntitySet, key: string): Stored {
  const stored = world.base.stored(set.definition.name, key);
  if (!stored) throw instanceNotFound(set.name);
  return stored;
}

/** Who writes, and whether in data-load mode (1c.md 2.8.3). */
export const optionsOf = ({ request, user }: Call): WriteOptions => ({
  user,
  load: request.headers['1c_odata-dataloadmode'] === 'true',
});

/** `Posted: true` in a body: nobody measured it (1c.md 2.8.11). */
export function postingOf(call: Call, body: Body): Pick<WriteOptions, 'posting'> {
  return call.world.quirks.postedInBody === 'posts' && body['Posted'] === true ? { posting: 'post' } : {};
}

/** Values without what the server decides itself. */
export function withoutManaged(call: Call, values: Row): Row {
  const kept = Object.entries(values).filter(
    ([name]) => !['Ref_Key', 'DataVersion', 'Predefined', 'PredefinedDataName'].includes(name),
  );
  return Object.fromEntries(kept.filter(([name]) => name !== 'Posted' || call.world.quirks.postedInBody === 'flag-only'));
}

/** Stores by shape and returns the key under which the result is found. */
export function store(call: Call, set: EntitySet, key: string, body: Body): string {
  const { world } = call;
  switch (set.shape) {
    case 'object': {
      const before = storedOf(call, set, key).row;
      const values = withoutManaged(call, coerceBody(set, body, world.schema.enums, before));
      const posting = !flagOf(before, 'Posted') ? postingOf(call, body) : {};
      writeObject(world, set, key, values, { ...optionsOf(call), ...posting });
      return key;
    }
    case 'constant':
      return storeConstant(call, set, body);
    case 'recordset':
      return storeRecordset(call, set, key, body);
    default:
      return storeRecord(call, set, key, body);
  }
}

function storeConstant(call: Call, set: EntitySet, body: Body): string {
  const { world } = call;
  if (optionsOf(call).load === true) {
    throw new OnecError(400, 17, 'Объект не поддерживает режим загрузки данных', 'Object does not support data load mode');
  }
  const values = coerceBody(set, body, world.schema.enums);
  world.base.transaction(() => world.base.put(set.name, '0', { ...world.base.get(set.name, '0'), ...values, SurrogateKey: 0 }));
  return '0';
}

/** The whole record set of a recorder is replaced; the document is passed by (1c.md 2.8.9). */
function storeRecordset({ world }: Call, set: EntitySet, key: string, body: Body): string {
  const [kind = '', recorder = ''] = key.split('|');
  const values = coerceBody(set, body, world.schema.enums);
  const period = textOf(world.base.get(kind, recorder), 'Date');
  world.base.transaction(() => storeRecords(world, set.name, kind, recorder, period, linesOf(values, 'RecordSet')));
  return key;
}

/** A record may be given other key values; it then moves. */
function storeRecord(call: Call, set: EntitySet, key: string, body: Body): string {
  const { world } = call;
  if (set.shape === 'part' || set.definition.subordinate) throw methodForbidden(call.request.method);
  const before = storedOf(call, set, key).row;
  const after = { ...before, ...coerceBody(set, body, world.schema.enums, before) };
  return world.base.transaction(() => {
    if (keyOfRecord(set, after) !== key) removeRecord(world, set, key);
    return writeRecord(world, set, after, true);
  });
}
