/** A zod schema as JSON Schema, and a JSON Schema as the few facts a reader wants of a key. */
import { z } from 'zod';

export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
}

const property = z.looseObject({});

/** Draft 7 is what editors know; `input`: keys with a default may be left out. */
export function jsonSchema(schema: z.ZodType, title: string): Schema {
  const made = property.parse(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }));
  return { $schema: made['$schema'], title, ...made } as Schema;
}

/** The type of a value in a few words. */
export function typeOf(s: Schema): string {
  if (s.const !== undefined) return JSON.stringify(s.const);
  if (s.enum) return s.enum.length > 8 ? 'one of the kinds of record' : s.enum.map((v) => JSON.stringify(v)).join(', ');
  const either = s.anyOf ?? s.oneOf;
  if (either) return [...new Set(either.map(typeOf))].join(' or ');
  if (Array.isArray(s.items)) return `[${s.items.map(typeOf).join(', ')}]`;
  if (s.type === 'array') return `list of ${typeOf((s.items ?? {}) as Schema)}`;
  if (s.type === 'object') return s.properties ? `{ ${Object.keys(s.properties).join(', ')} }` : 'table';
  return `${[s.type ?? 'any'].flat().join(' or ')}${rangeOf(s)}`;
}

function rangeOf(s: Schema): string {
  if (s.minimum === undefined) return s.format === 'uri' ? ' (address)' : '';
  const { maximum: max } = s;
  return max === undefined || max === Number.MAX_SAFE_INTEGER
    ? ` from ${String(s.minimum)}`
    : ` ${String(s.minimum)}–${String(max)}`;
}

/** What stands when the key is left out. */
export function defaultOf(s: Schema, isRequired: boolean): string {
  if (isRequired) return 'required';
  return s.default === undefined ? '' : `\`${JSON.stringify(s.default)}\``;
}
