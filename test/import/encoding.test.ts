import { expect } from 'chai';
import { detectEncoding, type Encoding } from '../../connector/import/encoding.ts';
import { encoded } from './encoded.ts';
import { preview, prices, told } from './asking.ts';

/** Short, as the first lines of price lists are: titles in capitals, numbers, one word of Russian. */
const RUSSIAN = [
  'БОЛТ;ГАЙКА',
  'болт;гайка',
  'Наименование;Цена\nБолт М8х40;12,50\n',
  'Артикул;Товар;Цена;Остаток\nА-12;Шуруп по дереву;3,10;есть\n',
  'ПРАЙС-ЛИСТ ООО «РОМАШКА»\n',
  'Кабель ВВГнг 3х2,5;м;89,90',
  'Щебень гранитный фр. 5-20;т;1 450,00',
  'Ёмкость для воды 1000 л;шт;15000',
  'цена по запросу',
  'НАИМЕНОВАНИЕ;ЕД.ИЗМ.;ЦЕНА С НДС',
];
const GERMAN = ['Größe;Stück;Preis für Händler', 'Schräge Müllsäcke;5,00', 'Übergröße'];

describe('the encoding of a text file', () => {
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'ibm866', 'koi8-r'] as const satisfies Encoding[])
    it(`is found for short Russian texts: ${encoding}`, () => {
      const wrong = RUSSIAN.filter((text) => detectEncoding(encoded(text, encoding)).encoding !== encoding);
      expect(wrong).to.deep.equal([]);
    });

  it('is found for German texts', () => {
    expect(GERMAN.map((t) => detectEncoding(encoded(t, 'windows-1252')).encoding)).to.deep.equal(
      GERMAN.map(() => 'windows-1252'),
    );
  });

  it('is told by a byte order mark before anything else', () => {
    const text = '\ufeffЦена;1';
    expect((['utf-8', 'utf-16le', 'utf-16be'] as const).map((e) => detectEncoding(encoded(text, e)))).to.deep.equal(
      (['utf-8', 'utf-16le', 'utf-16be'] as const).map((encoding) => ({ encoding, by: 'bom', unsure: false })),
    );
  });

  it('of a long UTF-8 file stays UTF-8 for one broken byte, and the cell is named', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => `Болт номер ${String(i)};${String(i + 1)},50\n`).join('');
    const bytes = Buffer.from(`Наименование;Цена\n${lines}`);
    const at = bytes.indexOf('номер 7;');
    bytes[at + 1] = 0x20;
    const made = await preview(bytes);
    expect(made.read['encoding']).to.equal('utf-8');
    expect(told(made.found)).to.deep.equal(['A9 broken-letters Болт � омер 7']);
    expect(prices(made)).to.have.length(99);
  });

  it('reads the same list alike from every encoding', async () => {
    const list = 'Артикул;Наименование;Цена\nБ-1;Болт М8;1 099,00\nШ-2;Шайба;0,40\n';
    for (const encoding of ['utf-8', 'utf-16le', 'windows-1251', 'ibm866', 'koi8-r'] as const)
      expect(prices(await preview(encoded(list, encoding))), encoding).to.deep.equal(['Болт М8 1099 RUB', 'Шайба 0.4 RUB']);
  });

  it('asked for by a person is believed', async () => {
    const bytes = encoded('Наименование;Цена\nБолт;1\n', 'koi8-r');
    expect((await preview(bytes, { currency: 'RUB', vatIncluded: true, encoding: 'windows-1251', newItems: true })).found.length).to.be.greaterThan(0); // prettier-ignore
  });
});
