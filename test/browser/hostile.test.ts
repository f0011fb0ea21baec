/** What a person or a host may enter, kept in 1C and here, shown by every widget: as text, and it runs nothing. */
import { expect } from 'chai';
import type { FrameLocator } from 'playwright-core';
import { party } from '../hosts/onec/samples.ts';
import { closeBrowser } from './chromium.ts';
import { until } from './harness.ts';
import { type Real, startReal, visit, type Visit, OF_SALES } from './real.ts';
import { seed } from './seeded.ts';

const EVIL = [
  '<img src=x onerror=window.pwned=1>',
  '"><script>window.pwned=1</script>',
  "javascript:window.pwned=1//'",
  '{{constructor.constructor("window.pwned=1")()}} ${pwned=1} {n, plural, one{x}}',
  'счёт\u202eтёчс\u2066 \u0001\ufffe конец',
];
const LONG = 'Ж'.repeat(10_000);
const LOADED = 'window.opened = []; window.open = (url) => opened.push(url); window.alert = () => { window.pwned = 1; };';

describe('hostile texts in every widget', function () {
  this.timeout(60_000);
  for (const [i, evil] of [...EVIL, LONG].entries()) {
    it(`text ${String(i + 1)}: ${evil.slice(0, 24).replace(/[^ -~а-яё]/giu, '?')}`, async () => {
      const real: Real = await startReal();
      const at: Visit = await visit(real, LOADED);
      real.whole = true;
      // 1C keeps a name in 100 characters.
      const name = evil === LONG ? LONG.slice(0, 100) : evil;
      const line = evil.slice(0, 1000);
      const entity = await seed(real, { name, theirs: `${name.slice(0, 98)}1`, ours: `${name.slice(0, 98)}2`, line, comment: evil, sum: 1500 }); // prettier-ignore
      party(real.s.fake, { Description: name }); // its twin: a question of matching
      await real.s.everything();
      await real.open(entity);
      await at.page.setViewportSize({ width: 360, height: 700 });
      await at.page.goto(`${real.host.origin}/anywhere.html`);
      await at.page.frameLocator('sidebook-frame iframe').locator('.sb-widget').waitFor();
      await keepHere(real, entity, name, line);
      for (const widget of OF_SALES) await isText(at, widget, name);
      expect(at.errors).to.deep.equal([]);
      await at.close();
      await real.close();
    });
  }
  after(closeBrowser);

  /** What never reaches 1C: an offer of a rival with that name, and a note. */
  async function keepHere(real: Real, entity: string, name: string, line: string): Promise<void> {
    const lines = [{ item: null, text: line, quantity: '1', unit: name.slice(0, 50), price: '11.9' }];
    await post(real, 'rival-offers', { entity, competitor: { id: null, name }, number: name.slice(0, 50), validUntil: null, currency: 'RUB', vatIncluded: true, terms: name, lines }); // prettier-ignore
    await post(real, 'notes', { entity, kind: 'call', text: name });
  }

  async function post(real: Real, path: string, body: object): Promise<void> {
    const answer = await fetch(`${real.server.url}/api/v1/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${real.tokens.at(-1) ?? ''}`,
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify(body),
    });
    expect(answer.status, await answer.text()).to.be.below(300);
  }

  async function isText({ page }: Visit, widget: string, name: string): Promise<void> {
    await page.evaluate(`document.querySelector('sidebook-frame').setAttribute('widget', '${widget}')`);
    await until(page, `document.querySelector('iframe').src.includes('/${widget}')`);
    const frame: FrameLocator = page.frameLocator('sidebook-frame iframe');
    await frame.locator('.sb-widget').waitFor();
    await frame.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    if (widget === 'prices') {
      await frame.getByRole('tab', { name: 'Предложения' }).click();
      await frame.getByRole('combobox', { name: 'Товар' }).or(frame.getByLabel('Товар')).first().waitFor(); // it comes when it is asked for
    }
    const inside = page.frames()[1];
    const text = (await inside?.evaluate<string>('document.body.textContent')) ?? '';
    if (widget !== 'invoices') expect(text, widget).to.contain(name.slice(0, 20));
    const facts = await inside?.evaluate(`[window.pwned, document.querySelectorAll('.sb script, .sb img, .sb iframe, .sb [href^="javascript:"]').length, [...document.querySelectorAll('.sb *')].filter((el) => el.getBoundingClientRect().right > innerWidth + 1 && !el.closest('.sb-grid, .sb-hidden')).map((el) => el.tagName + '.' + el.className)]`); // prettier-ignore
    expect(facts, widget).to.deep.equal([undefined, 0, []]);
    expect(await page.evaluate('[window.pwned, opened.length]')).to.deep.equal([undefined, 0]);
  }
});
