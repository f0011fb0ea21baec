import { OnecError, instanceNotFound, segmentNotFound } from '../base/errors.ts';
import { plainText, textOf } from '../base/rows.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { atomProperty } from './atom.ts';
import type { Answer, Call } from './call.ts';
import { valueOf, type Entry } from './entry.ts';
import { contentType } from './format.ts';
import { jsonValue } from './cells.ts';
import { metadataUrl } from './json.ts';
import { elementAnswer } from './read.ts';
import { project } from './project.ts';
import { objectSet, targetOf } from './scope.ts';
import type { Segment } from './address.ts';

/** `Document_X(guid'…')/Контрагент`, `…/Контрагент/ИНН`, `…/Товары` (1c.md 2.3). */
export function readPath(call: Call, set: EntitySet, entry: Entry | undefined, segments: readonly Segment[]): Answer {
  const [step, ...rest] = segments;
  if (!entry) throw instanceNotFound(set.name);
  if (!step) return elementAnswer(call, 200, project(call.world, set, call.request.options.select, undefined), entry);
  const property = set.byName.get(step.name);
  const target = navigate(call, set, entry, step.name);
  if (target) return readPath(call, target.set, target.entry, rest);
  if (property)
    return propertyAnswer(
      call,
      set,
      entry,
      step.name,
      rest.map((r) => r.name),
    );
  if (set.parts.some((p) => p.name === step.name)) return partAnswer(call, set, entry, step.name);
  throw new OnecError(404, 10, `Свойство "${step.name}" не найдено!`, `Property "${step.name}" is not found!`);
}

function navigate(
  call: Call,
  set: EntitySet,
  entry: Entry,
  name: string,
): { set: EntitySet; entry: Entry | undefined } | undefined {
  const { world } = call;
  const reference = set.byName.get(`${name}_Key`);
  const composite = set.byName.get(name)?.field.type === 'composite';
  const target = reference
    ? targetOf(world, reference)
    : composite
      ? objectSet(world, textOf(entry.row, `${name}_Type`))
      : undefined;
  if (!target) return undefined;
  const stored = world.base.stored(target.name, textOf(entry.row, reference ? reference.name : name));
  return { set: target, entry: stored && { row: stored.row, stored } };
}

function propertyAnswer(call: Call, set: EntitySet, entry: Entry, name: string, rest: readonly string[]): Answer {
  const { world, request } = call;
  const property = set.byName.get(name);
  if (!property || (rest.length > 0 && rest[0] !== '$value')) throw segmentNotFound(rest[0] ?? name);
  const value = valueOf(world, set, property, entry);
  if (rest[0] === '$value')
    return { status: 200, headers: { 'Content-Type': 'text/plain;charset=utf-8' }, body: plainText(value) };
  const headers = { 'Content-Type': contentType(request.format, 'xml'), DataServiceVersion: '3.0' };
  if (request.format.kind === 'atom') return { status: 200, headers, body: atomProperty(property, value) };
  const head = request.format.metadata === 'none' ? '' : `${metadataUrl(request.place, `Edm.${property.type}`)},`;
  return { status: 200, headers, body: `{${head}"value":${jsonValue(property, value)}}` };
}

/** One tabular part of one object: the same rows as in the object, on their own. */
function partAnswer(call: Call, set: EntitySet, entry: Entry, name: string): Answer {
  const { world, request } = call;
  const projection = project(world, set, name, undefined);
  const [part] = projection.parts;
  const json = elementAnswer(
    { ...call, request: { ...request, format: { kind: 'json', metadata: 'none' } } },
    200,
    projection,
    entry,
  );
  const rows = (JSON.parse(json.body as string) as Record<string, unknown>)[name];
  const fragment = `Collection(StandardODATA.${part?.part.rowType ?? ''})`;
  if (request.format.kind === 'atom') return elementAnswer(call, 200, projection, entry);
  return {
    ...json,
    headers: { ...json.headers, 'Content-Type': contentType(request.format, 'feed') },
    body: `{${metadataUrl(request.place, fragment)},"value":${JSON.stringify(rows)}}`,
  };
}
