/** What scenarios are made of: parties and documents an accountant types in 1C, drafts and invoices a sales person issues here. */
import { priceLine, totalsOf, type LineInput } from '../../connector/invoice.ts';
import type { Fields, SharedRecord } from '../../connector/model.ts';
import { reconcileHost } from '../../connector/report/reconcile.ts';
import { addRecord, issueInvoice, promote } from '../../connector/sync/edit.ts';
import { localText } from '../hosts/onec/base/clock.ts';
import type { FakeOnec, Row } from '../hosts/onec/fake.ts';
import { contract, invoice, invoiceBody, line, organisationOf, party } from '../hosts/onec/samples.ts';
import { HOST, invoices, type Setting } from './setting.ts';

export { contract, invoice, invoiceBody, line, organisationOf, party };

export const keyOf = (row: Row): string => String(row['Ref_Key']);

/** A counterparty with its only sales contract. */
export function customer(fake: FakeOnec, more: Row = {}): string {
  const key = party(fake, more);
  contract(fake, key);
  return key;
}

export const kindOfContact = (fake: FakeOnec, name: string): string =>
  keyOf(fake.list('Catalog_ВидыКонтактнойИнформации').find((r) => r['PredefinedDataName'] === name) ?? {});

/** One row of contact information as a form of 1C stores it: text for people, structured columns beside it. */
export const contactRow = (fake: FakeOnec, type: string, kind: string, text: string, more: Row = {}): Row => ({
  Тип: type,
  Вид_Key: kindOfContact(fake, kind),
  Представление: text,
  Значение: JSON.stringify({ value: text, type }),
  ЗначенияПолей: `<КонтактнаяИнформация Представление="${text}"/>`,
  ...more,
});

export const reference = async (s: Setting, entity: 'organisation' | 'currency', value: string): Promise<string> => {
  const field = entity === 'currency' ? 'code' : 'name';
  const found = (await s.records(entity)).find((r) => r.fields[field] === value);
  if (!found) throw new Error(`no ${entity} ${value}`);
  return found.id;
};

export interface Issue {
  readonly counterparty: string;
  readonly lines?: readonly LineInput[];
  readonly vatIncluded?: boolean;
  readonly fields?: Fields;
  /** Wall clock of the organisation. */
  readonly at?: string;
  readonly organisation?: string;
  readonly currency?: string;
}

export const service = (price = '1500', more: Partial<LineInput> = {}): LineInput => ({
  text: 'Услуги по договору',
  quantity: '1',
  price,
  vatRate: '20',
  ...more,
});

export async function draft(s: Setting, o: Issue): Promise<SharedRecord> {
  const vatIncluded = o.vatIncluded ?? true;
  const lines = (o.lines ?? [service()]).map((l) => priceLine(l, vatIncluded));
  const fields: Fields = {
    organisation: await reference(s, 'organisation', o.organisation ?? 'Ромашка ООО'),
    counterparty: o.counterparty,
    contract: null,
    bankAccount: null,
    dueDate: null,
    number: null,
    state: 'draft',
    posted: false,
    currency: await reference(s, 'currency', o.currency ?? 'RUB'),
    rate: '1',
    vatIncluded,
    lines,
    ...totalsOf(lines, vatIncluded),
    responsible: null,
    comment: null,
    ...o.fields,
  };
  return addRecord(s.sidebook.engine, 'invoice', fields, 'anna');
}

/** Issued here; it leaves with the next cycle. */
export async function issue(s: Setting, o: Issue): Promise<SharedRecord> {
  return issueInvoice(s.sidebook.engine, (await draft(s, o)).id, 'anna', o.at ?? '2026-02-24T12:00:00');
}

export const prospect = (s: Setting, fields: Fields): Promise<SharedRecord> =>
  addRecord(s.sidebook.engine, 'counterparty', fields, 'anna');

export const live = async (s: Setting, fields: Fields): Promise<SharedRecord> =>
  promote(s.sidebook.engine, (await prospect(s, fields)).id, 'anna');

/** Invoices of 1C at this second of this organisation. */
export const invoicesAt = (fake: FakeOnec, date: string): Row[] => fake.list(invoices).filter((row) => row['Date'] === date);

/** Is the record linked with an object there, with nothing left to do? */
export async function inStep(s: Setting, id: string): Promise<boolean> {
  const links = await s.sidebook.store.read((t) => t.linksOf(id));
  const link = links.find((l) => l.host === HOST);
  return typeof link?.hostId === 'string' && !link.dirty && link.sent === null;
}

/** The host asked anew against what stands here: what differs. */
export async function differences(s: Setting): Promise<unknown[]> {
  const attached = await s.sidebook.attach(HOST);
  const day = localText(s.clock.now()).slice(0, 10);
  const found = await reconcileHost({ attached, store: s.sidebook.store, month: null, today: day });
  return [...found.differences, ...found.debts];
}
