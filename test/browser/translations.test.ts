/** The panel of labels as it is used: a file chosen or dropped, every change seen, one left out by the keys, applied, done. */
import { expect } from 'chai';
import { settle, until } from './harness.ts';
import { oneStory } from './story-site.ts';

describe('the panel of labels in a browser', function () {
  this.timeout(60_000);
  const { open } = oneStory('translations', (one, path) => [path, one.postDataJSON() as unknown]);
  const asked = { target: 'crm', file: 'de.zip', base64: 'UEs=', second: null, clear: false, stale: false };

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

  it('what takes a colleague\'s import back is not taken, until somebody unticks it', async () => {
    const { page, sent } = await open('older');
    const row = page.getByRole('row', { name: 'Faktura' });
    await row.getByRole('gridcell', { name: 'нет' }).waitFor();
    await page.getByRole('button', { name: 'Применить выбранное' }).click();
    await until(page, `document.body.textContent.includes('На месте текстов: 3 из 3')`);
    expect(sent).to.deep.equal([['translations/jobs/j-1/take', { languages: [1031, 1036], without: ['takes-back'], except: [], prefer: null }]]);
    const again = await open('older');
    await again.page.getByLabel('Кроме тех, что отменяют более позднюю загрузку: 1').uncheck();
    await again.page.getByRole('button', { name: 'Применить: 3' }).click();
    await until(again.page, `document.body.textContent.includes('На месте текстов: 3 из 3')`);
    expect(again.sent).to.deep.equal([['translations/jobs/j-1/take', { languages: [1031, 1036], without: [], except: [], prefer: null }]]);
  }); // prettier-ignore

  it('what somebody came back to and leaves is left: the file can be chosen again', async () => {
    const { page } = await open('older');
    await page.getByRole('button', { name: 'Отмена' }).click();
    await page.locator('input[type=file]').waitFor();
    await settle(page);
    expect(await page.getByRole('row', { name: 'Faktura' }).count()).to.equal(0);
  });

  it('two copies are chosen at once, and somebody says whose text holds where they differ', async () => {
    const { page, sent } = await open('ready');
    const copy = (name: string) => ({ name, mimeType: 'application/zip', buffer: Buffer.from('PK') });
    await page.locator('input[type=file]').setInputFiles(['a.zip', 'b.zip', 'c.zip'].map(copy));
    await until(page, `document.body.textContent.includes('Можно один файл или две копии')`);
    await page.locator('input[type=file]').setInputFiles(['a.zip', 'b.zip'].map(copy));
    await until(page, `document.body.textContent.includes('Файл проверяется')`);
    expect(sent).to.deep.equal([
      ['translations/preview', { ...asked, file: 'a.zip', second: { file: 'b.zip', base64: 'UEs=' } }],
    ]);
    const merged = await open('merged');
    await merged.page.getByRole('gridcell', { name: 'Kontonummer | Konto-Nr.' }).waitFor();
    const marked = (): Promise<number> =>
      merged.page.locator('[role=row]', { hasText: 'Account Number' }).locator('.sb-tone-warn').count();
    await merged.page.getByLabel('Копии расходятся').selectOption({ label: 'как в anna.xlsx' });
    expect(await marked()).to.equal(0);
    await merged.page.getByLabel('Копии расходятся').selectOption({ label: 'как в boris.xlsx' });
    expect(await marked()).to.equal(1);
    await merged.page.getByRole('button', { name: 'Применить: 3' }).click();
    await until(merged.page, `document.body.textContent.includes('На месте текстов: 3 из 3')`);
    expect(merged.sent.map((one) => (one as [string, { prefer: string }])[1].prefer)).to.deep.equal(['second']);
  });

  it('where nothing is left to take nothing is sent: what was looked at would be over, and both files asked for again', async () => {
    const { page } = await open('merged');
    const apply = page.locator('.sb-primary');
    expect(await apply.isDisabled()).to.equal(false);
    await page.locator('.sb-grid').focus();
    for (const key of ['ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
    await settle(page);
    expect(await apply.isDisabled()).to.equal(true);
    await page.getByLabel('Копии расходятся').selectOption({ label: 'как в anna.xlsx' });
    expect(await apply.isDisabled()).to.equal(false);
    const older = await open('olderAlone');
    expect(await older.page.locator('.sb-primary').isDisabled()).to.equal(true);
    await older.page.getByText('Кроме тех, что отменяют более позднюю загрузку').click();
    expect(await older.page.locator('.sb-primary').isDisabled()).to.equal(false);
  });

  it('only what is missing is exported, filled from what is known', async () => {
    const { page, sent } = await open('ready');
    await page.getByLabel('Пустые ячейки').selectOption({ label: 'заполнить по таким же базовым текстам' });
    await page.getByText('Только надписи, которым не хватает перевода').click();
    // What is shown of the export is over with the next look at the job: waiting for it would sometimes come too late.
    await Promise.all([page.waitForRequest(/translations\/export$/), page.getByRole('button', { name: 'Выгрузить' }).click()]);
    expect(sent).to.deep.equal([
      ['translations/export', { target: 'crm', format: 'zip', language: null, missing: true, fill: 'known' }],
    ]);
  });

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
