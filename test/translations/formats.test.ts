/** XLSX and XLIFF carry the same labels as the workbook of Dynamics: out and in again changes nothing, and a change arrives with its cell. */
import { expect } from 'chai';
import { finderOf, loadLabels } from '../../connector/translations/load.ts';
import { whereOf } from '../../connector/translations/context.ts';
import { filled } from '../../connector/translations/fill.ts';
import { isXliff } from '../../connector/translations/formats/read-xliff.ts';
import { xliff } from '../../connector/translations/formats/write-xliff.ts';
import { xlsx } from '../../connector/translations/formats/write-xlsx.ts';
import { Glossary } from '../../connector/translations/glossary.ts';
import type { LabelSet } from '../../connector/translations/model.ts';
import { openBytes } from '../../connector/translations/open.ts';
import { Archive, UPLOAD } from '../../connector/translations/read/archive.ts';
import type { Source } from '../../connector/translations/read/source.ts';
import { zipped } from '../../connector/translations/zip.ts';
import { bytesOf, check, display, label, setOf, sourceOf, xmlOf } from './sample.ts';

const hard = (): LabelSet =>
  setOf(
    [
      label(1, { 1033: ' Account  number ', 1031: 'a & <b> "c" 😀', 1049: 'Строка 1\nСтрока 2\u00a0' }),
      label(2, { 1033: '007', 1031: '2026-01-01', 1049: '=1+1' }, 'invoice'),
      label(3, { 1033: '_x0041_ e\u0301' }),
      display('rows', { 1033: '{n, plural, one{# row} other{# rows}} of {total} in %1', 1031: '{total}: {n, plural, one{# Zeile} other{# Zeilen}} %1' }),
      display('wait', { 1033: 'Wait {n} s', 1031: '{n} s warten' }),
    ],
    [1033, 1031, 1049],
  ); // prettier-ignore

async function opened(bytes: Uint8Array, name: string): Promise<Source> {
  const { source, findings } = await openBytes(bytes, name, UPLOAD);
  if (!source) throw new Error(JSON.stringify(findings.list));
  return source;
}

const textsOf = (set: LabelSet, lcids: readonly number[]): unknown =>
  [...set.labels].map(([key, { texts }]) => [key, lcids.map((lcid) => texts.get(lcid) ?? null)]).sort();

describe('labels in other formats', () => {
  const set = hard();
  const xliffOf = (lcid: number): Uint8Array => Buffer.from([...xliff(set, lcid)].join(''));

  it('the workbook of Dynamics', async () => {
    const read = (await loadLabels(sourceOf(xmlOf(set)))).set;
    expect(textsOf(read, [1033, 1031, 1049])).to.deep.equal(textsOf(set, [1033, 1031, 1049]));
  });

  it('an .xlsx with context', async () => {
    const bytes = await xlsx(set);
    expect(bytes).to.deep.equal(await xlsx(set));
    const { set: read, findings } = await loadLabels(await opened(bytes, 'a.xlsx'));
    expect(findings.list).to.deep.equal([]);
    expect(textsOf(read, [1033, 1031, 1049])).to.deep.equal(textsOf(set, [1033, 1031, 1049]));
    expect({ ...read.information }).to.deep.equal(set.information);
  });

  it('an .xlsx tells what Excel made of what was typed, by its cell, as the workbook of Dynamics does', async () => {
    const typed = async (cell: string): Promise<readonly string[]> => {
      const zip = await Archive.open(await xlsx(set), UPLOAD);
      const members = await Promise.all([...zip.members.values()].map(async ({ fileName }) => {
        const bytes = await bytesOf(zip.member(fileName)?.chunks() ?? sourceOf('').chunks());
        const text = bytes.toString().replace(/<c r="E3" s="3".*?<\/c>/, cell);
        return [fileName, [Buffer.from(fileName.endsWith('sheet3.xml') ? text : bytes.toString())]] as const;
      }));
      return (await check(await opened(await zipped(members), 'a.xlsx'))).told;
    };
    expect(await typed('<c r="E3" s="3"><v>7</v></c>')).to.deep.equal(['number-cell Localized Labels E3']);
    expect(await typed('<c r="E3" s="3" t="b"><v>1</v></c>')).to.deep.equal(['boolean-cell Localized Labels E3']);
    expect(await typed('<c r="E3" s="3" t="e"><v>#NAME?</v></c>')).to.deep.equal(['error-cell Localized Labels E3']);
    expect(await typed('<c r="E3" s="3" t="d"><v>2026-01-01</v></c>')).to.deep.equal(['date-cell Localized Labels E3']);
    expect(await typed('<c r="E3" s="3" t="str"><f>A1</f><v>x</v></c>')).to.deep.equal(['formula-cell Localized Labels E3']);
    expect(await typed('<c r="E3" s="3"/>')).to.deep.equal([]);
  }); // prettier-ignore

  it('both say what a label is, of labels of Dynamics as well', async () => {
    const sheet = await bytesOf((await Archive.open(await xlsx(set), UPLOAD)).member('xl/worksheets/sheet3.xml')?.chunks() ?? sourceOf('').chunks());
    expect(sheet.toString()).to.match(/<c r="D2"[^>]*><is><t[^>]*>table account: name of a column, a choice or an option</);
    expect(Buffer.from(xliffOf(1031)).toString()).to.include('<note category="context">table account: name of a column, a choice or an option</note>');
    const told = label(4, { 1033: 'x' }, 'Solution');
    expect([whereOf(told), whereOf({ key: { ...told.key, entity: 'account', column: 'other' }, context: null })]).to.deep.equal(['solution', '']);
  }); // prettier-ignore

  it('an XLIFF 2.1 per language', async () => {
    for (const lcid of [1031, 1049]) {
      const { set: read, findings } = await loadLabels(await opened(xliffOf(lcid), 'a.xlf'));
      expect(findings.list).to.deep.equal([]);
      expect(textsOf(read, [1033, lcid])).to.deep.equal(textsOf(set, [1033, lcid]));
      expect({ ...read.information }).to.deep.equal(set.information);
    }
  });

  it('protects placeholders in XLIFF, and tells where a file is none', async () => {
    expect(Buffer.from(xliffOf(1031)).toString()).to.include('<ph id="p1" equiv="{n}" disp="{n}"/> s warten');
    expect(isXliff('<?xml version="1.0"?><xliff version="1.2">')).to.equal(true);
    const old = await check(await opened(Buffer.from('<?xml version="1.0"?><xliff version="1.2"></xliff>'), 'a.xlf'));
    expect(old.told).to.deep.equal(['not-a-translations-file']);
    const evil = await check(await opened(Buffer.from('<!DOCTYPE x><xliff version="2.1"></xliff>'), 'a.xlf'));
    expect(evil.told).to.deep.equal(['doctype-forbidden']);
  });

  it('keeps placeholders apart where a translation turns them round, and has no empty translation', async () => {
    const turned = setOf([display('of', { 1033: '{a} of {b}, {a}', 1031: '{b}: {a} und {a}, {c}' }), display('no', { 1033: 'None' })], [1033, 1031]);
    const text = [...xliff(turned, 1031)].join('');
    const ids = (tag: string): readonly (readonly string[])[] =>
      [...(new RegExp(`<${tag}>(.*<ph.*)</${tag}>`).exec(text)?.[1] ?? '').matchAll(/id="(\w+)" equiv="([^"]*)"/g)].map(([, id = '', equiv = '']) => [id, equiv]);
    expect([ids('source'), ids('target')]).to.deep.equal([
      [['p1', '{a}'], ['p2', '{b}'], ['p3', '{a}']],
      [['p2', '{b}'], ['p1', '{a}'], ['p3', '{a}'], ['p4', '{c}']],
    ]); // prettier-ignore
    expect(text.split('<target>')).to.have.length(2);
    const bare = text.replace(/<target>.*<\/target>/, (target) => target.replaceAll(/ equiv="\{[ab]\}" disp="[^"]*"/g, ''));
    for (const one of [text, bare]) {
      const { set: read, findings } = await loadLabels(await opened(Buffer.from(one), 'a.xlf'));
      expect([findings.list, textsOf(read, [1033, 1031])]).to.deep.equal([[], textsOf(turned, [1033, 1031])]);
    }
  }); // prettier-ignore

  it('tells each unit of XLIFF that names no label: its translation would be lost', async () => {
    const text = Buffer.from(xliffOf(1031)).toString();
    const nameless = text.replace(/ name="[^"]*"/, '');
    const seen = await check(await opened(Buffer.from(nameless), 'a.xlf'));
    expect([seen.told, seen.findings.hasError]).to.deep.equal([['stray-unit'], true]);
    expect(seen.findings.list[0]?.detail).to.deep.equal({ unit: 'u1', came: '', line: 5 });
    const strange = await check(await opened(Buffer.from(text.replaceAll(/ name="[^"]*"/g, ' name="x/y"')), 'a.xlf'));
    expect(strange.told).to.deep.equal(set.labels.size === 5 ? Array(5).fill('stray-unit') : []);
  });

  it('reads the texts of segments only: what a tool proposes beside them is none', async () => {
    const match = '<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#s"><source>Wait</source><target>Halt</target></mtc:match></mtc:matches>';
    const text = Buffer.from(xliffOf(1031)).toString();
    const proposed = text.replaceAll(/(<unit [^>]*>)/g, `$1${match}`);
    expect(proposed.split(match)).to.have.length(set.labels.size + 1);
    const { set: read, findings } = await loadLabels(await opened(Buffer.from(proposed), 'a.xlf'));
    expect(findings.list).to.deep.equal([]);
    expect(textsOf(read, [1033, 1031])).to.deep.equal(textsOf(set, [1033, 1031]));
  }); // prettier-ignore

  it('joins the segments of a unit with the blanks between them, translated or not', async () => {
    const whole = '<segment><source>Wait <ph id="p1" equiv="{n}" disp="{n}"/> s</source><target><ph id="p1" equiv="{n}" disp="{n}"/> s warten</target></segment>';
    const cut = (a: string, b: string): string => `<segment><source>Wait</source>${a}</segment><ignorable><source> </source></ignorable><segment><source>{n} s</source>${b}</segment>`;
    const text = Buffer.from(xliffOf(1031)).toString().replaceAll(/<segment state="\w+">/g, '<segment>');
    expect(text).to.include(whole);
    const read = async (inside: string): Promise<unknown> => {
      const { set: found } = await loadLabels(await opened(Buffer.from(text.replace(whole, inside)), 'a.xlf'));
      const { texts } = [...found.labels.values()].find(({ key }) => key.id === 'wait') ?? { texts: new Map<number, string>() };
      return [texts.get(1033), texts.get(1031)];
    };
    expect(await read(cut('<target>Warte</target>', '<target>{n} s</target>'))).to.deep.equal(['Wait {n} s', 'Warte {n} s']);
    expect(await read(cut('<target order="3">Warte</target>', '<target order="1">{n} s</target>'))).to.deep.equal(['Wait {n} s', '{n} s Warte']);
    expect(await read(cut('', ''))).to.deep.equal(['Wait {n} s', undefined]);
  }); // prettier-ignore

  for (const name of ['a.xlf', 'a.xlsx', 'a.xml'] as const)
    it(`ends where a file or one text is too long: ${name}`, async () => {
      const bytesOf = async (of: LabelSet): Promise<Uint8Array> =>
        name === 'a.xlsx' ? await xlsx(of) : Buffer.from(name === 'a.xlf' ? [...xliff(of, 1031)].join('') : xmlOf(of));
      const limited = await check(await opened(await bytesOf(set), name), { limit: 200 });
      expect(limited.told).to.deep.equal(['too-large']);
      const long = setOf([label(1, { 1033: 'a', 1031: 'b'.repeat(32_768) })], [1033, 1031]);
      expect((await check(await opened(await bytesOf(long), name))).told.map((told) => told.split(' ')[0])).to.deep.equal(['text-too-long']);
    }); // prettier-ignore

  it('a change arrives from each with its cell', async () => {
    const find = finderOf(set);
    const changed = setOf([...set.labels.values()].map((l) => (l.key.id === 'wait' ? { ...l, texts: new Map([...l.texts, [1031, 'Warte {n} s']]) } : l))); // prettier-ignore
    for (const source of [await opened(await xlsx(changed), 'a.xlsx'), await opened(Buffer.from([...xliff(changed, 1031)].join('')), 'a.xlf')]) {
      const { changes, told } = await check(source, { find });
      expect(told).to.deep.equal([]);
      expect(changes.map((c) => [c.before, c.after, c.place.sheet, c.place.row])).to.deep.equal([['{n} s warten', 'Warte {n} s', 'Display Strings', 3]]);
    }
  }); // prettier-ignore
});

describe('help for the translator', () => {
  it('tells an agreed word that is missing, in any form it is used', () => {
    const glossary = new Glossary([{ words: { en: ['price list'], ru: ['прайс-лист', 'прейскурант'] } }, { words: { en: ['invoice'], ru: ['счёт', 'счета'] } }], 'en'); // prettier-ignore
    const wanted = (base: string, text: string): readonly string[] => glossary.violations(base, text, 1049).map((v) => v.wanted);
    expect(wanted('Open invoices', 'Открытые счета')).to.deep.equal([]);
    expect(wanted('The invoice', 'Счет')).to.deep.equal([]);
    expect(wanted('The invoice', 'Накладная')).to.deep.equal(['счёт / счета']);
    expect(wanted('Invoicing', 'Выставление')).to.deep.equal([]);
    expect(wanted('Price lists', 'Прейскуранты')).to.deep.equal([]);
    expect(glossary.violations('The invoice', 'Beleg', 1031)).to.deep.equal([]);
  });

  it('takes over what equal base texts have, unless they disagree', () => {
    const set = setOf([label(1, { 1033: 'Status', 1031: 'Status' }), label(2, { 1033: 'Status' }), label(3, { 1033: 'Name', 1031: 'Name' }), label(4, { 1033: 'Name', 1031: 'Bezeichnung' }), label(5, { 1033: 'Name' })]); // prettier-ignore
    const texts = [...filled(set.labels, [1033, 1031], 1033, 'known').values()].map((l) => l.texts.get(1031));
    expect(texts).to.deep.equal(['Status', 'Status', 'Name', 'Bezeichnung', undefined]);
    const pseudo = [...filled(set.labels, [1033, 1031], 1033, 'pseudo').values()].map((l) => l.texts.get(1031) ?? '');
    expect(pseudo[4]).to.match(/^\[Nåmé/);
  });
});
