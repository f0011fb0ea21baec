import { hashOf } from '../../kit/random.ts';
import { textOf, type Row } from '../base/rows.ts';
import { presentationOf, presentationOfRef } from '../base/presentation.ts';
import type { World } from '../base/world.ts';
import { russianDateTime } from '../base/clock.ts';
import type { Property } from '../schema/types.ts';
import { addressOf } from './address.ts';
import { isFilled, valueOf, type Entry } from './entry.ts';
import type { Expansion, Projection } from './project.ts';

/** The row a reference or composite leads to, for `$expand`; null when empty or dangling (1c.md 2.7). */
export function expanded(
  world: World,
  { property, projectionFor }: Expansion,
  entry: Entry,
): { projection: Projection; entry: Entry } | null {
  const isComposite = property.field.type === 'composite';
  const projection = projectionFor(isComposite ? textOf(entry.row, `${property.field.name}_Type`) : '');
  const key = entry.row[property.name];
  const stored = projection && typeof key === 'string' ? world.base.stored(projection.set.name, key) : undefined;
  return projection && stored ? { projection, entry: { row: stored.row, stored } } : null;
}

/** Links are shown for non-empty references only (1c.md 2.5). */
export function linksOf(world: World, projection: Projection, entry: Entry): { name: string; url: string }[] {
  const links = projection.links.filter((p) => isFilled(p, entry.row));
  if (links.length === 0) return [];
  const self = addressOf(world, projection.set, entry);
  return links.map((p) => ({ name: p.field.name, url: `${self}/${p.field.name}` }));
}

/** `X____Presentation`: what a person would read (1c.md 2.4). */
export function presentation(world: World, projection: Projection, of: Property | undefined, entry: Entry): string {
  const { set } = projection;
  if (!of) return presentationOf(set.definition.name, entry.row);
  if (of.field.type === 'ref') return presentationOfRef(world, of.field.target ?? '', textOf(entry.row, of.name));
  if (of.field.type === 'composite') return presentationOfComposite(world, of, entry.row);
  if (of.name === 'Ref_Key') return presentationOf(set.definition.name, entry.row);
  return plainPresentation(valueOf(world, set, of, entry), of);
}

function presentationOfComposite(world: World, property: Property, row: Row): string {
  const value = textOf(row, property.name);
  const type = textOf(row, `${property.name}_Type`).replace('StandardODATA.', '');
  return world.schema.find(type)?.shape === 'object' ? presentationOfRef(world, type, value) : value;
}

function plainPresentation(value: unknown, property: Property): string {
  if (typeof value === 'boolean') return value ? 'Да' : 'Нет';
  if (property.type === 'DateTime') return russianDateTime(String(value));
  if (typeof value === 'number') return value.toLocaleString('ru-RU');
  return typeof value === 'string' ? value : '';
}

/** Element answers list properties in an order of their own: arbitrary, but always the same for a set (1c.md 2.5). */
export function shuffled<T extends { name: string }>(set: string, properties: readonly T[]): T[] {
  return [...properties].sort((a, b) => hashOf(set + a.name) - hashOf(set + b.name));
}
