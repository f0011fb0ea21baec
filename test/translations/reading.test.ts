/** What a file may not be, without the corpus: hostile XML, wrong bytes, cells Excel turned into something else. */
import { expect } from 'chai';
import { DISPLAY, LABELS } from '../../connector/translations/model.ts';
import { finderOf } from '../../connector/translations/load.ts';
import { check, display, label, setOf, small, sourceOf, xmlOf } from './sample.ts';

const xml = xmlOf(small());
const told = async (text: string | Uint8Array): Promise<readonly string[]> => (await check(sourceOf(text))).told;
const HEAD =
  '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">';

describe('reading a workbook of labels', () => {
  it('finds nothing wrong with what we write', async () => {
    expect((await check(sourceOf(xml))).findings.counts.size).to.equal(0);
  });

  it('refuses a document type in any encoding', async () => {
    const evil = xml.replace('<Workbook', '<!DOCTYPE x [<!ENTITY a "b">]><Workbook');
    expect(await told(evil)).to.deep.equal(['doctype-forbidden']);
    expect(await told(Buffer.from(`\ufeff${evil.replace('<?xml version="1.0"?>', '')}`, 'utf16le'))).to.deep.equal([
      'doctype-forbidden',
    ]);
  });

  it('reads UTF-16 with and without a mark', async () => {
    expect(await told(Buffer.from(`\ufeff${xml}`, 'utf16le'))).to.deep.equal([]);
    expect(await told(Buffer.from(xml, 'utf16le'))).to.deep.equal([]);
    expect(await told(Buffer.from(`\ufeff${xml}`, 'utf16le').swap16())).to.deep.equal([]);
  });

  it('tells the offset of a byte that is no UTF-8', async () => {
    const bytes = Buffer.from(xml);
    const at = bytes.indexOf('Rechnung');
    bytes[at] = 0xff;
    const { findings } = await check(sourceOf(bytes));
    expect(findings.list[0]).to.deep.include({ kind: 'bad-encoding', detail: { encoding: 'UTF-8', offset: at } });
  });

  it('splits no character between two pieces', async () => {
    const many = setOf(
      Array.from({ length: 4000 }, (_, i) => label(i, { 1033: `Name ${String(i)}`, 1049: `Имя 😀 ${String(i)}` })),
    );
    const { findings, rows } = await check(sourceOf(xmlOf(many)));
    expect([findings.counts.size, rows]).to.deep.equal([0, 4000]);
  });

  for (const [name, text, kind] of [
    ['20,000 nested elements', `${HEAD}${'<B>'.repeat(20_000)}`, 'nesting-too-deep'],
    [
      'a million attributes',
      `${HEAD}<Worksheet ${Array.from({ length: 5000 }, (_, i) => `a${String(i)}=""`).join(' ')}>`,
      'not-well-formed',
    ],
    ['an endless text', HEAD + 'x'.repeat(3 * 1024 * 1024), 'too-large'],
    ['XML 1.1', xml.replace('version="1.0"', 'version="1.1"'), 'xml-version'],
    ['a blank before the declaration', ` ${xml}`, 'not-well-formed'],
    ['two byte order marks', `\ufeff\ufeff${xml}`, 'not-well-formed'],
    ['an ampersand', xml.replace('Invoice', 'A & B'), 'not-well-formed'],
    ['a prefix nobody declared', xml.replace('<Table>', '<Table q:a="1">'), 'not-well-formed'],
    ['a second root', `${xml}<Workbook/>`, 'not-well-formed'],
    ['an end in the middle', xml.slice(0, -40), 'not-well-formed'],
    ['text', 'Account;Счёт', 'not-a-translations-file'],
    ['nothing', '', 'not-a-translations-file'],
  ] as const)
    it(`refuses ${name}`, async () => {
      expect((await told(text))[0]?.split(' ')[0]).to.equal(kind);
    });

  for (const [name, was, now, kind] of [
    ['a formula', '<Cell ss:StyleID="s24"><Data ss:Type="String">Rechnung', '<Cell ss:StyleID="s24" ss:Formula="=A1"><Data ss:Type="String">Rechnung', 'formula-cell Localized Labels E3'],
    ['a date', 'ss:Type="String">Rechnung', 'ss:Type="DateTime">2026-01-01T00:00:00', 'date-cell Localized Labels E3'],
    ['a flag', 'ss:Type="String">Rechnung', 'ss:Type="Boolean">1', 'boolean-cell Localized Labels E3'],
    ['an error', 'ss:Type="String">Rechnung', 'ss:Type="Error">#NAME?', 'error-cell Localized Labels E3'],
    ['a merged cell', '<Cell ss:StyleID="s24"><Data ss:Type="String">Rechnung', '<Cell ss:StyleID="s24" ss:MergeDown="1"><Data ss:Type="String">Rechnung', 'merged-cell Localized Labels E3'],
    ['a number', 'ss:Type="String">Rechnung', 'ss:Type="Number">7', 'number-cell Localized Labels E3'],
    ['a damaged id', 'd2a1b0c4-0000-4c1e-9f00-000000000002', 'd2a1b0c4-0000', 'bad-object-id Localized Labels B3'],
    ['a cell far right', '<Cell ss:StyleID="s24"><Data ss:Type="String">Rechnung', '<Cell ss:Index="999999999"><Data ss:Type="String">Rechnung', 'cell-index-out-of-range Localized Labels 3'],
    ['a cell going back', '<Cell ss:StyleID="s24"><Data ss:Type="String">Rechnung', '<Cell ss:Index="2"><Data ss:Type="String">Rechnung', 'cell-index-not-rising Localized Labels 3'],
    ['a row going back', 'ss:AutoFitHeight="0"><Cell ss:StyleID="s22"><Data ss:Type="String">account</Data></Cell><Cell ss:StyleID="s22"><Data ss:Type="String">d2a1b0c4-0000-4c1e-9f00-000000000002', 'ss:Index="1"><Cell ss:StyleID="s22"><Data ss:Type="String">account</Data></Cell><Cell ss:StyleID="s22"><Data ss:Type="String">d2a1b0c4-0000-4c1e-9f00-000000000002', 'row-index-out-of-range Localized Labels'],
    ['a sheet twice', '</Workbook>', '<Worksheet ss:Name="Information"><Table/></Worksheet></Workbook>', 'sheet-twice Information'],
  ] as const)
    it(`tells ${name} by its cell`, async () => {
      expect(xml).to.include(was);
      expect(await told(xml.replace(was, now))).to.deep.equal([kind]);
    }); // prettier-ignore

  it('tells all at once, and keeps errors among a thousand notes', async () => {
    const many = setOf(Array.from({ length: 1500 }, (_, i) => label(i, { 1033: 'Status', 1049: 'Status', ...(i === 1400 ? { 1031: 'x'.repeat(501) } : {}) })));
    const { findings } = await check(sourceOf(xmlOf(many)));
    expect(findings.counts.get('same-as-source')).to.equal(1500);
    expect(findings.list[0]?.kind).to.equal('label-too-long');
    expect(findings.outcome).to.equal('error');
  }); // prettier-ignore

  it('holds texts against the base: placeholders in plural forms as well', async () => {
    const { told: seen } = await check(sourceOf(xmlOf(setOf([
      display('a', { 1033: '{n, plural, one{# row} other{# rows}} of {total}', 1049: '{n, plural, one{# строка} few{# строки} many{# строк} other{# строки}} из {total}' }),
      display('b', { 1033: 'Wait {n} s', 1049: 'Подождите {т} с' }),
    ])))); // prettier-ignore
    expect(seen).to.deep.equal([`placeholder-missing ${DISPLAY} E3`]);
  });

  it('takes a row met twice once, and asks where the texts differ', async () => {
    const row = /<Row ss:AutoFitHeight="0"><Cell ss:StyleID="s22"><Data ss:Type="String">account(?:(?!<\/Row>).)*Rechnung.*?<\/Row>/.exec(xml)?.[0] ?? '';
    expect(await told(xml.replace(row, row + row))).to.deep.equal([`repeated-row ${LABELS} A4`]);
    expect(await told(xml.replace(row, row + row.replace('Rechnung', 'Faktura')))).to.deep.equal([`duplicate-key ${LABELS} A4`]);
  }); // prettier-ignore

  it('asks of a row that differs after thousands that are the same twice', async () => {
    const row = /<Row ss:AutoFitHeight="0"><Cell ss:StyleID="s22"><Data ss:Type="String">account(?:(?!<\/Row>).)*Rechnung.*?<\/Row>/.exec(xml)?.[0] ?? '';
    const { findings } = await check(sourceOf(xml.replace(row, row.repeat(2502) + row.replace('Rechnung', 'Faktura') + row)));
    expect([findings.counts.get('repeated-row'), findings.counts.get('duplicate-key')]).to.deep.equal([2502, 1]);
    expect(findings.list.filter(({ kind }) => kind === 'duplicate-key').map(({ row, detail }) => [row, detail])).to.deep.equal([[2505, { first: 3 }]]);
  }); // prettier-ignore

  it('leaves out what the target does not have, and what changed there meanwhile', async () => {
    const now = setOf([label(2, { 1033: 'Bill', 1031: 'Rechnung' })]);
    const { told: seen, changes } = await check(sourceOf(xml), { find: finderOf(now) });
    expect(seen).to.deep.equal([`unknown-object ${LABELS} B2`, `stale-base ${LABELS} D3`]);
    expect(changes).to.deep.equal([]);
  });
});
