import type { Change } from '../base/infobase.ts';
import type { World } from '../base/world.ts';

interface Backup {
  changes: Change[];
  nextId: number;
}

/** Everything of a base as text; a restored one shows the old versions again (1c.md 8.8). */
export function dumpBase(world: World): string {
  const backup: Backup = { changes: world.base.dump(), nextId: world.base.ids.next };
  return JSON.stringify(backup);
}

export function restoreBase(world: World, text: string): void {
  const backup = JSON.parse(text) as Backup;
  world.base.replace(backup.changes, backup.nextId);
}
