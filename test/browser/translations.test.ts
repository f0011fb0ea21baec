/** The panel of labels as it is used: a file chosen or dropped, every change seen, one left out by the keys, applied, done. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { closeBrowser } from './chromium.ts';
import { openStory, type Opened, settle, until, USUAL } from './harness.ts';
import { startStorySite, type StorySite } from './story-server.ts';

describe('the panel of labels in a browser', function () {
  this.timeout(60_000);
  let site: StorySite;
  let at: Opened;
  before(async () => {
    site = await startStorySite();
  });
  afterEach(() => at.close());
  after(async () => {
    await site.stop();
    await closeBrowser();
  });

  const open = async (story: string): Promise<{ page: Page; sent: unknown[] }> => {
    at = await openStory(site, 'translations', story, USUAL);
    const sent: unknown[] = [];
    at.page.on('request', (one) => {
      if (one.method() === 'POST') sent.push([new URL(one.url()).pathname.replace(/^.*story-api\/\d+\//, ''), one.postDataJSON() as unknown]); // prettier-ignore
    });
    return { page: at.page, sent };
  };
  const asked = { target: 'crm', file: 'de.zip', base64: 'UEs=', clear: false, stale: false };

  it('a chosen file is looked at, a change is left out by the keys, the rest is applied', async () => {
    const { page, sent } = await open('story');
    await page.locator('input[type=file]').setInputFiles({ name: 'de.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') });
    await until(page, `document.querySelector('.sb-grid [role=row]') !== null && document.body.textContent.includes('Kontonummer')`);
    expect(sent).to.deep.equal([['translations/preview', asked]]);
    await page.locator('.sb-grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await settle(page);
    await page.getByRole('button', { name: 'Применить выбранное' }).click();
    await until(page, `document.body.textContent.includes('На месте текстов: 3 из 3')`);
    const [path, body] = sent[1] as [string, { languages: number[]; except: number[] }];
    expect([path, body.languages, body.except.length]).to.deep.equal(['translations/jobs/j-1/take', [1031, 1036], 1]);
  }); // prettier-ignore

  it('a dropped file is taken as well', async () => {
    const { page, sent } = await open('ready');
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['PK'], 'de.zip'));
      document.querySelector('.sb-tr-drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`);
    await until(page, `document.body.textContent.includes('Файл проверяется')`);
    expect(sent).to.deep.equal([['translations/preview', asked]]);
  });
});
