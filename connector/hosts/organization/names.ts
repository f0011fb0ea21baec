/** Namespaces of the Organization Service, and the tables of ours by the names both worlds give them (hosts/dynamics.md 3, 1.3). */
export const NS = {
  services: 'http://schemas.microsoft.com/xrm/2011/Contracts/Services',
  contracts: 'http://schemas.microsoft.com/xrm/2011/Contracts',
  messages: 'http://schemas.microsoft.com/crm/2011/Contracts',
  generic: 'http://schemas.datacontract.org/2004/07/System.Collections.Generic',
  xsd: 'http://www.w3.org/2001/XMLSchema',
  serialization: 'http://schemas.microsoft.com/2003/10/Serialization/',
  arrays: 'http://schemas.microsoft.com/2003/10/Serialization/Arrays',
  v71: 'http://schemas.microsoft.com/xrm/7.1/Contracts',
  v2012: 'http://schemas.microsoft.com/xrm/2012/Contracts',
  metadata: 'http://schemas.microsoft.com/xrm/2011/Metadata',
} as const;

/** Set of the Web API, by which a mapping names a table -> its logical name. Old releases do not tell, and plurals are irregular. */
const TABLES: Readonly<Record<string, string>> = {
  accounts: 'account',
  contacts: 'contact',
  invoices: 'invoice',
  invoicedetails: 'invoicedetail',
  transactioncurrencies: 'transactioncurrency',
  businessunits: 'businessunit',
  products: 'product',
  uoms: 'uom',
  pricelevels: 'pricelevel',
};

/** What a mapping may read. */
export const READ: readonly string[] = ['accounts', 'invoices', 'invoicedetails', 'transactioncurrencies', 'businessunits', 'products']; // prettier-ignore

/** Rows that live by themselves and belong to an object: table -> its collections and the set of the rows. */
export const COLLECTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  invoices: { invoice_details: 'invoicedetails' },
};

/** A set nobody told us about is a table of that name without its s: the wish of a mapping, refused by the service if it is wrong. */
export const logicalName = (set: string): string => TABLES[set] ?? set.replace(/s$/, '');

/** `_x_value`, as a mapping reads a lookup -> the attribute `x`; others are called the same. */
export const attributeOf = (property: string): string => /^_(.+)_value$/.exec(property)?.[1] ?? property;
