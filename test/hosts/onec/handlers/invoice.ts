import { flagOf, hasRef, linesOf, numberOf, refOf, sumOf, textOf, kopecks, type Row } from '../base/rows.ts';
import { refusal } from '../base/errors.ts';
import type { Handlers, Writing } from './behaviour.ts';
import { fillContract } from './contracts.ts';

/**
 * ПередЗаписью of `Document_СчетНаОплатуПокупателю`, step by step in the order of 1c.md 4.1. Posting makes no ledger movement.
 * The total is computed before the agent's VAT is cleared, so such an invoice keeps the VAT in its total: that is the real order.
 */
export const bpInvoice: Handlers = {
  beforeWrite(writing) {
    const { world, row, load } = writing;
    if (textOf(row, 'СсылочныйИдентификатор').trim() === '') row['СсылочныйИдентификатор'] = world.base.ids.hex(16);
    if (load) return;
    refusePostedLines(writing);
    if (!world.quirks.returnablePackaging) row['ВозвратнаяТара'] = [];
    row['СуммаДокумента'] = totalOf(row, ['Товары', 'ВозвратнаяТара']);
    fillBankAccount(writing);
    clearAgentVat(writing);
    fillContract(writing);
    if (hasLineIds(writing)) row['Товары'] = linesOf(row, 'Товары').map((line) => withId(line, world.base.ids.guid));
  },
};

/** Sum of the rows, with their VAT on top when prices do not include it (1c.md 8.7). */
export function totalOf(row: Row, parts: readonly string[]): number {
  const lines = parts.flatMap((part) => linesOf(row, part));
  const vat = flagOf(row, 'СуммаВключаетНДС') ? 0 : sumOf(lines, 'СуммаНДС');
  return (kopecks(sumOf(lines, 'Сумма')) + kopecks(vat)) / 100;
}

function fillBankAccount({ world, row }: Writing): void {
  if (world.quirks.bankAccountRule === 'off' || hasRef(row, 'СтруктурнаяЕдиница') || !hasRef(row, 'ОрганизацияПолучатель'))
    return;
  const accounts = world.indexes.accountsOf
    .find(refOf(row, 'ОрганизацияПолучатель'))
    .filter((key) => !flagOf(world.base.get('Catalog_БанковскиеСчета', key), 'DeletionMark'));
  const [only] = accounts;
  if (accounts.length === 1 && only !== undefined) row['СтруктурнаяЕдиница_Key'] = only;
}

/** A contract with "VAT is paid by the buyer as tax agent" overwrites the rate of every row and clears its VAT. */
function clearAgentVat({ world, row }: Writing): void {
  const contract = world.base.get('Catalog_ДоговорыКонтрагентов', refOf(row, 'ДоговорКонтрагента'));
  if (!flagOf(contract, 'УчетАгентскогоНДСПокупателем')) return;
  row['Товары'] = linesOf(row, 'Товары').map((line) => ({ ...line, СтавкаНДС: 'БезНДС', СуммаНДС: 0 }));
}

/** БП 3.0.151 has no row ids yet. */
const hasLineIds = ({ set }: Writing): boolean =>
  set.parts.find((p) => p.name === 'Товары')?.byName.has('ИдентификаторСтроки') === true;

function withId(line: Row, guid: () => string): Row {
  return textOf(line, 'ИдентификаторСтроки') === '' ? { ...line, ИдентификаторСтроки: guid() } : line;
}

/** Unmeasured (1c.md 2.8.11), hence a quirk: some configurations refuse changed lines while the document is posted. */
export function refusePostedLines({ world, row, before }: Writing): void {
  if (world.quirks.postedLines !== 'refused' || !flagOf(before, 'Posted') || !flagOf(row, 'Posted')) return;
  if (linesText(before) !== linesText(row))
    throw refusal('Не удалось записать документ: документ проведен, изменение строк запрещено!');
}

function linesText(row: Row | undefined): string {
  return JSON.stringify(
    linesOf(row, 'Товары').map((l) => [l['Номенклатура'], l['Содержание'], numberOf(l, 'Количество'), numberOf(l, 'Сумма')]),
  );
}
