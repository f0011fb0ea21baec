/** VAT rates: words up to 1.16 of the format, key properties of a catalogue from 1.17 (hosts/1c.md 5.3). Here they are words: НДС20, НДС20_120. */
import type { Format } from './formats.ts';
import { child, elements, textAt, textOf, type Tree } from './tree.ts';

const OBJECT = 'КлючевыеСвойстваСтавкиНДС';
const WITHOUT = 'БезНДС';

/** The word of a rate as it stands in a line; '' = none is said. */
export function vatWord(rate: Tree | undefined): string {
  if (!rate) return '';
  if (elements(rate).length === 0) return textOf(rate).trim();
  if (textAt(rate, 'НеОблагается') === 'true') return WITHOUT;
  const percent = textAt(rate, 'Ставка').trim().replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') || '0'; // prettier-ignore
  return textAt(rate, 'РасчетнаяСтавка') === 'true' ? `НДС${percent}_${String(100 + Number(percent))}` : `НДС${percent}`;
}

/** `known`: rates as 1C itself has named them, so that a catalogue over there gets no second entry. */
export function vatTree(format: Format, lineType: string, word: string, known: ReadonlyMap<string, string>): Tree | null {
  if (word === '') return null;
  if (format.typeAt(lineType, 'СтавкаНДС') !== OBJECT) return ['СтавкаНДС', word];
  const seen = known.get(word);
  return ['СтавкаНДС', seen === undefined ? newRate(word) : (JSON.parse(seen) as Tree[])];
}

function newRate(word: string): Tree[] {
  const [, percent = '0', calculated] = /^НДС(\d+)(_\d+)?$/.exec(word) ?? [];
  const free = word === WITHOUT;
  const kind = free ? 'БезНДС' : `${KINDS[percent] ?? 'Общая'}${calculated && percent !== '0' ? 'Расчетная' : ''}`;
  return [
    ...(free ? [] : [['Ставка', percent] as const]),
    ['РасчетнаяСтавка', String(calculated !== undefined)],
    ['НеОблагается', String(free)],
    ['ВидСтавки', kind],
  ];
}

const KINDS: Readonly<Record<string, string>> = { '0': 'Нулевая', '5': 'Пониженная', '7': 'Пониженная', '10': 'Пониженная', '18': 'Общая', '20': 'Общая', '22': 'Общая' }; // prettier-ignore

/** Word -> content, of every rate in the lines of a document. */
export function* ratesIn(document: Tree): Generator<readonly [word: string, content: string]> {
  for (const section of ['Товары', 'Услуги'])
    for (const line of elements(child(document, section))) {
      const rate = child(line, 'СтавкаНДС');
      if (rate && elements(rate).length > 0) yield [vatWord(rate), JSON.stringify(rate[1])];
    }
}
