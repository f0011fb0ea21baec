import { expect } from 'chai';
import { readMap } from '../../connector/import/index.ts';
import { preview, prices, SAID, told } from './asking.ts';
import { refusal } from './refusal.ts';

const LIST = 'Артикул;Наименование;Цена, руб\n';

describe('a CSV price list', () => {
  it('is read with semicolons, decimal commas and spaces of thousands', async () => {
    const made = await preview(`${LIST}Б-1;Болт М8;1 099,00\nБ-2;Гайка;0,75\n`);
    expect(prices(made)).to.deep.equal(['Болт М8 1099 RUB', 'Гайка 0.75 RUB']);
    expect([told(made.found), made.read]).to.deep.equal([[], { encoding: 'utf-8', by: 'valid', delimiter: ';' }]);
  });

  for (const [name, file] of Object.entries({
    commas: 'sku,name,price\nB1,"Bolt, M8","1,099.00"\nB2,Nut,0.75\n',
    tabs: 'sku\tname\tprice\nB1\tBolt, M8\t1,099.00\nB2\tNut\t0.75\n',
    bars: 'sku|name|price\nB1|Bolt, M8|1,099.00\nB2|Nut|0.75\n',
    'a sep line': 'sep=;\nsku;name;price\nB1;Bolt, M8;1,099.00\nB2;Nut;0.75\n',
    'old Mac line breaks': 'sku;name;price\rB1;Bolt, M8;1,099.00\rB2;Nut;0.75\r',
    'mixed line breaks': 'sku;name;price\r\nB1;Bolt, M8;1,099.00\nB2;Nut;0.75\r\n',
  }))
    it(`is read with ${name}`, async () => {
      expect(prices(await preview(file))).to.deep.equal(['Bolt, M8 1099 RUB', 'Nut 0.75 RUB']);
    });

  it('keeps line breaks and doubled quotes inside quotes, and counts rows as Excel does', async () => {
    const made = await preview(`${LIST}Б-1;"Болт ""М8""\nоцинкованный";звоните\nБ-2;Гайка 1/2";5\n`);
    expect(prices(made)).to.deep.equal(['Гайка 1/2" 5 RUB']);
    expect(told(made.found)).to.deep.equal(['C2 not-a-price звоните']);
  });

  it('has no sheets: one that was asked for is told, and all of the file is read', async () => {
    const made = await preview(`${LIST}Б-1;Болт М8;5\n`, { ...SAID, sheet: 'Опт' });
    expect([prices(made), told(made.found)]).to.deep.equal([['Болт М8 5 RUB'], ['the file no-sheets Опт']]);
  });

  it('counts the sep line and blank lines as rows', async () => {
    expect(told((await preview(`sep=;\n${LIST}\n\nБ;Болт;дорого\n`)).found)).to.include('C5 not-a-price дорого');
  });

  it('of another separator in some lines names those lines and takes the others', async () => {
    const made = await preview(`${LIST}Б-1;Болт;5\nБ-2,Гайка,7\nБ-3\tШайба\t8\nБ-4;Винт;9\n`);
    expect(prices(made)).to.deep.equal(['Болт 5 RUB', 'Винт 9 RUB']);
    expect(told(made.found).filter((t) => t.includes('other-separator'))).to.deep.equal(['row 3 other-separator Б-2,Гайка,7', 'row 4 other-separator Б-3 Шайба 8']); // prettier-ignore
  });

  it('with one way of writing unclear numbers reads them by their column', async () => {
    const comma = await preview('Товар;Цена\nБолт;1,099\nГайка;2,50\n');
    const point = await preview('Товар;Цена\nБолт;1,099\nГайка;2.50\n');
    expect([prices(comma)[0], prices(point)[0]]).to.deep.equal(['Болт 1.099 RUB', 'Болт 1099 RUB']);
    expect(comma.formats.numbers.price).to.deep.equal({ mark: ',', comma: { count: 1, row: 3, came: '2,50' }, point: null });
  });

  it('asks where no number of the column says its mark, and takes the answer', async () => {
    const file = 'Товар;Цена\nБолт;1,099\n';
    expect(told((await preview(file)).found)).to.deep.equal(['the file no-lines', 'B2 number-unclear 1,099']);
    expect(prices(await preview(file, { ...SAID, mark: '.' }))).to.deep.equal(['Болт 1099 RUB']);
  });

  it('with both ways in a column takes the clear numbers and asks about the others', async () => {
    const made = await preview('Товар;Цена\nА;1,099.00\nБ;1.099,00\nВ;1,099\nГ;5\n');
    expect(prices(made)).to.deep.equal(['А 1099 RUB', 'Б 1099 RUB', 'Г 5 RUB']);
    expect(told(made.found)).to.deep.equal(['B3 marks-mixed 1.099,00 / 1,099.00', 'B4 number-unclear 1,099']);
  });
});

describe('a hostile CSV', () => {
  it('whose quote is never closed is refused with the row where it opens', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => `Т-${String(i)};Товар;5\n`).join('');
    expect(await refusal(`${LIST}Б-1;Болт;5\nБ-2;"Гайка;7\n${rows}`)).to.contain(
      'Row 3: a quotation mark opens here and is never closed.',
    );
  });

  it('with one line of 50 MB is refused with its row', async () => {
    const line = Buffer.concat([Buffer.from(`${LIST}Б-1;"`), Buffer.alloc(50 * 1024 * 1024, 0x61)]);
    expect(await refusal(line)).to.contain('Row 2 is longer than 1,000,000 characters');
  });

  it('with a million columns is refused, whatever the size of the line', async () => {
    for (const columns of [1_000_000, 30_000_000])
      expect(await refusal(`${LIST}${';'.repeat(columns)}\n`)).to.contain('Row 2 has > 100000 columns, at most 1000 are read.');
    expect(await refusal(`${LIST}${';'.repeat(5000)}\n`)).to.contain('Row 2 has 5001 columns, at most 1000 are read.');
  });

  it('of zeros, of nothing, or that is something else is named', async () => {
    expect(await refusal('')).to.contain('The file is empty.');
    expect(await refusal(Buffer.alloc(100))).to.contain('neither a workbook nor a text table');
    expect(await refusal('%PDF-1.7\n')).to.contain('neither a workbook nor a text table');
    expect(await refusal('<html><table>')).to.contain('neither a workbook nor a text table');
    expect(await refusal(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).to.contain('Excel 97-2003');
    expect(await refusal(Buffer.from('504b0304deadbeef', 'hex'))).to.contain('The workbook is damaged');
  });

  it('with impossible prices names each and takes the rest', async () => {
    const bad = ['-5', 'NaN', 'Infinity', '0', '', '=1+1', '1e9', '١٢٣', '99999999999999999999', '9999999999999,5', '<script>'];
    const made = await preview(`${LIST}${bad.map((p, i) => `Б-${String(i)};Товар ${String(i)};${p}\n`).join('')}Х;Хорошо;5\n`);
    expect(prices(made)).to.deep.equal(['Хорошо 5 RUB']);
    expect(told(made.found)).to.deep.equal([
      'C2 negative -5', 'C3 not-a-price NaN', 'C4 not-a-price Infinity', 'C5 price-zero 0', 'C6 no-price', 'C7 not-a-price =1+1', 'C8 not-a-price 1e9',
      'C9 not-a-price ١٢٣', 'C10 number-large 99999999999999999999', 'C11 number-large 9999999999999,5', 'C12 not-a-price <script>',
    ]); // prettier-ignore
    expect(made.leftOut).to.equal(11);
  });

  it('with impossible dates names each', async () => {
    const made = await preview('Товар;Цена;Дата\nА;1;01.01.0001\nБ;2;31.02.2026\nВ;3;2031-01-01\nГ;4;0001-01-01\nД;5;01.03.2026\n');
    expect(told(made.found)).to.deep.equal(['C2 date-far 01.01.0001', 'C3 not-a-date 31.02.2026', 'C4 date-far 2031-01-01', 'C5 date-far 0001-01-01']);
    expect(made.placed.taken.map((t) => t.line.date)).to.deep.equal(['2026-03-01']);
  }); // prettier-ignore

  it('keeps emoji and right-to-left names, without the marks that turn text', async () => {
    const made = await preview(`${LIST}1;🔩 Болт 👩‍🔧;5\n2;برغي;6\n3;Болт\u202egnp.exe\u200b;7\n`);
    expect(made.placed.taken.map((t) => t.line.name)).to.deep.equal(['🔩 Болт 👩‍🔧', 'برغي', 'Болтgnp.exe']);
  });

  it('keeps names that begin like formulas as text', async () => {
    expect(prices(await preview(`${LIST}1;=HYPERLINK("http://x");5\n2;@SUM(A1);6\n`))).to.deep.equal(['=HYPERLINK("http://x") 5 RUB', '@SUM(A1) 6 RUB']); // prettier-ignore
  });

  it('with names longer than the store keeps names the cell', async () => {
    expect(told((await preview(`${LIST}1;${'я'.repeat(2000)};5\n`)).found)[1]).to.match(/^B2 text-long я{80}…$/);
  });
});

describe('the columns of a list', () => {
  const fields = async (heads: string): Promise<string> => Object.entries((await preview(`${heads}\n${'x;'.repeat(8)}\n`)).columns.of).map(([f, c]) => `${f}${String(c)}`).sort().join(' '); // prettier-ignore

  for (const [heads, expected] of [
    [
      '№;Артикул;Наименование товара;Ед. изм.;Цена, руб. с НДС;Ставка НДС;Остаток;Срок поставки',
      'leadDays7 name2 price4 sku1 stock6 unit3 vat5',
    ],
    ['Код товара;Номенклатура;Кол-во в упаковке;Мин. партия;Цена опт;Валюта', 'currency5 minQuantity3 name1 pack2 price4 sku0'],
    [
      'Item No.;Description;UoM;Unit price, USD;MOQ;Stock;Lead time;Date',
      'date7 leadDays6 minQuantity4 name1 price3 sku0 stock5 unit2',
    ],
    ['Позиция;Цена за ед.;Сумма;Комментарий', 'name0 price1'],
    ['Part number;Product;Box qty;Price;Availability;Valid from', 'date5 name1 pack2 price3 sku0 stock4'],
  ] as const)
    it(`are known by their heads: ${heads}`, async () => expect(await fields(heads)).to.equal(expected));

  it('are found under titles and addresses, and say what stands above', async () => {
    const made = await preview(
      'ООО «Ромашка»\nПрайс-лист от 01.03.2026\nВсе цены в рублях с учётом НДС\n\nТовар;Цена\nБолт;5\n',
      {},
    );
    expect([made.stated, made.columns.after]).to.deep.equal([{ currency: 'RUB', vatIncluded: true }, 5]);
  });

  for (const [what, first] of Object.entries({
    'a price with its currency': ['1 299,00 ₽', 'шт', 'с НДС'],
    'words for a price': ['цена по запросу', 'шт', 'с НДС'],
    'a price in words of the list': ['12 руб.', 'кг', 'без НДС'],
  }))
    it(`does not lose its first row, ${what}, among the heads`, async () => {
      const made = await preview(`Товар;Цена;Ед.;НДС\nБолт;${first.join(';')}\nГайка;7;шт;20%\n`);
      expect([...prices(made).map((p) => p.split(' ')[0]), ...told(made.found).filter((t) => t.startsWith('B2'))]).to.have.length(
        2,
      );
    });

  it('does not lose a first row whose name is a word of heads as well', async () => {
    const made = await preview('Товар;Цена;Ед.;НДС\nМатериал шовный;1 299,00 ₽;шт;с НДС\nГайка;7;шт;20%\n');
    expect(prices(made)).to.deep.equal(['Материал шовный 1299 RUB', 'Гайка 7 RUB']);
  });

  it('may have heads in two rows', async () => {
    const made = await preview('Артикул;Товар;Цена;\n;;без НДС;розница\nБ1;Болт;5;6\n', { currency: 'RUB', newItems: true });
    expect([prices(made), made.stated.vatIncluded]).to.deep.equal([['Болт 5 RUB'], false]);
  });

  it('are said by a person by head or letter, against the guess', async () => {
    const file = 'Товар;Цена опт;Цена розн\nБолт;5;7\n';
    expect(told((await preview(file)).found)).to.deep.equal(['column C second-column price']);
    for (const column of ['Цена розн', 'c', 'цена  РОЗН.'])
      expect(prices(await preview(file, { ...SAID, map: [readMap(`${column}=price`)] }))).to.deep.equal(['Болт 7 RUB']);
    expect(await refusal(file, { map: [readMap('Вес=price')] }))
      .to.contain('no column "Вес"')
      .and.contain('Товар, Цена опт, Цена розн');
    expect(() => readMap('price')).to.throw('import-map-unclear');
  });

  it('without heads are asked for, and then read from the first row', async () => {
    const file = 'Б1;Болт;5\nГ1;Гайка;7\n';
    expect(told((await preview(file)).found)).to.deep.equal(['the file no-head']);
    expect(prices(await preview(file, { ...SAID, map: [readMap('B=name'), readMap('C=price')] }))).to.deep.equal([
      'Болт 5 RUB',
      'Гайка 7 RUB',
    ]);
  });

  it('without a word on currency or VAT stop the import with both questions at once', async () => {
    expect(told((await preview('Товар;Цена\nБолт;5\n', {})).found)).to.deep.equal(['the file no-currency', 'the file no-vat']);
    const lines = (last: string) => preview(`Товар;Цена;НДС\nБолт;5 ₽;с НДС\nГайка;7 ₽;${last}\n`, { newItems: true });
    expect(told((await lines('20%')).found)).to.deep.equal(['the file no-vat']); // a rate alone does not say whether it is inside
    expect([
      told((await lines('с НДС')).found),
      (await lines('с НДС')).placed.taken.map((t) => t.line.vatIncluded),
    ]).to.deep.equal([[], [true, true]]);
  });

  it('of VAT "без НДС" on every line is no list with VAT inside; what is said for the whole list holds for exempt goods as well', async () => {
    const lines = (asked: object = {}) => preview('Товар;Цена;НДС\nБолт;5 ₽;без НДС\nГайка;7 ₽;без НДС\n', { newItems: true, ...asked });
    const said = async (asked?: object) => (await lines(asked)).placed.taken.map(({ line }) => [line.vatIncluded, line.vatRate]);
    expect([told((await lines()).found), await said()]).to.deep.equal([[], [[false, 'none'], [false, 'none']]]);
    expect(await said({ vatIncluded: true })).to.deep.equal([[true, 'none'], [true, 'none']]);
    // Rows that are no goods have nothing to say of it, nor those that are left out.
    const made = await preview('Товар;Цена;НДС\nБолт;5 ₽;с НДС\nТовар;Цена;НДС\nВинт;звоните;\nГайка;7 ₽;с НДС\nИтого;12;\n', { newItems: true });
    expect(told(made.found).filter((one) => one.includes('vat'))).to.deep.equal([]);
  }); // prettier-ignore

  it('with the numbers of columns under their heads bring no goods called by a number', async () => {
    const made = await preview('№;Артикул;Товар;Цена\n1;2;3;4\n1;Б1;Болт;5\n2;Б2;42;7\n');
    expect([prices(made), told(made.found)]).to.deep.equal([['Болт 5 RUB', '42 7 RUB'], []]);
  });

  it('tell headings of groups, sums and repeated heads from goods', async () => {
    const made = await preview(
      'Товар;Артикул;Цена\nКРЕПЁЖ;;\nБолт;Б;5\nТовар;Артикул;Цена\nГайка;Г;7\nTotal Quartz 5W40;T;9\nИтого;;12\n',
    );
    expect(prices(made)).to.deep.equal(['Болт 5 RUB', 'Гайка 7 RUB', 'Total Quartz 5W40 9 RUB']);
    expect(told(made.found)).to.deep.equal(['A2 heading КРЕПЁЖ', 'A7 sum Итого']);
  });

  it('say units, packs, tax, stock and time of each line', async () => {
    const made = await preview(
      'Товар;Цена;Ед;В упак;НДС;Мин. кол-во;Остаток;Срок\nБолт;1 200,00 €;упак;200;20%;от 5;>100;2-3 недели\n',
      SAID,
    );
    expect(made.placed.taken[0]!.line).to.deep.equal({
      row: 2, name: 'Болт',
      sku: null, price: '1200', currency: 'EUR', vatIncluded: true, vatRate: '20', unit: { unit: 'уп', base: null, factor: null }, pack: '200', minQuantity: '5',
      quantity: null, stock: { least: '100', most: null }, leadDays: 21, date: null, terms: null, region: null,
    }); // prettier-ignore
    expect(made.placed.taken[0]!.packFactor).to.equal('200');
  });
});
