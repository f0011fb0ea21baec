/** docs/reference/commands.md: every command with its options, from the program that parses them. */
import type { Command, Option } from 'commander';
import type { Io } from '../../connector/cli/io.ts';
import { program } from '../../connector/cli/main.ts';
import { code, NOTE, table, words } from './markdown.ts';

/** Nothing is run, so nothing of the world is needed but the language. */
export const SILENT: Io = {
  lang: 'en', called: 'sidebook', account: '', env: {}, cwd: '.', world: { now: () => new Date(0), uuid: () => '', random: () => 0, sleep: () => Promise.resolve() },
  isTty: false, isUnicode: true, width: 100, out: () => undefined, err: () => undefined, configFile: null, fail: () => undefined,
}; // prettier-ignore

export function commandsPage(): string {
  const top = program(SILENT);
  const global = `## Everywhere\n\n${options(top.options)}`;
  return [NOTE, INTRO, global, ...top.commands.flatMap((c) => sections(c, ''))].join('\n\n');
}

function sections(command: Command, parent: string): string[] {
  const name = `${parent} ${command.name()}`.trim();
  const own = [
    `## ${name}`,
    code(`sidebook ${parent}${parent ? ' ' : ''}${command.name()} ${command.usage()}`.trim()),
    words(sentence(command.description())),
    options(command.options),
  ];
  return [own.filter(Boolean).join('\n\n'), ...command.commands.flatMap((c) => sections(c, name))];
}

const sentence = (text: string): string =>
  text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?)]$/.test(text) ? '' : '.'}`;

function options(all: readonly Option[]): string {
  if (all.length === 0) return '';
  const rows = all.map((o) => [code(o.flags), meaning(o)]);
  return table(['Option', 'Meaning'], rows);
}

function meaning(o: Option): string {
  const extra = [
    o.argChoices && o.argChoices.length < 6 ? o.argChoices.map(code).join(', ') : '',
    o.defaultValue === undefined ? '' : `without it ${code(String(o.defaultValue))}`,
  ].filter(Boolean);
  return [words(o.description), ...extra].filter(Boolean).join('; ');
}

const INTRO = `# Commands

In a checkout every command is \`npx sidebook …\`. It works on the configuration of the folder it is started in, or, where there is none, on the demo's.
The language follows \`LANG\`, the key \`language\` of the configuration, or \`--lang ru|en\`. \`npx sidebook help COMMAND\` says the same in the terminal, in either language.

| Exit code | Means |
| --- | --- |
| 0 | done; for \`plan\` and \`reconcile\`: nothing to do, nothing differs |
| 1 | an error, told in words with what to do |
| 2 | \`plan\`: there are changes; \`reconcile\`: there are differences |
| 3 | \`status\`: a flow is silent |`;
