/** Tables of the fake organisation: the stock columns it imitates (all of them stand in the corpus) and those of an administrator. */

export type ColumnType = 'String' | 'Int32' | 'Int64' | 'Boolean' | 'Decimal' | 'DateTimeOffset' | 'Date' | 'Guid';

export interface Column {
  readonly type: ColumnType;
  readonly max?: number;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  /** Numbers an option set has. */
  readonly options?: readonly number[];
  /** Money has a twin in the base currency. */
  readonly base?: boolean;
}

/** Written by this name, kept in the column; polymorphic lookups have one for each table. */
export interface Bind {
  readonly column: string;
  readonly to: string;
}

export interface Table {
  readonly name: string;
  readonly set: string;
  readonly id: string;
  tracked: boolean;
  /** Date columns whose wall clock depends on who looks (behaviour UserLocal); the others mean the same to everybody. */
  readonly userLocal: Set<string>;
  readonly columns: Map<string, Column>;
  readonly binds: ReadonlyMap<string, Bind>;
  /** Collection navigation property -> table and lookup column there. */
  readonly collections: ReadonlyMap<string, { readonly table: string; readonly by: string }>;
}

const TYPES: Readonly<Record<string, ColumnType>> = { s: 'String', i: 'Int32', b: 'Boolean', d: 'Decimal', m: 'Decimal', t: 'DateTimeOffset', y: 'Date', g: 'Guid' }; // prettier-ignore

/** "s160!" a required text of 160, "m" money, "i0,1" an option set, "d-" a read-only decimal. */
function column(notation: string): Column {
  const [, letter = 's', rest = ''] = /^(.)(.*)$/.exec(notation) ?? [];
  const type = TYPES[letter] ?? 'String';
  return {
    type,
    ...(type === 'String' ? { max: Number(/\d+/.exec(rest)?.[0] ?? 100) } : {}),
    ...(type === 'Int32' && /\d/.test(rest) ? { options: rest.replace(/[!-]/g, '').split(',').map(Number) } : {}),
    ...(rest.includes('!') ? { required: true } : {}),
    ...(rest.includes('-') ? { readOnly: true } : {}),
    ...(letter === 'm' ? { base: true } : {}),
  };
}

interface Given {
  readonly set: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly lookups?: Readonly<Record<string, string>>;
  readonly collections?: Table['collections'];
  readonly tracked?: boolean;
}

function table(name: string, given: Given): Table {
  const lookups = Object.entries(given.lookups ?? {});
  const columns = new Map(Object.entries(given.columns).map(([c, n]) => [c, column(n)]));
  columns.set(`${name}id`, { type: 'Guid', readOnly: true });
  columns.set('versionnumber', { type: 'Int64', readOnly: true });
  for (const stamp of name === 'privilege' ? [] : ['createdon', 'modifiedon'])
    columns.set(stamp, { type: 'DateTimeOffset', readOnly: true });
  for (const [bind] of lookups) columns.set(lookupColumn(bind), { type: 'Guid', readOnly: true });
  for (const [c, of] of [...columns]) if (of.base) columns.set(`${c}_base`, { type: 'Decimal', readOnly: true });
  const binds = new Map(lookups.map(([bind, to]) => [bind, { column: lookupColumn(bind), to }]));
  return { name, set: given.set, id: `${name}id`, tracked: given.tracked ?? true, userLocal: new Set(['createdon', 'modifiedon']), columns, binds, collections: given.collections ?? new Map() }; // prettier-ignore
}

/** customerid_account and customerid_contact are both read as _customerid_value. */
const lookupColumn = (bind: string): string => `_${bind.replace(/_(account|contact)$/, '')}_value`;

const PARTY = { statecode: 'i0,1', statuscode: 'i1,2', description: 's2000', emailaddress1: 's100', telephone1: 's50' };

const PAYMENT = { new_paidstate: 's20', new_paid: 'm', new_left: 'm', new_paidon: 'y' };
/** Columns an administrator makes for what the books say of payments (docs/guides/connect-dataverse.md). */
export function makePaymentColumns(all: ReadonlyMap<string, Table>): void {
  for (const [name, notation] of Object.entries(PAYMENT)) all.get('invoice')?.columns.set(name, column(notation));
}

const DEBT = { new_debt: 'd', new_advance: 'd', new_overdue: 'd', new_debtcurrency: 's3', new_debtsince: 'y' };
/** And for what they say a customer owes. */
export function makeDebtColumns(all: ReadonlyMap<string, Table>): void {
  for (const [name, notation] of Object.entries(DEBT)) all.get('account')?.columns.set(name, column(notation));
}

/** A fresh copy: administrators of two fakes do not meet. */
export const tables = (): Map<string, Table> =>
  new Map(
    [
      table('account', {
        set: 'accounts',
        columns: {
          ...PARTY, name: 's160!', accountnumber: 's20', customertypecode: 'i1,2,3,4,5,6,7,8,9,10,11,12', address1_line1: 's250', address1_line2: 's250',
          address1_city: 's80', address1_country: 's80', address1_postalcode: 's20', websiteurl: 's200', fax: 's50', creditlimit: 'm', revenue: 'm', creditonhold: 'b', merged: 'b-',
          new_inn: 's12', new_kpp: 's9', new_ogrn: 's50', new_legalname: 's1000',
        },
        lookups: { parentaccountid: 'account', masterid: 'account', owningbusinessunit: 'businessunit', transactioncurrencyid: 'transactioncurrency' },
      }),
      table('contact', { set: 'contacts', columns: { ...PARTY, firstname: 's50', lastname: 's50' }, lookups: { parentcustomerid_account: 'account' } }),
      table('invoice', {
        set: 'invoices',
        columns: {
          name: 's300!', invoicenumber: 's100', description: 's2000', duedate: 'y', statecode: 'i0,1,2,3', statuscode: 'i1,2,3,4,5,6,7,100001,100002,100003', ispricelocked: 'b',
          discountamount: 'm', freightamount: 'm', totallineitemamount: 'm-', totaltax: 'm-', totalamount: 'm-', exchangerate: 'd-', pricingerrorcode: 'i', new_date: 't', new_vatincluded: 'b',
        },
        lookups: {
          customerid_account: 'account', customerid_contact: 'contact', owningbusinessunit: 'businessunit', transactioncurrencyid: 'transactioncurrency', pricelevelid: 'pricelevel',
          accountid: 'account', contactid: 'contact',
        },
        collections: new Map([['invoice_details', { table: 'invoicedetail', by: '_invoiceid_value' }]]),
      }),
      table('invoicedetail', {
        set: 'invoicedetails',
        columns: {
          productdescription: 's500', quantity: 'd', priceperunit: 'm', manualdiscountamount: 'm', tax: 'm', baseamount: 'm-', extendedamount: 'm-', isproductoverridden: 'b',
          ispriceoverridden: 'b', lineitemnumber: 'i', description: 's2000', new_vatrate: 's10', new_vatincludedamount: 'm',
        },
        lookups: { invoiceid: 'invoice', productid: 'product', uomid: 'uom', transactioncurrencyid: 'transactioncurrency' },
      }),
      table('transactioncurrency', { set: 'transactioncurrencies', columns: { currencyname: 's100', isocurrencycode: 's5', currencysymbol: 's13', currencyprecision: 'i', exchangerate: 'd', statecode: 'i0,1' } }),
      table('businessunit', { set: 'businessunits', columns: { name: 's160', isdisabled: 'b', new_inn: 's12', new_kpp: 's9' } }),
      table('product', { set: 'products', columns: { name: 's100', productnumber: 's100', statecode: 'i0,1,2' }, lookups: { defaultuomid: 'uom' } }),
      table('uom', { set: 'uoms', columns: { name: 's100' } }),
      table('pricelevel', { set: 'pricelevels', columns: { name: 's100' }, lookups: { transactioncurrencyid: 'transactioncurrency' } }),
      table('systemuser', { set: 'systemusers', columns: { fullname: 's200' } }),
      table('privilege', { set: 'privileges', columns: { name: 's100' } }),
      table('competitor', { set: 'competitors', columns: { name: 's100', strengths: 's2000' } }),
    ].map((t) => [t.name, t]),
  ); // prettier-ignore

/** `$metadata` in the shape of the recorded one (hosts/dynamics.md 1.2). */
export function metadataOf(all: ReadonlyMap<string, Table>): string {
  const types = [...all.values()].map(entityType).join('');
  const sets = [...all.values()]
    .map((t) => `<EntitySet Name="${t.set}" EntityType="Microsoft.Dynamics.CRM.${t.name}"/>`)
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityType Name="crmbaseentity" Abstract="true"/>${types}<EntityContainer Name="System">${sets}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;
}

function entityType(t: Table): string {
  const columns = [...t.columns].map(([name, c]) => `<Property Name="${name}" Type="Edm.${c.type}"${c.type === 'Decimal' ? ' Scale="Variable"' : ''}/>`); // prettier-ignore
  const binds = [...t.binds].map(([name, b]) => `<NavigationProperty Name="${name}" Type="mscrm.${b.to}"/>`);
  const many = [...t.collections].map(([name, c]) => `<NavigationProperty Name="${name}" Type="Collection(mscrm.${c.table})"/>`);
  return `<EntityType Name="${t.name}" BaseType="mscrm.crmbaseentity"><Key><PropertyRef Name="${t.id}"/></Key>${[...columns, ...binds, ...many].join('')}</EntityType>`;
}
