/** What the first look at a widget costs: real requests to the real server, counted and weighed as they came over the wire. */
import { expect } from 'chai';
import type { Response } from 'playwright-core';
import { buildWidgets } from '../../widgets/build.js';
import { browser, closeBrowser } from './chromium.ts';
import { until } from './harness.ts';
import { KB, LIMITS } from '../bundles/limits.ts';
import { offices } from '../server/office.ts';
import { frameHtml, type HostPage, oneParty, startHostPage } from './host-page.ts';
import { OUT } from './story-server.ts';

const WIDGETS = ['counterparty', 'invoices', 'problems', 'sync', 'matching', 'prices', 'notes', 'translations'] as const;

describe('the first load of a widget page', function () {
  this.timeout(60_000);
  const open = offices();
  let host: HostPage;

  before(async () => {
    await buildWidgets(OUT);
    host = await startHostPage();
  });
  after(async () => {
    host.stop();
    await closeBrowser();
  });

  /** Bytes of the bodies as they were sent. */
  const weight = async (answers: readonly Response[]): Promise<number> => {
    const sizes = await Promise.all(answers.map((one) => one.request().sizes()));
    return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  };

  for (const widget of WIDGETS)
    it(`${widget}: at most 4 requests and 40 kB, its data apart`, async () => {
      const office = await open({ assets: OUT, api: oneParty() });
      office.client({ origins: [host.origin] });
      host.show(frameHtml(office, widget));
      const context = await (await browser()).newContext();
      const page = await context.newPage();
      const answers: Response[] = [];
      page.on('response', (one) => answers.push(one));
      await page.goto(host.origin);
      await until(page, 'window.ready !== undefined');
      await page.waitForLoadState('networkidle');
      const paths = answers.map((one) => new URL(one.url()).pathname);
      const own = answers.filter((one) => one.url().startsWith(office.server.url) && !/\/api\/v1\/|loader\.js$/.test(one.url()));
      expect(own.map((one) => one.status())).to.deep.equal(own.map(() => 200));
      expect(own.length, paths.join(' ')).to.be.within(3, 4);
      expect(await weight(own), paths.join(' ')).to.be.within(15 * KB, LIMITS.firstLoad);
      // One call of its data, and nothing but that and the report.
      const calls = paths.filter((path) => path.startsWith('/api/v1/') && !path.endsWith('/telemetry'));
      expect(new Set(calls).size, calls.join(' ')).to.equal(1);
      if (widget === 'counterparty') expect(await page.evaluate('typeof ready')).to.equal('number');
      await context.close();
    });
});
