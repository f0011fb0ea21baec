/** The invoices widget in each of its states. */
import type { InvoiceRow, InvoicesView, InvoiceView } from '../../connector/server/contract/invoices.ts';
import type { NotLinked } from '../../connector/server/contract/shared.ts';
import { refused, type Stories, type Story, type StoryAnswer } from '../story.ts';

const ENTITY = 'ut11:Catalog_Контрагенты:6a1e0c52-9a57-11ee-8c3d-00155d012345';
const PARTY = { id: '0b6f2f0e-54a1-4f5e-9b1c-6a1e0c529a57', name: 'ООО «Северстрой»' };
const LIST = 'GET invoices';
const idOf = (n: number): string => `0b6f2f0e-54a1-4f5e-9b1c-${('00000000000' + String(n)).slice(-12)}`;

const row = (n: number, over: Partial<InvoiceRow> = {}): InvoiceRow => ({
  id: idOf(n), rev: 3, entity: `ut11:Document_СчетНаОплатуПокупателю:00000000-0000-0000-0000-${('00000000000' + String(n)).slice(-12)}`,
  number: `СЧ-0${String(400 + n)}`, date: '2026-10-25T10:00:00', dueDate: '2026-11-30', counterparty: PARTY, currency: 'RUB', total: '150000', paid: '0', paidOther: [], left: '150000',
  state: 'issued', posted: true, paidState: 'unpaid', paidAt: null, overdueDays: null,
  push: { state: 'in-host', host: 'ut11', title: '1С:УТ', text: null, problem: null }, totalsDiffer: false, ...over,
}); // prettier-ignore
const ours = (state: InvoiceRow['push']['state'], text: string | null, problem: number | null = null): Partial<InvoiceRow> => ({
  entity: null,
  number: null,
  posted: false,
  push: { state, host: 'ut11', title: '1С:УТ', text, problem },
});

const overdue = row(12, { dueDate: '2026-11-01', total: '90000', left: '90000', overdueDays: 20 });
const part = row(20, { paid: '50000', left: '100000', paidState: 'part', paidAt: '2026-11-18' });
const queued = row(31, { ...ours('queued', 'Уйдёт со следующим циклом'), dueDate: '2026-12-05', total: '12400', left: '12400' });
const draft = row(7, { ...ours('local', null), state: 'draft', dueDate: null, total: '8000', left: '8000' });
const rejected = row(32, {
  ...ours('rejected', '1С отклонила счёт: не заполнен договор.', 41),
  total: '31200.5',
  left: '31200.5',
});
const problem = row(18, { push: { state: 'problem', host: 'ut11', title: '1С:УТ', text: 'Срок изменили и в 1С, и здесь.', problem: 12 } }); // prettier-ignore
const sending = row(33, { ...ours('sending', 'Отправлен, ответа ещё нет'), total: '54000', left: '54000' });
const paid = row(5, { paid: '150000', left: '0', paidState: 'paid', paidAt: '2026-11-03', dueDate: '2026-11-01' });
const reversed = row(4, { paidState: 'reversed', dueDate: '2026-12-01' });
const cancelled = row(3, { state: 'cancelled', dueDate: null });

export const ready: InvoicesView = {
  state: 'ready', counterparty: PARTY, counts: { all: 128, overdue: 3, unpaid: 9, drafts: 1, untold: 0 },
  unpaid: [{ currency: 'RUB', amount: '252400', count: 3 }], unpaidOther: [],
  rows: [overdue, part, queued, draft, rejected, problem, sending, paid, reversed, cancelled], next: null,
  freshness: [{ host: 'ut11', title: '1С:УТ', at: '2026-11-21T09:40:00Z', stale: false, cause: null }],
  guard: { warn: false, text: '' }, may: { create: true, issue: true, propose: true, retry: true },
  form: { organisations: [{ id: idOf(900), name: 'ООО «Ромашка»' }], currencies: [{ id: idOf(901), code: 'RUB' }], vatRates: ['none', '0', '5', '10', '20', '22', '20/120'], vatRate: '22', host: '1С:УТ', why: null },
}; // prettier-ignore

const detail: InvoiceView = {
  row: overdue, organisation: 'ООО «Ромашка»', contract: 'Договор поставки № 17', responsible: 'Иванова А.', comment: 'Отгрузка после оплаты', vatIncluded: true, vatTotal: '15000',
  lines: [
    { product: idOf(1), text: 'Болт М8×40 оцинкованный', quantity: '500', unit: 'шт', price: '12.4', discount: '0', amount: '6200', vatRate: '20', vatAmount: '1033.33' },
    { product: null, text: 'Доставка до объекта', quantity: '1.5', unit: 'т', price: '55866.67', discount: '5', amount: '83800', vatRate: '20', vatAmount: '13966.67' },
  ],
  payments: [], revisions: [], proposals: [], frozen: null,
  editable: [{ field: 'comment', label: 'Комментарий' }, { field: 'dueDate', label: 'Срок оплаты' }],
  may: { edit: true, propose: false, issue: false, withdraw: true, note: true },
}; // prettier-ignore

/** 1,000 euro, paid in roubles and a little in euro. */
const abroad: InvoiceView = {
  ...detail, row: { ...overdue, currency: 'EUR', total: '1000', paid: '100', paidOther: [{ currency: 'RUB', amount: '90000' }], left: '900', paidState: 'part' }, vatTotal: '166.67',
  lines: detail.lines.map((line, i) => ({ ...line, price: ['1.6', '200'][i] ?? '', amount: ['800', '200'][i] ?? '', quantity: ['500', '1'][i] ?? '', discount: '0' })),
  payments: [
    { number: '1201', date: '2026-11-10', amount: '100', currency: 'EUR', kind: 'Платёжное поручение', reversed: false },
    { number: '1202', date: '2026-11-12', amount: '90000', currency: 'RUB', kind: 'Платёжное поручение', reversed: false },
  ],
}; // prettier-ignore

const posted: InvoiceView = {
  ...detail, row: { ...part, totalsDiffer: true }, frozen: 'Счёт проведён: срок и строки решает бухгалтерия.', may: { ...detail.may, propose: true },
  payments: [
    { number: '1187', date: '2026-11-18', amount: '50000', currency: 'RUB', kind: 'Платёжное поручение', reversed: false },
    { number: '1180', date: '2026-11-16', amount: '50000', currency: 'RUB', kind: 'Платёжное поручение', reversed: true },
  ],
  revisions: [{ n: 2, at: '2026-11-18T08:12:00Z', host: '1С:УТ', changes: [{ field: 'total', label: 'Сумма', before: '140 000,00', after: '150 000,00' }, { field: 'comment', label: 'Комментарий', before: null, after: 'Отгрузка после оплаты' }] }],
  proposals: [
    { id: 5, state: 'open', by: 'Петров Б.', at: '2026-11-20T12:00:00Z', changes: [{ field: 'dueDate', label: 'Срок оплаты', before: '30.11.2026', after: '15.12.2026' }] },
    { id: 4, state: 'declined', by: 'Петров Б.', at: '2026-11-19T12:00:00Z', changes: [{ field: 'dueDate', label: 'Срок оплаты', before: '30.11.2026', after: '31.12.2026' }] },
  ],
}; // prettier-ignore

const notLinked: NotLinked = {
  state: 'not-linked', why: 'Такой карточки в Sidebook ещё нет: возможно, она заведена дважды.', problem: 3, mayLink: true,
  candidates: [{ id: PARTY.id, name: PARTY.name, taxId: '7701234567', branchCode: '770101001', score: 0.92, reasons: ['ИНН равен'] }],
}; // prettier-ignore
const cause = { code: 'host-busy', text: '1С ограничила частоту запросов.', next: 'Повтор в 12:46, ничего не потеряно.', who: 'itself' as const, retryAt: '2026-11-21T09:46:00Z' }; // prettier-ignore
const stale: InvoicesView = {
  ...ready,
  freshness: [{ host: 'ut11', title: '1С:УТ', at: '2026-11-21T07:55:00Z', stale: true, cause }],
};

const LONG = 'Акционерное общество «Научно-производственное объединение „Спецгидроэлектромонтажналадка“»';
const long: InvoicesView = {
  ...ready, counterparty: null, counts: { all: 300000, overdue: 41234, unpaid: 120000, drafts: 999, untold: 5000 },
  unpaid: [{ currency: 'RUB', amount: '999999999999.99', count: 119990 }, { currency: 'EUR', amount: '1000.5', count: 10 }], unpaidOther: [{ currency: 'EUR', amount: '1999999.98' }],
  rows: ready.rows.map((one, i) => ({ ...one, ...(i === 5 ? { paidState: 'untold' as const } : {}), counterparty: { ...PARTY, name: i % 2 === 0 ? LONG : PARTY.name }, number: one.number && `РМ-СЧЁТ-000000${one.number}`, left: i === 1 ? '999999999999.99' : one.left, currency: i === 2 ? 'EUR' : 'RUB', overdueDays: one.overdueDays === null ? null : 1234, paidOther: i < 2 ? [{ currency: 'EUR', amount: '999999.99' }] : [] })),
}; // prettier-ignore
/** What a person or a host may enter, shown as text. */
const hostile: InvoicesView = {
  ...ready, counterparty: { ...PARTY, name: '<img src=x onerror="document.title=1">' },
  rows: [
    row(1, { number: '=HYPERLINK("https://evil.example","x")', counterparty: { ...PARTY, name: '@SUM(1;2)' } }),
    row(2, { number: '<script>document.title=1</script>', counterparty: { ...PARTY, name: '+7 "Рога"; и копыта' } }),
  ],
}; // prettier-ignore

const many: InvoicesView = {
  ...ready,
  counts: { all: 10000, overdue: 2500, unpaid: 5000, drafts: 0, untold: 0 },
  rows: Array.from({ length: 10000 }, (_, i) =>
    row(i + 1, {
      number: `СЧ-${String(100000 + i)}`,
      ...(i % 4 === 0 ? { overdueDays: 1 + (i % 60), dueDate: '2026-11-01' } : {}),
    }),
  ),
};

const failed = refused(503, 'store-unavailable', 'Данные сейчас недоступны', 'База Sidebook не отвечает.', 'Сообщите администратору номер обращения.'); // prettier-ignore
const busyHost = refused(502, 'host-unreachable', '1С не отвечает', 'Сервер 1С:УТ не ответил за 30 секунд.', 'Запросы повторятся сами, ничего не потеряно.', 'itself'); // prettier-ignore
const denied = refused(403, 'not-allowed', 'Нет права', '', '');
const expired = refused(401, 'token-expired', 'Доступ истёк', '', '');

const PREVIEW = 'POST invoices/preview';
const PRODUCTS = 'POST products/find';
export const hits = [
  { id: idOf(501), name: 'Болт М8×40 оцинкованный', sku: 'B-8-40', unit: 'шт', vatRate: '20', price: '12.4' },
  { id: idOf(502), name: 'Болт М10×60', sku: 'B-10-60', unit: 'шт', vatRate: null, price: null },
];
const preview = {
  lines: [{ product: null, text: 'Болт', quantity: '1', unit: null, price: '12.4', discount: '0', amount: '12.4', vatRate: '20', vatAmount: '2.07' }],
  total: '12.4', vatTotal: '2.07',
}; // prettier-ignore
/** What a new invoice becomes: queued, without a number. */
const made: InvoiceView = { ...detail, row: { ...queued, id: idOf(77), rev: 1, total: '12.4', left: '12.4' } };
const writing = { [PREVIEW]: { body: preview }, [PRODUCTS]: { body: { rows: hits } }, 'POST invoices': { status: 201 as const, body: made } }; // prettier-ignore

const answer = (body: unknown, calls: Record<string, StoryAnswer> = {}, press?: readonly string[]): Story => ({
  entity: ENTITY,
  calls: { [LIST]: { body }, ...calls },
  ...(press ? { press } : {}),
});
const one = (view: InvoiceView, calls: Record<string, StoryAnswer> = {}, press: readonly string[] = []): Story =>
  answer({ ...ready, rows: [view.row, ...ready.rows.filter(({ id }) => id !== view.row.id)] }, { [`GET invoices/${view.row.id}`]: { body: view }, ...calls }, [view.row.number ?? 'invoices.noNumber', ...press]); // prettier-ignore
const first = (view: InvoiceRow): InvoicesView => ({ ...ready, rows: [view, ...ready.rows.filter(({ id }) => id !== view.id)] });
const issued: InvoiceRow = { ...queued, id: draft.id, total: '8000', left: '8000' };
const patch = (to: StoryAnswer): Record<string, StoryAnswer> => ({ [`PATCH invoices/${overdue.id}`]: to });
const moved = { ...detail, row: { ...overdue, rev: 4, dueDate: '2026-12-10' } };

/** The term moved by three days and saved; a line typed and issued. */
const LATER = ['.sb-inv-form .sb-field + .sb-field input', 'key:Control+a', 'type:+3', 'invoices.save'];
const ISSUE = ['[data-field="lines.0.text"] input', 'type:Болт', '[role=option]', 'invoices.issue'];

export const stories: Stories = {
  ready: { entity: ENTITY, calls: { [LIST]: { body: ready, then: { body: first(made.row) } }, ...writing } },
  readOnly: answer({ ...ready, may: { create: false, issue: false, propose: false, retry: false } }),
  long: answer(long),
  everyone: { calls: { [LIST]: { body: { ...ready, counterparty: null, rows: ready.rows.map((one, i) => ({ ...one, number: one.number && `ТС00-000${String(412 + i)}`, counterparty: { ...PARTY, name: ['ООО «Северстрой»', 'ИП Ёлкина Мария Сергеевна', 'АО «Техснаб»'][i % 3] ?? '' } })) } } } },
  hostile: answer(hostile),
  many: answer(many),
  stale: answer(stale),
  loading: { entity: ENTITY, calls: { [LIST]: { status: 'never' } }, wait: 400 },
  slow: { entity: ENTITY, calls: { [LIST]: { status: 'never' } }, wait: 5_000 },
  empty: answer({ ...ready, rows: [], unpaid: [], counts: { all: 0, overdue: 0, unpaid: 0, drafts: 0, untold: 0 } }),
  noMatch: { entity: ENTITY, calls: { [LIST]: { body: ready, then: { body: { ...ready, rows: [] } } } }, press: ['invoices.overdue'] },
  notLinked: answer(notLinked),
  error: { entity: ENTITY, calls: { [LIST]: failed }, wait: 1_000 },
  errorHost: { entity: ENTITY, calls: { [LIST]: busyHost }, wait: 1_000 },
  network: { entity: ENTITY, calls: { [LIST]: { status: 'lost' } }, wait: 1_000 },
  timeout: { entity: ENTITY, calls: { [LIST]: refused(504, 'timeout', 'Сервер не ответил вовремя', 'Список счетов не собран за 15 секунд.', 'Повторите через минуту.', 'itself') }, wait: 1_000 },
  offline: { entity: ENTITY, calls: { [LIST]: { body: ready, then: { status: 'lost' } } }, wait: 62_000 },
  errorOverData: { entity: ENTITY, calls: { [LIST]: { body: ready, then: failed } }, wait: 62_000 },
  expired: { entity: ENTITY, calls: { [LIST]: { body: ready, then: expired } }, wait: 62_000 },
  noPermission: { entity: ENTITY, calls: { [LIST]: denied } },
  pages: { entity: ENTITY, calls: { [LIST]: { body: { ...many, rows: many.rows.slice(0, 30), next: '30' }, then: { body: { ...many, rows: many.rows.slice(30, 230), next: null } } } } },
  moreFailed: { entity: ENTITY, calls: { [LIST]: { body: { ...many, rows: many.rows.slice(0, 8), next: '8' }, then: failed } }, wait: 1_000 },
  saving: answer(first(draft), { [`POST invoices/${draft.id}/issue`]: { status: 'never' } }, ['invoices.issue']),
  queued: { entity: ENTITY, calls: { [LIST]: { body: first(draft), then: { body: first(issued) } }, [`POST invoices/${draft.id}/issue`]: { body: { ...detail, row: issued } } }, further: ['invoices.issue'] },
  issueRefused: answer(first(draft), { [`POST invoices/${draft.id}/issue`]: refused(422, 'not-complete', 'Счёт заполнен не весь', 'В счёте не заполнено: организация.', 'Заполните и выставьте.', 'you') }, ['invoices.issue']),
  detail: one(detail, patch({ body: { ...detail, row: { ...overdue, rev: 4, dueDate: '2026-12-01' } } })),
  posted: one(posted, { 'POST proposals/5': { body: { ok: true, text: '' } } }),
  otherCurrency: one(abroad),
  draft: one({ ...detail, row: draft, may: { ...detail.may, issue: true } }),
  rejected: one({ ...detail, row: rejected }, { [`POST invoices/${rejected.id}/retry`]: { body: { ok: true, text: '' } } }),
  problem: one({ ...detail, row: problem }),
  edit: one(detail, {}, ['invoices.edit']),
  moved: { ...one(detail, { ...patch({ ...refused(412, 'record-moved', 'Счёт изменился', '', '', 'you'), then: { body: moved } }), [`GET invoices/${overdue.id}`]: { body: detail, then: { body: moved } } }, ['invoices.edit']), further: LATER },
  booksRefuse: { ...one(detail, patch({ ...refused(422, 'invoice-posted', 'Счёт проведён', 'Срок решает бухгалтерия.', 'Оставьте предложением.', 'accountant'), then: { body: posted } }), ['invoices.edit']), further: LATER },
  detailFailed: { ...one(detail, { [`GET invoices/${overdue.id}`]: failed }), wait: 0 },
  own: { entity: overdue.entity, calls: { [LIST]: { body: { ...ready, rows: [overdue] } }, [`GET invoices/${overdue.id}`]: { body: detail } } },
  newForm: answer(ready, writing, ['invoices.new']),
  newErrors: answer(ready, writing, ['invoices.new', 'invoices.addLine', 'invoices.issue']),
  newSeveral: answer({ ...ready, form: { ...ready.form, organisations: [...ready.form.organisations, { id: idOf(902), name: 'ООО «Лютик»' }], why: cause } }, writing, ['invoices.new']),
  newRefused: { ...answer(ready, { ...writing, 'POST invoices': { status: 422, body: { ...(Object(refused(422, 'input-wrong', 'Проверьте поля', '', '', 'you').body) as object), fields: { 'lines.0.price': 'Введите число, например 1234,50', organisation: 'Выберите организацию' } } } }, ['invoices.new']), further: ISSUE },
  newLost: { ...answer(ready, { ...writing, 'POST invoices': { status: 502, then: { status: 201, body: made } } }, ['invoices.new']), further: ISSUE },
  newExpired: { ...answer(ready, { ...writing, 'POST invoices': { ...expired, then: { ...expired, then: { status: 201, body: made } } } }, ['invoices.new']), further: ISSUE },
  newReused: { ...answer(ready, { ...writing, 'POST invoices': { status: 502, then: refused(422, 'key-reused', 'Ключ уже использован', '', '', 'you') } }, ['invoices.new']), further: [...ISSUE, 'invoices.issue'] },
  newRunning: { ...answer(ready, { ...writing, 'POST invoices': refused(409, 'key-running', 'Это изменение ещё выполняется или прервалось.', 'Это изменение ещё выполняется или прервалось.', 'Посмотрите на запись, прежде чем повторять.', 'you') }, ['invoices.new']), further: ISSUE },
  guard: answer({ ...ready, guard: { warn: true, text: 'Северстрой просрочил 410 000,00 ₽ на 37 дней. Договоритесь об оплате, прежде чем предлагать новое.' } }, writing, ['invoices.new']),
}; // prettier-ignore
