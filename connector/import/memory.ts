/** What is remembered of a source: which column is what, its currency, its tax, its decimal mark. Text to the store. */
import { isField } from './heads.ts';
import type { Chosen } from './columns.ts';
import type { Stated } from './line.ts';
import type { Mark } from './numbers.ts';

export interface Memory extends Stated {
  readonly columns: Chosen;
  readonly mark: Mark | null;
}

export const writeMemory = (memory: Memory): string => JSON.stringify(memory);

/** What cannot be read any more is forgotten: the next preview guesses anew. */
export function readMemory(text: string | null): Memory | null {
  const said: unknown = text === null ? null : parsed(text);
  if (typeof said !== 'object' || said === null || !('columns' in said) || typeof said.columns !== 'object') return null;
  const of = Object.entries(said.columns ?? {}).filter(([f, c]) => isField(f) && Number.isInteger(c) && Number(c) >= 0);
  const at = (key: string): unknown => (said as Readonly<Record<string, unknown>>)[key];
  const [currency, vat, mark] = [at('currency'), at('vatIncluded'), at('mark')];
  return {
    columns: Object.fromEntries(of.map(([f, c]) => [f, Number(c)])),
    currency: typeof currency === 'string' ? currency : null,
    vatIncluded: typeof vat === 'boolean' ? vat : null,
    mark: mark === ',' || mark === '.' ? mark : null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
