/** Which rows ids of competitors and items stand for: asked once for all that a change names. */
import type { Tsql } from '../../store/mssql/tsql.ts';
import type { Check } from '../check.ts';
import type { Naming } from '../kept/names.ts';
import type { Id } from '../model.ts';

type Table = 'competitors' | 'items';
type Ids = readonly (Id | null)[];

export class Named implements Naming {
  readonly #known: Readonly<Record<Table, ReadonlyMap<Id, number>>>;

  constructor(known: Readonly<Record<Table, ReadonlyMap<Id, number>>>) {
    this.#known = known;
  }

  n(check: Check, table: Table, field: string, id: Id): number {
    const n = this.#known[table].get(id);
    if (n === undefined) check.wrong(field, 'unknown', id);
    return n ?? 0;
  }

  optional = (check: Check, table: Table, field: string, id: Id | null): number | null =>
    id === null ? null : this.n(check, table, field, id);
}

export async function namedIn(t: Tsql, { competitors, items }: Readonly<Record<Table, Ids>>): Promise<Named> {
  return new Named({ competitors: await numbersOf(t, 'competitors', competitors), items: await numbersOf(t, 'items', items) });
}

/** By the id as we compare it: a server takes 'a' and 'a ' for one. */
async function numbersOf(t: Tsql, table: Table, ids: Ids): Promise<ReadonlyMap<Id, number>> {
  const wanted = [...new Set(ids.filter((id) => typeof id === 'string'))];
  if (wanted.length === 0) return new Map();
  const rows = await t.rows(`SELECT n, id FROM sb.${table} WHERE id IN (@ids)`, { ids: wanted });
  return new Map(rows.map((row) => [String(row['id']), Number(row['n'])]));
}
