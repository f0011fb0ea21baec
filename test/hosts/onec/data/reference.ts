import { zeroGuid, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { createObject } from '../base/write.ts';
import { accounts } from '../profiles/bp30-198/accounts.ts';
import { declared } from './declared.ts';
import { contactKinds, countries, currencies, kindsOfSubconto, units, vatRates } from './lists.ts';

/** References that the generator and the tests need again. */
export interface Reference {
  countries: ReadonlyMap<string, string>;
  currencies: ReadonlyMap<string, string>;
  units: ReadonlyMap<string, string>;
  contactKinds: ReadonlyMap<string, string>;
  vatRates: ReadonlyMap<string, string>;
  organisations: { company: string; trader: string };
  bankAccounts: { company: string; companyEuro: string; trader: string };
  users: { service: string; accountant: string; manager: string };
  banks: readonly string[];
}

/** Creates one object as the configuration's first fill does: in load mode, without handlers. */
export function put(world: World, set: string, values: Row): string {
  const found = world.schema.find(set);
  return found ? createObject(world, found, declared(found, values), { user: zeroGuid, load: true }) : zeroGuid;
}

/** Reference data every base has: classifiers, currencies, organisations, users, the chart of accounts, constants (1c.md 4.10.4). */
export function fillReference(world: World): Reference {
  const classifiers = fillClassifiers(world);
  const users = {
    service: put(world, 'Catalog_Пользователи', { Description: 'Обмен' }),
    accountant: put(world, 'Catalog_Пользователи', { Description: 'Иванова Мария Петровна' }),
    manager: put(world, 'Catalog_Пользователи', { Description: 'Сидоров Алексей Игоревич' }),
  };
  const banks = fillBanks(world);
  const organisations = fillOrganisations(world, classifiers);
  const bankAccounts = fillAccounts(world, classifiers, organisations, banks);
  fillConstants(world, classifiers);
  if (world.profile.family === 'bp') fillChart(world);
  return { ...classifiers, users, banks, organisations, bankAccounts };
}

type Classifiers = Pick<Reference, 'countries' | 'currencies' | 'units' | 'contactKinds' | 'vatRates'>;

function fillClassifiers(world: World): Classifiers {
  const isBp = world.profile.family === 'bp';
  const unitSet = isBp ? 'Catalog_КлассификаторЕдиницИзмерения' : 'Catalog_УпаковкиЕдиницыИзмерения';
  return {
    countries: fill(countries, ([code, alpha, name]) => [
      alpha,
      put(world, 'Catalog_СтраныМира', { Code: code, Description: name, КодАльфа2: alpha }),
    ]),
    currencies: fill(currencies, ([code, alpha, name]) => [
      alpha,
      put(world, 'Catalog_Валюты', { Code: code, Description: alpha, НаименованиеПолное: name }),
    ]),
    units: fill(units, ([code, name, full]) => [
      name,
      put(world, unitSet, { Code: code, Description: name, НаименованиеПолное: full }),
    ]),
    contactKinds: fill(contactKinds, ([name, type, label]) => [
      name,
      put(world, 'Catalog_ВидыКонтактнойИнформации', kindRow(name, type, label)),
    ]),
    vatRates: isBp
      ? new Map()
      : fill(vatRates, ([name, percent, label]) => [name, put(world, 'Catalog_СтавкиНДС', rateRow(name, percent, label))]),
  };
}

function fill(table: string, make: (columns: [string, string, string]) => [string, string]): Map<string, string> {
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return new Map(rows.map(([a = '', b = '', c = '']) => make([a, b, c])));
}

function kindRow(name: string, type: string, label: string): Row {
  return { Description: label, Predefined: true, PredefinedDataName: name, Тип: type, Используется: true };
}

function rateRow(name: string, percent: string, label: string): Row {
  return { Description: label, ПеречислениеСтавкаНДС: name, Ставка: Number(percent), РасчетнаяСтавка: name.includes('_') };
}

function fillBanks(world: World): string[] {
  const bank = (code: string, name: string, account: string): string =>
    put(world, 'Catalog_Банки', { Code: code, Description: name, КоррСчет: account });
  return [
    bank('044525225', 'ПАО СБЕРБАНК', '30101810400000000225'),
    bank('044525187', 'БАНК ВТБ (ПАО)', '30101810700000000187'),
    bank('044525974', 'АО "ТБАНК"', '30101810145250000974'),
  ];
}

function fillOrganisations(world: World, { countries: c, currencies: m }: Classifiers): Reference['organisations'] {
  const common = { СтранаРегистрации_Key: c.get('RU') ?? zeroGuid, ВалютаРегламентированногоУчета_Key: m.get('RUB') ?? zeroGuid };
  const company: Row = {
    Description: 'Ромашка ООО',
    НаименованиеПолное: 'ООО "Ромашка"',
    НаименованиеСокращенное: 'ООО "Ромашка"',
    Префикс: 'РМ',
  };
  const trader: Row = {
    Description: 'Петров П.П. ИП',
    НаименованиеПолное: 'Индивидуальный предприниматель Петров Пётр Петрович',
    Префикс: 'ИП',
  };
  return {
    company: put(world, 'Catalog_Организации', {
      ...common,
      ...company,
      ИНН: '7707083893',
      КПП: '773601001',
      ОГРН: '1027700132195',
      ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо',
    }),
    trader: put(world, 'Catalog_Организации', {
      ...common,
      ...trader,
      ИНН: '500100732259',
      ОГРН: '304500116000157',
      ЮридическоеФизическоеЛицо: 'ФизическоеЛицо',
    }),
  };
}

function fillAccounts(
  world: World,
  { currencies: m }: Classifiers,
  organisations: Reference['organisations'],
  banks: readonly string[],
): Reference['bankAccounts'] {
  const isBp = world.profile.family === 'bp';
  const account = (owner: string, number: string, currency: string, bank: number): string =>
    put(world, isBp ? 'Catalog_БанковскиеСчета' : 'Catalog_БанковскиеСчетаОрганизаций', {
      Description: `${number}, ${bank === 0 ? 'ПАО СБЕРБАНК' : 'БАНК ВТБ (ПАО)'}`,
      НомерСчета: number,
      Банк_Key: banks[bank] ?? zeroGuid,
      ВалютаДенежныхСредств_Key: m.get(currency) ?? zeroGuid,
      Валютный: currency !== 'RUB',
      ...(isBp ? { Owner: owner, Owner_Type: 'StandardODATA.Catalog_Организации' } : { Owner_Key: owner }),
    });
  return {
    company: account(organisations.company, '40702810938000012345', 'RUB', 0),
    companyEuro: account(organisations.company, '40702978500000054321', 'EUR', 1),
    trader: account(organisations.trader, '40802810900000067890', 'RUB', 1),
  };
}

function fillConstants(world: World, { currencies: m }: Classifiers): void {
  const values: Readonly<Record<string, Row>> = {
    Constant_СрокОплатыПокупателей: { Value: 5 },
    Constant_СрокОплатыПоставщикам: { Value: 5 },
    Constant_СрокОплатыСчетовПокупателю: { Value: 3 },
    Constant_ВалютаРегламентированногоУчета: { Value_Key: m.get('RUB') ?? zeroGuid },
    Constant_ИспользоватьДатыЗапретаИзменения: { Value: false },
    Constant_ЗаполнятьОтветственногоПоПродажамИзКонтрагента: { Value: false },
    Constant_НоваяАрхитектураВзаиморасчетов: { Value: true },
    Constant_ИспользуетсяЦенообразование25: { Value: false },
  };
  world.base.transaction(() => {
    for (const [name, row] of Object.entries(values))
      if (world.schema.find(name)) world.base.put(name, '0', { ...row, SurrogateKey: 0 });
  });
  const section = (key: string, name: string): void =>
    void createObject(
      world,
      world.schema.find(sections) ?? fail(),
      { Description: name, Predefined: true, PredefinedDataName: name },
      { user: zeroGuid, load: true },
      key,
    );
  if (world.profile.family === 'bp') section('942d99dc-3fa8-478d-8e93-6d1c26536c6c', 'БухгалтерскийУчет');
  else section('f9d6852a-09c2-4505-901e-ac07fa0a73eb', 'Продажи');
}

const sections = 'ChartOfCharacteristicTypes_РазделыДатЗапретаИзменения';
const fail = (): never => {
  throw new Error('the profile lacks a chart that every base has');
};

/** Each plan has the base itself and one correspondent (1c.md 3.1); attached last, so nothing waits for it yet. */
export function fillPlans(world: World): void {
  put(world, 'ExchangePlan_Sidebook', { Code: '000', Description: 'Эта информационная база', ThisNode: true });
  put(world, 'ExchangePlan_Sidebook', { Code: 'SB', Description: 'Sidebook', ThisNode: false });
  const stock = 'ExchangePlan_СинхронизацияДанныхЧерезУниверсальныйФормат';
  put(world, stock, { Code: '00000000-0001', Description: 'Эта информационная база', ThisNode: true });
  put(world, stock, { Code: '00000000-0002', Description: 'Управление торговлей', ThisNode: false });
}

function fillChart(world: World): void {
  const kinds = new Map<string, string>();
  for (const [code, name, label] of lines(kindsOfSubconto)) {
    kinds.set(
      name,
      put(world, 'ChartOfCharacteristicTypes_ВидыСубконтоХозрасчетные', {
        Code: code,
        Description: label,
        Predefined: true,
        PredefinedDataName: name,
      }),
    );
  }
  const known = new Map<string, string>();
  for (const columns of lines(accounts)) {
    const [code] = columns;
    known.set(code, put(world, 'ChartOfAccounts_Хозрасчетный', accountRow(columns, known, kinds)));
  }
}

const lines = (table: string): [string, string, string, ...string[]][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()) as [string, string, string, ...string[]]);

/** Settlement accounts of live bases carry the settlement document as third Субконто (1c.md 4.10.2). */
function accountRow(
  [code, name, type, flags = '', extDimensions = '', label = '']: string[],
  known: ReadonlyMap<string, string>,
  kinds: ReadonlyMap<string, string>,
): Row {
  const list = extDimensions === '' ? [] : extDimensions.split(',');
  const isSettlement = /^(60|62)\.[023][12]$/.test(code ?? '');
  const all = isSettlement ? [...list, 'ДокументыРасчетовСКонтрагентами'] : list;
  const parts = all.map((kind, i) => ({
    LineNumber: i + 1,
    ExtDimensionType_Key: kinds.get(kind) ?? zeroGuid,
    Predefined: true,
    Суммовой: true,
  }));
  return {
    Code: code ?? '',
    Description: label,
    Predefined: true,
    PredefinedDataName: name ?? '',
    Parent_Key: known.get((code ?? '').replace(/\.[^.]+$/, '')) ?? zeroGuid,
    Order: code ?? '',
    Type: type ?? '',
    ...Object.fromEntries(
      flags
        .split(',')
        .filter((f) => f !== '')
        .map((f) => [f, true]),
    ),
    ExtDimensionTypes: parts,
  };
}
