/** Agreed words: where the base text has the term, the translation must have the agreed word, in any of its forms. */
import { lcidOf } from './languages.ts';

export interface Term {
  /** Words by BCP 47 language; a word matches by its stem, so that "счёта" satisfies "счёт". */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

export interface Violation {
  readonly term: string;
  readonly wanted: string;
}

interface Rule {
  readonly term: string;
  readonly pattern: RegExp;
  readonly wanted: ReadonlyMap<number, { readonly text: string; readonly pattern: RegExp }>;
}

export class Glossary {
  readonly #rules: readonly Rule[];

  /** `base`: BCP 47 of the base language. */
  constructor(terms: readonly Term[], base: string) {
    this.#rules = terms.flatMap((term) => ruleOf(term, base));
  }

  violations(base: string, text: string, lcid: number): readonly Violation[] {
    return this.#rules.flatMap(({ term, pattern, wanted }) => {
      const agreed = wanted.get(lcid);
      return agreed && pattern.test(base) && !agreed.pattern.test(text) ? [{ term, wanted: agreed.text }] : [];
    });
  }
}

function ruleOf({ words }: Term, base: string): Rule[] {
  const terms = words[base] ?? [];
  const term = terms[0];
  if (term === undefined) return [];
  const wanted = Object.entries(words).filter(([tag]) => tag !== base).map(([tag, agreed]) => [lcidOf(tag) ?? 0, { text: agreed.join(' / '), pattern: anyOf(agreed) }] as const);
  return [{ term, pattern: wordOf(terms), wanted: new Map(wanted) }];
} // prettier-ignore

/** The term itself, or its English plural: "lead" is not in "leading". */
const wordOf = (words: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(plain).join('|')})(?:e?s)?(?![\\p{L}\\p{N}])`, 'iu');

const anyOf = (words: readonly string[]): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(stem).join('|')})`, 'iu');

/** All but the ending of a longer word of each; ё is е. */
function stem(phrase: string): string {
  const short = (word: string): string => (word.length > 4 ? word.slice(0, Math.max(4, word.length - 2)) : word);
  return phrase.split(/\s+/).map((word) => plain(short(word)).replace(/[её]/gi, '[её]')).join('\\p{L}*\\s+'); // prettier-ignore
}

const plain = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
