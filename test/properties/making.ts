/** What single tests of an installation are made of: parties and invoices typed on either side. */
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import type { Entity, Fields, Line, Scalar, SharedRecord } from '../../connector/model.ts';
import { addRecord, issueInvoice, promote } from '../../connector/sync/edit.ts';
import type { Props, SimObject } from '../hosts/simulated.ts';
import { innOf } from './habits.ts';
import type { Installation } from './installation.ts';

/** The n-th firm as an accountant types it. */
export const partyThere = (at: Installation, n: number, more: Props = {}, host = 'a'): SimObject =>
  at.host(host).type('counterparty', { Name: `Фирма ${String(n)}`, Inn: innOf(n), Kpp: '770101001', Country: 'RU', Extra: `x${String(n)}`, ...more }); // prettier-ignore

/** The n-th firm as a sales person types and promotes it. */
export async function counterpartyHere(at: Installation, n: number, more: Fields = {}): Promise<SharedRecord> {
  const fields = { name: `Фирма ${String(n)}`, legalName: null, taxId: innOf(n), branchCode: '770101001', country: 'RU', phone: null, comment: null, ...more }; // prettier-ignore
  const { id } = await addRecord(at.engine, 'counterparty', fields, 'anna');
  return promote(at.engine, id, 'anna');
}

export const line = (text: string, quantity = '2'): Line =>
  priceLine({ text, quantity, price: '12.5', unit: 'шт', vatRate: 'none' }, true);

/** Issued at noon, or at the next free second, to the n-th firm; its comment names it. */
export async function invoiceHere(at: Installation, n: number, text: string): Promise<SharedRecord> {
  const [organisation] = await at.engine.store.read((t) => t.recordsOf('organisation', null, 1));
  const counterparty = await recordWith(at, 'counterparty', 'taxId', innOf(n));
  const lines = [line(text)];
  const fields = {
    organisation: organisation?.id ?? '', counterparty: counterparty.id, currency: 'x', state: 'draft', posted: false,
    number: null, dueDate: null, comment: text, vatIncluded: true, lines, ...totalsOf(lines, true),
  }; // prettier-ignore
  const draft = await addRecord(at.engine, 'invoice', fields, 'anna');
  return issueInvoice(at.engine, draft.id, 'anna', '2026-03-02T12:00:00');
}

export async function recordWith(at: Installation, entity: Entity, field: string, value: Scalar): Promise<SharedRecord> {
  const all = await at.engine.store.read((t) => t.recordsOf(entity, null, 1000));
  const found = all.find((r) => r.fields[field] === value);
  if (!found) throw new Error(`no ${entity} with ${field} ${String(value)}`);
  return found;
}
