/** One object of a message taken into the mirror: kinds we map as they are, others by their key, the rest kept and counted. */
import type { Format } from './formats.ts';
import { unitsIn } from './lines.ts';
import type { Mirror, Written } from './mirror.ts';
import { byKey, idOf, KEPT_BY_KEY, KEY, namedIn } from './references.ts';
import { child, elements, textOf, type Tree } from './tree.ts';
import { ratesIn } from './vat.ts';

const DELETED = 'УдалениеОбъекта';

/** What 1C has kept of an object while our write of it was on its way is the truth: the write is not held to have been taken. */
export function take(mirror: Mirror, format: Format, object: Tree, written: Written, kinds: readonly string[]): void {
  const [kind] = object;
  if (kind === DELETED) return textsIn(object).forEach((text) => mirror.markDeleted(text.trim().toLowerCase()));
  const key = child(object, KEY);
  const id = key ? idOf(key) : '';
  if (kinds.includes(kind) && id !== '') {
    takeMapped(mirror, format, id, object, written);
  } else if (KEPT_BY_KEY.has(kind) && key && id !== '') mirror.put(kind, id, byKey(kind, key));
  else mirror.keepUnknown(kind, id === '' ? written.version : id, object, written);
}

function takeMapped(mirror: Mirror, format: Format, id: string, object: Tree, written: Written): void {
  for (const named of namedIn(format, object[0], object)) mirror.putIfAbsent(named.kind, named.id, byKey(named.kind, named.key));
  for (const [word, content] of ratesIn(object)) mirror.remember(`vat:${word}`, content);
  for (const [product, content] of unitsIn(object)) mirror.remember(`unit:${product}`, content);
  mirror.put(object[0], id, object, written);
}

const textsIn = (tree: Tree): string[] => (typeof tree[1] === 'string' ? [textOf(tree)] : elements(tree).flatMap(textsIn));
