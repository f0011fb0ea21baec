/** What every company has before anybody works in it, and what the demo sells. */
import type { Company } from './company.ts';

/** Our own company as БП knows it, so that both sides mean the same one. */
export const OUR_NUMBER = '7707083893/773601001';

const PARTIES = [
  { displayName: 'Лютик ООО', taxRegistrationNumber: '7701000010/770101001', phoneNumber: '+7 495 000-00-10', email: 'zakaz@lyutik.example' },
  { displayName: 'Contoso GmbH', taxRegistrationNumber: 'DE123456789', country: 'DE', email: 'office@contoso.example' },
  { displayName: 'Василёк ООО', taxRegistrationNumber: '7701000028/770101001', phoneNumber: '+7 495 000-00-28' },
]; // prettier-ignore

export function fillCompany(company: Company, data: 'demo' | 'empty'): void {
  company.create('generalLedgerSetup', { localCurrencyCode: 'RUB', allowPostingFrom: '2020-01-01' });
  company.create('companyInformation', { displayName: 'Ромашка ООО', taxRegistrationNumber: OUR_NUMBER, country: 'RU' });
  company.create('currencies', { code: 'EUR', displayName: 'Euro', symbol: '€' });
  company.create('items', { number: '1000', displayName: 'Доставка', type: 'Service', taxGroupCode: 'VAT20' });
  company.create('items', { number: '1150', displayName: 'Стол письменный', type: 'Inventory', taxGroupCode: 'VAT20' });
  company.create('accounts', { number: '6110', displayName: 'Выручка от услуг' });
  for (const [code, displayName] of TAXES) company.create('taxGroups', { code, displayName, taxType: 'VAT' });
  if (data === 'demo') for (const party of PARTIES) company.create('customers', party);
}

const TAXES = [
  ['VAT20', 'НДС 20%'],
  ['VAT10', 'НДС 10%'],
  ['VAT0', 'НДС 0%'],
  ['NOVAT', 'Без НДС'],
] as const;
