/** How many keys an answer takes once the panel has the focus (widgets.md 6), and how a list comes out on paper. */
import { expect } from 'chai';
import { closeBrowser } from './chromium.ts';
import { openStory, settle, USUAL } from './harness.ts';
import { startStorySite, type StorySite } from './story-server.ts';

interface Task {
  readonly task: string;
  readonly widget: string;
  readonly story: string;
  /** Where the focus stands to begin with. */
  readonly at?: string;
  readonly keys: readonly string[];
  readonly most: number;
  /** Words that answer it, on the first screen. */
  readonly answer: string;
}
const TASKS: readonly Task[] = [
  { task: 'find the debt', widget: 'counterparty', story: 'ready', keys: [], most: 0, answer: '1 234 567,80' },
  { task: 'is the invoice paid', widget: 'invoices', story: 'ready', keys: [], most: 2, answer: 'Просрочен 20 дн.' },
  { task: 'open one invoice', widget: 'invoices', story: 'detail', at: '[role=grid]', keys: ['Home', 'Enter'], most: 2, answer: 'Договор поставки № 17' },
  { task: 'price of a rival', widget: 'prices', story: 'ready', keys: [], most: 2, answer: 'МетизТорг' },
  { task: 'price of a rival for another line', widget: 'prices', story: 'ready', at: '[role=grid]', keys: ['ArrowDown'], most: 2, answer: 'сегодня · сайт' },
  { task: 'resolve one conflict', widget: 'problems', story: 'one', at: '.sb-pr-open [data-first]', keys: ['1', 'Enter'], most: 3, answer: 'Ничто не ждёт человека' },
  { task: 'resolve two fields of a record', widget: 'problems', story: 'ready', at: '.sb-pr-open [data-first]', keys: ['1', '2', 'Enter'], most: 3, answer: 'ООО «Вега»' },
]; // prettier-ignore

describe('steps to an answer', function () {
  this.timeout(60_000);
  let site: StorySite;
  before(async () => {
    site = await startStorySite();
  });
  after(async () => {
    await site.stop();
    await closeBrowser();
  });

  for (const { task, widget, story, at, keys, most, answer } of TASKS)
    it(`${task}: at most ${String(most)}`, async () => {
      const { page, close } = await openStory(site, widget, story, USUAL);
      if (story === 'detail') await page.keyboard.press('Escape');
      await settle(page);
      if (at !== undefined) await page.focus(at);
      expect(keys.length).to.be.at.most(most);
      for (const key of keys) {
        await page.keyboard.press(key);
        await settle(page);
      }
      const found = page.getByText(answer.replace(/ /g, '\u00a0')).or(page.getByText(answer)).first();
      const box = await found.boundingBox();
      expect(box ? box.y + box.height : 10_000).to.be.at.most(560);
      await close();
    });

  it('ten thousand invoices on paper: two thousand rows, the head on each page, about as many pages as they need', async () => {
    const { page, close } = await openStory(site, 'invoices', 'many');
    await page.clock.resume();
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).to.be.within(30, 100);
    await close();
  });
});
