/** The pages of the guides, on another origin, against the real server over a fake 1C. */
import { expect } from 'chai';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { invoice, line } from '../hosts/onec/samples.ts';
import { customer } from '../scenarios/making.ts';
import { HOST, parties } from '../scenarios/setting.ts';
import { closeBrowser } from './chromium.ts';
import { until } from './harness.ts';
import { type Real, startReal, visit, type Visit } from './real.ts';

const NAME = 'Василёк ООО';

describe('pages of the guides against the real server', function () {
  this.timeout(60_000);
  let real: Real;
  let key = '';
  let at: Visit;
  before(async () => {
    real = await startReal();
    const { fake } = real.s;
    key = customer(fake);
    invoice(fake, { Контрагент_Key: key, Date: '2026-02-01T10:00:00', Товары: [line(1500)], СуммаДокумента: 1500 });
    await real.s.everything();
    await real.open(`${HOST}:${parties}:${key}`);
  });
  afterEach(async () => {
    await at.close();
    real.ttl = 600;
    for (const id of ['portal', 'ut11', HOST]) real.client(id);
  });
  after(async () => {
    await real.close();
    await closeBrowser();
  });
  const go = async (path: string, init = ''): Promise<void> => {
    at = await visit(real, init);
    await at.page.goto(`${real.host.origin}/${path}`);
  };
  const inFrame = (): ReturnType<Visit['page']['frameLocator']> => at.page.frameLocator('sidebook-frame iframe');
  const inForm = (): ReturnType<Visit['page']['frameLocator']> =>
    at.page.frameLocator('#WebResource_sidebook').frameLocator('iframe');

  it('twenty lines on another origin with a strict policy show the debt', async () => {
    await go('anywhere.html');
    await inFrame().getByText(NAME, { exact: true }).first().waitFor();
    const text = (await inFrame().locator('.sb-widget').innerText()).replace(/\u00a0/g, ' ');
    expect(text).to.contain('Нам должны').and.to.contain('1 500,00');
    expect(at.errors).to.deep.equal([]);
  });

  it('the text document of 1C, of no origin, shows the debt and goes on to the invoices', async () => {
    await go('onec.html');
    const field = at.page.frameLocator('#field');
    await field.getByText(NAME, { exact: true }).first().waitFor();
    await field.getByRole('button', { name: 'Счета' }).click();
    await field.getByText('Счета 1', { exact: false }).first().waitFor();
    expect((await field.locator('.sb-widget').innerText()).replace(/\u00a0/g, ' ')).to.contain('1 500,00');
    expect(at.errors).to.deep.equal([]);
  });

  it('the form of Dynamics shows the counterparty and goes on to its invoices', async () => {
    await go(`dynamics.html?table=${encodeURIComponent(parties)}&id={${key.toUpperCase()}}`);
    await inForm().getByText(NAME, { exact: true }).first().waitFor();
    await inForm().getByRole('button', { name: 'Счета' }).click();
    await inForm().getByText('Счета 1', { exact: false }).first().waitFor();
    expect(at.errors).to.deep.equal([]);
  });

  it('a page of an origin that is not registered cannot frame it, and gets nothing', async () => {
    real.client('portal', { origins: ['https://portal.example'] });
    await go('anywhere.html');
    await until(at.page, 'document.querySelector("iframe")');
    await at.page.frames()[1]?.waitForLoadState();
    expect(await inFrame().locator('.sb').count()).to.equal(0);
    expect(await inFrame().locator('body').innerText()).not.to.contain(NAME);
    expect(at.seen.filter(({ url }) => url.includes('/api/v1/'))).to.deep.equal([]);
  });

  it('a client without the shell for 1C: the origin "null" is refused, and the page cannot read why', async () => {
    real.client('ut11', { allowNullOrigin: false });
    await go('onec.html');
    const field = at.page.frameLocator('#field');
    await field.getByRole('button', { name: 'Повторить' }).waitFor();
    expect(await field.locator('body').innerText()).not.to.contain(NAME);
  });

  it('access that runs out is renewed by itself, and what is typed stays', async () => {
    await go(`dynamics.html?table=${encodeURIComponent(parties)}&id=${key}`);
    await inForm().getByRole('button', { name: 'Счета' }).click();
    await inForm().getByRole('button', { name: 'Новый' }).click();
    const first = inForm().locator('[data-field="lines.0.text"] input');
    await first.fill('Доставка до объекта');
    const given = real.tokens.length;
    real.s.tick(11); // the token is over on the server
    await at.page.clock.setFixedTime(real.s.clock.now());
    await inForm().locator('[data-field="lines.0.price"] input').fill('100');
    await inForm().locator('[data-field="lines.0.price"] input').press('Tab');
    await inForm().getByText('100,00', { exact: false }).first().waitFor();
    expect(await first.inputValue()).to.equal('Доставка до объекта');
    expect(real.tokens.length).to.equal(given + 1);
  });

  it('a frame that is loaded again recovers', async () => {
    await go('anywhere.html');
    await inFrame().getByText(NAME, { exact: true }).first().waitFor();
    await at.page.evaluate('document.querySelector("iframe").src = document.querySelector("iframe").src');
    await inFrame().getByText('Нам должны', { exact: true }).first().waitFor();
  });

  it('a foreign page that copies the address of the frame is stopped', async () => {
    at = await visit(real);
    const foreign = createServer((_req, res) =>
      res
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end(`<iframe src="${real.server.url}/embed/v1/portal/counterparty"></iframe>`),
    );
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    await at.page.goto(`http://localhost:${String((foreign.address() as AddressInfo).port)}/`);
    expect(await at.page.frameLocator('iframe').locator('#root').count()).to.equal(0);
    foreign.closeAllConnections();
    foreign.close();
  });
});
