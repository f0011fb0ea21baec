/** The shells in simulated host pages: a page of another origin with a strict policy, and a form of 1C with an opaque origin. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { telemetry as contract } from '../../connector/server/contract/embed.ts';
import { ready } from '../../widgets/counterparty/story.ts';
import { framePage } from '../../widgets/shells/frame-data.ts';
import { closeBrowser } from './chromium.ts';
import { openPage, settle, until, USUAL } from './harness.ts';
import { OUT, POLICY, sendFile, startStorySite, type StorySite } from './story-server.ts';

const ENTITY = 'ut11:Catalog_Контрагенты:6a1e0c52-9a57-11ee-8c3d-00155d012345';
interface Told {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

describe('embedding', function () {
  this.timeout(60_000);
  let site: StorySite;
  let host: Server;
  let hostOrigin = '';
  let hostHtml = '';
  /** Path of the server the host's page names. */
  let base = '';
  let frameHangs = false;
  let allowed: string[] = [];
  const tokens: (string | undefined)[] = [];
  const asked: string[] = [];
  let telemetry = true;
  const reports: string[] = [];
  let answer: { status: number; body: unknown } = { status: 200, body: ready };

  before(async () => {
    site = await startStorySite();
    host = createServer((req, res) => hostPage(req.url ?? '/', res));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    hostOrigin = `http://127.0.0.1:${String((host.address() as AddressInfo).port)}`;
    allowed = [hostOrigin];
    serveEmbed('');
    serveEmbed('/office');
    hearReports();
  });
  beforeEach(() => {
    tokens.length = 0;
    asked.length = 0;
    reports.length = 0;
    telemetry = true;
    frameHangs = false;
    base = '';
    allowed = [hostOrigin];
    answer = { status: 200, body: ready };
    hostHtml = `<sidebook-frame client="ut11" widget="counterparty" entity-id="${ENTITY}" lang="ru" theme="light" label="Контрагент"></sidebook-frame>`;
  });
  after(async () => {
    host.closeAllConnections();
    host.close();
    await site.stop();
    await closeBrowser();
  });

  /** A host with a strict policy: our origin for script and frame, nothing else of ours. */
  function hostPage(path: string, res: ServerResponse): void {
    const policy = `default-src 'none'; script-src 'self' ${site.origin}; frame-src ${site.origin}`;
    if (path === '/host.js') return void res.writeHead(200, { 'Content-Type': 'text/javascript' }).end(HOST_SCRIPT);
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy });
    res.end(
      `<!doctype html><meta charset="utf-8"><title>Host</title><script src="/host.js"></script><script async src="${site.origin}${base}/embed/v1/loader.js"></script>${hostHtml}`,
    );
  }
  const HOST_SCRIPT = `
    window.told = []; window.asked = 0; window.messages = [];
    addEventListener('message', (event) => messages.push(JSON.stringify(event.data)));
    for (const name of ['ready', 'resize', 'dirty', 'navigate', 'error']) addEventListener('sidebook:' + name, (event) => told.push({ name, detail: event.detail }));
    addEventListener('DOMContentLoaded', () => document.querySelectorAll('sidebook-frame').forEach((frame) => {
      if (!window.noProvider) frame.tokenProvider = window.provider;
    }));
    window.provider = () => Promise.resolve('token-' + String(++asked));`;

  function serveEmbed(base: string): void {
    site.serve(`${base}/embed/v1/loader.js`, (_req, res) => sendFile(res, join(OUT, 'loader.js')));
    site.serve(`${base}/embed/v1/ut11/counterparty`, (_req, res) => {
      if (frameHangs) return void res.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>nothing of ours</p>');
      const data = { client: 'ut11', widget: 'counterparty', origins: allowed, build: site.manifest.build, telemetry, script: `/assets/${site.manifest.widgets['counterparty']?.js ?? ''}`, styles: `/assets/${site.manifest.styles.css}`, api: `${base}/api/v1/`, catalogues: { ru: site.catalogues['ru'] ?? {} }, locales: { en: `/assets/${site.manifest.locales['en'] ?? ''}` } }; // prettier-ignore
      res.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': `${POLICY}; frame-ancestors ${hostOrigin}`,
      });
      res.end(framePage(data, `/assets/${site.manifest.page.js}`, 'ru'));
    });
    site.serve(`${base}/api/v1/counterparty`, (req, res) => {
      asked.push(req.url ?? '');
      const cors = {
        'Access-Control-Allow-Origin': req.headers.origin ?? '*',
        'Access-Control-Allow-Headers': 'authorization, if-none-match',
        'Access-Control-Expose-Headers': 'etag, retry-after',
      };
      if (req.method === 'OPTIONS') return void res.writeHead(204, cors).end();
      tokens.push(req.headers.authorization);
      expect(req.headers.cookie).to.equal(undefined);
      const expired = req.headers.authorization === 'Bearer old';
      const { status, body } = expired ? { status: 401, body: { code: 'token-expired', title: 'x' } } : answer;
      res.writeHead(status, { 'Content-Type': 'application/json', ...cors }).end(JSON.stringify(body));
    });
  }

  /** Takes what widgets report. */
  function hearReports(): void {
    site.serve('/api/v1/telemetry', (req, res) => {
      const cors = { 'Access-Control-Allow-Origin': req.headers.origin ?? '*', 'Access-Control-Allow-Headers': 'authorization, content-type, idempotency-key' }; // prettier-ignore
      if (req.method === 'OPTIONS') return void res.writeHead(204, cors).end();
      let body = '';
      req
        .on('data', (part: Buffer) => (body += part.toString()))
        .on('end', () => {
          reports.push(body);
          res.writeHead(500, cors).end();
        });
    });
  }
  const reported = async (page: Page): Promise<unknown> => {
    for (let i = 0; i < 20 && reports.length === 0; i++) await page.clock.runFor(50);
    const { firstDataMs, ...rest } = contract.parse(JSON.parse(reports[0] ?? ''));
    expect(firstDataMs).to.be.within(0, 60_000);
    return rest;
  };

  const open = async (script = ''): Promise<{ page: Page; errors: string[]; close: () => Promise<void> }> => {
    const { page, context, errors } = await openPage({ ...USUAL, height: 900 });
    if (script) await page.addInitScript(script);
    await page.goto(hostOrigin, { waitUntil: 'load' });
    return { page, errors, close: () => context.close() };
  };
  const told = (page: Page): Promise<Told[]> => page.evaluate<Told[]>('told');
  const inFrame = (page: Page) => page.frameLocator('iframe');
  const shown = (page: Page, text: string): Promise<void> => inFrame(page).getByText(text, { exact: true }).first().waitFor();

  it('shows the debt on a page of another origin with a strict policy; the token is in no address, message to others, or event', async () => {
    const { page, errors, close } = await open();
    await shown(page, 'ООО «Северстрой»');
    expect(await inFrame(page).locator('.sb-strong dd').first().innerText()).to.match(/^1\s234\s567,80\s₽$/);
    expect(tokens).to.deep.equal(['Bearer token-1']);
    await page.clock.runFor(100);
    const events = await told(page);
    expect(events.map(({ name }) => name))
      .to.include('ready')
      .and.to.include('resize');
    expect(await page.evaluate<number>('document.querySelector("iframe").offsetHeight')).to.be.within(300, 900);
    const seen = JSON.stringify([
      events,
      await page.evaluate('messages'),
      await page.content(),
      page.frames().map((frame) => frame.url()),
    ]);
    expect(seen).not.to.contain('token-1').and.not.to.contain('1234567');
    expect(errors).to.deep.equal([]);
    await close();
  });

  it('several frames share one provider and one token', async () => {
    hostHtml += hostHtml;
    const { page, close } = await open();
    await page.frameLocator('iframe >> nth=1').getByText('ООО «Северстрой»').first().waitFor();
    await page.frameLocator('iframe >> nth=0').getByText('ООО «Северстрой»').first().waitFor();
    expect(await page.evaluate<number>('asked')).to.equal(1);
    await close();
  });

  it('another record gets a token of its own, once for all frames that show it, and the one seen before keeps its own', async () => {
    hostHtml += hostHtml;
    const { page, close } = await open();
    const both = async (text: string): Promise<void> => {
      for (const nth of ['0', '1']) await page.frameLocator(`iframe >> nth=${nth}`).getByText(text, { exact: true }).first().waitFor();
    }; // prettier-ignore
    const show = async (key: string, name: string): Promise<void> => {
      answer = { status: 200, body: { ...ready, name } };
      tokens.length = 0;
      await page.evaluate(`document.querySelectorAll("sidebook-frame").forEach((frame) => frame.setAttribute("entity-id", "ut11:Catalog_Контрагенты:${key}"))`); // prettier-ignore
      await both(name);
    };
    await both('ООО «Северстрой»');
    await show('1', 'Вега');
    expect(tokens).to.deep.equal(['Bearer token-2', 'Bearer token-2']);
    await show('2', 'Альфа');
    expect(tokens).to.deep.equal(['Bearer token-3', 'Bearer token-3']);
    await show('1', 'Вега');
    expect(tokens).to.deep.equal(['Bearer token-2', 'Bearer token-2']);
    expect(await page.evaluate<number>('asked')).to.equal(3);
    await close();
  });

  it('a record that changes while its token is made is never asked for with that token', async () => {
    const { page, close } = await open(
      `window.given = []; window.provider = () => new Promise((resolve) => given.push(resolve)); Object.defineProperty(window, 'provider', { writable: false });`,
    );
    await page.frameLocator('iframe').locator('main').waitFor({ state: 'attached' });
    await page.clock.runFor(50);
    await page.evaluate(`document.querySelector("sidebook-frame").setAttribute("entity-id", "ut11:Catalog_Контрагенты:1")`);
    await page.evaluate(`given[0]('of-the-first')`);
    await until(page, 'given.length === 2');
    await page.evaluate(`given[1]('of-the-second')`);
    await shown(page, 'ООО «Северстрой»');
    expect([tokens, asked.map((url) => decodeURIComponent(url).slice(-2))]).to.deep.equal([['Bearer of-the-second'], [':1']]);
    await close();
  });

  it('a frame without client or widget opens nothing, until it has both; without them again it is empty', async () => {
    hostHtml = '<sidebook-frame></sidebook-frame>';
    const { page, close } = await open();
    const set = (name: string, value: string): Promise<unknown> => page.evaluate(`document.querySelector("sidebook-frame").setAttribute("${name}", "${value}")`); // prettier-ignore
    await until(page, 'customElements.get("sidebook-frame")');
    await set('entity-id', ENTITY);
    await set('widget', 'counterparty');
    await page.clock.runFor(9_000);
    expect([await page.locator('iframe').count(), await told(page), await page.evaluate('asked')]).to.deep.equal([0, [], 0]);
    await set('client', 'ut11');
    await shown(page, 'ООО «Северстрой»');
    await set('widget', '');
    expect(await page.locator('iframe').count()).to.equal(0);
    await close();
  });

  it('a frame in a shadow root is given its provider late', async () => {
    hostHtml = '<div></div>';
    const { page, close } = await open();
    await until(page, 'customElements.get("sidebook-frame")');
    await page.evaluate(`(() => {
      const frame = document.createElement('sidebook-frame');
      for (const [name, value] of [['client', 'ut11'], ['widget', 'counterparty'], ['entity-id', '${ENTITY}']]) frame.setAttribute(name, value);
      document.querySelector('div').attachShadow({ mode: 'open' }).append(frame);
      setTimeout(() => (frame.tokenProvider = provider), 2000);
    })()`);
    await page.frameLocator('iframe').locator('main').waitFor({ state: 'attached' });
    await page.clock.runFor(2_100);
    await shown(page, 'ООО «Северстрой»');
    await close();
  });

  it('a server under a path is where the loader came from, or what the element names', async () => {
    base = '/office';
    const own = await open();
    await shown(own.page, 'ООО «Северстрой»');
    expect(own.page.frames().map((frame) => frame.url())[1]).to.equal(`${site.origin}/office/embed/v1/ut11/counterparty?lang=ru`);
    await own.close();
    base = '';
    hostHtml = hostHtml.replace('client=', `server="${site.origin}/office/" client=`);
    const named = await open();
    await shown(named.page, 'ООО «Северстрой»');
    expect(named.page.frames().map((frame) => frame.url())[1]).to.equal(`${site.origin}/office/embed/v1/ut11/counterparty?lang=ru`); // prettier-ignore
    await named.close();
  });

  it('a page of an origin that is not allowed is not answered, though it could frame us', async () => {
    allowed = ['https://other.example'];
    const { page, close } = await open();
    for (let i = 0; i < 10; i++) await page.clock.runFor(300);
    expect(tokens).to.deep.equal([]);
    await close();
  });

  it('an init with a wrong nonce, and an old one sent again, change nothing', async () => {
    const wrong = `addEventListener('message', (event) => {
      if (!event.data || event.data.sidebook !== 'hello') return;
      const { port2 } = new MessageChannel();
      event.source.postMessage({ sidebook: 'init', nonce: 'guess', proto: 1, token: 'evil', entity: null, tokens: {} }, event.origin, [port2]);
      window.replay = () => { const { port2: other } = new MessageChannel(); event.source.postMessage({ sidebook: 'init', nonce: event.data.nonce, proto: 1, token: 'evil', entity: 'evil:a:b', lang: 'en', tokens: {} }, event.origin, [other]); };
    });`;
    const { page, close } = await open(wrong);
    await shown(page, 'ООО «Северстрой»');
    await page.evaluate('replay()');
    for (let i = 0; i < 5; i++) await page.clock.runFor(100);
    await shown(page, 'Нам должны');
    expect(new Set(tokens)).to.deep.equal(new Set(['Bearer token-1']));
    await close();
  });

  it('a hello from elsewhere than the frame gets no token', async () => {
    const { page, close } = await open();
    await shown(page, 'ООО «Северстрой»');
    await page.evaluate(`postMessage({ sidebook: 'hello', nonce: 'mine', proto: [1, 1] }, '*')`);
    await page.clock.runFor(100);
    expect(await page.evaluate<string>('JSON.stringify(messages)')).not.to.contain('init');
    await close();
  });

  it('a frame that is loaded again says hello again and recovers', async () => {
    const { page, close } = await open();
    await shown(page, 'ООО «Северстрой»');
    answer = { status: 200, body: { ...ready, name: 'После перезагрузки' } };
    await page.evaluate('document.querySelector("iframe").src = document.querySelector("iframe").src');
    await shown(page, 'После перезагрузки');
    await close();
  });

  it('its shell reports the first data once, with codes of errors before it, and no name, sum or id; a refusal is nobody’s trouble', async () => {
    answer = { status: 500, body: { code: 'internal', title: 'x', detail: '', next: '', who: 'admin', traceId: 't', status: 500, type: '' } }; // prettier-ignore
    const { page, errors, close } = await open();
    await inFrame(page).getByRole('button', { name: 'Повторить' }).waitFor();
    expect(reports).to.deep.equal([]);
    answer = { status: 200, body: ready };
    await page.evaluate('document.querySelector("sidebook-frame").refresh()');
    await shown(page, 'ООО «Северстрой»');
    expect(await reported(page)).to.deep.equal({
      widget: 'counterparty', shell: 'frame', version: site.manifest.build, engine: 'chromium', errors: ['internal'],
    }); // prettier-ignore
    await page.evaluate('document.querySelector("sidebook-frame").refresh()');
    for (let i = 0; i < 10; i++) await page.clock.runFor(100);
    expect([reports.length, errors]).to.deep.equal([1, []]);
    await close();
  });

  it('its shell reports nothing where the server does not want to know', async () => {
    telemetry = false;
    const { page, close } = await open();
    await shown(page, 'ООО «Северстрой»');
    for (let i = 0; i < 10; i++) await page.clock.runFor(100);
    expect(reports).to.deep.equal([]);
    await close();
  });

  it('no hello within eight seconds is told', async () => {
    frameHangs = true;
    const { page, close } = await open();
    await page.clock.runFor(7_900);
    expect((await told(page)).filter(({ name }) => name === 'error')).to.deep.equal([]);
    await page.clock.runFor(200);
    expect((await told(page)).filter(({ name }) => name === 'error')).to.deep.equal([
      { name: 'error', detail: { code: 'frame-timeout' } },
    ]);
    await close();
  });

  it('an engine without style sheets made by script loads them as a file, within the policy', async () => {
    const { page, errors, close } = await open(
      'delete Document.prototype.adoptedStyleSheets; delete ShadowRoot.prototype.adoptedStyleSheets;',
    );
    await shown(page, 'ООО «Северстрой»');
    const button = inFrame(page).getByRole('button', { name: 'Открыть' });
    await button.waitFor();
    const look = (name: string): Promise<string> =>
      button.evaluate((el, one) => getComputedStyle(el).getPropertyValue(one), name);
    expect([await look('border-top-left-radius'), await look('min-height')]).to.deep.equal(['6px', '30px']);
    expect(errors).to.deep.equal([]);
    await close();
  });

  it('a host that never gives a token is told of, and the panel offers to try again', async () => {
    const { page, close } = await open(
      `window.provider = () => (window.asked++ ? Promise.resolve('late') : new Promise(() => undefined)); Object.defineProperty(window, 'provider', { writable: false });`,
    );
    await page.frameLocator('iframe').locator('main').waitFor({ state: 'attached' });
    await page.clock.runFor(15_100);
    expect((await told(page)).filter(({ name }) => name === 'error')).to.deep.include({ name: 'error', detail: { code: 'token-provider' } }); // prettier-ignore
    for (let i = 0; i < 4; i++) await page.clock.runFor(5_000);
    await inFrame(page).locator('.sb').waitFor();
    await close();
  });

  it('an expired token is renewed once, and another language, record and theme are taken without a reload', async () => {
    const { page, close } = await open(
      `window.provider = () => Promise.resolve(window.asked++ ? 'new' : 'old'); Object.defineProperty(window, 'provider', { writable: false });`,
    );
    await shown(page, 'ООО «Северстрой»');
    expect(tokens).to.deep.equal(['Bearer old', 'Bearer new']);
    answer = { status: 200, body: { ...ready, owner: 'Ivanova A.' } };
    await page.evaluate('document.querySelector("sidebook-frame").setAttribute("lang", "en")');
    await shown(page, 'Owes us');
    // What the server says is in the language of the token: both are got anew.
    await shown(page, 'Owner: Ivanova A.');
    expect(await page.evaluate<number>('asked')).to.equal(3);
    answer = { status: 200, body: { ...ready, name: 'Вега' } };
    await page.evaluate(`document.querySelector("sidebook-frame").setAttribute("entity-id", "ut11:Catalog_Контрагенты:0")`);
    await shown(page, 'Вега');
    await close();
  });

  it('refresh asks again; what was asked of a destroyed frame is rejected', async () => {
    const { page, close } = await open();
    await shown(page, 'ООО «Северстрой»');
    answer = { status: 200, body: { ...ready, name: 'Свежее' } };
    await page.evaluate('document.querySelector("sidebook-frame").refresh()');
    await shown(page, 'Свежее');
    const why = await page.evaluate<string>(
      `(() => { const frame = document.querySelector("sidebook-frame"); const asked = frame.refresh(); frame.destroy(); return asked.then(() => 'done', (error) => error.message); })()`,
    );
    expect(why).to.equal('destroyed');
    expect(await page.locator('iframe').count()).to.equal(0);
    await close();
  });

  describe('in a form of 1C', () => {
    /** As the HTML field does it: the page as text, in a document of an opaque origin, without what its engine lacks. */
    const LACKS = `delete window.fetch; delete window.queueMicrotask; delete window.ResizeObserver; delete window.PointerEvent; delete Array.prototype.flat; delete Array.prototype.at; delete String.prototype.replaceAll; delete Document.prototype.adoptedStyleSheets;`;
    /** A sandbox gives the opaque origin; a data: url would be kept from a server on this machine. */
    const asText = async (page: Page, html: string): Promise<void> => {
      site.serve('/form', (_req, res) =>
        res
          .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': 'sandbox allow-scripts' })
          .end(html),
      );
      await page.goto(`${site.origin}/form`);
    };
    const onec = async (
      before = '',
      altered = (html: string): string => html,
    ): Promise<{ page: Page; errors: string[]; close: () => Promise<void> }> => {
      const { page, context, errors } = await openPage(USUAL);
      const html = altered(readFileSync(join(OUT, '1c.html'), 'utf8')).replace(
        '<script>',
        () => `<script>${LACKS}</script><script>`,
      );
      const withCalls = before ? html.replace('<main', () => `<script>${before}</script><main`) : html;
      await asText(page, withCalls);
      expect(await page.evaluate<string>('origin')).to.equal('null');
      await page.evaluate(
        `window.clicks = []; document.getElementById('sidebook-event').addEventListener('click', (event) => clicks.push(event.eventData1C))`,
      );
      return { page, errors, close: () => context.close() };
    };
    const params = (over: object = {}): string =>
      JSON.stringify(
        JSON.stringify({
          widget: 'counterparty',
          api: `${site.origin}/api/v1/`,
          token: 't1',
          entity: ENTITY,
          lang: 'ru',
          tz: 'Europe/Moscow',
          ...over,
        }),
      );
    const started = async (page: Page): Promise<void> => {
      await page.waitForSelector('.sb');
      await settle(page);
      await page.getByText('ООО «Северстрой»', { exact: true }).waitFor();
    };

    it('shows the debt with an opaque origin, and draws again after a click without queueMicrotask', async () => {
      const { page, errors, close } = await onec();
      await page.evaluate(`Sidebook1C.start(${params()})`);
      await started(page);
      await page.getByRole('button', { name: 'Выставить счёт' }).click();
      await page.clock.runFor(50);
      await page.getByRole('dialog').waitFor();
      expect(errors).to.deep.equal([]);
      await close();
    });

    it('reports its first data when the server wrote so into the page, and else nothing', async () => {
      const { page, close } = await onec();
      await page.evaluate(`Sidebook1C.start(${params()})`);
      await started(page);
      for (let i = 0; i < 10; i++) await page.clock.runFor(100);
      expect(reports).to.deep.equal([]);
      await close();
      const told = await onec('', (html) => html.replace('id="sidebook-locales"', '$& data-telemetry="on"'));
      await told.page.evaluate(`Sidebook1C.start(${params()})`);
      await started(told.page);
      const version = await told.page.evaluate<string>('document.documentElement.dataset.build');
      expect(await reported(told.page)).to.deep.equal({ widget: 'counterparty', shell: '1c', version, engine: 'chromium', errors: [] }); // prettier-ignore
      expect(version).to.match(/^\w{10}$/);
      await told.close();
    });

    it('takes calls that came before it was ready', async () => {
      const { page, close } = await onec(`Sidebook1C.start(${params()}); Sidebook1C.refresh();`);
      await started(page);
      expect(tokens[0]).to.equal('Bearer t1');
      await close();
    });

    it('tells events by a click of the hidden button, as event and params', async () => {
      const { page, close } = await onec();
      await page.evaluate(`Sidebook1C.start(${params()})`);
      await started(page);
      await page.getByRole('button', { name: 'Открыть' }).click();
      await page.clock.runFor(20);
      expect(await page.evaluate('clicks.filter((one) => one.event === "navigate")')).to.deep.equal([
        { event: 'navigate', params: { entity: ENTITY } },
      ]);
      await close();
    });

    it('pull() brings them as text and ends the clicks; everything that comes out is text', async () => {
      const { page, close } = await onec();
      await page.evaluate(`Sidebook1C.pull(); Sidebook1C.start(${params()})`);
      await started(page);
      await page.getByRole('button', { name: 'Открыть' }).click();
      await page.clock.runFor(20);
      const pulled = await page.evaluate<string>('Sidebook1C.pull()');
      expect(JSON.parse(pulled)).to.deep.include({ event: 'navigate', params: { entity: ENTITY } });
      expect(await page.evaluate('Sidebook1C.pull()')).to.equal('[]');
      expect(await page.evaluate('clicks')).to.deep.equal([]);
      expect(await page.evaluate('[typeof Sidebook1C.isDirty(), Object.keys(Sidebook1C).sort().join()]')).to.deep.equal([
        'string',
        'isDirty,pull,refresh,setEntity,setToken,start',
      ]);
      await close();
    });

    it('asks for a token when it has none or it expired, and goes on with the one it is given', async () => {
      const { page, close } = await onec();
      await page.evaluate(`Sidebook1C.start(${params({ token: 'old' })})`);
      await page.waitForSelector('.sb');
      for (let i = 0; i < 10; i++) await page.clock.runFor(50);
      expect(await page.evaluate('clicks.map((one) => one.event)')).to.include('token-needed');
      await page.evaluate(`Sidebook1C.setToken('t2')`);
      await started(page);
      expect(tokens).to.deep.equal(['Bearer old', 'Bearer t2']);
      await close();
    });

    it('started again, it uses the token that came along, not the one of what was shown before', async () => {
      const { page, close } = await onec();
      await page.evaluate(`Sidebook1C.start(${params()})`);
      await started(page);
      answer = { status: 200, body: { ...ready, name: 'Вега' } };
      await page.evaluate(`Sidebook1C.start(${params({ token: 't2', entity: 'ut11:Catalog_Контрагенты:1' })})`);
      await page.clock.runFor(50);
      await page.getByText('Вега', { exact: true }).waitFor();
      expect(tokens).to.deep.equal(['Bearer t1', 'Bearer t2']);
      await close();
    });

    it('another record is shown with a new token', async () => {
      const { page, close } = await onec();
      await page.evaluate(`Sidebook1C.start(${params()})`);
      await started(page);
      answer = { status: 200, body: { ...ready, name: 'Вега' } };
      await page.evaluate(
        `Sidebook1C.setEntity(${JSON.stringify(JSON.stringify({ entity: 'ut11:Catalog_Контрагенты:1', token: 't2' }))})`,
      );
      await page.clock.runFor(50);
      await page.getByText('Вега', { exact: true }).waitFor();
      expect(tokens.at(-1)).to.equal('Bearer t2');
      await close();
    });

    it('keeps the keys of the form to itself, and takes its scrollbar style away', async () => {
      const { page, close } = await onec();
      await page.evaluate(`Sidebook1C.start(${params()})`);
      await started(page);
      await page.evaluate(
        `window.heard = []; addEventListener('keydown', (event) => heard.push(event.key)); document.head.appendChild(document.createElement('style')).id = '1C_scrollbar_7';`,
      );
      for (const key of ['Control+s', 'Escape', 'PageDown', 'x']) await page.keyboard.press(key);
      await page.clock.runFor(20);
      expect(await page.evaluate('heard')).to.deep.equal(['Control', 'x']);
      expect(await page.evaluate('document.querySelectorAll("style[id^=\\"1C_scrollbar_\\"]").length')).to.equal(0);
      await close();
    });

    it('an engine that cannot read it gets a message and a way into the browser', async () => {
      const { page, context } = await openPage(USUAL);
      const html = readFileSync(join(OUT, '1c.html'), 'utf8').replace('debounceRendering=', 'this is no script;');
      await asText(page, html);
      await page.evaluate(`Sidebook1C.start(${params()})`);
      expect(await page.locator('#sidebook-old').isVisible()).to.equal(true);
      expect(await page.locator('#sidebook-link').getAttribute('href')).to.equal(`${site.origin}/embed/v1/probe.html`);
      await context.close();
    });
  });
});
