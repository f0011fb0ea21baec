/** How many keys an answer takes once the panel has the focus (widgets.md 6), and how a list comes out on paper. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { letPass, openStory, settle, USUAL } from './harness.ts';
import { storySite } from './story-site.ts';

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
  { task: 'price of a rival for goods that are not on the invoice', widget: 'prices', story: 'search', at: '[role=grid]', keys: ['/', 'Гайка'], most: 2, answer: 'сегодня · сайт' },
  { task: 'resolve one conflict', widget: 'problems', story: 'one', at: '.sb-pr-open [data-first]', keys: ['1', 'Enter'], most: 3, answer: 'Ничто не ждёт человека' },
  { task: 'resolve two fields of a record', widget: 'problems', story: 'ready', at: '.sb-pr-open [data-first]', keys: ['1', '2', 'Enter'], most: 3, answer: 'ООО «Вега»' },
]; // prettier-ignore
/** Stories that open what the task begins without. */
const CLOSED_FIRST: ReadonlySet<string> = new Set(['detail', 'search']);

interface Writing {
  readonly task: string;
  readonly widget: string;
  readonly story: string;
  /** The name of the field one begins in. */
  readonly at: string;
  readonly keys: readonly string[];
  /** Fields something is put into. */
  readonly most: number;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}
const WRITINGS: readonly Writing[] = [
  {
    task: 'a price of a rival', widget: 'prices', story: 'writes', at: 'Конкурент', most: 3,
    keys: ['мети', 'ArrowDown', 'Enter', 'Tab', '12,8', 'Enter'],
    path: 'prices', body: { competitor: { id: 'c2', name: 'МетизТорг' }, price: '12.8', source: 'call' },
  },
  {
    task: 'a note and a task', widget: 'notes', story: 'write', at: 'Новая заметка', most: 4,
    keys: ['Выслать образцы', 'Tab', 'ArrowDown', 'ArrowDown', 'Tab', '+3', 'Tab', 'ArrowDown', 'Tab', 'Tab', 'Enter'],
    path: 'notes', body: { kind: 'promise', text: 'Выслать образцы', followUp: { due: '2026-11-24', assignee: 'ut11:18' } },
  },
]; // prettier-ignore

const A_KEY = /^(?:[A-Z][A-Za-z]+|.)$/;
const TYPING_MS = 400;
/** A key by its name; anything else is typed. */
async function put(page: Page, what: string): Promise<void> {
  if (A_KEY.test(what)) await page.keyboard.press(what);
  else await page.keyboard.type(what);
  await letPass(page, A_KEY.test(what) ? 0 : TYPING_MS);
}

/** Remembers every field something is put into. */
const WATCH = `window.sidebookFilled = new Set(); document.addEventListener('input', ({ target }) => sidebookFilled.add(target), true);`;

describe('steps to an answer', function () {
  this.timeout(60_000);
  const site = storySite();

  for (const { task, widget, story, at, keys, most, answer } of TASKS)
    it(`${task}: at most ${String(most)}`, async () => {
      const { page, close } = await openStory(site, widget, story, USUAL);
      if (CLOSED_FIRST.has(story)) await page.keyboard.press('Escape');
      await settle(page);
      if (at !== undefined) await page.focus(at);
      expect(keys.length).to.be.at.most(most);
      for (const key of keys) await put(page, key);
      const found = page.getByText(answer.replace(/ /g, '\u00a0')).or(page.getByText(answer)).first();
      const box = await found.boundingBox();
      expect(box ? box.y + box.height : 10_000).to.be.at.most(560);
      await close();
    });

  for (const { task, widget, story, at, keys, most, path, body } of WRITINGS)
    it(`${task} is written without the mouse, in at most ${String(most)} fields`, async () => {
      const { page, close } = await openStory(site, widget, story, USUAL);
      const sent: { readonly path: string; readonly body: unknown }[] = [];
      page.on('request', (one) => {
        if (one.method() !== 'GET') sent.push({ path: one.url().replace(/^.*story-api\/\d+\//, ''), body: one.postDataJSON() });
      });
      await page.evaluate(WATCH);
      await page.getByLabel(at).and(page.locator('input, textarea')).first().focus();
      await settle(page);
      for (const key of keys) await put(page, key);
      expect(sent.map((one) => one.path)).to.deep.equal([path]);
      expect(sent[0]?.body).to.deep.include(body);
      expect(await page.evaluate('sidebookFilled.size')).to.be.within(1, most);
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
