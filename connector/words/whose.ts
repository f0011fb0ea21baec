/** Whose turn it is after a message of the catalogue, and what a person before a widget does: there is no command line there. */
import { fill, message, type Message } from '../errors.ts';
import { IMPORT_NEXTS } from './import-nexts.ts';
import type { Reader } from './lang.ts';
import { worded, type Words } from './reworded.ts';

export type Who = 'you' | 'accountant' | 'admin' | 'itself';

/** Passes with time: tried again until it does. */
const ITSELF = [
  'host-unreachable', 'host-slow', 'connection-cut', 'host-updating', 'json-cut', 'host-exception', 'no-session', 'too-many-requests', 'lock-conflict', 'change-unanswered', 'follower-away',
  'cursor-lost', 'lease-lost', 'records-busy', 'stale', 'key-exists', 'reference-waiting', 'store-busy', 'import-busy', 'store-full', 'store-disk', 'data-late', 'never-read',
]; // prettier-ignore
const ACCOUNTANT = [
  'host-refused', 'period-closed', 'act-refused', 'object-gone', 'ed-deleted', 'altered', 'unknown-outcome', 'conflict', 'first-conflict', 'marked', 'vanished',
  'vanished-for-good', 'ambiguous',
  'duplicate', 'number-shared', 'name-there', 'several-there', 'taken-there', 'perhaps-there', 'totals-differ', 'rate-absent', 'frozen', 'posted-meanwhile', 'invoice-posted', 'reference-unmatched',
  'reference-gone', 'reference-theirs', 'host-restored', 'store-restored', 'restored', 'too-many-writes', 'too-many-deactivations', 'too-many-leave-scope', 'host-issues', 'field-not-yours',
]; // prettier-ignore
const YOU = [
  'record-moved', 'problem-moved', 'answer-unfit', 'create-unfit', 'undo-unfit', 'not-answered', 'answer-begun', 'field-unknown', 'not-complete', 'not-a-draft', 'record-unknown', 'record-several', 'edit-host-away', 'problem-unknown', 'plan-unknown',
  'plan-moved', 'plan-before', 'draft-kept', 'invoice-kept', 'proposal-closed', 'input-wrong', 'private-moved', 'private-refused', 'import-moved', 'import-slow', 'import-stopped', 'import-same-file', 'import-rests', 'import-undone-before', 'leak', 'leak-address',
]; // prettier-ignore

const WHO: ReadonlyMap<string, Who> = new Map([
  ...ITSELF.map((code) => [code, 'itself'] as const),
  ...ACCOUNTANT.map((code) => [code, 'accountant'] as const),
  ...YOU.map((code) => [code, 'you'] as const),
]);

/** What nobody else can mend is the administrator's, unless said otherwise. */
export const whoOf = (code: string, otherwise: Who = 'admin'): Who => WHO.get(code) ?? otherwise;

/** Where the catalogue names a command, a widget says what to press or whom to ask. */
export const NEXTS: Readonly<Record<string, Words>> = {
  ...IMPORT_NEXTS,
  'record-unknown': { en: 'Refresh the list.', ru: 'Обновите список.' },
  'problem-unknown': { en: 'Refresh the list.', ru: 'Обновите список.' },
  'plan-unknown': { en: 'Make the plan anew.', ru: 'Составьте план заново.' },
  'problem-moved': { en: 'Look at the values again, then answer.', ru: 'Посмотрите значения снова и ответьте.' },
  'answer-unfit': { en: 'Choose one of the answers shown.', ru: 'Выберите один из показанных ответов.' },
  'create-unfit': { en: 'Keep it here, or deactivate it.', ru: 'Оставьте здесь или сделайте недействующим.' },
  'unknown-outcome': { en: 'It is looked for with every cycle. If you find it in 1C, choose it; otherwise press “Try again”.', ru: 'Его ищут в каждом цикле. Если найдёте его в 1С, выберите; иначе нажмите «Повторить».' },
  'change-unanswered': { en: 'It is looked at with every cycle; “Try again” looks at once.', ru: 'Его смотрят в каждом цикле; «Повторить» — посмотреть сейчас же.' },
  'not-answered': { en: 'Answer it first.', ru: 'Сначала ответьте на него.' },
  'undo-unfit': { en: 'Change the record itself.', ru: 'Измените саму запись.' },
  'field-unknown': { en: 'Correct the field.', ru: 'Исправьте поле.' },
  'invoice-posted': { en: 'Keep your change as a proposal, or ask the accountant to change it in 1C.', ru: 'Сохраните правку как предложение или попросите бухгалтера изменить её в 1С.' },
  'write-off': { en: 'An administrator switches writing on. Nothing is lost.', ru: 'Запись включает администратор. Ничего не потеряно.' },
  'write-off-host': { en: 'An administrator switches writing on. Nothing is lost.', ru: 'Запись включает администратор. Ничего не потеряно.' },
  paused: { en: 'An administrator resumes it. Nothing is lost.', ru: 'Продолжит администратор. Ничего не потеряно.' },
  restored: { en: 'Say who is right under “Problems”.', ru: 'Укажите, кто прав, в «Проблемах».' },
  'too-many-writes': { en: 'Look at the plan and accept it.', ru: 'Посмотрите план и примите его.' },
  'too-many-deactivations': { en: 'Look at the plan and accept it.', ru: 'Посмотрите план и примите его.' },
  'too-many-leave-scope': { en: 'Check the scope, then accept the plan.', ru: 'Проверьте охват, затем примите план.' },
  'goods-waiting': { en: 'Say in the panel of problems which item it is, or ask the administrator to: {sidebook} match {problem} ITEM; it goes by itself then. Or sell it as a line without an item.', ru: 'Укажите позицию в панели проблем, или её укажет администратор: {sidebook} match {problem} ПОЗИЦИЯ; дальше уйдёт само. Или продайте строкой без позиции.' },
  'rate-absent': { en: 'Tell the administrator the rate: it is typed here, for this invoice alone, which goes by itself then.', ru: 'Сообщите курс администратору: его вводят здесь, для одного этого счёта, и дальше счёт уйдёт сам.' },
  'flow-silent': { en: 'The administrator finds the cause in the service log.', ru: 'Причину администратор увидит в журнале службы.' },
}; // prettier-ignore

/** What is said here instead of the catalogue's next step. */
export const nextOf = (reader: Reader, code: string, detail: Readonly<Record<string, string | number>> = {}): string | null => {
  const next = NEXTS[code];
  return next ? fill(worded(`message/here.${code}`, next, reader.lang), detail, reader.lang) : null;
};

/** A message for a widget. */
export function said(reader: Reader, code: string, detail: Readonly<Record<string, string | number>>): Message & { who: Who } {
  const told = message(code, detail, reader.lang);
  return { ...told, next: nextOf(reader, code, detail) ?? told.next, who: whoOf(code) };
}
