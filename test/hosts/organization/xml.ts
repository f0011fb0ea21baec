/** XML as a data contract reader sees it: names with their namespaces, prefixes resolved where they stand. */
import { SaxesParser } from 'saxes';

export interface Element {
  readonly name: string;
  readonly ns: string;
  /** Value of an attribute by its local name, whatever its prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
  /** What a prefix means at this place. */
  readonly resolve: (prefix: string) => string;
}

const DEEPEST = 100;

/** The root; throws where the text is no XML, has a DTD or is nested beyond reason. */
export function parseXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const stack: Element[] = [];
  let root: Element | null = null;
  parser.on('doctype', () => {
    throw new Error('DTD is prohibited');
  });
  parser.on('opentag', (tag) => {
    if (stack.length >= DEEPEST) throw new Error('nested too deeply');
    const scopes = new Map(Object.entries(tag.ns));
    const above = stack.at(-1);
    const resolve = (prefix: string): string => scopes.get(prefix) ?? above?.resolve(prefix) ?? '';
    const element: Element = { name: tag.local, ns: tag.uri, attributes: new Map(Object.values(tag.attributes).map((a) => [a.local, a.value])), children: [], text: '', resolve }; // prettier-ignore
    if (above) above.children.push(element);
    else root = element;
    stack.push(element);
  });
  const said = (more: string): void => {
    const top = stack.at(-1);
    if (top) top.text += more;
  };
  parser.on('text', said);
  parser.on('cdata', said);
  parser.on('closetag', () => void stack.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  if (!root) throw new Error('no element');
  return root;
}

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

export const isNil = (e: Element): boolean => e.attributes.get('nil') === 'true';

/** i:type as namespace and name. */
export function typeOf(e: Element): { ns: string; name: string } {
  const [prefix = '', name = ''] = (e.attributes.get('type') ?? '').split(/:(.*)/s);
  return name === '' ? { ns: e.resolve(''), name: prefix } : { ns: e.resolve(prefix), name };
}

/**
 * Members of a data contract in their fixed order: one that stands too late, or in another namespace, is passed over in silence, as
 * the reader of WCF does (hosts/dynamics.md 3).
 */
export function members(e: Element, ns: string, order: readonly string[]): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  let from = 0;
  for (const child of e.children) {
    const at = order.indexOf(child.name, from);
    if (child.ns !== ns || at < 0) continue;
    found.set(child.name, child);
    from = at + 1;
  }
  return found;
}
