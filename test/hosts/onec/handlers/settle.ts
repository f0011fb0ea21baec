import { hasRef, kopecks, refOf, textOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { openAmounts, type Side } from './ledger.ts';

/** A contract's settlement accounts: rubles or currency (1c.md 4.10.2, table of accounts). */
export interface Party {
  counterparty: string;
  contract: string;
  organisation: string;
  /** The currency when it is not the ruble. */
  currency: string | undefined;
  rate: number;
  debtAccount: string;
  advanceAccount: string;
}

export function partyOf(world: World, row: Row, contract: string, counterparty: string): Party {
  const currency = refOf(row, 'ВалютаДокумента');
  const foreign = hasRef(row, 'ВалютаДокумента') && textOf(world.base.get('Catalog_Валюты', currency), 'Code') !== '643';
  const rate = typeof row['КурсВзаиморасчетов'] === 'number' && row['КурсВзаиморасчетов'] > 0 ? row['КурсВзаиморасчетов'] : 1;
  return {
    counterparty,
    contract,
    organisation: refOf(row, 'Организация'),
    currency: foreign ? currency : undefined,
    rate: foreign ? rate : 1,
    debtAccount: foreign ? '62.21' : '62.01',
    advanceAccount: foreign ? '62.22' : '62.02',
  };
}

const inCurrency = (party: Party, amount: number): number => Math.round(kopecks(amount) / party.rate) / 100;

/** The settlement side of an entry, with the document it belongs to as third Субконто. */
export function settlementSide(party: Party, account: string, document: DocumentRef, amount: number): Side {
  return {
    account,
    extDimensions: [['Catalog_Контрагенты', party.counterparty], ['Catalog_ДоговорыКонтрагентов', party.contract], document],
    ...currencyOf(party, amount),
  };
}

/** What a currency account records beside the rubles. */
export function currencyOf(party: Party, amount: number): Pick<Side, 'currency'> {
  return party.currency === undefined ? {} : { currency: { key: party.currency, amount: inCurrency(party, amount) } };
}

export type DocumentRef = readonly [set: string, key: string];

export interface Piece {
  document: DocumentRef;
  amount: number;
}

/** What a document under posting already took from open documents, in kopecks by account and document. */
export type Taken = Map<string, number>;

/** Splits an amount over open documents, first come first served; what finds nothing open is the rest. */
export function spread(
  world: World,
  party: Party,
  wanted: { account: string; sign: 1 | -1; amount: number; own: string },
  taken: Taken,
): { pieces: Piece[]; rest: number } {
  let rest = kopecks(wanted.amount);
  const pieces: Piece[] = [];
  for (const open of openAmounts(world, wanted.account, party, wanted.own)) {
    const slot = `${wanted.account}|${open.document[1]}`;
    const piece = Math.min(rest, wanted.sign * kopecks(open.amount) - (taken.get(slot) ?? 0));
    if (piece <= 0) continue;
    pieces.push({ document: open.document, amount: piece / 100 });
    taken.set(slot, (taken.get(slot) ?? 0) + piece);
    rest -= piece;
  }
  return { pieces, rest: rest / 100 };
}
