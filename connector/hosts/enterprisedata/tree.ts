/**
 * An element of a message as plain data: name and text, or name and elements. Names of the format stand alone, those of an extension
 * carry their namespace in braces: a property nobody knows goes back as it came.
 */
export type Tree = readonly [name: string, content: string | readonly Tree[] | null];

export const nameOf = ([name]: Tree): string => name;
export const elements = (tree: Tree | undefined): readonly Tree[] => (tree && typeof tree[1] !== 'string' ? (tree[1] ?? []) : []);

/** A loop: millions of elements are looked through while a big message is taken. */
export function child(tree: Tree | undefined, name: string): Tree | undefined {
  for (const inner of elements(tree)) if (inner[0] === name) return inner;
  return undefined;
}

/** The element at a path of names: КлючевыеСвойства/ИНН. */
export function at(tree: Tree | undefined, path: string): Tree | undefined {
  const slash = path.indexOf('/');
  return slash < 0 ? child(tree, path) : at(child(tree, path.slice(0, slash)), path.slice(slash + 1));
}

/** Text of an element; one that is not there, is nil or holds elements has none. */
export const textOf = (tree: Tree | undefined): string => (typeof tree?.[1] === 'string' ? tree[1] : '');

export const textAt = (tree: Tree | undefined, path: string): string => textOf(at(tree, path));
