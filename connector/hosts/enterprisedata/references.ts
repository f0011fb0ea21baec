/**
 * References: the format names an object by its key properties, with or without its id (hosts/1c.md 5.3). What a message says of an object
 * in passing is kept, so that it can be named the same way when something of ours refers to it.
 */
import { createHash } from 'node:crypto';
import type { Format } from './formats.ts';
import { elements, textAt, type Tree } from './tree.ts';

/** Type of key properties -> the kind of object they name. */
const KINDS: Readonly<Record<string, string>> = {
  КлючевыеСвойстваКонтрагент: 'Справочник.Контрагенты',
  КлючевыеСвойстваОрганизация: 'Справочник.Организации',
  КлючевыеСвойстваВалюта: 'Справочник.Валюты',
  КлючевыеСвойстваНоменклатура: 'Справочник.Номенклатура',
  КлючевыеСвойстваДоговор: 'Справочник.Договоры',
  КлючевыеСвойстваБанковскийСчет: 'Справочник.БанковскиеСчета',
  КлючевыеСвойстваЕдиницаИзмерения: 'Справочник.ЕдиницыИзмерения',
  КлючевыеСвойстваСтранаМира: 'Справочник.СтраныМира',
};

export const KEY = 'КлючевыеСвойства';
/** Kinds of which only the key properties are kept. */
export const KEPT_BY_KEY: ReadonlySet<string> = new Set(Object.values(KINDS).filter((k) => k !== 'Справочник.Контрагенты'));
const KEY_TYPES = new Map(Object.entries(KINDS).map(([type, kind]) => [kind, type]));
/** The type of the key properties of a kind. */
export const keyTypeOf = (kind: string): string => KEY_TYPES.get(kind) ?? '';
/** The kind of object a property of this type names; null = it is no reference. */
export const kindNamedBy = (type: string | null): string | null => KINDS[type ?? ''] ?? null;

/** Id of the object key properties name: its reference, or where none was sent a digest of what names it. */
export function idOf(key: Tree | undefined): string {
  const reference = textAt(key, 'Ссылка').trim().toLowerCase();
  if (reference !== '') return reference;
  if (!key || elements(key).length === 0) return '';
  const code = textAt(key, 'ДанныеКлассификатора/Код').trim();
  return `key-${createHash('sha256').update(code === '' ? JSON.stringify(key[1]) : code).digest('hex').slice(0, 24)}`; // prettier-ignore
}

/** An object of which nothing but its key properties is known. */
export const byKey = (kind: string, key: Tree): Tree => [kind, [[KEY, key[1]]]];

export interface Named {
  readonly kind: string;
  readonly id: string;
  readonly key: Tree;
}

/** Everything an object refers to, and what those refer to themselves. */
export function namedIn(format: Format, type: string, tree: Tree, found: Named[] = []): readonly Named[] {
  for (const inner of elements(tree)) {
    if (typeof inner[1] === 'string') continue; // most are texts
    const of = format.typeOf(type, inner[0]);
    if (of === null) continue;
    const kind = kindNamedBy(of);
    if (kind !== null && inner[0] !== KEY && elements(inner).length > 0) found.push({ kind, id: idOf(inner), key: inner });
    namedIn(format, of, inner, found);
  }
  return found;
}
