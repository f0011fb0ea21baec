import { flagOf, numberOf, textOf } from './rows.ts';
import type { World } from './world.ts';

export const ownPlan = 'ExchangePlan_Sidebook';
const separator = '\n';

/** Identity of a changed object inside a node's list. */
export const objectId = (set: string, key: string): string => set + separator + key;

export function splitObjectId(id: string): { set: string; key: string } {
  const at = id.indexOf(separator);
  return { set: id.slice(0, at), key: id.slice(at + 1) };
}

/** 1C registers a changed object for every node but its own; a new change forgets an earlier stamp (1c.md 3.1). */
export function registerChange(world: World, set: string, key: string): void {
  if (!world.behaviour.registered.has(set)) return;
  for (const node of readersOf(world)) world.base.register(ownPlan, node, objectId(set, key), { message: null });
}

function readersOf(world: World): string[] {
  if (!world.schema.definition(ownPlan)) return [];
  return world.base
    .all(ownPlan)
    .filter((stored) => !flagOf(stored.row, 'ThisNode') && !flagOf(stored.row, 'DeletionMark'))
    .map((stored) => textOf(stored.row, 'Ref_Key'));
}

/** The initial registration: everything of the plan's content at once. */
export function registerAll(world: World): number {
  let count = 0;
  world.base.transaction(() => {
    for (const set of world.behaviour.registered) {
      for (const key of world.base.table(set).rows.keys()) {
        registerChange(world, set, key);
        count++;
      }
    }
  });
  return count;
}

/** Objects numbered `message` or not numbered yet; the latter are stamped. What `stays` says is left as it is. */
export function selectChanges(world: World, node: string, message: number, stays: (set: string) => boolean): string[] {
  const selected: string[] = [];
  world.base.transaction(() => {
    for (const [id, registered] of world.base.nodes.get(node) ?? []) {
      if ((registered.message !== null && registered.message !== message) || stays(splitObjectId(id).set)) continue;
      selected.push(id);
      if (registered.message === null) world.base.register(ownPlan, node, id, { message });
    }
    moveNode(world, node, 'SentNo', message);
  });
  return selected;
}

/** Forgets everything numbered up to `message`, for good. */
export function confirmChanges(world: World, node: string, message: number): void {
  world.base.transaction(() => {
    for (const [id, registered] of [...(world.base.nodes.get(node) ?? [])]) {
      if (registered.message !== null && registered.message <= message) world.base.register(ownPlan, node, id, null);
    }
    if (world.quirks.confirmMovesReceivedNo) moveNode(world, node, 'ReceivedNo', message);
  });
}

function moveNode(world: World, node: string, name: 'SentNo' | 'ReceivedNo', message: number): void {
  for (const plan of ['ExchangePlan_Sidebook', 'ExchangePlan_СинхронизацияДанныхЧерезУниверсальныйФормат']) {
    const row = world.base.get(plan, node);
    if (row && numberOf(row, name) < message) world.base.put(plan, node, { ...row, [name]: message });
  }
}
