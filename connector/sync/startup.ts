/**
 * Before the first cycle: was our own store put back from a backup, does another organisation answer than before? Then everything is
 * looked at again and nothing is written (A21).
 */
import type { HostId, Instant, Problem } from '../model.ts';
import type { Engine } from './engine.ts';
import { nowOf } from './engine.ts';

/** `hosts`: all that are configured, attached yet or not. */
export async function noticeRestore(engine: Engine, hosts: Iterable<HostId>): Promise<boolean> {
  if (!(await engine.store.wasRestored())) return false;
  const at = nowOf(engine);
  await engine.store.write({ actor: engine.holder }, (t) => {
    t.setSetting('restored', 'yes');
    for (const id of hosts) {
      t.forgetCursors(id);
      t.problem(restored(id, { code: 'store-restored' }, at));
    }
  });
  await engine.store.checkpoint();
  return true;
}

/** A copy holds the same objects under the same ids, and what is written there is written into the wrong books. */
export async function noticeOther(
  engine: Pick<Engine, 'store' | 'world' | 'holder'>,
  host: HostId,
  identity: string,
): Promise<void> {
  const name = `identity:${host}`;
  const known = (await engine.store.read((t) => t.setting(name))) ?? '';
  if (known === identity) return;
  const problem = restored(host, { code: 'host-copied', was: known, now: identity }, nowOf(engine));
  await engine.store.write({ actor: engine.holder }, (t) => {
    t.setSetting(name, identity);
    if (known === '') return;
    t.setHost(host, { state: 'restored' });
    t.forgetCursors(host);
    t.problem(problem);
  });
}

const restored = (host: HostId, detail: Problem['detail'], since: Instant) =>
  ({ host, link: null, record: null, entity: null, unit: null, kind: 'restored', detail, ours: null, theirs: null, base: null, since }) as const; // prettier-ignore
