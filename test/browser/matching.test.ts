/** The matching panel as it is used: one key links, keeps apart or puts off; each has its way back; nothing moved is answered unseen. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { settle } from './harness.ts';
import { oneStory } from './story-site.ts';

describe('the matching panel', function () {
  this.timeout(60_000);
  const { open } = oneStory('matching', (one, path) => [path, one.postDataJSON() as unknown, one.headers()['if-match'] ?? null]);
  const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await settle(page);
    }
  };
  const focus = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement.textContent');
  const AS = '0193f2aa-0000-7000-8000-100000000031';

  it('links by one key from the open question, says so, and goes to the next one', async () => {
    const { page, sent } = await open('ready');
    await page.locator('.sb-entry-head').first().focus();
    await press(page, '1');
    expect(sent).to.deep.equal([['problems/31/answer', { choose: 'same', as: AS }, '"etag-31"']]);
    expect(await page.getByText('Связано: Северстрой').count()).to.be.greaterThan(0);
    expect(await focus(page)).to.equal('Одна и та же');
    expect(await page.locator('.sb-mt-open b').first().innerText()).to.equal('ТЕХСНАБ АО');
  });

  it('keeps apart by 2 and takes it back by the line at the bottom', async () => {
    const { page, sent } = await open('ready');
    await page.locator('.sb-entry-head').first().focus();
    await press(page, '2');
    await page.locator('.sb-toast button').click();
    await settle(page);
    expect(sent).to.deep.equal([['problems/31/answer', { choose: 'apart' }, '"etag-31"'], ['problems/undo', { ids: [31] }, null]]); // prettier-ignore
    expect(await page.getByText('Ответ отменён, вопрос снова открыт').count()).to.be.greaterThan(0);
  });

  it('puts off by 3 and takes that back', async () => {
    const { page, sent } = await open('ready');
    await page.locator('.sb-entry-head').first().focus();
    await press(page, '3');
    await page.locator('.sb-toast button').click();
    await settle(page);
    expect(sent).to.deep.equal([['matching/31/later', { days: 1 }, '"etag-31"'], ['matching/31/later', { days: 0 }, '"etag-31"']]); // prettier-ignore
  });

  it('of several cards links the one the focus is on', async () => {
    const { page, sent } = await open('several');
    await page.getByRole('button', { name: 'Одна и та же: ИП Вегин' }).focus();
    await press(page, '1');
    expect(sent).to.deep.equal([['problems/33/answer', { choose: 'same', as: AS.replace(/31$/, '52') }, '"etag-33"']]); // prettier-ignore
  });

  it('does nothing to a card that moved, says so, and answers what is shown then', async () => {
    const { page, sent } = await open('moved');
    expect(await page.locator('.sb-entry-body .sb-notice').count()).to.equal(1);
    await page.locator('.sb-mt-answers .sb-primary').first().click();
    await settle(page);
    expect([sent.length, await page.locator('.sb-notice').count()]).to.deep.equal([1, 0]);
  });

  it('gives no answer to who may not answer, by key neither', async () => {
    const { page, sent } = await open('readOnly');
    await page.locator('.sb-entry-head').first().focus();
    await press(page, '1', '2', '3');
    expect([sent, await page.locator('.sb-mt-answers').count()]).to.deep.equal([[], 0]);
  });
});
