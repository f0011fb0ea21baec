/** <sidebook-widget> on a page of our own: in a shadow root, as its attributes say, gone without a trace, and never with what is internal. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { textsFor } from '../../connector/server/embed/texts.ts';
import { telemetry } from '../../connector/server/contract/embed.ts';
import { ready } from '../../widgets/counterparty/story.ts';
import { closeBrowser } from './chromium.ts';
import { openPage, until, USUAL } from './harness.ts';
import { countListeners, listenersLeft } from './listeners.ts';
import { POLICY, startStorySite, type StorySite } from './story-server.ts';

const ENTITY = 'ut11:Catalog_Контрагенты:6a1e0c52-9a57-11ee-8c3d-00155d012345';

describe('the inline shell', function () {
  this.timeout(60_000);
  let site: StorySite;
  let answer: object = ready;
  let markup = '';
  const tokens: (string | undefined)[] = [];
  const reports: string[] = [];

  before(async () => {
    site = await startStorySite();
    serve();
  });
  beforeEach(() => {
    answer = ready;
    tokens.length = 0;
    reports.length = 0;
    markup = `<sidebook-widget widget="counterparty" entity-id="${ENTITY}" lang="ru" theme="light"></sidebook-widget>`;
  });
  after(async () => {
    await site.stop();
    await closeBrowser();
  });

  function serve(): void {
    const script = `window.told = []; window.asked = 0;
      for (const name of ['ready', 'error']) addEventListener('sidebook:' + name, (event) => told.push({ name, detail: event.detail }));
      window.give = (el) => { el.tokenProvider = () => Promise.resolve('token-' + String(++asked)); return el; };
      document.querySelectorAll('sidebook-widget').forEach(give);
      await import('/assets/${site.manifest.inline.js}');`;
    site.serve('/own.js', (_req, res) => res.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script));
    site.serve('/own', (_req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY });
      res.end(
        `<!doctype html><meta charset="utf-8"><title>Own</title><body>${markup}<script type="module" src="/own.js"></script>`,
      );
    });
    for (const lang of ['ru', 'en'])
      site.serve(`/texts/${lang}/counterparty`, (_req, res) => {
        res.writeHead(200, { 'Content-Type': 'application/json' });
        res.end(JSON.stringify(textsFor(site.catalogues[lang] ?? {}, 'counterparty')));
      });
    site.serve('/api/v1/counterparty', (req, res) => {
      tokens.push(req.headers.authorization);
      res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    });
    site.serve('/api/v1/telemetry', (req, res) => {
      req.on('data', (part: Buffer) => reports.push(part.toString())).on('end', () => res.writeHead(204).end());
    });
  }
  const open = async (): Promise<{ page: Page; errors: string[]; close: () => Promise<void> }> => {
    const { page, context, errors } = await openPage(USUAL);
    await page.goto(`${site.origin}/own`);
    return { page, errors, close: () => context.close() };
  };
  const shown = (page: Page, text: string): Promise<void> => page.getByText(text, { exact: true }).first().waitFor();
  const set = (page: Page, name: string, value: string): Promise<unknown> => page.evaluate(`document.querySelector('sidebook-widget').setAttribute('${name}', '${value}')`); // prettier-ignore

  it('shows the widget in a shadow root with style sheets that the policy allows', async () => {
    const { page, errors, close } = await open();
    await shown(page, 'ООО «Северстрой»');
    const seen = await page.evaluate(`(() => {
      const root = document.querySelector('sidebook-widget').shadowRoot;
      return [root.adoptedStyleSheets.length > 0, document.adoptedStyleSheets.length, root.querySelectorAll('style').length, getComputedStyle(root.querySelector('.sb')).fontSize];
    })()`);
    expect(seen).to.deep.equal([true, 0, 0, '14px']);
    expect([tokens, errors]).to.deep.equal([['Bearer token-1'], []]);
    expect(await page.evaluate('told')).to.deep.equal([{ name: 'ready', detail: {} }]);
    await close();
  });

  it('follows its attributes: language, theme, record, label, widget', async () => {
    const { page, errors, close } = await open();
    await shown(page, 'Нам должны');
    answer = { ...ready, owner: 'Ivanova A.' };
    await set(page, 'lang', 'en');
    await shown(page, 'Owes us');
    await shown(page, 'Owner: Ivanova A.'); // what the server says is asked for anew, in the language of a new token
    expect(tokens.at(-1)).to.equal('Bearer token-2');
    await set(page, 'theme', 'dark');
    await page.locator('.sb-dark').waitFor();
    await set(page, 'label', 'Debts');
    await page.getByRole('region', { name: 'Debts' }).waitFor();
    answer = { ...ready, name: 'Вега' };
    await set(page, 'entity-id', 'ut11:Catalog_Контрагенты:1');
    await shown(page, 'Вега');
    expect(tokens.at(-1)).to.equal('Bearer token-3');
    await set(page, 'widget', 'none');
    await page.getByRole('alert').waitFor();
    await set(page, 'widget', 'counterparty');
    await shown(page, 'Вега');
    expect(await page.locator('[role=alert]').count()).to.equal(0);
    expect(errors).to.deep.equal([]);
    await close();
  });

  it('for a record that is not saved yet says so, and shows it once it is', async () => {
    markup = markup.replace(/ entity-id="[^"]*"/, '');
    const { page, close } = await open();
    await shown(page, 'Контрагент ещё не записан');
    expect(tokens).to.deep.equal([]);
    await set(page, 'entity-id', ENTITY);
    await shown(page, 'ООО «Северстрой»');
    await close();
  });

  it('leaves no listener, observer or timer, whether it is taken away late or before it has begun', async () => {
    markup = '';
    const { page, close } = await open();
    await until(page, 'customElements.get("sidebook-widget")');
    await countListeners(page);
    const add = `(() => { const el = give(document.createElement('sidebook-widget')); el.setAttribute('widget', 'counterparty'); el.setAttribute('entity-id', '${ENTITY}'); el.setAttribute('theme', 'auto'); document.body.append(el); window.last = el; })()`;
    await page.evaluate(add);
    await shown(page, 'ООО «Северстрой»');
    expect(await listenersLeft(page)).not.to.deep.equal([]);
    await page.evaluate('last.remove()');
    await page.clock.runFor(100);
    expect(await listenersLeft(page)).to.deep.equal([]);
    await page.evaluate(`${add}; last.remove()`);
    await page.waitForLoadState('networkidle');
    await page.clock.runFor(100);
    expect([await listenersLeft(page), tokens.length]).to.deep.equal([[], 1]);
    await page.evaluate('document.body.append(last)');
    await shown(page, 'ООО «Северстрой»');
    expect(await page.evaluate('last.shadowRoot.children.length')).to.equal(1);
    await close();
  });

  it('refuses a widget with internal information in plain words, and asks the server for nothing of it', async () => {
    const widgets = { ...site.manifest.widgets, counterparty: { js: 'internal.js' } };
    site.serve('/manifest.json', (_req, res) => res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ ...site.manifest, widgets }))); // prettier-ignore
    site.serve('/assets/internal.js', (_req, res) => res.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`export default { name: 'counterparty', private: true, View: () => 'secret' }`)); // prettier-ignore
    const { page, close } = await open();
    const said = await page.getByRole('alert').innerText();
    expect(said).to.match(/^Здесь эта панель не показывается: в ней внутренняя информация/);
    expect(await page.evaluate('told')).to.deep.equal([{ name: 'error', detail: { code: 'private-widget' } }]);
    expect([tokens, (await page.content()).includes('secret')]).to.deep.equal([[], false]);
    await close();
    site.serve('/manifest.json', (_req, res) => res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(site.manifest))); // prettier-ignore
  });

  it('reports its first data where the page asks for it', async () => {
    markup = markup.replace(' widget=', ' telemetry widget=');
    const { page, close } = await open();
    const [report] = await Promise.all([page.waitForResponse(/telemetry$/), shown(page, 'ООО «Северстрой»')]);
    const { widget, shell, version } = telemetry.parse(report.request().postDataJSON());
    expect([report.status(), widget, shell, version]).to.deep.equal([204, 'counterparty', 'inline', site.manifest.build]);
    await close();
  });
});
