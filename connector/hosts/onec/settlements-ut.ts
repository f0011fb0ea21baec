/**
 * УТ, КА, ERP: what customers owe, from the settlements register (hosts/1c.md 4.10.3). Debt = Σ Долг, advance = Σ Предоплата,
 * overdue = debt with a planned date before today, or none, as УТ's own ageing report counts it.
 */
import { unscaled } from '../../decimal.ts';
import type { JsonObject } from './client.ts';
import type { Lists } from './lists.ts';
import type { Objects } from './objects.ts';
import { constant, money, nextDay, type Settlement } from './settlements.ts';
import { datetime } from './url.ts';

const BY_TERMS = 'AccumulationRegister_РасчетыСКлиентамиПоСрокам';
const BY_DOCUMENTS = 'AccumulationRegister_РасчетыСКлиентамиПоДокументам';
const NEW_SETTLEMENTS = 'Constant_НоваяАрхитектураВзаиморасчетов';
const KEYS = 'Catalog_КлючиАналитикиУчетаПоПартнерам';
const PARTY = 'StandardODATA.Catalog_Контрагенты';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `today`: the base's own day, YYYY-MM-DD. */
export async function settlementsUt(objects: Objects, lists: Lists, today: string): Promise<Settlement[]> {
  const byTerms = (await constant(objects, NEW_SETTLEMENTS)) === true;
  const keys = await partyKeys(lists);
  const sums = new Map<string, Sum>();
  for await (const rows of balances(lists, byTerms, today))
    for (const row of rows) {
      const key = keys.get(text(row['АналитикаУчетаПоПартнерам_Key']));
      if (key) add(sums, key, row, byTerms, today);
    }
  return [...sums].map(([id, s]) => ({
    id, counterparty: s.counterparty, organisation: s.organisation, currency: s.currency,
    debt: unscaled(s.debt, 2), advance: unscaled(s.advance, 2), overdue: unscaled(s.overdue, 2),
  })); // prettier-ignore
}

interface PartyKey {
  readonly counterparty: string;
  readonly organisation: string;
}
interface Sum extends PartyKey {
  readonly currency: string;
  debt: bigint;
  advance: bigint;
  overdue: bigint;
}

/** The register knows no counterparties, only keys that stand for one. */
async function partyKeys(lists: Lists): Promise<Map<string, PartyKey>> {
  const keys = new Map<string, PartyKey>();
  for await (const rows of lists.rows(KEYS, { $select: 'Ref_Key,Контрагент,Контрагент_Type,Организация_Key' }))
    for (const row of rows)
      if (row['Контрагент_Type'] === PARTY)
        keys.set(text(row['Ref_Key']), { counterparty: text(row['Контрагент']), organisation: text(row['Организация_Key']) });
  return keys;
}

function balances(lists: Lists, byTerms: boolean, today: string): AsyncIterable<JsonObject[]> {
  const dimensions = `АналитикаУчетаПоПартнерам,Валюта${byTerms ? ',ДатаПлановогоПогашения' : ''}`;
  const period = datetime(`${nextDay(today)}T00:00:00`);
  return lists.rows(`${byTerms ? BY_TERMS : BY_DOCUMENTS}/Balance(Period=${period},Dimensions='${dimensions}')`, {});
}

function add(sums: Map<string, Sum>, key: PartyKey, row: JsonObject, byTerms: boolean, today: string): void {
  const currency = text(row['Валюта_Key']);
  const id = `${key.counterparty}|${key.organisation}|${currency}`;
  const sum = sums.get(id) ?? { ...key, currency, debt: 0n, advance: 0n, overdue: 0n };
  const debt = money(row['ДолгBalance']);
  sum.debt += debt;
  sum.advance += money(row['ПредоплатаBalance']);
  if (byTerms && text(row['ДатаПлановогоПогашения']).slice(0, 10) < today) sum.overdue += debt;
  sums.set(id, sum);
}
