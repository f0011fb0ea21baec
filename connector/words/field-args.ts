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
    default:
      return text;
  }
}

/** Blanks group, a comma or a point divides; anything else is refused, never guessed. */
export function parseAmount(text: string, name: string): string {
  try {
    return decimal(text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
  } catch {
    throw new EditRefused('field-unknown', { field: `${name}=${text}` });
  }
}
