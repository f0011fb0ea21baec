/** POST /links: the host's object is this record of ours. */
import { say } from '../../words/sentences.ts';
import { linkRequest } from '../contract/counterparty.ts';
import { done } from '../contract/sync.ts';
import { resolveProblem } from '../../sync/resolve.ts';
import type { StoredLink } from '../../store/store.ts';
import { ApiError } from '../api-error.ts';
import { notLinkedView } from '../views/not-linked.ts';
import { covered, coveredRecord, type Asker } from './api.ts';
import type { Found } from './entities.ts';
import { operation } from './operation.ts';

const ASKS = { right: 'links.make', widgets: ['counterparty', 'invoices', 'problems'] } as const;

export const LINKS = [
  operation({
    ...ASKS, method: 'post', path: '/links', summary: 'The object of the form is this record', body: linkRequest, answer: done,
    run: async (call) => {
      const found = await covered(call, ASKS, call.body.entity);
      const { link, record } = found;
      if (call.who.scope === '*') await coveredRecord(call, ASKS, call.body.record);
      if (!link || record) throw new ApiError(409, 'answer-unfit');
      if (call.who.scope !== '*') await wasOffered(call, found);
      await call.api.hosts.about(link.host);
      await resolveProblem(call.api.sidebook.engine, await questionOf(call, link), { choose: 'same', as: call.body.record }, call.who.actor);
      return { ok: true, text: say(call.who, 'done.linked') };
    },
  }),
]; // prettier-ignore

/** A link opens the record to whoever's token covers the object: it may only be one the panel offered for it. */
async function wasOffered(
  { api, who, body }: Asker & { readonly body: { readonly record: string } },
  found: Found,
): Promise<void> {
  const { candidates } = await notLinkedView(api.shownTo(who), found);
  if (!candidates.some((c) => c.id === body.record)) throw new ApiError(422, 'answer-unfit');
}

/** The open question about the object; where nobody asked yet, the question is put first, so that it can be answered and found again. */
async function questionOf({ api, who }: Asker, link: StoredLink): Promise<number> {
  const open = () => api.sidebook.store.read(async (r) => (await r.problems({ link: link.id })).find((p) => p.kind === 'ambiguous' || p.kind === 'duplicate')); // prettier-ignore
  const known = await open();
  if (known) return known.id;
  const { host, entity, id } = link;
  await api.sidebook.store.write({ actor: who.actor }, (w) => {
    w.problem({ host, link: id, record: null, entity, unit: null, kind: 'ambiguous', detail: { code: 'ambiguous' }, ours: null, theirs: null, base: null, since: api.world.now().toISOString() }); // prettier-ignore
  });
  return (await open())?.id ?? 0;
}
