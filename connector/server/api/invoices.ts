/** Invoices: the list, one of them, a new one, and what is done with one. */
import { z } from 'zod';
import type { Fields } from '../../model.ts';
import { editRecord, issueInvoice } from '../../sync/edit.ts';
import { parseTyped } from '../../words/field-args.ts';
import {
  invoiceEdit, invoicePreview, invoicesAnswer, invoicesQuery, invoiceView as invoiceAnswer, newInvoice, productsAnswer,
} from '../contract/invoices.ts'; // prettier-ignore
import { done } from '../contract/sync.ts';
import { say } from '../../words/sentences.ts';
import { textOf } from '../../fields.ts';
import { ApiError } from '../api-error.ts';
import { invoiceView } from '../views/invoice.ts';
import { invoicesView, type About } from '../views/invoices.ts';
import { notLinkedView } from '../views/not-linked.ts';
import { productHits } from '../views/products.ts';
import { covered, coveredRecord, everything, may, type Asker } from './api.ts';
import type { Found } from './entities.ts';
import { wallClockOf } from '../../issue.ts';
import { addInvoice, previewOf } from './new-invoice.ts';
import { operation } from './operation.ts';

const READ = { right: 'invoices.read', widgets: ['invoices', 'counterparty'] } as const;
const CREATE = { right: 'invoices.create', widgets: ['invoices'] } as const;
const ISSUE = { right: 'invoices.issue', widgets: ['invoices'] } as const;
const EDIT = { right: 'invoices.edit', widgets: ['invoices'] } as const;
const RETRY = { right: 'invoices.retry', widgets: ['invoices', 'problems'] } as const;
const PRODUCTS = { right: 'products.read', widgets: ['invoices'] } as const;

const NOBODY: About = { of: { counterparty: null, invoice: null }, counterparty: null };

/** Of a counterparty its invoices, of an invoice that one. */
async function about({ api, who }: Asker, { record }: Found): Promise<About | null> {
  if (!record) return null;
  if (record.entity === 'counterparty') return { of: { counterparty: record.id, invoice: null }, counterparty: { id: record.id, name: textOf(record.fields, 'name') } }; // prettier-ignore
  const id = textOf(record.fields, 'counterparty');
  const party = id === '' ? null : await api.seenBy(who).read((r) => r.record(id));
  return { of: { counterparty: null, invoice: record.id }, counterparty: party && { id, name: textOf(party.fields, 'name') } };
}

const shownInvoice = async ({ api, who }: Asker, id: string) => {
  const record = await api.seenBy(who).read((r) => r.record(id));
  if (!record) throw new ApiError(404, 'record-unknown', { id });
  return invoiceView(api.shownTo(who), record);
};

/** It is stored, whatever stops it from being shown. */
const shownMade = async (call: Asker, id: string) => {
  try {
    return await shownInvoice(call, id);
  } catch (error) {
    throw new ApiError(503, 'invoice-kept', { id }, {}, error);
  }
};

export const INVOICES = [
  operation({
    ...READ, method: 'get', path: '/invoices', summary: 'Invoices of one counterparty or of all, paid or not, in the books or not',
    query: invoicesQuery, answer: invoicesAnswer,
    run: async (call) => {
      const { api, who, query } = call;
      const shown = api.shownTo(who);
      if (query.entity === undefined) everything(call, READ);
      const found = query.entity === undefined ? null : await covered(call, READ, query.entity);
      const of = found ? await about(call, found) : NOBODY;
      const tellers = await shown.tellers();
      if (!of && found?.ref.host !== 'sidebook' && found) return notLinkedView(shown, found);
      if (!of) throw new ApiError(404, 'record-unknown', { id: found?.ref.id ?? '' });
      const told = { ...of, of: { ...of.of, tellers } };
      return invoicesView(shown, told, query, await api.totals.of(shown.store.views, told.of, shown.today, who.owners));
    },
  }),
  operation({
    ...READ, method: 'get', path: '/invoices/{id}', summary: 'One invoice: lines, payments, revisions, proposals', answer: invoiceAnswer,
    run: async (call) => invoiceView(call.api.shownTo(call.who), await coveredRecord(call, READ, call.id, 'invoice')),
  }),
  operation({
    ...CREATE, method: 'post', path: '/invoices/preview', summary: 'What the lines come to', body: newInvoice, answer: invoicePreview, isFree: true,
    run: async ({ body }) => previewOf(body),
  }),
  operation({
    ...CREATE, method: 'post', path: '/invoices', summary: 'A draft, or an invoice issued at once', body: newInvoice, answer: invoiceAnswer,
    run: async (call) => {
      const party = await coveredRecord(call, CREATE, call.body.counterparty, 'counterparty');
      if (call.body.issue && !may(call.who, 'invoices.issue')) throw new ApiError(403, 'not-allowed');
      if (call.body.issue) await call.api.hosts.all();
      return shownMade(call, await addInvoice(call, party, call.body));
    },
  }),
  operation({
    ...ISSUE, method: 'post', path: '/invoices/{id}/issue', summary: 'A draft becomes an invoice and is queued for the books', answer: invoiceAnswer,
    run: async (call) => {
      const { id, fields } = await coveredRecord(call, ISSUE, call.id, 'invoice');
      await call.api.hosts.all();
      await issueInvoice(call.api.sidebook.engine, id, call.who.actor, wallClockOf(call.api.sidebook, fields));
      return shownInvoice(call, id);
    },
  }),
  operation({
    ...EDIT, method: 'patch', path: '/invoices/{id}', summary: 'Changes fields; what the books refuse can be kept as a proposal', match: true, body: invoiceEdit, answer: invoiceAnswer,
    run: async (call) => {
      const { id } = await coveredRecord(call, EDIT, call.id, 'invoice');
      if (call.body.propose && !may(call.who, 'invoices.propose')) throw new ApiError(403, 'not-allowed');
      await call.api.hosts.all();
      await editRecord(call.api.sidebook.engine, { id, changes: typed(call.body.changes), by: call.who.actor, rev: revOf(call.match), ...(call.body.propose ? { propose: true } : {}) });
      return shownInvoice(call, id);
    },
  }),
  operation({
    ...RETRY, method: 'post', path: '/invoices/{id}/retry', summary: 'What was put off for it is tried again', answer: done,
    run: async (call) => {
      const { id } = await coveredRecord(call, RETRY, call.id, 'invoice');
      await call.api.sidebook.store.write({ actor: call.who.actor }, (w) => { w.touchLinks(id, null); });
      return { ok: true, text: say(call.who, 'effect.retry') };
    },
  }),
  operation({
    ...PRODUCTS, method: 'post', path: '/products/find', summary: 'Items by name or article, with our price where one is known',
    body: z.object({ search: z.string().trim().min(1).max(200) }), answer: productsAnswer, isFree: true,
    run: async ({ api, who, body }) => ({ rows: await productHits(api.shownTo(who), body.search) }),
  }),
]; // prettier-ignore

/** Free fields of the head; lines are one unit and made anew, not typed. */
const TYPED = new Set(['comment', 'dueDate', 'date', 'number']);

function typed(changes: Readonly<Record<string, string | null>>): Fields {
  const wrong = Object.entries(changes).filter(([field, text]) => !TYPED.has(field) || (field === 'dueDate' && text !== null && text !== '' && !z.iso.date().safeParse(text).success)); // prettier-ignore
  if (wrong.length > 0) throw new ApiError(422, 'input-wrong', {}, Object.fromEntries(wrong.map(([field]) => [`changes.${field}`, field === 'dueDate' ? 'input-date' : 'input-choice']))); // prettier-ignore
  return Object.fromEntries(Object.entries(changes).map(([field, text]) => [field, parseTyped('invoice', field, text ?? '')]));
}

function revOf(match: string): number {
  if (!/^\d{1,9}$/.test(match)) throw new ApiError(412, 'record-moved', { rev: '?' });
  return Number(match);
}
