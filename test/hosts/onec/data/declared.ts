import type { Row } from '../base/rows.ts';
import type { EntitySet } from '../schema/entity-sets.ts';

/** Values without what this release does not have: one generator serves all profiles. */
export function declared(set: EntitySet, values: Row): Row {
  const kept: Row = {};
  for (const [name, value] of Object.entries(values)) {
    const part = set.parts.find((p) => p.name === name);
    if (part && Array.isArray(value)) kept[name] = value.map((line) => only(line, part.byName));
    else if (set.byName.has(name)) kept[name] = value;
  }
  return kept;
}

function only(row: Row, known: ReadonlyMap<string, unknown>): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => known.has(name)));
}
