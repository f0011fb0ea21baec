/** sidebook match, of goods: which item of a host a line means that sells what the host has no item for. */
import { SidebookError } from '../errors.ts';
import { textOf } from '../fields.ts';
import type { Sidebook } from '../main.ts';
import type { Problem, RecordId } from '../model.ts';
import { itemsAt } from '../words/items.ts';
import { t, type Io } from './io.ts';

/** The item of the host a person names: its record. */
export async function goodsOf(sidebook: Sidebook, { host }: Problem, text: string): Promise<RecordId> {
  const found = await itemsAt(sidebook.store, host, text);
  const exact = found.filter((r) => r.id === text || ['name', 'sku', 'code'].some((f) => r.fields[f] === text));
  const [only, ...more] = exact.length > 0 ? exact : found;
  if (!only || more.length > 0) throw new SidebookError('goods-unclear', { text, host, count: String(found.length) });
  return only.id;
}

/** A line that sells what the host has no item for, and items there that are called alike. */
export async function goods(io: Io, sidebook: Sidebook, p: Problem): Promise<string> {
  const wanted = (await sidebook.store.read((r) => r.record(p.detail['record'] ?? '')))?.fields ?? {};
  const words = ['sku', 'code', 'name'].map((f) => textOf(wanted, f)).filter((w) => w !== '');
  const alike = new Map((await Promise.all(words.map((w) => itemsAt(sidebook.store, p.host, w)))).flat().map((r) => [r.id, r.fields] as const)); // prettier-ignore
  const lines = [...alike.values()].map((f) => `      ${textOf(f, 'code')}  ${textOf(f, 'sku')}  ${textOf(f, 'name')}`);
  return [`  ${String(p.id)}  ${p.host} · ${t(io, 'item', 'позиция')} ${p.detail['name'] ?? ''}`, ...lines].join('\n');
}
