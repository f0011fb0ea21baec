/** Envelopes as 1C takes them: a strict sequence, every element there, nil and empty told apart; and as it writes them. */
import { SaxesParser } from 'saxes';
import { TYPES } from './contract.ts';

export interface Tree {
  readonly name: string;
  readonly nil: boolean;
  readonly children: Tree[];
  text: string;
}

/** A text, null for nil, an object, or rows. */
export type Value = string | null | Values | readonly Value[];
export interface Values {
  readonly [name: string]: Value;
}

export class XdtoError extends Error {}

/** @throws XdtoError when it is no XML */
export function parseTree(xml: string): Tree {
  const root: Tree = { name: '', nil: false, children: [], text: '' };
  const stack = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ local, attributes }) => {
    const nil = Object.values(attributes).some((a) => a.local === 'nil' && (a.value === 'true' || a.value === '1'));
    const tree: Tree = { name: local, nil, children: [], text: '' };
    stack.at(-1)?.children.push(tree);
    stack.push(tree);
  });
  parser.on('text', (text) => ((stack.at(-1) ?? root).text += text));
  parser.on('closetag', () => void stack.pop());
  parser.on('error', (error) => {
    throw new XdtoError(`Ошибка разбора XML: ${error.message}`);
  });
  parser.write(xml).close();
  return root;
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly more: string;
}
export const fieldOf = (text: string): Field => {
  const [name = '', type = 'xs:string', more = ''] = text.split(' ');
  return { name, type, more };
};

/** A strict sequence (XDTO): nothing missing, nothing out of place, nil only where it may be. */
export function valuesOf(tree: Tree, fields: readonly string[]): Values {
  const left = [...tree.children];
  const out: Record<string, Value> = {};
  for (const field of fields.map(fieldOf)) {
    const mine: Tree[] = [];
    while (left[0]?.name === field.name && (field.more === 'many' || mine.length === 0)) mine.push(...left.splice(0, 1));
    if (field.more !== 'many' && mine.length === 0) throw unexpected(tree, left[0]?.name ?? '', field.name);
    const values = mine.map((t) => valueOf(t, field));
    out[field.name] = field.more === 'many' ? values : (values[0] ?? null);
  }
  if (left[0]) throw unexpected(tree, left[0].name, '');
  return out;
}

const unexpected = (at: Tree, came: string, wanted: string): XdtoError =>
  new XdtoError(`Ошибка преобразования данных XDTO: ${at.name}: неожиданный элемент "${came}", ожидался "${wanted}"`);

function valueOf(tree: Tree, { type, more }: Field): Value {
  if (tree.nil && more !== 'nil') throw new XdtoError(`Ошибка преобразования данных XDTO: ${tree.name}: значение не может быть пустым`); // prettier-ignore
  if (tree.nil) return null;
  const own = type.startsWith('t:') ? TYPES[type.slice(2)] : undefined;
  if (own) return valuesOf(tree, own);
  if (!FORMS[type]?.test(tree.text)) throw new XdtoError(`Ошибка преобразования данных XDTO: ${tree.name}: "${tree.text}" не ${type}`); // prettier-ignore
  return tree.text;
}

const FORMS: Readonly<Record<string, RegExp>> = {
  'xs:string': /^/,
  'xs:boolean': /^(true|false|0|1)$/,
  'xs:int': /^-?\d{1,10}$/,
  'xs:decimal': /^-?\d+(\.\d+)?$/,
  'xs:date': /^\d{4}-\d\d-\d\d$/,
  'xs:dateTime': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

/** A sign that cannot stand in XML is a space, as the module of the guide writes it (ДляXML). */
export const forXml = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ');

/** An object in the order of its type. */
export function written(fields: readonly string[], values: Values, prefix = 'd'): string {
  return fields.map(fieldOf).map(({ name, type, more }) => {
    const value = values[name] ?? null;
    const own = type.startsWith('t:') ? TYPES[type.slice(2)] : undefined;
    const one = (v: Value): string => element(`${prefix}:${name}`, v, own);
    return more === 'many' && Array.isArray(value) ? (value as readonly Value[]).map(one).join('') : one(value);
  }).join('');
} // prettier-ignore

function element(name: string, value: Value, own: readonly string[] | undefined): string {
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (typeof value === 'string') {
    return value === '' ? `<${name}/>` : `<${name}>${escaped(forXml(value))}</${name}>`;
  }
  return `<${name}>${written(own ?? [], value as Values)}</${name}>`;
}
