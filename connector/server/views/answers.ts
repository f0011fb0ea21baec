/** The answers to a question, each with its name and with what will happen. */
import type { Problem } from '../../model.ts';
import { isOfGoods } from '../../sync/resolve/goods.ts';
import { isOfSharedNumber } from '../../sync/resolve/shared-number.ts';
import { answersFor, candidates } from '../../words/problem-words.ts';
import { say } from '../../words/sentences.ts';
import { CHOICES, type AnswerOption } from '../contract/problems.ts';
import type { Shown } from './shown.ts';

type Choice = (typeof CHOICES)[number];

export function answerOptions(shown: Shown, p: Problem): AnswerOption[] {
  const named = new Map(candidates(p).map((c) => [c.id, shown.names.of(c.id)]));
  const item = shown.who.scope === '*' && isOfGoods(p) ? [itemOption(shown, p)] : [];
  const fitting = answersFor(p).flatMap((line, i) => {
    const [word = '', as] = line.split(' ');
    const choose = CHOICES.find((c) => c === word);
    if (!choose || (choose === 'same' && as === 'ID')) return [];
    const which = choose === 'same' ? (as ?? null) : null;
    const title = which === null ? '' : (named.get(which) ?? '');
    const usual = i === 0 && item.length === 0;
    return [{ choose, as: which, label: labelOf(shown, choose, p, title), effect: effectOf(shown, choose, p), usual }];
  });
  return [...item, ...fitting];
}

/** Which item of the base a line means: a person looks for it, and it is that one for everybody from then on. */
const itemOption = (shown: Shown, { host }: Problem): AnswerOption => ({
  choose: 'same',
  as: null,
  label: say(shown, 'answer.item', { host: shown.title(host) }),
  effect: say(shown, 'effect.item', { host: shown.title(host) }),
  usual: true,
});

/** An answer given, in words: "same 0193…" is only the word. */
export function answerWords(shown: Shown, answer: string): string {
  const [word = ''] = answer.split(' ');
  const choose = CHOICES.find((c) => c === word);
  return choose ? say(shown, `answer.${choose}`) : answer;
}

function labelOf(shown: Shown, choose: Choice, p: Problem, candidate: string): string {
  if (choose === 'theirs') return say(shown, 'answer.theirs-of', { host: shown.title(p.host) });
  const plain = say(shown, `answer.${choose}`);
  return candidate === '' ? plain : `${plain}: ${candidate}`;
}

function effectOf(shown: Shown, choose: Choice, p: Problem): string {
  const host = shown.title(p.host);
  if (choose === 'keep' && p.kind === 'frozen') return say(shown, 'effect.keep-frozen', { host });
  if (choose === 'apart' && isOfSharedNumber(p)) return say(shown, 'effect.apart-both');
  return say(shown, `effect.${choose}`, { host });
}
