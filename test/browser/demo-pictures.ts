/** The pictures of the README and one of the guide of labels, taken of the demo as it runs: node --import tsx test/browser/demo-pictures.ts */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { ROOT } from '../unit/source-files.ts';
import { browser, closeBrowser } from './chromium.ts';
import { smallPng } from './small-png.ts';
import { type RunningDemo, startDemo } from './demo-run.ts';

const FOLDER = join(ROOT, 'docs/pictures');
/** The tab of labels, for the guide of administrators. */
const LABELS = [
  ['ru', 'Полнота языков'],
  ['en', 'How complete'],
] as const;

async function main(demo: RunningDemo): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const panel = (name: string): FrameLocator => page.frameLocator(`[data-panel=${name}] iframe`);
  const step = async (name: string): Promise<void> => {
    await page.locator(`[data-step=${name}] button`).click();
    await page.locator(`[data-step=${name}][data-done=yes]`).waitFor({ timeout: 60_000 });
  };
  await page.goto(`${demo.page}?look=onec&lang=ru`);
  await panel('counterparty').getByText('Нам должны').waitFor();
  await step('change');
  await step('invoice');
  await page.locator('[data-step=conflict] button').click();
  await panel('problems').locator('form input[type=radio]').nth(1).check();
  await shoot(page, 'demo-1c.png');
  await page.goto(`${demo.page}?look=dynamics&lang=en`);
  await panel('counterparty').getByText('Owes us').waitFor();
  await page.locator('.list li').nth(3).click();
  await step('invoice');
  await step('payment');
  await panel('invoices').getByText('Paid', { exact: true }).first().waitFor();
  await shoot(page, 'demo-dynamics.png');
  for (const [lang, heading] of LABELS) {
    await page.goto(`${demo.page}?look=dynamics&lang=${lang}`);
    await page.locator('#tab-translations').click();
    await panel('translations').getByText(heading).waitFor();
    await shoot(page, `translations-demo.${lang}.png`);
  }
}

/** Nobody points at anything. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  writeFileSync(join(FOLDER, name), smallPng(await page.screenshot()));
}

const demo = await startDemo();
try {
  await main(demo);
} finally {
  await closeBrowser();
  await demo.stop();
}
