/** The sets of the private store, for keys of class office that were given them by name (shared/hosts/dynamics.md 5.1, 9). */
import { date, flag, guid, instant, many, one, quantity, sure, text, whole } from '../../store/feed-sets.ts';
import type { FeedSet, Property } from '../../store/feed.ts';

const own = { isPrivate: true, isSearchable: true } as const;
const stamp: readonly Property[] = [sure(text('ChangedBy')), sure(instant('ChangedAt'))];
const about: readonly Property[] = [
  sure(guid('CompetitorId')),
  sure(text('CompetitorName')),
  sure(guid('ItemId')),
  sure(text('ItemName')),
  guid('ProductId'),
];
const observed: readonly Property[] = [
  text('Region'), sure(instant('ObservedAt')), sure(text('Source')), text('Evidence'), sure(text('Confidence')), sure(flag('Live')), sure(flag('Withdrawn')), ...stamp,
]; // prettier-ignore
const competitor = one('Competitor', 'Competitors', 'CompetitorId', 'CompetitorId');

export const PRIVATE_SETS: readonly FeedSet[] = [
  {
    name: 'Competitors', entity: 'Competitor', key: 'CompetitorId', ...own,
    properties: [
      sure(guid('CompetitorId')), sure(text('Name')), text('Aliases'), guid('CounterpartyId'), text('TaxId'), text('Site'), text('Strengths'), text('Weaknesses'), text('Answer'), sure(flag('Active')), ...stamp,
    ],
    navigations: [
      many('Prices', 'PriceObservations', 'CompetitorId', 'CompetitorId'), many('Stock', 'Stock', 'CompetitorId', 'CompetitorId'), many('Offers', 'Offers', 'CompetitorId', 'CompetitorId'),
      one('Counterparty', 'Counterparties', 'CounterpartyId', 'CounterpartyId'),
    ],
  },
  {
    name: 'PriceObservations', entity: 'PriceObservation', key: 'PriceObservationId', ...own,
    properties: [
      sure(guid('PriceObservationId')), ...about, sure(quantity('Price')), sure(text('Currency')), sure(flag('VatIncluded')), text('VatRate'), sure(text('Unit')), sure(quantity('PackFactor')),
      quantity('MinQuantity'), text('Terms'), ...observed,
    ],
    navigations: [competitor],
  },
  {
    name: 'Offers', entity: 'Offer', key: 'OfferId', ...own,
    properties: [
      sure(guid('OfferId')), sure(guid('CompetitorId')), sure(text('CompetitorName')), guid('CounterpartyId'), guid('InvoiceId'), text('Number'), sure(date('Date')), date('ValidUntil'),
      sure(text('Currency')), sure(flag('VatIncluded')), text('Terms'), text('Evidence'), sure(text('Outcome')), guid('WonById'), text('Why'), ...stamp,
    ],
    navigations: [
      competitor, many('Lines', 'OfferLines', 'OfferId', 'OfferId'), one('Counterparty', 'Counterparties', 'CounterpartyId', 'CounterpartyId'), one('Invoice', 'Invoices', 'InvoiceId', 'InvoiceId'),
    ],
  },
  {
    name: 'OfferLines', entity: 'OfferLine', key: 'OfferLineId', ...own,
    properties: [
      sure(guid('OfferLineId')), sure(guid('OfferId')), sure(whole('Line')), guid('ItemId'), text('ItemName'), guid('ProductId'), sure(text('Text')), sure(quantity('Quantity')), sure(text('Unit')), sure(quantity('Price')),
    ],
    navigations: [one('Offer', 'Offers', 'OfferId', 'OfferId')],
  },
  {
    name: 'Stock', entity: 'StockObservation', key: 'StockObservationId', ...own,
    properties: [sure(guid('StockObservationId')), ...about, sure(quantity('Least')), quantity('Most'), whole('LeadDays'), ...observed],
    navigations: [competitor],
  },
  {
    name: 'Notes', entity: 'Note', key: 'NoteId', ...own,
    properties: [
      sure(guid('NoteId')), sure(text('Kind')), sure(text('Text')), text('AboutEntity'), guid('RecordId'), text('Participants'), sure(flag('Pinned')), sure(flag('IsPrivate')), date('Due'), text('Assignee'),
      instant('DoneAt'), sure(text('Owner')), text('Team'), sure(instant('FirstAt')), ...stamp,
    ],
    navigations: [],
  },
]; // prettier-ignore
