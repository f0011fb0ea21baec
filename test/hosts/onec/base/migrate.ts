import { linesOf, type Row, type Value } from './rows.ts';
import type { World } from './world.ts';
import type { SchemaChange } from '../schema/schema.ts';

/** Applies a configuration update; a renamed attribute keeps its values, and no version moves (1c.md 4.6). */
export function updateConfiguration(world: World, change: SchemaChange): void {
  world.schema.change(change);
  if (!('rename' in change)) return;
  const owner = world.schema.definition(change.set);
  if (owner) world.base.rewrite(owner.name, (row) => renamed(row, change));
  else rewritePart(world, change);
}

type Rename = Extract<SchemaChange, { rename: string }>;

function rewritePart(world: World, change: Rename): void {
  for (const owner of world.schema.definitions()) {
    const part = owner.parts.find((p) => `${owner.name}_${p.name}` === change.set)?.name;
    if (part === undefined) continue;
    world.base.rewrite(owner.name, (row) => ({ ...row, [part]: linesOf(row, part).map((line) => renamed(line, change)) }));
  }
}

function renamed(row: Row, { rename, to }: Rename): Row {
  const moved = (name: string): string =>
    ['', '_Key', '_Type'].some((end) => name === rename + end) ? to + name.slice(rename.length) : name;
  return Object.fromEntries(Object.entries(row).map(([name, value]): [string, Value] => [moved(name), value]));
}
