/** A column that mostly holds JSON: its value; a text that is none as it is. */
import type { Json } from '../canonical.ts';

export function parsedJson(text: unknown): Json {
  if (typeof text !== 'string') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
