/** Which hosts tell of payments: an invoice that stands in none of them is not unpaid, only nobody said (model.md 4). */
import type { Sidebook } from './main.ts';
import type { HostId, RecordId } from './model.ts';
import type { InvoiceListRow, Tellers } from './store/queries.ts';
import type { LinkState, Reading } from './store/view-queries.ts';

type ReadingsOf = (host: HostId) => Promise<readonly Reading[]>;

/** Payments that were read whole once are told from then on; what is not published, or not in the format, never is. */
const isTeller = (readings: readonly Reading[]): boolean =>
  readings.some((r) => (r.feed === 'walk:payment' || r.feed === 'open:payment') && r.lastCompleteAt !== null);

/** Null: all of them tell. */
export async function tellersOf(hosts: readonly HostId[], readingsOf: ReadingsOf): Promise<Tellers> {
  const tellers: HostId[] = [];
  for (const host of hosts) if (isTeller(await readingsOf(host))) tellers.push(host);
  return tellers.length === hosts.length ? null : tellers;
}

/** As the stores ask it of an unpaid one: something was paid, or it stands in a host that tells, or is on its way there. */
export const isTold = (row: InvoiceListRow, links: readonly LinkState[], tellers: Tellers): boolean =>
  tellers === null ||
  row.paid !== '0' ||
  row.everPaid ||
  links.some((l) => tellers.includes(l.host) && (l.hostId !== null || l.dirty));

export const tellersIn = ({ hostIds, store }: Sidebook): Promise<Tellers> =>
  tellersOf(hostIds, (host) => store.views.readings(host));

/** Of these invoices: those nobody tells the payments of. */
export async function untoldAmong(
  { store }: Sidebook,
  rows: readonly InvoiceListRow[],
  tellers: Tellers,
): Promise<ReadonlySet<RecordId>> {
  const links = tellers === null ? [] : await store.views.linkStates(rows.map((r) => r.id));
  return new Set(rows.filter((r) => !isTold(r, links.filter((l) => l.record === r.id), tellers)).map((r) => r.id)); // prettier-ignore
}
