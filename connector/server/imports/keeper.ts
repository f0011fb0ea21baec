/** The thread one long import is kept or taken back in: one transaction of a connection of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSqlitePrivate } from '../../private/sqlite/store.ts';
import { realWorld } from '../../world.ts';
import { tellerOf } from '../private.ts';
import type { Kept, KeepOrder } from './long-changes.ts';
import { refusalBy } from './refusal.ts';

async function keep({ file, audit, fresh, viewer, now, ...change }: KeepOrder): Promise<Kept> {
  const world = { ...realWorld(), now: () => new Date(now) };
  const store = openSqlitePrivate({
    file,
    fresh,
    world,
    isLong: true,
    ...(audit === null ? {} : { audit: tellerOf(audit, world) }),
  });
  try {
    const imports = store.imports(viewer);
    return 'apply' in change ? { record: await imports.apply(change.apply) } : { undone: await imports.undo(change.undo) };
  } finally {
    await store.close();
  }
}

/** A fault of ours ends the thread: its cause is for the log of the server. */
keep(workerData as KeepOrder).then(
  (kept) => parentPort?.postMessage(kept),
  (error: unknown) => {
    const refused = refusalBy(error);
    if (refused === null) throw error;
    parentPort?.postMessage({ refused } satisfies Kept);
  },
);
