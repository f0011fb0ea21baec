import { expect } from 'chai';
import { ItemIndex, lineKey } from '../../connector/import/match.ts';
import { item } from './asking.ts';

const ITEMS = [
  item(1, 'Болт М8х40 оцинкованный', 'B-8040'),
  item(2, 'Болт М8х50 оцинкованный', 'B-8050'),
  item(3, 'Гайка М8', 'N-0008'),
  item(4, 'Гайка М8 DIN 934', 'N-0934'),
  item(5, 'Шайба плоская 8', '001'),
  item(6, 'Ёмкость 1000 л'),
  item(7, 'Двойник', 'DD-0001'),
  item(8, 'Двойник', 'DD-0002'),
];

function matched(name: string, sku: string | null = null, known: [string, string | null][] = []): string {
  const index = new ItemIndex(new Map(known));
  for (const i of ITEMS) index.add(i);
  const match = index.match({ name, sku });
  const n = (id: string): string => String(Number(id.slice(-12)));
  if (match.is === 'refused') return 'refused';
  if (match.is === 'linked') return `${n(match.item.id)} by ${match.how}`;
  return match.proposals.map((p) => `${n(p.item.id)} ${p.reason} ${p.score.toFixed(2)}`).join(', ') || 'nothing';
}

describe('a line finds its item', () => {
  it('by an equal number whose name does not contradict', () => {
    expect(matched('Болт оцинк. М8х40', 'b 8040')).to.equal('1 by sku');
    expect(matched('B-8040', 'B-8040')).to.equal('1 by sku');
  });

  it('by an equal name, however its sizes and ё are written', () => {
    expect(['болт м8*40 оцинкованный', 'Болт М8 × 40 оцинкованный'].map((n) => matched(n))[0]).to.equal('1 by name');
    expect(matched('Емкость 1000 л')).to.equal('6 by name');
  });

  it('never by a number alone that means something else', () => {
    expect(matched('Кабель силовой', 'B-8040')).to.equal('1 sku 0.90');
    expect(matched('Труба', '001')).to.equal('5 sku 0.90');
  });

  it('never by a name two items have', () => {
    expect(matched('Двойник')).to.equal('7 same-words 0.95, 8 same-words 0.95');
  });

  it('never another size: figures must agree', () => {
    expect(matched('Болт М8х60 оцинкованный')).to.equal('nothing');
    expect(matched('Болт 8х40 оцинк.', 'B-8040')).to.equal('1 sku 0.90');
    expect(matched('Болт M8x40 оцинкованый')).to.equal('1 same-words 0.95');
    expect(matched('Болт M8x40 оцинк.')).to.match(/^1 similar 0\.[89]/);
  });

  it('by the same words in another order or script only as a proposal', () => {
    expect(matched('Оцинкованный болт М8х40')).to.match(/^1 same-words 0\.95/);
    expect(matched('Gayka M8')).to.match(/^3 same-words 0\.95/);
  });

  it('as a person decided before, also that it is none of ours', () => {
    const key = lineKey({ name: 'Болтик', sku: 'R-1' });
    expect(key).to.equal('sku:r1');
    expect(matched('Болтик', 'R-1', [[key, ITEMS[2]!.id]])).to.equal('3 by known');
    expect(matched('Болтик', 'R-1', [[key, null]])).to.equal('refused');
    expect(matched('Гайка М8', null, [['name:гайка м8', 'gone']])).to.equal('3 by name');
  });

  it('or none, where nothing is near', () => {
    expect(['Услуги по доставке', '', '🔩', 'М8'].map((n) => matched(n))).to.deep.equal([
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ]);
  });
});
