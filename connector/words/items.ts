/** Goods of one host, as a person looks for them: by a name, an article, a code, or a whole id. */
import type { HostId, SharedRecord } from '../model.ts';
import type { Sidebook } from '../main.ts';

const MOST = 100;

export async function itemsAt(store: Sidebook['store'], host: HostId, text: string): Promise<SharedRecord[]> {
  const found = await store.views.productsAt(host, text, MOST);
  const byId = await store.read((r) => r.hostIdsOf(host, 'product', [text]));
  return [...(await store.read((r) => r.records([...new Set([...found, ...byId.keys()])]))).values()];
}
