/** The sync widget in each of its states, with every cause a person may have to deal with. */
import type { Cause } from '../../connector/server/contract/shared.ts';
import type { HostStatus, PlanStep, PlanView, SyncView } from '../../connector/server/contract/sync.ts';
import { refused, type Stories, type StoryAnswer } from '../story.ts';
import { CAUSES } from './story-causes.ts';
import type { Summary } from './summary.ts';

const GET = 'GET sync';
const PLAN = 'GET plans/p-1';

const ok: HostStatus = { id: 'ut11', title: '1С:УТ', kind: '1c', state: 'ok', writes: true, lastSuccessAt: '2026-11-21T09:43:00Z', lagSeconds: 120, queue: 0, waiting: 0, behind: 0, problems: 0, causes: [], pausedBy: null }; // prettier-ignore
const limited: Cause = { code: 'too-many-requests', text: 'Dynamics ограничил частоту запросов.', next: 'Ничего не потеряно.', who: 'itself', retryAt: '2026-11-21T09:46:00Z' }; // prettier-ignore
const late: HostStatus = { ...ok, id: 'dyn', title: 'Dynamics', kind: 'dynamics', state: 'late', lastSuccessAt: '2026-11-21T07:58:00Z', lagSeconds: 6420, queue: 14, waiting: 3, behind: 23, problems: 1, causes: [limited] }; // prettier-ignore

const guard: Cause = { code: 'too-many-writes', text: 'Запись в 1С:УТ остановлена: изменений больше, чем бывает обычно (214 при пределе 100).', next: 'Посмотрите план. Если всё верно, примите его.', who: 'accountant', retryAt: null }; // prettier-ignore
const total = (host: string, entity: string, entityLabel: string, does: PlanStep['does'], doesLabel: string, count: number, amount?: string): PlanView['totals'][number] =>
  ({ host, entity, entityLabel, does, doesLabel, count, sums: amount === undefined ? [] : [{ currency: 'RUB', amount }] }); // prettier-ignore
const totals = [
  total('ut11', 'counterparty', 'контрагенты', 'create', 'создать там', 1),
  total('ut11', 'invoice', 'счета', 'create', 'создать там', 2, '162400'),
  total('ut11', 'counterparty', 'контрагенты', 'change', 'изменить там', 5),
  total('dyn', 'counterparty', 'контрагенты', 'change', 'изменить там', 1),
  total('ut11', 'counterparty', 'контрагенты', 'ask', 'спросить', 1),
  total('ut11', 'invoice', 'счета', 'hold', 'придержано', 1, '149999.99'),
];
const changes = [
  { field: 'number', label: 'Номер', before: null, after: 'СЧ-0431' },
  { field: 'counterparty', label: 'Контрагент', before: null, after: 'ООО «Северстрой»' },
  { field: 'lines', label: 'Товары и услуги', before: null, after: 'Болт М8×40 × 1 000 × 12,40 = 12 400,00' },
];
const steps: PlanStep[] = [
  { host: 'ut11', entity: 'invoice', title: 'СЧ-0432', does: 'create', doesLabel: 'создать там', amount: '150000', currency: 'RUB', hold: null, changes },
  { host: 'ut11', entity: 'invoice', title: 'СЧ-0420', does: 'hold', doesLabel: 'придержано', amount: '149999.99', currency: 'RUB', hold: 'Итог счёта не равен сумме его строк.', changes: [] },
  { host: 'ut11', entity: 'invoice', title: 'СЧ-0431', does: 'create', doesLabel: 'создать там', amount: '12400', currency: 'RUB', hold: null, changes },
  { host: 'ut11', entity: 'counterparty', title: 'ООО «Северстрой»', does: 'change', doesLabel: 'изменить там', amount: null, currency: null, hold: null, changes: [{ field: 'phone', label: 'Телефон', before: '+7 495 123-45-67', after: '+7 812 333-44-55' }, { field: 'email', label: 'E-mail', before: 'info@severstroy.example', after: null }] },
]; // prettier-ignore
const summary: Summary = { id: 'p-1', host: 'ut11', madeAt: '2026-11-21T09:44:00Z', state: 'proposed', acceptedBy: null, refused: null, totals, stepCount: 11, mayAccept: false }; // prettier-ignore
const stopped: Summary = { ...summary, refused: guard, mayAccept: true };
const plan = (of: Summary, all = steps): PlanView => ({ ...of, steps: all });
const every = Array.from({ length: 11 }, (_, i) => ({
  ...(steps[i % 4] ?? steps[0]),
  title: `Запись ${String(i + 1)}`,
})) as PlanStep[];
const large = Array.from({ length: 250 }, (_, i) => ({
  ...(steps[i % 4] ?? steps[0]),
  title: `Запись ${String(i + 1)}`,
})) as PlanStep[];

const journal = [
  { at: '2026-11-21T09:40:00Z', host: 'ut11', text: 'Принято · 1С:УТ: ООО «Северстрой» (Телефон)' },
  { at: '2026-11-21T09:40:00Z', host: 'ut11', text: 'Создано · 1С:УТ: Счёт СЧ-0432' },
  { at: '2026-11-21T09:20:00Z', host: null, text: 'Изменено здесь: ООО «Вега» (КПП, Телефон)' },
  { at: '2026-11-21T07:58:00Z', host: 'dyn', text: 'Отправлено · Dynamics: ИП Орлов (Наименование)' },
  { at: '2026-11-20T15:12:00Z', host: 'ut11', text: 'Ответ · 1С:УТ: ООО «Лотос» (Сайт)' },
];
export const ready: SyncView = {
  state: 'ready',
  hosts: [ok, late],
  journal,
  plans: [summary],
  may: { retry: true, plan: true, accept: true },
};
const of = (over: Partial<HostStatus>, more: Partial<SyncView> = {}): SyncView => ({
  ...ready,
  hosts: [{ ...ok, ...over }],
  plans: [],
  ...more,
});
const answer = (body: SyncView, calls: Record<string, StoryAnswer> = {}): { calls: Record<string, StoryAnswer> } => ({
  calls: { [GET]: { body }, ...calls },
});
const done = (text: string): StoryAnswer => ({ body: { ok: true, text } });
const failed = refused(503, 'store-unavailable', 'Данные сейчас недоступны', 'База Sidebook не отвечает.', 'Сообщите администратору номер обращения.'); // prettier-ignore
const OPEN = '.sb-sy-plan .sb-link';
const ACCEPTED: Summary = { ...stopped, state: 'accepted', acceptedBy: 'Иванова А.', mayAccept: false };

export const stories: Stories = {
  ready: answer(ready, { [PLAN]: { body: plan(summary) }, 'POST sync/retry': done('Попытка повторится со следующим циклом.') }),
  allRight: answer(of({}, { plans: [{ ...summary, totals: [], stepCount: 0 }] })),
  causes: answer(of({ state: 'failing', queue: 3, problems: 2, causes: CAUSES })),
  paused: answer(of({ state: 'paused', pausedBy: 'Иванова А.', queue: 37, causes: [] })),
  restored: answer(of({ state: 'restored', writes: false, queue: 5 })),
  never: answer(of({ state: 'never', writes: false, lastSuccessAt: null, lagSeconds: null }, { journal: [] })),
  readOnly: answer(of({ writes: false })),
  noHosts: answer({ ...ready, hosts: [], plans: [], journal: [] }),
  retried: { ...answer(ready, { 'POST sync/retry': done('Попытка повторится со следующим циклом.') }), press: ['sync.retry'] },
  retryFailed: { ...answer(ready, { 'POST sync/retry': failed }), press: ['sync.retry'] },
  details: { ...answer(ready), press: ['runtime.details'] },
  plan: { ...answer(ready, { [PLAN]: { body: plan(summary), then: { body: plan(summary, every) } }, 'GET plans/p-1.html': { body: '<!doctype html>' } }), press: [OPEN] },
  planFields: { ...answer(ready, { [PLAN]: { body: plan(summary) } }), press: [OPEN, '.sb-sy-step .sb-link'] },
  planAll: { ...answer({ ...ready, plans: [{ ...summary, stepCount: 250 }] }, { [PLAN]: { body: plan(summary), then: { body: plan(summary, large) } } }), press: [OPEN, '.sb-sy-plan .sb-actions .sb-plain'] },
  planFailed: { ...answer(ready, { [PLAN]: failed }), press: [OPEN], wait: 1_000 },
  stopped: { calls: { [GET]: { body: { ...ready, plans: [stopped] }, then: { body: { ...ready, plans: [ACCEPTED] } } }, [PLAN]: { body: plan(stopped) }, 'POST plans/p-1/accept': done('Принято. Уйдёт со следующим циклом.') } },
  accept: { ...answer({ ...ready, plans: [stopped] }, { [PLAN]: { body: plan(stopped) } }), press: ['sync.accept'] },
  mayNotAccept: answer({ ...ready, plans: [{ ...stopped, mayAccept: false }], may: { retry: false, plan: false, accept: false } }, { [PLAN]: { body: plan(stopped) } }),
  planStale: { ...answer({ ...ready, plans: [{ ...summary, state: 'stale' }] }, { [PLAN]: { body: plan(summary) } }), press: [OPEN] },
  noPlan: { ...answer({ ...ready, plans: [] }, { 'POST plans': { body: plan(summary) } }), press: [OPEN] },
  making: { ...answer({ ...ready, plans: [] }, { 'POST plans': { status: 'never' } }), press: [OPEN, 'sync.make'] },
  busy: { ...answer({ ...ready, plans: [] }, { 'POST plans': done('Идёт обмен с базой; повторите через минуту.') }), press: [OPEN, 'sync.make'] },
  long: answer(of({ title: '1С:Управление торговлей 11, обособленное подразделение «Северо-Запад»', state: 'late', lagSeconds: 400_000, queue: 12_345, problems: 218, causes: [limited, guard] })),
  hostile: answer(of({ title: '<img src=x onerror="document.title=1">', causes: [{ ...limited, text: '"><script>document.title=1</script>' }] })),
  loading: { calls: { [GET]: { status: 'never' } }, wait: 400 },
  slow: { calls: { [GET]: { status: 'never' } }, wait: 5_000 },
  error: { calls: { [GET]: failed }, wait: 1_000 },
  network: { calls: { [GET]: { status: 'lost' } }, wait: 1_000 },
  offline: { calls: { [GET]: { body: ready, then: { status: 'lost' } } }, wait: 62_000 },
  errorOverData: { calls: { [GET]: { body: ready, then: failed } }, wait: 62_000 },
  expired: { calls: { [GET]: { body: ready, then: refused(401, 'token-expired', 'Доступ истёк', '', '') } }, wait: 62_000 },
  noPermission: { calls: { [GET]: refused(403, 'not-allowed', 'Нет права', '', '') } },
}; // prettier-ignore
