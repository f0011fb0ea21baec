/** What the forms on the left show: a counterparty as the books have it, its invoices, and what became of both here. */
import { textOf } from '../../fields.ts';
import type { Sidebook } from '../../main.ts';
import type { Fields, RecordId } from '../../model.ts';
import type { InvoiceListRow } from '../../store/queries.ts';
import { HOST, INVOICES, isParty, PARTIES, shown, type Books, type Row } from './books.ts';
import { type Bill, type BillForm, BILLS, type Field, type Party, type PartyForm, type Values } from './contract.ts';
import { recordAt } from './plays.ts';

/** Fields of the form -> how the books call them; the phone is a row of a table there. */
export const FIELDS: Readonly<Record<Field, string>> = {
  name: 'Description', legalName: 'НаименованиеПолное', taxId: 'ИНН', branchCode: 'КПП', phone: 'КонтактнаяИнформация', comment: 'Комментарий',
}; // prettier-ignore

interface Behind {
  readonly sidebook: Sidebook;
  readonly books: Books;
}

const LISTED = 12;

/** A few companies with something to pay and of which nobody asks who they are, by name. Any other question stays to be looked at. Empty while the first load is under way. */
export async function parties({ sidebook: { store } }: Behind): Promise<readonly Party[]> {
  const bills = await store.queries.invoices({ unpaidOnly: true }, 400);
  const ids = [...new Set(bills.filter((b) => b.posted && b.paid === '0').flatMap((b) => b.counterparty ?? []))];
  const [records, keys, asked] = await Promise.all([
    store.read((r) => r.records(ids)),
    store.read((r) => r.hostIdsOf(HOST, 'counterparty', ids)),
    store.views.problemsOf(ids),
  ]);
  const fit = [...records.values()].filter(
    (r) => isWhole(r.fields) && !asked.some((p) => p.record === r.id && (p.kind === 'duplicate' || p.kind === 'ambiguous')),
  );
  return fit
    .flatMap(({ id, fields }) => ({ key: keys.get(id) ?? '', name: textOf(fields, 'name'), taxId: textOf(fields, 'taxId') }))
    .filter(({ key, name }) => key !== '' && name.length < 40)
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'))
    .slice(0, LISTED);
}

/** Nothing of the form is empty. */
const isWhole = (fields: Fields): boolean =>
  isParty(fields) && (['branchCode', 'phone'] as const).every((name) => textOf(fields, name) !== '');

export async function partyForm({ sidebook, books }: Behind, key: string): Promise<PartyForm> {
  const [row, record] = await Promise.all([books('get', PARTIES, key), recordAt(sidebook, 'counterparty', key)]);
  const problems = record === null ? [] : await sidebook.store.views.problemsOf([record.id]);
  const here = record && mapped((field) => textOf(record.fields, field));
  return {
    key,
    code: shown(row, 'Code').trim(),
    values: valuesOf(row),
    here,
    problems: problems.length,
    answered: record === null ? 0 : await answeredOf(sidebook, record.id),
    bills: record === null ? [] : await billsOf(sidebook, record.id),
  };
}

async function billsOf({ store }: Sidebook, counterparty: string): Promise<Bill[]> {
  const rows = await store.queries.invoices({ counterparty }, BILLS);
  const keys = await store.read((r) =>
    r.hostIdsOf(
      HOST,
      'invoice',
      rows.map(({ id }) => id),
    ),
  );
  return rows.map((row) => billOf(row, keys.get(row.id) ?? null));
}

const billOf = ({ id, number, date, total, paid, state }: InvoiceListRow, key: string | null): Bill => ({
  id,
  key,
  number: number?.trim() ?? null,
  date,
  total,
  paid,
  isCancelled: state === 'cancelled',
});

export async function billForm({ books }: Behind, key: string): Promise<BillForm> {
  const row = await books('get', INVOICES, key);
  const lines = Array.isArray(row['Товары']) ? (row['Товары'] as Row[]) : [];
  return {
    key, number: shown(row, 'Number').trim(), date: shown(row, 'Date'), total: plain(row['СуммаДокумента']), posted: row['Posted'] === true,
    lines: lines.map((line) => ({ text: shown(line, 'Содержание'), quantity: plain(line['Количество']), price: plain(line['Цена']), amount: plain(line['Сумма']) })),
  }; // prettier-ignore
}

/** Numbers are only shown, as the books wrote them. */
const plain = (value: unknown): string => (typeof value === 'number' || typeof value === 'string' ? String(value) : '');

/** [Записать] */
export async function save({ books }: Behind, key: string, changes: Partial<Values>): Promise<void> {
  const { phone, ...plainChanges } = changes;
  const row: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(plainChanges)) row[FIELDS[field as Field]] = value;
  if (phone !== undefined) row[FIELDS.phone] = withPhone(contactsOf(await books('get', PARTIES, key)), phone);
  await books('edit', PARTIES, key, row);
}

const mapped = (of: (field: Field) => string): Values => ({
  name: of('name'), legalName: of('legalName'), taxId: of('taxId'), branchCode: of('branchCode'), phone: of('phone'), comment: of('comment'),
}); // prettier-ignore

const contactsOf = (row: Row): readonly Row[] => (Array.isArray(row[FIELDS.phone]) ? (row[FIELDS.phone] as Row[]) : []);
const isPhone = (contact: Row): boolean => contact['Тип'] === 'Телефон';

function valuesOf(row: Row): Values {
  const phone = contactsOf(row).find(isPhone);
  return mapped((field) => (field === 'phone' ? shown(phone ?? {}, 'Представление') : shown(row, FIELDS[field])));
}

/** The first phone anew, as the form of 1C writes it; what the text does not say is left empty. */
function withPhone(contacts: readonly Row[], phone: string): Row[] {
  const at = contacts.findIndex(isPhone);
  const digits = phone.replace(/\D/g, '');
  const empty = { Значение: '', ЗначенияПолей: '', НомерТелефонаБезКодов: '' };
  return contacts.map((row, i) => (i === at ? { ...row, ...empty, Представление: phone, НомерТелефона: digits } : row));
}

const answeredOf = (sidebook: Sidebook, record: RecordId): Promise<number> =>
  sidebook.store.read(async (t) => (await t.problems({ record, open: false })).filter((p) => p.resolvedAt !== null).length);
