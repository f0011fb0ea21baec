/** What sales know of one rival: one of everything, and two notes of anna, one of them private. */
import type { PrivateStore, Viewer } from '../../connector/private/private-store.ts';
import { invoice, party } from './reader.ts';

const sales: Viewer = { user: 'anna', roles: new Set(['sales']), team: null, granted: false };

export async function fillRivals(store: Pick<PrivateStore, 'as'>): Promise<void> {
  const view = store.as(sales);
  const rival = await view.saveCompetitor({ name: 'Конкурент & Ко', aliases: ['Конк', 'КК'], counterparty: party(2), taxId: null, site: null, strengths: 'цена', weaknesses: null, answer: null, active: true }, null);
  const item = await view.saveItem({ name: 'Гайка М6', sku: 'M6', product: null, unit: 'шт', active: true }, null);
  const fact = { item: item.id, competitor: rival.id, observedAt: '2026-02-01T09:30:15.250Z', source: 'site', evidence: null, confidence: 'sure' } as const;
  await view.addPrices([{ ...fact, price: '1099.000001', currency: 'RUB', vatIncluded: true, vatRate: '20', unit: 'уп', packFactor: '200', minQuantity: null, terms: 'предоплата', region: null }]);
  await view.addStock([{ ...fact, least: '10', most: null, leadDays: 3 }]);
  await view.saveOffer({ competitor: rival.id, counterparty: party(2), invoice: invoice(2), number: 'КП-1', date: '2026-02-02', validUntil: null, currency: 'RUB', vatIncluded: true, lines: [{ item: item.id, text: 'Гайка', quantity: '5', unit: 'шт', price: '9.99' }], terms: null, evidence: null, outcome: 'open', wonBy: null, why: null, import: null }, null);
  const note = { about: { entity: 'counterparty', record: party(2) }, kind: 'call', participants: ['Пётр'], pinned: false, followUp: null } as const;
  await view.saveNote({ ...note, text: 'Обещали скидку на гайки', isPrivate: false }, null);
  await view.saveNote({ ...note, text: 'Личное: конкурент отдаёт дешевле', isPrivate: true }, null);
} // prettier-ignore
