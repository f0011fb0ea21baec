import { coerceBody, type Body } from '../base/coerce.ts';
import { methodForbidden, OnecError } from '../base/errors.ts';
import { removeRecord, writeRecord } from '../base/registers.ts';
import { isGuid, textOf, type Row } from '../base/rows.ts';
import { encodeVersion } from '../base/stored.ts';
import { createObject, removeObject, writeObject } from '../base/write.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { addressOf, parseKey, storageKey } from './address.ts';
import { parseBody, requireAll } from './body.ts';
import { empty, type Answer, type Call } from './call.ts';
import { project } from './project.ts';
import { elementAnswer } from './read.ts';
import { optionsOf, postingOf, store, storedOf, withoutManaged } from './store.ts';

/** POST to a set: 201, `Location` in raw UTF-8, the whole object (1c.md 2.8). */
export function create(call: Call, set: EntitySet): Answer {
  const { world } = call;
  const body = parseBody(call, set);
  switch (set.shape) {
    case 'part':
      throw new OnecError(
        400,
        13,
        'Создание строк табличных частей напрямую не поддерживается',
        'Creating tabular section rows is not supported',
      );
    case 'object':
      return created(call, set, createFrom(call, set, body));
    case 'record':
      if (set.definition.subordinate) throw methodForbidden('POST');
      return created(call, set, writeRecord(world, set, coerceBody(set, body, world.schema.enums), false));
    default:
      throw methodForbidden('POST');
  }
}

function createFrom(call: Call, set: EntitySet, body: Body): string {
  const { world } = call;
  const values = withoutManaged(call, coerceBody(set, body, world.schema.enums));
  if (world.quirks.seconds === 'cut' && typeof values['Date'] === 'string') values['Date'] = `${values['Date'].slice(0, 17)}00`;
  const wanted = textOf(body as Row, 'Ref_Key').toLowerCase();
  const key = world.quirks.clientKeys === 'honoured' && isGuid(wanted) ? wanted : undefined;
  return createObject(world, set, values, { ...optionsOf(call), ...postingOf(call, body) }, key);
}

function created(call: Call, set: EntitySet, key: string): Answer {
  const { world, request } = call;
  const stored = storedOf(call, set, key);
  const entry = { row: stored.row, stored };
  const blank = world.quirks.atomPostVersionNull ? ['DataVersion'] : [];
  const answer = elementAnswer(call, 201, project(world, set, undefined, undefined), entry, blank);
  const location = Buffer.from(request.place.root + addressOf(world, set, entry), 'utf8').toString('latin1');
  return { ...answer, headers: { ...answer.headers, Location: location } };
}

/** PATCH changes what it names, PUT everything; both answer 200 with the whole object. */
export function change(call: Call, set: EntitySet, keyText: string): Answer {
  const { world, request } = call;
  const key = storageKey(world, set, parseKey(set, keyText));
  const body = parseBody(call, set);
  checkMatch(call, set, key);
  if (request.method === 'PUT') requireAll(call, set, body);
  const answered = store(call, set, key, body);
  const stored = storedOf(call, set, answered);
  return elementAnswer(call, 200, project(world, set, undefined, undefined), { row: stored.row, stored });
}

/** Physical: no deletion mark, no look at who still points here (1c.md 2.8). */
export function remove(call: Call, set: EntitySet, keyText: string): Answer {
  const { world } = call;
  const key = storageKey(world, set, parseKey(set, keyText));
  storedOf(call, set, key);
  checkMatch(call, set, key);
  if (set.shape === 'object') removeObject(world, set, key, optionsOf(call));
  else if (set.shape === 'record' && !set.definition.subordinate) removeRecord(world, set, key);
  else if (set.shape === 'recordset') world.base.transaction(() => world.base.put(set.name, key, null));
  else throw methodForbidden('DELETE');
  return empty(204);
}

/** `/Post` and `/Unpost` (1c.md 2.8.1). The answer has no body. */
export function conductDocument(call: Call, set: EntitySet, keyText: string, posting: 'post' | 'unpost'): Answer {
  const { world } = call;
  const key = storageKey(world, set, parseKey(set, keyText));
  storedOf(call, set, key);
  writeObject(world, set, key, {}, { ...optionsOf(call), posting });
  return empty(200);
}

/** `If-Match` is ignored in the measured world, 412 in the documented one (1c.md 2.9). */
function checkMatch(call: Call, set: EntitySet, key: string): void {
  const { world, request } = call;
  const wanted = request.headers['if-match'];
  const stored = world.base.stored(set.definition.name, key);
  if (world.quirks.ifMatch !== 'honoured' || wanted === undefined || wanted === '*' || !stored) return;
  const bare = wanted.replace(/^W\//, '').replaceAll('"', '');
  if (bare !== encodeVersion(stored, world.quirks.dataVersion)) {
    throw new OnecError(412, 0, 'Версия объекта не совпадает с ожидаемой', 'Object version does not match');
  }
}
