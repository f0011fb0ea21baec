/** Every story of every widget: shows without a fault, fits a narrow place, and is fit for assistive technology. */
import { expect } from 'chai';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStory, settle, USUAL } from './harness.ts';
import { PAIRWISE } from './looks.ts';
import { OnePage } from './one-page.ts';
import { faultsOf } from './story-faults.ts';
import { storySite } from './story-site.ts';
import { STORY_NOW } from '../../widgets/story.ts';

const WIDGETS = join(import.meta.dirname, '../../widgets');
const names = readdirSync(WIDGETS).filter((name) => existsSync(join(WIDGETS, name, 'story.ts')));
/**
 * The kinds of problems differ in words, not in how they are laid out: axe looks at one of each layout here, and at all of them in
 * `npm run stories`. Everything else is checked of each.
 */
const LAYOUTS = ['conflict', 'ambiguous', 'refused', 'waiting', 'vanished'].map((kind) => `kind-${kind}`);
const isLikeOthers = (story: string): boolean => story.startsWith('kind-') && !LAYOUTS.includes(story);

describe('stories in a browser', function () {
  this.timeout(240_000);
  const { place, close: closePage } = new OnePage();
  after(closePage);
  const site = storySite();

  for (const widget of names) {
    it(`${widget}: each story fits, is fit for assistive technology and for the keyboard`, async () => {
      const stories = Object.keys(site.stories[widget] ?? {});
      const found: string[] = [];
      for (const [i, story] of stories.entries()) {
        const look = PAIRWISE[i % PAIRWISE.length] ?? USUAL;
        found.push(...(await faultsOf(site, widget, story, look, { without: isLikeOthers(story) ? 'axe' : null, place })));
      }
      expect(found.join('\n')).to.equal('');
    });
  }

  it('a page that showed other stories shows the next as a page of its own does', async () => {
    const look = { ...USUAL, width: 480 };
    await openStory(site, 'notes', 'ready', { ...USUAL, height: 300, lang: 'en', forcedColors: true }, place);
    const [own, next] = [await openStory(site, 'counterparty', 'ready', look), await openStory(site, 'counterparty', 'ready', look, place)];
    const seen = '[innerWidth, innerHeight, matchMedia("(forced-colors: active)").matches, document.documentElement.lang, document.body.innerText].join()';
    expect(await next.page.evaluate(seen)).to.equal(await own.page.evaluate(seen));
    const clock = (): Promise<number[]> => next.page.evaluate(`[Date.now() - ${String(new Date(STORY_NOW).getTime())}, performance.now()]`);
    const still = await clock();
    expect(still[0]).to.be.within(0, 5_000);
    expect(await clock()).to.deep.equal(still);
    await own.close();
  }); // prettier-ignore

  it('what a person entered is shown as text and runs nothing', async () => {
    const { page, close } = await openStory(site, 'counterparty', 'hostile');
    expect(await page.locator('h2').innerText()).to.equal('<img src=x onerror="document.title=1">');
    expect(await page.title()).to.equal('Story counterparty');
    await close();
  });

  it('counterparty: the answers are on the first screen', async () => {
    const { page, close } = await openStory(site, 'counterparty', 'ready', {
      width: 360,
      height: 560,
      lang: 'ru',
      theme: 'light',
    });
    for (const text of [
      'ООО «Северстрой»',
      'Нам должны',
      'Просрочено',
      'Не оплачено по счетам',
      'Ведёт Иванова А.',
      'Выставить счёт',
      'Открыть',
    ]) {
      const box = await page.getByText(text, { exact: true }).first().boundingBox();
      expect(box ? box.y + box.height : 10_000, text).to.be.at.most(560);
    }
    await close();
  });

  it('counterparty: a debtor is warned of, Esc closes and the focus returns; going on tells the host', async () => {
    const { page, close } = await openStory(site, 'counterparty', 'ready');
    const issue = page.getByRole('button', { name: 'Выставить счёт' });
    await issue.click();
    await page.getByRole('dialog').waitFor();
    await settle(page);
    await page.keyboard.press('Escape');
    await settle(page);
    expect(await page.getByRole('dialog').count()).to.equal(0);
    expect(await page.evaluate<string>('document.activeElement.textContent')).to.equal('Выставить счёт');
    await issue.click();
    await page.getByRole('button', { name: 'Всё равно выставить' }).click();
    const events = await page.evaluate<{ name: string; detail: unknown }[]>(
      'sidebookEvents.filter(({ name }) => name === "navigate")',
    );
    expect(events).to.deep.equal([
      {
        name: 'navigate',
        detail: { entity: site.stories['counterparty']?.['ready']?.entity, widget: 'invoices', action: 'new' },
      },
    ]);
    await close();
  });

  /** Widget, a button that changes something in its offline story, and how much was on its way. */
  const OFFLINE = [
    ['counterparty', 'Выставить счёт', 'Ждали отправки в базы: 0'],
    ['invoices', 'Новый', 'Ждали отправки в базы: 2'],
    ['sync', 'Повторить сейчас', 'Ждали отправки в базы: 14'],
    ['problems', 'Применить', null],
  ] as const;
  for (const [widget, name, queue] of OFFLINE)
    it(`${widget}: offline nothing can be changed till a call gets through, and what was on its way is counted`, async () => {
      const { page, close } = await openStory(site, widget, 'offline');
      const button = page.getByRole('button', { name, exact: true }).first();
      expect(await button.isDisabled()).to.equal(true);
      expect(await page.getByText('Изменить что-либо можно будет, когда связь вернётся.').count()).to.equal(1);
      if (queue !== null) expect(await page.getByRole('alert').innerText()).to.contain(queue);
      const body = site.stories[widget]?.['ready']?.calls[`GET ${widget}`]?.body;
      await page.route('**/story-api/**', (route) => route.fulfill({ json: body }));
      await page.getByRole('alert').getByRole('button', { name: 'Повторить' }).click();
      await page.getByRole('alert').waitFor({ state: 'detached' });
      expect(await button.isDisabled()).to.equal(false);
      await close();
    });

  it('prices: offline no offer is opened again', async () => {
    const { page, close } = await openStory(site, 'prices', 'offline');
    await page.getByRole('tab', { name: /Предложения/ }).click();
    expect(await page.getByRole('button', { name: 'Снова открыть' }).first().isDisabled()).to.equal(true);
    await close();
  });

  it('old data stays when the network fails, and nothing stays when the right is gone', async () => {
    const offline = await openStory(site, 'counterparty', 'offline');
    expect(await offline.page.getByText('Нет связи: показано последнее известное').count()).to.equal(1);
    expect(await offline.page.getByText('ООО «Северстрой»').count()).to.equal(1);
    await offline.close();
    const refused = await openStory(site, 'counterparty', 'noPermission');
    expect(await refused.page.locator('.sb-widget').innerText()).to.equal(
      'Нет права на эти данные\n\nПраво выдаёт администратор.',
    );
    await refused.close();
  });
});
