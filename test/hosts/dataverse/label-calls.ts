/** The calls about labels: an administrator's alone (translations.md, section 2). */
import type { Answer, Call } from './api.ts';
import { ApiError, gone } from './errors.ts';
import type { Labels } from './labels.ts';

const JSON_TYPE = { 'Content-Type': 'application/json; odata.metadata=minimal', 'OData-Version': '4.0' };
const DONE: Answer = { status: 204, headers: { 'OData-Version': '4.0' }, body: '' };

/** Null: no call of these. */
export async function answerLabels(labels: Labels, call: Call, isAdministrator: boolean): Promise<Answer | null> {
  const job = /^importjobs\(([0-9a-f-]{36})\)$/.exec(call.path)?.[1];
  const isOurs = job !== undefined || CALLS.has(call.path);
  if (!isOurs) return null;
  if (!isAdministrator) throw new ApiError(403, '0x80040220', 'Principal user is missing prvExportCustomization privilege.');
  return job === undefined ? carriedOut(labels, call) : shown(labels, job);
}

const CALLS = new Set(['solutions/Microsoft.Dynamics.CRM.ExportTranslation', 'ImportTranslation', 'PublishAllXml']);

async function carriedOut(labels: Labels, { path, body }: Call): Promise<Answer> {
  const given = JSON.parse(body) as Record<string, string>;
  if (path === 'ImportTranslation')
    await labels.import(Buffer.from(given['TranslationFile'] ?? '', 'base64'), given['ImportJobId'] ?? '');
  else if (path === 'PublishAllXml') labels.publish();
  else return json({ ExportTranslationFile: await labels.export(given['SolutionName'] ?? '') });
  return DONE;
}

function shown(labels: Labels, job: string): Answer {
  const record = labels.asked(job);
  if (!record) throw gone('importjob', job);
  return json({ ...record, importjobid: job });
}

const json = (value: unknown): Answer => ({ status: 200, headers: JSON_TYPE, body: JSON.stringify(value) });
