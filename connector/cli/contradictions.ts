/** Options that contradict each other, or say nothing alone: told, where otherwise the last one would win or one be ignored in silence. */
import type { Command, Option } from 'commander';

/** For options that may be repeated: all values. False stands there after a --no-… twin. */
export const more = (value: string, before: readonly string[] | false = []): string[] => [...(before || []), value];

/** Command -> option -> those that cannot stand beside it. */
const APART: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  plan: { json: ['html'] },
  reconcile: { json: ['csv'] },
  'import prices': { preview: ['yes'] },
  'import offer': { preview: ['yes'] },
  'translations import': { onto: ['yes', 'against', 'takeBack'], against: ['yes', 'takeBack'] },
  'translations check': { against: ['takeBack'] },
  'translations diff': { against: ['takeBack'] },
};

/** Command -> option -> without which it says nothing. */
const WITH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'mappings check': { profile: 'metadata' },
  'notes add': { assignee: 'due' },
  'key add': { class: 'feed', set: 'feed', organisation: 'feed', owner: 'feed', role: 'feed', user: 'feed' },
  'translations import': { out: 'onto', solution: 'organisation' },
  'translations check': { solution: 'organisation' },
  'translations diff': { solution: 'organisation' },
  'translations undo': { solution: 'organisation' },
  'translations export': { solution: 'organisation' },
};

/** Command -> option that is about something else than the words after the command. */
const WORDLESS: Readonly<Record<string, string>> = { plan: 'show', 'key add': 'feed', 'key list': 'feed', 'key revoke': 'feed' };

/** Every command under this one, and itself; usageError puts the sentences into words. */
export function tellContradictions(command: Command, path = ''): void {
  const state = new Map<string, { readonly option: Option; readonly value: unknown }>();
  for (const option of command.options)
    command.on(`option:${option.name()}`, (value: unknown) => {
      const before = state.get(option.attributeName());
      state.set(option.attributeName(), { option, value });
      if (!before) return;
      if (before.option !== option) command.error(apart(before.option.flags, option.flags));
      if (before.value !== value && option.parseArg !== more) command.error(`error: option '${option.flags}' stands twice: '${String(before.value)}', '${String(value)}'`); // prettier-ignore
    });
  for (const [name, others] of Object.entries(APART[path] ?? {})) named(command, name).conflicts([...others]);
  command.hook('preAction', (_, acting) => {
    if (acting === command) tellAlone(command, path);
  });
  for (const inner of command.commands) tellContradictions(inner, `${path} ${inner.name()}`.trim());
}

function tellAlone(command: Command, path: string): void {
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  for (const [name, other] of Object.entries(WITH[path] ?? {}))
    if (isGiven(name) && !isGiven(other)) command.error(`error: option '${named(command, name).flags}' needs '${named(command, other).flags}'`); // prettier-ignore
  const [wordless, [word]] = [WORDLESS[path], command.args];
  if (wordless !== undefined && word !== undefined && isGiven(wordless))
    command.error(apart(named(command, wordless).flags, word));
}

const apart = (one: string, other: string): string => `error: option '${one}' cannot be used with option '${other}'`;

function named(command: Command, name: string): Option {
  const option = command.options.find((o) => o.attributeName() === name);
  if (!option) throw new Error(`no option ${name} of ${command.name()}`);
  return option;
}
