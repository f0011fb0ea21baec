/** Diff, choice, patch in place, three-way merge: what an import would change, and that nothing else moves. */
import { expect } from 'chai';
import { finderOf, loadLabels } from '../../connector/translations/load.ts';
import { mergeChanges } from '../../connector/translations/merge.ts';
import { keyText } from '../../connector/translations/model.ts';
import { Archive, UPLOAD, workbookOf } from '../../connector/translations/read/archive.ts';
import { Findings } from '../../connector/translations/finding.ts';
import { FileRefused } from '../../connector/translations/finding.ts';
import { translationsZip, zipped } from '../../connector/translations/zip.ts';
import { bytesOf, check, label, placeEdits, putOnto, setOf, small, sourceOf, xmlOf } from './sample.ts';

const xml = xmlOf(small());
const find = finderOf(small());
const edited = (was: string, now: string): string => {
  expect(xml).to.include(was);
  return xml.replace(was, now);
};
const EMPTY = '<Cell ss:StyleID="s24"><Data ss:Type="String"></Data></Cell>';

describe('changing labels by a workbook', () => {
  it('says what a filled cell adds, and leaves the rest', async () => {
    const { changes, tally } = await check(sourceOf(edited(EMPTY, EMPTY.replace('></', '>Kontonummer</'))), { find });
    expect(changes.map(({ lcid, before, after, place }) => [lcid, before, after, place.row])).to.deep.equal([[1031, null, 'Kontonummer', 2]]);
    expect(tally.get(1031)).to.include({ added: 1, unchanged: 1 });
    expect(tally.get(1049)).to.include({ unchanged: 2, changed: 0 });
  }); // prettier-ignore

  it('an emptied cell changes nothing until it is asked for', async () => {
    const text = edited('<Data ss:Type="String">Rechnung</Data>', '<Data ss:Type="String"></Data>');
    const { changes, told } = await check(sourceOf(text), { find });
    expect([changes, told]).to.deep.equal([[], ['emptied Localized Labels E3']]);
    const cleared = await check(sourceOf(text), { find }, { clear: true });
    expect(cleared.changes.map((c) => [c.before, c.after])).to.deep.equal([['Rechnung', null]]);
    const blanks = edited('<Data ss:Type="String">Rechnung</Data>', '<Data ss:Type="String">  </Data>');
    const both = [await check(sourceOf(blanks), { find }), await check(sourceOf(blanks), { find }, { clear: true })];
    // "stays as it is" is said of what stays alone
    expect(both.map(({ changes: of, told: said }) => [of.length, said])).to.deep.equal([[0, ['blank-label Localized Labels E3']], [1, []]]); // prettier-ignore
  });

  it('asks about what it changes, not about what stands there already', async () => {
    const set = setOf([label(1, { 1033: 'Total {n}', 1031: 'Summe' }), label(2, { 1033: 'Rest {n}', 1031: 'Rest {n}' }), label(3, { 1033: 'Long', 1031: 'x'.repeat(501) })]); // prettier-ignore
    const text = xmlOf(set).replace('>Rest {n}</Data></Cell><Cell ss:StyleID="s24"><Data ss:Type="String">Rest {n}<', '>Rest {n}</Data></Cell><Cell ss:StyleID="s24"><Data ss:Type="String">Reste<'); // prettier-ignore
    expect((await check(sourceOf(text), { find: finderOf(set) })).told).to.deep.equal(['placeholder-missing Localized Labels E3', 'label-too-long Localized Labels E4']); // prettier-ignore
    expect((await check(sourceOf(xmlOf(set)))).told).to.deep.equal(['placeholder-missing Localized Labels E2', 'label-too-long Localized Labels E4']); // prettier-ignore
  });

  it('takes the chosen languages only', async () => {
    const text = edited('Rechnung', 'Faktura').replace('Счёт', 'Счет');
    const { changes, tally } = await check(sourceOf(text), { find }, { languages: [1031] });
    expect(changes.map((c) => c.after)).to.deep.equal(['Faktura']);
    expect(tally.get(1049)?.skipped).to.equal(1);
  });

  it('sorted rows and moved columns are the same labels', async () => {
    const rows = xml.match(/<Row ss:AutoFitHeight="0"><Cell ss:StyleID="s22"><Data ss:Type="String">account.*?<\/Row>/g) ?? [];
    expect(rows).to.have.length(2);
    const { changes, told } = await check(sourceOf(xml.replace(rows.join(''), rows.reverse().join(''))), { find });
    expect([changes, told]).to.deep.equal([[], []]);
  });

  for (const [name, was, now] of [
    ['plain text', 'Rechnung', 'Rechnung'],
    ['an empty Data', EMPTY, EMPTY],
    ['a Data without end tag', EMPTY, '<Cell ss:StyleID="s24"><Data ss:Type="String"/></Cell>'],
    ['a cell without Data', EMPTY, '<Cell ss:StyleID="s24"/>'],
    ['a cell without Data, open', EMPTY, '<Cell ss:StyleID="s24"></Cell>'],
    ['no cell at all, the next with an index', `${EMPTY}<Cell`, '<Cell ss:Index="5"'],
    ['no cell at the end', /<Cell ss:StyleID="s24"><Data ss:Type="String">Номер учетной записи<\/Data><\/Cell>/, ''],
    ['a number', '"String">Rechnung', '"Number">7'],
    ['rich text', '<Data ss:Type="String">Rechnung</Data>', '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Rech</B>nung</ss:Data>'],
    ['a comment before the text', '<Data ss:Type="String">Rechnung</Data>', '<Comment><Data>note</Data></Comment><Data ss:Type="Number">7</Data>'],
    ['CDATA', '>Rechnung<', '><![CDATA[Rech]]>nung<'],
  ] as const)
    it(`puts texts into ${name}`, async () => {
      const file = xml.replace(was, now);
      const before = await loadLabels(sourceOf(file));
      const keys = [...small().labels.values()].map(({ key }) => key);
      const changes = keys.flatMap((key) => [1031, 1049].map((lcid) => ({ key, lcid, after: `<${String(lcid)}> & "x"\nцвет 😀` })));
      const placed = await placeEdits(sourceOf(file), changes);
      expect(placed.missing).to.deep.equal([]);
      const { set, findings } = await loadLabels(sourceOf(await bytesOf(putOnto(sourceOf(file), placed))));
      expect([findings.outcome, set.labels.size]).to.deep.equal(['ok', 2]);
      for (const { key, lcid, after } of changes) expect(set.labels.get(keyText(key))?.texts.get(lcid)).to.equal(after);
      for (const { key } of changes) expect(set.labels.get(keyText(key))?.texts.get(1033)).to.equal(before.set.labels.get(keyText(key))?.texts.get(1033));
    }); // prettier-ignore

  it('keeps the encoding of the file, and writes what it lacks as references', async () => {
    const head = '<?xml version="1.0" encoding="windows-1251"?>';
    const text = xml.replace('<?xml version="1.0"?>', head).replace(/[а-яё]+/gi, 'x');
    const key = label(2, {}).key;
    const source = sourceOf(Buffer.from(text, 'latin1'));
    const made = await bytesOf(putOnto(source, await placeEdits(source, [{ key, lcid: 1049, after: 'Счёт 漢' }])));
    expect(made.includes(Buffer.from([0xd1, 0xf7, 0xb8, 0xf2]))).to.equal(true);
    const { set } = await loadLabels(sourceOf(made));
    expect(set.labels.get(keyText(key))?.texts.get(1049)).to.equal('Счёт 漢');
  });

  it('patches across the pieces a file is read in', async () => {
    const set = setOf(Array.from({ length: 6000 }, (_, i) => label(i, { 1033: `Name ${String(i)}`, 1031: `Wort ${String(i)}` })));
    const source = sourceOf(xmlOf(set));
    const changes = [...set.labels.values()].map(({ key }, i) => ({ key, lcid: 1031, after: `Größe ${String(i)}` }));
    const made = await bytesOf(putOnto(source, await placeEdits(source, changes)));
    expect(made.toString()).to.equal(xmlOf(set).replace(/Wort /g, 'Größe '));
  });

  it('puts a text into every row of a label that stands there twice, so that the result is no quarrel', async () => {
    const row = /<Row ss:AutoFitHeight="0"><Cell ss:StyleID="s22"><Data ss:Type="String">account(?:(?!<\/Row>).)*Rechnung.*?<\/Row>/.exec(xml)?.[0] ?? '';
    const twice = xml.replace(row, row + row);
    expect((await check(sourceOf(twice), { find })).told).to.deep.equal(['repeated-row Localized Labels A4']);
    const placed = await placeEdits(sourceOf(twice), [{ key: label(2, {}).key, lcid: 1031, after: 'Faktura' }]);
    expect(placed.missing).to.deep.equal([]);
    const made = await bytesOf(putOnto(sourceOf(twice), placed));
    expect(made.toString()).to.equal(twice.replaceAll('Rechnung', 'Faktura'));
    expect((await check(sourceOf(made), { find })).told).to.deep.equal(['repeated-row Localized Labels A4']);
  }); // prettier-ignore

  it('merges two copies: each change is taken, one that both made differently is asked', async () => {
    const copy = async (text: string): Promise<Awaited<ReturnType<typeof check>>> => check(sourceOf(text), { find });
    const ours = await copy(edited('Rechnung', 'Faktura').replace(EMPTY, EMPTY.replace('></', '>Kontonummer</')));
    const theirs = await copy(edited('Rechnung', 'Beleg').replace('Счёт', 'Счет'));
    const { changes, conflicts } = mergeChanges(ours.changes, theirs.changes);
    expect(changes.map((c) => [c.after, c.by])).to.deep.equal([['Kontonummer', 'ours'], ['Счет', 'theirs']]);
    expect(conflicts.map((c) => [c.ours.after, c.theirs.after])).to.deep.equal([['Faktura', 'Beleg']]);
    expect(mergeChanges(ours.changes, theirs.changes, 'theirs').changes.map((c) => c.after)).to.include('Beleg');
  }); // prettier-ignore

  it('packs what Dynamics takes, the same bytes each time, and reads it back', async () => {
    const pack = (): Promise<Buffer> => translationsZip([Buffer.from(xml)]);
    const zip = await pack();
    expect(zip).to.deep.equal(await pack());
    const archive = await Archive.open(zip, UPLOAD);
    expect([...archive.members.values()].map((m) => [m.fileName, m.uncompressedSize])).to.deep.equal([['CrmTranslations.xml', Buffer.byteLength(xml)], ['[Content_Types].xml', 191]]);
    expect((await check(workbookOf(archive, new Findings()), { find })).told).to.deep.equal([]);
  }); // prettier-ignore

  for (const [name, members, kind] of [
    ['a name that leads out', [['../CrmTranslations.xml', 'x']], 'bad-member-name'],
    ['a name of Windows that leads out', [['..\\CrmTranslations.xml', 'x']], 'bad-member-name'],
    ['an absolute name', [['/etc/CrmTranslations.xml', 'x']], 'bad-member-name'],
    ['a name with a drive', [['C:\\CrmTranslations.xml', 'x']], 'bad-member-name'],
    [
      'a member twice',
      [
        ['CrmTranslations.xml', 'x'],
        ['crmtranslations.XML', 'y'],
      ],
      'duplicate-member',
    ],
    ['two thousand members', Array.from({ length: 2000 }, (_, i) => [String(i), '']), 'too-many-members'],
  ] as const)
    it(`refuses an archive with ${name}`, async () => {
      const zip = await zipped(members.map(([member, text]) => [member ?? '', [Buffer.from(text ?? '')]] as const));
      const failure: unknown = await Archive.open(zip, UPLOAD).then(() => null, (error: unknown) => error); // prettier-ignore
      expect(failure instanceof FileRefused && failure.finding.kind).to.equal(kind);
    });

  it('stops a bomb while it unpacks, whatever size it claims', async () => {
    const zip = await zipped([['CrmTranslations.xml', Array.from({ length: 64 }, () => Buffer.alloc(1024 * 1024, 32))]]);
    // The table of the archive says 1000 bytes.
    zip.writeUInt32LE(1000, zip.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24);
    const archive = await Archive.open(zip, UPLOAD);
    expect((await check(workbookOf(archive, new Findings()))).told).to.deep.equal(['too-large']);
  });
});
