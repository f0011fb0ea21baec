/**
 * Objects as the format wants them: properties in its order, nothing missing that it requires, nothing longer than it holds. What 1C's
 * reader would refuse is refused here, before it leaves, by the name of the property (hosts/1c.md 5.3).
 */
import { BadMessage } from './bad-message.ts';
import type { Format, Property } from './formats.ts';
import type { Tree } from './tree.ts';

/** The object in the order of the format, checked. Properties of extensions come last. Throws BadMessage. */
export function ordered(format: Format, tree: Tree): Tree {
  if (!format.properties(tree[0])) throw new BadMessage('ed-type-unknown', { type: tree[0], version: format.version });
  return inOrder(format, tree[0], tree, tree[0]);
}

function inOrder(format: Format, type: string, tree: Tree, place: string): Tree {
  const properties = format.properties(type);
  if (!properties) return simple(format, type, tree, place);
  const [name, content] = tree;
  if (typeof content === 'string' && content.trim() !== '') throw wrong(place, 'text');
  const inner = typeof content === 'string' ? [] : (content ?? []);
  const known = properties.flatMap((p) => ofProperty(format, p, inner, `${place}/${p.name}`));
  const extra = inner.filter(([n]) => !properties.some((p) => p.name === n));
  const stray = extra.find(([n]) => !n.startsWith('{'));
  if (stray) throw new BadMessage('ed-property-unknown', { property: `${place}/${stray[0]}`, version: format.version });
  return [name, [...known, ...extra]];
}

function ofProperty(format: Format, p: Property, inner: readonly Tree[], place: string): Tree[] {
  const found = inner.filter(([n]) => n === p.name);
  if (found.length === 0 && !p.optional)
    throw new BadMessage('ed-property-missing', { property: place, version: format.version });
  if (found.length > 1 && !p.many) throw wrong(place, 'twice');
  return found.map((t) => inOrder(format, p.type, t, place));
}

const wrong = (property: string, came: string): BadMessage => new BadMessage('ed-value-wrong', { property, came });

function simple(format: Format, type: string, tree: Tree, place: string): Tree {
  if (type === '*') return tree;
  const [, content] = tree;
  if (content === null) return tree;
  if (typeof content !== 'string') throw wrong(place, 'elements');
  const list = format.values(type);
  if (list ? !list.includes(content) : !fits(type, content)) throw wrong(place, list ? 'list' : type);
  return tree;
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  b: /^(true|false)$/,
  d: /^\d{4}-\d\d-\d\d$/,
  t: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
  i: /^-?\d{1,10}$/,
  n: /^-?\d+(\.\d+)?$/,
};

function fits(type: string, text: string): boolean {
  const kind = type[0] ?? '';
  if (kind === 'r') return text.length > 0;
  if (kind === 's') return text.length <= (type.length > 1 ? Number(type.slice(1)) : Infinity);
  return PATTERNS[kind]?.test(text) === true && (kind !== 'n' || digitsFit(type.slice(1), text));
}

/** "15.2": at most 15 digits, 2 of them after the point. */
function digitsFit(limit: string, text: string): boolean {
  if (limit === '') return true;
  const [total = 0, places = 0] = limit.split('.').map(Number);
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return fraction.length <= places && whole.replace(/^0+/, '').length <= total - places;
}

/** Characters XML 1.0 cannot hold at all; they would make the whole message unreadable over there. */
const ILLEGAL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/\r/g, '&#13;');

/** A tree as XML; names of the format have no prefix. `prefix` is put before every name without a namespace. */
export function xmlOf([name, content]: Tree, prefix = ''): string {
  const extension = /^\{(.+)\}(.+)$/.exec(name);
  const tag = extension ? (extension[2] ?? '') : `${prefix}${name}`;
  const open = extension ? `${tag} xmlns="${escaped(extension[1] ?? '')}"` : tag;
  if (content === null) return `<${open} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>`;
  if (content === '' || content.length === 0) return `<${open}/>`;
  if (typeof content === 'string') return `<${open}>${plain(content, name)}</${tag}>`;
  return `<${open}>${content.map((inner) => xmlOf(inner, prefix)).join('')}</${tag}>`;
}

function plain(text: string, property: string): string {
  if (ILLEGAL.test(text)) throw new BadMessage('ed-value-wrong', { property, came: 'U+0000' });
  return escaped(text);
}
