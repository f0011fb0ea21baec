/**
 * contacts: phone, e-mail and addresses are rows of one table of contact rows. Our rows are found by kind;
 * every other row and every unmapped column survives (hosts/1c.md 4.4, M5).
 */
import type { Fields, Value } from '../../connector/model.ts';
import { CannotWrite, property, type Codec, type Writing } from '../codec.ts';
import type { HostObject } from '../payload.ts';
import { partRows } from './lines.ts';
import { canonicalText } from './text.ts';
import { isEmptyRef } from './ref.ts';

export interface ContactKind {
  /** The canonical field: phone, email, legalAddress.text, postalAddress.text. */
  field: string;
  /** The host's type member: Телефон, АдресЭлектроннойПочты, Адрес. */
  type: string;
  /** Predefined name of the kind of contact; the table of kinds gives its GUID. */
  kind: string;
  max: number;
  /** Columns that repeat the text and must follow it, e.g. НомерТелефона; others that would contradict it are emptied. */
  repeats?: readonly string[] | undefined;
  empties?: readonly string[] | undefined;
}

export interface ContactsSpec {
  part: string;
  table: string; // lookup: GUID of a kind -> its predefined name
  kinds: readonly ContactKind[];
  columns: { type: string; kind: string; text: string; number: string };
}

export function contactsCodec(spec: ContactsSpec): Codec {
  const { part, columns } = spec;
  const byField = new Map(spec.kinds.map((k) => [k.field, k]));

  return {
    fields: [...byField.keys()],
    needs: Object.values(columns).map((property) => ({ property, part })),
    read(object, to) {
      const all = partRows(object, part);
      for (const kind of spec.kinds) {
        const row = all[indexOf(spec, kind, all, to.lookups[spec.table])];
        to.out[kind.field] = row ? canonicalText(property(row, columns.text), columns.text) : null;
      }
    },
    write: (fields, names, from) => ({ [part]: writeContacts(spec, fields, names, from) }),
    view: (field, fields) => fields[field],
    put: (field, _ours, shown) => shown[field],
    same: (_field, a: Value | undefined, b: Value | undefined) => (a ?? null) === (b ?? null),
    within: (field, sent, answer) => ((sent ?? null) === (answer ?? null) ? [] : [field]),
  };
}

/** The row of this kind; a row of the right type without a kind stands in for it, so nothing typed by hand is doubled. */
function indexOf(spec: ContactsSpec, kind: ContactKind, all: readonly HostObject[], table?: ReadonlyMap<string, string>): number {
  const { type, kind: kindColumn } = spec.columns;
  const exact = all.findIndex(
    (row) => property(row, type) === kind.type && table?.get(String(property(row, kindColumn))) === kind.kind,
  );
  if (exact >= 0) return exact;
  return all.findIndex((row) => row[type] === kind.type && isEmptyRef(row[kindColumn]) && kind.type !== 'Адрес');
}

function writeContacts(spec: ContactsSpec, fields: Fields, names: readonly string[], from: Writing): HostObject[] {
  let all = from.current ? [...partRows(from.current, spec.part)] : [];
  for (const kind of spec.kinds)
    if (names.includes(kind.field)) all = withContact(spec, kind, all, fields[kind.field] ?? null, from);
  return all.map((row, i) => ({ ...row, [spec.columns.number]: String(i + 1) }));
}

function withContact(spec: ContactsSpec, kind: ContactKind, all: HostObject[], value: Value, from: Writing): HostObject[] {
  const { columns } = spec;
  const table = from.lookups[spec.table];
  const at = indexOf(spec, kind, all, table);
  if (value === null) return at < 0 ? all : all.filter((_row, i) => i !== at);
  const text = typeof value === 'string' ? value : '';
  if (text.length > kind.max)
    throw new CannotWrite('field-too-long', kind.field, { length: String(text.length), max: String(kind.max) });
  const current = all[at];
  if (current && canonicalText(property(current, columns.text), columns.text) === text) return all;
  const row: Record<string, unknown> = { ...(current ?? newRow(spec, kind, table)), [columns.text]: text };
  for (const column of kind.repeats ?? []) row[column] = text;
  for (const column of kind.empties ?? []) row[column] = '';
  return at < 0 ? [...all, row] : all.map((old, i) => (i === at ? row : old));
}

function newRow(spec: ContactsSpec, kind: ContactKind, table: ReadonlyMap<string, string> | undefined): HostObject {
  for (const [guid, name] of table ?? [])
    if (name === kind.kind) return { [spec.columns.type]: kind.type, [spec.columns.kind]: guid };
  throw new CannotWrite('unmapped-value', kind.field, { value: kind.kind });
}
