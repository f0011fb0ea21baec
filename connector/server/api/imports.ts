/** Price lists and offers of rivals, pasted from Excel or as a file: the engine of connector/import behind the API (O7). */
import { z } from 'zod';
import { draftOf, isStopped, type Preview } from '../../import/index.ts';
import { textOf } from '../../fields.ts';
import type { SharedRecord } from '../../model.ts';
import { ApiError } from '../api-error.ts';
import { importApply, importDone, importPreview, importRequest, importUndone } from '../contract/imports.ts';
import { date } from '../../words/format.ts';
import { previewView } from '../views/import-preview.ts';
import { covered } from './api.ts';
import { previewOf } from './import-request.ts';
import { rivalOf } from './new-rival-facts.ts';
import { operation } from './operation.ts';

const WRITE = { right: 'rivals.write', widgets: ['prices'], isPrivate: true } as const;

const partyOf = (record: SharedRecord | null): string | null =>
  record?.entity === 'invoice' ? textOf(record.fields, 'counterparty') || null : (record?.id ?? null);

export const IMPORTS = [
  operation({
    ...WRITE, method: 'post', path: '/imports/preview', summary: 'What a file or pasted rows would bring, and what is wrong with them', body: importRequest, answer: importPreview, isFree: true,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      return previewView(call.who, await previewOf(call, call.body));
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/imports', summary: 'Takes over what the preview showed: all of it or nothing', body: importApply, answer: importDone,
    run: async (call) => {
      const { record } = await covered(call, WRITE, call.body.entity);
      const preview = await previewOf(call, call.body);
      mustBeAsSeen(preview, call.body, call.who);
      const view = call.api.own.view(call.who);
      const request = { ...preview.request, competitor: await rivalOf(view, call.body.competitor) };
      const draft = draftOf({ ...preview, request }, { date: null, counterparty: partyOf(record) }, () => call.api.world.uuid());
      const made = await call.api.own.imports(call.who).apply(draft);
      await call.api.own.guard(call.api.sidebook);
      return { ok: true as const, id: made.id, prices: made.prices, stock: made.stock, items: made.items, lines: made.offerLines, leftOut: made.leftOut };
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/imports/{id}/undo', summary: 'Takes all of an import back', body: z.object({ entity: z.string().max(400) }), answer: importUndone,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      const { rows } = await call.api.own.imports(call.who).undo(call.id);
      return { ok: true as const, rows };
    },
  }),
]; // prettier-ignore

/** Between looking and taking over the items may have changed, or a colleague may have brought in the same. */
function mustBeAsSeen(preview: Preview, { taken, again }: z.output<typeof importApply>, who: { lang: 'ru' | 'en' }): void {
  if (isStopped(preview)) throw new ApiError(409, 'import-stopped', { count: preview.found.filter((f) => f.level === 'stop').length }); // prettier-ignore
  if (preview.before && !again)
    throw new ApiError(409, 'import-same-file', { id: preview.before.id, day: date(who.lang, preview.before.at) });
  if (preview.placed.taken.length !== taken)
    throw new ApiError(409, 'import-moved', { taken, count: preview.placed.taken.length });
}
