/**
 * Lines of an invoice: goods and services stand apart in the format, here they are one part (hosts/1c.md 5.3). A line that came from 1C
 * brings its own XML along, so packages, series and whatever else nobody maps goes back as it was.
 */
import { BadMessage } from './bad-message.ts';
import type { Format } from './formats.ts';
import { followPackages } from './packages.ts';
import { idOf, KEY } from './references.ts';
import { at, child, elements, textAt, type Tree } from './tree.ts';
import { vatTree, vatWord } from './vat.ts';

export const LINES = 'Строки';
export const LINE_COLUMNS: Readonly<Record<string, string>> = { Раздел: 'Edm.String', НомерСтроки: 'Edm.Int64', Номенклатура: 'Edm.Guid', Содержание: 'Edm.String', Количество: 'Edm.Double', Цена: 'Edm.Double', Сумма: 'Edm.Double', СтавкаНДС: 'Edm.String', СуммаНДС: 'Edm.Double', Исходная: 'Edm.String' }; // prettier-ignore

type Row = Readonly<Record<string, string>>;
const [GOODS, SERVICES] = ['Товары', 'Услуги'] as const;
const NUMBER = 'НомерСтрокиДокумента';
const productPath = (section: string): string => (section === GOODS ? 'ДанныеНоменклатуры/Номенклатура' : 'Номенклатура');

/** Rows in the order of the document, where it numbers them; else goods first. */
export function linesOf(document: Tree): readonly Row[] {
  const rows = [GOODS, SERVICES].flatMap((section) => elements(child(document, section)).map((line) => rowOf(section, line)));
  const isNumbered = rows.every((r) => r['НомерСтроки'] !== '');
  const sorted = isNumbered ? rows.sort((a, b) => Number(a['НомерСтроки']) - Number(b['НомерСтроки'])) : rows;
  sorted.forEach((row, i) => (row['НомерСтроки'] = String(i + 1)));
  return sorted;
}

/** Its XML is written out only where it is asked for: a walk over a big base never does. */
const rowOf = (section: string, line: Tree): Record<string, string> => ({
  Раздел: section,
  НомерСтроки: textAt(line, NUMBER),
  Номенклатура: idOf(at(line, productPath(section))),
  Содержание: textAt(line, 'Содержание'),
  Количество: textAt(line, 'Количество'),
  Цена: textAt(line, 'Цена') || '0',
  Сумма: textAt(line, 'Сумма'),
  СтавкаНДС: vatWord(child(line, 'СтавкаНДС')) || 'БезНДС',
  СуммаНДС: textAt(line, 'СуммаНДС') || '0',
  get Исходная() {
    return JSON.stringify(line);
  },
});

/** What a line needs to know of the base: the objects it names, rates, units of goods. */
export interface Known {
  key(kind: string, id: string): Tree | null;
  readonly rates: ReadonlyMap<string, string>;
  /** Content of the unit an article was last seen in. */
  unit(product: string): string | undefined;
}

/** Both sections of the document from the rows wanted. Throws BadMessage where the format cannot hold a line. */
export function sectionsOf(
  format: Format,
  kind: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  known: Known,
): Map<string, Tree> {
  const made = rows.map((row, i) => lineOf(format, kind, withoutName(textRow(row), known), String(i + 1), known));
  const section = (name: string): Tree => [name, made.filter((m) => m.section === name).map((m) => m.line)];
  return new Map([GOODS, SERVICES].map((name) => [name, section(name)]));
}

/** No reference, as mappings write it. */
const ZERO = '00000000-0000-0000-0000-000000000000';
const textOfValue = (value: unknown): string =>
  typeof value === 'string' ? (value === ZERO ? '' : value) : typeof value === 'number' ? String(value) : '';

const textRow = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOfValue(value)]));

/** A form writes the name of the article beside it: words that only repeat it are none of the line's own. */
function withoutName(row: Row, known: Known): Row {
  const product = row['Номенклатура'] ?? '';
  const key = product === '' ? undefined : child(known.key('Справочник.Номенклатура', product) ?? undefined, KEY);
  const names = ['Наименование', 'НаименованиеПолное'].map((name) => textAt(key, name));
  return row['Содержание'] !== '' && names.includes(row['Содержание'] ?? '') ? { ...row, Содержание: '' } : row;
}

function lineOf(format: Format, kind: string, row: Row, number: string, known: Known): { section: string; line: Tree } {
  const told = row['Исходная'] ? (JSON.parse(row['Исходная']) as Tree) : undefined;
  const section = sectionFor(row, told, known);
  const before = section === row['Раздел'] ? told : undefined;
  const kept = new Map(elements(before).map((t) => [t[0], t]));
  const set = (name: string, content: Tree[1] | null): void => void (content === null ? kept.delete(name) : kept.set(name, [name, content])); // prettier-ignore
  const text = (name: string): string => row[name] ?? '';
  const shown = before ? rowOf(section, before) : null;
  set(NUMBER, number);
  if (shown?.['Номенклатура'] !== text('Номенклатура')) setProduct(section, text('Номенклатура'), kept, known);
  for (const name of ['Количество', 'Цена', 'Сумма', 'СуммаНДС']) if (shown?.[name] !== text(name)) set(name, text(name));
  if (before) followPackages(before, kept);
  if (shown?.['Содержание'] !== text('Содержание')) set('Содержание', text('Содержание') || null);
  if (shown?.['СтавкаНДС'] !== text('СтавкаНДС'))
    set('СтавкаНДС', vatTree(format, `${kind}.${section}.Строка`, text('СтавкаНДС'), known.rates)?.[1] ?? null);
  return { section, line: ['Строка', [...kept.values()]] };
}

/** Goods hold no words of their own; they are never made a service for that: whoever wrote the words is asked. */
function sectionFor(row: Row, told: Tree | undefined, known: Known): string {
  const section = isGoods(row, told, known) ? GOODS : SERVICES;
  if (section === GOODS && row['Содержание'] !== '') throw new BadMessage('ed-goods-text', {});
  return section;
}

/** A line stays where 1C has it while its article stays; another article, or a new line, stands where 1C told that article. */
function isGoods(row: Row, told: Tree | undefined, known: Known): boolean {
  const [was = '', product = ''] = [row['Раздел'], row['Номенклатура']];
  if (was === GOODS) return product !== '' || row['Содержание'] === ''; // words instead of an article are a service
  const isSame = told !== undefined && idOf(at(told, productPath(was))) === product;
  return !isSame && known.unit(product) !== undefined;
}

function setProduct(section: string, id: string, line: Map<string, Tree>, known: Known): void {
  const key = id === '' ? null : child(known.key('Справочник.Номенклатура', id) ?? undefined, KEY);
  if (id !== '' && !key) throw new BadMessage('ed-reference-unknown', { kind: 'Справочник.Номенклатура' });
  if (section === SERVICES) {
    if (key) line.set('Номенклатура', ['Номенклатура', key[1]]);
    else line.delete('Номенклатура');
    line.delete('Характеристика'); // it was one of the other article
    return;
  }
  const unit = known.unit(id);
  if (!key || unit === undefined) throw new BadMessage('ed-reference-unknown', { kind: 'Справочник.ЕдиницыИзмерения' });
  line.set('ДанныеНоменклатуры', ['ДанныеНоменклатуры', [['Номенклатура', key[1]]]]);
  line.set('ЕдиницаИзмерения', ['ЕдиницаИзмерения', JSON.parse(unit) as Tree[]]);
  for (const name of ['ЦенаЗаУпаковку', 'КоличествоУпаковок']) line.delete(name);
}

/** Article -> content of the unit it stands in, of every line of goods. */
export function* unitsIn(document: Tree): Generator<readonly [product: string, content: string]> {
  for (const line of elements(child(document, GOODS))) {
    const [id, unit] = [idOf(at(line, productPath(GOODS))), child(line, 'ЕдиницаИзмерения')];
    if (id !== '' && unit) yield [id, JSON.stringify(unit[1])];
  }
}
