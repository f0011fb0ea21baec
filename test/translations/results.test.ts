/** What the commands write: never over what they still read, never over another file unasked, nothing left out in silence. */
import { expect } from 'chai';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeResult } from '../../connector/cli/result-file.ts';
import { loadLabels } from '../../connector/translations/load.ts';
import { patched } from '../../connector/translations/patch.ts';
import { fileSource } from '../../connector/translations/read/source.ts';
import { sayIn, type Said } from './command.ts';
import { xliff } from '../../connector/translations/formats/write-xliff.ts';
import { label, setOf, xmlOf } from './sample.ts';

const BASE = xmlOf(
  setOf([label(1, { 1033: 'One', 1031: 'alt eins' }), label(2, { 1033: 'Two', 1031: 'alt zwei' })], [1033, 1031]),
);
const OURS = BASE.replace('alt eins', 'neu eins');
const THEIRS = BASE.replace('alt zwei', 'neu zwei');

describe('the result of labels put onto an export', () => {
  let folder = '';
  const path = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(path(name), 'utf8');
  const say = (command: string, lang?: 'ru' | 'en'): Promise<Said> =>
    sayIn(folder, command.split(' ').map((word) => (/\.\w+$/.test(word) ? path(word) : word)), lang); // prettier-ignore
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sidebook-results-'));
    for (const [name, text] of [['base.xml', BASE], ['ours.xml', OURS], ['theirs.xml', THEIRS]] as const) writeFileSync(path(name), text);
  }); // prettier-ignore
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [command, kept] of [
    ['translations import ours.xml --onto base.xml --out base.xml --force', 'base.xml'],
    ['translations import ours.xml --onto base.xml --out ours.xml --force', 'ours.xml'],
    ['translations merge base.xml ours.xml theirs.xml --out base.xml --force', 'base.xml'],
    ['translations merge base.xml ours.xml theirs.xml --out theirs.xml --force', 'theirs.xml'],
    ['translations export base.xml --of base.xml --force', 'base.xml'],
  ] as const)
    it(`is never one of the files it is made of: ${command}`, async () => {
      const before = read(kept);
      const { code, out } = await say(command);
      expect([code, read(kept) === before]).to.deep.equal([1, true]);
      expect(out)
        .to.include(path(kept))
        .and.match(/is read for the result/);
    });

  it('nor by another name of the same file', async () => {
    linkSync(path('base.xml'), path('hard.xml'));
    symlinkSync(path('base.xml'), path('soft.xml'));
    mkdirSync(path('in'));
    for (const name of ['hard.xml', 'soft.xml', 'in/../base.xml']) {
      const { code, out } = await say(`translations import ours.xml --onto base.xml --out ${name} --force`, 'ru');
      expect([code, read('base.xml') === BASE]).to.deep.equal([1, true]);
      expect(out).to.include('читается для результата');
    }
  });

  it('is written as the name says, and into no file whose name says nothing we write', async () => {
    for (const [command, kinds] of [
      ['translations export x.txt', '.zip, .xml, .xlsx, .xlf'],
      ['translations export x.csv --of base.xml', '.zip, .xml, .xlsx, .xlf'],
      ['translations import ours.xml --onto base.xml --out x.xlsx', '.zip, .xml'],
      ['translations merge base.xml ours.xml theirs.xml --out x.xlf', '.zip, .xml'],
    ] as const) {
      const { code, out } = await say(command, 'ru');
      expect([code, out.includes(`имя кончается иначе, чем ${kinds}`)], command).to.deep.equal([1, true]);
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('x.'))).to.deep.equal([]);
  });

  it('takes the place of another file only with --force, and whole', async () => {
    writeFileSync(path('out.xml'), 'of somebody');
    const first = await say('translations import ours.xml --onto base.xml --out out.xml');
    expect([first.code, read('out.xml'), first.out.includes('--force')]).to.deep.equal([1, 'of somebody', true]);
    expect((await say('translations export out.xml --of base.xml')).code).to.equal(1);
    expect(read('out.xml')).to.equal('of somebody');
    expect((await say('translations import ours.xml --onto base.xml --out out.xml --force')).code).to.equal(2);
    expect(read('out.xml')).to.equal(OURS);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).to.deep.equal([]);
  });

  it('leaves nothing half written where a disk or folder refuses', async () => {
    const { code, out } = await say('translations import ours.xml --onto base.xml --out nowhere/out.xml');
    expect([code, out.includes(path('nowhere/out.xml')), existsSync(path('nowhere'))]).to.deep.equal([1, true, false]);
    expect(out).not.to.include('.part');
  });

  for (const [how, change] of [
    ['written over', (file: string) => writeFileSync(file, OURS)],
    ['put in the place of it', (file: string) => (writeFileSync(`${file}.new`, BASE), renameSync(`${file}.new`, file))],
  ] as const)
    it(`is none where the export is ${how} meanwhile: places found before would lead astray`, async () => {
      const source = fileSource(path('base.xml'));
      const { places } = await loadLabels(source);
      const { edits } = places.place([{ key: label(1, {}).key, lcid: 1031, after: 'anders' }]);
      change(path('base.xml'));
      const refused = await writeResult(path('out.xml'), patched(source, edits)).catch((error: unknown) => error);
      expect(refused).to.include({ code: 'labels-file-moved' });
      expect(readdirSync(folder).filter((name) => name.startsWith('out'))).to.deep.equal([]);
    });

  it('tells how far a long file is, whatever its format', async () => {
    const many = setOf(
      Array.from({ length: 90 }, (_, i) => label(i, { 1033: 'a', 1031: 'b' })),
      [1033, 1031],
    );
    const blank = ' '.repeat(200_000); // between the tags: nothing to hold, much to read
    writeFileSync(path('big.xlf'), [...xliff(many, 1031)].map((piece) => piece + blank).join(''));
    const { code, out } = await sayIn(folder, ['translations', 'check', path('big.xlf')], 'en', true);
    expect([code, out.includes('90 labels read'), out.includes('\r\x1b[K')], out).to.deep.equal([2, true, true]);
  });

  describe('merged of two copies', () => {
    const merge = 'translations merge base.xml ours.xml theirs.xml --out merged.xml';
    const FOREIGN = THEIRS.replaceAll('>1031<', '>1036<');

    for (const [name, theirs, said] of [
      ['a row whose base text is another', THEIRS.replace('>Two<', '>Zwo<'), /Left out \(1\)[^]*"Zwo"/],
      ['a language the base has no column for', FOREIGN, /Left out[^]*1036/],
    ] as const)
      it(`is refused for ${name}, until that is said to be right`, async () => {
        writeFileSync(path('theirs.xml'), theirs);
        const { code, out } = await say(merge);
        expect([code, existsSync(path('merged.xml'))]).to.deep.equal([1, false]);
        expect(out).to.include(path('theirs.xml')).and.match(said).and.include('--leave-out');
        expect((await say(`${merge} --leave-out`, 'ru')).out)
          .to.include(path('theirs.xml'))
          .and.include('Пропущено');
        expect(read('merged.xml')).to.equal(OURS);
      });

    it('tells what was found in both', async () => {
      writeFileSync(path('ours.xml'), OURS.replace('neu eins', 'One'));
      writeFileSync(path('theirs.xml'), THEIRS.replace('neu zwei', 'neu zwei '));
      const { code, out } = await say(merge);
      expect(code).to.equal(2);
      expect(out).to.match(/ours\.xml\n[^]*equals the base text[^]*theirs\.xml\n[^]*other blanks/);
    });
  });
});
