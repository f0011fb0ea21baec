/**
 * The base of an object found after a create without an answer (A6). Surely ours (our id, marker or second): base := sent, and
 * edits on either side merge as usual. Found by a match key only, a stranger may have typed it: only what equals was agreed.
 */
import { pick, unitFields } from '../fields.ts';
import type { Base, Fields, Value } from '../model.ts';
import type { Mapping } from '../../mappings/mapping.ts';

export function baseOfFound(mapping: Mapping, sent: Fields, theirs: Fields, surely: boolean): Base {
  const base = { ours: {} as Record<string, Value>, theirs: {} as Record<string, Value> };
  for (const u of mapping.units) {
    const held = pick(sent, unitFields(mapping.entity, u.unit));
    const shown = pick(theirs, u.fields);
    if (Object.keys(held).length === 0) continue;
    const view = pick(mapping.view(held), u.fields);
    if (surely && isNotClosedYet(held, shown)) put(base, { ...held, active: true }, shown);
    else if (surely) put(base, held, view);
    else if (mapping.same(u.unit, view, shown)) put(base, held, shown);
  }
  if (surely) Object.assign(base, startActions(mapping, base, theirs));
  return base;
}

/** Many hosts begin every object active and close it by a second request, which may never have arrived: closing it is still our wish. */
const isNotClosedYet = (sent: Fields, shown: Fields): boolean => sent['active'] === false && shown['active'] === true;

function put(base: { ours: Record<string, Value>; theirs: Record<string, Value> }, ours: Fields, theirs: Fields): void {
  Object.assign(base.ours, ours);
  Object.assign(base.theirs, theirs);
}

/** What is pushed as an action starts from what the host shows: only a wish of ours makes it differ. */
export function startActions(mapping: Mapping, base: Base, theirs: Fields): Base {
  const shown = Object.assign({}, ...mapping.units.filter((u) => u.action !== null).map((u) => pick(theirs, u.fields))) as Fields;
  return { ours: { ...base.ours, ...shown }, theirs: { ...base.theirs, ...shown } };
}
