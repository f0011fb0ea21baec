/** What a person types for a field -> its canonical value; "1 099,50" and "1099.5" are both a sum, "" is empty. */
import { decimal } from '../decimal.ts';
import { fieldSpec } from '../fields.ts';
import type { Entity, Fields, Value } from '../model.ts';
import { EditRefused } from '../sync/edit.ts';

export function parseFields(entity: Entity, args: readonly string[]): Fields {
  return Object.fromEntries(args.map((arg) => parseField(entity, arg)));
}

function parseField(entity: Entity, arg: string): [string, Value] {
  const at = arg.indexOf('=');
  if (at < 0) throw new EditRefused('field-unknown', { field: arg });
  return [arg.slice(0, at), parseTyped(entity, arg.slice(0, at), arg.slice(at + 1))];
}

/** One field as it was typed. */
export function parseTyped(entity: Entity, name: string, typed: string): Value {
  const spec = fieldSpec(entity, name);
  if (!spec) throw new EditRefused('field-unknown', { field: name });
  const text = typed.trim();
  if (text === '') return null;
  switch (spec.type) {
    case 'money':
    case 'price':
    case 'quantity':
    case 'rate':
      return parseAmount(text, name);
    case 'flag':
      return ['true', 'yes', 'да', '1'].includes(text.toLowerCase());
    case 'choice':
      if (!spec.values?.includes(text))
        throw new EditRefused('field-unknown', { field: `${name}=${text} (${spec.values?.join(', ') ?? ''})` });
      return text;
    case 'date':
      return parseTime(text, 'T00:00:00', name).slice(0, 10);
    case 'dateTime':
      return parseTime(text, 'T00:00:00', name);
    case 'lines':
    case 'allocations':
      throw new EditRefused('field-unknown', { field: `${name}=${text}` }); // rows of a table are no text
    default:
      return text;
  }
}

/** 2026-02-28, 28.02.2026, either with a time; a day that does not exist is refused. */
function parseTime(text: string, midnight: string, name: string): string {
  const iso = text.replace(
    /^(\d{1,2})\.(\d{1,2})\.(\d{4})/,
    (_all, d: string, m: string, y: string) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
  );
  const full = /^\d{4}-\d\d-\d\d$/.test(iso) ? iso + midnight : iso.replace(' ', 'T');
  const at = Date.parse(`${full}Z`);
  if (Number.isNaN(at) || new Date(at).toISOString() !== `${full}.000Z`)
    throw new EditRefused('field-unknown', { field: `${name}=${text}` });
  return full;
}

/** Blanks group, a comma or a point divides; anything else is refused, never guessed. */
export function parseAmount(text: string, name: string): string {
  try {
    return decimal(text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
  } catch {
    throw new EditRefused('field-unknown', { field: `${name}=${text}` });
  }
}
