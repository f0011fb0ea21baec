/**
 * sidebook.config.jsonc: read once, every problem at once with its line, frozen, passed in. Nothing else reads the environment.
 * Passwords come from the environment or a file, never from the configuration itself.
 */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { checkTogether } from './config/checks.ts';
import { mistake } from './config/mistakes.ts';
import { wrongPaths } from './config/paths.ts';
import { readText } from './config/read-text.ts';
import { configFile, type ConfigFile, type HostConfig } from './config/schema.ts';
import { readSecrets, wrongAddress, type Env } from './config/secrets.ts';
import { ConfigText, type Wrong } from './config/text.ts';
import { configProblem, isConfigProblem, SidebookError, type Lang } from './errors.ts';

export { configFile, type ConfigFile, type HostConfig, type MappingOverride } from './config/schema.ts';

export interface Config extends ConfigFile {
  readonly file: string;
  readonly folder: string;
  readonly private: { readonly file: string; readonly stamp?: { readonly holder: string; readonly address: string } | undefined };
  /** Host -> password. Never printed, never stored. */
  readonly secrets: ReadonlyMap<string, string>;
}

export interface ConfigProblem {
  readonly line: number;
  readonly path: string;
  readonly problem: string;
}

/** All problems of a configuration at once. */
export class ConfigInvalid extends SidebookError {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];
  constructor(file: string, problems: readonly ConfigProblem[]) {
    const first = problems[0] ?? { line: 1, path: '', problem: '' };
    super('config-invalid', { file, ...first });
    this.file = file;
    this.problems = problems;
  }
}

export const CONFIG_NAME = 'sidebook.config.jsonc';

export function loadConfig(file: string, env: Env, lang: Lang): Config {
  if (!existsSync(file)) throw new SidebookError('config-missing', { file });
  const text = readText(file);
  if (text === null) throw new ConfigInvalid(file, [told({ path: [], line: 1, word: 'not-utf8' }, lang)]);
  return parseConfig(text, file, env, lang);
}

export function parseConfig(text: string, file: string, env: Env, lang: Lang): Config {
  const read = new ConfigText(text);
  const unreadable = read.unreadable().map((w) => told(w, lang));
  if (unreadable.length > 0) throw new ConfigInvalid(file, unreadable);
  const folder = dirname(resolve(file));
  const secrets = readSecrets(read, folder, env);
  const wrong = [
    ...read.forbiddenKeys(),
    ...checkTogether(read),
    ...wrongPaths(read, folder),
    ...secrets.missing,
    ...wrongAddress(read, secrets.found),
  ].map((w) => told(w, lang));
  const parsed = configFile.safeParse(read.value, { error: z.locales[lang]().localeError });
  if (!parsed.success) throw new ConfigInvalid(file, [...issuesOf(parsed.error, read, lang), ...wrong]);
  if (wrong.length > 0) throw new ConfigInvalid(file, wrong);
  const store = { ...parsed.data.store, file: resolve(folder, parsed.data.store.file) };
  const own = { file: resolve(folder, parsed.data.private.file ?? join(dirname(store.file), 'private.db')) };
  if (own.file === store.file) throw new ConfigInvalid(file, [told(read.at(['private', 'file'], 'same-file'), lang)]);
  const audit = parsed.data.audit.file === undefined ? {} : { file: resolve(folder, parsed.data.audit.file) };
  return deepFreeze({
    ...parsed.data,
    hosts: mapped(parsed.data.hosts, (host) => withFolder(host, folder)),
    store,
    private: { ...parsed.data.private, ...own },
    audit,
    file,
    folder,
    secrets: secrets.found,
  });
}

const mapped = <T>(of: Readonly<Record<string, T>>, to: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, to(value)]));

/** Files a host names are looked for beside the configuration. */
function withFolder(host: HostConfig, folder: string): HostConfig {
  if (host.kind !== 'onec-soap') return host;
  const { wsdl, pack } = host;
  return { ...host, ...(wsdl ? { wsdl: { file: resolve(folder, wsdl.file) } } : {}), ...(pack === undefined ? {} : { pack: resolve(folder, pack) }) };
} // prettier-ignore

const told = ({ line, path, word, detail }: Wrong, lang: Lang): ConfigProblem => ({
  line,
  path: path.join('.'),
  problem: configProblem(word, detail ?? {}, lang),
});

function issuesOf(error: z.ZodError, text: ConfigText, lang: Lang): ConfigProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.filter((p) => typeof p !== 'symbol');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => told(text.at([...path, key], 'unknown-key', { key }), lang));
    const word = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? '') : issue.message;
    if (!text.has(path)) return [told(text.at(path, 'missing'), lang)];
    if (isConfigProblem(word)) return [told(text.at(path, word), lang)];
    return [{ line: text.line(path), path: path.join('.'), problem: mistake(issue, text.valueAt(path), lang) ?? word }];
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
