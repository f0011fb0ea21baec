import { flagOf, type Row, type Value } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { addressOf } from './address.ts';
import { cellsOf, cellText, type Cell } from './cells.ts';
import type { Entry } from './entry.ts';
import { expanded, linksOf, presentation, shuffled } from './links.ts';
import type { Projection } from './project.ts';

export type Level = 'none' | 'minimal' | 'full';

/** Where this interface is published, as the client addressed it. */
export interface Place {
  readonly root: string;
}

const quote = (text: string): string => JSON.stringify(text);

/** A projection made ready for writing many rows: names quoted, empty values prepared. */
interface Plan {
  readonly before: readonly Cell[];
  readonly parts: readonly { prefix: string; name: string; cells: readonly Cell[]; withOwner: boolean }[];
  readonly after: readonly Cell[];
}

const plans = new WeakMap<Projection, Map<string, Plan>>();

function planOf(world: World, projection: Projection, level: Level, isElement: boolean): Plan {
  const known = plans.get(projection) ?? new Map<string, Plan>();
  plans.set(projection, known);
  const name = `${level} ${isElement}`;
  let plan = known.get(name);
  if (!plan) known.set(name, (plan = makePlan(world, projection, level, isElement)));
  return plan;
}

/** In collections `Predefined` and `PredefinedDataName` come after the tabular parts; element answers have an order of their own. */
function makePlan(world: World, { set, properties, parts }: Projection, level: Level, isElement: boolean): Plan {
  const ordered = isElement ? shuffled(set.name, properties) : properties;
  const isLast = (name: string): boolean => !isElement && name.startsWith('Predefined');
  return {
    before: cellsOf(
      world,
      set,
      ordered.filter((p) => !isLast(p.name)),
      level === 'full',
    ),
    after: cellsOf(
      world,
      set,
      ordered.filter((p) => isLast(p.name)),
      level === 'full',
    ),
    parts: parts.map(({ part, properties: columns }) => ({
      prefix: `${quote(part.name)}:`,
      name: part.name,
      cells: cellsOf(world, partShape(set, part.name), columns, false),
      withOwner: part.name !== 'RecordSet',
    })),
  };
}

export const partShape = (set: EntitySet, part: string): Pick<EntitySet, 'name' | 'definition' | 'shape'> => ({
  name: `${set.name}_${part}`,
  definition: set.definition,
  shape: 'part',
});

/** One object as JSON; `isElement` puts its properties in the arbitrary order of element answers. */
export function jsonObject(
  world: World,
  projection: Projection,
  entry: Entry,
  level: Level,
  isElement = false,
  head: readonly string[] = [],
): string {
  const plan = planOf(world, projection, level, isElement);
  const isFolder = flagOf(entry.row, 'IsFolder');
  const pieces = [...head, ...annotations(world, projection, entry, level)];
  for (const cell of plan.before) pieces.push(cellText(world, cell, entry, isFolder));
  for (const part of plan.parts) pieces.push(part.prefix + jsonLines(world, part, entry.row));
  for (const name of projection.nulls ?? []) pieces.push(`${quote(name)}:null`);
  for (const cell of plan.after) pieces.push(cellText(world, cell, entry, isFolder));
  for (const { name, of } of projection.presentations)
    pieces.push(`${quote(name)}:${quote(presentation(world, projection, of, entry))}`);
  for (const expansion of projection.expands)
    pieces.push(`${quote(expansion.name)}:${jsonExpanded(world, expansion, entry, level)}`);
  if (level !== 'none')
    for (const link of linksOf(world, projection, entry))
      pieces.push(`${quote(`${link.name}@navigationLinkUrl`)}:${quote(link.url)}`);
  return `{${pieces.join(',')}}`;
}

function annotations(world: World, { set }: Projection, entry: Entry, level: Level): string[] {
  if (level !== 'full' || set.shape === 'virtual') return [];
  const address = quote(addressOf(world, set, entry));
  return [`"odata.type":"StandardODATA.${set.name}"`, `"odata.id":${address}`, `"odata.editLink":${address}`];
}

function jsonLines(world: World, part: Plan['parts'][number], owner: Row): string {
  const lines: Value | undefined = owner[part.name];
  if (!Array.isArray(lines) || lines.length === 0) return '[]';
  const lineText = (row: Row): string => {
    const entry = { row: part.withOwner ? { ...row, Ref_Key: owner['Ref_Key'] ?? '' } : row };
    return `{${part.cells.map((cell) => cellText(world, cell, entry, false)).join(',')}}`;
  };
  return `[${lines.map(lineText).join(',')}]`;
}

function jsonExpanded(world: World, expansion: Projection['expands'][number], entry: Entry, level: Level): string {
  const found = expanded(world, expansion, entry);
  return found ? jsonObject(world, found.projection, found.entry, level) : 'null';
}

export const metadataUrl = (place: Place, fragment: string): string =>
  `"odata.metadata":${quote(`${place.root}$metadata#${fragment}`)}`;

/** A collection, row by row, so that the longest list never becomes one string. */
export function* jsonCollection(
  world: World,
  place: Place,
  projection: Projection,
  entries: readonly Entry[],
  level: Level,
  count: number | undefined,
): Generator<string> {
  const head = level === 'none' ? [] : [metadataUrl(place, fragmentOf(projection.set))];
  if (count !== undefined) head.push(`"odata.count":"${count}"`);
  yield `{${[...head, '"value":['].join(',')}`;
  for (const [i, entry] of entries.entries()) yield (i === 0 ? '' : ',') + jsonObject(world, projection, entry, level);
  yield ']}';
}

/** Virtual tables are described as a collection of their row type. */
const fragmentOf = (set: EntitySet): string => (set.shape === 'virtual' ? `Collection(StandardODATA.${set.name})` : set.name);

export function jsonElement(world: World, place: Place, projection: Projection, entry: Entry, level: Level): string {
  const head = level === 'none' ? [] : [metadataUrl(place, `${projection.set.name}/@Element`)];
  return jsonObject(world, projection, entry, level, true, head);
}
