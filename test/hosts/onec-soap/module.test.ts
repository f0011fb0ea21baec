/** The module of the guide never ran in a 1C; at least every table and column its queries name is one of Бухгалтерия 3.0, by the facts of its releases. */
import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../unit/source-files.ts';

const FACTS = join(ROOT, '../shared/corpus/1c/schema-facts');
const KINDS: Readonly<Record<string, string>> = {
  Справочник: 'Catalog',
  Документ: 'Document',
  РегистрСведений: 'InformationRegister',
};
/** Of every object of its kind, whatever the configuration. */
const STANDARD = new Set(
  'Ссылка ВерсияДанных ПометкаУдаления ЭтоГруппа Код Наименование Владелец Номер Дата Проведен НомерСтроки'.split(' '),
);

interface Fact {
  readonly name: string;
}
interface Facts {
  readonly attributes?: readonly Fact[];
  readonly dimensions?: readonly Fact[];
  readonly resources?: readonly Fact[];
  readonly tabular?: Readonly<Record<string, readonly Fact[]>>;
}

const module = readFileSync(join(ROOT, 'docs/guides/onec-soap/module.bsl'), 'utf8').replace(/\n\s*\|/g, '\n');

/** "Таблица Колонка" of every query: what an alias stands for, and what is taken of it. */
function columnsOf(text: string): Set<string> {
  const found = new Set<string>();
  const take = (table: string, alias: string, from: string): void => {
    for (const [, name = ''] of from.matchAll(new RegExp(`(?<![\\p{L}.])${alias}\\.(\\p{L}+)`, 'gu'))) found.add(`${table} ${name}`);
  };
  for (const [query] of text.matchAll(/"(?:[^"]|"")*"/g))
    for (const part of query.split(';'))
      for (const [, table = '', alias = ''] of part.matchAll(/((?:Справочник|Документ|РегистрСведений)\.\p{L}+(?:\.\p{L}+)?) КАК (\p{L})(?!\p{L})/gu))
        take(table, alias, part);
  for (const [table, kind] of tablesOfKinds(text)) take(table, 'Т', fieldsOfKind(text, kind));
  return found;
} // prettier-ignore

/** What ТаблицыВида says of each kind: its tables, whose head ПоляВида names. */
const tablesOfKinds = (text: string): [table: string, kind: string][] =>
  [...text.matchAll(/Вид = "(\p{L}+)" Тогда\n((?:\t\tДобавитьТаблицу\(.*\n)+)/gu)].flatMap(([, kind = '', calls = '']) =>
    [...calls.matchAll(/ДобавитьТаблицу\(Итог, "([^"]+)"/g)].map(([, table = '']): [string, string] => [table, kind]),
  );
const fieldsOfKind = (text: string, kind: string): string => {
  const all = /Функция ПоляВида\(Вид\)([\s\S]*?)КонецФункции/.exec(text)?.[1] ?? '';
  return (
    new RegExp(`Вид = "${kind}" Тогда\\s+Возврат "([^;]*);`).exec(all)?.[1] ?? /Иначе\s+Возврат "([^;]*);/.exec(all)?.[1] ?? ''
  );
};

// Tests of facts that not every copy of the project has; without them nothing is registered.
if (existsSync(FACTS))
  describe('the module of the guide', () => {
    for (const release of ['bp-3.0.198.19', 'bp-3.0.151.27'])
      it(`asks for tables and columns that ${release} has`, () => {
        const { objects } = JSON.parse(readFileSync(join(FACTS, `${release}.json`), 'utf8')) as { objects: Readonly<Record<string, Facts>> }; // prettier-ignore
        const [checked, missing]: [Set<string>, string[]] = [new Set(), []];
        for (const column of columnsOf(module)) {
          const [table = '', name = ''] = column.split(' ');
          const [kind = '', object = '', part] = table.split('.');
          const facts = objects[`${KINDS[kind] ?? ''}_${object}`];
          if (!facts) continue; // the facts are of some objects only; which of them, the counts below say
          checked.add(table);
          const { attributes = [], dimensions = [], resources = [], tabular = {} } = facts;
          const known = part === undefined ? [...attributes, ...dimensions, ...resources] : (tabular[part] ?? []);
          if (!STANDARD.has(name) && !known.some((f) => f.name === name)) missing.push(column);
        }
        expect(missing).to.deep.equal([]);
        const always = ['Справочник.Контрагенты', 'Справочник.Контрагенты.КонтактнаяИнформация', 'Документ.СчетНаОплатуПокупателю', 'Документ.СчетНаОплатуПокупателю.Товары', 'РегистрСведений.СтатусыДокументов', 'РегистрСведений.СрокиОплатыДокументов', 'Справочник.ДоговорыКонтрагентов']; // prettier-ignore
        expect([...checked]).to.include.members(always);
      });

    it('would be told by its test of a column nobody has', () => {
      const wrong = 'Запрос = Новый Запрос("ВЫБРАТЬ С.Документ, С.Нет ИЗ РегистрСведений.СтатусыДокументов КАК С");';
      expect([...columnsOf(wrong)]).to.deep.equal(['РегистрСведений.СтатусыДокументов Документ', 'РегистрСведений.СтатусыДокументов Нет']); // prettier-ignore
    });
  });
