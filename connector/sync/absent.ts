/**
 * What a whole list did not show. Nothing is inferred from a list that was not proven whole, every absence is read once
 * more, and a sudden mass of them stops everything (A12, A21).
 */
import { isGone } from '../hosts/host.ts';
import type { Entity } from '../model.ts';
import type { StoredLink } from '../store/store.ts';
import type { Bitmap } from './bitmap.ts';
import { commit, mappingOf, suspectRestored, type RunContext } from './context.ts';
import { markGone } from './gone.ts';
import { exceeds } from './guard.ts';
import { observeObjects } from './page.ts';
import { hostProblem } from './problems.ts';

const PAGE = 10_000;

/** Links a whole chain did not show. Each is read once more: a list can be older than an object. */
export async function absent(run: RunContext, entity: Entity, shown: Bitmap): Promise<void> {
  const { missing, total } = await unseen(run, entity, shown);
  if (missing.length === 0) return;
  await run.base.sure();
  const isObject = mappingOf(run, entity)?.source.reader === 'set'; // else a fact worked out anew: absence is its value
  const trusted = run.switches.row?.state === 'trusted';
  if (isObject && !trusted && exceeds(missing.length, total, run.engine.limits.guardLosses))
    return suspectRestore(run, entity, missing.length, total);
  for (const link of missing) {
    const seen = isObject ? await run.attached.host.read(entity, link.hostId ?? '') : null;
    if (seen && !isGone(seen)) await observeObjects(run, [seen]);
    else {
      const changes = await markGone(run, link);
      await commit(run, (t) => changes.forEach((c) => c(t)));
    }
  }
}

async function unseen(run: RunContext, entity: Entity, shown: Bitmap): Promise<{ missing: StoredLink[]; total: number }> {
  const { store } = run.engine;
  const missing: StoredLink[] = [];
  let total = 0;
  for (let after = ''; ;) {
    const links = await store.read((t) => t.liveLinks(run.id, entity, after, PAGE));
    const last = links.at(-1);
    if (last === undefined) return { missing, total };
    after = last.hostId;
    total += links.length;
    for (const { id } of links)
      if (!shown.has(id)) {
        const link = await store.read((t) => t.link(id));
        if (link) missing.push(link);
      }
  }
}

/** Known objects gone at once: the host was restored, emptied or answers nonsense. It goes read-only until a person says (A21). */
async function suspectRestore(run: RunContext, entity: Entity, count: number, total: number): Promise<void> {
  const problem = hostProblem(run, 'restored', { code: 'host-restored', entity, count: String(count), total: String(total) });
  const suspect = suspectRestored(run);
  await commit(run, (t) => {
    suspect(t);
    problem(t);
  });
}
