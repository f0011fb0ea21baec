/** Before the first cycle: was our own store put back from a backup? Then everything is looked at again and nothing is written (A21). */
import type { HostId } from '../model.ts';
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
      t.problem({
        host: id,
        link: null,
        record: null,
        entity: null,
        unit: null,
        kind: 'restored',
        detail: { code: 'store-restored' },
        ours: null,
        theirs: null,
        base: null,
        since: at,
      });
    }
  });
  await engine.store.checkpoint();
  return true;
}
