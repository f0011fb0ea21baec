/** Words of the program outside the panels: messages, what the mappings call records and fields, values one chooses, sets of the feed. */
import { CATALOGUE, PRIVATE_PROBLEMS, PROBLEM_LABELS } from '../../errors.ts';
import { ENTITY_LABELS, FIELDS } from '../../fields.ts';
import { FEED_TITLES } from '../../store/feed-titles.ts';
import { ONE, OPTIONS, UNITS } from '../../words/format.ts';
import type { Words } from '../../words/reworded.ts';
import { SENTENCES } from '../../words/sentences.ts';
import { NEXTS } from '../../words/whose.ts';
import type { Kind, OwnName } from './names.ts';

export interface OwnWords extends OwnName {
  readonly words: Words;
}

export const ownWords = (): OwnWords[] => [
  ...messages(),
  ...table('message', 'private.', PRIVATE_PROBLEMS),
  ...table('message', 'said.', SENTENCES),
  ...table('message', 'here.', NEXTS),
  ...table('mapping', '', ENTITY_LABELS),
  ...Object.entries(FIELDS).flatMap(([entity, fields]) => table('mapping', `${entity}.`, fields)),
  ...table('mapping', 'one.', ONE),
  ...table('mapping', 'whole.', UNITS),
  ...table('option', '', OPTIONS),
  ...table('option', 'problem.', PROBLEM_LABELS),
  ...table('feed', '', FEED_TITLES),
];

function messages(): OwnWords[] {
  return Object.entries(CATALOGUE).flatMap(([code, { en, ru }]) =>
    (['what', 'next'] as const)
      .filter((part) => en[part] !== '')
      .map((part) => ({ kind: 'message', name: `${code}.${part}`, words: { en: en[part], ru: ru[part] } })),
  );
}

const table = (kind: Kind, before: string, words: Readonly<Record<string, Words | undefined>>): OwnWords[] =>
  Object.entries(words).flatMap(([name, both]) =>
    both ? [{ kind, name: `${before}${name}`, words: { en: both.en, ru: both.ru } }] : [],
  );
