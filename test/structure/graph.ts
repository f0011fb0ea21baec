/** The import graph of the product, read from its sources: types count, a comment or a text does not. */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync, Visitor, type ImportDeclaration, type Program } from 'oxc-parser';
import { ROOT, sources } from '../unit/source-files.ts';

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Erased by the compiler. */
  readonly typeOnly: boolean;
}

/** Every relative import of the folders; `to` is a path from the root. */
export function importGraph(...folders: readonly string[]): { modules: ReadonlySet<string>; edges: readonly Edge[] } {
  const files = sources(...folders);
  const edges = [...files].flatMap(([path, text]) => importsOf(path, text));
  return { modules: new Set([...files.keys(), ...edges.map((e) => e.to)]), edges };
}

function importsOf(path: string, text: string): Edge[] {
  const edges: Edge[] = [];
  const add = (name: unknown, typeOnly: boolean): void => {
    if (typeof name === 'string' && name.startsWith('.'))
      edges.push({ from: path, to: posix.normalize(posix.join(posix.dirname(path), name)), typeOnly });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, isErased(node)),
    ExportNamedDeclaration: (node) => add(node.source?.value, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type'),
    ImportExpression: ({ source }) => add(source.type === 'Literal' ? source.value : null, false),
    TSImportType: (node) => add(node.source.value, true),
  }).visit(parsed(path, text));
  return edges;
}

function parsed(path: string, text: string): Program {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${String(errors[0]?.message)}`);
  return program;
}

/** `import type …`, or nothing but `type` names inside the braces. */
const isErased = ({ importKind, specifiers }: ImportDeclaration): boolean =>
  importKind === 'type' ||
  (specifiers.length > 0 && specifiers.every((each) => each.type === 'ImportSpecifier' && each.importKind === 'type'));

/** Import paths that end in no file there is. */
export const broken = (edges: readonly Edge[]): string[] =>
  edges.filter((e) => !existsSync(join(ROOT, e.to))).map((e) => `${e.from} -> ${e.to}`);

/** Every cycle once, as the list of modules on it (strongly connected parts of more than one module). */
export function cycles(edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const walk = (at: string): void => (next.get(at) ?? []).forEach((to) => seen.has(to) || (seen.add(to), walk(to)));
    walk(start);
    return seen;
  };
  const reached = new Map([...next.keys()].map((m) => [m, reach(m)]));
  const found = new Map<string, string[]>();
  for (const [m, seen] of reached)
    if (seen.has(m)) {
      const ring = [...seen].filter((x) => reached.get(x)?.has(m)).sort(); // prettier-ignore
      found.set(ring.join(), ring);
    }
  return [...found.values()];
}

/** A way from a folder to a module, however many steps; null = there is none. */
export function pathTo(
  edges: readonly Edge[],
  start: (module: string) => boolean,
  goal: (module: string) => boolean,
): string[] | null {
  const before = new Map<string, string | null>();
  const queue = [...new Set(edges.map((e) => e.from))].filter(start);
  for (const m of queue) before.set(m, null);
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (goal(at)) return trail(before, at);
    for (const { from, to } of edges)
      if (from === at && !before.has(to)) {
        before.set(to, at);
        queue.push(to);
      }
  }
  return null;
}

const trail = (before: ReadonlyMap<string, string | null>, end: string): string[] => {
  const all: string[] = [];
  for (let at: string | null = end; at !== null; at = before.get(at) ?? null) all.unshift(at);
  return all;
};
