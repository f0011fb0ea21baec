/**
 * Which of our invoices stand against a host at all: those it has or had, and those that are to be made there. Not those of an
 * organisation whose books another base keeps, nor those outside the scope.
 */
import type { RecordId, SharedRecord } from '../model.ts';
import type { InvoiceListRow } from '../store/queries.ts';
import type { Store, StoredLink } from '../store/store.ts';
import type { Attached } from '../sync/engine.ts';

export interface Sides {
  readonly attached: Attached;
  readonly store: Store;
}

/** Asked of those the host did not show: they are few, or of other books. */
export async function standingThere({ attached, store }: Sides, rows: readonly InvoiceListRow[]): Promise<ReadonlySet<RecordId>> {
  const { settings, mappings } = attached;
  const ids = rows.map((r) => r.id);
  const owners = [...new Set(rows.flatMap((r) => r.organisation ?? []))];
  const [links, books] = await store.read(async (t) => [
    await t.linksToward(settings.id, ids),
    await t.hostIdsOf(settings.id, 'organisation', owners),
  ]);
  const isKept = ({ organisation }: InvoiceListRow): boolean =>
    organisation === null || !mappings.has('organisation') || books.has(organisation);
  const had = rows.filter(({ id }) => links.get(id)?.some(isObject));
  const known = new Set(had.map((r) => r.id));
  // Read whole only where it may be due: invoices of another base are many.
  const isMade = settings.books || mappings.get('invoice')?.create === true; // beside the books only what is there may stand there
  const open = rows.filter((r) => isMade && !known.has(r.id) && isKept(r)).map((r) => r.id);
  const records = await store.read((t) => t.records(open));
  const isDue = ({ fields }: SharedRecord): boolean =>
    mappings.get('invoice')?.inScope(fields, 'out', { hostId: null, object: null }) === true;
  const inScope = had.filter(({ id }) => links.get(id)?.some((l) => isObject(l) && l.inScope));
  return new Set([...inScope.map((r) => r.id), ...[...records.values()].filter(isDue).map((r) => r.id)]);
}

const isObject = ({ hostId, aliasOf }: StoredLink): boolean => hostId !== null && aliasOf === null;
