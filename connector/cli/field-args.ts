/** "field=value" on the command line -> canonical fields; "1 099,50" and "1099.5" are both a sum, "" is empty. */
import { decimal } from '../decimal.ts';
import { fieldSpec } from '../fields.ts';
import type { Entity, Fields, Value } from '../model.ts';
import { EditRefused } from '../sync/edit.ts';

export function parseFields(entity: Entity, args: readonly string[]): Fields {
  return Object.fromEntries(args.map((arg) => parseField(entity, arg)));
}

function parseField(entity: Entity, arg: string): [string, Value] {
  const at = arg.indexOf('=');
  const name = at < 0 ? arg : arg.slice(0, at);
  const spec = fieldSpec(entity, name);
  if (!spec || at < 0) throw new EditRefused('field-unknown', { field: name });
  const text = arg.slice(at + 1).trim();
  if (text === '') return [name, null];
  switch (spec.type) {
    case 'money':
    case 'price':
    case 'quantity':
    case 'rate':
      return [name, parseAmount(text, name)];
    case 'flag':
      return [name, ['true', 'yes', 'да', '1'].includes(text.toLowerCase())];
    case 'choice':
      if (!spec.values?.includes(text))
        throw new EditRefused('field-unknown', { field: `${name}=${text} (${spec.values?.join(', ') ?? ''})` });
      return [name, text];
    default:
      return [name, text];
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
