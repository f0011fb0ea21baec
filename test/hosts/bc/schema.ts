/** The sets of API v2.0 this fake has, each column with its type as the recorded `$metadata` shows it, and what may be written. */

export interface Column {
  /** Edm name, or the name of an enum with a dot before it. */
  readonly type: string;
  readonly writable: boolean;
  readonly max?: number;
}

export interface Table {
  readonly set: string;
  /** In the singular, as `$metadata` names the type. */
  readonly name: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** Part -> set of its rows. */
  readonly parts: ReadonlyMap<string, string>;
}

/** "!" = read-only; a number = the longest text. */
const SETS: Readonly<Record<string, readonly [name: string, columns: string]>> = {
  customers: ['customer', 'id!:Guid number:20 displayName:100 type:.contactType addressLine1:100 addressLine2:50 city:30 state:30 country:10 postalCode:20 phoneNumber:30 email:80 website:80 salespersonCode:20 balanceDue!:Decimal creditLimit:Decimal taxLiable:Boolean taxAreaId:Guid taxRegistrationNumber:20 currencyId:Guid currencyCode:10 paymentTermsId:Guid blocked:.customerBlocked lastModifiedDateTime!:DateTimeOffset'],
  salesInvoices: ['salesInvoice', 'id!:Guid number:20 externalDocumentNumber:35 invoiceDate:Date postingDate:Date dueDate:Date customerPurchaseOrderReference:35 customerId:Guid customerNumber:20 customerName!:100 currencyId:Guid currencyCode:10 pricesIncludeTax!:Boolean remainingAmount!:Decimal discountAmount:Decimal totalAmountExcludingTax!:Decimal totalTaxAmount!:Decimal totalAmountIncludingTax!:Decimal status!:.invoiceEntityAggregateStatus lastModifiedDateTime!:DateTimeOffset'],
  salesInvoiceLines: ['salesInvoiceLine', 'id!:Guid documentId!:Guid sequence:Int32 itemId:Guid accountId:Guid lineType:.invoiceLineAggLineType lineObjectNumber:20 description:100 unitOfMeasureCode:10 quantity:Decimal unitPrice:Decimal discountAmount:Decimal discountPercent:Decimal amountExcludingTax!:Decimal taxCode:50 taxPercent!:Decimal totalTaxAmount!:Decimal amountIncludingTax!:Decimal invoiceDiscountAllocation!:Decimal netAmount!:Decimal netTaxAmount!:Decimal netAmountIncludingTax!:Decimal'],
  currencies: ['currency', 'id!:Guid code:10 displayName:30 symbol:10 lastModifiedDateTime!:DateTimeOffset'],
  items: ['item', 'id!:Guid number:20 displayName:100 type:.itemType blocked:Boolean unitPrice:Decimal taxGroupCode:20 baseUnitOfMeasureCode:10 lastModifiedDateTime!:DateTimeOffset'],
  accounts: ['account', 'id!:Guid number:20 displayName:100 lastModifiedDateTime!:DateTimeOffset'],
  taxGroups: ['taxGroup', 'id!:Guid code:20 displayName:100 taxType:.taxBufferType lastModifiedDateTime!:DateTimeOffset'],
  companyInformation: ['companyInformation', 'id!:Guid displayName:100 taxRegistrationNumber:20 currencyCode!:10 country:10 lastModifiedDateTime!:DateTimeOffset'],
  generalLedgerSetup: ['generalLedgerSetup', 'id!:Guid allowPostingFrom:Date allowPostingTo:Date localCurrencyCode:10 lastModifiedDateTime!:DateTimeOffset'],
}; // prettier-ignore

/** The words of each enum; blank is the first of some. */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  contactType: ['Company', 'Person'],
  customerBlocked: ['', 'Ship', 'Invoice', 'All'],
  invoiceEntityAggregateStatus: ['', 'Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective'],
  invoiceLineAggLineType: ['Comment', 'Account', 'Item', 'Resource'],
  itemType: ['Inventory', 'Service', 'Non-Inventory'],
  taxBufferType: ['Sales Tax', 'VAT'],
};

export const tables = (): ReadonlyMap<string, Table> =>
  new Map(Object.entries(SETS).map(([set, [name, columns]]) => [set, { set, name, columns: columnsOf(columns), parts: new Map(set === 'salesInvoices' ? [['salesInvoiceLines', 'salesInvoiceLines']] : []) }])); // prettier-ignore

function columnsOf(text: string): ReadonlyMap<string, Column> {
  return new Map(
    text.split(' ').map((word) => {
      const [name = '', of = ''] = word.split(':');
      const max = Number(of);
      const column: Column = Number.isNaN(max) ? { type: of, writable: !name.endsWith('!') } : { type: 'String', writable: !name.endsWith('!'), max }; // prettier-ignore
      return [name.replace('!', ''), column];
    }),
  );
}

/** "In Review" -> "In_x0020_Review". */
export const enumName = (word: string): string =>
  word === '' ? '_x0020_' : word.replace(/[^A-Za-z0-9_]/g, (c) => `_x${c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}_`); // prettier-ignore

/** What was written may be the name or the word. */
export const enumWord = (text: string): string =>
  text.replace(/_x([0-9a-f]{4})_/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))).trim();

export function metadataOf(all: ReadonlyMap<string, Table>): string {
  const types = [...all.values()].map((t) => {
    const own = [...t.columns].map(([name, c]) => `<Property Name="${name}" Type="${c.type.startsWith('.') ? `Microsoft.NAV${c.type}` : `Edm.${c.type}`}"/>`); // prettier-ignore
    const parts = [...t.parts].map(([part, set]) => `<NavigationProperty Name="${part}" Type="Collection(Microsoft.NAV.${all.get(set)?.name ?? ''})"/>`); // prettier-ignore
    return `<EntityType Name="${t.name}"><Key><PropertyRef Name="id"/></Key>${own.join('')}${parts.join('')}</EntityType>`;
  });
  const enums = Object.entries(ENUMS).map(([name, words]) => `<EnumType Name="${name}">${words.map((w, i) => `<Member Name="${enumName(w)}" Value="${String(i)}"/>`).join('')}</EnumType>`); // prettier-ignore
  const sets = [...all.values()].map((t) => `<EntitySet Name="${t.set}" EntityType="Microsoft.NAV.${t.name}"/>`);
  return `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">${types.join('')}${enums.join('')}<EntityContainer Name="NAV">${sets.join('')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;
}
