/** The sync widget by the keyboard: another try, the plan and its acceptance, the file without a token in an address. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import type { Page, Request } from 'playwright-core';
import { letPass, openStory, settle } from './harness.ts';
import { storySite } from './story-site.ts';

describe('sync in a browser', function () {
  this.timeout(60_000);
  const site = storySite();

  async function open(story: string): Promise<{ page: Page; requests: Request[]; close: () => Promise<void> }> {
    const { page, close } = await openStory(site, 'sync', story);
    const requests: Request[] = [];
    page.on('request', (request) => requests.push(request));
    return { page, requests, close };
  }
  const enter = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).last().focus();
    await page.keyboard.press('Enter');
    await settle(page);
  };
  const posted = (requests: readonly Request[]): unknown[] =>
    requests
      .filter((one) => one.method() === 'POST')
      .map((one) => [new URL(one.url()).pathname.replace(/^\/story-api\/\d+\//, ''), one.postDataJSON() as unknown]);

  it('every base says in words how it stands, and why on the first screen', async () => {
    const { page, close } = await open('ready');
    for (const text of ['В порядке', 'Отстаёт', 'отставание 1 ч 47 мин', 'Dynamics ограничил частоту запросов.', 'Повторить сейчас', 'Следующая попытка сама в 12:46']) {
      const box = await page.getByText(text, { exact: true }).first().boundingBox();
      expect(box ? box.y + box.height : 10_000, text).to.be.at.most(560);
    }
    await close();
  }); // prettier-ignore

  it('tries again for the base that is late', async () => {
    const { page, requests, close } = await open('ready');
    await enter(page, 'Повторить сейчас');
    expect(posted(requests)).to.deep.equal([['sync/retry', { host: 'dyn' }]]);
    expect(await page.getByText('Попытка повторится со следующим циклом.').count()).to.be.greaterThan(0);
    await close();
  });

  it('accepts a stopped plan after one more question; Esc leaves it as it was', async () => {
    const { page, requests, close } = await open('stopped');
    await enter(page, 'Принять план');
    await page.keyboard.press('Escape');
    await settle(page);
    expect(await page.getByRole('dialog').count()).to.equal(0);
    expect(posted(requests)).to.deep.equal([]);
    expect(await page.evaluate<string>('document.activeElement.textContent')).to.equal('Принять план');
    await enter(page, 'Принять план');
    expect(await page.getByRole('dialog').innerText()).to.contain('214');
    await page.getByRole('dialog').getByRole('button', { name: 'Принять план', exact: true }).focus();
    await page.keyboard.press('Enter');
    await settle(page);
    expect(posted(requests)).to.deep.equal([['plans/p-1/accept', {}]]);
    expect(await page.getByText('принял Иванова А.', { exact: false }).count()).to.equal(1);
    await close();
  });

  it('the plan is read when it is opened, all of it on demand', async () => {
    const { page, requests, close } = await open('plan');
    expect(await page.locator('.sb-sy-step').count()).to.equal(4);
    await enter(page, 'Все 11');
    expect(await page.locator('.sb-sy-step').count()).to.equal(11);
    expect(requests.map((one) => new URL(one.url()).search)).to.deep.equal(['?all=1']);
    await close();
  });

  it('the file is fetched with the token in a header and saved under the name of the plan', async () => {
    const { page, requests, close } = await open('plan');
    const saved = page.waitForEvent('download');
    await enter(page, 'Файл HTML');
    const download = await saved;
    expect(download.suggestedFilename()).to.equal('plan-p-1.html');
    expect(readFileSync(await download.path(), 'utf8')).to.contain('<!doctype html>');
    expect(requests[0]?.headers()['authorization']).to.equal('Bearer story-token');
    expect(requests.map((one) => one.url()).join(' ')).not.to.contain('story-token');
    await close();
  });

  it('a plan that takes longer than a call may is looked for until it is there', async () => {
    const { page, requests, close } = await open('noPlan');
    // The time limit of a call is the browser's, which the clock of the page does not move.
    await page.evaluate(
      'window.send = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = function () { setTimeout(() => this.ontimeout(), 15000); }',
    );
    await enter(page, 'Построить план');
    expect(await page.getByText('Обычно до минуты', { exact: false }).count()).to.equal(1);
    await page.evaluate('XMLHttpRequest.prototype.send = window.send');
    await letPass(page, 15_100);
    expect(await page.getByText('Дольше обычного', { exact: false }).count()).to.equal(1);
    await letPass(page, 5_100);
    expect(requests.filter((one) => one.url().endsWith('/sync')).length).to.be.at.least(1);
    await close();
  });

  it('who may neither retry nor accept sees the plan and no button for it', async () => {
    const { page, close } = await open('mayNotAccept');
    expect(await page.getByText('ждёт решения').count()).to.equal(1);
    for (const name of ['Повторить сейчас', 'Принять план', 'Построить заново'])
      expect(await page.getByRole('button', { name }).count(), name).to.equal(0);
    await close();
  });
});
