/** What import-preview.ts works on: a store with items, and one price list as CSV in windows-1251 and as XLSX. */
import { writeFileSync } from 'node:fs';
import type { Viewer } from '../../connector/private/private-store.ts';
import { openSqlitePrivate } from '../../connector/private/sqlite/store.ts';
import { realWorld } from '../../connector/world.ts';
import { encoded } from '../import/encoded.ts';
import { workbookOf, type Value } from '../import/workbook.ts';

export const RIVAL = '0a000000-0000-7000-8000-000000000001';
export const BUYER: Viewer = { user: 'bench', roles: new Set(['sales']), team: null, granted: false };
/** No more than the list has lines. */
export const itemsFor = (lines: number): number => Math.min(20_000, lines);

const KINDS = ['Болт', 'Гайка', 'Шайба', 'Саморез', 'Анкер', 'Дюбель', 'Шпилька', 'Винт', 'Заклёпка', 'Хомут'];
const MORE = ['оцинкованный', 'нержавеющий', 'чёрный', 'латунный', 'DIN 933', 'ГОСТ 7798', 'с прессшайбой', 'потайной'];
const HEADS = [
  'Артикул',
  'Наименование',
  'Ед. изм.',
  'Цена с НДС, руб.',
  'НДС',
  'Остаток',
  'Срок',
  'Мин. кол-во',
  'В упаковке',
  'Примечание',
];

const goods = (n: number): string =>
  `${KINDS[n % 10] ?? ''} М${String(3 + (n % 30))}х${String(10 + Math.floor(n / 10))} ${MORE[n % 8] ?? ''}`;
const sku = (n: number): string => `KR-${String(n).padStart(6, '0')}`;

function line(n: number, items: number): string[] {
  const item = n % items;
  const kind = n % 3;
  const name = kind === 2 ? `Прочее ${String(n)} неведомое ${String(n * 7)}` : kind === 1 ? `${goods(item)} импорт` : goods(item);
  const price = n % 50 === 0 ? 'по запросу' : `${n % 7 === 0 ? '1 ' : ''}${String(100 + (n % 900))},${String(10 + (n % 90))}`;
  return [kind === 0 && n < items ? sku(item) : `X-${String(n)}`, name, 'шт', price, '20%', n % 4 === 0 ? '>100' : String(n % 500), '2-3 дня', '1', '200', ''];
} // prettier-ignore

/** A workbook holds numbers where it can. */
const typed = (cells: readonly string[]): Value[] => cells.map((c, i) => (i === 3 && /^[\d ,]+$/.test(c) ? { v: c.replace(' ', '').replace(',', '.') } : c)); // prettier-ignore

export async function fill(store: string, csv: string, xlsx: string, lines: number): Promise<void> {
  const open = openSqlitePrivate({ file: store, fresh: { price: 30, stock: 14, offer: 90 }, world: realWorld() });
  const view = open.as(BUYER);
  await view.saveCompetitor({ id: RIVAL, name: 'Крепёж+', aliases: [], counterparty: null, taxId: null, site: null, strengths: null, weaknesses: null, answer: null, active: true }, null); // prettier-ignore
  const items = itemsFor(lines);
  for (let n = 0; n < items; n++)
    await view.saveItem({ name: goods(n), sku: sku(n), product: null, unit: 'шт', active: true }, null);
  await open.close();
  const all = Array.from({ length: lines }, (_, n) => line(n, items));
  writeFileSync(csv, encoded([HEADS, ...all].map((cells) => cells.join(';')).join('\r\n'), 'windows-1251'));
  writeFileSync(xlsx, workbookOf([HEADS, ...all.map(typed)]));
}
