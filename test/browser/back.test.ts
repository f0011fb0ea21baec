/** From a panel that another one opened in its place there is a way back, in the samples as they stand in the guides. */
import { expect } from 'chai';
import type { FrameLocator } from 'playwright-core';
import { WIDGETS } from '../../connector/server/contract/embed.ts';
import { messages } from '../../widgets/runtime/messages.ts';
import { invoice, line } from '../hosts/onec/samples.ts';
import { customer } from '../scenarios/making.ts';
import { HOST, parties } from '../scenarios/setting.ts';
import { closeBrowser } from './chromium.ts';
import { until } from './harness.ts';
import { type Real, startReal, visit, type Visit } from './real.ts';

/** The panel has told the form, as it tells each form, that something is typed. */
const DIRTY_1C = 'events.indexOf("dirty") >= 0';

describe('the way back', function () {
  this.timeout(60_000);
  let real: Real;
  let key = '';
  let at: Visit;
  let asked: string[];
  let answer = false;
  before(async () => {
    real = await startReal();
    const { fake } = real.s;
    key = customer(fake);
    invoice(fake, { Контрагент_Key: key, Date: '2026-02-01T10:00:00', Товары: [line(1500)], СуммаДокумента: 1500 });
    await real.s.everything();
    await real.open(`${HOST}:${parties}:${key}`);
  });
  beforeEach(() => {
    asked = [];
  });
  afterEach(() => at.close());
  after(async () => {
    await real.close();
    await closeBrowser();
  });

  const go = async (path: string): Promise<void> => {
    at = await visit(real);
    at.page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void (answer ? dialog.accept() : dialog.dismiss());
    });
    await at.page.goto(`${real.host.origin}/${path}`);
  };
  const press = (panel: FrameLocator, name: string): Promise<void> => panel.getByRole('button', { name, exact: true }).click();
  const party = (panel: FrameLocator): Promise<void> => panel.getByText('Нам должны', { exact: true }).waitFor();
  const bills = (panel: FrameLocator): Promise<void> => panel.getByRole('button', { name: 'Новый' }).waitFor();

  const PLACES: readonly (readonly [string, () => string, () => FrameLocator, string])[] = [
    ['a page of anyone', () => 'anywhere.html', () => at.page.frameLocator('sidebook-frame iframe'), 'document.querySelector("sidebook-frame").isDirty()'],
    ['a form of 1C', () => 'onec.html', () => at.page.frameLocator('#field'), DIRTY_1C],
    ['a form of Dynamics', () => `dynamics.html?table=${encodeURIComponent(parties)}&id=${key}`, () => at.page.frameLocator('#WebResource_sidebook').frameLocator('iframe'), 'document.getElementById("WebResource_sidebook").contentDocument.getElementById("panel").isDirty()'],
  ]; // prettier-ignore
  for (const [name, path, panelOf, isDirty] of PLACES) {
    it(`${name}: from the invoices by a button and by Esc, and none where nobody came from a panel`, async () => {
      await go(path());
      const panel = panelOf();
      await party(panel);
      expect(await panel.locator('.sb-back').count()).to.equal(0);
      await press(panel, 'Счета');
      await bills(panel);
      await press(panel, 'К контрагенту');
      await party(panel);
      expect(await panel.locator('.sb-back').count()).to.equal(0);
      await press(panel, 'Счета');
      await bills(panel);
      await at.page.keyboard.press('Escape');
      await party(panel);
      expect([at.errors, asked]).to.deep.equal([[], []]);
    });

    it(`${name}: what is typed is not lost by Esc, nor by the button without a question`, async () => {
      await go(path());
      const panel = panelOf();
      await press(panel, 'Выставить счёт');
      const text = panel.locator('[data-field="lines.0.text"] input');
      await text.fill('Доставка');
      await until(at.page, isDirty);
      await text.press('Escape');
      answer = false;
      await Promise.all([at.page.waitForEvent('dialog'), press(panel, 'К контрагенту')]);
      expect(await text.inputValue()).to.equal('Доставка');
      answer = true;
      await press(panel, 'К контрагенту');
      await party(panel);
      expect(asked.length).to.equal(2);
    });
  }

  it('a form of 1C: told again to show the same, or its document made again, it leaves what is typed', async () => {
    await go('onec.html');
    const panel = at.page.frameLocator('#field');
    await press(panel, 'Выставить счёт');
    const text = panel.locator('[data-field="lines.0.text"] input');
    await text.fill('Доставка');
    await until(at.page, DIRTY_1C);
    await at.page.evaluate('show("invoices", "")');
    await at.page.evaluate('complete()');
    expect(await text.inputValue()).to.equal('Доставка');
    expect(asked).to.deep.equal([]);
  });

  it('every panel has its words, in each language', () => {
    for (const texts of Object.values(messages)) expect(texts).to.include.keys(WIDGETS.map((name) => `runtime.backTo.${name}`));
  });
});
