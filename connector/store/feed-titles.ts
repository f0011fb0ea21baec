/** What people call the sets of the feed, where a program shows its list; addresses and columns keep their names in every language. */
import type { Words } from '../words/reworded.ts';

export const FEED_TITLES: Readonly<Record<string, Words>> = {
  Counterparties: { en: 'Counterparties', ru: 'Контрагенты' },
  Invoices: { en: 'Invoices', ru: 'Счета' },
  InvoiceLines: { en: 'Invoice lines', ru: 'Строки счетов' },
  Payments: { en: 'Payments', ru: 'Оплаты' },
  Problems: { en: 'Problems', ru: 'Проблемы' },
  Competitors: { en: 'Rivals', ru: 'Конкуренты' },
  PriceObservations: { en: 'Prices of rivals', ru: 'Цены конкурентов' },
  Offers: { en: 'Offers of rivals', ru: 'Предложения конкурентов' },
  OfferLines: { en: 'Lines of rivals’ offers', ru: 'Строки предложений конкурентов' },
  Stock: { en: 'Stock of rivals', ru: 'Остатки конкурентов' },
  Notes: { en: 'Notes', ru: 'Заметки' },
};
