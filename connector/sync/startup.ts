/** Before the first cycle: was our own store put back from a backup? Then everything is looked at again and nothing is written (A21). */
import type { Engine } from './engine.ts';
import { nowOf } from './engine.ts';

export async function noticeRestore(engine: Engine): Promise<boolean> {
  if (!(await engine.store.wasRestored())) return false;
  const at = nowOf(engine);
  await engine.store.write({ actor: engine.holder }, (t) => {
    t.setSetting('restored', 'yes');
    for (const [id, attached] of engine.hosts) {
      for (const feed of attached.host.feeds)
        t.setCursor(id, feed.id, { cursor: null, startedAt: null, lastCompleteAt: null, seenCount: 0 });
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
