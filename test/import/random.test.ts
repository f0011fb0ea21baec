/** Random lists written in random ways come back as they were; random damage is refused in words or read, and never hangs or half reads. */
import { expect } from 'chai';
import fc from 'fast-check';
import { message, SidebookError } from '../../connector/errors.ts';
import { ENCODINGS, inWords } from '../../connector/import/index.ts';
import { SEED } from '../unit/property.ts';
import { preview, SAID } from './asking.ts';
import { encoded } from './encoded.ts';
import { workbookOf } from './workbook.ts';

/** Like `holds`, for what is asynchronous. */
const holds = (property: fc.IAsyncProperty<unknown>, runs: number): Promise<void> =>
  fc.assert(property, { seed: SEED, numRuns: runs, verbose: process.env['VERBOSE'] === '1' });

interface Goods {
  readonly sku: string;
  readonly name: string;
  readonly whole: number;
  readonly kopecks: number;
}
const WORDS = [
  'Болт',
  'Гайка',
  'Шайба плоская',
  'Саморез жёлтый',
  'Анкер "Клин"',
  'Труба 3/4"',
  'Кабель; медный',
  'Шнур, 5 м',
  'Краска | белая',
];
const goods: fc.Arbitrary<Goods[]> = fc.uniqueArray(
  fc.record({ sku: fc.integer({ min: 1, max: 99999 }).map((n) => `К-${String(n)}`), name: fc.constantFrom(...WORDS), whole: fc.integer({ min: 1, max: 9_999_999 }), kopecks: fc.integer({ min: 0, max: 99 }) }),
  { minLength: 3, maxLength: 30, selector: (g) => g.sku },
); // prettier-ignore
const style = fc.record({
  delimiter: fc.constantFrom(';', ',', '\t', '|'),
  groups: fc.constantFrom(' ', "'", '', '.'),
  mark: fc.constantFrom(',', '.'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  encoding: fc.constantFrom('utf-8', 'utf-16le', 'windows-1251', 'ibm866', 'koi8-r' as const),
  order: fc.shuffledSubarray(['sku', 'name', 'price'] as const, { minLength: 3 }),
  above: fc.constantFrom('', 'ООО Ромашка, прайс-лист\n\n'),
});

const priceOf = (g: Goods): string =>
  String(g.whole) + (g.kopecks === 0 ? '' : `.${String(g.kopecks).padStart(2, '0').replace(/0$/, '')}`);
const quoted = (text: string, delimiter: string): string =>
  /["\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;

describe('a random list', () => {
  it('comes back as it was, in whatever way it is written', async () => {
    await holds(
      fc.asyncProperty(goods, style, async (all, s) => {
        const groups = s.groups === s.mark ? '' : s.groups;
        const price = (g: Goods): string => `${String(g.whole).replace(/\B(?=(\d{3})+$)/g, groups)}${s.mark}${String(g.kopecks).padStart(2, '0')}`;
        const heads = { sku: 'Артикул', name: 'Наименование', price: 'Цена' };
        const rows = [s.order.map((f) => heads[f]), ...all.map((g) => s.order.map((f) => (f === 'price' ? price(g) : g[f])))];
        const text = s.above + rows.map((cells) => cells.map((c) => quoted(c, s.delimiter)).join(s.delimiter)).join(s.lineEnd);
        const made = await preview(encoded(text, s.encoding));
        expect(made.placed.taken.map(({ line: l }) => [l.sku, l.name, l.price]), JSON.stringify({ text, read: made.read })).to.deep.equal(all.map((g) => [g.sku, g.name, priceOf(g)]));
      }),
      150,
    );
  }); // prettier-ignore

  it('comes back from a workbook', async () => {
    await holds(
      fc.asyncProperty(goods, async (all) => {
        const made = await preview(
          workbookOf([['Артикул', 'Товар', 'Цена'], ...all.map((g) => [g.sku, g.name, { v: priceOf(g) }])]),
        );
        expect(made.placed.taken.map(({ line: l }) => [l.sku, l.name, l.price])).to.deep.equal(
          all.map((g) => [g.sku, g.name, priceOf(g)]),
        );
      }),
      40,
    );
  });
});

/** Read or refused: anything else is a fault of ours. */
async function isAnswered(bytes: Uint8Array, more: Parameters<typeof preview>[1]): Promise<void> {
  try {
    const made = await preview(bytes, { ...SAID, ...more });
    for (const lang of ['ru', 'en'] as const) for (const f of made.found) expect(inWords(f, lang).what).to.match(/\S/);
    for (const { line } of made.placed.taken) expect(line.price).to.match(/^\d{1,12}(\.\d{1,6})?$/);
  } catch (error) {
    if (!(error instanceof SidebookError)) throw error;
    expect(message(error.code, error.detail, 'en').what).to.not.equal(message('internal', {}, 'en').what);
  }
}

describe('random damage', () => {
  const cuts = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 });
  const damaged = (bytes: Buffer, at: readonly (readonly [number, number])[], length: number): Buffer => {
    const copy = Buffer.from(bytes.subarray(0, Math.max(1, bytes.length - (length % 60))));
    for (const [place, byte] of at) copy[place % copy.length] = byte;
    return copy;
  };

  it('to a text file is read or refused in words', async () => {
    const list = Buffer.from(
      'Артикул;Наименование;Цена;Дата;Остаток;Ед\nБ-1;"Болт ""М8""";1 099,00;01.03.2026;>100;шт\nГ-1;Гайка;0,75;02.03.2026;нет;уп 200\n',
    );
    await holds(fc.asyncProperty(cuts, fc.nat(), fc.constantFrom(undefined, ...ENCODINGS), async (at, cut, encoding) => isAnswered(damaged(list, at, cut), encoding === undefined ? {} : { encoding })), 300); // prettier-ignore
  });

  it('to a workbook is refused in words, or did not touch what is read', async () => {
    const book = workbookOf([
      ['Артикул', 'Товар', 'Цена'],
      ['1', 'Болт', { v: '5' }],
      ['2', 'Гайка', { v: '7.5' }],
    ]);
    await holds(
      fc.asyncProperty(cuts, fc.nat(), async (at, cut) => isAnswered(damaged(book, at, cut), {})),
      300,
    );
  });

  it('of any bytes at all is read or refused in words', async () => {
    await holds(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => isAnswered(bytes, {})),
      300,
    );
  });
});
