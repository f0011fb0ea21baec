/** The guide's module and types, the fake and the pack say the same: names, arguments, their order. And recorded services are understood. */
import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setsOf, soapOf } from '../../../connector/pack-of.ts';
import { savedWsdl } from '../../../connector/hosts/onec-soap/metadata.ts';
import { SchemaIndex } from '../../../connector/hosts/schema.ts';
import { operationsOfFile, SoapClient } from '../../../connector/hosts/soap/index.ts';
import { readPack, type RawMapping } from '../../../connector/packs.ts';
import { compileMapping } from '../../../mappings/compile.ts';
import { refs } from '../../laws/sample.ts';
import { ROOT } from '../../unit/source-files.ts';
import { wireServer, wsdlOf, xsdOf } from '../soap/wire.ts';
import { SIGNATURES, TYPES } from './contract.ts';
import { operationsTable } from './operations.ts';

/** Of the platform, called without a module. */
const PLATFORM = new Set('Запрос КраткоеПредставлениеОшибки ПодробноеПредставлениеОшибки ИнформацияОбОшибке ТекущаяДатаСеанса НачалоДня Формат Строка Тип ТипЗнч Лев Сред СокрП СтрСоединить СтрРазделить ЗначениеЗаполнено ПолучитьСообщенияПользователю ЗаписьЖурналаРегистрации НачатьТранзакцию ЗафиксироватьТранзакцию ОтменитьТранзакцию НайтиНедопустимыеСимволыXML Структура УникальныйИдентификатор ЗаполнитьЗначенияСвойств'.split(' ')); // prettier-ignore
const BLOCKS = ['Функция КонецФункции', 'Процедура КонецПроцедуры', 'Если КонецЕсли', 'Цикл КонецЦикла', 'Попытка КонецПопытки'].map((b) => b.split(' ') as [string, string]); // prettier-ignore
const times = (code: string, word: string): number => [...code.matchAll(new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'gu'))].length;

const pack = readPack('onec-soap');
const guide = (name: string): string => readFileSync(join(ROOT, 'docs/guides/onec-soap', name), 'utf8');
const corpus = (name: string): string => join(ROOT, '../shared/corpus/1c/soap', name);
const world = { now: () => new Date(0), random: () => 0, sleep: async () => undefined };

describe('the web service of the guide', () => {
  const folder = mkdtempSync(join(tmpdir(), 'service-'));
  after(() => rmSync(folder, { recursive: true }));

  async function findingsOf(wsdl: string, files: readonly RawMapping[] = pack): Promise<string[]> {
    const file = join(folder, 'x.wsdl');
    writeFileSync(file, wsdl);
    const schema = await SchemaIndex.read(savedWsdl(file, soapOf(files)), setsOf(files));
    return files.flatMap((f) => compileMapping(f, schema).findings.map((x) => [x.code, x.set ?? '', x.property ?? ''].join(' ')));
  }

  it('has a function for every operation, with its arguments in their order', () => {
    const functions = [...guide('module.bsl').matchAll(/^Функция (\S+)\((.*)\) Экспорт/gm)].map(([, n, a]) => `${n ?? ''}(${a ?? ''})`);
    const names = (fields: readonly string[]): string => fields.map((f) => f.split(' ')[0]).join(', ');
    expect(functions.sort()).to.deep.equal(Object.entries(SIGNATURES).map(([n, [takes]]) => `${n}(${names(takes)})`).sort());
  }); // prettier-ignore

  it('has the types of the package beside it, and a table of its operations as they are typed into Designer', () => {
    expect(guide('types.xsd')).to.equal(xsdOf(TYPES));
    const rows = (text: string): string[] => text.split('\n').filter((l) => l.startsWith('| `')).map((l) => l.replace(/\s+/g, ' ')); // prettier-ignore
    expect(rows(guide('operations.md'))).to.deep.equal(rows(operationsTable()));
  });

  it('has no argument that repeats: Designer knows none', () => {
    const repeated = Object.entries(SIGNATURES).filter(([, [takes]]) => takes.some((t) => t.endsWith(' many')));
    expect(repeated).to.deep.equal([]);
  });

  it('has a module whose every call is one of its own functions, of the platform or of the standard library', () => {
    const text = guide('module.bsl').replace(/\/\/.*$/gm, '');
    const code = text.replace(/"(?:[^"]|"")*"/g, '""');
    const own = new Map([...text.matchAll(/^(?:Функция|Процедура) (\S+?)\((.*)\)/gm)].map(([, n = '', a = '']) => [n, a === '' ? [] : a.split(', ')])); // prettier-ignore
    const called = new Set([...code.matchAll(/(?<![.\p{L}])(\p{L}+)\(/gu)].map(([, n = '']) => n));
    expect([...called].filter((n) => !own.has(n) && !PLATFORM.has(n))).to.deep.equal([]);
    expect([...own.keys()].filter((n) => !new RegExp(`(?<!(?:Функция|Процедура) )(?<![.\\p{L}])${n}\\(`, 'u').test(code) && SIGNATURES[n] === undefined)).to.deep.equal([]); // prettier-ignore
    for (const [begun, ended] of BLOCKS) expect(times(code, begun), begun).to.equal(times(code, ended));
  });

  it('opens no transaction that is not closed on both ways out, and asks the base for nothing inside a loop over objects', () => {
    const code = guide('module.bsl');
    for (const word of [
      'НачатьТранзакцию();\n\tПопытка',
      'ЗафиксироватьТранзакцию();\n\tИсключение',
      'ОтменитьТранзакцию();\n\t\tВызватьИсключение',
    ])
      expect(code.split(word).length, word).to.equal(3);
    const loops = [...code.matchAll(/\n(\t+)(?:Пока Выборка\.Следующий\(\)|Для Каждого (?:Ссылка|Строка) Из \S+) Цикл\n([\s\S]*?)\n\1КонецЦикла/g)]; // prettier-ignore
    expect(loops.length).to.be.greaterThan(10);
    for (const [, , inside = ''] of loops) expect(inside).to.not.match(/Запрос|ПолучитьОбъект|ЕстьВБазе/);
  });

  it('fits the pack, every name of it', async () => {
    expect(await findingsOf(wsdlOf({ types: TYPES, operations: SIGNATURES }))).to.deep.equal([]);
  });

  it('may be a module of before, which tells no status and no settlements: they are left out, aloud, and nothing is missed', async () => {
    const types = {
      ...TYPES,
      СтрокаОплаты: ['Счет', 'Сумма xs:decimal'],
      Счет: TYPES['Счет']!.filter((f) => !f.startsWith('Статус')),
    };
    expect(await findingsOf(wsdlOf({ types, operations: SIGNATURES }))).to.have.members([
      'property-left-out Счета Статус',
      'property-left-out Оплаты СуммаВзаиморасчетов',
      'property-left-out Оплаты ВалютаВзаиморасчетов',
    ]);
  });

  it('tells an invoice cancelled by its status or its mark; a module of before, which has no status, by its mark alone', async () => {
    const before = { ...TYPES, Счет: TYPES['Счет']!.filter((f) => !f.startsWith('Статус')) };
    const bill = pack.filter((file) => file.entity === 'invoice');
    const states = async (types: typeof TYPES): Promise<unknown[]> => {
      writeFileSync(join(folder, 'x.wsdl'), wsdlOf({ types, operations: SIGNATURES }));
      const schema = await SchemaIndex.read(savedWsdl(join(folder, 'x.wsdl'), soapOf(pack)), setsOf(pack));
      const { mapping } = compileMapping(bill[0]!, schema);
      const shown = { Ид: 'a', Версия: '1', Проведен: false, Номер: '', Дата: '2026-01-15T10:00:00', СрокОплаты: null, СуммаВключаетНДС: true, Сумма: '0', Комментарий: '', Организация: '', Контрагент: '', Договор: '', БанковскийСчет: '', Валюта: '', Строки: [] };
      return [[false, null], [false, 'Оплачен'], [false, 'Отменен'], [true, 'НеОплачен']].map(([ПометкаУдаления, Статус]) => mapping!.fromHost({ ...shown, ПометкаУдаления, Статус }, refs).fields['state']);
    };
    expect(await states(TYPES)).to.deep.equal(['issued', 'issued', 'cancelled', 'cancelled']);
    expect(await states(before)).to.deep.equal(['issued', 'issued', 'issued', 'cancelled']);
  }); // prettier-ignore

  it('is missed name by name when the WSDL is another one', async () => {
    const types = { ...TYPES, Контрагент: TYPES['Контрагент']!.filter((f) => f !== 'ИНН').map((f) => (f === 'Версия' ? 'Версия xs:string' : f)) };
    const rest = Object.fromEntries(Object.entries(SIGNATURES).filter(([name]) => name !== 'СоздатьКонтрагента'));
    const operations = { ...rest, ИзменитьСчет: [['Ид', 'Данные t:ДанныеСчета'], ['return t:Счет']] as const };
    expect(await findingsOf(wsdlOf({ types, operations }))).to.have.members(['set-missing ws:СоздатьКонтрагента ', 'property-missing Контрагенты ИНН', 'property-missing ws:ИзменитьСчет Версия']);
  }); // prettier-ignore

  it('may be any other one: fields of nested elements by their path', async () => {
    const own = { entity: 'counterparty', host: 'onec-soap', collections: ['Клиенты'], id: 'Код', version: null, fields: [{ name: 'taxId', type: 'text', host: 'Реквизиты/ИНН' }], soap: { list: { operation: 'Клиенты', rows: 'return/Клиент' } } } as const;
    const wsdl = wsdlOf({ types: { Ответ: ['Клиент t:Клиент many'], Клиент: ['Код', 'Реквизиты t:Реквизиты'], Реквизиты: ['ИНН'] }, operations: { Клиенты: [[], ['return t:Ответ']] } });
    expect(await findingsOf(wsdl, [own])).to.deep.equal([]);
    expect(await findingsOf(wsdl, [{ ...own, fields: [{ name: 'taxId', type: 'text', host: 'Реквизиты/КПП' }] }])).to.deep.equal(['property-missing Клиенты Реквизиты/КПП']);
  }); // prettier-ignore
});

// Tests of facts that not every copy of the project has; without them nothing is registered.
if (existsSync(corpus('')))
  describe('recorded services of 1C', () => {
    it('are described whole, with both bindings', async () => {
    const real = await operationsOfFile(corpus('WebCommonInfoBases.wsdl'));
    expect([...real.keys()]).to.deep.equal(['CheckInfoBases', 'GetInfoBases']);
    expect(real.get('CheckInfoBases')?.output.fields.map((f) => [f.name, f.type, f.nillable])).to.deep.equal([['return', 'string', true], ['Changed', 'boolean', true], ['URL', 'string', true]]);
    const exchange = await operationsOfFile(corpus('EnterpriseDataExchange_1_0_1_1.derived.wsdl'));
    const result = exchange.get('PrepareDataActionResult')?.output.fields.find((f) => f.name === 'return');
    expect(result?.fields.map((f) => [f.name, f.type, f.optional])).to.deep.equal([['ErrorMessage', 'string', true], ['FileID', 'string', true], ['PartCount', 'int', true], ['Status', 'string', true]]);
    expect((await operationsOfFile(corpus('InterfaceVersion.derived.wsdl'))).has('GetVersions')).to.equal(true);
  }); // prettier-ignore

    it('answer as they did, byte for byte', async () => {
    const recorded = readFileSync(corpus('CheckInfoBases.response.xml'));
    const server = await wireServer(() => ({ body: recorded }));
    const client = await SoapClient.open({ id: 'x', url: server.url, wsdl: { file: corpus('WebCommonInfoBases.wsdl') }, headers: async () => ({}), world });
    const { result } = await client.call('CheckInfoBases', { Code: 'a' }, { at: {} });
    expect(result).to.deep.equal({ return: '', Changed: 'true', URL: '/WebCommonInfoBases' });
    expect(server.came[0]?.body).to.contain('<ID xsi:nil="true"></ID><Code>a</Code>');
    await client.close();
    await server.close();
  }); // prettier-ignore
  });
