import type { World } from '../base/world.ts';
import { setNotFound } from '../base/errors.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import type { Property } from '../schema/types.ts';
import { ownPlan } from '../base/exchange.ts';

/** Whether an object of the configuration is in the interface's composition (1c.md 2.1). */
export function isPublished(world: World, definition: string): boolean {
  if (definition === ownPlan && !world.quirks.exchangePlan) return false;
  return world.quirks.composition === null || world.quirks.composition.includes(definition);
}

/** The set of an address; one outside the composition answers exactly like a misspelt one: 404, code 8. */
export function publishedSet(world: World, name: string): EntitySet {
  const set = world.schema.find(name);
  if (!set || !isPublished(world, set.definition.name)) throw setNotFound(name);
  return set;
}

/** The set a reference leads to, if it is published; otherwise the property stays a bare key (1c.md 4.10.5). */
export function targetOf(world: World, property: Property): EntitySet | undefined {
  const { type, target } = property.field;
  return type === 'ref' && target !== undefined ? objectSet(world, target) : undefined;
}

/** A published set of objects, by its name with or without the namespace. */
export function objectSet(world: World, name: string): EntitySet | undefined {
  const set = world.schema.find(name.replace(/^StandardODATA\./, ''));
  return set?.shape === 'object' && isPublished(world, set.definition.name) ? set : undefined;
}
