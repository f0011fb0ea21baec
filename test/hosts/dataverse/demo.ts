/** Reference data every organisation has, and what the demo sells. */
import { makeDebtColumns, makePaymentColumns } from './schema.ts';
import type { Organisation } from './organisation.ts';

const PARTIES = [
  { name: 'Лютик ООО', new_inn: '7701000010', new_kpp: '770101001', telephone1: '+7 495 000-00-10', emailaddress1: 'zakaz@lyutik.example' },
  { name: 'Contoso GmbH', telephone1: '+49 30 000000', emailaddress1: 'office@contoso.example' },
  { name: 'Василёк ООО', new_inn: '7701000028', new_kpp: '770101001', telephone1: '+7 495 000-00-28' },
]; // prettier-ignore

/** What the page of a fake Dynamics shows. */
export const SCREEN = {
  invoice: ['invoicenumber', 'name', 'new_date', 'totalamount', 'new_paidstate', 'new_paid', 'new_left'],
  account: ['name', 'new_inn', 'new_kpp', 'telephone1', 'description'],
};

/** Our own organisation as БП knows it, so that both sides mean the same one. */
export const OUR_INN = '7707083893';

/** sales: who works there has made columns for what is paid, and knows nobody yet. */
export type Data = 'demo' | 'sales' | 'empty';
export const isData = (word: string): word is Data => ['demo', 'sales', 'empty'].includes(word);

/** What an administrator made there is there at every start; rows only where there are none yet. */
export function prepareDemo(org: Organisation, data: Data): void {
  if (data !== 'empty') makePaymentColumns(org.tables);
  if (data === 'demo') makeDebtColumns(org.tables);
  if (org.of('businessunit').size === 0) fill(org, data);
}

function fill(org: Organisation, data: Data): void {
  org.create('businessunit', { name: 'Ромашка ООО', new_inn: OUR_INN, new_kpp: '773601001' });
  org.create('transactioncurrency', { currencyname: 'Российский рубль', isocurrencycode: 'RUB', currencysymbol: '₽', currencyprecision: 2, exchangerate: 1 });
  org.create('transactioncurrency', { currencyname: 'Euro', isocurrencycode: 'EUR', currencysymbol: '€', currencyprecision: 2, exchangerate: 0.01 });
  org.create('privilege', { name: 'prvReadAccount' });
  if (data === 'demo') for (const party of PARTIES) org.create('account', { ...party, customertypecode: 3 });
} // prettier-ignore
