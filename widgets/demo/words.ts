/** The words of the page. Labels are those of 1C and of Dynamics, not ours. */
import type { Field, Play } from '../../connector/server/demo/contract.ts';
import type { Widget } from '../../connector/server/contract/embed.ts';

export type Lang = 'ru' | 'en';
export type Look = 'onec' | 'dynamics';

export interface StepWords {
  readonly title: string;
  /** What to press. */
  readonly button: string;
  /** What to watch for. */
  readonly watch: string;
}

export interface Words {
  readonly demo: string;
  readonly note: string;
  readonly lookLabel: string;
  readonly langLabel: string;
  readonly steps: Readonly<Record<Play, StepWords>>;
  readonly stepsLabel: string;
  readonly done: string;
  readonly begin: string;
  readonly widgets: Readonly<Record<Widget | 'day', string>>;
  readonly panels: string;
  readonly parties: string;
  readonly party: string;
  readonly bills: string;
  readonly bill: string;
  readonly fields: Readonly<Record<Field, string>>;
  readonly code: string;
  readonly number: string;
  readonly date: string;
  readonly total: string;
  readonly paid: string;
  readonly line: string;
  readonly quantity: string;
  readonly price: string;
  readonly posted: string;
  readonly notPosted: string;
  readonly save: string;
  readonly saved: string;
  readonly changed: string;
  readonly pay: string;
  readonly payTitle: string;
  readonly paidWord: string;
  readonly cancelled: string;
  readonly notThere: string;
  readonly none: string;
  readonly back: string;
  readonly loading: string;
  readonly lost: string;
}

const ru: Words = {
  demo: 'демо: форма базы и рядом с ней панели Sidebook',
  note: '',
  lookLabel: 'Чья форма',
  langLabel: 'Язык',
  stepsLabel: 'Что попробовать',
  done: 'получилось',
  begin: 'Начните с шага 1 или правьте форму сами: через несколько секунд это покажут панели Sidebook.',
  steps: {
    change: { title: 'Изменение в 1С', button: 'Изменить', watch: 'Комментарий из 1С появится в панели «Контрагент». Можно вписать его в форму и самому: «Записать».' },
    invoice: { title: 'Счёт отсюда', button: 'Выставить', watch: 'В панели «Счета» он ждёт отправки, через секунды получит номер из 1С. Или «Новый» там же.' },
    conflict: { title: 'Расхождение', button: 'Создать', watch: 'Одно поле изменят и здесь, и в 1С. В панели «Проблемы» выберите, что верно.' },
    payment: { title: 'Оплата в 1С', button: 'Оплатить', watch: 'В 1С проведут оплату счёта. В панели «Счета» он станет оплаченным.' },
  },
  widgets: { counterparty: 'Контрагент', invoices: 'Счета', notes: 'Заметки', day: 'Мой день', problems: 'Проблемы', matching: 'Двойники', sync: 'Обмен', prices: 'Конкуренты', translations: 'Переводы' },
  panels: 'Панели Sidebook',
  parties: 'Контрагенты',
  party: 'Контрагент',
  bills: 'Счета покупателю',
  bill: 'Счет на оплату покупателю',
  fields: { name: 'Наименование', legalName: 'Полное наименование', taxId: 'ИНН', branchCode: 'КПП', phone: 'Телефон', comment: 'Комментарий' },
  code: 'Код',
  number: 'Номер',
  date: 'Дата',
  total: 'Сумма',
  paid: 'Оплачено',
  line: 'Содержание',
  quantity: 'Кол-во',
  price: 'Цена',
  posted: 'Проведен',
  notPosted: 'Записан, не проведен',
  save: 'Записать',
  saved: 'Записано в 1С.',
  changed: 'изменено',
  pay: 'Оплата',
  payTitle: 'Провести оплату этого счёта в 1С',
  paidWord: 'оплачен',
  cancelled: 'отменён',
  notThere: 'ещё не в 1С',
  none: 'Счетов нет',
  back: 'К контрагенту',
  loading: 'Имитация 1С запускается и связывается с хранилищем, это секунды…',
  lost: 'Демо не отвечает. Если оно остановлено, запустите снова: npm start',
}; // prettier-ignore

const en: Words = {
  demo: "demo: the host's form, and Sidebook's panels beside it",
  note: '',
  lookLabel: 'Whose form',
  langLabel: 'Language',
  stepsLabel: 'What to try',
  done: 'done',
  begin: 'Begin with step 1, or edit the form yourself: seconds later the panels of Sidebook show it.',
  steps: {
    change: { title: 'A change in 1C', button: 'Change', watch: 'The comment from 1C appears in the panel Counterparty. Or type one into the form and save it.' },
    invoice: { title: 'An invoice from here', button: 'Issue', watch: 'It waits in the panel Invoices; seconds later it has its number from 1C. Or press New there.' },
    conflict: { title: 'A conflict', button: 'Make', watch: 'One field is changed both here and in 1C. Choose what is right in the panel Problems.' },
    payment: { title: 'A payment in 1C', button: 'Pay', watch: 'A payment is posted in 1C. In the panel Invoices it becomes paid.' },
  },
  widgets: { counterparty: 'Counterparty', invoices: 'Invoices', notes: 'Notes', day: 'My day', problems: 'Problems', matching: 'Duplicates', sync: 'Sync', prices: 'Competitors', translations: 'Translations' },
  panels: 'Panels of Sidebook',
  parties: 'Counterparties',
  party: 'Counterparty',
  bills: 'Customer invoices',
  bill: 'Customer invoice',
  fields: { name: 'Name', legalName: 'Full name', taxId: 'Tax ID (INN)', branchCode: 'KPP', phone: 'Phone', comment: 'Comment' },
  code: 'Code',
  number: 'Number',
  date: 'Date',
  total: 'Total',
  paid: 'Paid',
  line: 'Description',
  quantity: 'Qty',
  price: 'Price',
  posted: 'Posted',
  notPosted: 'Written, not posted',
  save: 'Save',
  saved: 'Saved in 1C.',
  changed: 'changed',
  pay: 'Pay',
  payTitle: 'Post a payment of this invoice in 1C',
  paidWord: 'paid',
  cancelled: 'cancelled',
  notThere: 'not in 1C yet',
  none: 'No invoices',
  back: 'Back to the counterparty',
  loading: 'The fake 1C starts and is being linked with the store; this takes seconds…',
  lost: 'The demo does not answer. If it was stopped, start it again: npm start',
}; // prettier-ignore

const DYNAMICS: Readonly<Record<Lang, Partial<Words>>> = {
  ru: {
    note: 'Так выглядит форма Dynamics 365. Данные здесь из имитации 1С.',
    parties: 'Организации', party: 'Организация', bills: 'Счета', bill: 'Счет', save: 'Сохранить',
    fields: { name: 'Название организации', legalName: 'Полное название', taxId: 'ИНН', branchCode: 'КПП', phone: 'Основной телефон', comment: 'Описание' },
  },
  en: {
    note: 'Looks like a Dynamics 365 form; the data comes from the fake 1C.',
    parties: 'Accounts', party: 'Account', bills: 'Invoices', bill: 'Invoice',
    fields: { name: 'Account name', legalName: 'Legal name', taxId: 'Tax ID (INN)', branchCode: 'KPP', phone: 'Main phone', comment: 'Description' },
  },
}; // prettier-ignore

export const wordsOf = (lang: Lang, look: Look): Words => ({
  ...(lang === 'ru' ? ru : en),
  ...(look === 'dynamics' ? DYNAMICS[lang] : {}),
});

/** Decimal text as people write it; never a number on the way. */
export function money(lang: Lang, text: string): string {
  const [, sign = '', whole = '0', cents = ''] = /^(-?)(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === 'ru' ? '\u00a0' : ',');
  return `${sign}${grouped}${lang === 'ru' ? ',' : '.'}${cents.padEnd(2, '0').slice(0, 2)}`;
}

export function day(lang: Lang, date: string | null): string {
  const [y = '', m = '', d = ''] = (date ?? '').slice(0, 10).split('-');
  return d === '' ? '' : lang === 'ru' ? `${d}.${m}.${y}` : `${d}/${m}/${y}`;
}
