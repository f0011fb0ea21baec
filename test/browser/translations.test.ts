/** The panel of labels as it is used: a file chosen or dropped, every change seen, one left out by the keys, applied, done. */
import { expect } from 'chai';
import { settle, until } from './harness.ts';
import { oneStory } from './story-site.ts';

describe('the panel of labels in a browser', function () {
  this.timeout(60_000);
  const { open } = oneStory('translations', (one, path) => [path, one.postDataJSON() as unknown]);
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
