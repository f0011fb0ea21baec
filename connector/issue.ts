/** An invoice issued in one step: references by their names, sums from its lines, queued for the books. */
import { priceLine, totalsOf, type LineInput } from './invoice.ts';
import type { Sidebook } from './main.ts';
import type { Entity, Fields, Line, SharedRecord } from './model.ts';
import { addRecord, EditRefused, issueInvoice } from './sync/edit.ts';
import { titleOf } from './sync/plan.ts';

export interface IssueOptions {
  readonly comment?: string;
  readonly organisation?: string;
  readonly currency?: string;
  readonly vatOnTop?: boolean;
  readonly post?: boolean;
}

/** As an invoice is dated, to the second: the wall clock of the base it goes to, else that of this machine (model.md 9). */
export function wallClockOf(sidebook: Sidebook, fields: Fields): string {
  const home = sidebook.engine.home(fields);
  const timeZone = home === null ? undefined : sidebook.config.hosts[home]?.timeZone;
  const inZone = new Intl.DateTimeFormat('sv-SE', { ...(timeZone === undefined ? {} : { timeZone }), dateStyle: 'short', timeStyle: 'medium' }); // prettier-ignore
  return inZone.format(sidebook.world.now()).replace(' ', 'T');
}

export async function issueTo(
  sidebook: Sidebook,
  party: SharedRecord,
  lines: readonly LineInput[],
  options: IssueOptions & { by: string },
): Promise<SharedRecord> {
  const organisation = await reference(
    sidebook,
    'organisation',
    (f) => options.organisation === undefined || f['name'] === options.organisation || f['taxId'] === options.organisation,
    options.organisation ?? '',
  );
  const currency = await reference(
    sidebook,
    'currency',
    (f) => f['code'] === (options.currency ?? 'RUB'),
    options.currency ?? 'RUB',
  );
  const included = options.vatOnTop !== true;
  const priced: readonly Line[] = lines.map((l) => priceLine(l, included));
  const fields: Fields = {
    organisation, counterparty: party.id, contract: null, bankAccount: null, dueDate: null, number: null, state: 'draft', posted: options.post === true, currency, rate: null,
    vatIncluded: included, lines: priced, ...totalsOf(priced, included), responsible: null, comment: options.comment ?? null,
  }; // prettier-ignore
  const draft = await addRecord(sidebook.engine, 'invoice', fields, options.by);
  return issueInvoice(sidebook.engine, draft.id, options.by, wallClockOf(sidebook, fields));
}

/** From whom an invoice comes, or in which currency, is not guessed where several fit. */
async function reference(sidebook: Sidebook, entity: Entity, fits: (f: Fields) => boolean, asked: string): Promise<string> {
  const [found, ...more] = (await sidebook.store.read((r) => r.recordsOf(entity, null, 10_000))).filter((r) => r.id === asked || fits(r.fields)); // prettier-ignore
  if (!found) throw new EditRefused('record-unknown', { id: `${entity} ${asked}` });
  if (more.length > 0) throw new EditRefused('record-several', { id: asked, several: [found, ...more].map(lineOf).join('') });
  return found.id;
}

const lineOf = ({ id, entity, fields }: SharedRecord): string => `\n    ${id}  ${titleOf(entity, fields)}`;
