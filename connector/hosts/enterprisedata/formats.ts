/** The versions of EnterpriseData Sidebook knows: types as tables, read once from their text. */
import { FORMAT as V1_17 } from './format-1-17.ts';
import { FORMAT as V1_8 } from './format-1-8.ts';

export const NAMESPACE = 'http://v8.1c.ru/edi/edi_stnd/EnterpriseData';
export const MESSAGE_NAMESPACE = 'http://www.1c.ru/SSL/Exchange/Message';

export interface Property {
  readonly name: string;
  /** An object type, a list of values, or a simple type (format-*.ts). */
  readonly type: string;
  readonly optional: boolean;
  readonly many: boolean;
}

export interface Format {
  readonly version: string;
  readonly namespace: string;
  /** Properties of an object type in their order; undefined = not one of ours. */
  properties(type: string): readonly Property[] | undefined;
  /** Type of a property of an object type; null = it has none of that name. */
  typeOf(type: string, name: string): string | null;
  /** What a listed value may be. */
  values(type: string): readonly string[] | undefined;
  /** Type at a path below a type: КлючевыеСвойства/ИНН; null = the format has no such property. */
  typeAt(type: string, path: string): string | null;
}

const TEXTS: Readonly<Record<string, string>> = { '1.8': V1_8, '1.17': V1_17 };
/** Newest first. */
export const VERSIONS = ['1.17', '1.8'] as const;

const made = new Map<string, Format>();

/** Null = a version whose types are not known here: nothing of it would be checked, so it is not spoken. */
export function formatOf(version: string): Format | null {
  const text = TEXTS[version];
  if (text === undefined) return null;
  const format = made.get(version) ?? parseFormat(version, text);
  made.set(version, format);
  return format;
}

function parseFormat(version: string, text: string): Format {
  const [types, lists] = [new Map<string, Property[]>(), new Map<string, string[]>()];
  for (const line of text.trim().split('\n')) {
    const list = /^(\S+) = (.*)$/.exec(line);
    if (list) lists.set(list[1] ?? '', (list[2] ?? '').split(' '));
    else types.set(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2).split(', ').map(parseProperty)); // prettier-ignore
  }
  const named = new Map([...types].map(([type, properties]) => [type, new Map(properties.map((p) => [p.name, p.type]))]));
  const typeOf = (type: string, name: string): string | null => named.get(type)?.get(name) ?? null;
  const find = (type: string, path: string): string | null =>
    path.split('/').reduce<string | null>((of, name) => (of === null ? null : typeOf(of, name)), type);
  const found = new Map<string, string | null>(); // asked for every property of every object
  const typeAt = (type: string, path: string): string | null => {
    const name = `${type} ${path}`;
    const known = found.get(name);
    if (known !== undefined) return known;
    found.set(name, find(type, path));
    return find(type, path);
  };
  const namespace = `${NAMESPACE}/${version}`;
  return { version, namespace, properties: (type) => types.get(type), typeOf, values: (type) => lists.get(type), typeAt };
}

function parseProperty(text: string): Property {
  const [, name = '', optional = '', many = '', type = ''] = /^([^?+ ]+)(\??)(\+?) (.+)$/.exec(text) ?? [];
  return { name, type, optional: optional !== '', many: many !== '' };
}

/** The highest version both sides speak; null = none. 1.10 is higher than 1.9. */
export function commonVersion(theirs: readonly string[]): string | null {
  return VERSIONS.find((v) => theirs.includes(v)) ?? null;
}
