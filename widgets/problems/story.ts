/** The problems widget in each of its states, and every kind of problem once. */
import type { AnswerOption, BulkAnswer, Difference, ProblemRow, ProblemsView } from '../../connector/server/contract/problems.ts';
import type { NotLinked } from '../../connector/server/contract/shared.ts';
import { refused, type Stories, type StoryAnswer } from '../story.ts';
import { goods, KINDS } from './story-kinds.ts';

const GET = 'GET problems';
const ENTITY = 'ut11:Catalog_Контрагенты:6a1e0c52-9a57-11ee-8c3d-00155d012345';
const record = (n: number): string => `0b6f2f0e-54a1-4f5e-9b1c-${String(100000000000 + n)}`;

const ANSWERS: AnswerOption[] = [
  { choose: 'theirs', as: null, label: 'Как в «1С:УТ»', effect: 'Их значение будет принято здесь и уйдёт в другие базы.', usual: true },
  { choose: 'ours', as: null, label: 'Наше', effect: 'Наше значение уйдёт в «1С:УТ» со следующим циклом.', usual: false },
  { choose: 'value', as: null, label: 'Другое значение', effect: 'Введённое значение будет принято здесь и уйдёт во все базы.', usual: false },
]; // prettier-ignore

const differ = (field: string, label: string, base: string | null, theirs: string | null, ours: string | null): Difference => ({
  field, label, base, theirs, ours, mayType: true,
}); // prettier-ignore

const conflict = (id: number, over: Partial<ProblemRow>): ProblemRow => ({
  id, etag: `etag-${String(id)}`, kind: 'conflict', kindLabel: 'расхождение', host: 'ut11', title: '1С:УТ', entity: 'counterparty', record: record(1),
  subject: 'ООО «Северстрой»', unit: 'phone', unitLabel: 'Телефон', what: 'Поле изменили и здесь, и в 1С:УТ.', next: 'Выберите, что верно.', code: 'conflict',
  since: '2026-11-21T09:31:00Z', oursAt: '2026-11-21T09:20:00Z', oursBy: 'я', tries: 0, assignee: null, due: null,
  differences: [differ('phone', 'Телефон', '+7 495 123-45-67', '+7 499 000-11-22', '+7 812 333-44-55')],
  owner: null, alike: 1, merged: [], answers: ANSWERS, waits: null, resolved: null, ...over,
}); // prettier-ignore

const branch = (id: number, over: Partial<ProblemRow>): ProblemRow =>
  conflict(id, { unit: 'identity', unitLabel: 'Реквизиты', differences: [differ('branchCode', 'КПП', '770101001', '771501001', '770102001')], ...over }); // prettier-ignore

const NAMES = ['ООО «Вега»', 'ИП Орлов', 'АО «Техснаб»', 'ООО «Лотос»'];
const merged = ['адрес', 'e-mail'];
const rows: ProblemRow[] = [
  branch(11, { alike: 5, merged, assignee: 'Иванова А.', due: '2026-11-25T15:00:00Z' }),
  conflict(12, { merged, assignee: 'Иванова А.', due: '2026-11-25T15:00:00Z' }),
  ...NAMES.map((subject, i) => branch(13 + i, { alike: 5, subject, record: record(2 + i), since: '2026-11-21T06:05:00Z' })),
];

const view = (all: ProblemRow[], over: Partial<ProblemsView> = {}): ProblemsView => ({
  state: 'ready', total: all.length, kinds: kindsOf(all), rows: all, next: null, proposals: [], may: { answer: true, bulk: true, decide: true }, ...over,
}); // prettier-ignore
function kindsOf(all: readonly ProblemRow[]): ProblemsView['kinds'] {
  const kinds: ProblemsView['kinds'] = [];
  for (const { kind, kindLabel: label } of all) {
    const known = kinds.filter((one) => one.kind === kind)[0];
    if (known) known.count++;
    else kinds.push({ kind, label, count: 1 });
  }
  return kinds;
}

export const ready = view(rows);
const one = view([branch(11, {})]);
const none = view([]);
const invoice: Partial<ProblemRow> = { entity: 'invoice', record: record(40), subject: 'Счёт СЧ-0431' };
/** A day, a number and a choice: typed as people write them. */
const typed = view([
  conflict(31, { ...invoice, unit: 'dueDate', unitLabel: 'Оплатить до', differences: [{ ...differ('dueDate', 'Оплатить до', '30.11.2026', '05.12.2026', '15.12.2026'), input: 'day' }] }),
  conflict(32, { ...invoice, unit: 'rate', unitLabel: 'Курс', differences: [{ ...differ('rate', 'Курс', '90,5', '91,2', '1 099'), input: 'number' }] }),
  conflict(33, { ...invoice, unit: 'posted', unitLabel: 'Проведён', differences: [{ ...differ('posted', 'Проведён', null, 'да', 'нет'), input: 'choice', options: [{ value: 'true', label: 'да' }, { value: 'false', label: 'нет' }] }] }),
]); // prettier-ignore
/** The settings name whose value holds. */
const owned = view([branch(11, { owner: 'ours', alike: 1234 }), conflict(12, {})], { total: 1235, next: 12 });
const DONE = { ok: true, text: 'Принято. Подействует со следующим циклом.' };
const MOVED = refused(412, 'problem-moved', 'Значения успели измениться', 'Пока вы смотрели, одна из сторон изменилась.', 'Посмотрите значения снова и ответьте.', 'you'); // prettier-ignore
const movedRows = [
  branch(11, { etag: 'etag-11b', differences: [differ('branchCode', 'КПП', '770101001', '772801001', '770102001')] }),
  ...rows.slice(1),
];

const long = view([
  branch(11, {
    subject: 'Акционерное общество «Научно-производственное объединение „Спецгидроэлектромонтажналадка“»', assignee: 'Константинопольская-Преображенская А. В.',
    due: '2026-11-20T15:00:00Z', unit: 'legalAddress', unitLabel: 'Юридический адрес', merged: ['полное наименование', 'почтовый адрес', 'электронная почта'], oursBy: 'Константинопольская-Преображенская А. В.',
    differences: [
      differ('legalAddress.street', 'Юридический адрес: улица', 'ул. Большая Академическая, д. 44', 'пр-т 60-летия Октября, д. 10А, строение 3, помещение XII', null),
      { field: 'legalAddress.city', label: 'Юридический адрес: город', theirs: 'Петропавловск-Камчатский', ours: 'Нижний Новгород', mayType: true },
    ],
  }),
]); // prettier-ignore
const hostile = view([
  branch(11, { subject: '<img src=x onerror="document.title=1">', differences: [differ('branchCode', '<b>КПП</b>', null, '"><script>document.title=1</script>', "'; drop table --")] }),
]); // prettier-ignore

const many = Array.from({ length: 200 }, (_, i) =>
  i % 3 === 0 ? { ...KINDS[i % KINDS.length], id: 100 + i } : branch(100 + i, { record: record(100 + i), subject: `ООО «Покупатель ${String(i + 1)}»` }),
) as ProblemRow[]; // prettier-ignore

const bulk: BulkAnswer = {
  rows: rows.filter(({ unit }) => unit === 'identity').map(({ id, subject }) => ({ id, subject, before: '770102001', after: '771501001' })),
  answered: [], moved: [],
}; // prettier-ignore
const bulkDone: BulkAnswer = { ...bulk, answered: [11, 13, 14, 15], moved: [16] };

const proposals: ProblemsView['proposals'] = [
  { id: 5, record: record(9), subject: 'Счёт СЧ-0412 от 01.11.2026', by: 'Петров В.', mine: false, at: '2026-11-20T12:00:00Z', changes: [{ label: 'Срок оплаты', before: '30.11.2026', after: '15.12.2026' }, { label: 'Примечание', before: null, after: 'Отгрузка двумя партиями' }] },
  { id: 6, record: record(8), subject: 'Счёт СЧ-0420 от 05.11.2026', by: 'Иванова А.', mine: true, at: '2026-11-21T07:10:00Z', changes: [{ label: 'Сумма', before: '150 000,00 ₽', after: '142 500,00 ₽' }] },
]; // prettier-ignore

const answered = view([
  branch(3, { answers: [], resolved: { at: '2026-11-21T09:40:00Z', by: 'Иванова А.', answer: 'Их', mayUndo: true } }),
  { ...(KINDS[2] ?? branch(4, {})), id: 4, answers: [], resolved: { at: '2026-11-20T11:00:00Z', by: 'Петров В.', answer: 'Оставить', mayUndo: false } },
]); // prettier-ignore

const notLinked: NotLinked = {
  state: 'not-linked',
  why: 'Такой карточки в Sidebook ещё нет.',
  problem: null,
  mayLink: false,
  candidates: [],
};
const failed = refused(503, 'store-unavailable', 'Данные сейчас недоступны', 'База Sidebook не отвечает.', 'Сообщите администратору номер обращения.'); // prettier-ignore
const answer = (body: unknown): { calls: Record<string, StoryAnswer> } => ({ calls: { [GET]: { body } } });
const with2 = (first: unknown, second: unknown, calls: Record<string, StoryAnswer>) => ({
  calls: { [GET]: { body: first, then: { body: second } }, ...calls },
});
function byKey<A, B>(all: readonly A[], key: (one: A) => string, value: (one: A) => B): Record<string, B> {
  const made: Record<string, B> = {};
  for (const one of all) made[key(one)] = value(one);
  return made;
}
const ANSWER = (id: number): string => `POST problems/${String(id)}/answer`;
const answers = byKey(
  rows,
  ({ id }) => ANSWER(id),
  () => ({ body: DONE }),
);

export const stories: Stories = {
  ready: with2(ready, view(rows.slice(2)), { ...answers, 'POST problems/undo': { body: { undone: [11, 12], failed: [] } }, 'POST problems/bulk': { body: bulk, then: { body: bulkDone } } }),
  one: with2(one, none, answers),
  kinds: answer(view(KINDS)),
  ...byKey(KINDS, ({ kind }) => `kind-${kind}`, (row) => with2(view([row]), none, { [ANSWER(row.id)]: { body: DONE } })),
  waits: answer(view([{ ...branch(21, { kind: 'waiting', kindLabel: 'ждёт', unit: null, unitLabel: null, differences: [], answers: [], what: 'Счёт СЧ-0431 ждёт своего контрагента.', next: '', subject: 'Счёт СЧ-0431' }), record: record(31), waits: { title: 'расхождение, ООО «Вега»', problem: 13 } }, ...rows.slice(2, 4)])),
  goods: { ...with2(view([goods]), none, { [`POST problems/${String(goods.id)}/items`]: { body: { rows: [{ id: 'p-1', name: 'Розы красные 60 см', sku: 'R-60', code: '00-00000041' }, { id: 'p-2', name: 'Розы красные 80 см', sku: 'R-80', code: '00-00000042' }] } }, [ANSWER(goods.id)]: { body: DONE } }) },
  goodsNone: { ...with2(view([goods]), none, { [`POST problems/${String(goods.id)}/items`]: { body: { rows: [] }, then: { status: 'lost' } } }), press: ['.sb-pr-answers .sb-input', 'type:розы'], wait: 400 },
  many: with2(view(many.slice(0, 20), { total: 200, next: 119, kinds: kindsOf(many) }), view(many.slice(0, 100), { total: 200, next: 199, kinds: kindsOf(many) }), {}),
  moved: { ...with2(ready, view(movedRows), { [ANSWER(11)]: { ...MOVED, then: { body: DONE } } }), press: ['771501001', '.sb-pr-conflict .sb-primary'] },
  rejected: { ...with2(one, one, { [ANSWER(11)]: refused(422, 'answer-unfit', 'Так ответить нельзя', 'КПП состоит из 9 знаков.', 'Исправьте поле.', 'you') }), press: ['771501001', 'problems.apply'] },
  saving: { ...with2(one, one, { [ANSWER(11)]: { status: 'never' } }), press: ['770102001', 'problems.apply'] },
  undo: { ...with2(one, none, answers), press: ['771501001', 'problems.apply'] },
  own: { ...answer(one), press: ['problems.own'] },
  typed: with2(typed, none, byKey([31, 32, 33], ANSWER, () => ({ body: DONE }))),
  owned: with2(owned, none, answers),
  bulk: { calls: { [GET]: { body: ready }, 'POST problems/bulk': { body: bulk, then: { body: bulkDone } }, 'POST problems/undo': { body: { undone: [11, 13, 14, 15], failed: [] } } }, press: ['.sb-pr-conflict .sb-plain'] },
  proposals: { calls: { [GET]: { body: view(rows.slice(2, 3), { proposals }) }, 'POST proposals/5': { body: { ok: true, text: 'Закрыто.' } } } },
  decline: { calls: { [GET]: { body: view([], { proposals }) } }, press: ['problems.declined'] },
  answered: { calls: { [GET]: { body: ready, then: { body: answered } }, 'POST problems/undo': { body: { undone: [3], failed: [] } } }, press: ['problems.toAnswered'] },
  notUndone: { calls: { [GET]: { body: ready, then: { body: answered } }, 'POST problems/undo': { body: { undone: [], failed: [{ id: 3, text: 'Ответ уже ушёл в 1С:УТ: отменить нельзя, измените саму запись.' }] } } }, press: ['problems.toAnswered', 'runtime.undo'] },
  empty: answer(none),
  noneAnswered: { calls: { [GET]: { body: none } }, press: ['problems.toAnswered'] },
  ofEntity: { entity: ENTITY, ...answer(view(rows.slice(0, 2))) },
  emptyOfEntity: { entity: ENTITY, ...answer(none) },
  notLinked: { entity: ENTITY, ...answer(notLinked) },
  readOnly: answer({ ...ready, may: { answer: false, bulk: false, decide: false } }),
  long: answer(long),
  hostile: answer(hostile),
  loading: { calls: { [GET]: { status: 'never' } }, wait: 400 },
  slow: { calls: { [GET]: { status: 'never' } }, wait: 5_000 },
  error: { calls: { [GET]: failed }, wait: 1_000 },
  network: { calls: { [GET]: { status: 'lost' } }, wait: 1_000 },
  offline: { calls: { [GET]: { body: ready, then: { status: 'lost' } } }, wait: 62_000 },
  errorOverData: { calls: { [GET]: { body: ready, then: failed } }, wait: 62_000 },
  expired: { calls: { [GET]: { body: ready, then: refused(401, 'token-expired', 'Доступ истёк', '', '') } }, wait: 62_000 },
  noPermission: { calls: { [GET]: refused(403, 'not-allowed', 'Нет права', '', '') } },
}; // prettier-ignore
