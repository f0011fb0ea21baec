/**
 * Creates nobody answered, by the keys they were sent with: the object may show up at any time, and the record may have got another
 * date or other numbers since (A6).
 */
import { keysOf } from '../identity.ts';
import type { Entity, Fields, SharedRecord } from '../model.ts';
import type { Reader } from '../store/store.ts';
import type { RunContext } from './context.ts';
import { inMinutes } from './engine.ts';

export interface Unanswered {
  readonly strong: ReadonlyMap<string, SharedRecord>;
  /** By a name they can only be asked about: the records as they were sent. */
  readonly weak: ReadonlyMap<string, SharedRecord>;
}

export async function unanswered(run: RunContext, t: Reader, entity: Entity): Promise<Unanswered> {
  const [strong, weak] = [new Map<string, SharedRecord>(), new Map<string, SharedRecord>()];
  for (const { hostId, entity: of, record: id, sent } of await t.sentBefore(run.id, inMinutes(run.engine, 1))) {
    if (hostId !== null || of !== entity || id === null) continue;
    const record = await t.record(id);
    if (!record) continue;
    const fields = Object.assign({}, record.fields, ...Object.values(sent ?? {})) as Fields;
    for (const key of keysOf(entity, fields)) {
      if (key.strong) strong.set(key.text, record);
      else weak.set(key.text, { ...record, fields });
    }
  }
  return { strong, weak };
}
