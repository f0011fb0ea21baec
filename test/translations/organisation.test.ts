/** Labels of a Dynamics organisation by the command line: as its administrator, shown first, published, compared, and taken back. */
import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Archive, UPLOAD, workbookOf } from '../../connector/translations/read/archive.ts';
import { Findings } from '../../connector/translations/finding.ts';
import { startFakeDataverse, type FakeDataverse } from '../hosts/dataverse/fake.ts';
import { sayWith, type Said } from './command.ts';
import { guid, bytesOf, excelSaved } from './sample.ts';

const NUMBER = guid(2);

describe('labels of a Dynamics organisation', () => {
  let folder = '';
  let crm: FakeDataverse;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sidebook-there-'));
    crm = await startFakeDataverse({ now: () => new Date('2026-02-24T12:00:00Z') });
  });
  afterEach(async () => {
    await crm.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const path = (name: string): string => join(folder, name);
  const labels = (): Record<string, unknown> => ({
    clientId: crm.administrator.clientId,
    secret: { env: 'ADMIN' },
    solution: 'sample',
  });
  const host = (more: object): object => ({ kind: 'dataverse', url: crm.url, tenant: crm.tenant, clientId: crm.clientId, authority: crm.authority, secret: { env: 'SECRET' }, ...more }); // prettier-ignore
  const say = (args: readonly string[], more: { host?: object; env?: Record<string, string>; lang?: 'ru' | 'en'; isTty?: boolean } = {}): Promise<Said> => {
    const config = JSON.stringify({ store: { file: path('data/sidebook.db') }, hosts: { crm: host({ labels: labels(), ...more.host }) }, issueIn: { '*': 'crm' } });
    return sayWith(folder, ['translations', ...args], { config, env: { SECRET: crm.secret, ADMIN: crm.administrator.secret, ...more.env }, lang: more.lang ?? 'en', isTty: more.isTty ?? false });
  }; // prettier-ignore
  const workbook = async (file: string): Promise<string> =>
    (await bytesOf(workbookOf(await Archive.open(readFileSync(path(file)), UPLOAD), new Findings()).chunks())).toString();
  const german = (xml: string): string => {
    const row = new RegExp(`(>${NUMBER}<(?:(?!</Row>).)*?>DisplayName<.*?>Account Number</Data></Cell><Cell ss:StyleID="s24"><Data ss:Type="String">)(</Data>)`);
    expect(xml).to.match(row);
    return xml.replace(row, '$1Kontonummer$2');
  }; // prettier-ignore
  /** Exported, and translated as somebody does. */
  const translated = async (): Promise<string> => {
    await say(['export', path('export.zip'), '--organisation']);
    const xml = german(await workbook('export.zip'));
    writeFileSync(path('de.xml'), xml);
    return xml;
  };

  it('go out as Dynamics wrote them, are shown, sent, published, and nothing else moves', async () => {
    await translated();
    const before = await workbook('export.zip');
    writeFileSync(path('de.xml'), excelSaved(german(before)));
    expect((await say(['diff', path('de.xml'), '--organisation', 'crm'])).out).to.match(/E3 1031 \[Account Number\]: \(empty\) → "Kontonummer"/);
    const shown = await say(['import', path('de.xml'), '--organisation']);
    expect([shown.code, crm.log.filter((r) => r.path.endsWith('ImportTranslation')).length]).to.deep.equal([2, 0]);
    const sent = await say(['import', path('de.xml'), '--organisation', '--yes']);
    expect([sent.code, sent.out.includes('1 of 1 texts stand there now')]).to.deep.equal([0, true]);
    expect(crm.labels.text(NUMBER, 1031)).to.equal('Kontonummer');
    await say(['export', path('again.zip'), '--organisation']);
    expect(await workbook('again.zip')).to.equal(german(before));
    expect((await say(['import', path('de.xml'), '--organisation', '--yes'])).out).to.include('Nothing to send');
  }); // prettier-ignore

  it('are taken back, brought back, and a text somebody changed since stays', async () => {
    await translated();
    await say(['import', path('de.xml'), '--organisation', '--yes']);
    expect((await say(['undo', '--organisation'])).code).to.equal(0);
    expect(crm.labels.text(NUMBER, 1031)).to.equal(undefined);
    expect((await say(['undo', '--organisation'])).code).to.equal(0);
    expect(crm.labels.text(NUMBER, 1031)).to.equal('Kontonummer');
    crm.labels.edit(NUMBER, 1031, 'Kundennummer');
    const kept = await say(['undo', '--organisation']);
    expect([kept.code, kept.out.includes('changed again since')]).to.deep.equal([1, true]);
    expect(crm.labels.text(NUMBER, 1031)).to.equal('Kundennummer');
  });

  it('a file from before an import does not take it back, unless that is asked for', async () => {
    const former = await translated();
    writeFileSync(path('colleague.xml'), former.replace('>Rechnung<', '>Faktura<'));
    await say(['import', path('colleague.xml'), '--organisation', '--yes']);
    const late = await say(['import', path('de.xml'), '--organisation', '--yes'], { lang: 'ru' });
    expect(late.out).to.match(/Localized Labels!E\d+: Отменяет изменение от 24\.02\.2026 \(.*anna\): сейчас там «Faktura»/).and.include('Отправлять нечего: всё новое пропущено');
    expect([late.code, crm.labels.text(guid(6), 1031)]).to.deep.equal([0, 'Faktura']);
    expect((await say(['import', path('de.xml'), '--organisation', '--yes', '--take-back'])).code).to.equal(0);
    expect(crm.labels.text(guid(6), 1031)).to.equal('Rechnung');
  }); // prettier-ignore

  it('are reached as their administrator alone: never as the sync, and nothing else is asked for', async () => {
    await translated();
    await say(['import', path('de.xml'), '--organisation', '--yes']);
    expect([...new Set(crm.log.map((r) => `${r.method} ${r.path.replace(/.*v9.2\//, '').replace(/\(.*\)/, '()')}`))]).to.have.members([
      'POST solutions/Microsoft.Dynamics.CRM.ExportTranslation', 'POST ImportTranslation', 'GET importjobs()', 'POST PublishAllXml',
    ]);
    const own = await say(['export', path('x.zip'), '--organisation'], { host: { labels: { ...labels(), clientId: crm.clientId } } });
    expect([own.code, own.out.includes('an administrator of their own')]).to.deep.equal([1, true]);
    const missing = await say(['export', path('x.zip'), '--organisation'], { env: { ADMIN: '' }, lang: 'ru' });
    expect([missing.code, missing.out.includes('Нет секрета администратора для надписей crm (ADMIN)')]).to.deep.equal([1, true]);
    expect((await say(['stats'], { env: { ADMIN: '' } })).code).to.equal(0);
  }); // prettier-ignore

  it('an import that takes long tells how far it is; an answer that is lost is no second import', async () => {
    await translated();
    crm.labels.polls = 4;
    Object.assign(crm.faults, { dropAfter: { path: 'ImportTranslation', times: 1 } });
    const sent = await say(['import', path('de.xml'), '--organisation', '--yes'], { isTty: true, lang: 'ru' });
    expect([sent.code, crm.labels.text(NUMBER, 1031)]).to.deep.equal([0, 'Kontonummer']);
    expect(sent.out).to.include('crm загружает 25').and.include('crm публикует все настройки');
    expect(crm.log.filter((r) => r.path.endsWith('ImportTranslation'))).to.have.length(1);
  });

  it('what Dynamics leaves out is told, and so is what somebody else changed meanwhile', async () => {
    const xml = (await translated()).replace(/(>Status<\/Data><\/Cell><Cell ss:StyleID="s24"><Data ss:Type="String">)Status/, '$1Zustand');
    writeFileSync(path('de.xml'), xml);
    const publish = crm.labels.publish.bind(crm.labels);
    crm.labels.publish = () => {
      for (const row of crm.labels.rows.filter((r) => r.id === guid(6))) row.texts[1031] = 'Faktura';
      publish();
    };
    const sent = await say(['import', path('de.xml'), '--organisation', '--yes']);
    expect(sent.code).to.equal(1);
    expect(sent.out).to.include('1 of 2 texts').and.include('is not customizable. 0x80044247').and.match(/Did not arrive \(1\)\n.*Zustand/).and.match(/somebody else.*\n.*"Rechnung" → "Faktura"/);
  }); // prettier-ignore

  for (const [name, break_, says] of [
    ['a solution that is not there', (fake: FakeDataverse) => fake.labels.solutions.clear(), /no such unmanaged solution/],
    ['a connection that is lost for good', (fake: FakeDataverse) => void Object.assign(fake.faults, { dropBefore: { path: 'ImportTranslation' } }), /Nobody can say whether crm took the labels/],
    ['a publication that is refused', (fake: FakeDataverse) => void Object.assign(fake.faults, { status: { path: 'PublishAllXml', status: 500 } }), /took the labels, but did not publish them/],
  ] as const)
    it(`says what holds after ${name}`, async () => {
        await translated();
        break_(crm);
        const said = await say(['import', path('de.xml'), '--organisation', '--yes']);
        expect([said.code, says.test(said.out)], said.out).to.deep.equal([1, true]);
      }); // prettier-ignore
});
