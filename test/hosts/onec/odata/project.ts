import { badOption, segmentNotFound } from '../base/errors.ts';
import type { World } from '../base/world.ts';
import type { EntitySet, PartSet } from '../schema/entity-sets.ts';
import type { Property } from '../schema/types.ts';
import { parseExpand, type ExpandTree } from './expand.ts';
import { objectSet, targetOf } from './scope.ts';

/** What of a row is written, in which order (1c.md 2.5, 2.7). */
export interface Projection {
  readonly set: EntitySet;
  readonly properties: readonly Property[];
  readonly parts: readonly { part: PartSet; properties: readonly Property[] }[];
  readonly presentations: readonly { name: string; of: Property | undefined }[];
  /** References whose link may be shown. */
  readonly links: readonly Property[];
  readonly expands: readonly Expansion[];
  /** Tabular parts spelled as null (inside packages of changes). */
  readonly nulls?: readonly string[];
}

export interface Expansion {
  /** `Контрагент`, or `Документ_Expanded` for a composite. */
  readonly name: string;
  readonly property: Property;
  /** Target set of the row's reference; composites decide per row. */
  projectionFor: (type: string) => Projection | undefined;
}

interface Wanted {
  all: boolean;
  parts: boolean;
  names: Set<string>;
  presentations: Set<string>;
  /** Deeper selections by first step. */
  below: Map<string, string[]>;
}

export function project(world: World, set: EntitySet, select: string | undefined, expand: string | undefined): Projection {
  return build(world, set, readSelect(select), parseExpand(expand ?? ''));
}

function readSelect(select: string | undefined): Wanted {
  const wanted: Wanted = {
    all: select === undefined,
    parts: select === undefined,
    names: new Set(),
    presentations: new Set(),
    below: new Map(),
  };
  for (const item of (select ?? '').split(',').map((s) => s.trim())) {
    const [first = '', ...rest] = item.split('/');
    if (item === '*') wanted.all = wanted.parts = true;
    else if (item === '**') wanted.all = true;
    else if (item === 'Presentation' || item.endsWith('____Presentation')) wanted.presentations.add(item);
    else if (rest.length > 0) wanted.below.set(first, [...(wanted.below.get(first) ?? []), rest.join('/')]);
    else if (item !== '') wanted.names.add(item);
  }
  return wanted;
}

function build(world: World, set: EntitySet, wanted: Wanted, expand: ExpandTree): Projection {
  for (const name of [...wanted.names, ...wanted.below.keys()]) if (!isKnown(set, name)) throw segmentNotFound(name);
  const takes = (name: string): boolean => wanted.all || wanted.names.has(name);
  const isLinked = (p: Property): boolean => set.shape !== 'virtual' && targetOf(world, p) !== undefined && takes(p.field.name);
  return {
    set,
    properties: set.properties.filter((p) => takes(p.name) && p.type !== 'Stream'),
    parts: set.parts.flatMap((part) => selectPart(part, wanted)),
    presentations: presentationsOf(set, wanted),
    links: set.properties.filter(isLinked),
    expands: expansionsOf(world, set, wanted, expand),
  };
}

function isKnown(set: EntitySet, name: string): boolean {
  return set.byName.has(name) || set.parts.some((p) => p.name === name) || set.fields.some((f) => f.name === name);
}

function selectPart(part: PartSet, wanted: Wanted): Projection['parts'] {
  if ((wanted.all && wanted.parts) || wanted.names.has(part.name)) return [{ part, properties: part.properties }];
  const columns = wanted.below.get(part.name);
  if (!columns) return [];
  for (const column of columns) if (column !== '*' && !part.byName.has(column)) throw segmentNotFound(column);
  return [{ part, properties: part.properties.filter((p) => columns.includes('*') || columns.includes(p.name)) }];
}

function presentationsOf(set: EntitySet, wanted: Wanted): Projection['presentations'] {
  const all = wanted.presentations.has('*____Presentation');
  const own = wanted.presentations.has('Presentation') ? [{ name: 'Presentation', of: undefined }] : [];
  const named = set.properties
    .filter((p) => p.role === 'value' && p.name !== 'DataVersion')
    .map((p) => ({ name: `${p.field.name}____Presentation`, of: p }));
  for (const name of wanted.presentations) {
    if (name !== 'Presentation' && !name.startsWith('*') && !named.some((n) => n.name === name)) throw segmentNotFound(name);
  }
  return [...own, ...named.filter((n) => all || wanted.presentations.has(n.name))];
}

function expansionsOf(world: World, set: EntitySet, wanted: Wanted, expand: ExpandTree): Expansion[] {
  const names = expand.all ? set.properties.filter((p) => targetOf(world, p)).map((p) => p.field.name) : [...expand.below.keys()];
  return names.flatMap((name) => {
    const isWanted = wanted.all || wanted.names.has(name) || wanted.below.has(name);
    const below = expand.below.get(name) ?? { all: false, below: new Map<string, ExpandTree>() };
    const expansion = expansionOf(world, set, name, isWanted ? (wanted.below.get(name) ?? ['*']) : ['*'], below);
    return isWanted ? [expansion] : [];
  });
}

function expansionOf(world: World, set: EntitySet, name: string, select: string[], below: ExpandTree): Expansion {
  const reference = set.byName.get(`${name}_Key`);
  const target = reference && targetOf(world, reference);
  if (reference && target) {
    const projection = build(world, target, readSelect(select.join(',')), below);
    return { name, property: reference, projectionFor: () => projection };
  }
  const composite = set.byName.get(name);
  if (composite?.field.type !== 'composite' || below.all) throw badOption('$expand');
  return {
    name: `${name}_Expanded`,
    property: composite,
    projectionFor: (type) => compositeProjection(world, type, select, below),
  };
}

/** A composite is expanded further only for the type named in the path: `Договор/Document_ДоговорНайма/Заявление`. */
function compositeProjection(world: World, type: string, select: string[], below: ExpandTree): Projection | undefined {
  const target = objectSet(world, type);
  if (!target || (below.below.size > 0 && !below.below.has(target.name))) return undefined;
  const prefix = `${target.name}/`;
  const own = select.filter((s) => s.startsWith(prefix)).map((s) => s.slice(prefix.length));
  const tree = below.below.get(target.name) ?? { all: false, below: new Map<string, ExpandTree>() };
  return build(world, target, readSelect(own.length > 0 ? own.join(',') : '*'), tree);
}
