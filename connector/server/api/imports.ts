/** Price lists and offers of rivals, pasted from Excel or as a file: the engine of connector/import behind the API (O7). */
import type { z } from 'zod';
import { draftOf, isStopped, type Preview } from '../../import/index.ts';
import { textOf } from '../../fields.ts';
import type { SharedRecord } from '../../model.ts';
import { ImportRests, ImportUndone, type ImportRecord } from '../../private/imports.ts';
import { PrivateRefused } from '../../private/private-store.ts';
import { ApiError } from '../api-error.ts';
import { about, importsQuery, importsView, importWould, type ImportRow, type ImportsView } from '../contract/corrections.ts';
import { importApply, importDone, importPreview, importRequest, importUndone } from '../contract/imports.ts';
import { date } from '../../words/format.ts';
import { previewView } from '../views/import-preview.ts';
import { covered, type Asker } from './api.ts';
import { requestOf } from './import-request.ts';
import { reachesOffer, rivalOf } from './new-rival-facts.ts';
import { idOnce } from './once.ts';
import { FILE, operation } from './operation.ts';

const READ = { right: 'rivals.read', widgets: ['prices'], isPrivate: true } as const;
const WRITE = { right: 'rivals.write', widgets: ['prices'], isPrivate: true } as const;

const partyOf = (record: SharedRecord | null): string | null =>
  record?.entity === 'invoice' ? textOf(record.fields, 'counterparty') || null : (record?.id ?? null);

export const IMPORTS = [
  operation({
    ...WRITE, method: 'post', path: '/imports/preview', summary: 'What a file or pasted rows would bring, and what is wrong with them', body: importRequest, most: FILE, answer: importPreview, isFree: true,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      const glance = await call.api.imports.glance(call.who.actor, await requestOf(call, call.body), call.api.own.imports(call.who), call.gone);
      return previewView(call.who, glance);
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/imports', summary: 'Takes over what the preview showed: all of it or nothing', body: importApply, most: FILE, answer: importDone,
    run: async (call) => {
      const { record } = await covered(call, WRITE, call.body.entity);
      const id = idOnce(call, call.body);
      const before = await call.api.own.imports(call.who).one(id);
      if (before) return doneWith(call, before);
      const preview = await call.api.imports.whole(call.who.actor, await requestOf(call, call.body), call.api.own.imports(call.who));
      mustBeAsSeen(preview, call.body, call.who);
      const view = call.api.own.view(call.who);
      const request = { ...preview.request, competitor: await rivalOf(view, call.body.competitor) };
      const draft = draftOf({ ...preview, request }, { date: null, counterparty: partyOf(record) }, () => call.api.world.uuid(), id);
      return doneWith(call, await call.api.own.imports(call.who).apply(draft));
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/imports/{id}/undo', summary: 'Takes all of an import back', body: about, answer: importUndone,
    run: async (call) => {
      const { record } = await covered(call, WRITE, call.body.entity);
      await mustReach(call, partyOf(record));
      const { rows } = await undone(call, () => call.api.own.imports(call.who).undo(call.id));
      return { ok: true as const, rows };
    },
  }),
  operation({
    ...READ, method: 'get', path: '/imports', summary: 'What was brought in, newest first', query: importsQuery, answer: importsView,
    run: async (call) => {
      const { record } = await covered(call, READ, call.query.entity);
      return listed(call, call.query.after ?? null, partyOf(record));
    },
  }),
  operation({
    ...WRITE, method: 'get', path: '/imports/{id}/undo', summary: 'What taking it back would do now', query: about, answer: importWould,
    run: async (call) => {
      const { record } = await covered(call, WRITE, call.query.entity);
      await mustReach(call, partyOf(record));
      return undone(call, () => call.api.own.imports(call.who).wouldUndo(call.id));
    },
  }),
]; // prettier-ignore

/** Guarded before anybody hears of it. */
async function doneWith({ api }: Asker, made: ImportRecord): Promise<z.output<typeof importDone>> {
  await api.own.guard(api.sidebook);
  return { ok: true, id: made.id, prices: made.prices, stock: made.stock, items: made.items, lines: made.offerLines, leftOut: made.leftOut };
} // prettier-ignore

const PAGE = 20;

async function listed(call: Asker, after: string | null, party: string | null): Promise<ImportsView> {
  const { api, who } = call;
  const [view, shown] = [api.own.view(who), api.shownTo(who)];
  const { rows, next } = await api.own.imports(who).list({ limit: PAGE, after });
  const row = async (r: ImportRecord): Promise<ImportRow> => ({
    id: r.id, kind: r.kind, rival: (await view.competitor(r.competitor))?.name ?? '', file: r.file, by: await shown.person(r.by), at: r.at, rows: r.prices + r.stock + r.offerLines,
    leftOut: r.leftOut, undone: r.undoneAt === null ? null : { by: await shown.person(r.undoneBy ?? ''), at: r.undoneAt },
  }); // prettier-ignore
  const reached = await Promise.all(rows.map((r) => reaches(call, r, party)));
  return { rows: await Promise.all(rows.filter((_, i) => reached[i]).map(row)), next, may: { undo: shown.may('rivals.write') } };
}

/** Prices are everybody's who may read them; an offer goes with its counterparty. */
async function reaches(call: Asker, { id, kind }: Pick<ImportRecord, 'id' | 'kind'>, party: string | null): Promise<boolean> {
  if (kind !== 'offer') return true;
  const { rows } = await call.api.own.view(call.who).offers({ import: id });
  return (await Promise.all(rows.map((offer) => reachesOffer(call, offer, party)))).every(Boolean);
}

async function mustReach(call: Asker & { readonly id: string }, party: string | null): Promise<void> {
  const record = await call.api.own.imports(call.who).one(call.id);
  if (!record || !(await reaches(call, record, party))) throw new PrivateRefused();
}

/** A refusal names the file, which people know; its id nobody does. */
async function undone<T>({ api, who, id }: Asker & { readonly id: string }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ImportRests || error instanceof ImportUndone)) throw error;
    const file = (await api.own.imports(who).one(id))?.file ?? id;
    if (error instanceof ImportRests) throw new ApiError(409, 'import-rests', { id: file, rows: error.rows });
    throw new ApiError(409, 'import-undone-before', { id: file });
  }
}

/** Between looking and taking over the items may have changed, or a colleague may have brought in the same. */
function mustBeAsSeen(preview: Preview, { taken, again }: z.output<typeof importApply>, who: { lang: 'ru' | 'en' }): void {
  if (isStopped(preview)) throw new ApiError(409, 'import-stopped', { count: preview.found.filter((f) => f.level === 'stop').length }); // prettier-ignore
  if (preview.before && !again)
    throw new ApiError(409, 'import-same-file', { id: preview.before.id, day: date(who.lang, preview.before.at) });
  if (preview.placed.taken.length !== taken)
    throw new ApiError(409, 'import-moved', { taken, count: preview.placed.taken.length });
}
