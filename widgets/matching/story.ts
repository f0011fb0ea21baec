/** The matching widget in each of its states. */
import type { MatchingView, MatchRow, Pair } from '../../connector/server/contract/matching.ts';
import { refused, type Stories, type StoryAnswer } from '../story.ts';

const ENTITY = 'ut11:Catalog_Контрагенты:6a1e0c52-9a57-11ee-8c3d-00155d012345';
const GET = 'GET matching';
const id = (n: number): string => `0193f2aa-0000-7000-8000-${String(100000000000 + n)}`;
const said = (text: string, against = false) => ({ text, against });
const field = (name: string, label: string, asked: string | null, other: string | null) => ({ field: name, label, asked, other, equal: asked !== null && asked === other }); // prettier-ignore

const pair = (n: number, over: Partial<Pair> = {}): Pair => ({
  as: id(n), name: 'ООО «Северстрой»', score: 92, reasons: [said('тот же ИНН'), said('название отличается правовой формой'), said('КПП другой', true)],
  fields: [field('name', 'Наименование', 'Северстрой', 'ООО «Северстрой»'), field('taxId', 'ИНН', '7701234567', '7701234567'), field('branchCode', 'КПП', '780101001', '770101001'), field('phone', 'Телефон', '+7 495 123-45-67', null)], ...over,
}); // prettier-ignore
const row = (n: number, over: Partial<MatchRow> = {}): MatchRow => ({
  id: n, etag: `etag-${String(n)}`, kind: 'ambiguous', isInside: false, host: 'ut11', title: '1С:УТ', subject: 'Северстрой', at: '1С:УТ', otherAt: null,
  since: '2026-11-21T06:05:00Z', due: null, assignee: null, pairs: [pair(n)], may: { answer: true }, resolved: null, ...over,
}); // prettier-ignore

const twin = row(32, {
  kind: 'duplicate', isInside: true, subject: 'ТЕХСНАБ АО',
  pairs: [pair(42, { name: 'АО «Техснаб»', score: 99, reasons: [said('те же номера'), said('название отличается кавычками или знаками'), said('тот же телефон')], fields: [field('name', 'Наименование', 'ТЕХСНАБ АО', 'АО «Техснаб»'), field('taxId', 'ИНН', '7805432198', '7805432198'), field('email', 'E-mail', 'info@tehsnab.example', 'sales@tehsnab.example')] })],
}); // prettier-ignore
const several = row(33, {
  subject: 'Beгa', // with Latin letters
  pairs: [
    pair(51, { name: 'ООО «Вега»', score: 80, reasons: [said('латинские буквы вместо похожих русских')], fields: [field('name', 'Наименование', 'Beгa', 'ООО «Вега»'), field('phone', 'Телефон', null, '+7 812 765-43-21')] }),
    pair(52, { name: 'ИП Вегин', score: 61, reasons: [said('тот же e-mail')], fields: [field('name', 'Наименование', 'Beгa', 'ИП Вегин'), field('email', 'E-mail', 'vega@vega.example', 'vega@vega.example')] }),
  ],
}); // prettier-ignore
const waiting = row(34, { subject: 'ООО «Ромашка»', at: null, otherAt: '1С:УТ', pairs: [pair(61, { as: 'guid-1', name: 'Ромашка', score: 88 }), pair(62, { as: null, name: '…', score: null, reasons: [], fields: [] })] }); // prettier-ignore
const later = row(35, { subject: 'Кедр Софт', due: '2026-11-22T09:00:00Z', assignee: 'Петров В.', pairs: [pair(71, { name: 'ООО «Кедр-Софт»', score: 79, reasons: [said('похожее название')] })] }); // prettier-ignore
const rows = [row(31), twin, several, later];

const view = (all: MatchRow[], over: Partial<MatchingView> = {}): MatchingView => ({ state: 'ready', total: all.length, rows: all, next: null, may: { answer: true }, ...over }); // prettier-ignore
const DONE = { ok: true, text: 'Принято. Подействует со следующим циклом.' };
const UNDONE = { undone: [31], failed: [] };
const ANSWER = 'POST problems/31/answer';
const answer = (body: unknown): { calls: Record<string, StoryAnswer> } => ({ calls: { [GET]: { body } } });
const then = (first: unknown, second: unknown, calls: Record<string, StoryAnswer> = {}) => ({ calls: { [GET]: { body: first, then: { body: second } }, ...calls } }); // prettier-ignore

const long = view([
  row(31, {
    subject: 'Акционерное общество «Научно-производственное объединение „Спецгидроэлектромонтажналадка“»', title: '1С:Управление торговлей 11, обособленное подразделение «Северо-Запад»',
    pairs: [pair(31, { name: 'АО «НПО „Спецгидроэлектромонтажналадка“»', fields: [field('legalName', 'Полное наименование', 'Акционерное общество «Научно-производственное объединение „Спецгидроэлектромонтажналадка“»', null), field('email', 'E-mail', 'konstantinopolskaya-preobrazhenskaya@spetsgidroelektromontazh.example', null)] })],
  }),
]); // prettier-ignore
const hostile = view([
  row(31, { subject: '<img src=x onerror="document.title=1">', pairs: [pair(31, { name: '"><script>document.title=1</script>', fields: [field('name', '<b>Имя</b>', "'; drop table --", '<svg onload=alert(1)>')] })] }),
]); // prettier-ignore
const answered = view([
  row(31, { resolved: { at: '2026-11-21T09:40:00Z', by: 'Иванова А.', answer: 'Это он' }, may: { answer: false } }),
  row(32, { subject: 'Вега', resolved: { at: '2026-11-20T11:00:00Z', by: 'Петров В.', answer: 'Это другой' }, may: { answer: false } }),
]); // prettier-ignore
const failed = refused(503, 'store-unavailable', 'Данные сейчас недоступны', 'База Sidebook не отвечает.', 'Сообщите администратору номер обращения.'); // prettier-ignore
const MOVED = refused(412, 'problem-moved', 'Значения успели измениться', 'Пока вы смотрели, одна из сторон изменилась.', 'Посмотрите значения снова и ответьте.', 'you'); // prettier-ignore
const UNFIT = refused(422, 'answer-unfit', 'Так ответить нельзя', 'Эта карточка уже связана с другой.', 'Обновите и посмотрите снова.', 'you'); // prettier-ignore
const many = Array.from({ length: 20 }, (_, i) => row(100 + i, { subject: `ООО «Покупатель ${String(i + 1)}»` }));

export const stories: Stories = {
  ready: then(view(rows), view(rows.slice(1)), { [ANSWER]: { body: DONE }, 'POST problems/undo': { body: UNDONE }, 'POST matching/31/later': { body: { due: '2026-11-22T09:45:00Z' }, then: { body: { due: null } } } }),
  inside: then(view([twin]), view([]), { 'POST problems/32/answer': { body: DONE } }),
  several: then(view([several]), view([]), { 'POST problems/33/answer': { body: DONE } }),
  waiting: answer(view([waiting])),
  later: then(view([later]), view([{ ...later, due: null, assignee: null }]), { 'POST matching/35/later': { body: { due: null } } }),
  undo: { ...then(view(rows), view(rows.slice(1)), { [ANSWER]: { body: DONE }, 'POST problems/undo': { body: UNDONE } }), press: ['matching.same'] },
  moved: { ...then(view(rows), view(rows), { [ANSWER]: { ...MOVED, then: { body: DONE } } }), press: ['matching.same'] },
  rejected: { ...then(view(rows), view(rows), { [ANSWER]: UNFIT }), press: ['matching.same'] },
  saving: { ...then(view(rows), view(rows), { [ANSWER]: { status: 'never' } }), press: ['matching.same'] },
  answered: { calls: { [GET]: { body: view(rows), then: { body: answered } }, 'POST problems/undo': { body: UNDONE } }, press: ['matching.toAnswered'] },
  notUndone: { calls: { [GET]: { body: view(rows), then: { body: answered } }, 'POST problems/undo': { body: { undone: [], failed: [{ id: 31, text: 'Ответ уже ушёл в 1С:УТ: отменить нельзя, измените саму запись.' }] } } }, press: ['matching.toAnswered', 'runtime.undo'] },
  many: then(view(many, { total: 140, next: 119 }), view(many, { total: 140, next: 119 })),
  empty: answer(view([])),
  ofEntity: { entity: ENTITY, ...answer(view(rows.slice(0, 1))) },
  emptyOfEntity: { entity: ENTITY, ...answer(view([])) },
  readOnly: answer(view(rows.map((one) => ({ ...one, may: { answer: false } })), { may: { answer: false } })),
  long: answer(long),
  hostile: answer(hostile),
  loading: { calls: { [GET]: { status: 'never' } }, wait: 400 },
  slow: { calls: { [GET]: { status: 'never' } }, wait: 5_000 },
  error: { calls: { [GET]: failed }, wait: 1_000 },
  network: { calls: { [GET]: { status: 'lost' } }, wait: 1_000 },
  offline: { calls: { [GET]: { body: view(rows), then: { status: 'lost' } } }, wait: 62_000 },
  errorOverData: { calls: { [GET]: { body: view(rows), then: failed } }, wait: 62_000 },
  expired: { calls: { [GET]: { body: view(rows), then: refused(401, 'token-expired', 'Доступ истёк', '', '') } }, wait: 62_000 },
  noPermission: { calls: { [GET]: refused(403, 'not-allowed', 'Нет права', '', '') } },
}; // prettier-ignore
