/**
 * Every canonical field: its type, scale, unit, and the words people see (model.md 2-5 as one table).
 * Code, tables, mapping files and messages take names from here and nowhere else.
 */
import type { Entity, Fields, Unit } from './model.ts';
import { worded } from './words/reworded.ts';

export type FieldType =
  | 'text'
  | 'money'
  | 'price'
  | 'quantity'
  | 'rate'
  | 'date'
  | 'dateTime'
  | 'instant'
  | 'flag'
  | 'choice'
  | 'ref'
  | 'lines'
  | 'allocations';

export interface FieldSpec {
  readonly type: FieldType;
  readonly unit: Unit;
  readonly max?: number;
  readonly ref?: Entity;
  readonly values?: readonly string[];
  /** Belongs to the books once the invoice is posted (sync-design A19). */
  readonly frozen?: true;
  readonly ru: string;
  readonly en: string;
}

/** VAT rates as words: percent, 0, none (without VAT) and the calculated forms "20/120" (hosts/1c.md 4.3). */
export const VAT_RATES = [
  'none',
  '0',
  '5',
  '7',
  '10',
  '18',
  '20',
  '22',
  '5/105',
  '7/107',
  '10/110',
  '18/118',
  '20/120',
  '22/122',
] as const;
export type VatRate = (typeof VAT_RATES)[number];
/** Percent of a rate as decimal text; null = VAT is not charged. */
export const percentOf = (rate: string): string | null => (rate === 'none' ? null : (rate.split('/')[0] ?? null));

export const PARTY_KINDS = ['company', 'soleTrader', 'person', 'foreign'] as const;
export const INVOICE_STATES = ['draft', 'issued', 'cancelled'] as const;
/** What has come of an invoice, as far as no day changes it: a term that passed is no fact of the books (model.md 4). */
export const PAID_FACTS = ['unpaid', 'part', 'paid', 'reversed'] as const;

type Table = Readonly<Record<string, FieldSpec>>;
type Short = Omit<FieldSpec, 'unit'> & { unit?: Unit };

/** A field without a unit of its own is its own unit. */
const table = (fields: Record<string, Short>): Table =>
  Object.freeze(
    Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, Object.freeze({ ...f, unit: f.unit ?? name })])),
  );

const text = (ru: string, en: string, max: number, more: Partial<FieldSpec> = {}): Short => ({
  type: 'text',
  ru,
  en,
  max,
  ...more,
});
const ref = (entity: Entity, ru: string, en: string, more: Partial<FieldSpec> = {}): Short => ({
  type: 'ref',
  ref: entity,
  ru,
  en,
  ...more,
});
const money = (ru: string, en: string, more: Partial<FieldSpec> = {}): Short => ({ type: 'money', ru, en, ...more });

function address(unit: 'legalAddress' | 'postalAddress', ru: string, en: string): Record<string, Short> {
  const part = (key: string, pRu: string, pEn: string, max: number): [string, Short] => [
    `${unit}.${key}`,
    text(`${ru}: ${pRu}`, `${en}: ${pEn}`, max, { unit }),
  ];
  return Object.fromEntries([
    part('country', 'страна', 'country', 100),
    part('region', 'регион', 'region', 100),
    part('city', 'город', 'city', 100),
    part('street', 'улица', 'street', 250),
    part('postalCode', 'индекс', 'postal code', 20),
    part('text', 'строкой', 'as text', 500),
  ]);
}

const named = (more: Record<string, Short> = {}): Table => table({ name: text('Наименование', 'Name', 160), ...more });

export const FIELDS: Readonly<Record<Entity, Table>> = Object.freeze({
  counterparty: table({
    name: text('Наименование', 'Name', 160),
    legalName: text('Полное наименование', 'Legal name', 1000),
    kind: { type: 'choice', values: PARTY_KINDS, unit: 'identity', ru: 'Вид', en: 'Kind' },
    taxId: text('ИНН', 'Tax ID (INN)', 12, { unit: 'identity' }),
    branchCode: text('КПП', 'Branch code (KPP)', 9, { unit: 'identity' }),
    registrationNo: text('ОГРН, ОГРНИП', 'Registration no.', 50, { unit: 'identity' }),
    foreignTaxNo: text('Налоговый номер', 'Foreign tax no.', 50, { unit: 'identity' }),
    country: text('Страна', 'Country', 2, { unit: 'identity' }),
    headOffice: ref('counterparty', 'Головной контрагент', 'Head office'),
    partner: ref('partner', 'Партнёр', 'Partner'),
    phone: text('Телефон', 'Phone', 50),
    email: text('E-mail', 'E-mail', 100),
    ...address('legalAddress', 'Юридический адрес', 'Legal address'),
    ...address('postalAddress', 'Почтовый адрес', 'Postal address'),
    owner: ref('person', 'Ответственный', 'Owner'),
    comment: text('Комментарий', 'Comment', 2000),
    active: { type: 'flag', ru: 'Действующий', en: 'Active' },
    deletionMark: { type: 'flag', ru: 'Пометка удаления', en: 'Deletion mark' },
    debt: money('Долг', 'Debt', { unit: 'settlements' }),
    advance: money('Аванс', 'Advance', { unit: 'settlements' }),
    overdue: money('Просрочено', 'Overdue', { unit: 'settlements' }),
    debtCurrency: text('Валюта долга', 'Currency of the debt', 3, { unit: 'settlements' }),
    debtSince: { type: 'date', unit: 'settlements', ru: 'Долг таков с', en: 'Debt unchanged since' },
  }),
  partner: table({
    name: text('Наименование', 'Name', 160),
    kind: { type: 'choice', values: PARTY_KINDS, ru: 'Вид', en: 'Kind' },
    phone: text('Телефон', 'Phone', 50),
    email: text('E-mail', 'E-mail', 100),
    owner: ref('person', 'Ответственный', 'Owner'),
    active: { type: 'flag', ru: 'Действующий', en: 'Active' },
    deletionMark: { type: 'flag', ru: 'Пометка удаления', en: 'Deletion mark' },
  }),
  invoice: table({
    organisation: ref('organisation', 'Организация', 'Organisation', { unit: 'parties', frozen: true }),
    counterparty: ref('counterparty', 'Контрагент', 'Counterparty', { unit: 'parties', frozen: true }),
    contract: ref('contract', 'Договор', 'Contract', { unit: 'parties', frozen: true }),
    bankAccount: ref('bankAccount', 'Банковский счёт', 'Bank account', { frozen: true }),
    date: { type: 'dateTime', frozen: true, ru: 'Дата', en: 'Date' },
    dueDate: { type: 'date', ru: 'Оплатить до', en: 'Due date' },
    number: text('Номер', 'Number', 20, { frozen: true }),
    state: { type: 'choice', values: INVOICE_STATES, ru: 'Состояние', en: 'State' },
    posted: { type: 'flag', ru: 'Проведён', en: 'Posted' },
    currency: ref('currency', 'Валюта', 'Currency', { unit: 'money', frozen: true }),
    rate: { type: 'rate', unit: 'money', frozen: true, ru: 'Курс', en: 'Rate' },
    vatIncluded: { type: 'flag', unit: 'money', frozen: true, ru: 'Цена включает НДС', en: 'VAT included' },
    lines: { type: 'lines', unit: 'money', frozen: true, ru: 'Товары и услуги', en: 'Lines' },
    total: money('Сумма', 'Total', { unit: 'money', frozen: true }),
    vatTotal: money('НДС', 'VAT', { unit: 'money', frozen: true }),
    responsible: ref('person', 'Ответственный', 'Responsible'),
    comment: text('Комментарий', 'Comment', 2000),
    paidState: { type: 'choice', values: PAID_FACTS, unit: 'payment', ru: 'Состояние оплаты', en: 'Payment state' },
    paid: money('Оплачено', 'Paid', { unit: 'payment' }),
    left: money('Осталось оплатить', 'Left to pay', { unit: 'payment' }),
    paidAt: { type: 'date', unit: 'payment', ru: 'Оплачен полностью', en: 'Paid in full on' },
  }),
  payment: table({
    number: text('Номер', 'Number', 20),
    date: { type: 'dateTime', ru: 'Дата', en: 'Date' },
    kind: { type: 'choice', values: ['bank', 'cash', 'offset', 'return'], ru: 'Вид', en: 'Kind' },
    counterparty: ref('counterparty', 'Контрагент', 'Counterparty'),
    organisation: ref('organisation', 'Организация', 'Organisation'),
    currency: ref('currency', 'Валюта', 'Currency'),
    amount: money('Сумма', 'Amount', { unit: 'allocations' }),
    allocations: { type: 'allocations', unit: 'allocations', ru: 'Расшифровка', en: 'Allocations' },
    reversed: { type: 'flag', ru: 'Отменён', en: 'Reversed' },
  }),
  balance: table({
    counterparty: ref('counterparty', 'Контрагент', 'Counterparty'),
    organisation: ref('organisation', 'Организация', 'Organisation'),
    currency: ref('currency', 'Валюта', 'Currency'),
    debt: money('Долг', 'Debt', { unit: 'sums' }),
    advance: money('Аванс', 'Advance', { unit: 'sums' }),
    overdue: money('Просрочено', 'Overdue', { unit: 'sums' }),
    asOf: { type: 'instant', unit: 'sums', ru: 'На', en: 'As of' },
  }),
  organisation: named({
    taxId: text('ИНН', 'Tax ID (INN)', 12),
    branchCode: text('КПП', 'Branch code (KPP)', 9),
    defaultBankAccount: ref('bankAccount', 'Основной банковский счёт', 'Default bank account'),
  }),
  contract: table({
    counterparty: ref('counterparty', 'Контрагент', 'Counterparty'),
    organisation: ref('organisation', 'Организация', 'Organisation'),
    name: text('Наименование', 'Name', 160),
    number: text('Номер', 'Number', 50),
    date: { type: 'date', ru: 'Дата', en: 'Date' },
    currency: ref('currency', 'Валюта', 'Currency'),
    kind: text('Вид', 'Kind', 50),
    paymentDays: { type: 'quantity', ru: 'Срок оплаты, дней', en: 'Payment days' },
    deletionMark: { type: 'flag', ru: 'Пометка удаления', en: 'Deletion mark' },
  }),
  bankAccount: named({
    organisation: ref('organisation', 'Организация', 'Organisation'),
    number: text('Номер счёта', 'Account number', 70),
    currency: ref('currency', 'Валюта', 'Currency'),
  }),
  currency: named({
    code: text('Код', 'Code', 3),
    numericCode: text('Числовой код', 'Numeric code', 3),
  }),
  unit: named({ code: text('Код ОКЕИ', 'Code', 10) }),
  product: named({
    code: text('Код', 'Code', 20),
    sku: text('Артикул', 'SKU', 50),
    unit: ref('unit', 'Единица', 'Unit'),
    isService: { type: 'flag', ru: 'Услуга', en: 'Service' },
    deletionMark: { type: 'flag', ru: 'Пометка удаления', en: 'Deletion mark' },
  }),
  price: table({
    product: ref('product', 'Номенклатура', 'Product'),
    priceType: text('Тип цен', 'Price type', 100),
    price: { type: 'price', ru: 'Цена', en: 'Price' },
    currency: ref('currency', 'Валюта', 'Currency'),
    vatIncluded: { type: 'flag', ru: 'Цена включает НДС', en: 'VAT included' },
    since: { type: 'date', ru: 'С', en: 'Since' },
  }),
  person: named({}),
  closedPeriod: table({
    organisation: ref('organisation', 'Организация', 'Organisation'),
    until: { type: 'date', ru: 'Закрыт по', en: 'Closed until' },
  }),
});

export function fieldSpec(entity: Entity, field: string): FieldSpec | undefined {
  return FIELDS[entity][field];
}

const units = new Map<Entity, ReadonlyMap<Unit, readonly string[]>>();

/** Unit -> its canonical fields, in the order of the table. */
export function unitsOf(entity: Entity): ReadonlyMap<Unit, readonly string[]> {
  const known = units.get(entity);
  if (known) return known;
  const made = new Map<Unit, string[]>();
  for (const [name, spec] of Object.entries(FIELDS[entity])) made.set(spec.unit, [...(made.get(spec.unit) ?? []), name]);
  units.set(entity, made);
  return made;
}

export const unitFields = (entity: Entity, unit: Unit): readonly string[] => unitsOf(entity).get(unit) ?? [];

/**
 * Worked out of payments or settlements whenever it is looked at: told to hosts that have columns for it, stored in no record, typed
 * by nobody.
 */
const DERIVED: Readonly<Partial<Record<Entity, Unit>>> = { invoice: 'payment', counterparty: 'settlements' };
export const isDerived = (entity: Entity, unit: Unit): boolean => DERIVED[entity] === unit;

/** Without what is only worked out. */
export function withoutDerived(entity: Entity, fields: Fields): Fields {
  if (DERIVED[entity] === undefined) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isDerived(entity, FIELDS[entity][name]?.unit ?? name)));
}

/** The fields of one unit, those that are known. */
export function pick(fields: Fields, names: readonly string[]): Fields {
  const out: Record<string, Fields[string]> = {};
  for (const name of names) {
    const value = fields[name];
    if (value !== undefined) out[name] = value;
  }
  return out;
}

/** A text field, '' when it is empty or unknown. */
export const textOf = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

/** The words of one language; ordinary lookup for everything shown. */
export function label(entity: Entity, field: string, lang: 'ru' | 'en'): string {
  const spec = fieldSpec(entity, field);
  return spec ? worded(`mapping/${entity}.${field}`, spec, lang) : field;
}

export const ENTITY_LABELS: Readonly<Record<Entity, { ru: string; en: string }>> = {
  counterparty: { ru: 'Контрагенты', en: 'Counterparties' },
  partner: { ru: 'Партнёры', en: 'Partners' },
  invoice: { ru: 'Счета', en: 'Invoices' },
  payment: { ru: 'Оплаты', en: 'Payments' },
  balance: { ru: 'Задолженность', en: 'Balances' },
  currency: { ru: 'Валюты', en: 'Currencies' },
  unit: { ru: 'Единицы', en: 'Units' },
  person: { ru: 'Ответственные', en: 'People' },
  organisation: { ru: 'Организации', en: 'Organisations' },
  bankAccount: { ru: 'Банковские счета', en: 'Bank accounts' },
  contract: { ru: 'Договоры', en: 'Contracts' },
  product: { ru: 'Номенклатура', en: 'Products' },
  price: { ru: 'Цены', en: 'Prices' },
  closedPeriod: { ru: 'Закрытые периоды', en: 'Closed periods' },
};
