/** Names for ids: what a person recognises a record by. */
import { textOf } from '../fields.ts';
import { titleOf } from '../sync/plan.ts';
import type { RecordId } from '../model.ts';
import type { Sidebook } from '../main.ts';

export class Names {
  readonly #names = new Map<RecordId, string>();
  readonly #sidebook: Sidebook;

  constructor(sidebook: Sidebook) {
    this.#sidebook = sidebook;
  }

  async learn(ids: Iterable<string | null | undefined>): Promise<void> {
    const wanted = [...new Set([...ids].filter((id): id is string => typeof id === 'string' && !this.#names.has(id)))];
    if (wanted.length === 0) return;
    for (const [id, r] of await this.#sidebook.store.read((t) => t.records(wanted)))
      this.#names.set(
        id,
        r.entity === 'currency' ? textOf(r.fields, 'code') || textOf(r.fields, 'name') : titleOf(r.entity, r.fields),
      );
  }

  of = (id: string | null | undefined): string =>
    id ? (this.#names.get(id) ?? (id.startsWith('?') ? '…' : id.slice(0, 8))) : '';
}
