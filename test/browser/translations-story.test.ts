/**
 * The whole story of an administrator who edits labels in Excel, without a command line: out of Dynamics by the panel, translated, saved as Excel
 * saves, seen change by change, sent, published, taken back; and Sidebook's own labels, which every panel shows with its next opening.
 */
import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { ownFile } from '../../connector/own-files.ts';
import { Findings } from '../../connector/translations/finding.ts';
import { Archive, UPLOAD, workbookOf } from '../../connector/translations/read/archive.ts';
import { translationsZip } from '../../connector/translations/zip.ts';
import { rewordBy } from '../../connector/words/reworded.ts';
import { startFakeDataverse, type FakeDataverse } from '../hosts/dataverse/fake.ts';
import { bytesOf, excelSaved, guid } from '../translations/sample.ts';
import { closeBrowser } from './chromium.ts';
import { type Real, startReal, visit, type Visit } from './real.ts';

const SECRET = 'SIDEBOOK_TEST_STORY';

describe('labels from Dynamics to Excel and back, in the panel', function () {
  this.timeout(120_000);
  let folder = '';
  let crm: FakeDataverse;
  let real: Real;
  let at: Visit;
  before(async () => {
    expect(existsSync(ownFile('dist/labels-worker.js')), 'npm run build first').to.equal(true);
    folder = mkdtempSync(join(tmpdir(), 'sidebook-story-'));
    crm = await startFakeDataverse();
    process.env[SECRET] = crm.administrator.secret;
    const labels = { clientId: crm.administrator.clientId, secret: { env: SECRET }, solution: 'sample' };
    const dynamics = { kind: 'dataverse', url: crm.url, tenant: crm.tenant, clientId: crm.clientId, authority: crm.authority, secret: { env: 'PASSWORD' }, labels };
    real = await startReal({ file: join(folder, 'sidebook.db'), hosts: { crm: dynamics }, writing: false });
    real.whole = real.isAdministrator = true;
    await real.open('');
  }); // prettier-ignore
  beforeEach(async () => {
    at = await visit(real);
    await reopened();
  });
  afterEach(async () => {
    const { errors } = at;
    await at.close();
    expect(errors).to.deep.equal([]);
  });
  after(async () => {
    rewordBy(() => undefined);
    Reflect.deleteProperty(process.env, SECRET);
    await real.close();
    await crm.close();
    rmSync(folder, { recursive: true, force: true });
    await closeBrowser();
  });

  async function reopened(): Promise<void> {
    await at.page.goto(`${real.host.origin}/anywhere.html`);
    await at.page.evaluate("document.querySelector('sidebook-frame').setAttribute('widget', 'translations')");
  }
  const panel = (): FrameLocator => at.page.frameLocator('sidebook-frame iframe');
  const press = (name: string | RegExp): Promise<void> => panel().getByRole('button', { name }).click();
  const shown = (text: string): Promise<void> => panel().getByText(text).first().waitFor();
  const choose = (whose: string): Promise<unknown> => panel().getByLabel('Чьи надписи').selectOption({ label: whose });

  /** The workbook in the file that the panel saves. */
  async function exported(): Promise<string> {
    await press('Выгрузить');
    const saved = at.page.waitForEvent('download');
    await press(/^Сохранить /);
    const bytes = readFileSync(await (await saved).path());
    await press('Готово');
    return (await bytesOf(workbookOf(await Archive.open(bytes, UPLOAD), new Findings()).chunks())).toString();
  }

  const drop = async (xml: string): Promise<void> =>
    panel().locator('input[type=file]').setInputFiles({ name: 'de.zip', mimeType: 'application/zip', buffer: await translationsZip([Buffer.from(xml)]) }); // prettier-ignore

  it('the German name of a field arrives, is published, and nothing else moves; then it is taken back', async () => {
    const row = /(>DisplayName<(?:(?!<\/Row>).)*?>Account Number<\/Data><\/Cell><Cell ss:StyleID="s24"><Data ss:Type="String">)(<\/Data>)/;
    const before = structuredClone(crm.labels.published);
    const xml = await exported();
    expect(xml).to.match(row).and.to.include('Номер учетной записи');
    await drop(excelSaved(xml.replace(row, '$1Kontonummer$2')));
    await shown('Kontonummer');
    await shown('E3 · Localized Labels');
    expect(crm.log.some(({ path }) => path.endsWith('ImportTranslation'))).to.equal(false);
    await press('Применить: 1');
    await shown('На месте текстов: 1 из 1');
    const now = crm.labels.published.flatMap((label, i) => (JSON.stringify(label) === JSON.stringify(before[i]) ? [] : [[label.entity, label.column, label.texts]]));
    expect(now).to.deep.equal([['account', 'DisplayName', { 1033: 'Account Number', 1031: 'Kontonummer', 1049: 'Номер учетной записи' }]]);
    await press('Готово');
    await press('Отменить загрузку');
    await shown('Загрузка отменена');
    await press('Готово');
    expect(crm.labels.published).to.deep.equal(before);
  }); // prettier-ignore

  it('an emptied cell blanks nothing, a date is refused with its cell', async () => {
    const xml = await exported();
    await drop(xml.replace('>Rechnung<', '><'));
    await shown('Файл ничего не меняет');
    await press('Отмена');
    await drop(xml.replace(/String(">Rechnung<)/, 'DateTime$1'));
    await shown('Применить нельзя: в файле есть ошибки');
    await shown('Localized Labels!E8');
    await press('Отмена');
    expect(crm.labels.text(guid(6), 1031)).to.equal('Rechnung');
  });

  it('an own label is another one in the panel with its next opening, and the old one after undo', async () => {
    await choose('Sidebook');
    await panel().getByLabel('Добавить столбец языка').selectOption({ label: 'немецкий' });
    const xml = await exported();
    expect(xml).to.match(/>1049<.{0,200}>1031<|>1031<.{0,200}>1049</s);
    await choose('Sidebook');
    await drop(xml.replace('>Выгрузить<', '>Вынуть<'));
    await press('Применить: 1');
    await shown('На месте текстов: 1 из 1');
    await press('Готово');
    await reopened();
    await panel().getByRole('button', { name: 'Вынуть' }).waitFor();
    await choose('Sidebook');
    await press('Отменить загрузку');
    await shown('Загрузка отменена');
    await press('Готово');
    await reopened();
    await panel().getByRole('button', { name: 'Выгрузить' }).waitFor();
  });
});
