/** Names as people type them into a search: case, ё and marks of compatibility make no difference, and parts of words are enough. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е');

/** All that a row is found by, in one text. */
export const foundBy = (...texts: readonly (string | null)[]): string => folded(texts.filter((t) => t !== null).join('\n'));

const WORDS_AT_MOST = 8;

/** The words of a search. */
export const wordsOf = (search: string | null): readonly string[] => folded(search ?? '').split(/\s+/).filter((w) => w !== '').slice(0, WORDS_AT_MOST); // prettier-ignore

/** Every word of the search must be in `found_by`: the condition, and its parameters. */
export function searched(search: string | null): { readonly sql: string; readonly params: readonly string[] } {
  const words = wordsOf(search);
  return { sql: words.map(() => ' and instr(found_by, ?) > 0').join(''), params: words };
}
