import { dateOf, hasRef, kopecks, linesOf, numberOf, refOf, textOf, zeroGuid, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import type { Handlers, Movements } from './behaviour.ts';
import { ledger, recordOf, type Entry, type Side } from './ledger.ts';
import { currencyOf, partyOf, settlementSide, spread, type DocumentRef, type Party, type Taken } from './settle.ts';
import { keepPrimaryData } from './shipment.ts';
import { refreshStatus } from './status.ts';

const payments = 'AccumulationRegister_ОплатаСчетов';

/** Incoming money of БП, bank or cash: pays what is owed under the contract, the rest is an advance (1c.md 4.1, 4.10.2). */
export function bpPayment(set: string): Handlers {
  return {
    posting: (world, row, key) => movementsOf(world, set, row, key),
    onWrite: keepPrimaryData,
    afterMovements: (world, row) => {
      for (const invoice of paidInvoices(row)) refreshStatus(world, invoice);
    },
  };
}

export function paidInvoices(row: Row): string[] {
  return [...new Set(linesOf(row, 'РасшифровкаПлатежа').map((line) => refOf(line, 'СчетНаОплату')))].filter(
    (key) => key !== zeroGuid,
  );
}

function movementsOf(world: World, set: string, row: Row, key: string): Movements {
  const taken: Taken = new Map();
  const entries = linesOf(row, 'РасшифровкаПлатежа').flatMap((line) => lineEntries(world, [set, key], row, line, taken));
  return { [ledger]: entries.map((entry) => recordOf(world, entry)), [payments]: paymentRecords(world, row) };
}

function lineEntries(world: World, self: DocumentRef, row: Row, line: Row, taken: Taken): Entry[] {
  const rate = numberOf(line, 'КурсВзаиморасчетов');
  const party = partyOf(world, { ...row, КурсВзаиморасчетов: rate }, contractOf(row, line), textOf(row, 'Контрагент'));
  const amount = Math.round(kopecks(numberOf(line, 'СуммаПлатежа')) * party.rate) / 100;
  const { pieces, rest } = spread(world, party, { account: party.debtAccount, sign: 1, amount, own: self[1] }, taken);
  const entry = (account: string, document: DocumentRef, part: number): Entry => ({
    debit: moneySide(self[0], row, party, part),
    credit: settlementSide(party, account, document, part),
    amount: part,
    text: 'Поступление оплаты от покупателя',
    organisation: party.organisation,
  });
  const paid = pieces.map((piece) => entry(party.debtAccount, piece.document, piece.amount));
  return rest > 0 ? [...paid, entry(party.advanceAccount, self, rest)] : paid;
}

const contractOf = (row: Row, line: Row): string =>
  hasRef(line, 'ДоговорКонтрагента') ? refOf(line, 'ДоговорКонтрагента') : refOf(row, 'ДоговорКонтрагента');

function moneySide(set: string, row: Row, party: Party, amount: number): Side {
  if (set === 'Document_ПриходныйКассовыйОрдер') return { account: '50.01' };
  const account = party.currency === undefined ? '51' : '52';
  return { account, extDimensions: [['Catalog_БанковскиеСчета', refOf(row, 'СчетОрганизации')]], ...currencyOf(party, amount) };
}

/** `AccumulationRegister_ОплатаСчетов`: amounts by invoice, in its currency where the contract settles in it, else in that of the document. */
function paymentRecords(world: World, row: Row): Row[] {
  return linesOf(row, 'РасшифровкаПлатежа')
    .filter((line) => hasRef(line, 'СчетНаОплату'))
    .map((line) => ({
      Period: dateOf(row, 'Date'),
      Организация_Key: refOf(row, 'Организация'),
      СчетНаОплату: refOf(line, 'СчетНаОплату'),
      СчетНаОплату_Type: 'StandardODATA.Document_СчетНаОплатуПокупателю',
      СтавкаНДС: textOf(line, 'СтавкаНДС'),
      ...paidFor(world, row, line),
      СуммаНДС: numberOf(line, 'СуммаНДС'),
    }));
}

function paidFor(world: World, row: Row, line: Row): Row {
  const settledIn = refOf(world.base.get('Catalog_ДоговорыКонтрагентов', contractOf(row, line)), 'ВалютаВзаиморасчетов');
  const billed = refOf(world.base.get('Document_СчетНаОплатуПокупателю', refOf(line, 'СчетНаОплату')), 'ВалютаДокумента');
  const own = refOf(row, 'ВалютаДокумента');
  const isSettled = billed !== own && billed === settledIn;
  return { Сумма: numberOf(line, isSettled ? 'СуммаВзаиморасчетов' : 'СуммаПлатежа'), Валюта_Key: isSettled ? billed : own };
}
