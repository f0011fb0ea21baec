/** An error as it crosses between threads: a code of the catalogue and what belongs into its sentence. */
import { SidebookError } from '../../errors.ts';
import { HostError } from '../../hosts/host.ts';

export type Failed = { readonly code: string; readonly detail: Readonly<Record<string, string | number>> };

export function failedBy(error: unknown): Failed {
  if (error instanceof SidebookError) return { code: error.code, detail: error.detail };
  if (error instanceof HostError) return { code: error.code, detail: { host: error.host, sentence: error.sentence ?? '', ...error.at } };
  return { code: 'internal', detail: {} };
} // prettier-ignore
