import { OnecError } from '../base/errors.ts';
import { localText } from '../base/clock.ts';
import { plainText, type Row, type Value } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import type { Property } from '../schema/types.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { addressOf } from './address.ts';
import { valueOf, type Entry } from './entry.ts';
import type { Place } from './json.ts';
import { expanded, linksOf, presentation, shuffled } from './links.ts';
import type { Projection } from './project.ts';

const namespaces =
  'xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const related = 'http://schemas.microsoft.com/ado/2007/08/dataservices/related/';
const tombstones = 'xmlns:at="http://purl.org/atompub/tombstones/1.0"';

const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** One control character in any text makes XML output impossible: the whole answer fails (1c.md 2.10). */
export function refuseControlCharacters(entries: readonly Entry[]): void {
  for (const { row } of entries) {
    if (isPoisoned(row))
      throw new OnecError(400, -1, 'Ошибка записи XML: недопустимый символ XML в строке', 'XML writing error: illegal character');
  }
}

function isPoisoned(row: Row): boolean {
  return Object.values(row).some((value) =>
    typeof value === 'string' ? forbidden.test(value) : Array.isArray(value) && value.some(isPoisoned),
  );
}

function element(name: string, property: Property, value: Value): string {
  if (value === null) return `<d:${name} m:null="true"/>`;
  if (property.type === 'TypeDescription') return `<d:${name} m:type="StandardODATA.TypeDescription"/>`;
  const text = escapeXml(plainText(value));
  return text === '' ? `<d:${name}/>` : `<d:${name}>${text}</d:${name}>`;
}

type PartShape = Pick<EntitySet, 'name' | 'definition' | 'shape'>;

function atomLines(world: World, { set }: Projection, { part, properties }: Projection['parts'][number], entry: Entry): string {
  const lines = entry.row[part.name];
  const open = `<d:${part.name} m:type="Collection(StandardODATA.${part.rowType})"`;
  if (!Array.isArray(lines) || lines.length === 0) return `${open}/>`;
  const shape: PartShape = { name: `${set.name}_${part.name}`, definition: set.definition, shape: 'part' };
  const owner = part.name === 'RecordSet' ? {} : { Ref_Key: entry.row['Ref_Key'] ?? '' };
  const line = (row: Row): string =>
    properties.map((p) => element(p.name, p, valueOf(world, shape, p, { row: { ...row, ...owner } }))).join('');
  const elements = lines.map((row) => `<d:element m:type="StandardODATA.${part.rowType}">${line(row)}</d:element>`);
  return `${open}>${elements.join('')}</d:${part.name}>`;
}

/** The content of `m:properties`; `blank` names properties sent as null (the POST answer's DataVersion, 1c.md 2.5). */
function atomProperties(world: World, projection: Projection, entry: Entry, blank: readonly string[] = []): string {
  const { set } = projection;
  const plain = shuffled(set.name, projection.properties).map((p) =>
    element(p.name, p, blank.includes(p.name) ? null : valueOf(world, set, p, entry)),
  );
  const nulls = (projection.nulls ?? []).map((name) => `<d:${name} m:null="true"/>`);
  const shown = projection.presentations.map(
    ({ name, of }) => `<d:${name}>${escapeXml(presentation(world, projection, of, entry))}</d:${name}>`,
  );
  return [...plain, ...projection.parts.map((part) => atomLines(world, projection, part, entry)), ...nulls, ...shown].join('');
}

export function atomEntry(
  world: World,
  place: Place,
  projection: Projection,
  entry: Entry,
  attributes = '',
  blank: readonly string[] = [],
): string {
  const self = escapeXml(addressOf(world, projection.set, entry));
  return [
    `<entry${attributes}><id>${escapeXml(place.root)}${self}</id>`,
    `<category term="StandardODATA.${projection.set.name}" scheme="http://schemas.microsoft.com/ado/2007/08/dataservices/scheme"/>`,
    `<title type="text"/><updated>${localText(world.base.now())}</updated><author/><summary/>`,
    ...atomLinks(world, place, projection, entry),
    `<link rel="edit" href="${self}" title="edit-link"/>`,
    `<content type="application/xml"><m:properties ${namespaces}>${atomProperties(world, projection, entry, blank)}</m:properties></content></entry>`,
  ].join('');
}

function atomLinks(world: World, place: Place, projection: Projection, entry: Entry): string[] {
  const inline = new Map(projection.expands.map((e) => [e.property.field.name, e]));
  return linksOf(world, projection, entry).map(({ name, url }) => {
    const open = `<link rel="${related}${name}" href="${escapeXml(url)}" type="application/atom+xml;type=entry;charset=utf-8" title="${name}"`;
    const expansion = inline.get(name);
    const found = expansion && expanded(world, expansion, entry);
    return found ? `${open}><m:inline>${atomEntry(world, place, found.projection, found.entry)}</m:inline></link>` : `${open}/>`;
  });
}

const rootAttributes = (place: Place): string =>
  ` xmlns="http://www.w3.org/2005/Atom" ${namespaces} xml:base="${escapeXml(place.root)}"`;

export function* atomFeed(
  world: World,
  place: Place,
  projection: Projection,
  entries: readonly Entry[],
  count: number | undefined,
): Generator<string> {
  refuseControlCharacters(entries);
  yield `${declaration}<feed${rootAttributes(place)}>`;
  for (const entry of entries) yield atomEntry(world, place, projection, entry);
  yield `${count === undefined ? '' : `<m:count>${count}</m:count>`}</feed>`;
}

export function atomElement(
  world: World,
  place: Place,
  projection: Projection,
  entry: Entry,
  blank: readonly string[] = [],
): string {
  refuseControlCharacters([entry]);
  return declaration + atomEntry(world, place, projection, entry, rootAttributes(place), blank);
}

/** Virtual tables answer with a plain collection, not with a feed (1c.md 4.10.1). */
export function* atomResult(world: World, projection: Projection, entries: readonly Entry[]): Generator<string> {
  refuseControlCharacters(entries);
  const type = `StandardODATA.${projection.set.name}`;
  yield `${declaration}<d:Result ${namespaces} m:type="Collection(${type})">`;
  for (const entry of entries) {
    const more = projection.expands.map((expansion) => atomExpanded(world, expansion, entry)).join('');
    yield `<d:element m:type="${type}">${atomProperties(world, projection, entry)}${more}</d:element>`;
  }
  yield '</d:Result>';
}

function atomExpanded(world: World, expansion: Projection['expands'][number], entry: Entry): string {
  const found = expanded(world, expansion, entry);
  if (!found) return `<d:${expansion.name} m:null="true"/>`;
  return `<d:${expansion.name}>${atomProperties(world, found.projection, found.entry)}</d:${expansion.name}>`;
}

/** A package of changes: entries of many sets, and what was deleted (RFC 6721; 1c.md 3.1). */
export function* atomPackage(world: World, place: Place, changes: readonly (PackageItem | Deleted)[]): Generator<string> {
  yield `${declaration}<feed ${tombstones}${rootAttributes(place)}>`;
  for (const change of changes) {
    if ('deleted' in change)
      yield `<at:deleted-entry ref="${escapeXml(place.root + change.deleted)}" when="${localText(world.base.now())}"/>`;
    else yield atomEntry(world, place, change.projection, change.entry);
  }
  yield '</feed>';
}

export interface PackageItem {
  readonly projection: Projection;
  readonly entry: Entry;
}

export interface Deleted {
  /** Address of the deleted object. */
  readonly deleted: string;
}

/** One property on its own: `<d:ИНН …>…</d:ИНН>`. */
export function atomProperty(property: Property, value: Value): string {
  return declaration + element(property.name, property, value).replace(/^<d:[^\s/>]+/, (open) => `${open} ${namespaces}`);
}

export function atomError(code: string, message: string): string {
  return `${declaration}<m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><m:code>${code}</m:code><m:message>${escapeXml(message)}</m:message></m:error>`;
}
