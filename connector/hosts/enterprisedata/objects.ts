/**
 * An object of the format as properties a mapping can name, and back: КлючевыеСвойства/ИНН is a path, a reference is the id of what it
 * names, lines and contacts are parts. Writing changes what is written and nothing else of what 1C once sent.
 */
import { BadMessage } from './bad-message.ts';
import { CONTACTS, contactsOf, infoOf } from './contacts.ts';
import type { Format } from './formats.ts';
import { LINES, linesOf, sectionsOf, type Known } from './lines.ts';
import type { Kept } from './mirror.ts';
import { idOf, KEY, keyTypeOf, kindNamedBy } from './references.ts';
import { at, child, elements, textOf, type Tree } from './tree.ts';

export type Properties = Readonly<Record<string, unknown>>;
export const [ID, VERSION, MARK] = ['Ссылка', 'Версия', 'ПометкаУдаления'] as const;
const INFO = 'КонтактнаяИнформация';
const ZERO = '00000000-0000-0000-0000-000000000000';

/** `paths`: what the mapping names. */
export function propertiesOf(format: Format, kept: Kept, paths: readonly string[]): Properties {
  const { kind, id, version, deleted, tree } = kept;
  const out: Record<string, unknown> = { [ID]: id, [VERSION]: version, [MARK]: deleted };
  for (const path of paths) if (!(path in out)) out[path] = valueAt(format, kind, tree, path);
  if (kind.startsWith('Документ.')) out[LINES] = linesOf(tree);
  else if (format.properties(kind)) out[CONTACTS] = contactsOf(child(tree, INFO));
  return out;
}

function valueAt(format: Format, kind: string, tree: Tree, path: string): unknown {
  const found = at(tree, path);
  const type = typeAt(format, kind, path);
  if (kindNamedBy(type) !== null && !path.endsWith(KEY)) return idOf(found);
  const text = textOf(found);
  return type === 'b' ? (text === '' ? null : text === 'true') : text;
}

/** Of a kind kept by its key alone the format says the type of the key. */
const typeAt = (format: Format, kind: string, path: string): string | null =>
  format.properties(kind) ? format.typeAt(kind, path) : format.typeAt(keyTypeOf(kind), path.slice(KEY.length + 1));

/** `before`: the object as 1C told it; null = a new one. Throws BadMessage where something it refers to was never told. */
export function changed(format: Format, kind: string, before: Tree | null, body: Properties, known: Known): Tree {
  let tree: Tree = before ?? [kind, []];
  for (const [name, value] of Object.entries(body)) {
    if (name === LINES)
      for (const [section, made] of sectionsOf(format, kind, rowsOf(value), known)) tree = withSection(tree, made, section);
    else if (name === CONTACTS) tree = withChild(tree, infoOf(rowsOf(value)), INFO);
    else if (name === ID) tree = withText(tree, [KEY, ID], textValue(value));
    else if (name !== MARK && name !== VERSION) tree = withProperty(format, kind, tree, name, value, known);
  }
  return withRequired(format, kind, tree);
}

const rowsOf = (value: unknown): readonly Properties[] => (Array.isArray(value) ? (value as readonly Properties[]) : []);
const textValue = (value: unknown): string =>
  typeof value === 'string' ? (value === ZERO ? '' : value) : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''; // prettier-ignore

function withProperty(format: Format, kind: string, tree: Tree, path: string, value: unknown, known: Known): Tree {
  const steps = path.split('/');
  const named = kindNamedBy(format.typeAt(kind, path));
  const text = textValue(value);
  if (named !== null)
    return idOf(at(tree, path)) === text ? tree : withTree(tree, steps, keyOf(named, text, steps.at(-1) ?? '', known));
  if (textOf(at(tree, path)) === text) return tree;
  return withText(withoutOldKey(format, kind, tree, steps), steps, text);
}

function keyOf(kind: string, id: string, name: string, known: Known): Tree | null {
  if (id === '') return null;
  const key = child(known.key(kind, id) ?? undefined, KEY);
  if (!key) throw new BadMessage('ed-reference-unknown', { kind });
  return [name, key[1]];
}

/** Another code of a country is another country: the reference to the one before must not stay beside it. */
function withoutOldKey(format: Format, kind: string, tree: Tree, steps: readonly string[]): Tree {
  for (let n = steps.length - 1; n > 1; n--) {
    const path = steps.slice(0, n);
    if (kindNamedBy(format.typeAt(kind, path.join('/'))) !== null) return withTree(tree, path, null);
  }
  return tree;
}

const withText = (tree: Tree, steps: readonly string[], text: string): Tree =>
  withTree(tree, steps, text === '' ? null : [steps.at(-1) ?? '', text]);

/** With another element at the end of these names; null = without it. */
function withTree(tree: Tree, [step = '', ...more]: readonly string[], leaf: Tree | null): Tree {
  const inner = child(tree, step);
  if (more.length === 0) return withChild(tree, leaf, step);
  if (!inner && leaf === null) return tree;
  return withChild(tree, withTree(inner ?? [step, []], more, leaf), step);
}

/** In its place where there was one; the order of the rest is the writer's. */
function withChild([name, content]: Tree, leaf: Tree | null, step: string): Tree {
  const inner = typeof content === 'string' ? [] : (content ?? []);
  if (leaf !== null && !inner.some(([n]) => n === step)) return [name, [...inner, leaf]];
  return [name, inner.flatMap((t) => (t[0] !== step ? [t] : leaf === null ? [] : [leaf]))];
}

/** A section that lost its last line is told as empty; one that never was stays away. */
const withSection = (tree: Tree, made: Tree, section: string): Tree =>
  withChild(tree, elements(made).length === 0 && !child(tree, section) ? null : made, section);

/** What the format cannot do without and 1C fills in by itself: an empty number, no terms of settlement. */
function withRequired(format: Format, kind: string, tree: Tree): Tree {
  const missing = (of: Tree, type: string): Tree[] =>
    (format.properties(type) ?? []).filter((p) => !p.optional && child(of, p.name) === undefined && EMPTY.has(p.name)).map((p) => [p.name, '']); // prettier-ignore
  const key = child(tree, KEY);
  const whole = key ? withChild(tree, [KEY, [...elements(key), ...missing(key, format.typeAt(kind, KEY) ?? '')]], KEY) : tree;
  return [whole[0], [...elements(whole), ...missing(whole, kind)]];
}
const EMPTY: ReadonlySet<string> = new Set(['Номер', 'ДанныеВзаиморасчетов']);
