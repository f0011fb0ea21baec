/** A new invoice from what was typed: references checked, lines computed in decimal arithmetic, kept as a draft or issued. */
import type { z } from 'zod';
import { VAT_RATES, textOf } from '../../fields.ts';
import { decimal, isNegative, isZero } from '../../decimal.ts';
import { priceLine, totalsOf } from '../../invoice.ts';
import type { Entity, Fields, RecordId, SharedRecord } from '../../model.ts';
import { wallClockOf } from '../../issue.ts';
import { addRecord, EditRefused, issueInvoice } from '../../sync/edit.ts';
import { equalFields } from '../../sync/pictures.ts';
import { uuidOf } from '../../world.ts';
import { ApiError } from '../api-error.ts';
import type { InvoicePreview, newInvoice } from '../contract/invoices.ts';
import type { Asker } from './api.ts';

type Typed = z.output<typeof newInvoice>;

export function previewOf(typed: Typed): InvoicePreview {
  const lines = linesOf(typed);
  return { lines: lines.map((l) => ({ ...l, text: l.text ?? '', unit: null })), ...totalsOf(lines, typed.vatIncluded) };
}

function linesOf({ lines, vatIncluded }: Typed) {
  const wrong = lines.flatMap((l, i) => [
    ...((VAT_RATES as readonly string[]).includes(l.vatRate) ? [] : [[`lines.${String(i)}.vatRate`, 'input-choice'] as const]),
    ...(isNegative(l.quantity) || isZero(l.quantity) ? [[`lines.${String(i)}.quantity`, 'input-number'] as const] : []),
    ...(isNegative(l.price) ? [[`lines.${String(i)}.price`, 'input-number'] as const] : []),
  ]);
  if (wrong.length > 0) throw new ApiError(422, 'input-wrong', {}, Object.fromEntries(wrong));
  return lines.map((l) => priceLine({ ...l, quantity: decimal(l.quantity), price: decimal(l.price) }, vatIncluded));
}

interface Making extends Asker {
  /** Of this one intention. */
  readonly key: string;
}

/**
 * One key makes one invoice, for good: its id is made of the key, so that whoever asks again after an answer that never came gets the
 * invoice that is there, whatever broke off before.
 */
export async function addInvoice(call: Making, party: SharedRecord, typed: Typed): Promise<RecordId> {
  const fields = await fieldsOf(call, party, typed);
  if (typed.issue) mustBeIssuable(call, fields);
  const id = uuidOf(`${call.who.actor} ${call.key}`);
  const { state } = ((await keptBefore(call, id, fields)) ?? (await addRecord(call.api.sidebook.engine, 'invoice', fields, call.who.actor, id))).fields;
  if (typed.issue && state === 'draft') await issueKept(call, id, fields);
  return id;
} // prettier-ignore

async function fieldsOf(call: Asker, party: SharedRecord, typed: Typed): Promise<Fields> {
  const lines = linesOf(typed);
  return {
    ...(await referencesOf(call, typed, lines.flatMap((l) => l.product ?? []))), counterparty: party.id, contract: null, bankAccount: null, date: null, dueDate: typed.dueDate,
    number: null, state: 'draft', posted: typed.post, rate: null, vatIncluded: typed.vatIncluded, lines, ...totalsOf(lines, typed.vatIncluded), responsible: null,
    comment: typed.comment?.trim() || null,
  }; // prettier-ignore
}

/** Of an earlier try under this key that got through; it is never taken for another invoice. The books may have changed it since. */
async function keptBefore({ api }: Asker, id: RecordId, fields: Fields): Promise<SharedRecord | null> {
  const [kept, rows] = await api.sidebook.store.read(async (t) => [await t.record(id), await t.journal(id)] as const);
  const typed = rows.find((r) => r.cause === 'edit' && r.before === null)?.after ?? kept?.fields;
  if (kept && !equalFields(typed ?? {}, fields)) throw new ApiError(422, 'key-reused');
  return kept;
}

/** The draft is stored already: whoever asked is told of it, whatever stopped the second write, and does not make another. */
async function issueKept(call: Asker, id: RecordId, fields: Fields): Promise<void> {
  try {
    await issueInvoice(call.api.sidebook.engine, id, call.who.actor, wallClockOf(call.api.sidebook, fields));
  } catch (error) {
    throw new ApiError(503, 'draft-kept', { id }, {}, error);
  }
}

/** Refused before anything is stored: no draft is left behind. */
function mustBeIssuable({ api }: Asker, fields: Fields): void {
  const { engine } = api.sidebook;
  const home = engine.home(fields);
  if (home !== null && engine.hosts.get(home)?.mappings.get('invoice')?.create === false)
    throw new EditRefused('host-issues', { host: home });
}

async function referencesOf(call: Asker, typed: Typed, products: readonly RecordId[]): Promise<Fields> {
  const organisation = await pick(call, 'organisation', typed.organisation, null);
  const currency = await pick(call, 'currency', typed.currency, (r) => textOf(r.fields, 'code') === 'RUB');
  const known = await call.api.sidebook.store.read((t) => t.records([...products]));
  const missing = typed.lines.findIndex((l) => l.product !== null && known.get(l.product)?.entity !== 'product');
  if (missing >= 0) throw new ApiError(422, 'input-wrong', {}, { [`lines.${String(missing)}.product`]: 'input-choice' });
  return { organisation, currency };
}

/** Named, or the only one there can be; from whom an invoice comes is not guessed. */
async function pick(
  { api }: Asker,
  entity: Entity,
  id: RecordId | null,
  usual: ((r: SharedRecord) => boolean) | null,
): Promise<RecordId> {
  const all = await api.sidebook.store.read((t) => t.recordsOf(entity, null, 1000));
  const fitting = id !== null ? all.filter((r) => r.id === id) : usual ? all.filter(usual) : all;
  const [only] = fitting;
  if (!only || (id === null && fitting.length > 1 && !usual))
    throw new ApiError(422, 'input-wrong', {}, { [entity]: id === null ? 'input-needed' : 'input-choice' });
  return only.id;
}
