/** What may leave for an organisation with the administrator's sign-in: four calls about labels, and looking at the job of an import. */
import { Blocked, type Gate } from '../../hosts/gate.ts';

export const EXPORT = 'solutions/Microsoft.Dynamics.CRM.ExportTranslation';
export const IMPORT = 'ImportTranslation';
export const PUBLISH = 'PublishAllXml';
export const jobPath = (job: string): string => `importjobs(${job})?$select=progress,completedon,data`;

/** Path -> the only names its body may hold. */
const CALLS: ReadonlyMap<string, readonly string[]> = new Map([
  [EXPORT, ['SolutionName']],
  [IMPORT, ['TranslationFile', 'ImportJobId']],
  [PUBLISH, []],
]);
const JOB = /^importjobs\([0-9a-f-]{36}\)\?\$select=progress,completedon,data$/;

/** @param base address of the organisation, ending in a slash */
export const labelsGate = (base: string): Gate => ({
  pass: async ({ method, url, body, writing }) => {
    const path = url.startsWith(base) ? url.slice(base.length) : '';
    const isJob = method === 'GET' && body === null && JOB.test(path);
    const isCall = method === 'POST' && writing === null && hasOnly(body, CALLS.get(path));
    if (!isJob && !isCall) throw new Blocked('leak-beyond', { what: path === '' ? 'url' : method });
  },
});

function hasOnly(body: string | null, names: readonly string[] | undefined): boolean {
  if (names === undefined) return false;
  const value: unknown = body === null ? {} : JSON.parse(body);
  return typeof value === 'object' && value !== null && Object.keys(value).every((name) => names.includes(name));
}
