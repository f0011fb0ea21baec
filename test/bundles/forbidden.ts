/** What 1C's engine does not have, found by reading the syntax tree: names, members, and regular expressions. */
import { type AnyNode, type Expression, parse, type PrivateIdentifier, type Super } from 'acorn';

/** Globals that may be used behind `typeof X` only. */
const GLOBALS = new Set([
  'fetch',
  'queueMicrotask',
  'ResizeObserver',
  'globalThis',
  'PointerEvent',
  'AbortController',
  'structuredClone',
  'IntersectionObserver',
  'requestAnimationFrame',
  'requestIdleCallback',
  'BroadcastChannel',
]);
const MEMBERS = new Set([
  'replaceAll',
  'flat',
  'flatMap',
  'matchAll',
  'fromEntries',
  'allSettled',
  'trimStart',
  'trimEnd',
  'findLast',
  'replaceChildren',
  'toSorted',
  'hasOwn',
  'randomUUID',
  'description',
]);
const LOOKBEHIND = /\(\?<[=!]/;

const nameOf = (node: Expression | PrivateIdentifier | Super): string => (node.type === 'Identifier' ? node.name : '');
const isNode = (value: unknown): value is AnyNode => typeof value === 'object' && value !== null && 'type' in value;

function children(node: AnyNode): AnyNode[] {
  return Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** Names whose existence the code asks about itself: `typeof X`, or `X in window` written as text. */
function guarded(tree: AnyNode): Set<string> {
  const found = new Set<string>();
  const walk = (node: AnyNode): void => {
    if (node.type === 'UnaryExpression' && node.operator === 'typeof') found.add(nameOf(node.argument));
    children(node).forEach(walk);
  };
  walk(tree);
  return found;
}

function member(node: AnyNode): string | null {
  if (node.type !== 'MemberExpression') return null;
  const name = node.computed ? '' : nameOf(node.property);
  const media =
    name === 'addEventListener' && node.object.type === 'CallExpression' && nameOf(node.object.callee) === 'matchMedia';
  if (media) return 'matchMedia().addEventListener';
  return MEMBERS.has(name) ? name : null;
}

/** `[1].at(-1)`: with a number written there, because methods of ours and fields of the contract may be called so as well. */
const arrayAt = (node: AnyNode): string | null => {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || nameOf(node.callee.property) !== 'at')
    return null;
  const [first] = node.arguments;
  return first?.type === 'UnaryExpression' || (first?.type === 'Literal' && typeof first.value === 'number') ? 'at' : null;
};

/** preact's `(options.debounceRendering || queueMicrotask)(draw)`: the page of 1C sets the former before anything is drawn. */
const isFallback = (node: AnyNode, parent: AnyNode | null): boolean =>
  parent?.type === 'LogicalExpression' && parent.operator === '||' && parent.right === node;

/** A name that is used as a value, not one of a member or a key. */
function global(node: AnyNode, parent: AnyNode | null): string | null {
  if (node.type !== 'Identifier' || !GLOBALS.has(node.name) || isFallback(node, parent)) return null;
  if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) {
    return parent.object.type === 'Identifier' && parent.object.name === 'window' ? node.name : null;
  }
  return parent?.type === 'Property' && parent.key === node && !parent.shorthand ? null : node.name;
}

const pattern = (node: AnyNode): string | null =>
  node.type === 'Literal' &&
  (LOOKBEHIND.test(node.regex?.pattern ?? '') || (typeof node.value === 'string' && LOOKBEHIND.test(node.value)))
    ? 'lookbehind'
    : null;

/** Everything of the list that the code uses without asking first. */
export function forbidden(code: string): string[] {
  const tree = parse(code, { ecmaVersion: 2022, sourceType: 'script' });
  const asked = guarded(tree);
  const found: string[] = [];
  const walk = (node: AnyNode, parent: AnyNode | null): void => {
    const one = member(node) ?? arrayAt(node) ?? global(node, parent) ?? pattern(node);
    if (one !== null && !asked.has(one)) found.push(one);
    children(node).forEach((child) => walk(child, node));
  };
  walk(tree, null);
  return found;
}
