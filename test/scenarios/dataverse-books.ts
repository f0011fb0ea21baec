/** What an accountant types in the 1C beside Dynamics. */
export { customer } from './making.ts';
export { invoices } from './setting.ts';
