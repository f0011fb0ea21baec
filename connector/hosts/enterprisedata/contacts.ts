/**
 * Contact rows: a kind and "values of fields", which is XML of the standard library, its JSON form, or plain text. Only the words a person
 * sees are ours; a row nobody changed goes back as it came (hosts/1c.md 4.4, 5.3).
 */
import { elements, textAt, type Tree } from './tree.ts';

export const CONTACTS = 'Контакты';
export const CONTACT_COLUMNS: Readonly<Record<string, string>> = { Тип: 'Edm.String', Вид: 'Edm.String', Представление: 'Edm.String', НомерСтроки: 'Edm.Int64', Исходная: 'Edm.String' }; // prettier-ignore

/** Kinds Sidebook names -> the type its mapping tells them by. */
const TYPES: Readonly<Record<string, string>> = {
  Телефон: 'Телефон',
  АдресЭлектроннойПочты: 'АдресЭлектроннойПочты',
  ЮридическийАдрес: 'Адрес',
  ПочтовыйАдрес: 'Адрес',
};
export const CONTACT_KINDS = Object.keys(TYPES);

export const contactsOf = (info: Tree | undefined): Readonly<Record<string, string>>[] =>
  elements(info).map((row, i) => {
    const kind = textAt(row, 'ВидКонтактнойИнформации');
    return { Тип: TYPES[kind] ?? kind, Вид: kind, Представление: shownOf(textAt(row, 'ЗначенияПолей')), НомерСтроки: String(i + 1), get Исходная() { return JSON.stringify(row); } }; // prettier-ignore
  });

/** What a person reads of it. */
function shownOf(values: string): string {
  const text = values.trim();
  if (text.startsWith('<')) return unescaped(/\sПредставление="([^"]*)"/.exec(text)?.[1] ?? '');
  if (!text.startsWith('{')) return text;
  try {
    const value: unknown = (JSON.parse(text) as Record<string, unknown>)['value'];
    return typeof value === 'string' ? value : '';
  } catch {
    return text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) =>
    name ? (ENTITIES[name] ?? whole) : letterOf(decimal ? Number(decimal) : parseInt(hex ?? '20', 16), whole),
  );
const LAST_LETTER = 0x10ffff;
const letterOf = (code: number, whole: string): string => (code <= LAST_LETTER ? String.fromCodePoint(code) : whole);

export const infoOf = (rows: readonly Readonly<Record<string, unknown>>[]): Tree => ['КонтактнаяИнформация', rows.map(rowTree)];

function rowTree(row: Readonly<Record<string, unknown>>): Tree {
  const [kind, text] = [row['Вид'], row['Представление']].map((v) => (typeof v === 'string' ? v : '')) as [string, string];
  const before = typeof row['Исходная'] === 'string' ? (JSON.parse(row['Исходная']) as Tree) : undefined;
  if (before && shownOf(textAt(before, 'ЗначенияПолей')) === text) return before;
  const kept = elements(before).filter(([name]) => name === 'НаименованиеКонтактнойИнформации');
  return ['Строка', [['ВидКонтактнойИнформации', kind], ['ЗначенияПолей', valuesOf(kind, text)], ...kept]];
}

const PARTS: Readonly<Record<string, (text: string) => string>> = {
  Телефон: (text) => `<Состав xsi:type="НомерТелефона" КодСтраны="" КодГорода="" Номер="${text}" Добавочный=""/>`,
  АдресЭлектроннойПочты: (text) => `<Состав xsi:type="ЭлектроннаяПочта" Значение="${text}"/>`,
};
const ADDRESS = '<Состав xsi:type="Адрес" Страна=""/>';
const attribute = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/\n/g, '&#10;');

/** As the standard library writes it; 1C takes the words and fills in the rest by itself. */
const valuesOf = (kind: string, text: string): string =>
  `<КонтактнаяИнформация xmlns="http://www.v8.1c.ru/ssl/contactinfo" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" Представление="${attribute(text)}"><Комментарий/>${PARTS[kind]?.(attribute(text)) ?? ADDRESS}</КонтактнаяИнформация>`;
