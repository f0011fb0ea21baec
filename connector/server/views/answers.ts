/** The answers to a question, each with its name and with what will happen. */
import type { Problem } from '../../model.ts';
import { t } from '../../words/lang.ts';
import { answersFor, candidates } from '../../words/problem-words.ts';
import { CHOICES, type AnswerOption } from '../contract/problems.ts';
import type { Shown } from './shown.ts';

type Choice = (typeof CHOICES)[number];

export function answerOptions(shown: Shown, p: Problem): AnswerOption[] {
  const named = new Map(candidates(p).map((c) => [c.id, shown.names.of(c.id)]));
  return answersFor(p).flatMap((line, i) => {
    const [word = '', as] = line.split(' ');
    const choose = CHOICES.find((c) => c === word);
    if (!choose || (choose === 'same' && as === 'ID')) return [];
    const which = choose === 'same' ? (as ?? null) : null;
    const title = which === null ? '' : (named.get(which) ?? '');
    return [{ choose, as: which, label: labelOf(shown, choose, p, title), effect: effectOf(shown, choose, p), usual: i === 0 }];
  });
}

/** An answer given, in words: "same 0193…" is only the word. */
export function answerWords(shown: Shown, answer: string): string {
  const [word = ''] = answer.split(' ');
  const choose = CHOICES.find((c) => c === word);
  return choose ? LABELS[choose][shown.lang] : answer;
}

const LABELS: Readonly<Record<Choice, { readonly en: string; readonly ru: string }>> = {
  ours: { en: 'Ours', ru: 'Наше' },
  theirs: { en: 'Theirs', ru: 'Их' },
  value: { en: 'Another value', ru: 'Другое значение' },
  keep: { en: 'Keep', ru: 'Оставить' },
  deactivate: { en: 'Deactivate', ru: 'Сделать недействующим' },
  'create-again': { en: 'Create again', ru: 'Создать снова' },
  same: { en: 'The same', ru: 'Это он' },
  apart: { en: 'Stands alone', ru: 'Это другой' },
  retry: { en: 'Try again', ru: 'Повторить' },
  'host-right': { en: 'The base is right', ru: 'Права база' },
  'module-right': { en: 'Sidebook is right', ru: 'Прав Sidebook' },
};

function labelOf(shown: Shown, choose: Choice, p: Problem, candidate: string): string {
  if (choose === 'theirs') return t(shown, `As in ${shown.title(p.host)}`, `Как в «${shown.title(p.host)}»`);
  const plain = LABELS[choose][shown.lang];
  return candidate === '' ? plain : `${plain}: ${candidate}`;
}

function effectOf(shown: Shown, choose: Choice, p: Problem): string {
  const host = shown.title(p.host);
  switch (choose) {
    case 'ours':
      return t(shown, `Our value is sent to ${host} with the next cycle.`, `Наше значение уйдёт в «${host}» со следующим циклом.`);
    case 'theirs':
      return t(shown, 'Their value is taken over here, and sent to the other bases.', 'Их значение будет принято здесь и уйдёт в другие базы.');
    case 'value':
      return t(shown, 'The value you type holds here and is sent to every base.', 'Введённое значение будет принято здесь и уйдёт во все базы.');
    case 'keep':
      return p.kind === 'frozen'
        ? t(shown, 'Seen. The books keep what they show.', 'Принято к сведению. В учёте остаётся то, что там стоит.')
        : t(shown, `It stays here as it is; nothing is done in ${host}.`, `Здесь останется как есть; в «${host}» ничего не делается.`);
    case 'deactivate':
      return t(shown, 'It is no longer active here and in the other bases.', 'Станет недействующим здесь и в других базах.');
    case 'create-again':
      return t(shown, `It is created in ${host} anew with the next cycle.`, `Будет создан в «${host}» заново со следующим циклом.`);
    case 'same':
      return t(shown, 'Both are linked and kept equal from now on.', 'Оба будут связаны и дальше останутся равными.');
    case 'apart':
      return t(shown, 'It becomes a record of its own, or is created on its own.', 'Станет отдельной записью или будет создан отдельно.');
    case 'retry':
      return t(shown, 'It is tried again with the next cycle.', 'Попытка повторится со следующим циклом.');
    case 'host-right':
      return t(shown, `What ${host} shows is taken over here; then writing goes on.`, `Будет принято то, что в «${host}»; затем запись продолжится.`);
    case 'module-right':
      return t(shown, `What stands here is sent to ${host} again.`, `То, что здесь, будет снова отправлено в «${host}».`);
  }
} // prettier-ignore
