/** The panel of labels from outside: looked at in a thread of its own, taken, taken back; an administrator alone, and within bounds. */
import { expect } from 'chai';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabelsFile, LabelsJob, LabelsView, ChangesPage } from '../../../connector/server/contract/translations.ts';
import { Kept, keptFolder } from '../../../connector/translations/own/kept.ts';
import { Archive, UPLOAD, workbookOf } from '../../../connector/translations/read/archive.ts';
import { Findings } from '../../../connector/translations/finding.ts';
import { translationsZip } from '../../../connector/translations/zip.ts';
import { rewordBy } from '../../../connector/words/reworded.ts';
import { ownFile } from '../../../connector/own-files.ts';
import { startFakeDataverse, type FakeDataverse } from '../../hosts/dataverse/fake.ts';
import { bytesOf, sourceOf } from '../../translations/sample.ts';
import { office, type Client } from './client.ts';

describe('the panel of labels', () => {
  const { open } = office();
  let folder = '';
  let crm: FakeDataverse | null = null;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sidebook-panel-'))));
  afterEach(async () => {
    rewordBy(() => undefined);
    await crm?.close();
    crm = null;
    rmSync(folder, { recursive: true, force: true });
    Reflect.deleteProperty(process.env, 'SIDEBOOK_TEST_LABELS');
  });

  const file = (): string => join(folder, 'sidebook.db');
  const opened = async (): Promise<Client> => {
    expect(existsSync(ownFile('dist/labels-worker.js')), 'npm run build first').to.equal(true);
    return (await open({ file: file() })).api;
  };
  const over = async (api: Client, { id }: LabelsJob): Promise<LabelsJob> => {
    for (;;) {
      const job = await api.get<LabelsJob>(`/translations/jobs/${id}`);
      if (job.state !== 'running') return job;
      await new Promise((again) => setTimeout(again, 20)); // the thread works meanwhile
    }
  };
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const looked = async (api: Client, bytes: Uint8Array, name = 'back.zip', target = 'Sidebook'): Promise<LabelsJob> =>
    over(api, await api.post<LabelsJob>('/translations/preview', { target, file: name, base64: base64(bytes) }));
  const exported = async (api: Client, target = 'Sidebook'): Promise<string> => {
    const job = await over(api, await api.post<LabelsJob>('/translations/export', { target }));
    const { base64: text } = await api.get<LabelsFile>(`/translations/jobs/${job.id}/file`);
    return (
      await bytesOf(workbookOf(await Archive.open(Buffer.from(text, 'base64'), UPLOAD), new Findings()).chunks())
    ).toString();
  };
  const zip = (xml: string): Promise<Buffer> => translationsZip([Buffer.from(xml)]);
  const versions = (): number => new Kept(keptFolder(file())).latest().number;

  it('shows every change before it happens, takes what is chosen, and takes it back', async () => {
    const api = await opened();
    const xml = await exported(api);
    const job = await looked(api, await zip(xml.replace(/>Повторить</g, '>Ещё раз<').replace(/>Отменить</g, '>Вернуть<')));
    expect([job.state, job.preview?.stopped, versions()]).to.deep.equal(['done', false, 0]);
    const { changes, total } = await api.get<ChangesPage>(`/translations/jobs/${job.id}/changes?from=0`);
    expect(total).to.equal(job.preview?.changes).and.to.be.above(1);
    expect(changes.find((c) => c.before === 'Повторить')).to.include({ lcid: 1049, after: 'Ещё раз' });
    const left = changes.filter((c) => c.after !== 'Ещё раз').map(({ n }) => n);
    const taken = await over(api, await api.post<LabelsJob>(`/translations/jobs/${job.id}/take`, { languages: [1049], except: left }));
    expect(taken.report).to.include({ arrived: total - left.length });
    expect(new Set(Object.values(new Kept(keptFolder(file())).latest().texts['ru'] ?? {}))).to.deep.equal(new Set(['Ещё раз']));
    expect((await api.get<LabelsView>('/translations')).targets[0]?.last).to.include({ by: 'ut11:anna', from: 'back.zip' });
    expect((await api.ask<{ code: string }>('post', `/translations/jobs/${job.id}/take`, { body: { languages: [1049] } })).body.code).to.equal('labels-moved');
    await over(api, await api.post<LabelsJob>('/translations/undo', { target: 'Sidebook' }));
    expect(new Kept(keptFolder(file())).latest().texts).to.deep.equal({});
  }); // prettier-ignore

  it('gives the file for Excel with an empty column for one more language, and it comes back', async () => {
    const api = await opened();
    const more = (await api.get<LabelsView>('/translations')).targets[0]?.more ?? [];
    expect(more.map(({ lcid }) => lcid)).to.include(1031).and.not.include(1049);
    const job = await over(api, await api.post<LabelsJob>('/translations/export', { target: 'Sidebook', format: 'xlsx', language: 1031 }));
    const { name, base64: text } = await api.get<LabelsFile>(`/translations/jobs/${job.id}/file`);
    const sheet = await bytesOf((await Archive.open(Buffer.from(text, 'base64'), UPLOAD)).member('xl/worksheets/sheet3.xml')?.chunks() ?? sourceOf('').chunks()); // prettier-ignore
    expect([name, /<t[^>]*>1031<\/t>.*mapping invoice\.total/s.test(sheet.toString())]).to.deep.equal(['Sidebook.xlsx', true]);
    expect((await looked(api, Buffer.from(text, 'base64'), name)).preview).to.include({ stopped: false, changes: 0 });
    const wrong = await api.ask<{ code: string }>('post', '/translations/export', { body: { target: 'Sidebook', language: 7 } });
    expect([wrong.status, wrong.body.code]).to.deep.equal([422, 'labels-language-unclear']);
  }); // prettier-ignore

  it('gives only what is missing, and fills it from what is known of equal base texts', async () => {
    const api = await opened();
    const kept = new Kept(keptFolder(file()));
    // "Try again" is a button of panels and an answer as well.
    kept.apply(kept.latest(), { de: { 'widget/runtime.retry': 'Nochmal' } }, 'a.zip', { by: 'ut11:anna', at: '2026-03-01T10:00:00.000Z' });
    const part = async (more: object): Promise<{ readonly xml: string; readonly labels: number }> => {
      const job = await over(api, await api.post<LabelsJob>('/translations/export', { target: 'Sidebook', ...more }));
      const { base64: text } = await api.get<LabelsFile>(`/translations/jobs/${job.id}/file`);
      const pieces = workbookOf(await Archive.open(Buffer.from(text, 'base64'), UPLOAD), new Findings()).chunks();
      return { xml: (await bytesOf(pieces)).toString(), labels: job.labels ?? 0 };
    };
    const [all, missing, filled] = [await part({}), await part({ missing: true }), await part({ missing: true, fill: 'known' })];
    expect([all.labels - missing.labels, filled.labels]).to.deep.equal([1, missing.labels]);
    expect([all.xml, missing.xml, filled.xml].map((xml) => xml.split('>Nochmal<').length - 1)).to.deep.equal([1, 0, filled.xml.split('>Try again<').length - 1]);
    expect(filled.xml.split('>Try again<').length).to.be.above(1);
    const { preview } = await looked(api, await zip(filled.xml));
    expect(preview?.languages.find(({ lcid }) => lcid === 1031)).to.include({ added: filled.xml.split('>Nochmal<').length - 1, changed: 0 });
  }); // prettier-ignore

  it('merges two edited copies; where both changed a text it stays as it is, until somebody says whose holds', async () => {
    const api = await opened();
    const xml = await exported(api);
    const [anna, boris] = [xml.replace(/>Повторить</g, '>Ещё раз<').replace(/>Отменить</g, '>Вернуть<'), xml.replace(/>Повторить</g, '>Снова<').replace(/>Выгрузить</g, '>Вынуть<')];
    const both = async (second = boris): Promise<LabelsJob> =>
      over(api, await api.post<LabelsJob>('/translations/preview', { target: 'Sidebook', file: 'de.zip', base64: base64(await zip(anna)), second: { file: 'de.zip', base64: base64(await zip(second)) } }));
    const job = await both();
    const { changes } = await api.get<ChangesPage>(`/translations/jobs/${job.id}/changes?from=0`);
    const seen = (after: string): readonly (readonly [string, string | null])[] => changes.filter((c) => c.after === after).map((c) => [/\((.*)\)/.exec(c.place)?.[1] ?? '', c.other?.after ?? null]);
    expect([new Set(seen('Ещё раз').map(String)), new Set(seen('Вернуть').map(String)), new Set(seen('Вынуть').map(String))]).to.deep.equal([new Set(['de.zip,Снова']), new Set(['de.zip,']), new Set(['de.zip (2),'])]);
    expect(job.preview).to.deep.include({ copies: ['de.zip', 'de.zip (2)'], differAll: seen('Ещё раз').length, changes: changes.length });
    const ru = job.preview?.languages.find(({ lcid }) => lcid === 1049);
    expect([ru?.changed, (ru?.unchanged ?? 0) + changes.length]).to.deep.equal([changes.length, xml.split('<Row').length - 8]);
    const texts = (): ReadonlySet<string> => new Set(Object.values(new Kept(keptFolder(file())).latest().texts['ru'] ?? {}));
    await over(api, await api.post<LabelsJob>(`/translations/jobs/${job.id}/take`, { languages: [1049] }));
    expect(texts()).to.deep.equal(new Set(['Вернуть', 'Вынуть']));
    const again = await both();
    await over(api, await api.post<LabelsJob>(`/translations/jobs/${again.id}/take`, { languages: [1049], prefer: 'second' }));
    expect(texts()).to.include('Снова').and.not.include('Ещё раз');
    const wrong = await both(boris.replace(/String(">Снова<)/, 'DateTime$1'));
    expect([wrong.preview?.stopped, wrong.preview?.findings[0]?.place]).to.deep.equal([true, wrong.preview?.findings.find(({ kind }) => kind === 'date-cell')?.place]);
    expect(wrong.preview?.findings[0]?.place).to.match(/ \(de\.zip \(2\)\)$/);
  }); // prettier-ignore

  it('warns of both texts where two copies differ, and each can be left out', async () => {
    const api = await opened();
    const xml = await exported(api);
    const [anna, boris] = ['Загрузить: {n}', 'Загрузить всё'].map((text) => xml.replace(/>Применить: \{n\}</g, `>${text}<`));
    const job = await over(api, await api.post<LabelsJob>('/translations/preview', { target: 'Sidebook', file: 'a.zip', base64: base64(await zip(anna!)), second: { file: 'b.zip', base64: base64(await zip(boris!)) } }));
    const all = job.preview?.differAll ?? 0;
    expect([all > 0, job.preview?.changes, job.preview?.warned]).to.deep.equal([true, all, [{ kind: 'placeholder-missing', count: all }]]);
    expect(job.preview?.differ[0]).to.deep.include({ after: 'Загрузить: {n}', warned: [], other: { after: 'Загрузить всё', warned: ['placeholder-missing'] } });
    // There is nothing else; what was looked at is still there to choose from.
    const take = `/translations/jobs/${job.id}/take`;
    expect(await api.ask<{ code: string }>('post', take, { body: { languages: [1049], prefer: 'second', without: ['placeholder-missing'] } })).to.deep.include({ status: 422 });
    expect((await api.ask<{ code: string }>('post', take, { body: { languages: [], prefer: 'first' } })).body.code).to.equal('labels-nothing-chosen');
    expect(versions()).to.equal(0);
    const taken = await over(api, await api.post<LabelsJob>(take, { languages: [1049], prefer: 'first', without: ['placeholder-missing'] }));
    expect([taken.report?.arrived, versions()]).to.deep.equal([all, 1]);
  }); // prettier-ignore

  it('keeps what a colleague imported since the export, of one file and of two copies, unless somebody unticks it', async () => {
    const api = await opened();
    const xml = await exported(api);
    const kept = new Kept(keptFolder(file()));
    kept.apply(kept.latest(), { ru: { 'widget/runtime.retry': 'Снова', 'widget/runtime.undo': 'Назад' } }, 'b.zip', { by: 'ut11:boris', at: '2100-03-01T10:00:00.000Z' });
    const job = await looked(api, await zip(xml));
    expect(job.preview).to.deep.include({ changes: 2, warned: [{ kind: 'takes-back', count: 2 }] });
    expect(job.preview?.findings.find(({ kind }) => kind === 'takes-back')).to.deep.include({ severity: 'warning', next: 'The file is older than that change; the text is left out, unless you untick it below.' });
    const refused = await api.ask<{ code: string }>('post', `/translations/jobs/${job.id}/take`, { body: { languages: [1049] } });
    expect([refused.body.code, versions()]).to.deep.equal(['labels-nothing-chosen', 1]);
    const second = { file: 'c.zip', base64: base64(await zip(xml.replace(/>Повторить</g, '>Ещё раз<'))) };
    const both = await over(api, await api.post<LabelsJob>('/translations/preview', { target: 'Sidebook', file: 'a.zip', base64: base64(await zip(xml)), second }));
    expect(both.preview).to.include({ differAll: 0 });
    await over(api, await api.post<LabelsJob>(`/translations/jobs/${both.id}/take`, { languages: [1049] }));
    expect(kept.latest().texts['ru']).to.include({ 'widget/runtime.retry': 'Ещё раз', 'widget/runtime.undo': 'Назад' });
    const again = await looked(api, await zip(xml));
    await over(api, await api.post<LabelsJob>(`/translations/jobs/${again.id}/take`, { languages: [1049], without: [] }));
    expect(kept.latest().texts['ru']).to.include({ 'widget/runtime.undo': 'Отменить' });
  }); // prettier-ignore

  it('takes back what was shown alone: a colleague who imported since is not undone unseen', async () => {
    const api = await opened();
    const kept = new Kept(keptFolder(file()));
    const add = (text: string, at: string) => kept.apply(kept.latest(), { ru: { 'widget/runtime.retry': text } }, 'a.zip', { by: 'ut11:anna', at });
    add('Ещё раз', '2026-03-01T10:00:00.000Z');
    const last = (await api.get<LabelsView>('/translations')).targets[0]?.last?.at;
    add('Снова', '2026-03-01T10:05:00.000Z');
    const undo = async (at = last) => over(api, await api.post<LabelsJob>('/translations/undo', { target: 'Sidebook', last: at }));
    const late = await undo();
    expect([late.failed?.what, versions()]).to.deep.equal(['Another import of labels came between.', 2]);
    expect([(await undo('2026-03-01T10:05:00.000Z')).state, versions()]).to.deep.equal(['done', 3]);
  }); // prettier-ignore

  it('names the cell of every fault in the words of its reader, and then takes nothing', async () => {
    const api = (await opened()).as({ lang: 'ru' });
    const xml = (await exported(api)).replace(/String(">Повторить<)/, 'DateTime$1');
    const job = await looked(api, await zip(xml));
    expect(job.preview?.stopped).to.equal(true);
    expect(job.preview?.findings[0]).to.deep.include({ severity: 'error', kind: 'date-cell', what: 'Excel превратил текст в дату: «Повторить».' }); // prettier-ignore
    expect(job.preview?.findings[0]?.place).to.match(/^Localized Labels!E\d+$/);
    const taken = await over(api, await api.post<LabelsJob>(`/translations/jobs/${job.id}/take`, { languages: [1049] }));
    expect([taken.state, versions()]).to.deep.equal(['failed', 0]);
  });

  it('reads a hostile upload away from the server: a bomb, no archive, and one that is too large', async () => {
    const api = await opened();
    const bomb = await looked(api, await translationsZip(Array.from({ length: 16 }, () => Buffer.alloc(1024 * 1024, 32))));
    expect(bomb.preview?.findings.map(({ kind }) => kind)).to.deep.equal(['too-large']);
    expect((await looked(api, Buffer.from('<html>'), 'a.zip')).preview?.findings.map(({ kind }) => kind)).to.deep.equal([
      'bad-zip',
    ]);
    const long = { target: 'Sidebook', file: 'a.zip', base64: 'A'.repeat(28_000_004) };
    expect((await api.ask('post', '/translations/preview', { body: long })).status).to.be.oneOf([400, 413]);
  });

  it('is of one person: nobody else sees a job, and a new one ends the one before', async () => {
    const api = await opened();
    const first = await looked(api, await zip('<x/>'), 'a.zip');
    expect((await api.as({ actor: 'ut11:boris' }).ask('get', `/translations/jobs/${first.id}`)).status).to.equal(404);
    await looked(api.as({}), await zip('<x/>'), 'b.zip');
    expect((await api.ask('get', `/translations/jobs/${first.id}`)).status).to.equal(404);
  });

  it('carries labels into Dynamics as its administrator, publishes, compares, and takes them back', async () => {
    crm = await startFakeDataverse();
    process.env['SIDEBOOK_TEST_LABELS'] = crm.administrator.secret;
    const dynamics = { kind: 'dataverse', url: crm.url, tenant: crm.tenant, clientId: crm.clientId, authority: crm.authority, secret: { env: 'PASSWORD' }, labels: { clientId: crm.administrator.clientId, secret: { env: 'SIDEBOOK_TEST_LABELS' }, solution: 'sample' } };
    const { api } = await open({ file: file(), hosts: { crm: dynamics } });
    const xml = await exported(api, 'crm');
    const job = await looked(api, await zip(xml.replace('>Rechnung<', '>Faktura<')), 'de.zip', 'crm');
    expect([job.preview?.changes, crm.log.some((r) => r.path.endsWith('ImportTranslation'))]).to.deep.equal([1, false]);
    const taken = await over(api, await api.post<LabelsJob>(`/translations/jobs/${job.id}/take`, { languages: [1031] }));
    expect(taken.report).to.deep.equal({ arrived: 1, of: 1, missing: [], moved: [], left: [], remarks: [] });
    expect(crm.labels.published.some((row) => row.texts[1031] === 'Faktura')).to.equal(true);
    expect((await api.get<LabelsView>('/translations')).targets.map(({ id, last }) => [id, last?.changes ?? 0])).to.deep.equal([['crm', 1], ['Sidebook', 0]]);
    await over(api, await api.post<LabelsJob>('/translations/undo', { target: 'crm' }));
    expect(crm.labels.published.some((row) => row.texts[1031] === 'Faktura')).to.equal(false);
  }); // prettier-ignore
});
