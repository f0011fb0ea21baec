/**
 * What a WSDL says of an operation: its arguments and its answer as elements in their order. Read from the definitions the library
 * made, because the library itself writes arguments in whatever order an object has (hosts/1c.md 5.1).
 */
import type { WSDL } from 'soap';

type Definitions = WSDL['definitions'];
type Node = Definitions['children'][number];

/** One element. `fields` of a simple one is empty; a type that contains itself is unfolded as far as it is asked. */
export interface Shape {
  readonly name: string;
  /** A simple one: the name of the XSD type it is made of (string, decimal, dateTime ...); anyType; or the name of its complex type. */
  readonly type: string;
  readonly kind: 'simple' | 'complex' | 'any';
  readonly many: boolean;
  readonly optional: boolean;
  readonly nillable: boolean;
  readonly fields: readonly Shape[];
}

interface Content extends Pick<Shape, 'type' | 'kind'> {
  /** Unfolds it by one step. */
  readonly read: () => Shape[];
}

const XSD = 'http://www.w3.org/2001/XMLSchema';

/** The element a message consists of, with everything below it. */
export function shapeOf(definitions: Definitions, element: Node): Shape {
  return new Reader(definitions).shape(element, false);
}

/** The field at a path of names; null = there is none. */
export function findField(shape: Shape, path: readonly string[]): Shape | null {
  const [name, ...rest] = path;
  if (name === undefined) return shape;
  const field = shape.fields.find((f) => f.name === name);
  return field ? findField(field, rest) : null;
}

/** Attributes of the WSDL, which the library keeps under a $. */
const attribute = (node: object, name: string): string | null => {
  const value: unknown = Reflect.get(node, `$${name}`);
  return typeof value === 'string' ? value : null;
};

const childrenOf = (node: Node): readonly Node[] => node.children ?? [];
const childNamed = (node: Node, ...names: readonly string[]): Node | undefined =>
  childrenOf(node).find((c) => names.includes(c.name ?? ''));

class Reader {
  readonly #definitions: Definitions;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  shape(element: Node, optional: boolean): Shape {
    const ref = attribute(element, 'ref');
    const real = (ref === null ? null : this.#find(element, ref, 'elements')) ?? element;
    const most = attribute(element, 'maxOccurs') ?? '1';
    const outer = {
      name: attribute(real, 'name') ?? localName(ref ?? ''),
      many: most !== '1' && most !== '0',
      optional: optional || attribute(element, 'minOccurs') === '0',
      nillable: attribute(real, 'nillable') === 'true',
    };
    const { type, kind, read } = this.#content(real);
    let fields: readonly Shape[] | null = null;
    return { ...outer, type, kind, get fields() { return (fields ??= read()); } }; // prettier-ignore
  }

  #content(element: Node): Content {
    const name = attribute(element, 'type');
    const inline = childNamed(element, 'complexType', 'simpleType');
    if (name === null) return inline ? this.#typed(inline, '') : ANY;
    if (this.#uri(element, name) === XSD) return plain(localName(name));
    const type = this.#find(element, name, 'complexTypes') ?? this.#find(element, name, 'types');
    return type ? this.#typed(type, localName(name)) : { ...ANY, type: localName(name) };
  }

  #typed(type: Node, name: string): Content {
    if (!this.#isComplex(type)) return plain(this.#base(type));
    return { type: name, kind: 'complex', read: () => this.#fields(type) };
  }

  #isComplex = (type: Node): boolean => 'name' in type && type.name === 'complexType' && !childNamed(type, 'simpleContent');

  /** The XSD type a simple one restricts, however many steps away. */
  #base(type: Node): string {
    const restriction = childNamed(type, 'restriction') ?? childrenOf(type).flatMap((c) => childNamed(c, 'extension', 'restriction') ?? [])[0]; // prettier-ignore
    const base = restriction ? attribute(restriction, 'base') : null;
    if (!restriction || base === null) return 'string';
    if (this.#uri(restriction, base) === XSD) return localName(base);
    const above = this.#find(restriction, base, 'types');
    return above ? this.#base(above) : 'string';
  }

  #fields(group: Node, optional = false): Shape[] {
    return childrenOf(group).flatMap((child) => {
      if (child.name === 'element') return [this.shape(child, optional)];
      if (child.name === 'choice') return this.#fields(child, true);
      if (child.name === 'extension') return [...this.#inherited(child), ...this.#fields(child, optional)];
      return GROUPS.has(child.name ?? '') ? this.#fields(child, optional || attribute(child, 'minOccurs') === '0') : [];
    });
  }

  #inherited(extension: Node): Shape[] {
    const base = this.#find(extension, attribute(extension, 'base') ?? '', 'complexTypes');
    return base ? this.#fields(base) : [];
  }

  #find(at: Node, name: string, among: 'elements' | 'complexTypes' | 'types'): Node | null {
    return this.#definitions.schemas[this.#uri(at, name)]?.[among][localName(name)] ?? null;
  }

  /** The namespace a prefix stands for where it is used. */
  #uri(at: Node, name: string): string {
    const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : null;
    const own: unknown = at.schemaXmlns;
    for (const known of [at.xmlns, own, at.definitionsXmlns, this.#definitions.xmlns]) {
      const uri = prefix === null ? null : textIn(known, prefix);
      if (uri !== null) return uri;
    }
    return textIn(own, '__tns__') ?? textIn({ ns: at.$targetNamespace as unknown }, 'ns') ?? '';
  }
}

const GROUPS = new Set(['sequence', 'all', 'complexContent', 'restriction', 'complexType']);
const ANY: Content = { type: 'anyType', kind: 'any', read: () => [] };
const plain = (type: string): Content => (type === 'anyType' ? ANY : { type, kind: 'simple', read: () => [] });
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function textIn(map: unknown, name: string): string | null {
  const value: unknown = typeof map === 'object' && map !== null ? Reflect.get(map, name) : null;
  return typeof value === 'string' ? value : null;
}
