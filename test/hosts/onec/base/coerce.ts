import type { EntitySet, PartSet } from '../schema/entity-sets.ts';
import type { Property } from '../schema/types.ts';
import { badRequest, internalError } from './errors.ts';
import { coerceComposite, coerceReference, coerceValue, type Enums } from './values.ts';
import type { Row } from './rows.ts';

/** A parsed request body. */
export type Body = Readonly<Record<string, unknown>>;
type Shape = Pick<EntitySet, 'byName' | 'parts'>;

/**
 * Turns a body into stored values the way 1C does (1c.md 2.8): unknown names ignored, strings cut, garbage numbers ignored,
 * dangling references accepted, wrong types refused with an echo. `before` is the object being changed.
 */
export function coerceBody(set: Shape, body: Body, enums: Enums, before?: Row): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(body)) {
    const part = set.parts.find((p) => p.name === name);
    const property = set.byName.get(name.replace(/@odata\.bind$/, '_Key'));
    if (part) row[name] = coercePart(part, value, enums);
    else if (property?.field.type === 'composite') Object.assign(row, coercePair(property, body, before));
    else if (property && name.endsWith('@odata.bind')) row[property.name] = coerceReference(value);
    else if (property) coerceSimple(property, value, enums, row);
  }
  return row;
}

function coerceSimple(property: Property, value: unknown, enums: Enums, row: Row): void {
  const stored = coerceValue(property, value, enums);
  if (stored !== undefined) row[property.name] = stored;
}

/** `X` and `X_Type` are one value; a PATCH may send only one of them. */
function coercePair(property: Property, body: Body, before: Row | undefined): Row {
  const { name } = property.field;
  const value = name in body ? body[name] : before?.[name];
  const type = `${name}_Type` in body ? body[`${name}_Type`] : before?.[`${name}_Type`];
  return coerceComposite(property.field, value, type);
}

function coercePart(part: PartSet, value: unknown, enums: Enums): Row[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw internalError();
  return value.map((line: unknown, i) => coerceLine(part, line, i + 1, enums));
}

/** Lines are numbered from 1 without gaps; a line without a number is an internal error (1c.md 2.8.6). */
function coerceLine(part: PartSet, line: unknown, expected: number, enums: Enums): Row {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) throw internalError();
  const { LineNumber, ...body } = line as Body;
  if (LineNumber === undefined || LineNumber === null) throw internalError();
  if (Number(LineNumber) !== expected) {
    throw badRequest(
      `Неверный номер строки табличной части "${part.name}"`,
      `Wrong line number in tabular section "${part.name}"`,
    );
  }
  const row = coerceBody({ byName: part.byName, parts: [] }, body, enums);
  delete row['Ref_Key'];
  return { ...row, LineNumber: expected };
}
