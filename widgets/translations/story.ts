/** The translations widget in each of its states. */
import type { LabelChange, LabelsJob, LabelsPreview, LabelsView } from '../../connector/server/contract/translations.ts';
import { refused, type Stories, type StoryAnswer } from '../story.ts';

const GET = 'GET translations';
const JOB = 'GET translations/jobs/j-1';
const CHANGES = 'GET translations/jobs/j-1/changes';

const own: LabelsView['targets'][number] = {
  id: 'Sidebook', title: 'Sidebook', last: null, more: [{ lcid: 1036, name: 'французский' }],
  languages: [{ lcid: 1033, name: 'английский', done: 1240, missing: 0 }, { lcid: 1049, name: 'русский', done: 1240, missing: 0 }, { lcid: 1031, name: 'немецкий', done: 912, missing: 328 }],
}; // prettier-ignore
const last = { at: '2026-11-20T15:12:00Z', by: 'ut11:anna', from: 'CrmTranslations_sample_1_0.zip', changes: 12 };
const crm: LabelsView['targets'][number] = { id: 'crm', title: 'Dynamics 365', languages: null, more: [], last };
export const ready: LabelsView = { targets: [crm, own], job: null };
const at = (over: Partial<LabelsJob>): LabelsJob => ({ id: 'j-1', target: 'crm', does: 'look', state: 'done', step: 'read', share: null, failed: null, preview: null, report: null, file: null, labels: null, ...over }); // prettier-ignore
const rows: LabelChange[] = [
  { n: 0, place: 'Localized Labels!E3', lcid: 1031, language: 'немецкий', base: 'Account Number', before: null, after: 'Kontonummer', other: null, warned: [] },
  { n: 1, place: 'Localized Labels!E7', lcid: 1031, language: 'немецкий', base: 'Invoice', before: 'Rechnung', after: 'Faktura', other: null, warned: ['glossary'] },
  { n: 2, place: 'Display Strings!D2', lcid: 1036, language: 'французский', base: 'Delete {0} rows?', before: 'Supprimer {0} lignes ?', after: 'Supprimer les lignes ?', other: null, warned: ['placeholder-missing'] },
]; // prettier-ignore
const preview: LabelsPreview = {
  rows: 906, stopped: false, changes: 3, copies: [], differ: [], differAll: 0, findingsAll: 3, warned: [{ kind: 'glossary', count: 1 }, { kind: 'placeholder-missing', count: 1 }],
  languages: [
    { lcid: 1031, name: 'немецкий', added: 1, changed: 1, unchanged: 900, emptied: 2, cleared: 0, skipped: 2 },
    { lcid: 1036, name: 'французский', added: 0, changed: 1, unchanged: 905, emptied: 0, cleared: 0, skipped: 0 },
  ],
  findings: [
    { severity: 'skip', kind: 'stale-base', place: 'Localized Labels!D12', what: 'Базовый текст в файле «Firm», а сейчас «Company»; строка пропущена.', next: 'Выгрузите заново или отметьте, что такие строки брать, и посмотрите ещё раз.' },
    { severity: 'warning', kind: 'glossary', place: 'Localized Labels!E7', what: 'Для «invoice» принято слово «Rechnung».', next: 'Используйте его или исключите такие изменения ниже.' },
    { severity: 'warning', kind: 'placeholder-missing', place: 'Display Strings!D2', what: 'Подстановки не как в базовом тексте. Не хватает: {0}. Неизвестны: .', next: 'Используйте те же, в любом порядке.' },
  ],
}; // prettier-ignore
const older: LabelsPreview = {
  ...preview, warned: [{ kind: 'takes-back', count: 1 }], findingsAll: 1,
  findings: [{ severity: 'warning', kind: 'takes-back', place: 'Localized Labels!E7', what: 'Отменяет изменение от 20.11.2026 (ut11:anna): сейчас там «Rechnung».', next: 'Файл старше этого изменения; текст не берётся, если не снять отметку ниже.' }],
}; // prettier-ignore
const stopped: LabelsPreview = {
  ...preview, stopped: true, changes: 0, warned: [], findingsAll: 2, findings: [
    { severity: 'error', kind: 'date-cell', place: 'Localized Labels!E5', what: 'Excel превратил текст в дату: «2026-01-01».', next: 'Задайте столбцу формат «Текстовый» и введите снова.' },
    { severity: 'error', kind: 'label-too-long', place: 'Localized Labels!E9', what: 'В тексте 612 знаков, можно не больше 500.', next: 'Сократите: Dynamics отклонил бы весь файл.' },
  ],
}; // prettier-ignore
const both: LabelChange[] = rows.map((row, n) => ({
  ...row,
  place: `${row.place} (${n === 1 ? 'boris.xlsx' : 'anna.xlsx'})`,
  other: n === 0 ? { after: 'Konto-Nr.', warned: ['glossary'] } : null,
}));
const merged: LabelsPreview = {
  ...preview,
  copies: ['anna.xlsx', 'boris.xlsx'],
  differ: both.slice(0, 1),
  differAll: 1,
  findings: [],
  findingsAll: 0,
  warned: [{ kind: 'glossary', count: 2 }],
};
const many = Array.from({ length: 200 }, (_, n) => ({ ...(rows[n % 3] as LabelChange), n }));
const report = { arrived: 2, of: 3, missing: [{ label: 'Status', lcid: 1031, before: 'Status', after: 'Zustand' }], moved: [{ label: 'Invoice', lcid: 1036, before: 'Facture', after: 'La facture' }], left: [], remarks: ['The translation string present in worksheet Localized Labels, row 7, column 5 is not customizable. 0x80044247'] }; // prettier-ignore
const whole = { arrived: 3, of: 3, missing: [], moved: [], left: [], remarks: [] };

/** Opened on a job that was begun before. */
const on = (job: LabelsJob, calls: Record<string, StoryAnswer> = {}): { calls: Record<string, StoryAnswer> } => ({
  calls: { [GET]: { body: { ...ready, job: 'j-1' } }, [JOB]: { body: job }, [CHANGES]: { body: { changes: rows, total: 3 } }, 'POST translations/jobs/j-1/end': { body: { ok: true } }, ...calls },
}); // prettier-ignore
const failed = refused(503, 'store-unavailable', 'Данные сейчас недоступны', 'База Sidebook не отвечает.', 'Сообщите администратору номер обращения.'); // prettier-ignore
const running = at({ state: 'running' });

export const stories: Stories = {
  ready: { calls: { [GET]: { body: ready }, 'POST translations/export': { body: at({ state: 'running', does: 'export', step: 'export' }) }, 'POST translations/preview': { body: running }, 'POST translations/undo': { body: at({ state: 'running', does: 'undo' }) }, [JOB]: { body: running } } },
  ownOnly: { calls: { [GET]: { body: { targets: [{ ...own, last }], job: null } } } },
  story: { calls: { [GET]: { body: ready }, 'POST translations/preview': { body: running }, [JOB]: { body: at({ preview }) }, [CHANGES]: { body: { changes: rows, total: 3 } }, 'POST translations/jobs/j-1/take': { body: at({ does: 'take', report: whole }) }, 'POST translations/jobs/j-1/end': { body: { ok: true } } } },
  running: on(at({ state: 'running', step: 'export' })),
  importing: on(at({ state: 'running', does: 'take', step: 'import', share: 0.42 })),
  preview: on(at({ preview }), { 'POST translations/jobs/j-1/take': { body: at({ does: 'take', report: whole }) } }),
  previewFindings: { ...on(at({ preview })), press: ['.sb-details .sb-link'] },
  previewMany: on(at({ preview: { ...preview, changes: 5000 } }), { [CHANGES]: { body: { changes: many, total: 5000 } } }),
  older: on(at({ preview: older }), { [CHANGES]: { body: { changes: rows.map((row) => ({ ...row, warned: row.n === 1 ? ['takes-back'] : [] })), total: 3 } }, 'POST translations/jobs/j-1/take': { body: at({ does: 'take', report: whole }) } }),
  olderAlone: on(at({ preview: { ...older, changes: 1 } }), { [CHANGES]: { body: { changes: [{ ...rows[1], n: 0, warned: ['takes-back'] }], total: 1 } } }),
  merged: { ...on(at({ preview: merged }), { [CHANGES]: { body: { changes: both, total: 3 } }, 'POST translations/jobs/j-1/take': { body: at({ does: 'take', report: whole }) } }) },
  takeFailed: { ...on(at({ preview }), { 'POST translations/jobs/j-1/take': failed }), press: ['.sb-primary'] },
  stopped: on(at({ preview: stopped })),
  nothing: on(at({ preview: { ...preview, changes: 0, findings: [], findingsAll: 0, warned: [] } })),
  applied: on(at({ does: 'take', report: whole })),
  notAllArrived: on(at({ does: 'take', report })),
  undone: on(at({ does: 'undo', report: whole })),
  jobFailed: on(at({ state: 'failed', failed: { what: 'Dynamics 365 не признал архив переводами (0x80048061).', next: 'Ничего не изменено. Повторите.' } })),
  file: on(at({ does: 'export', file: 'CrmTranslations_sample.zip', labels: 906 }), { 'GET translations/jobs/j-1/file': { body: { name: 'CrmTranslations_sample.zip', base64: 'UEs=' } } }),
  hostile: on(at({ preview: { ...preview, changes: 1 } }), { [CHANGES]: { body: { changes: [{ ...rows[0], base: '<img src=x onerror="document.title=1">', after: '"><script>document.title=1</script>' }], total: 1 } } }),
  loading: { calls: { [GET]: { status: 'never' } }, wait: 400 },
  slow: { calls: { [GET]: { status: 'never' } }, wait: 5_000 },
  error: { calls: { [GET]: failed }, wait: 1_000 },
  network: { calls: { [GET]: { status: 'lost' } }, wait: 1_000 },
  offline: { ...on(running, { [JOB]: { body: running, then: { status: 'lost' } } }), wait: 12_000 },
  expired: { ...on(running, { [JOB]: { body: running, then: refused(401, 'token-expired', 'Доступ истёк', '', '') } }), wait: 12_000 },
  noPermission: { calls: { [GET]: refused(403, 'not-allowed', 'Нет права', '', '') } },
}; // prettier-ignore
