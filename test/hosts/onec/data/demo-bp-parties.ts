import { addDays } from '../base/clock.ts';
import { zeroGuid, type Row } from '../base/rows.ts';
import { contactRows } from './contact-rows.ts';
import type { Business } from './demo.ts';
import { rewritten, startOfDay, written } from './history.ts';
import type { Party } from './parties.ts';
import { isValidInn } from './tax-numbers.ts';

/** Keys of one counterparty's objects. */
export interface CustomerBp {
  readonly key: string;
  readonly name: string;
  readonly contracts: { company: string; trader: string };
}

/** A counterparty of БП with contracts, bank account and contact person. */
export function fillCustomerBp(business: Business, party: Party, parent: string, earlier: readonly CustomerBp[]): CustomerBp {
  const { reference, random } = business;
  const head = party.head === undefined ? undefined : earlier[party.head]?.key;
  const values: Row = {
    ...identityOf(party),
    Parent_Key: parent,
    СтранаРегистрации_Key: reference.countries.get(party.country) ?? zeroGuid,
    ...(head === undefined ? {} : { ОбособленноеПодразделение: true, ГоловнойКонтрагент_Key: head }),
    Ответственный_Key: random.pick([reference.users.manager, reference.users.accountant]),
    КонтактнаяИнформация: contactRows(party, reference),
    Комментарий: random.chance(0.1) ? 'Перенесён из старой базы' : '',
  };
  const key = written(business, 'Catalog_Контрагенты', values);
  const contracts = {
    company: fillContract(business, party, key, 'company'),
    trader: fillContract(business, party, key, 'trader'),
  };
  fillDetails(business, party, key);
  return { key, name: party.name, contracts };
}

function identityOf(party: Party): Row {
  const isCompany = party.kind === 'company' || party.kind === 'foreign';
  return {
    Description: party.name,
    НаименованиеПолное: party.fullName,
    ЮридическоеФизическоеЛицо: isCompany ? 'ЮридическоеЛицо' : 'ФизическоеЛицо',
    ИндивидуальныйПредприниматель: party.kind === 'trader',
    ИНН: party.inn,
    КПП: party.kpp,
    РегистрационныйНомер: party.ogrn,
    НалоговыйНомер: party.foreignNumber,
    ИННВведенКорректно: isValidInn(party.inn),
    КППВведенКорректно: party.kpp !== '',
  };
}

/** Nearly everyone has one sales contract per organisation; some have two, some sell to us as well. */
function fillContract(business: Business, party: Party, owner: string, organisation: 'company' | 'trader'): string {
  const { reference, random, today } = business;
  const currency = party.kind === 'foreign' ? random.pick(['EUR', 'CNY']) : 'RUB';
  const date = startOfDay(addDays(today, -random.whole(430, 1200)));
  const number = `${random.whole(1, 400)}/${date.slice(2, 4)}`;
  const hasTerm = random.chance(0.5);
  const values: Row = {
    Owner_Key: owner,
    Description: random.chance(0.3) ? 'Основной договор' : `№ ${number} от ${date.slice(0, 10).split('-').reverse().join('.')}`,
    Организация_Key: reference.organisations[organisation],
    ВидДоговора: 'СПокупателем',
    ВалютаВзаиморасчетов_Key: reference.currencies.get(currency) ?? zeroGuid,
    Валютный: currency !== 'RUB',
    Номер: number,
    Дата: date,
    УстановленСрокОплаты: hasTerm,
    СрокОплаты: hasTerm ? random.pick([5, 10, 14, 30, 45]) : 0,
  };
  const set = 'Catalog_ДоговорыКонтрагентов';
  if (random.chance(0.08)) written(business, set, { ...values, ВидДоговора: 'СПоставщиком', Description: 'Договор поставки' });
  if (random.chance(0.05)) written(business, set, { ...values, Description: `Дополнительный № ${number}-Д` });
  return written(business, set, values);
}

function fillDetails(business: Business, party: Party, key: string): void {
  const { random } = business;
  const changes: Row = party.marked ? { DeletionMark: true } : {};
  if (party.kind === 'company' && random.chance(0.6)) changes['ОсновнойБанковскийСчет_Key'] = fillAccount(business, key);
  if (party.kind === 'company' && random.chance(0.15)) changes['ОсновноеКонтактноеЛицо_Key'] = fillContact(business, key);
  if (Object.keys(changes).length > 0) rewritten(business, 'Catalog_Контрагенты', key, changes);
}

function fillAccount(business: Business, owner: string): string {
  const { reference, random } = business;
  const number = `407028${random.whole(100000, 999999)}${random.whole(10000000, 99999999)}`;
  return written(business, 'Catalog_БанковскиеСчета', {
    Owner: owner,
    Owner_Type: 'StandardODATA.Catalog_Контрагенты',
    НомерСчета: number,
    Description: `${number}, ПАО СБЕРБАНК`,
    Банк_Key: random.pick(reference.banks),
    ВалютаДенежныхСредств_Key: reference.currencies.get('RUB') ?? zeroGuid,
  });
}

function fillContact(business: Business, owner: string): string {
  const values = {
    Description: 'Контактное лицо',
    ОбъектВладелец: owner,
    ОбъектВладелец_Type: 'StandardODATA.Catalog_Контрагенты',
  };
  return written(business, 'Catalog_КонтактныеЛица', values);
}
