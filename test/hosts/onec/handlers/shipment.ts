import { dateOf, flagOf, hasRef, kopecks, linesOf, refOf, sumOf, textOf, type Row } from '../base/rows.ts';
import { refusal } from '../base/errors.ts';
import { writeRecord } from '../base/registers.ts';
import type { World } from '../base/world.ts';
import type { Handlers, Movements, Writing } from './behaviour.ts';
import { fillContract } from './contracts.ts';
import { totalOf } from './invoice.ts';
import { ledger, recordOf, type Entry } from './ledger.ts';
import { partyOf, settlementSide, spread, type Party } from './settle.ts';
import { refreshStatus } from './status.ts';

const set = 'Document_РеализацияТоваровУслуг';
const parts = ['Товары', 'Услуги', 'АгентскиеУслуги'];

/** `Document_РеализацияТоваровУслуг` of БП: the debt starts here (1c.md 4.10.2). */
export const bpShipment: Handlers = {
  beforeWrite(writing) {
    if (writing.load) return;
    writing.row['СуммаДокумента'] = totalOf(writing.row, parts);
    fillContract(writing);
  },
  posting(world, row, key) {
    refuseIncomplete(row);
    return movementsOf(world, row, key);
  },
  onWrite: keepPrimaryData,
  afterMovements: (world, row) => {
    for (const invoice of invoicesOf(row)) refreshStatus(world, invoice);
  },
};

/** What the posting code of 1C complains about when a shipment is made from outside (1c.md 4.1: "creating it from outside is hard"). */
function refuseIncomplete(row: Row): void {
  const complaint = (what: string): Error => refusal(`Не удалось провести "Реализация (акт, накладная, УПД)": ${what}`);
  if (!hasRef(row, 'Контрагент')) throw complaint('поле "Контрагент" не заполнено!');
  if (!hasRef(row, 'ДоговорКонтрагента')) throw complaint('поле "Договор" не заполнено!');
  if (parts.every((part) => linesOf(row, part).length === 0)) throw complaint('не введено ни одной строки!');
}

function movementsOf(world: World, row: Row, key: string): Movements {
  const party = partyOf(world, row, refOf(row, 'ДоговорКонтрагента'), refOf(row, 'Контрагент'));
  const amount = Math.round(kopecks(totalOf(row, parts)) * party.rate) / 100;
  const vat =
    sumOf(
      parts.flatMap((part) => linesOf(row, part)),
      'СуммаНДС',
    ) * party.rate;
  const entries: Entry[] = [
    {
      debit: settlementSide(party, party.debtAccount, [set, key], amount),
      credit: { account: '90.01.1' },
      amount,
      text: 'Реализация товаров, услуг',
      organisation: party.organisation,
    },
    ...vatEntries(party, Math.round(kopecks(vat)) / 100),
    ...offsetAdvances(world, party, key, amount),
  ];
  return { [ledger]: entries.map((entry) => recordOf(world, entry)) };
}

function vatEntries(party: Party, amount: number): Entry[] {
  if (amount === 0) return [];
  return [{ debit: { account: '90.03' }, credit: { account: '68.02' }, amount, text: 'НДС', organisation: party.organisation }];
}

/** СпособЗачетаАвансов = Автоматически: earlier advances of the contract are set off at once. */
function offsetAdvances(world: World, party: Party, key: string, amount: number): Entry[] {
  const { pieces } = spread(world, party, { account: party.advanceAccount, sign: -1, amount, own: key }, new Map());
  return pieces.map((piece) => ({
    debit: settlementSide(party, party.advanceAccount, piece.document, piece.amount),
    credit: settlementSide(party, party.debtAccount, [set, key], piece.amount),
    amount: piece.amount,
    text: 'Зачет аванса покупателя',
    organisation: party.organisation,
  }));
}

export function invoicesOf(row: Row): string[] {
  const lines = parts.flatMap((part) => linesOf(row, part));
  return [...new Set([row, ...lines].map((r) => refOf(r, 'СчетНаОплатуПокупателю')).filter((key) => !/^[0-]+$/.test(key)))];
}

/** Number and date of any settlement document in one register (1c.md 4.10.2, "Document date"). */
export function keepPrimaryData({ world, set: written, key, row }: Writing): void {
  const register = world.schema.find('InformationRegister_ДанныеПервичныхДокументов');
  if (!register || !hasRef(row, 'Организация')) return;
  const incoming = textOf(row, 'НомерВходящегоДокумента');
  const values: Row = {
    Организация_Key: refOf(row, 'Организация'),
    Документ: key,
    Документ_Type: `StandardODATA.${written.name}`,
    Номер: incoming === '' ? textOf(row, 'Number') : incoming,
    Дата: incoming === '' ? dateOf(row, 'Date') : dateOf(row, 'ДатаВходящегоДокумента'),
    ДатаРегистратора: dateOf(row, 'Date'),
    НомерРегистратора: textOf(row, 'Number'),
    ЭтоУниверсальныйДокумент: flagOf(row, 'ЭтоУниверсальныйДокумент'),
  };
  writeRecord(world, register, values, true);
}
