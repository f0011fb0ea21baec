/** Where a person is mentioned, in the reader's words: the parts that answer name kinds and causes by our own. */
import type { Mention } from '../personal-data.ts';
import { PROBLEM_LABELS, problemLabel, type Lang } from '../errors.ts';
import { entityOne, moment, unitName } from '../words/format.ts';
import type { Io } from './io.ts';
import { NOTE_KINDS } from './notes.ts';

type Words = Readonly<Record<Lang, string>>;

const KINDS: Readonly<Record<string, Words>> = {
  record: { en: 'record', ru: 'запись' },
  link: { en: 'link', ru: 'связь' },
  journal: { en: 'journal', ru: 'журнал' },
  problem: { en: 'problem', ru: 'проблема' },
  proposal: { en: 'proposal', ru: 'предложение изменить' },
  revision: { en: 'revision', ru: 'версия счёта' },
  plan: { en: 'plan', ru: 'план' },
  user: { en: 'user', ru: 'пользователь' },
  note: { en: 'note', ru: 'заметка' },
  competitor: { en: 'competitor', ru: 'конкурент' },
  offer: { en: 'offer', ru: 'предложение' },
  price: { en: 'price', ru: 'цена' },
  stock: { en: 'stock', ru: 'остаток' },
  import: { en: 'import', ru: 'загрузка' },
  message: { en: 'message', ru: 'сообщение' },
  audit: { en: 'audit', ru: 'строка аудита' },
};

const CAUSES: Readonly<Record<string, Words>> = {
  edit: { en: 'edit', ru: 'правка' },
  pull: { en: 'taken over', ru: 'взято из базы' },
  push: { en: 'sent', ru: 'отправлено' },
  create: { en: 'created', ru: 'создано' },
  agree: { en: 'agreed', ru: 'согласовано' },
  first: { en: 'first seen', ru: 'замечено впервые' },
  act: { en: 'deed', ru: 'действие' },
  restore: { en: 'restored', ru: 'восстановлено' },
  person: { en: 'answer', ru: 'ответ' },
  switch: { en: 'switch', ru: 'переключение' },
  match: { en: 'matched', ru: 'сопоставлено' },
  prices: { en: 'prices', ru: 'цены' },
  offer: { en: 'offer', ru: 'предложение' },
};

/** What is not known here is a name of the host, and stays. */
export const kindWord = ({ lang }: Io, kind: string): string => KINDS[kind]?.[lang] ?? kind;

/** Many are called by when they were: an instant at the beginning is told in the reader's way; the export keeps it as it stands. */
const TITLE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)?(\s?)([a-zA-Z-]*)/;

export const titleOf = (io: Io, { kind, title }: Mention): string =>
  title.replace(TITLE, (_, at: string | undefined, gap: string, word: string) => `${at === undefined ? '' : moment(io.lang, at)}${gap}${wordIn(io, kind, word)}`); // prettier-ignore

/** The word of ours a title begins with, by what it is the title of; a name of a person is none. */
function wordIn({ lang }: Io, kind: string, word: string): string {
  switch (kind) {
    case 'record':
      return entityOne(lang, word);
    case 'note':
      return NOTE_KINDS[word as keyof typeof NOTE_KINDS]?.[lang] ?? word;
    case 'problem':
      return word in PROBLEM_LABELS ? problemLabel(word as keyof typeof PROBLEM_LABELS, lang) : word;
    case 'proposal':
      return unitName(lang, word);
    case 'journal':
    case 'import':
      return CAUSES[word]?.[lang] ?? word;
    default:
      return word;
  }
}
