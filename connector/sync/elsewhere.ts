/** A contract belongs to one base: those of two are never taken for one by themselves (identity.ts), so what names it waits until a person decides. */
import type { HostId, Link, SharedRecord } from '../model.ts';

interface Toward {
  readonly id: HostId;
  readonly settings: { readonly books: boolean };
}

/** Why a reference to this contract cannot leave for the host, and where the contract stands; null = it is none, or stands there too. */
export function elsewhere(
  record: SharedRecord | null,
  links: readonly Link[],
  host: Toward,
): { code: string; of: string } | null {
  if (record?.entity !== 'contract' || links.some((l) => l.host === host.id)) return null;
  const of = links.map((l) => l.host).join(', ');
  // The books need some contract, so there a person looks at what waits; a follower does without.
  return of === '' ? null : { code: host.settings.books ? 'contract-not-of-books' : 'contract-elsewhere', of };
}
