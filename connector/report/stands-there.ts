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
  const [links, books, records] = await store.read(async (t) => [
    await t.linksToward(settings.id, ids),
    await t.hostIdsOf(settings.id, 'organisation', owners),
    await t.records(ids),
  ]);
  const isKept = (organisation: string | null): boolean =>
    organisation === null || !mappings.has('organisation') || books.has(organisation);
  const isMade = settings.books || mappings.get('invoice')?.create === true; // beside the books only what is there may stand there
  const isDue = (record: SharedRecord | undefined): boolean =>
    isMade &&
    record !== undefined &&
    mappings.get('invoice')?.inScope(record.fields, 'out', { hostId: null, object: null }) === true;
  const stands = ({ id, organisation }: InvoiceListRow): boolean => {
    const objects = (links.get(id) ?? []).filter(isObject);
    return objects.length > 0 ? objects.some((l) => l.inScope) : isKept(organisation) && isDue(records.get(id));
  };
  return new Set(rows.filter(stands).map((r) => r.id));
}

const isObject = ({ hostId, aliasOf }: StoredLink): boolean => hostId !== null && aliasOf === null;
