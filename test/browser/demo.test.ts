/** What a newcomer sees after npm start: both looks, every step, through the real shells, without an error and without a token in an address. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { request } from 'undici';
import { ROOT } from '../unit/source-files.ts';
import { browser, closeBrowser } from './chromium.ts';
import { type RunningDemo, startDemo } from './demo-run.ts';

/** A cycle is three seconds; a machine with much to do needs many. */
const PATIENCE = 90_000;
const JWT = /eyJ[\w-]+\.eyJ/;

describe('the demo page', function () {
  this.timeout(300_000);
  let demo: RunningDemo;
  before(async () => (demo = await startDemo()));
  after(async () => {
    await closeBrowser();
    await demo?.stop();
  });

  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  let addresses: string[];

  const open = async (query: string): Promise<void> => {
    context = await (await browser()).newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    context.setDefaultTimeout(PATIENCE);
    [faults, addresses] = [[], []];
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (m) => {
      if (m.type() === 'error' || m.type() === 'warning') faults.push(`${m.text()} ${m.location().url}`);
    });
    page.on('request', (asked) => addresses.push(asked.url()));
    await page.goto(demo.page + query);
    await page.locator('[data-panel=sync] iframe').waitFor({ state: 'attached' });
  };
  afterEach(async () => {
    await context?.close();
  });

  const panel = (name: string): FrameLocator => page.frameLocator(`[data-panel=${name}] iframe`);
  const step = (name: string, done = 'yes') => page.locator(`[data-step=${name}][data-done=${done}]`);
  const field = (name: string) => page.locator(`.fields input[name=${name}]`);
  const choose = (name: string) => page.locator('.list').getByText(name).click();

  /** Of the invoices the form lists. */
  const numbers = (): Promise<string[]> => page.locator('[data-bill] td:first-child').allInnerTexts();

  const expectClean = (): void => {
    expect(faults).to.eql([]);
    expect(addresses.filter((url) => JWT.test(url))).to.eql([]);
    expect(page.url()).to.not.match(JWT);
  };

  for (const look of ['onec', 'dynamics'])
    it(`shows what rivals take beside the form of ${look}, the day and duplicates, and that it stays inside; and labels to their administrator`, async () => {
      await open(`?look=${look}&lang=ru`);
      await panel('counterparty').getByText('Нам должны').waitFor();
      await page.locator('#tab-prices').click();
      await panel('prices').getByText('Не передаётся в 1С и Dynamics').waitFor();
      await panel('prices').getByRole('gridcell', { name: 'Крепёж+' }).first().waitFor();
      await page.locator('#tab-day').click();
      await panel('day').getByText('Отправить акт сверки.').first().waitFor();
      await panel('day').getByRole('button', { name: 'Команды' }).click();
      await panel('day').getByText('День команды').waitFor();
      await page.locator('#tab-matching').click();
      await panel('matching').getByText('Одна и та же компания?').waitFor();
      expect(await page.content()).to.not.match(/Крепёж\+|Отправить акт/);
      await page.locator('#tab-translations').click();
      await panel('translations').getByText('Полнота языков').waitFor();
      expectClean();
    });

  it('shows a change of the form of 1C in the panel, and says where it is', async () => {
    expect(demo.said()).to.contain(`Open ${demo.page}`);
    await open('?look=onec&lang=ru');
    await field('comment').fill('Звонить только по вторникам');
    await page.getByRole('button', { name: 'Записать', exact: true }).click();
    await panel('counterparty').getByText('Звонить только по вторникам').waitFor();
    await step('change').waitFor();
    expect(await page.locator('[data-panel=counterparty] iframe').getAttribute('sandbox')).to.not.contain('same-origin');
    expectClean();
  });

  it('issues an invoice through the widget; its number comes back', async () => {
    await open('?look=onec&lang=ru');
    const name = await page.locator('.list li').nth(1).locator('span').first().innerText();
    await choose(name);
    await panel('counterparty').getByRole('heading', { name }).waitFor();
    const before = await numbers();
    const invoices = panel('invoices');
    await invoices.getByRole('button', { name: 'Новый' }).click();
    const form = invoices.locator('form');
    const anyway = invoices.getByRole('button', { name: 'Всё равно выставить' });
    await form.or(anyway).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await form.locator('[data-field="lines.0.text"] input').fill('Выезд мастера');
    await form.locator('[data-field="lines.0.quantity"] input').fill('2');
    await form.locator('[data-field="lines.0.price"] input').fill('1500');
    const organisation = form.locator('[data-field=organisation] select');
    if (await organisation.isVisible()) await organisation.selectOption({ index: 1 });
    await form.getByRole('button', { name: 'Выставить' }).click();
    await step('invoice').waitFor();
    const after = await numbers();
    const [number = ''] = after.filter((one) => !before.includes(one));
    expect(number).to.not.equal('');
    await invoices.getByText(number).first().waitFor();
    expectClean();
  });

  it('issues an invoice by the step, from one of the two organisations', async () => {
    await open('?look=onec&lang=ru');
    await choose(await page.locator('.list li').nth(4).locator('span').first().innerText());
    await page.locator('[data-step=invoice] button').click();
    await step('invoice').waitFor();
    expectClean();
  });

  it('makes a conflict, and it is resolved through the widget', async () => {
    await open('?look=onec&lang=ru');
    const name = await page.locator('.list li').nth(2).locator('span').first().innerText();
    await choose(name);
    await page.locator('[data-step=conflict] button').click();
    const problems = panel('problems');
    await problems.locator('form input[type=radio]').first().waitFor();
    await page.reload(); // whoever comes back still finds the company with its question
    await choose(name);
    await page.locator('#tab-problems').click();
    await problems.locator('form').getByText('звонить после 14:00').first().click();
    await problems.getByRole('button', { name: 'Применить', exact: true }).click();
    await step('conflict').waitFor();
    await page.locator('.fields input[name=comment][title^="звонить после 14:00"]').waitFor();
    await panel('counterparty').getByText('звонить после 14:00').waitFor();
    expectClean();
  });

  it('shows a payment that 1C posts', async () => {
    await open('?look=onec&lang=ru');
    await choose(await page.locator('.list li').nth(3).locator('span').first().innerText());
    const cancelled = page.locator('[data-bill]').filter({ hasText: 'отменён' });
    await cancelled.waitFor();
    expect(await cancelled.locator('button:not(.link)').count()).to.equal(0);
    const unpaid = page.locator('tr[data-paid=no]').filter({ has: page.getByRole('button', { name: 'Оплата', exact: true }) });
    const number = (await unpaid.first().getAttribute('data-bill')) ?? '';
    await unpaid.first().getByRole('button', { name: 'Оплата', exact: true }).click();
    await step('payment').waitFor();
    await page.locator(`tr[data-bill="${number}"][data-paid=yes]`).waitFor();
    await panel('invoices').getByRole('row').filter({ hasText: number }).filter({ hasText: 'Оплачен' }).waitFor(); // prettier-ignore
    expectClean();
  });

  it('ticks a payment also of a customer with more invoices than the form shows', async () => {
    await open('?look=dynamics&lang=ru');
    await choose('Байкал Сервис ООО');
    await page.locator('tr[data-paid=no]').first().waitFor();
    await page.locator('[data-step=payment] button').click();
    await step('payment').waitFor();
    expectClean();
  });

  it('looks like Dynamics as well: frames of another origin, the same life', async () => {
    await open('?look=dynamics&lang=en');
    await page.getByText('the data comes from the fake 1C').waitFor();
    await choose(await page.locator('.list li').nth(4).locator('span').first().innerText());
    await page.locator('[data-step=change] button').click();
    await panel('counterparty').getByText('Pays only after a reminder').waitFor();
    await step('change').waitFor();
    const origins = new Set(page.frames().map((frame) => new URL(frame.url()).hostname));
    expect([...origins].sort()).to.eql(['127.0.0.1', 'localhost']);
    expectClean();
  });

  it('follows the panels: another panel, the form of an invoice and back', async () => {
    await open('?look=dynamics&lang=en');
    await page.getByRole('tab', { name: 'Sync' }).click();
    await panel('sync').getByText('1C:Accounting').first().waitFor();
    await panel('counterparty').getByRole('button', { name: 'Invoices', exact: true }).click();
    await page.locator('[data-panel=invoices]:not([hidden])').waitFor();
    await panel('counterparty').getByRole('button', { name: 'New invoice' }).click();
    await panel('counterparty').getByRole('button', { name: 'Invoice anyway' }).click(); // a debtor
    await panel('invoices').getByLabel('Price').first().waitFor(); // the form itself, not the list
    await page.locator('.bills .link').first().click();
    await page.getByRole('heading', { name: /^Invoice / }).waitFor();
    await panel('counterparty').getByRole('button', { name: 'Open', exact: true }).click();
    await field('name').waitFor();
    expectClean();
  });

  it('changes looks and languages in place', async () => {
    await open('?look=onec&lang=ru');
    await panel('counterparty').getByText('Нам должны').waitFor();
    await page.locator('[data-choice=en]').click();
    await panel('counterparty').getByText('Owes us').waitFor();
    await page.locator('[data-choice=dynamics]').click();
    await page.locator('[data-panel=counterparty] sidebook-frame').waitFor();
    await panel('counterparty').getByText('Owes us').waitFor();
    expectClean();
  });

  it('is readable and reachable in both looks, on a smaller screen too', async () => {
    const axe = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');
    const tags = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']";
    for (const [query, width] of [
      ['?look=onec&lang=ru', 1280],
      ['?look=dynamics&lang=en', 1024],
      ['?look=dynamics&lang=ru', 320],
    ] as const) {
      await open(query);
      await page.setViewportSize({ width, height: 800 });
      await page.locator('.bills').waitFor();
      await page.evaluate(axe);
      const found = await page.evaluate<string[]>(`axe.run(document, { iframes: false, runOnly: ${tags} }).then((r) => r.violations.map((v) => v.id + ' ' + v.nodes[0].html))`); // prettier-ignore
      expect([query, found, await page.evaluate<number>('document.documentElement.scrollWidth')]).to.eql([query, [], width]);
      await page.locator('[role=tab][aria-selected=true]').focus();
      await page.keyboard.press('ArrowRight');
      await page.locator('[data-panel=prices]:not([hidden])').waitFor();
      expectClean();
      await context.close();
    }
  });

  it('is for its own page on this machine only', async () => {
    const { origin, port } = new URL(demo.page);
    const nonce = /name="demo-nonce" content="([^"]+)"/.exec(await (await fetch(demo.page)).text())?.[1] ?? '';
    const status = async (path: string, headers: Record<string, string>, body?: string): Promise<number> => {
      const method = body === undefined ? 'GET' : 'POST';
      const answer = await request(origin + path, { method, headers, ...(body === undefined ? {} : { body }) });
      await answer.body.dump();
      return answer.statusCode;
    };
    const token = JSON.stringify({ widget: 'sync', entity: null, lang: 'en', tz: 'UTC' });
    const ours = { 'content-type': 'application/json', origin, 'x-demo-nonce': nonce };
    expect(await status('/demo/api/token', ours, token)).to.equal(200);
    expect(await status('/demo/api/token', { ...ours, 'x-demo-nonce': 'guessed' }, token)).to.equal(403);
    expect(await status('/demo/api/token', { ...ours, origin: 'https://evil.example' }, token)).to.equal(403);
    expect(await status('/demo/api/token', { ...ours, origin: 'null' }, token)).to.equal(403);
    expect(await status('/demo/api/parties', { host: `rebound.example:${port}` })).to.equal(403);
    expect(await status('/demo/', { host: `rebound.example:${port}` })).to.equal(403);
    expect(await status('/demo/api/parties', { 'x-forwarded-for': '203.0.113.7' })).to.equal(403);
    expect(await status('/demo/api/party?key=../x', {})).to.equal(400);
    expect(await status('/demo/api/save', ours, '{"key":1}')).to.equal(400);
  });
});
