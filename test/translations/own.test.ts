/** Sidebook's own labels: out, translated, in, at once in every shell, and back. */
import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE, message, privateProblem, problemLabel } from '../../connector/errors.ts';
import { label } from '../../connector/fields.ts';
import { entityName, entityOne, fieldValue, unitName, value } from '../../connector/words/format.ts';
import { doesLabel, whyLabel } from '../../connector/words/plan-words.ts';
import { reasonWords } from '../../connector/words/problem-words.ts';
import { say as sentence } from '../../connector/words/sentences.ts';
import { nextOf } from '../../connector/words/whose.ts';
import { rewordBy, speaking } from '../../connector/words/reworded.ts';
import { ownFile } from '../../connector/own-files.ts';
import { readAssets } from '../../connector/server/embed/assets.ts';
import { onecPage } from '../../connector/server/embed/onec.ts';
import { builtTexts, textsFor } from '../../connector/server/embed/texts.ts';
import { Kept } from '../../connector/translations/own/kept.ts';
import { ownLabels, ownSet } from '../../connector/translations/own/labels.ts';
import { keptTexts, keptWords } from '../../connector/translations/own/texts.ts';
import { Archive, UPLOAD, workbookOf } from '../../connector/translations/read/archive.ts';
import { Findings } from '../../connector/translations/finding.ts';
import { zipped } from '../../connector/translations/zip.ts';
import { sayIn, type Said } from './command.ts';
import { bytesOf, check, ORGANIZATION, sourceOf, xmlOf } from './sample.ts';

const INFORMATION = { organizationId: ORGANIZATION, exportedOn: '2026-01-15T09:30:00', baseLanguage: 1033, solution: 'Sidebook' };
const WHO = { by: 'cli:anna', at: '2026-01-15T09:30:00Z' };

describe("Sidebook's own labels", () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sidebook-labels-'))));
  afterEach(() => {
    rewordBy(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  const say = (args: readonly string[], lang?: 'ru' | 'en'): Promise<Said> => sayIn(folder, args, lang);
  const xmlIn = async (file: string): Promise<string> =>
    (await bytesOf(workbookOf(await Archive.open(readFileSync(file), UPLOAD), new Findings()).chunks())).toString();
  const zipTo = async (file: string, xml: string): Promise<void> => writeFileSync(file, await zipped([['CrmTranslations.xml', [Buffer.from(xml)]], ['[Content_Types].xml', [Buffer.from('<Types/>')]]])); // prettier-ignore

  it('are complete in Russian and English, and our own check finds no error in them', async () => {
    const widgets = readAssets(ownFile('dist/widgets'))?.texts ?? new Map<string, Record<string, string>>();
    const set = ownSet(ownLabels(widgets), {}, INFORMATION);
    const lacking = [...set.labels.values()].filter((l) => !l.texts.has(1049) || !l.texts.has(1033));
    expect(lacking.map((l) => l.context?.where)).to.deep.equal([]);
    expect(set.labels.size).to.be.greaterThan(2 * 300);
    const { findings } = await check(sourceOf(xmlOf(set)), { organizationId: ORGANIZATION });
    expect(findings.list.filter((f) => f.kind !== 'same-as-source' && f.kind !== 'edge-space')).to.deep.equal([]);
  });

  it('go out, come back translated, are told first, applied, shown, and taken back', async () => {
    const [own, back] = [join(folder, 'own.zip'), join(folder, 'back.zip')];
    expect((await say(['translations', 'export', own, '--languages', 'de'])).code).to.equal(0);
    const xml = await xmlIn(own);
    const cell = (text: string): string => `<Cell ss:StyleID="s24"><Data ss:Type="String">${text}</Data></Cell>`;
    const retry = cell('Try again') + cell('');
    expect(xml).to.include(retry);
    const german = xml.replaceAll(retry, cell('Try again') + cell('Wiederholen'));
    await zipTo(back, german);
    const shown = await say(['translations', 'import', back]);
    expect(shown.code).to.equal(2);
    expect(shown.out).to.match(/"Wiederholen"/);
    const kept = new Kept(join(folder, 'data', 'translations'));
    expect(kept.latest().number).to.equal(0);
    const applied = await say(['translations', 'import', back, '--yes'], 'ru');
    expect(applied).to.include({ code: 0 });
    expect(applied.out).to.include('Применено как версия 1');
    const texts = keptTexts({ languages: () => ['en'], textsOf: (lang) => (lang === 'en' ? { 'runtime.retry': 'Retry', 'runtime.undo': 'Undo' } : undefined) }, kept)
    expect(texts.languages()).to.deep.equal(['en', 'de']);
    expect(textsFor(texts.textsOf('de') ?? {}, 'invoices')).to.deep.include({ 'runtime.retry': 'Wiederholen', 'runtime.undo': 'Undo' });
    expect((await say(['translations', 'import', back, '--yes'])).out).to.include('Nothing to apply');
    expect((await say(['translations', 'undo'])).code).to.equal(0);
    expect(texts.languages()).to.deep.equal(['en']);
    await say(['translations', 'undo']);
    expect(texts.textsOf('de')).to.deep.include({ 'runtime.retry': 'Wiederholen' });
  }); // prettier-ignore

  it('change in the page of 1C and in messages without a build', () => {
    const assets = readAssets(ownFile('dist/widgets'));
    if (!assets) throw new Error('npm run build first');
    const kept = new Kept(join(folder, 'translations'));
    const page = onecPage(assets, keptTexts(builtTexts(assets), kept), false);
    const before = page();
    kept.apply(
      kept.latest(),
      { ru: { 'widget/runtime.retry': 'Ещё раз' }, fr: { 'widget/runtime.retry': 'Réessayer' } },
      'a.zip',
      WHO,
    );
    expect(page()?.etag).to.not.equal(before?.etag);
    expect(page()?.plain.toString()).to.include('"runtime.retry":"Ещё раз"').and.include('"runtime.retry":"Réessayer"');
    rewordBy((name) => (name === 'message/stale.what' ? 'Anders.' : undefined));
    expect(message('stale', {}, 'en').what).to.equal('Anders.');
    expect(message('stale', {}, 'en').next).to.equal(CATALOGUE.stale.en.next);
  });

  it('are words of mappings, options, problems and the feed as well, in a third language too, and each is told at once', () => {
    const kept = new Kept(join(folder, 'translations'));
    rewordBy(keptWords(kept));
    const told = (lang: 'ru' | 'en'): readonly string[] => [
      label('invoice', 'total', lang), entityName(lang, 'invoice'), entityOne(lang, 'invoice'), unitName(lang, 'money'), unitName(lang, 'dueDate'),
      fieldValue(lang, 'invoice', 'state', 'issued'), problemLabel('conflict', lang), privateProblem('empty', lang), message('not-allowed', {}, lang).what,
      sentence({ lang }, 'effect.retry'), doesLabel({ lang }, 'create'), whyLabel({ lang }, 'only-here'), reasonWords({ lang }, 'inn'), nextOf({ lang }, 'problem-moved') ?? '', value(lang, null),
    ];
    const names = ['mapping/invoice.total', 'mapping/invoice', 'mapping/one.invoice', 'mapping/whole.money', 'mapping/invoice.dueDate', 'option/issued', 'option/problem.conflict', 'message/private.empty', 'message/not-allowed.what', 'message/said.effect.retry', 'message/said.does.create', 'message/said.why.only-here', 'message/said.reason.inn', 'message/here.problem-moved', 'message/said.value.empty'];
    const set = new Set(ownLabels(new Map()).map(({ kind, name }) => `${kind}/${name}`));
    expect([...names, 'feed/Invoices'].filter((name) => !set.has(name))).to.deep.equal([]);
    const [english, russian] = [told('en'), told('ru')];
    kept.apply(kept.latest(), { de: Object.fromEntries(names.map((name) => [name, `de ${name}`])), ru: { 'mapping/invoice.total': 'Итог' } }, 'a.zip', WHO);
    return new Promise<void>((done) => setImmediate(done)).then(() => {
      expect(speaking('de-AT', () => told('en'))).to.deep.equal(names.map((name) => `de ${name}`));
      expect([told('en'), speaking('fr', () => told('en'))]).to.deep.equal([english, english]);
      expect(speaking('de', () => told('ru'))).to.deep.equal(['Итог', ...russian.slice(1)]);
    });
  }); // prettier-ignore

  it('of two administrators at once the second is told', () => {
    const [one, two] = [new Kept(join(folder, 'translations')), new Kept(join(folder, 'translations'))];
    const [seenByOne, seenByTwo] = [one.latest(), two.latest()];
    one.apply(seenByOne, { de: { 'widget/runtime.retry': 'A' } }, 'a.zip', WHO);
    expect(() => two.apply(seenByTwo, { de: { 'widget/runtime.retry': 'B' } }, 'b.zip', WHO)).to.throw('labels-moved');
    expect(two.latest().texts).to.deep.equal({ de: { 'widget/runtime.retry': 'A' } });
  });

  it('nothing of a file with an error is applied', async () => {
    const [own, back] = [join(folder, 'own.zip'), join(folder, 'back.zip')];
    await say(['translations', 'export', own, '--languages', 'de']);
    const xml = await xmlIn(own);
    await zipTo(back, xml.replace(/(<Data ss:Type="String">Try again<\/Data><\/Cell><Cell ss:StyleID="s24"><Data ss:Type=")String(">)/, '$1DateTime$22026-01-01'));
    const { code, out } = await say(['translations', 'import', back, '--yes']);
    expect(code).to.equal(1);
    expect(out).to.match(/Localized Labels![A-Z]\d+: Excel turned this text into a date/);
    expect(new Kept(join(folder, 'data', 'translations')).latest().number).to.equal(0);
  }); // prettier-ignore

  it('labels of Dynamics are put onto its export, two copies are merged', async () => {
    const path = (name: string): string => join(folder, name);
    const labels = ['one', 'two', 'three'].map((name, i) => `<Row><Cell><Data ss:Type="String">account</Data></Cell><Cell><Data ss:Type="String">d2a1b0c4-0000-4c1e-9f00-00000000000${String(i)}</Data></Cell><Cell><Data ss:Type="String">DisplayName</Data></Cell><Cell><Data ss:Type="String">${name}</Data></Cell><Cell><Data ss:Type="String">alt ${name}</Data></Cell></Row>`).join('\n'); // prettier-ignore
    const base = xmlOf({ information: { ...INFORMATION, solution: 'crm' }, languages: [1033, 1031], labels: new Map() }).replace(/<\/Table>(?=(?:(?!<\/Table>).)*$)/s, `${labels}</Table>`); // prettier-ignore
    await zipTo(path('base.zip'), base);
    writeFileSync(path('ours.xml'), base.replace('alt one', 'neu one'));
    writeFileSync(path('theirs.xml'), base.replace('alt two', 'neu two').replace('alt one', 'neu one'));
    expect((await say(['translations', 'import', path('ours.xml'), '--yes'])).out).to.include('--onto');
    expect((await say(['translations', 'import', path('ours.xml'), '--onto', path('base.zip'), '--out', path('out.zip')])).code).to.equal(2);
    expect(await xmlIn(path('out.zip'))).to.equal(base.replace('alt one', 'neu one'));
    expect((await say(['translations', 'merge', path('base.zip'), path('ours.xml'), path('theirs.xml'), '--out', path('merged.xml')])).code).to.equal(2);
    expect(readFileSync(path('merged.xml'), 'utf8')).to.equal(base.replace('alt two', 'neu two').replace('alt one', 'neu one'));
    writeFileSync(path('theirs.xml'), base.replace('alt one', 'anders'));
    const asked = await say(['translations', 'merge', path('base.zip'), path('ours.xml'), path('theirs.xml'), '--out', path('no.xml')]);
    expect([asked.code, /"neu one".*"anders"/.test(asked.out)]).to.deep.equal([1, true]);
    expect((await say(['translations', 'check', path('theirs.xml'), '--against', path('base.zip'), '--json'])).out).to.include('"after": "anders"');
    expect((await say(['translations', 'export', path('base.xlsx'), '--of', path('base.zip')])).code).to.equal(0);
    expect((await say(['translations', 'diff', path('base.xlsx'), '--against', path('base.zip')])).code).to.equal(0);
    expect((await say(['translations', 'export', path('base.xlf'), '--of', path('base.zip'), '--languages', 'de'])).code).to.equal(0);
    expect((await say(['translations', 'diff', path('base.xlf'), '--against', path('base.zip')])).code).to.equal(0);
    const out = async (...args: readonly string[]): Promise<string> => (await say(['translations', 'export', path('more.xlf'), '--of', path('base.zip'), ...args])).out;
    expect(await out('--languages', 'fr')).to.include('There is no column for: fr. There are: en, de.');
    expect(await out('--languages', 'de', '--missing')).to.include('nothing was written');
    expect(await out('--languages', 'de')).to.include(`translations import FILE --onto ${path('base.zip')} --out`);
    expect((await say(['translations', 'stats', path('base.zip')], 'ru')).out).to.match(/немецкий\s+3\s+0\s+100/);
  }); // prettier-ignore
});
