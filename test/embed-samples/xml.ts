/** The little of XML the samples' tests need: a tree of elements, refused when not well-formed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

export const EMBED = join(import.meta.dirname, '../../docs/guides/embed');
const BOM = '\uFEFF';

/** Without the mark at the beginning; whether there is one is `hasBom`. */
export const textOf = (path: string): string => readFileSync(join(EMBED, path), 'utf8').replace(BOM, '');
export const hasBom = (path: string): boolean => readFileSync(join(EMBED, path), 'utf8').startsWith(BOM);

export function filesUnder(folder: string, extension: string): string[] {
  const all = readdirSync(join(EMBED, folder), { recursive: true, encoding: 'utf8' });
  return all.filter((file) => file.endsWith(extension)).map((file) => `${folder}/${file}`);
}

export function parse(path: string): Element {
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw new Error(`${path}: ${error.message}`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const entries = Object.values(attributes).map((a) => [a.name, a.value] as const);
    const element: Element = { name, attributes: Object.fromEntries(entries), children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const at = open.at(-1);
    if (at) at.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(textOf(path)).close();
  return top.children[0] ?? top;
}

/** Every element below, the element itself first. */
export const below = (element: Element): Element[] => [element, ...element.children.flatMap(below)];
export const named = (element: Element, name: string): Element[] => below(element).filter((e) => e.name === name);
export const child = (element: Element, name: string): Element | undefined => element.children.find((e) => e.name === name);
export const wordOf = (element: Element, name: string): string => child(element, name)?.text.trim() ?? '';
