/** What an import leaves beside its facts: the record of it, which columns its source has, what a rival's names stand for. */
import type { Check } from '../check.ts';
import type { ImportDraft } from '../imports.ts';
import { nextN } from './base.ts';
import { namedIn, type Named } from './named.ts';
import type { On } from './scoped.ts';
import { IMPORT_COLUMNS, IMPORT_ITEMS, IMPORT_NAMES, IMPORTS, insert } from './tables.ts';
import { hashOf, keep } from './texts.ts';

const SQL = {
  dropColumns: 'DELETE FROM sb.import_columns WHERE competitor = @competitor AND shape_hash = @shape',
  dropNames: 'DELETE FROM sb.import_names WHERE competitor = @competitor AND key_hash IN (@keys)',
} as const;

interface Learned {
  readonly key: string;
  readonly item: number | null;
}

export async function keepImport(on: On, draft: ImportDraft, check: Check): Promise<void> {
  const { t, user } = on;
  const all = [...draft.names.map((n) => n.item), ...draft.items.map((i) => i.id)];
  const named = await namedIn(t, { competitors: [draft.competitor], items: all });
  const competitor = named.n(check, 'competitors', 'competitor', draft.competitor);
  const file = check.text('file', draft.file, 2000);
  const names = learned(draft, check, named);
  check.done();
  const [n, stamp] = [await nextN(t, 'imports'), { by: user, at: on.base.now() }];
  await insert(t, 'imports', IMPORTS, [{ ...countsOf(draft), n, id: draft.id, kind: draft.kind, competitor, file, hash: draft.hash, undone_at: null, undone_by: null, ...stamp }]);
  const shape = hashOf(draft.shape);
  await t.run(SQL.dropColumns, { competitor, shape });
  await insert(t, 'import_columns', IMPORT_COLUMNS, [{ competitor, shape_hash: shape, shape: draft.shape, columns: draft.columns, ...stamp }]);
  const rows = names.map(({ key, item }) => ({ competitor, key_hash: hashOf(key), key, item, ...stamp }));
  if (rows.length > 0) await t.run(SQL.dropNames, { competitor, keys: rows.map((row) => row.key_hash) });
  await insert(t, 'import_names', IMPORT_NAMES, rows);
  await insert(t, 'import_items', IMPORT_ITEMS, draft.items.map(({ id }) => ({ import: n, item: named.n(check, 'items', 'items', id) })));
  await keep(t, [file, ...names.map(({ key }) => key)]);
} // prettier-ignore

/** The last word about a name counts. */
function learned({ names }: ImportDraft, check: Check, named: Named): readonly Learned[] {
  const all = names.map(({ key, item }) => ({ key: check.text('names.key', key, 1100), item: named.optional(check, 'items', 'names.item', item) })); // prettier-ignore
  return [...new Map(all.map((one) => [one.key, one])).values()];
}

const countsOf = ({ prices, stock, items, offer, leftOut }: ImportDraft) => ({
  prices: prices.length, stock: stock.length, items: items.length, offer_lines: offer?.lines.length ?? 0, left_out: leftOut,
}); // prettier-ignore
