/**
 * Money names invoices that are not known yet: they wait for a question, or came later. Once such an invoice has its record, the
 * payment is read again and leads to it, so that it counts as paid (S4).
 */
import { isGone } from '../hosts/host.ts';
import { mappingOf, type RunContext } from './context.ts';
import { observeObjects } from './page.ts';

export async function joinLateInvoices(run: RunContext): Promise<void> {
  const { engine, id, attached } = run;
  if (!mappingOf(run, 'payment')) return;
  const parts = mappingOf(run, 'invoice')?.source.joins.flatMap((j) => (j.via !== null && j.part === null ? [j.set] : [])) ?? [];
  for (let after = 0; !engine.stopping();) {
    const links = await engine.store.read((t) => t.paymentsOfLateInvoices(id, parts, after, engine.limits.batch));
    const last = links.at(-1);
    if (!last) return;
    after = last.id;
    const seen = await attached.host.readMany('payment', links.flatMap((l) => l.hostId ?? [])); // prettier-ignore
    await observeObjects(run, seen.filter((o) => !isGone(o))); // prettier-ignore
  }
}
