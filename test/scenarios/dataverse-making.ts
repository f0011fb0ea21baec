/** What a sales person types here, on a stage with Dynamics: Dataverse or Business Central. */
import { priceLine, totalsOf, type LineInput } from '../../connector/invoice.ts';
import type { Sidebook } from '../../connector/main.ts';
import type { Entity, Fields, SharedRecord } from '../../connector/model.ts';
import { addRecord, issueInvoice, promote } from '../../connector/sync/edit.ts';
import { OUR_INN } from '../hosts/dataverse/demo.ts';

export interface Stage {
  readonly sidebook: Sidebook;
  records(entity: Entity): Promise<readonly SharedRecord[]>;
}

export const live = async (s: Stage, fields: Fields): Promise<SharedRecord> =>
  promote(s.sidebook.engine, (await addRecord(s.sidebook.engine, 'counterparty', fields, 'anna')).id, 'anna');

export interface Issue {
  readonly counterparty: string;
  readonly vatIncluded: boolean;
  readonly at: string;
  readonly lines?: readonly LineInput[];
}

const SERVICE: LineInput = { text: 'Услуги по договору', quantity: '1', price: '1500', vatRate: '20' };

export async function issue(s: Stage, o: Issue): Promise<SharedRecord> {
  const lines = (o.lines ?? [SERVICE]).map((l) => priceLine(l, o.vatIncluded));
  const rub = (await s.records('currency')).find((c) => c.fields['code'] === 'RUB');
  const organisation = (await s.records('organisation')).find((o) => o.fields['taxId'] === OUR_INN);
  const fields: Fields = {
    organisation: organisation?.id ?? null, counterparty: o.counterparty, contract: null, bankAccount: null, dueDate: null, number: null, state: 'draft', posted: false,
    currency: rub?.id ?? null, rate: '1', vatIncluded: o.vatIncluded, lines, ...totalsOf(lines, o.vatIncluded), responsible: null, comment: null,
  }; // prettier-ignore
  const draft = await addRecord(s.sidebook.engine, 'invoice', fields, 'anna');
  return issueInvoice(s.sidebook.engine, draft.id, 'anna', o.at);
}
