/** Lists in the order of names, and searches in them by parts of words. */
import type { Params } from '../../store/mssql/tsql.ts';
import { wordsOf } from '../kept/found-by.ts';

/** What comes after the row a page ended with. */
export const byName = '(name_key > @key OR (name_key = @key AND id > @id))';

/** Every word of the search must be in `found_by`: the condition, and its parameters. */
export function searched(search: string | null): { readonly sql: string; readonly params: Params } {
  const words = wordsOf(search);
  return {
    sql: words.map((_, i) => ` AND CHARINDEX(@word${String(i)}, found_by) > 0`).join(''),
    params: Object.fromEntries(words.map((word, i) => [`word${String(i)}`, word])),
  };
}
