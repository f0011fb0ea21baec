/** The notes widget in each of its states: beside a counterparty, and as the day of a salesperson and of the lead. */
import type { NoteRow, NotesView, NoteView } from '../../connector/server/contract/notes.ts';
import type { NotLinked } from '../../connector/server/contract/shared.ts';
import { movedMeanwhile, onceExpired, refused, type Stories, type StoryAnswer } from '../story.ts';

const ENTITY = 'ut11:Catalog_Контрагенты:6a1e0c52-9a57-11ee-8c3d-00155d012345';
const GET = 'GET notes';
const ME = { user: 'ut11:17', name: 'я' };
const PETROV = { user: 'ut11:18', name: 'Петров В.' };
const LEAD = { user: 'ut11:1', name: 'Иванова А.' };

const note = (n: number, text: string, over: Partial<NoteRow> = {}): NoteRow => ({
  id: `0193f2aa-0000-7000-8000-${String(100000000000 + n)}`, rev: 1, about: null, kind: 'call', text, isCut: false, participants: [], pinned: false, isPrivate: false,
  followUp: null, author: ME, at: '2026-11-21T09:20:00Z', edited: null, may: { change: true, decide: true }, ...over,
}); // prettier-ignore
const party = (title: string): NoteRow['about'] => ({ entity: ENTITY, type: 'counterparty', title });
const todo = (due: string, assignee = ME): NoteRow['followUp'] => ({ due, assignee, doneAt: null });

const discount = note(1, 'Просят −3 % при 500 шт, ответ до пятницы', {
  author: PETROV,
  participants: ['Сидоров, закупки'],
  at: '2026-11-21T08:10:00Z',
});
const long = note(2, 'Встречались по годовому договору. '.repeat(7), { kind: 'meeting', author: LEAD, isPrivate: true, isCut: true, at: '2026-11-18T12:00:00Z', edited: { by: 'Иванова А.', at: '2026-11-19T07:00:00Z' } }); // prettier-ignore
const callBack = note(3, 'Перезвонить по цене', {
  author: PETROV,
  followUp: todo('2026-11-24', PETROV),
  about: party('ООО «Северстрой»'),
});
const late = note(4, 'Отправить акт сверки', {
  kind: 'promise',
  followUp: todo('2026-11-19'),
  about: party('АО «Техснаб»'),
  at: '2026-11-12T10:00:00Z',
});
const today = note(5, 'Согласовать отсрочку', {
  followUp: todo('2026-11-21'),
  about: party('ООО «Вега»'),
  at: '2026-11-20T10:00:00Z',
});
/** Of somebody else's customer. */
const given: NoteRow = {
  ...today,
  author: LEAD,
  about: { entity: null, type: 'counterparty', title: 'чужой клиент' },
  may: { change: true, decide: false },
};
const pin = note(6, 'Только предоплата до 31.12', {
  kind: 'preference',
  pinned: true,
  author: LEAD,
  may: { change: true, decide: false },
  at: '2026-11-01T10:00:00Z',
});
const done = note(7, 'Выслать прайс', {
  followUp: { due: '2026-11-17', assignee: ME, doneAt: '2026-11-17T08:00:00Z' },
  at: '2026-11-16T10:00:00Z',
});
const cold = note(8, 'Холостой звонок: крепёж берут у соседа, перезвонить весной');
const promised = note(9, 'Скидка на следующий заказ', {
  kind: 'promise',
  followUp: todo('2026-12-15'),
  about: party('ООО «Вега»'),
  at: '2026-11-10T10:00:00Z',
});

const base: NotesView = {
  state: 'ready', entity: null, title: null, next: null, moreDue: false, today: '2026-11-21', whose: 'mine', me: ME, stamp: ['ООО «Ромашка»', '101000, Москва, Мясницкая ул., 1'], people: [{ ...ME, name: 'Петров Б.' }, PETROV, LEAD], may: { write: true, team: false },
  pinned: [], late: [], moreLate: false, due: [], promises: [], rows: [],
}; // prettier-ignore

export const ready: NotesView = {
  ...base, entity: ENTITY, title: 'ООО «Северстрой»', pinned: [pin], due: [{ ...callBack, about: null }], rows: [discount, long, done], next: 'more',
}; // prettier-ignore
const day: NotesView = {
  ...base,
  moreDue: true,
  entity: null,
  title: null,
  due: [late, given, callBack],
  promises: [promised],
  rows: [cold, discount],
};
const undecided: NotesView['late'] = [
  { id: 31, widget: 'problems', subject: 'ООО «Северстрой»', title: '1С:УТ', limit: '2026-11-19T08:00:00Z' },
  { id: 32, widget: 'matching', subject: 'ТЕХСНАБ АО', title: '1С:УТ', limit: '2026-11-20T15:30:00Z' },
];
const team: NotesView = { ...day, late: undecided, moreLate: true, whose: 'team', may: { write: true, team: true }, due: [{ ...late, followUp: todo('2026-11-19', PETROV), author: PETROV }, today, callBack] }; // prettier-ignore
const empty: NotesView = { ...base, entity: ENTITY, title: 'ООО «Северстрой»' };

const hostile: NotesView = {
  ...ready, title: '<img src=x onerror="document.title=1">',
  rows: [note(20, '<script>document.title=1</script>\n=HYPERLINK("http://x")', { author: { user: 'x', name: '"><b>' } }), note(21, 'W'.repeat(200), { participants: ['\u202eгадо\u202c', 'שלום'] })],
}; // prettier-ignore
const longOne: NotesView = {
  ...ready, title: 'Акционерное общество «Научно-производственное объединение „Спецгидроэлектромонтажналадка“»',
  people: [{ user: 'a', name: 'Константинопольская-Преображенская А. В.' }],
  due: [{ ...callBack, about: null, followUp: todo('2026-11-19', { user: 'a', name: 'Константинопольская-Преображенская А. В.' }), isPrivate: true }],
}; // prettier-ignore

const notLinked: NotLinked = {
  state: 'not-linked', why: 'Не решено, какая из наших записей это.', problem: 3, mayLink: true,
  candidates: [{ id: '0b6f2f0e-54a1-4f5e-9b1c-6a1e0c529a57', name: 'ООО «Северстрой»', taxId: '7701234567', branchCode: '770101001', score: 0.92, reasons: ['тот же ИНН'] }],
}; // prettier-ignore

const whole: NoteView = {
  note: { ...long, text: 'Встречались по годовому договору. Условия прежние, срок поставки пять дней.', isCut: false },
  revisions: [{ text: 'Встречались по годовому договору.', by: 'Иванова А.', at: '2026-11-18T12:00:00Z' }],
};
const moved: NoteView = {
  note: {
    ...discount,
    rev: 2,
    text: 'Просят −3 % при 500 шт, сошлись на −2 %',
    edited: { by: 'Иванова А.', at: '2026-11-21T09:44:00Z' },
  },
  revisions: [{ text: discount.text, by: 'Петров В.', at: discount.at }],
};

const failed = refused(
  503,
  'store-busy',
  'База Sidebook занята',
  'База Sidebook занята.',
  'Повторите через несколько секунд.',
  'itself',
);
const expired = refused(401, 'token-expired', 'Доступ истёк', '', '');
const SAVED: StoryAnswer = { body: { id: cold.id, rev: 1 } };
const of = (body: unknown, more: Readonly<Record<string, StoryAnswer>> = {}, entity: string | null = ENTITY) => ({ entity, calls: { [GET]: { body }, ...more } }); // prettier-ignore
const ofDay = (body: unknown) => of(body, {}, null);
const GET_DISCOUNT = `GET notes/${discount.id}`;
const edited = { ...of({ ...ready, rows: [discount] }, { [GET_DISCOUNT]: { body: { note: discount, revisions: [] } } }), press: [discount.text, 'notes.edit'] }; // prettier-ignore

export const stories: Stories = {
  ready: of(ready),
  day: ofDay(day),
  team: ofDay(team),
  teamDay: { ...ofDay(team), press: ['notes.team'] },
  empty: of(empty),
  emptyRead: of({ ...empty, may: { write: false, team: false } }),
  dayFree: ofDay({ ...base, entity: null, title: null }),
  long: of(longOne),
  hostile: of(hostile),
  open: { ...of(ready, { [`GET notes/${long.id}`]: { body: whole } }), press: [long.text] },
  openDue: { ...ofDay(day), press: [late.text] },
  search: { ...of(ready), press: ['notes.search'] },
  noMatch: { ...of(ready, { 'POST notes/find': { body: empty } }), press: ['notes.search', 'type:щётка'] },
  find: {
    ...of(ready, { 'POST notes/find': { body: { ...empty, rows: [discount] }, then: { body: empty } } }),
    press: ['notes.search'],
  },
  quick: { ...of(ready), press: ['.sb-nt-quick textarea'] },
  needText: { ...of(ready), press: ['.sb-nt-quick textarea', 'notes.save'] },
  edit: edited,
  moved: {
    entity: ENTITY,
    calls: { ...edited.calls, [GET_DISCOUNT]: { body: { note: discount, revisions: [] }, then: { body: moved } }, [`PATCH notes/${discount.id}`]: movedMeanwhile() },
    press: [...edited.press, 'notes.private', 'notes.saveChange'],
  }, // prettier-ignore
  saving: { ...of(ready, { [`PATCH notes/${done.id}`]: { status: 'never' } }), press: [done.text, 'notes.again'] },
  saved: { ...ofDay(day), calls: { [GET]: { body: day }, [`PATCH notes/${late.id}`]: SAVED }, press: [late.text, 'notes.done'] },
  rejected: { ...of(ready, { [`PATCH notes/${done.id}`]: failed }), press: [done.text, 'notes.again'] },
  write: of(ready, { 'POST notes': SAVED }),
  writeExpired: {
    entity: ENTITY,
    calls: { [GET]: { body: ready, then: expired }, 'POST notes': onceExpired(SAVED) },
  },
  /** It may have been stored: nobody knows. */
  writeUnsure: of(ready, { 'POST notes': { ...failed, then: SAVED }, [`PATCH notes/${cold.id}`]: SAVED }),
  editExpired: {
    ...edited,
    calls: { ...edited.calls, [`PATCH notes/${discount.id}`]: onceExpired(SAVED) },
  },
  markExpired: {
    ...ofDay(day),
    calls: { [GET]: { body: day }, [`PATCH notes/${late.id}`]: onceExpired(SAVED) },
    press: [late.text, 'notes.done'],
  },
  notLinked: of(notLinked),
  readOnly: of({ ...ready, may: { write: false, team: false }, rows: [{ ...discount, may: { change: false, decide: false } }] }),
  loading: { entity: ENTITY, calls: { [GET]: { status: 'never' } }, wait: 400 },
  slow: { entity: ENTITY, calls: { [GET]: { status: 'never' } }, wait: 5_000 },
  error: { entity: ENTITY, calls: { [GET]: failed }, wait: 1_000 },
  network: { entity: ENTITY, calls: { [GET]: { status: 'lost' } }, wait: 1_000 },
  offline: { entity: ENTITY, calls: { [GET]: { body: ready, then: { status: 'lost' } } }, wait: 62_000 },
  errorOverData: { entity: ENTITY, calls: { [GET]: { body: ready, then: failed } }, wait: 62_000 },
  expired: { entity: ENTITY, calls: { [GET]: { body: ready, then: expired } }, wait: 61_000 },
  noPermission: { entity: ENTITY, calls: { [GET]: refused(403, 'not-allowed', 'Нет права', '', '') }, wait: 1_000 },
};
