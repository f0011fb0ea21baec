/**
 * Creates nobody answered, by the keys they were sent with: the object may show up at any time, and the record may have got another
 * date or other numbers since (A6).
 */
import { keysOf } from '../identity.ts';
import type { Entity, Fields, SharedRecord } from '../model.ts';
import type { Reader } from '../store/store.ts';
import type { RunContext } from './context.ts';

/** Whenever it was: the clock may have been put back since. */
const EVER = '9999';

/** By key text. What is met by a weak key is compared by name with what was sent, so those stand here as they were sent. */
export async function unanswered(run: RunContext, t: Reader, entity: Entity): Promise<ReadonlyMap<string, SharedRecord>> {
  const found = new Map<string, SharedRecord>();
  for (const { hostId, entity: of, record: id, sent } of await t.sentBefore(run.id, EVER)) {
    if (hostId !== null || of !== entity || id === null) continue;
    const record = await t.record(id);
    if (!record) continue;
    const fields = Object.assign({}, record.fields, ...Object.values(sent ?? {})) as Fields;
    for (const key of keysOf(entity, fields)) found.set(key.text, key.strong ? record : { ...record, fields });
  }
  return found;
}
