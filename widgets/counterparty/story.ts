/** The counterparty widget in each of its states. */
import type { CounterpartyView } from '../../connector/server/contract/counterparty.ts';
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import type { NotLinked } from '../../connector/server/contract/shared.ts';
import { refused, type Stories } from '../story.ts';

const ENTITY = 'ut11:Catalog_Контрагенты:6a1e0c52-9a57-11ee-8c3d-00155d012345';
const ID = '0b6f2f0e-54a1-4f5e-9b1c-6a1e0c529a57';
const GET = 'GET counterparty';

const invoice = (n: number, over: Partial<InvoiceRow>): InvoiceRow => ({
  id: `0b6f2f0e-54a1-4f5e-9b1c-00000000000${String(n)}`, rev: 1, entity: null, number: `СЧ-04${String(10 + n)}`, date: '2026-11-01T10:00:00', dueDate: '2026-11-30',
  counterparty: { id: ID, name: 'ООО «Северстрой»' }, currency: 'RUB', total: '150000', paid: '0', paidOther: [], left: '150000', state: 'issued', posted: true,
  paidState: 'unpaid', paidAt: null, overdueDays: null, push: { state: 'in-host', host: 'ut11', title: '1С:УТ', text: null, problem: null }, totalsDiffer: false,
  ...over,
}); // prettier-ignore

export const ready: CounterpartyView = {
  state: 'ready', id: ID, rev: 7, entity: ENTITY, name: 'ООО «Северстрой»', legalName: 'Общество с ограниченной ответственностью «Северстрой»',
  kind: 'company', taxId: '7701234567', branchCode: '770101001', registrationNo: '1027700132195', country: 'RU', phone: '+7 495 123-45-67',
  email: 'office@severstroy.example', owner: 'Иванова А.', active: true, deletionMark: false, stage: 'live',
  debts: [{ organisation: 'ООО «Ромашка»', currency: 'RUB', debt: '1234567.8', advance: '0', overdue: '410000' }],
  debtAt: '2026-11-21T09:40:00Z', debtWhy: null, overdueDays: 37, unpaid: [{ currency: 'RUB', amount: '252400', count: 3 }], unpaidOther: [{ currency: 'EUR', amount: '1000' }], untold: 0,
  invoices: [
    invoice(2, { total: '90000', left: '90000', dueDate: '2026-10-15', overdueDays: 37 }),
    invoice(3, { total: '150000', paid: '50000', left: '100000', paidState: 'part', paidOther: [{ currency: 'EUR', amount: '1000' }] }),
    invoice(4, { total: '12400', left: '0', paid: '12400', paidState: 'paid', paidAt: '2026-11-20' }),
  ],
  limitHint: { currency: 'RUB', paid: '3600000', invoices: 14, medianLateDays: 6, limit: '300000', lastPaidAt: '2026-11-20' },
  warnings: [{ kind: 'debtor', text: 'Должник: предупредить до звонка' }, { kind: 'preference', text: 'не звонить по понедельникам' }],
  guard: { warn: true, text: 'Северстрой просрочил 410 000,00 ₽ на 37 дней. Договоритесь об оплате, прежде чем предлагать новое.' },
  badges: [
    { host: 'ut11', title: '1С', state: 'in-step', at: '2026-11-21T09:40:00Z', text: 'совпадает', problem: null },
    { host: 'dyn', title: 'Dynamics', state: 'problem', at: '2026-11-21T07:40:00Z', text: 'расхождение', problem: 12 },
  ],
  problems: 1, freshness: [{ host: 'ut11', title: '1С', at: '2026-11-21T09:40:00Z', stale: false, cause: null }],
  may: { issue: true, resolve: true, seeInvoices: true, note: true },
}; // prettier-ignore

/** Owes nothing, pays in time. */
const good: CounterpartyView = {
  ...ready, name: 'ИП Ёлкина Мария Сергеевна', branchCode: null, taxId: '770112345678', overdueDays: null, unpaid: [], unpaidOther: [], warnings: [], problems: 0,
  debts: [{ organisation: null, currency: 'RUB', debt: '0', advance: '15000', overdue: '0' }],
  guard: { warn: false, text: '' }, badges: ready.badges.slice(0, 1), invoices: ready.invoices.slice(2),
  limitHint: { currency: 'RUB', paid: '1200000', invoices: 9, medianLateDays: -2, limit: '100000', lastPaidAt: '2026-11-20' },
}; // prettier-ignore

const unknown: CounterpartyView = {
  ...good, name: 'Вега', debts: [], debtAt: null, debtWhy: 'Регистр расчётов не опубликован в 1С. Сообщите администратору.', owner: null, limitHint: null, invoices: [], untold: 2,
  stage: 'prospect', phone: null, badges: [{ host: 'ut11', title: '1С', state: 'waiting', at: null, text: 'в очереди', problem: null }],
}; // prettier-ignore

const long: CounterpartyView = {
  ...ready,
  name: 'Акционерное общество «Научно-производственное объединение „Спецгидроэлектромонтажналадка“»',
  owner: 'Константинопольская-Преображенская А. В.',
  debts: [
    { organisation: 'ООО «Ромашка-Северо-Запад»', currency: 'RUB', debt: '999999999999.99', advance: '0', overdue: '123456789012.34' },
    { organisation: 'ООО «Ромашка»', currency: 'EUR', debt: '1000.5', advance: '20', overdue: '0' },
  ],
  unpaid: [{ currency: 'RUB', amount: '999999999999.99', count: 21 }, { currency: 'EUR', amount: '1000.5', count: 1 }],
}; // prettier-ignore

/** What a person or a host may enter, shown as text. */
const hostile: CounterpartyView = {
  ...ready,
  name: '<img src=x onerror="document.title=1">',
  owner: '"><script>document.title=1</script>',
};

const notLinked: NotLinked = {
  state: 'not-linked', why: 'Такой карточки в Sidebook ещё нет: возможно, она заведена дважды.', problem: 3, mayLink: true,
  candidates: [
    { id: ID, name: 'ООО «Северстрой»', taxId: '7701234567', branchCode: '770101001', score: 0.92, reasons: ['ИНН равен', 'КПП разный'] },
    { id: ID.replace('0b', '0c'), name: 'Северстрой-Юг', taxId: '7701234999', branchCode: null, score: 0.61, reasons: ['название похоже'] },
  ],
}; // prettier-ignore

const stale: CounterpartyView = {
  ...ready,
  freshness: [{ host: 'ut11', title: '1С', at: '2026-11-21T07:55:00Z', stale: true, cause: { code: 'host-busy', text: '1С ограничила частоту запросов.', next: 'Повтор в 12:46, ничего не потеряно.', who: 'itself', retryAt: '2026-11-21T09:46:00Z' } }],
}; // prettier-ignore

const failed = refused(
  503,
  'store-unavailable',
  'Данные сейчас недоступны',
  'База Sidebook не отвечает.',
  'Сообщите администратору номер обращения.',
);
const unfit = refused(
  409,
  'answer-unfit',
  'Так связать нельзя',
  'Эта карточка уже связана с другой.',
  'Обновите и посмотрите снова.',
  'you',
);
const answer = (body: unknown) => ({ entity: ENTITY, calls: { [GET]: { body } } });

export const stories: Stories = {
  ready: answer(ready),
  empty: { calls: {} },
  good: answer(good),
  unknown: answer(unknown),
  long: answer(long),
  hostile: answer(hostile),
  stale: answer(stale),
  loading: { entity: ENTITY, calls: { [GET]: { status: 'never' } }, wait: 400 },
  slow: { entity: ENTITY, calls: { [GET]: { status: 'never' } }, wait: 5_000 },
  notLinked: answer(notLinked),
  saving: { entity: ENTITY, calls: { [GET]: { body: notLinked }, 'POST links': { status: 'never' } }, press: ['runtime.link'] },
  rejected: { entity: ENTITY, calls: { [GET]: { body: notLinked }, 'POST links': unfit }, press: ['runtime.link'] },
  mayNotLink: answer({ ...notLinked, mayLink: false, candidates: [] }),
  error: { entity: ENTITY, calls: { [GET]: failed }, wait: 1_000 },
  network: { entity: ENTITY, calls: { [GET]: { status: 'lost' } }, wait: 1_000 },
  offline: { entity: ENTITY, calls: { [GET]: { body: ready, then: { status: 'lost' } } }, wait: 62_000 },
  errorOverData: { entity: ENTITY, calls: { [GET]: { body: ready, then: failed } }, wait: 62_000 },
  expired: {
    entity: ENTITY,
    calls: { [GET]: { body: ready, then: refused(401, 'token-expired', 'Доступ истёк', '', '') } },
    wait: 62_000,
  },
  noPermission: { entity: ENTITY, calls: { [GET]: refused(403, 'not-allowed', 'Нет права', '', '') } },
  guard: { ...answer(ready), press: ['counterparty.issue'] },
  readOnly: answer({ ...ready, may: { issue: false, resolve: false, seeInvoices: false, note: false } }),
};
