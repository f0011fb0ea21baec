/** A form that opens and closes panels all day: nothing of them stays, and ten thousand rows draw a few. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openStory, settle, until, USUAL } from './harness.ts';
import { countListeners, listenersLeft } from './listeners.ts';
import { MOUNT_CYCLES } from './load.ts';
import { storySite } from './story-site.ts';

describe('panels that come and go', function () {
  this.timeout(120_000);
  const site = storySite();

  const CYCLES = 25;
  it('leave no listener, observer or timer after a hundred times, and ask for nothing more', async () => {
    for (const widget of ['counterparty', 'invoices', 'problems', 'sync', 'matching', 'prices', 'notes', 'translations']) {
      const { page, close } = await openStory(site, widget, 'ready');
      await page.evaluate('sidebook.destroy()');
      await page.clock.runFor(100);
      await countListeners(page);
      await page.clock.resume();
      await page.evaluate(`(${MOUNT_CYCLES})(${String(CYCLES)})`);
      await until(page, 'sidebookLeft().length === 0');
      expect([widget, await listenersLeft(page)]).to.deep.equal([widget, []]);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.clock.fastForward(180_000);
      expect(asked).to.deep.equal([]);
      expect(await page.evaluate('document.getElementById("root").childElementCount')).to.equal(0);
      await close();
    }
  });

  const nodes = (page: Page): Promise<number> =>
    page.evaluate<number>('document.querySelectorAll(".sb-grid, .sb-grid *").length');
  const scrollTo = async (page: Page, share: number): Promise<void> => {
    // The event comes with a frame of the browser, whose time is not the page's: on a busy machine long after the call.
    await page.evaluate(`new Promise((done) => {
      const grid = document.querySelector('.sb-grid'), before = grid.scrollTop;
      grid.addEventListener('scroll', () => done(null), { once: true });
      grid.scrollTop = grid.scrollHeight * ${String(share)};
      if (grid.scrollTop === before) done(null);
    })`);
    await settle(page);
    await page.clock.runFor(100);
  }; // prettier-ignore

  it('a list of ten thousand invoices has at most 150 nodes, wherever one scrolls, narrow and wide', async () => {
    for (const width of [360, 480, 720]) {
      const { page, close } = await openStory(site, 'invoices', 'many', { ...USUAL, width });
      for (const share of [0, 0.5, 1]) {
        await scrollTo(page, share);
        expect(await nodes(page), `${String(width)} px at ${String(share)}`).to.be.within(40, 150);
      }
      expect(await page.locator('[role=row]').last().innerText()).to.contain('СЧ-109999');
      await close();
    }
  });
});
