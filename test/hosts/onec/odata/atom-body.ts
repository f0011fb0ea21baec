import { SaxesParser } from 'saxes';
import type { Body } from '../base/coerce.ts';
import { badRequest } from '../base/errors.ts';
import type { EntitySet } from '../schema/entity-sets.ts';

interface Building {
  name: string;
  text: string;
  isNull: boolean;
  children: Building[];
}

/** Reads the `m:properties` of an Atom entry (documented request form, 1c.md 2.8). */
export function parseAtomEntry(xml: string, set: EntitySet): Body {
  const root: Building = { name: '', text: '', isNull: false, children: [] };
  const open: Building[] = [root];
  const parser = new SaxesParser({ xmlns: false });
  parser.on('opentag', (tag) => {
    const element: Building = { name: tag.name, text: '', isNull: tag.attributes['m:null'] === 'true', children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.on('error', () => {
    throw badRequest('Неверный формат запроса', 'Bad request format');
  });
  parser.write(xml).close();
  const properties = find(root, 'm:properties');
  if (!properties) throw badRequest('Неверный формат запроса', 'Bad request format');
  return Object.fromEntries(properties.children.map((child) => [plain(child.name), valueOf(child, set)]));
}

function find(element: Building, name: string): Building | undefined {
  if (element.name === name) return element;
  for (const child of element.children) {
    const found = find(child, name);
    if (found) return found;
  }
  return undefined;
}

const plain = (name: string): string => name.replace(/^d:/, '');

function valueOf(element: Building, set: EntitySet): unknown {
  if (element.isNull) return null;
  if (!set.parts.some((part) => part.name === plain(element.name))) return element.text;
  return element.children.map((line) => Object.fromEntries(line.children.map((c) => [plain(c.name), c.isNull ? null : c.text])));
}
