/**
 * The JSON form of an OData `$batch` (hosts/dynamics.md 4.3): requests in a list, answers in the same order - their ids may come back
 * as null, so the order alone says which is which.
 */
import { parseExact } from './exact.ts';
import type { BatchPart, PartAnswer } from './multipart.ts';

/** `parts`: paths below the base; bodies are JSON texts. */
export function jsonBatchText(parts: readonly BatchPart[]): string {
  const requests = parts.map(({ method, path, headers = {}, body }, i) => ({
    id: String(i + 1), method, url: path, headers, ...(body === undefined ? {} : { body: JSON.parse(body) as unknown }),
  })); // prettier-ignore
  return JSON.stringify({ requests });
}

/** Null: not the answer to a batch. Fewer answers than requests: it ended at the last one that is there. */
export function jsonBatchAnswers(text: string): PartAnswer[] | null {
  const whole = parseExact(text);
  const list = typeof whole === 'object' && whole !== null && 'responses' in whole ? whole.responses : null;
  if (!Array.isArray(list)) return null;
  const read = list.map(partAnswer);
  return read.every((a) => a !== null) ? read : null;
}

function partAnswer(value: unknown): PartAnswer | null {
  if (typeof value !== 'object' || value === null) return null;
  const { status, body } = value as { status?: unknown; body?: unknown };
  if (typeof status !== 'number') return null;
  return { status, headers: {}, text: body === undefined || body === null ? '' : JSON.stringify(body) };
}
