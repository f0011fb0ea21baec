/** Configurations for the tests: whole files as text, and what came of reading one. */
import { ConfigInvalid, parseConfig, type Config, type ConfigProblem } from '../../connector/config.ts';
import { SidebookError, type Lang } from '../../connector/errors.ts';

export const ENV = { BUH: 'тайна', UT: 'other' };

let bases = 0;

/** One host on one line, each a base of its own; `more` is written into it. */
export const host = (more = '', password = '{"env":"BUH"}'): string =>
  `{"kind":"onec","profile":"bp30","url":"http://1c.example/buh${String(++bases)}/odata/standard.odata/","user":"Синхронизация","password":${password}${more}}`;

/** Line 1 `{`, line 2 the hosts with `buh`, then one line for each further text. */
export const file = (hosts: string, ...lines: readonly string[]): string => [`{`, `"hosts": ${hosts}`, ...lines, `}`].join('\n');

export const read = (text: string, lang: Lang = 'en', env: Readonly<Record<string, string | undefined>> = ENV): Config =>
  parseConfig(text, 'data/sidebook.config.jsonc', env, lang);

/** Everything that was said to be wrong; [] = the file was accepted. */
export function problems(
  text: string,
  lang: Lang = 'en',
  env?: Readonly<Record<string, string | undefined>>,
): readonly ConfigProblem[] {
  try {
    read(text, lang, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    if (error instanceof SidebookError) return [{ line: 0, path: error.code, problem: JSON.stringify(error.detail) }];
    throw error;
  }
}

export const places = (text: string): string[] => problems(text).map((p) => `${p.line} ${p.path}`);
