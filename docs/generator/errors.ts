/** docs/reference/errors.md: the catalogue, both languages side by side. */
import { CATALOGUE, PROBLEM_LABELS } from '../../connector/errors.ts';
import { code, NOTE, table, words } from './markdown.ts';

export function errorsPage(): string {
  const kinds = Object.entries(PROBLEM_LABELS).map(([kind, l]) => [code(kind), l.en, l.ru]);
  const entries = Object.entries(CATALOGUE).map(([name, { en, ru }]) =>
    [`### ${name}`, both('en', en), both('ru', ru)].join('\n\n'),
  );
  return [NOTE, INTRO, KINDS, table(['Kind', 'English', 'По-русски'], kinds), '## Codes', ...entries].join('\n\n');
}

const both = (lang: string, text: { what: string; next: string }): string =>
  `**${lang}** · ${told(text.what)}${text.next === '' ? '' : `\n**→** ${told(text.next)}`}`;

/** Holes as a reader knows them: a number with its noun in the plural, the program by its name. */
const told = (text: string): string =>
  words(text.replaceAll('{sidebook}', 'sidebook').replace(/\{([a-z]+)\|[^{}]*?([^{}|]+)\}/gi, '{$1} $2'));

const INTRO = `# Messages and problems

Everything Sidebook tells a person comes from one catalogue, \`connector/errors.ts\`: what was tried, what came instead, and after the arrow what to do next.
Codes are stable: scripts may rely on them, texts may become clearer. \`{name}\` stands for a detail of the occurrence, \`{host}\` for the name of a base in the configuration.`;

const KINDS = `## Kinds of problem

A problem is whatever waits for a person or for time (\`npx sidebook problems\`). How each kind is answered: [resolve a problem](../guides/resolve-a-problem.md).`;
