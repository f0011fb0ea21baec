/** Labels of Sidebook and of Dynamics for administrators: how complete they are, files out and in, every change shown before it happens. */
import { z } from 'zod';
import { changesPage, exportRequest, labelsEnded, labelsFile, labelsJob, labelsView, lookRequest, takeRequest, undoRequest } from '../contract/translations.ts'; // prettier-ignore
import { isKnownLcid } from '../../translations/languages.ts';
import { labelHosts } from '../../translations/organisation/open.ts';
import { ApiError } from '../api-error.ts';
import { OWN, type Order } from '../labels/orders.ts';
import { changesOf, jobView, labelsView as viewOf } from '../views/labels.ts';
import { everything, type Asker } from './api.ts';
import { operation } from './operation.ts';

const ADMIN = { right: 'translations.manage', widgets: ['translations'] } as const;
const PAGE = 200;
/** Twenty megabytes of archive in base64 (translations.md, decision 1). */
const FILE = 28 * 1024 * 1024;

export const TRANSLATIONS = [
  operation({
    ...ADMIN, method: 'get', path: '/translations', summary: 'Whose labels there are, how complete, and what undo takes back', answer: labelsView,
    run: async (call) => {
      everything(call, ADMIN);
      const { api: { labels, config }, who } = call;
      return viewOf({ who, config, counts: labels.counts, ownCounts: labels.own.get(), job: labels.of(who.actor)?.id ?? null });
    },
  }),
  operation({
    ...ADMIN, method: 'post', path: '/translations/preview', summary: 'Begins to look at a file, or at two edited copies: what they would change, and what is wrong in which cell', body: lookRequest, most: 2 * FILE, answer: labelsJob, isFree: true,
    run: async (call) => {
      const { target, file, base64, second, clear, stale } = call.body;
      const other = second && { file: second.file, bytes: Buffer.from(second.base64, 'base64') };
      return begun(call, target, { do: 'look', file, bytes: Buffer.from(base64, 'base64'), second: other, clear, stale });
    },
  }),
  operation({
    ...ADMIN, method: 'post', path: '/translations/export', summary: 'Begins an export: a base takes minutes for it', body: exportRequest, answer: labelsJob, isFree: true,
    run: async (call) => begun(call, call.body.target, { do: 'export', format: call.body.format, languages: newColumn(call.body), missing: call.body.missing, fill: call.body.fill }),
  }),
  operation({
    ...ADMIN, method: 'post', path: '/translations/undo', summary: 'Begins to take the last import of a target back', body: undoRequest, answer: labelsJob,
    run: async (call) => begun(call, call.body.target, { do: 'undo', by: call.who.actor, last: call.body.last }),
  }),
  operation({
    ...ADMIN, method: 'get', path: '/translations/jobs/{id}', summary: 'How far a job is, and what came of it', answer: labelsJob,
    run: async (call) => {
      everything(call, ADMIN);
      return jobView(call.who, call.api.labels.job(call.who.actor, call.id));
    },
  }),
  operation({
    ...ADMIN, method: 'get', path: '/translations/jobs/{id}/changes', summary: 'Changes of a preview, page by page', query: z.object({ from: z.coerce.number().int().min(0).default(0) }), answer: changesPage,
    run: async (call) => {
      everything(call, ADMIN);
      return changesOf(call.who, call.api.labels.job(call.who.actor, call.id), call.query.from, PAGE);
    },
  }),
  operation({
    ...ADMIN, method: 'get', path: '/translations/jobs/{id}/file', summary: 'The file of an export', answer: labelsFile,
    run: async (call) => {
      everything(call, ADMIN);
      const { file } = call.api.labels.job(call.who.actor, call.id).done;
      if (!file) throw new ApiError(404, 'labels-job-gone');
      return { name: file.name, base64: Buffer.from(file.bytes).toString('base64') };
    },
  }),
  operation({
    ...ADMIN, method: 'post', path: '/translations/jobs/{id}/take', summary: 'Takes what was looked at, all of it or nothing', body: takeRequest, answer: labelsJob,
    run: async (call) => {
      everything(call, ADMIN);
      return jobView(call.who, call.api.labels.take(call.who.actor, call.id, { do: 'take', ...call.body, by: call.who.actor }));
    },
  }),
  operation({
    ...ADMIN, method: 'post', path: '/translations/jobs/{id}/end', summary: 'Lets a look or its result go', answer: labelsEnded,
    run: async (call) => {
      everything(call, ADMIN);
      call.api.labels.end(call.who.actor, call.id);
      return { ok: true as const };
    },
  }),
]; // prettier-ignore

function newColumn({ target, language }: { readonly target: string; readonly language: number | null }): number[] {
  if (language === null) return [];
  // A base takes the languages it has switched on.
  if (target !== OWN || !isKnownLcid(language))
    throw new ApiError(422, 'labels-language-unclear', { text: language }, { language: 'input-choice' });
  return [language];
}

function begun(call: Asker, target: string, order: Order): ReturnType<typeof jobView> {
  everything(call, ADMIN);
  const { api, who } = call;
  if (target !== OWN && !labelHosts(api.config).includes(target))
    throw new ApiError(422, 'labels-there-none', { known: labelHosts(api.config).join(', ') || '-' }, { target: 'input-choice' });
  return jobView(who, api.labels.begin(who.actor, target, order));
}
