/** Goods of one host, as a person looks for them: by a name, an article, a code, or a whole id. */
import type { HostId, SharedRecord } from '../model.ts';
import type { Sidebook } from '../main.ts';

const MOST = 100;

export async function itemsAt(store: Sidebook['store'], host: HostId, text: string): Promise<SharedRecord[]> {
  const byId = await store.read((r) => r.record(text));
  const ids = [...new Set([...(await store.views.products(text, MOST)), ...(byId ? [text] : [])])];
  const there = await store.read((r) => r.hostIdsOf(host, 'product', ids));
  return [...(await store.read((r) => r.records(ids.filter((id) => there.has(id))))).values()];
}
