/** The 1C sources fit together: there is no 1C here, so what a Designer would refuse or a form would miss is looked for in the text. */
import { expect } from 'chai';
import { dirname, join } from 'node:path';
import { below, child, filesUnder, hasBom, named, parse, textOf, wordOf, type Element } from './xml.ts';

const FORMS = filesUnder('1c', 'Ext/Form.xml');
const PANELS = FORMS.filter((form) => named(parse(form), 'HTMLDocumentField').length > 0);
const PROCESSOR = '1c/processor/SidebookPanel';
const BRIDGE = ['start', 'setToken', 'setEntity', 'refresh', 'isDirty', 'pull'];

const moduleOf = (form: string): string => textOf(join(dirname(form), 'Form/Module.bsl'));
/** Without BaseForm: that is the form as the configuration has it. */
const own = (form: string): Element => {
  const root = parse(form);
  return { ...root, children: root.children.filter((e) => e.name !== 'BaseForm') };
};
const handlersOf = (form: Element): string[] => [...named(form, 'Event'), ...named(form, 'Action')].map((e) => e.text.trim());
const methods = (module: string): string[] =>
  [...module.matchAll(/^(?:Процедура|Функция) ([\wа-яё]+)\(/gimu)].map((m) => m[1] ?? '');
const isUnder = (module: string, directive: string, name: string): boolean =>
  new RegExp(`^${directive}\\r?\\nПроцедура ${name}\\(`, 'mu').test(module);

describe('samples for 1C: sources', () => {
  for (const path of filesUnder('1c', '.xml'))
    it(`${path} is well-formed and begins as the Designer writes it`, () => {
      expect(hasBom(path)).equal(true);
      expect(parse(path).name).oneOf(['MetaDataObject', 'Form']);
    });

  for (const path of filesUnder('1c', '.bsl'))
    it(`${path}: every block that opens closes, and names stand once`, () => {
      const text = textOf(path)
        .replace(/"(?:[^"\n]|"")*"/g, '""')
        .replace(/\/\/.*$/gm, '');
      const count = (word: string): number => [...text.matchAll(new RegExp(`(?<![\\wа-яё])${word}(?![\\wа-яё])`, 'giu'))].length;
      expect(hasBom(path)).equal(true);
      for (const [opens, closes] of [
        ['Процедура', 'КонецПроцедуры'],
        ['Функция', 'КонецФункции'],
        ['Цикл', 'КонецЦикла'],
        ['Попытка', 'КонецПопытки'],
        ['#Область', '#КонецОбласти'],
      ] as const)
        // prettier-ignore
        expect(count(opens), `${opens} / ${closes}`).equal(count(closes));
      expect(count('Если') - count('#Если'), 'Если / КонецЕсли').equal(count('КонецЕсли') - count('#КонецЕсли'));
      expect(new Set(methods(text)).size).equal(methods(text).length);
    });

  it('ids of objects are given once in the whole sources', () => {
    const ids = filesUnder('1c', '.xml').flatMap((path) => below(parse(path)).flatMap(({ name, text, attributes }) => (name === 'xr:TypeId' || name === 'xr:ValueId' || name === 'xr:ObjectId' ? [text] : [attributes['uuid'] ?? []].flat()))); // prettier-ignore
    expect(new Set(ids).size).equal(ids.length);
    for (const id of ids) expect(id).match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  for (const [root, folder] of [
    [`${PROCESSOR}.xml`, PROCESSOR],
    ['1c/extension/Configuration.xml', '1c/extension'],
  ] as const)
    // prettier-ignore
    it(`${root} lists what lies beside it`, () => {
      const places: Record<string, string> = { Form: 'Forms', Language: 'Languages', CommonModule: 'CommonModules', Catalog: 'Catalogs', Document: 'Documents' }; // prettier-ignore
      const listed = named(parse(root), 'ChildObjects').flatMap((e) => e.children);
      const paths = listed.map((e) => `${folder}/${places[e.name] ?? '?'}/${e.text.trim()}.xml`);
      const there = filesUnder('1c', '.xml').filter((p) => Object.values(places).includes(p.slice(folder.length + 1).split('/')[0] ?? '') && p.slice(folder.length + 1).split('/').length === 2 && p.startsWith(`${folder}/`)); // prettier-ignore
      expect(paths.sort()).eql(there.sort());
    });
});

describe('samples for 1C: forms', () => {
  for (const path of FORMS) {
    const form = own(path);
    const module = moduleOf(path);

    it(`${path}: every handler is a procedure on the right side`, () => {
      for (const event of named(form, 'Event')) {
        const side = event.attributes['name'] === 'OnCreateAtServer' ? '&НаСервере' : '&НаКлиенте';
        expect(isUnder(module, side, event.text.trim()), event.text).equal(true);
      }
      for (const action of named(form, 'Action'))
        expect(isUnder(module, '&НаКлиенте', action.text.trim()), action.text).equal(true);
      for (const [, name = ''] of module.matchAll(/(?:ПодключитьОбработчикОжидания|Новый ОписаниеОповещения)\("([^"]+)"/gu))
        expect(isUnder(module, '&НаКлиенте', name), name).equal(true);
    });

    it(`${path}: every handler in the module is named by the form`, () => {
      const loose = methods(module).filter((m) => /^Команда|ДокументСформирован$|ПриНажатии$|ПриСозданииНаСервере/.test(m));
      expect(handlersOf(form)).include.members(loose);
    });

    it(`${path}: attributes, commands and ids`, () => {
      const list = (name: string): string[] => (child(form, name)?.children ?? []).map((e) => e.attributes['name'] ?? '');
      for (const e of named(form, 'DataPath')) expect(list('Attributes')).include(e.text.split('.')[0]);
      for (const e of named(form, 'CommandName')) expect(list('Commands')).include(e.text.replace('Form.Command.', ''));
      const ids = (elements: Element[]): string[] => elements.map((e) => e.attributes['id'] ?? '').filter(Boolean);
      for (const kind of ['Attributes', 'Commands']) expectOnce(ids(child(form, kind)?.children ?? []));
      const items = [child(form, 'AutoCommandBar'), child(form, 'ChildItems')].flatMap((e) => (e ? below(e) : []));
      expectOnce(ids(items));
      expectOnce(
        items
          .map((e) => e.attributes['name'] ?? '')
          .filter(Boolean)
          .filter((n) => !/^[A-Z]\w+$/.test(n)),
      );
    });
  }

  for (const path of PANELS)
    it(`${path}: the field shows a text attribute, asks the bridge only for what it has, and never for a private thing`, () => {
      const module = moduleOf(path);
      const field = named(own(path), 'HTMLDocumentField')[0]!;
      const attribute = named(own(path), 'Attribute').find((a) => a.attributes['name'] === wordOf(field, 'DataPath'));
      expect(named(attribute!, 'v8:Type').map((t) => t.text)).eql(['xs:string']);
      const asked = [...module.matchAll(/Sidebook1C\.(\w+)/g)].map((m) => m[1] ?? '');
      expect(asked).include.members(['start', 'setToken', 'pull']);
      for (const name of asked) expect(BRIDGE).include(name);
      for (const event of ['token-needed', 'navigate']) expect(module).include(`"${event}"`);
      expect(module).match(/ПодключитьОбработчикОжидания\("\w*ОпроситьСобытия", 1\)/u);
    });

  for (const path of PANELS)
    it(`${path}: what navigate names to be opened at once goes along`, () => {
      const module = moduleOf(path);
      const branch = /"navigate" И Событие\.Виджет <> "" Тогда\s+([^\n]+)/u.exec(module)?.[1] ?? '';
      expect(branch).include('Событие.Виджет, Событие.Действие');
      const server = textOf(`${PROCESSOR}/Ext/ObjectModule.bsl`);
      expect(server).match(/Структура\("Имя, Объект, Виджет, Действие",.*Параметр\(Запись, "action"\)\)/u);
      expect(server).include('Параметры.Вставить("action", Действие);');
    });

  for (const path of PANELS)
    it(`${path}: what is typed in the panel is never lost to another start without a question`, () => {
      const procedure = (name: string): string =>
        new RegExp(`^Процедура [\\wа-яё]*${name}\\([^]+?^КонецПроцедуры`, 'imu').exec(moduleOf(path))?.[0] ?? '';
      expect(moduleOf(path)).match(/Sidebook1C\.isDirty\(\) = "true"/u);
      for (const name of ['ДокументСформирован', 'ПоказатьВиджет']) expect(procedure(name), name).include('ЕстьНесохраненное()');
      expect(moduleOf(path)).match(/Тогда\s+ПоказатьВопрос\(Дальше|Иначе[^]+Тогда\s+ПоказатьВопрос\(Дальше/u);
      for (const [body = '', name = ''] of moduleOf(path).matchAll(/^Процедура ([\wа-яё]+)\([^]+?^КонецПроцедуры/gimu))
        if (!name.endsWith('Запустить') && /Запустить\(|\.setEntity\(/u.test(body))
          expect(body, name).match(/ЕстьНесохраненное\(\)|Если Ответ = КодВозвратаДиалога\.Да|Если Не Sidebook_Начато/u);
    });

  for (const path of PANELS)
    it(`${path}: what a form asks of the server is exported there`, () => {
      const server = textOf(`${PROCESSOR}/Ext/ObjectModule.bsl`);
      for (const [, name = ''] of moduleOf(path).matchAll(/(?:Обработка\(\)|Sidebook_Сервер)\.([\wа-яё]+)\(/giu))
        expect(server).match(new RegExp(`^(?:Функция|Процедура) ${name}\\([^\\n]*\\) Экспорт`, 'mu'), name);
    });
});

describe('samples for 1C: registration and the shared code', () => {
  const server = textOf(`${PROCESSOR}/Ext/ObjectModule.bsl`);

  it('registered commands open a form that knows them', () => {
    const registered = [...server.matchAll(/ДобавитьКоманду\([^,]+, "([^"]+)"/gu)].map((m) => m[1]);
    const commands = named(parse(`${PROCESSOR}/Forms/Форма/Ext/Form.xml`), 'Command').map((e) => e.attributes['name']);
    expect(registered).eql(['Контрагент', 'Счета']);
    expect(commands).include.members(registered);
    for (const name of registered) expect(moduleOf(`${PROCESSOR}/Forms/Форма/Ext/Form.xml`)).include(`"${name!}"`);
  });

  it('is of a kind that gets the object, opens a form, and names counterparty and invoice', () => {
    for (const word of [
      'ВидОбработкиСозданиеСвязанныхОбъектов()',
      'ТипКомандыОткрытиеФормы()',
      'Справочник.Контрагенты',
      'Документ.СчетНаОплатуПокупателю',
      'Документ.СчетНаОплатуКлиенту',
    ])
      // prettier-ignore
      expect(server).include(word);
    expect(server).match(/ПараметрыРегистрации\.Версия = "\d+\.\d+\.\d+"/u);
  });

  it('the processor and the extension share one text', () => {
    const shared = textOf('1c/extension/CommonModules/Sidebook_Сервер/Ext/Module.bsl').trim();
    expect(shared).match(/^#Область Панель\n[^]+\n#КонецОбласти$/u);
    expect(server).include(shared);
  });

  it('the secret leaves the server in no form', () => {
    for (const path of FORMS) expect(moduleOf(path), path).not.match(/(?:Настройки|Прежние)\.Секрет/u);
  });
});

function expectOnce(values: readonly string[]): void {
  expect([...values].sort()).eql([...new Set(values)].sort());
}
