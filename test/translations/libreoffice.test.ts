/** LibreOffice opens what we write, and what it saves imports. Excel is not to be had on a machine like this: its files are in the corpus. */
import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xlsx } from '../../connector/translations/formats/write-xlsx.ts';
import { finderOf } from '../../connector/translations/load.ts';
import type { LabelSet } from '../../connector/translations/model.ts';
import { openBytes } from '../../connector/translations/open.ts';
import { Archive, UPLOAD } from '../../connector/translations/read/archive.ts';
import type { Source } from '../../connector/translations/read/source.ts';
import { resaved, soffice } from './libreoffice.ts';
import {
  bytesOf,
  check,
  display,
  label,
  ORGANIZATION,
  placeEdits,
  putOnto,
  setOf,
  sourceOf,
  xmlOf,
  type Seen,
} from './sample.ts';

const WAITING = 'Wait {n} s. '.repeat(12).trim();
const labels = (german: string): LabelSet =>
  setOf([
    label(1, { 1033: 'Account number', 1049: 'Номер учетной записи', 1031: german }),
    label(2, { 1033: '007', 1031: '2026-01-01', 1049: '=1+1' }),
    label(3, { 1033: 'a & <b> 😀', 1031: '-abc', 1049: 'e\u0301 ١٢' }),
    label(4, { 1033: 'One\nTwo', 1031: 'Eins\nZwei', 1049: 'Раз\nДва' }),
    label(5, { 1033: '   Led by blanks', 1049: '   Пробелы' }),
    display('wait', { 1033: WAITING, 1031: 'Warten {n} s', 1049: 'Ждать {n} с' }),
  ]); // prettier-ignore

/** As it stands in Dynamics: the first label has no German text yet. */
const there = labels('');
const KONTONUMMER = ['', 'Kontonummer'];

function withLibreOffice(): void {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  const opened = async (name: string): Promise<Source> => {
    const { source } = await openBytes(readFileSync(at(name)), name, UPLOAD);
    if (!source) throw new Error(`${name} was not opened`);
    return source;
  };
  const looked = async (name: string): Promise<Seen> =>
    check(await opened(name), {
      organizationId: ORGANIZATION,
      baseLanguage: 1033,
      enabled: there.languages,
      find: finderOf(there),
    });
  const changesOf = ({ changes }: Seen): unknown => changes.map(({ before, after }) => [before ?? '', after]);
  const part = async (name: string, of: string): Promise<string> => {
    const source = (await Archive.open(readFileSync(at(name)), UPLOAD)).member(of);
    return source ? (await bytesOf(source.chunks())).toString() : '';
  };

  before(async function () {
    this.timeout(120_000);
    folder = mkdtempSync(join(tmpdir(), 'sidebook-office-'));
    const patched = putOnto(sourceOf(xmlOf(there)), await placeEdits(sourceOf(xmlOf(there)), [{ key: label(1, {}).key, lcid: 1031, after: 'Kontonummer' }])); // prettier-ignore
    writeFileSync(at('own.xml'), xmlOf(labels('Kontonummer')));
    writeFileSync(at('patched.xml'), await bytesOf(patched));
    writeFileSync(at('own.xlsx'), await xlsx(labels('Kontonummer')));
    await resaved(folder, 'xls', [at('own.xml'), at('patched.xml')]);
    await resaved(folder, 'xlsx', [at('own.xlsx')]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('an .xlsx keeps every text, its protection, widths, heights and filters, and imports', async () => {
    const seen = await looked('xlsx/own.xlsx');
    expect([seen.told, changesOf(seen), seen.rows]).to.deep.equal([[], [KONTONUMMER], 6]);
    const [sheet, strings] = [await part('xlsx/own.xlsx', 'xl/worksheets/sheet3.xml'), await part('xlsx/own.xlsx', 'xl/worksheets/sheet2.xml')];
    expect(sheet).to.match(/<sheetProtection sheet="true"/).and.to.match(/<autoFilter ref="A1:G6"/);
    const widths = [...sheet.matchAll(/<col [^>]*max="(\d+)" min="(\d+)"[^>]*width="([\d.]+)"/g)].map(([, max, min, width]) => [min, max, Number(width)] as const);
    expect(widths.map(([min, max]) => `${String(min)}-${String(max)}`)).to.deep.equal(['1-1', '2-2', '3-3', '4-7']);
    // A character is as wide as its fonts have it.
    [16, 38, 20, 42].forEach((wide, i) => expect(widths[i]?.[2]).to.be.within(wide * 0.8, wide * 1.25));
    expect(Number(/<row r="2"[^>]*ht="([\d.]+)"/.exec(strings)?.[1])).to.equal(60);
  }); // prettier-ignore

  for (const name of ['own', 'patched'])
    it(`what it saves of ${name}.xml imports; texts it damaged are told and left out`, async () => {
      const seen = await looked(`xls/${name}.xls`);
      expect(changesOf(seen)).to.deep.equal([KONTONUMMER]);
      expect(seen.told).to.deep.equal(['written-by-libreoffice', 'stale-base Localized Labels D5', 'stale-base Localized Labels D6'].sort()); // prettier-ignore
    });

  it('shows the workbook with the widths of each sheet, and cells to translate without the fill of the locked ones', () => {
    const xml = readFileSync(at('xls/own.xls'), 'utf8');
    const sheet = /ss:Name="Localized Labels">.*?<Row/s.exec(xml)?.[0] ?? '';
    expect([...sheet.matchAll(/<Column ([^>]*)ss:Width="([\d.]+)"/g)].map(([, of, width]) => [of?.trim(), Math.round(Number(width))])).to.deep.equal([['', 106], ['', 224], ['', 140], ['ss:Span="2"', 224]]);
    const style = /ss:StyleID="(\w+)"><Data ss:Type="String">Kontonummer</.exec(xml)?.[1] ?? '';
    expect(new RegExp(`<Style ss:ID="${style}".*?(?:</Style>|/>)`).exec(xml)?.[0]).to.be.a('string').and.not.include('Interior'); // prettier-ignore
  }); // prettier-ignore
}

if (soffice === null) console.log('  LibreOffice and the labels: NOT RUN - no LibreOffice on this machine');
else describe('LibreOffice and the labels', withLibreOffice);
