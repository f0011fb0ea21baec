/** Small mappings of hosts that lose something: together they use every type of field in every way it may be declared. */
import type { RawMapping } from '../../connector/packs.ts';

type Part = Record<string, unknown>;
const file = (entity: RawMapping['entity'], fields: Part[], more: Part = {}): RawMapping => ({
  entity, host: 'synthetic', collections: ['Set'], create: true, ...more, fields,
}); // prettier-ignore
const text = (name: string, host: string, more: Part = {}): Part => ({ name, type: 'text', host, ...more });
const money = (name: string, host: string, scale: number, more: Part = {}): Part => ({
  name,
  type: 'money',
  host,
  scale,
  ...more,
});
const ref = (name: string, to: string, host: string, more: Part = {}): Part => ({ name, type: 'ref', to, host, ...more });

/** Short texts, folded equality, a kind spelled by two properties, a reference that names its type. */
const shortParty = file('counterparty', [
  text('name', 'Name', { max: 5, long: 'shorten', same: 'folded' }),
  text('legalName', 'Full', { max: 1, long: 'shorten' }),
  text('comment', 'Note', { same: 'folded' }),
  { name: 'kind', type: 'choice', host: ['Form', 'Foreign', 'Business'], values: [['company', ['Legal', false, false]], ['foreign', ['Legal', true, false]], ['soleTrader', ['Person', false, true]], ['person', ['Person', false, false]], [null, ['', false, false]]] },
  text('taxId', 'Inn', { max: 12 }),
  { name: 'country', type: 'lookup', host: 'Land', table: 'countries' },
  ref('headOffice', 'counterparty', 'Head', { self: true, typeValue: 'StandardODATA.Party' }),
  ref('owner', 'person', 'Owner_Key', { loose: true }),
  { name: 'active', type: 'flag', host: 'Active' },
], { id: 'Ref_Key', lookups: { countries: { set: 'Lands', value: 'Code' } } }); // prettier-ignore

/** Contacts, a kind told by the country, one line of address. */
const contactParty = file('counterparty', [
  text('name', 'Name', { max: 100 }),
  { name: 'kind', type: 'partyKind', host: 'Form', company: 'L', person: 'P', soleTrader: 'Business', country: { host: 'Land_Key', table: 'countries', home: 'RU' } },
  { name: 'country', type: 'lookup', host: 'Land_Key', table: 'countries' },
  { name: 'contacts', type: 'contacts', part: 'Rows', table: 'contactKinds', columns: { type: 'Sort', kind: 'Kind_Key', text: 'Shown', number: 'No' }, rows: [
    { name: 'phone', type: 'Телефон', kind: 'ТелефонКонтрагента', max: 50, repeats: ['Digits'], empties: ['Value'] },
    { name: 'email', type: 'Почта', kind: 'EmailКонтрагента', max: 100 },
    { name: 'legalAddress.text', type: 'Адрес', kind: 'ЮрАдресКонтрагента', max: 500, empties: ['Value'] },
    { name: 'postalAddress.text', type: 'Адрес', kind: 'ПочтовыйАдресКонтрагента', max: 500, empties: ['Value'] },
  ] },
], { lookups: { countries: { set: 'Lands', value: 'Code' }, contactKinds: { set: 'Kinds', value: 'Name' } } }); // prettier-ignore

const lines = (columns: Part[], more: Part = {}): Part => ({ name: 'lines', type: 'lines', part: 'Rows', columns, ...more });
const head = [ref('counterparty', 'counterparty', 'Party_Key'), money('total', 'Total', 2)];

/** Lines without products, discounts and VAT; texts cut to three letters; dates without a time of day. */
const hiddenColumns = file('invoice', [
  ...head,
  { name: 'date', type: 'dateTime', host: 'Date', precision: 'day' },
  { name: 'dueDate', type: 'date', host: 'Due', empty: null },
  { name: 'posted', type: 'action', host: 'Posted', true: 'post' },
  lines([text('text', 'Text', { max: 3, long: 'shorten', same: 'folded' }), money('quantity', 'Qty', 3), money('amount', 'Sum', 2)], { identity: ['text'], number: 'No' }),
]); // prettier-ignore

/** No column that says which line it is; the VAT total is the sum of the rows. */
const namelessLines = file('invoice', [
  ...head,
  { name: 'state', type: 'choice', host: ['Mark', 'Status?'], values: [['cancelled', [true, null]], ['issued', [false, null]]], direction: 'from-host' },
  lines([money('price', 'Price', 0), money('vatAmount', 'Vat', 2), { name: 'vatRate', type: 'choice', host: 'Rate', values: [['20', 'v20'], ['none', ''], ['10', 'v10']] }], { identity: ['product'] }),
  { name: 'vatTotal', type: 'vatTotal', part: 'Rows', column: 'Vat' },
  { name: 'rate', type: 'rate', host: 'Course', per: 'Per', scale: 4 },
  { name: 'vatIncluded', type: 'flag', host: 'Inside' },
]); // prettier-ignore

/** Composite references in rows, whole numbers as text, a part without line numbers. */
const compositeRows = file('invoice', [
  ...head,
  lines([ref('product', 'product', 'Item | Item_Key', { typeValue: 'StandardODATA.Items' }), ref('unit', 'unit', 'Unit_Key'), text('text', 'Text', { max: 1000 }), money('quantity', 'Qty', 0, { wire: 'text' }), money('price', 'Price', 2), money('amount', 'Sum', 2), money('discount', 'Off', 2)], { number: 'No' }),
]); // prettier-ignore

/** A tax the host adds, or one the price holds: which of both follows from the head. */
const splitTax = file('invoice', [
  ...head,
  { name: 'vatIncluded', type: 'flag', host: 'Inside', empty: false },
  lines([text('text', 'Text', { max: 500 }), money('quantity', 'Qty', 3, { empty: '0' }), { name: 'vatAmount', type: 'splitVat', host: 'Tax', included: 'TaxInside', scale: 2 }], { identity: ['text'] }),
]); // prettier-ignore

/** A due date that is the last of several, seen and never written. */
const stages = file('invoice', [
  text('comment', 'Note'),
  { name: 'dueDate', type: 'lastDate', part: 'Stages', column: 'Until', direction: 'from-host' },
]); // prettier-ignore

/** A price whose type says whether VAT is inside. */
const listPrice = file('price', [
  ref('product', 'product', 'Item_Key'),
  { name: 'vatIncluded', type: 'lookupFlag', host: 'Sort_Key', table: 'priceTypesVat', direction: 'from-host' },
], { lookups: { priceTypesVat: { set: 'Sorts', value: 'Inside' } } }); // prettier-ignore

/** Several allocations of one payment, one column hidden. */
const payment = file('payment', [
  text('number', 'Number', { max: 11 }),
  { name: 'date', type: 'dateTime', host: 'Date' },
  { name: 'kind', type: 'choice', host: '$set', values: [['bank', 'Bank'], ['cash', 'Cash'], ['return', 'Back'], ['offset', 'Off']] },
  { name: 'reversed', type: 'flag', host: 'Off' },
  money('amount', 'Sum', 2),
  { name: 'allocations', type: 'lines', part: 'Rows', identity: ['invoice'], columns: [ref('invoice', 'invoice', 'Invoice_Key', { loose: true })] },
]); // prettier-ignore

/** Two words of ours are one word there. */
const fewWords = file('partner', [
  text('name', 'Name'),
  { name: 'kind', type: 'choice', host: 'Kind', values: [['company', 'Firm'], ['soleTrader', 'Human'], ['person', 'Human'], ['foreign', 'Firm']] },
]); // prettier-ignore

/** Numbers of every scale. */
const contract = file('contract', [
  text('name', 'Name'),
  { name: 'paymentDays', type: 'decimal', host: 'Days', scale: 0, wire: 'text' },
  { name: 'date', type: 'date', host: 'Date', precision: 'day', empty: '1753-01-01T00:00:00' },
  ref('currency', 'currency', 'Currency_Key', { optional: true }),
]); // prettier-ignore
const price = file('price', [ref('product', 'product', 'Item_Key'), { name: 'price', type: 'decimal', host: 'Price', scale: 6 }]); // prettier-ignore

/** One property for every number a party is taxed by. */
const taxed = file('counterparty', [
  text('name', 'Name'),
  { type: 'taxNumber', name: 'taxId', host: 'Vat', foreign: true, max: 60 },
]);
const taxedHere = file('organisation', [text('name', 'Name'), { type: 'taxNumber', name: 'taxId', host: 'Vat', max: 60 }]);

export const SYNTHETIC: Readonly<Record<string, RawMapping>> = {
  'short texts and split words': shortParty,
  'contacts and kinds of party': contactParty,
  'lines with hidden columns': hiddenColumns,
  'lines without an identity': namelessLines,
  'lines with composite references': compositeRows,
  'a tax on top or inside': splitTax,
  'a due date by stages': stages,
  'allocations with a hidden amount': payment,
  'fewer words than ours': fewWords,
  'whole numbers and empty dates': contract,
  'prices of six places': price,
  'a price whose type says more': listPrice,
  'one number for every tax': taxed,
  'one number for the taxes of here': taxedHere,
};
