/** The sets of the shared store, as the feed shows them. Dates are instants to the reader (Dataverse knows no other), choices are texts. */
import type { FeedSet, FeedType, Navigation, Property } from './feed.ts';
import { MONEY_PLACES, QUANTITY_PLACES } from './projections.ts';

const property = (name: string, type: FeedType, scale = 0): Property => ({ name, type, scale, isNullable: true });
export const guid = (name: string): Property => property(name, 'guid');
export const text = (name: string): Property => property(name, 'text');
export const flag = (name: string): Property => property(name, 'flag');
export const date = (name: string): Property => property(name, 'date');
export const dateTime = (name: string): Property => property(name, 'dateTime');
export const instant = (name: string): Property => property(name, 'instant');
export const whole = (name: string): Property => property(name, 'whole');
export const money = (name: string): Property => property(name, 'decimal', MONEY_PLACES);
export const quantity = (name: string): Property => property(name, 'decimal', QUANTITY_PLACES);
/** Always filled. */
export const sure = (p: Property): Property => ({ ...p, isNullable: false });

export const one = (name: string, set: string, here: string, there: string): Navigation => ({
  name,
  set,
  here,
  there,
  isMany: false,
});
export const many = (name: string, set: string, here: string, there: string): Navigation => ({ name, set, here, there, isMany: true }); // prettier-ignore

const shared = { isPrivate: false, isSearchable: true } as const;

export const SHARED_SETS: readonly FeedSet[] = [
  {
    name: 'Counterparties', entity: 'Counterparty', key: 'CounterpartyId', ...shared,
    properties: [
      sure(guid('CounterpartyId')), text('Name'), text('LegalName'), text('Kind'), text('TaxId'), text('BranchCode'), text('Country'),
      guid('OwnerId'), flag('Active'), flag('DeletionMark'), sure(text('Stage')),
    ],
    navigations: [many('Invoices', 'Invoices', 'CounterpartyId', 'CounterpartyId'), many('Payments', 'Payments', 'CounterpartyId', 'CounterpartyId')],
  },
  {
    name: 'Invoices', entity: 'Invoice', key: 'InvoiceId', ...shared,
    properties: [
      sure(guid('InvoiceId')), text('Number'), dateTime('Date'), date('DueDate'), text('State'), sure(flag('Posted')), guid('OrganisationId'), text('OrganisationName'),
      guid('CounterpartyId'), text('CounterpartyName'), text('Currency'), money('Total'), money('VatTotal'), sure(money('Paid')), dateTime('PaidAt'), sure(flag('TotalsDiffer')),
    ],
    navigations: [one('Counterparty', 'Counterparties', 'CounterpartyId', 'CounterpartyId'), many('Lines', 'InvoiceLines', 'InvoiceId', 'InvoiceId'), many('Payments', 'Payments', 'InvoiceId', 'InvoiceId')],
  },
  {
    name: 'InvoiceLines', entity: 'InvoiceLine', key: 'InvoiceLineId', ...shared,
    properties: [
      sure(guid('InvoiceLineId')), sure(guid('InvoiceId')), sure(whole('Line')), guid('ProductId'), text('ProductName'), text('Text'), quantity('Quantity'), text('UnitName'),
      quantity('Price'), money('Amount'), text('VatRate'), money('VatAmount'),
    ],
    navigations: [one('Invoice', 'Invoices', 'InvoiceId', 'InvoiceId')],
  },
  {
    name: 'Payments', entity: 'Payment', key: 'PaymentRowId', ...shared,
    properties: [
      sure(guid('PaymentRowId')), sure(guid('PaymentId')), sure(whole('Line')), text('Number'), dateTime('Date'), text('Kind'), sure(money('Amount')), text('Currency'), sure(flag('Reversed')),
      guid('InvoiceId'), guid('CounterpartyId'), guid('OrganisationId'),
    ],
    navigations: [one('Invoice', 'Invoices', 'InvoiceId', 'InvoiceId'), one('Counterparty', 'Counterparties', 'CounterpartyId', 'CounterpartyId')],
  },
  {
    name: 'Problems', entity: 'Problem', key: 'ProblemId', ...shared, isSearchable: false,
    properties: [
      sure(guid('ProblemId')), sure(whole('Number')), sure(text('Host')), sure(text('Kind')), text('Code'), text('Entity'), guid('RecordId'), text('Unit'), sure(instant('Since')),
      sure(whole('Tries')), text('Assignee'), date('Due'), instant('ResolvedAt'), text('ResolvedBy'), text('Answer'),
    ],
    navigations: [],
  },
]; // prettier-ignore
