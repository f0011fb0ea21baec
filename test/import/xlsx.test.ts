import { expect } from 'chai';
import { preview, prices, SAID, told } from './asking.ts';
import { refusal } from './refusal.ts';
import { book, partsOf, sheetOf, workbookOf, type Value } from './workbook.ts';
import { zipOf } from './zip-bytes.ts';

const HEAD = ['Артикул', 'Товар', 'Цена'] as const;
const list = (...rows: readonly (readonly Value[])[]): Buffer => workbookOf([HEAD, ...rows]);
/** A sheet around rows of XML nobody would write. */
const raw = (rows: string, after = ''): Buffer =>
  book({ sheets: { S: sheetOf([HEAD]).replace('</sheetData>', `${rows}</sheetData>${after}`) } });

describe('a workbook', () => {
  it('is read with numbers as Excel shows them, dates by their format, texts of every kind', async () => {
    const strings = [
      '<si><t>Болт &amp; гайка</t></si>',
      '<si><r><t>Шай</t></r><r><rPr/><t xml:space="preserve">ба </t></r><rPh><t>нет</t></rPh></si>',
    ];
    const sheet = sheetOf([
      [...HEAD, 'Дата'],
      ['0012', { v: '0', t: 's' }, { v: '1099.0999999999999' }, { v: '46086', s: 1 }],
      ['0013', { v: '1', t: 's' }, { v: '0.30000000000000004' }, { v: '2026-03-01', t: 'd' }],
      [
        '0014',
        { xml: '<c r="{r}" t="inlineStr"><is><r><t>Ви</t></r><r><t>нт_x000D_</t></r></is></c>' },
        '1 099,50',
        '01.03.2026',
      ],
    ]);
    const made = await preview(book({ sheets: { Прайс: sheet }, strings, formats: ['dd\\.mm\\.yyyy;@'] }));
    expect(made.placed.taken.map(({ line: l }) => [l.sku, l.name, l.price, l.date])).to.deep.equal([
      ['0012', 'Болт & гайка', '1099.1', '2026-03-05'], ['0013', 'Шайба', '0.3', '2026-03-01'], ['0014', 'Винт', '1099.5', '2026-03-01'],
    ]); // prettier-ignore
    expect([told(made.found), made.read]).to.deep.equal([[], { sheet: 'Прайс' }]);
  });

  it('counts its days from 1904 where it says so', async () => {
    const sheet = sheetOf([[...HEAD, 'Дата'], ['1', 'Болт', { v: '5' }, { v: '44624', s: 1 }]]);
    expect((await preview(book({ sheets: { S: sheet }, formats: ['yyyy-mm-dd'], date1904: true }))).placed.taken[0]!.line.date).to.equal('2026-03-05');
  }); // prettier-ignore

  it('says the currency of a price by its number format', async () => {
    const formats = ['#,##0.00\\ "₽"', '[$€-407]\\ #,##0.00', '[$-419]d mmm;@', '0.00E+00'];
    const sheet = sheetOf([
      HEAD,
      ['1', 'Болт', { v: '5', s: 1 }],
      ['2', 'Гайка', { v: '6', s: 2 }],
      ['3', 'Винт', { v: '7', s: 4 }],
    ]);
    const made = await preview(book({ sheets: { S: sheet }, formats }), { vatIncluded: true, newItems: true });
    expect(prices(made)).to.deep.equal(['Болт 5 RUB', 'Гайка 6 EUR']);
    expect(told(made.found)).to.deep.equal(['C4 line-no-currency 7']);
  });

  it('takes what a formula last gave and says so; errors and formulas never calculated are named', async () => {
    const made = await preview(list(['1', 'Болт', { v: '5', f: 'A1*2' }], ['2', 'Гайка', { v: '#N/A', t: 'e', f: 'VLOOKUP(1)' }], ['3', 'Винт', { v: '#REF!', t: 'e' }], ['4', 'Шайба', { xml: '<c r="{r}"><f>B1</f></c>' }], ['5', { v: 'Гвоздь', t: 'str', f: 'CONCAT()' }, { v: '6' }])); // prettier-ignore
    expect(prices(made)).to.deep.equal(['Болт 5 RUB', 'Гвоздь 6 RUB']);
    expect(told(made.found)).to.deep.equal([
      'C2 formula 5',
      'C3 cell-error #N/A',
      'C4 cell-error #REF!',
      'C5 formula-empty',
      'B6 formula Гвоздь',
    ]);
  });

  it('reads the first sheet people see and tells of the others', async () => {
    const sheets = { Тайный: sheetOf([HEAD, ['1', 'Секрет', { v: '1' }]]), Крепёж: sheetOf([HEAD, ['1', 'Болт', { v: '5' }]]), Трубы: sheetOf([HEAD, ['1', 'Труба', { v: '9' }]]) }; // prettier-ignore
    const made = await preview(book({ sheets, hidden: ['Тайный'] }));
    expect([prices(made), told(made.found)]).to.deep.equal([['Болт 5 RUB'], ['the file other-sheets Трубы']]);
    expect(prices(await preview(book({ sheets }), { ...SAID, sheet: 'Трубы' }))).to.deep.equal(['Труба 9 RUB']);
    expect(await refusal(book({ sheets }), { sheet: 'Нет' })).to.contain(
      'There is no sheet "Нет"; there are: Тайный, Крепёж, Трубы',
    );
  });

  it('of LibreOffice or Google reads the same, with cells that name no place', async () => {
    const rows = '<row><c t="inlineStr"><is><t>1</t></is></c><c t="inlineStr"><is><t>Болт</t></is></c><c><v>5</v></c></row>';
    expect(prices(await preview(raw(rows)))).to.deep.equal(['Болт 5 RUB']);
  });

  it('keeps numbers of goods that Excel took for numbers', async () => {
    expect((await preview(list([{ v: '4607001' }, 'Болт', { v: '5' }]))).placed.taken[0]!.line.sku).to.equal('4607001');
  });
});

describe('a hostile workbook', () => {
  it('that is a bomb is stopped while it unpacks', async () => {
    const bomb = zipOf([...partsOf({ sheets: { S: sheetOf([HEAD]) } }).slice(0, 4), { name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(100 * 1024 * 1024, 0x20) }]); // prettier-ignore
    const before = process.memoryUsage().rss;
    expect(await refusal(bomb)).to.contain('xl/worksheets/sheet1.xml unpacks to more than 200 times its size');
    expect((process.memoryUsage().rss - before) / 1024 / 1024).to.be.lessThan(50);
  });

  it('that lies about its size is stopped as well', async () => {
    const [a, b, c, d] = partsOf({ sheets: { S: '' } });
    const lying = zipOf([
      a!,
      b!,
      c!,
      d!,
      { name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(50 * 1024 * 1024, 0x20), claims: { size: 1000 } },
    ]);
    expect(await refusal(lying)).to.contain('The workbook is damaged (xl/worksheets/sheet1.xml');
  });

  it('that is cut off anywhere is refused', async () => {
    const whole = list(['1', 'Болт', { v: '5' }]);
    for (const share of [0.1, 0.5, 0.9, 0.99]) expect(await refusal(whole.subarray(0, Math.floor(whole.length * share)))).to.contain('damaged');
  }); // prettier-ignore

  it('whose bytes do not fit their checksum is refused', async () => {
    const [a, b, c, d] = partsOf({ sheets: { S: '' } });
    const bent = zipOf([
      a!,
      b!,
      c!,
      d!,
      { name: 'xl/worksheets/sheet1.xml', data: sheetOf([HEAD, ['1', 'Болт', { v: '5' }]]), claims: { crc: 1 } },
    ]);
    expect(await refusal(bent)).to.contain('CRC-32');
  });

  it('with a password, without parts, or of another kind is named', async () => {
    expect(await refusal(zipOf(partsOf({ sheets: { S: sheetOf([HEAD]) } }).map((p) => ({ ...p, locked: true }))))).to.contain('locked with a password'); // prettier-ignore
    expect(await refusal(zipOf([{ name: 'word/document.xml', data: '<a/>' }]))).to.contain('no Excel workbook');
    expect(await refusal(zipOf([{ name: '../../etc/passwd', data: 'x' }]))).to.contain('damaged');
    expect(await refusal(zipOf(partsOf({ sheets: { S: sheetOf([HEAD]) } }).filter((p) => !p.name.includes('sheet1'))))).to.contain('no part xl/worksheets/sheet1.xml'); // prettier-ignore
  });

  it('with a document type or broken XML is refused', async () => {
    const evil = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
    expect(await refusal(book({ sheets: { S: sheetOf([HEAD]).replace('<worksheet', `${evil}<worksheet`) } }))).to.contain(
      'DOCTYPE',
    );
    expect(await refusal(raw('<row r="2"><c r="A2"><v>5</row>'))).to.contain('cannot be read');
    expect(await refusal(raw('<row r="2"><c r="A2"><v>&b;</v></c></row>'))).to.contain('cannot be read');
    expect(await refusal(book({ sheets: { S: Buffer.from([0x3c, 0x61, 0xff, 0xfe, 0x3e]).toString('latin1') } }))).to.contain('cannot be read'); // prettier-ignore
  });

  it('with rows and columns beyond Excel is refused with the place', async () => {
    expect(await refusal(raw('<row r="999999999"><c r="A999999999"><v>5</v></c></row>'))).to.contain(
      '999999999 is no place of a sheet',
    );
    expect(await refusal(raw('<row r="2"><c r="XFE2"><v>5</v></c></row>'))).to.contain('XFE2 is no place of a sheet');
    expect(await refusal(raw('<row r="2"><c r="B2"><v>5</v></c><c r="A2"><v>5</v></c></row>'))).to.contain('A2 is no place');
    expect(await refusal(raw('<row r="5"/><row r="4"/>'))).to.contain('4 is no place');
    expect(await refusal(raw('<row r="-1"/>'))).to.contain('-1 is no place');
  });

  it('with a merged range of the whole sheet and far cells costs nothing and is read', async () => {
    const far = raw('<row r="2"><c r="B2" t="inlineStr"><is><t>Болт</t></is></c><c r="C2"><v>5</v></c><c r="XFD2"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'); // prettier-ignore
    const made = await preview(far);
    expect([prices(made), told(made.found)]).to.deep.equal([['Болт 5 RUB'], ['XFD2 far-cell 1']]);
  });

  it('that points at a text that is not there names the cell', async () => {
    expect(told((await preview(list(['1', { v: '99', t: 's' }, { v: '5' }], ['2', 'Болт', { v: '6' }]))).found)).to.deep.equal(['B2 cell-error #99']); // prettier-ignore
  });

  it('with numbers that are none names the cells', async () => {
    const made = await preview(list(['1', 'Болт', { v: 'NaN' }], ['2', 'Гайка', { v: '1E+400' }], ['3', 'Винт', { v: '-1' }], ['4', 'Шайба', { v: '7' }]));
    expect([prices(made), told(made.found)]).to.deep.equal([['Шайба 7 RUB'], ['C2 cell-error NaN', 'C3 cell-error 1E+400', 'C4 negative -1']]);
  }); // prettier-ignore
});
