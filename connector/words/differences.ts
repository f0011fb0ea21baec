/** Two states of an object beside each other, field by field, as people read them. */
import { fieldSpec, label, type FieldType } from '../fields.ts';
import type { Entity, Fields, Problem, Row, Value } from '../model.ts';
import { fieldValue, money, price, quantity } from './format.ts';
import type { Reader } from './lang.ts';
import type { Names } from './names.ts';

export interface Change {
  readonly field: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Every id the fields hold, for Names.learn; those in rows of a table too. */
export const idsIn = (...all: readonly (Fields | null)[]): string[] =>
  all.flatMap((fields) => Object.values(fields ?? {}).flatMap((v) => (Array.isArray(v) ? (v as readonly Row[]).flatMap((r) => Object.values(r)) : [v]))).filter(isId); // prettier-ignore

const isId = (v: Value): v is string => typeof v === 'string' && /^([?~]\w+:|[0-9a-f]{8}-[0-9a-f]{4}-)/.test(v);

/** Null where nothing stands; lines one under another. */
export function inWords(reader: Reader, entity: Entity, field: string, v: Value | undefined, names: Names): string | null {
  if (v === undefined || v === null || v === '') return null;
  if (!Array.isArray(v)) return fieldValue(reader.lang, entity, field, v, names.of);
  return (v as readonly Row[]).map((row) => rowInWords(reader, row, names)).join('\n');
}

/** "Nails × 3 × 12,40 = 37,20" */
function rowInWords(reader: Reader, row: Row, names: Names): string {
  const text = (name: string): string => (typeof row[name] === 'string' ? row[name] : '');
  const sum = (name: string): string => (text(name) === '' ? '' : money(reader.lang, text(name)));
  const what = text('product') === '' ? text('text') : names.of(text('product'));
  const figure = (name: string, write: typeof quantity | typeof price): string =>
    text(name) === '' ? '' : write(reader.lang, text(name));
  const parts = [what, figure('quantity', quantity), figure('price', price)].filter((x) => x !== '').join(' × ');
  return text('amount') === '' ? parts : `${parts} = ${sum('amount')}`;
}

/** What became of what; fields that stayed are left out. */
export function changesOf(reader: Reader, entity: Entity, before: Fields, after: Fields, names: Names): Change[] {
  const moved = Object.keys(after).filter((f) => JSON.stringify(before[f] ?? null) !== JSON.stringify(after[f] ?? null));
  return moved.map((field) => ({
    field,
    label: label(entity, field, reader.lang),
    before: inWords(reader, entity, field, before[field], names),
    after: inWords(reader, entity, field, after[field], names),
  }));
}

export interface Difference {
  readonly field: string;
  readonly label: string;
  /** Absent: never agreed, or not known. */
  readonly base?: string | null;
  readonly ours?: string | null;
  readonly theirs?: string | null;
  readonly mayType: boolean;
  readonly input?: 'number' | 'day' | 'choice';
  readonly options?: { value: string; label: string }[];
}

/** What may be typed, and as what. */
const TYPED: Readonly<Partial<Record<FieldType, 'text' | 'number' | 'day' | 'choice'>>> = {
  text: 'text',
  money: 'number',
  price: 'number',
  quantity: 'number',
  rate: 'number',
  date: 'day',
  flag: 'choice',
  choice: 'choice',
};

/** Sums of the lines, which nobody types. */
const COMPUTED = new Set(['total', 'vatTotal']);

/** Undefined: not typed by anybody. */
export function inputOf(entity: Entity, field: string): 'text' | 'number' | 'day' | 'choice' | undefined {
  const spec = fieldSpec(entity, field);
  return spec && !(entity === 'invoice' && COMPUTED.has(field)) ? TYPED[spec.type] : undefined;
}

/** How it is typed; choices with the words people know them by. */
function typing({ lang }: Reader, entity: Entity, field: string): Pick<Difference, 'mayType' | 'input' | 'options'> {
  const spec = fieldSpec(entity, field);
  const input = inputOf(entity, field);
  if (!input) return { mayType: false };
  if (input === 'text') return { mayType: true };
  if (input !== 'choice') return { mayType: true, input };
  const values = spec?.values ?? ['true', 'false'];
  const word = (v: string): string => fieldValue(lang, entity, field, spec?.type === 'flag' ? v === 'true' : v);
  return { mayType: true, input, options: values.map((v) => ({ value: v, label: word(v) })) };
}

/** Base, ours and theirs of a problem; of an object without a record only what it shows. */
export function differencesOf(reader: Reader, p: Pick<Problem, 'entity' | 'kind'> & Sides, names: Names): Difference[] {
  const entity = p.entity ?? 'counterparty';
  const fields = [...new Set([...Object.keys(p.theirs ?? {}), ...Object.keys(p.ours ?? {})])];
  const side = (from: Fields | null, f: string): string | null | undefined =>
    from && f in from ? inWords(reader, entity, f, from[f], names) : undefined;
  return fields.flatMap((field) => {
    const sides = { base: side(p.base, field), ours: side(p.ours, field), theirs: side(p.theirs, field) };
    const known = Object.entries(sides).filter(([, v]) => v !== undefined);
    if (known.every(([, v]) => v === null)) return [];
    const typed = mayTypeIn(p, field) ? typing(reader, entity, field) : { mayType: false };
    return [{ field, label: label(entity, field, reader.lang), ...Object.fromEntries(known), ...typed }];
  });
}

/** References and rows of a table are chosen, not typed; what the question is not about is not answered with it. */
export const mayTypeIn = ({ kind, entity, ours, theirs }: Pick<Problem, 'entity' | 'kind'> & Sides, field: string): boolean =>
  (kind === 'conflict' || kind === 'oscillating') &&
  Object.hasOwn({ ...ours, ...theirs }, field) &&
  inputOf(entity ?? 'counterparty', field) !== undefined;

interface Sides {
  readonly base: Fields | null;
  readonly ours: Fields | null;
  readonly theirs: Fields | null;
}
