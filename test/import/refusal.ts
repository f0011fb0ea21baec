/** What a person reads when a file is refused as a whole. */
import { message, SidebookError } from '../../connector/errors.ts';
import type { ImportRequest } from '../../connector/import/index.ts';
import { preview, SAID } from './asking.ts';

export async function refusal(file: string | Uint8Array, asked: Partial<ImportRequest> = {}): Promise<string> {
  try {
    await preview(file, { ...SAID, ...asked });
  } catch (error) {
    if (!(error instanceof SidebookError)) throw error;
    const { what, next } = message(error.code, error.detail, 'en');
    return `${what} ${next}`;
  }
  throw new Error('it was taken');
}
