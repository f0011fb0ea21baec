/** Every kind of problem once, worded as the server does. */
import type { AnswerOption, ProblemRow } from '../../connector/server/contract/problems.ts';

type Choose = AnswerOption['choose'];
const WORDS: Readonly<Record<Choose, readonly [label: string, effect: string]>> = {
  theirs: ['Как в «1С:УТ»', 'Их значение будет принято здесь и уйдёт в другие базы.'],
  ours: ['Наше', 'Наше значение уйдёт в «1С:УТ» со следующим циклом.'],
  value: ['Другое значение', 'Введённое значение будет принято здесь и уйдёт во все базы.'],
  keep: ['Оставить', 'Здесь останется как есть; в «1С:УТ» ничего не делается.'],
  deactivate: ['Сделать недействующим', 'Станет недействующим здесь и в других базах.'],
  'create-again': ['Создать снова', 'Будет создан в «1С:УТ» заново со следующим циклом.'],
  same: ['Это он', 'Оба будут связаны и дальше останутся равными.'],
  apart: ['Это другой', 'Станет отдельной записью или будет создан отдельно.'],
  retry: ['Повторить', 'Попытка повторится со следующим циклом.'],
  'host-right': ['Права база', 'Будет принято то, что в «1С:УТ»; затем запись продолжится.'],
  'module-right': ['Прав Sidebook', 'То, что здесь, будет снова отправлено в «1С:УТ».'],
};
const answers = (...choices: readonly (Choose | readonly ['same', string, string])[]): AnswerOption[] =>
  choices.map((one, i) => {
    const [choose, as, name] = typeof one === 'string' ? [one, null, ''] : one;
    const [label, effect] = WORDS[choose];
    return { choose, as, label: name === '' ? label : `${label}: ${name}`, effect, usual: i === 0 };
  });

let last = 50;
const row = (kind: ProblemRow['kind'], kindLabel: string, subject: string, what: string, next: string, over: Partial<ProblemRow>): ProblemRow => {
  const id = ++last;
  return {
    id, etag: `etag-${String(id)}`, kind, kindLabel, host: 'ut11', title: '1С:УТ', entity: 'counterparty', record: `0b6f2f0e-54a1-4f5e-9b1c-${String(200000000000 + id)}`,
    subject, unit: null, unitLabel: null, what, next, code: kind, since: '2026-11-21T08:45:00Z', oursAt: null, oursBy: null, tries: 0, assignee: null, due: null,
    differences: [], owner: null, alike: 1, merged: [], answers: answers('retry'), waits: null, resolved: null, ...over,
  };
}; // prettier-ignore
const side = (field: string, label: string, theirs: string | null, ours: string | null) => ({ field, label, theirs, ours, mayType: false }); // prettier-ignore

export const KINDS: ProblemRow[] = [
  row('conflict', 'расхождение', 'ООО «Северстрой»', 'Телефон изменили и здесь, и в 1С:УТ.', 'Выберите, что верно.', { unit: 'phone', unitLabel: 'Телефон', answers: answers('theirs', 'ours', 'value'), differences: [{ field: 'phone', label: 'Телефон', base: '+7 495 123-45-67', theirs: '+7 499 000-11-22', ours: '+7 812 333-44-55', mayType: true }] }),
  row('ambiguous', 'неоднозначно', 'Северстрой', 'В 1С:УТ два похожих контрагента.', 'Скажите, который из них этот.', { answers: answers(['same', 'c-1', 'ООО «Северстрой», КПП 770101001'], ['same', 'c-2', 'Северстрой-Юг, КПП 231001001'], 'apart') }),
  row('marked', 'помечен на удаление', 'ИП Орлов', 'В 1С:УТ поставлена пометка удаления.', 'Оставьте или сделайте недействующим.', { answers: answers('keep', 'deactivate') }),
  row('duplicate', 'двойник', 'ООО «Вега»', 'В 1С:УТ появился второй контрагент с тем же ИНН и КПП.', 'Скажите, тот же ли это.', { answers: answers(['same', 'c-3', 'ООО «Вега» (Б-000219)'], 'apart') }),
  row('refused', 'отказ', 'ООО «Лотос»', '1С:УТ не приняла КПП: «должно быть 9 знаков».', 'Исправьте КПП и повторите.', { tries: 3, assignee: 'Петров В.', due: '2026-11-20T15:00:00Z', differences: [side('branchCode', 'КПП', '770101001', '77010100')] }),
  row('waiting', 'ждёт', 'Счёт СЧ-0431', 'Счёт ждёт, пока в 1С:УТ появится его контрагент.', 'Делать ничего не нужно.', { entity: 'invoice', waits: { title: 'ООО «Лотос»', problem: null } }),
  row('vanished', 'исчез', 'АО «Техснаб»', 'В 1С:УТ этого контрагента больше нет.', 'Оставьте, сделайте недействующим или создайте снова.', { answers: answers('keep', 'deactivate', 'create-again') }),
  row('oscillating', 'качается', 'ООО «Вега»', 'Сайт меняется туда и обратно: две базы спорят.', 'Выберите одно значение.', { unit: 'website', unitLabel: 'Сайт', answers: answers('theirs', 'ours', 'value'), differences: [{ field: 'website', label: 'Сайт', theirs: 'vega.example', ours: 'www.vega.example', mayType: true }] }),
  row('unreachable', 'нет связи', 'Документы «Счёт на оплату»', '1С:УТ не отвечает на запрос этого списка.', 'Повтор будет сам; если не пройдёт, позовите администратора.', { entity: null, record: null, tries: 12, code: 'host-unreachable' }),
  row('altered', 'изменено при записи', 'ООО «Ромашка»', '1С:УТ записала не то, что было отправлено.', 'Выберите, что верно.', { unit: 'name', unitLabel: 'Наименование', answers: answers('theirs', 'ours'), differences: [side('name', 'Наименование', 'РОМАШКА ООО', 'ООО «Ромашка»')] }),
  row('unknown-outcome', 'исход неизвестен', 'Счёт СЧ-0433', 'Связь оборвалась при создании: неизвестно, создан ли счёт в 1С:УТ.', 'Посмотрите, есть ли он там.', { entity: 'invoice', answers: answers(['same', 'i-1', 'Счёт 0000-000412 на 12 400,00 ₽'], 'apart') }),
  row('unmapped-value', 'неизвестное значение', 'ООО «Лотос»', 'В поле «Вид» стоит «Самозанятый»: такого значения здесь нет.', 'Администратор добавит его в таблицу соответствий.', { differences: [side('kind', 'Вид', 'Самозанятый', null)] }),
  row('totals-differ', 'суммы не сходятся', 'Счёт СЧ-0420', 'Итог счёта не равен сумме его строк.', 'Исправьте счёт в 1С:УТ.', { entity: 'invoice', differences: [side('total', 'Сумма', '150 000,00 ₽', '149 999,99 ₽')] }),
  row('frozen', 'проведён', 'Счёт СЧ-0412', 'Счёт в 1С:УТ проведён: правка срока туда не уйдёт.', 'Измените его в 1С:УТ или оставьте как есть.', { entity: 'invoice', answers: answers('keep'), differences: [side('dueDate', 'Срок оплаты', '30.11.2026', '15.12.2026')] }),
  row('out-of-scope', 'вне охвата', 'ООО «Дальний свет»', 'Контрагент перенесён в группу, которая не синхронизируется.', 'Верните его в группу или оставьте.', {}),
  row('leak', 'закрытые сведения', 'ООО «Вега»', 'В поле «Комментарий» слова из закрытого хранилища, поэтому ничего из этого не отправлено в 1С:УТ.', 'Уберите закрытые сведения из поля «Комментарий» и повторите.', { unit: 'comment', unitLabel: 'Комментарий' }),
  row('restored', 'восстановлено', 'База 1С:УТ', 'База похожа на восстановленную из копии: часть записей старше известных.', 'Скажите, чьи данные верны.', { entity: null, record: null, answers: answers('host-right', 'module-right') }),
]; // prettier-ignore

/** A line sells what the base has no item for: a person looks for the one that is meant. */
export const goods: ProblemRow = row('waiting', 'ждёт', 'Счёт СЧ-0435', 'В строке продано: Roses, red, а позиции для этого в 1С:УТ нет.', 'Укажите позицию 1С:УТ. Дальше она подставляется во всех счетах.', {
  entity: 'invoice', unit: 'money', code: 'goods-waiting',
  answers: [{ choose: 'same', as: null, label: 'Позиция в «1С:УТ»', effect: 'Будет подставляться во всех счетах; те, что ждут, уйдут в «1С:УТ».', usual: true }, ...answers('retry')],
}); // prettier-ignore
