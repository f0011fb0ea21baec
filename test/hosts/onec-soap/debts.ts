/** Долги of the module: open amounts of account 62 by contract and document, summed by counterparty and organisation (hosts/1c.md 4.10.2). */
import { addDays, localText } from '../onec/base/clock.ts';
import { flagOf, kopecks, linesOf, numberOf, textOf } from '../onec/base/rows.ts';
import type { World } from '../onec/base/world.ts';
import { accountsSet, ledger } from '../onec/handlers/ledger.ts';
import { dayOf, dueDates } from './rows.ts';
import type { Values } from './xml.ts';

export function debts(world: World): Values[] {
  const accounts = new Set(world.base.rows(accountsSet).filter((r) => textOf(r, 'Code').startsWith('62.')).map((r) => textOf(r, 'Ref_Key'))); // prettier-ignore
  const open = new Map<string, number>();
  for (const record of world.base.rows(ledger).flatMap((set) => linesOf(set, 'RecordSet')))
    for (const [side, sign] of [['Dr', 1], ['Cr', -1]] as const)
      if (accounts.has(textOf(record, `Account${side}_Key`))) {
        const dimensions = [1, 2, 3].map((n) => textOf(record, `ExtDimension${side}${n}`));
        const key = [dimensions[0], textOf(record, 'Организация_Key'), ...dimensions.slice(1)].join('|');
        open.set(key, (open.get(key) ?? 0) + sign * kopecks(numberOf(record, 'Сумма')));
      }
  return summed(world, open);
} // prettier-ignore

interface Sum {
  debt: number;
  advance: number;
  overdue: number;
}
const money = (n: number): string => (n / 100).toFixed(2);

function summed(world: World, open: ReadonlyMap<string, number>): Values[] {
  const currency = textOf(
    world.base.rows('Catalog_Валюты').find((r) => textOf(r, 'Code').trim() === '643'),
    'Ref_Key',
  );
  const isOverdue = overdueIn(world);
  const sums = new Map<string, Sum>();
  for (const [key, amount] of open) {
    const [party = '', organisation = '', contract = '', document = ''] = key.split('|');
    const id = `${party}|${organisation}`;
    const { debt, advance, overdue } = sums.get(id) ?? { debt: 0, advance: 0, overdue: 0 };
    const owed = Math.max(0, amount);
    sums.set(id, { debt: debt + owed, advance: advance + Math.max(0, -amount), overdue: overdue + (isOverdue(contract, document) ? owed : 0) }); // prettier-ignore
  }
  return [...sums].map(([id, { debt, advance, overdue }]) => {
    const [counterparty = '', organisation = ''] = id.split('|');
    return { Ид: `${id}|${currency}`, Контрагент: counterparty, Организация: organisation, Валюта: currency, Долг: money(debt), Аванс: money(advance), Просрочено: money(overdue) }; // prettier-ignore
  });
}

/** The term of a document: its own, that of its contract, that of everybody; without one nothing is ever overdue. */
function overdueIn(world: World): (contract: string, document: string) => boolean {
  const [own, today] = [dueDates(world), localText(world.base.now()).slice(0, 10)];
  const days = Number(textOf(world.base.get('Constant_СрокОплатыПокупателей', '0'), 'Value') || numberOf(world.base.get('Constant_СрокОплатыПокупателей', '0'), 'Value')); // prettier-ignore
  const dates = new Map(world.base.rows('InformationRegister_ДанныеПервичныхДокументов').map((r) => [textOf(r, 'Документ'), dayOf(r, 'ДатаРегистратора')])); // prettier-ignore
  return (contract, document) => {
    const date = dates.get(document);
    const terms = world.base.get('Catalog_ДоговорыКонтрагентов', contract);
    const term = flagOf(terms, 'УстановленСрокОплаты') ? numberOf(terms, 'СрокОплаты') : days > 0 ? days : null;
    const due = own.get(document) ?? (date && term !== null ? addDays(`${date}T00:00:00`, term).slice(0, 10) : null);
    return due !== null && due < today;
  };
}
