import { methodForbidden, OnecError, segmentNotFound } from '../base/errors.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { findEntry, parseKey, splitPath, type Segment } from './address.ts';
import type { Answer, Call } from './call.ts';
import { change, conductDocument, create, remove } from './change.ts';
import { metadataAnswer } from './metadata.ts';
import { confirmPackage, selectPackage } from './package.ts';
import { readPath } from './path.ts';
import { countAnswer, readCollection, readElement } from './read.ts';
import { publishedSet } from './scope.ts';
import { serviceDocument } from './service.ts';
import { isVirtualTable, readVirtualTable } from './virtual.ts';

/** Answers one request of the interface (1c.md 2.3). Refusals are thrown. */
export function route(call: Call): Answer {
  const { request } = call;
  refuseTwins(call);
  const [first, ...rest] = splitPath(request.path);
  if (!first) return onlyGet(call, serviceDocument);
  if (first.name === '$metadata') return onlyGet(call, metadataAnswer);
  if (first.name === 'SelectChanges') return selectPackage(call);
  if (first.name === 'NotifyChangesReceived') return confirmPackage(call);
  const set = publishedSet(call.world, first.name);
  return first.key === undefined ? routeSet(call, set, rest) : routeElement(call, set, first.key, rest);
}

/** Two properties of one name stop the whole interface from starting (1c.md 2.10, code 18). */
function refuseTwins({ world }: Call): void {
  const twin = world.schema.twin();
  if (twin === undefined) return;
  const ru = `Ошибка инициализации интерфейса OData: в объекте "${twin}" есть свойства с одинаковыми именами`;
  throw new OnecError(500, 18, ru, `OData interface initialization error: object "${twin}" has properties with the same name`);
}

function onlyGet(call: Call, answer: (call: Call) => Answer): Answer {
  if (call.request.method !== 'GET') throw methodForbidden(call.request.method);
  return answer(call);
}

function routeSet(call: Call, set: EntitySet, [next, ...rest]: Segment[]): Answer {
  const { method } = call.request;
  if (!next) {
    if (method === 'GET') return readCollection(call, set);
    if (method === 'POST') return create(call, set);
    throw methodForbidden(method);
  }
  if (method !== 'GET') throw methodForbidden(method);
  if (next.name === '$count') return countAnswer(call, set);
  if (isVirtualTable(call.world, set, next.name)) return readVirtualTable(call, set, next);
  throw rest.length > 0 || next.key === undefined ? segmentNotFound(next.name) : methodNotFound(next.name);
}

const methodNotFound = (name: string): OnecError =>
  new OnecError(404, 11, `Метод "${name}" не найден!`, `Method "${name}" is not found!`);

function routeElement(call: Call, set: EntitySet, key: string, rest: Segment[]): Answer {
  const { world, request } = call;
  const [next] = rest;
  if (next && (next.name === 'Post' || next.name === 'Unpost')) return action(call, set, key, next.name);
  switch (request.method) {
    case 'GET': {
      const entry = findEntry(world, set, parseKey(set, key));
      return next ? readPath(call, set, entry, rest) : readElement(call, set, entry);
    }
    case 'PATCH':
    case 'PUT':
    case 'MERGE':
      return change(call, set, key);
    case 'DELETE':
      return remove(call, set, key);
    default:
      throw methodForbidden(request.method);
  }
}

function action(call: Call, set: EntitySet, key: string, name: 'Post' | 'Unpost'): Answer {
  if (set.definition.kind !== 'Document' || set.shape !== 'object') throw methodNotFound(name);
  if (call.request.method !== 'POST') throw methodForbidden(call.request.method);
  return conductDocument(call, set, key, name === 'Post' ? 'post' : 'unpost');
}
