/** What a host has, as far as mappings ask: sets, properties, parts. Only the sets asked for are kept, however many there are. */
import type { HostSchema } from '../../mappings/compile.ts';
import type { MetaProperty } from './host.ts';

export class SchemaIndex implements HostSchema {
  readonly #sets = new Set<string>();
  readonly #types = new Map<string, Map<string, string>>();

  static async read(properties: AsyncIterable<MetaProperty>, wanted: ReadonlySet<string>): Promise<SchemaIndex> {
    const index = new SchemaIndex();
    for await (const p of properties) index.#add(p, wanted);
    return index;
  }

  #add(p: MetaProperty, wanted: ReadonlySet<string>): void {
    if (p.name === '') {
      this.#sets.add(p.set);
      return;
    }
    if (!wanted.has(p.set) && !isRowTypeOf(p.set, wanted)) return;
    const types = this.#types.get(p.set) ?? new Map<string, string>();
    types.set(p.name, p.type);
    this.#types.set(p.set, types);
  }

  hasSet(set: string): boolean {
    return this.#sets.has(set);
  }

  type(set: string, property: string, part?: string): string | null {
    const types = this.#types.get(set);
    if (part === undefined) return types?.get(property) ?? null;
    const collection = types?.get(part);
    const row = /^Collection\((?:[^.]*\.)?(.+)\)$/.exec(collection ?? '')?.[1] ?? `${set}_${part}_RowType`;
    return collection === undefined ? null : (this.#types.get(row)?.get(property) ?? null);
  }

  /** Everything published, for init and doctor. */
  get sets(): ReadonlySet<string> {
    return this.#sets;
  }
}

const isRowTypeOf = (type: string, wanted: ReadonlySet<string>): boolean => {
  if (!type.endsWith('_RowType')) return false;
  const owner = type.slice(0, -'_RowType'.length);
  for (let at = owner.lastIndexOf('_'); at > 0; at = owner.lastIndexOf('_', at - 1))
    if (wanted.has(owner.slice(0, at))) return true;
  return false;
};
