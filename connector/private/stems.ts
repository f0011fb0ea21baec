/**
 * Words of a text as the search keeps them: lower case, ё = е, Russian and English endings cut by Snowball. Made here and kept in a table of
 * ours, so that both databases find the same (dependencies.md 15).
 */
import stemmers from 'snowball-stemmers';

const RUSSIAN = stemmers.newStemmer('russian');
const ENGLISH = stemmers.newStemmer('english');

/** A link or a key of digits may be longer than any word; its beginning finds it. */
const LONGEST = 40;
/** Notes of one company are made of the same few thousand words. */
const KNOWN = new Map<string, string>();
const KNOWN_AT_MOST = 50_000;

/** Every word once, in the order they come. "Ёлки, ёлку" -> ["елк"]. */
export function stems(text: string): readonly string[] {
  const found = text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []; // prettier-ignore
  return [...new Set(found.map(stem))];
}

function stem(word: string): string {
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  const made = cut(word);
  if (KNOWN.size >= KNOWN_AT_MOST) KNOWN.clear();
  KNOWN.set(word, made);
  return made;
}

function cut(word: string): string {
  if (word.length > LONGEST) return [...word].slice(0, LONGEST).join('');
  if (/^[а-я]+$/.test(word)) return russian(word);
  return /^[a-z]+$/.test(word) ? ENGLISH.stem(word) : word;
}

/** Until nothing more can be cut: one step leaves "петров" of "Петрову" and "петр" of "Петров", and people must meet under one name. */
function russian(word: string): string {
  const next = RUSSIAN.stem(word);
  return next.length < word.length ? russian(next) : word;
}
