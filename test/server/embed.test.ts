/** What a host page and a browser get of /embed/v1: headers, files, and nothing else. */
import { expect } from 'chai';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { offices, ORIGIN, type Office } from './office.ts';

const POLICY = (ancestors: string): string =>
  `default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';frame-ancestors ${ancestors};base-uri 'none';form-action 'none';require-trusted-types-for 'script'`;

describe('the page of a frame', () => {
  const open = offices();

  it('has the headers of the guide: framed by pages of its client alone', async () => {
    const office = await open();
    office.client({ origins: [ORIGIN, 'http://localhost:3000'] });
    const { status, headers } = await office.ask('/embed/v1/ut11/counterparty');
    expect([status, headers['content-type']]).to.deep.equal([200, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).to.equal(POLICY(`${ORIGIN} http://localhost:3000`));
    expect([headers['x-frame-options'], headers['referrer-policy'], headers['x-content-type-options']]).to.deep.equal([undefined, 'no-referrer', 'nosniff']); // prettier-ignore
    expect([headers['cross-origin-opener-policy'], headers['set-cookie']]).to.deep.equal([undefined, undefined]);
  });

  it('is shown by nobody until the client has origins, nor where the client may not use frames', async () => {
    const office = await open();
    office.client({ origins: [] });
    expect((await office.ask('/embed/v1/ut11/counterparty')).headers['content-security-policy']).to.equal(POLICY(`'none'`));
    office.client({ shells: ['1c'] });
    expect((await office.ask('/embed/v1/ut11/counterparty')).headers['content-security-policy']).to.equal(POLICY(`'none'`));
  });

  it('does not exist for an unknown or revoked client and an unknown widget', async () => {
    const office = await open();
    for (const path of ['none/counterparty', 'ut11/weather', '__proto__/counterparty', 'ut11/__proto__', 'ut11/counterparty/x'])
      expect([path, (await office.ask(`/embed/v1/${path}`)).status]).to.deep.equal([path, 404]);
    office.registry.revokeClient('ut11', '');
    const said = await office.ask('/embed/v1/ut11/counterparty');
    expect([said.status, said.headers['content-security-policy']]).to.deep.equal([404, "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'"]); // prettier-ignore
  });

  it('runs no inline script, has its texts in the asked language, and says only what everybody may know', async () => {
    const office = await open();
    const { text } = await office.ask('/embed/v1/ut11/counterparty?lang=ru');
    const scripts = [...text.matchAll(/<script([^>]*)>([^<]*)/g)].map(([, attributes = '', body = '']) => [
      attributes.trim(),
      body,
    ]);
    expect(scripts[0]).to.deep.equal(['type="module" src="/embed/v1/assets/page-1.js"', '']);
    expect([scripts[1]?.[0], scripts.length]).to.deep.equal(['type="application/json" id="sidebook-page"', 2]);
    expect(JSON.parse(scripts[1]?.[1] ?? '')).to.deep.equal({
      client: 'ut11', widget: 'counterparty', origins: [ORIGIN], build: 'b1', telemetry: true, script: '/embed/v1/assets/counterparty-1.js', styles: '/embed/v1/assets/styles-1.css', api: '/api/v1/',
      catalogues: { ru: { 'counterparty.a': 'Долг', 'runtime.a': 'Да' } }, locales: { ru: '/embed/v1/texts/ru/counterparty', en: '/embed/v1/texts/en/counterparty' },
    }); // prettier-ignore
    expect(text).not.to.match(/<style|style=|\son[a-z]+=|javascript:/i);
    expect(text).to.include('<noscript>').and.to.include('<html lang="ru"');
  });

  it('cannot be talked into other languages or markup', async () => {
    const office = await open();
    for (const lang of ['xx', '"><script>', '__proto__', ''])
      expect((await office.ask(`/embed/v1/ut11/counterparty?lang=${encodeURIComponent(lang)}`)).text).to.include(
        '<html lang="en"',
      );
  });

  it('knows the path a proxy puts the server under', async () => {
    const office = await open({ server: { publicUrl: 'https://intra.example/sidebook' } });
    const { text, headers } = await office.ask('/embed/v1/ut11/counterparty');
    expect(text).to.include('src="/sidebook/embed/v1/assets/page-1.js"').and.to.include('"api":"/sidebook/api/v1/"');
    expect([headers['strict-transport-security'], office.server.url]).to.deep.equal(['max-age=15552000', 'https://intra.example/sidebook']); // prettier-ignore
  });
});

describe('a file of the widgets', () => {
  const open = offices();
  const cached = async (office: Office, path: string): Promise<unknown> => (await office.ask(`/embed/v1/${path}`)).headers['cache-control']; // prettier-ignore

  it('is kept as long as its name says', async () => {
    const office = await open();
    expect(await cached(office, 'loader.js')).to.equal('public, max-age=300');
    expect(await cached(office, 'assets/page-1.js')).to.equal('public, max-age=31536000, immutable');
    expect(await cached(office, '1c.html')).to.equal('no-cache');
    expect(await cached(office, 'manifest.json')).to.equal('public, max-age=300');
  });

  it('may be loaded by pages of others', async () => {
    const { headers } = await (await open()).ask('/embed/v1/loader.js');
    expect([headers['content-type'], headers['cross-origin-resource-policy']]).to.deep.equal(['text/javascript; charset=utf-8', 'cross-origin']); // prettier-ignore
  });

  it('for 1C comes once, then as 304 until it changes', async () => {
    const office = await open();
    const first = await office.ask('/embed/v1/1c.html');
    expect([first.status, first.text.startsWith('<!doctype html><p>1C')]).to.deep.equal([200, true]);
    const again = await office.ask('/embed/v1/1c.html', { 'if-none-match': String(first.headers['etag']) });
    expect([again.status, again.text]).to.deep.equal([304, '']);
  });

  it('for 1C has the texts of the day of all widgets and languages; another label is another ETag, without a build', async () => {
    const ru: Record<string, string> = { 'counterparty.a': '</script>Долг $& $1', 'invoices.a': 'Счёт' };
    const office = await open({ texts: { languages: () => ['ru', 'kk'], textsOf: (lang) => (lang === 'ru' ? ru : { 'counterparty.a': 'Қарыз' }) } }); // prettier-ignore
    const inPage = (text: string): unknown =>
      JSON.parse(/id="sidebook-locales" data-telemetry="on">([^<]*)<\/script>$/.exec(text)?.[1] ?? '');
    const first = await office.ask('/embed/v1/1c.html');
    expect(inPage(first.text)).to.deep.equal({ ru, kk: { 'counterparty.a': 'Қарыз' } });
    ru['invoices.a'] = 'Накладная';
    const next = await office.ask('/embed/v1/1c.html', { 'if-none-match': String(first.headers['etag']) });
    expect([next.status, inPage(next.text)]).to.deep.equal([200, { ru, kk: { 'counterparty.a': 'Қарыз' } }]);
    const { text } = await office.ask('/embed/v1/ut11/counterparty?lang=kk');
    expect(text).to.include('<html lang="kk"').and.to.include('Қарыз').and.not.to.include('invoices.a');
  });

  it('tells widgets to report nothing where telemetry is off', async () => {
    const office = await open({ server: { telemetry: false } });
    expect((await office.ask('/embed/v1/ut11/counterparty')).text).to.include('"telemetry":false');
    expect((await office.ask('/embed/v1/1c.html')).text).not.to.include('data-telemetry');
  });

  it('with the texts of one widget comes by language, in English where there is no such language', async () => {
    const office = await open();
    const texts = async (path: string): Promise<unknown> => JSON.parse((await office.ask(`/embed/v1/texts/${path}`)).text);
    expect(await texts('ru/invoices')).to.deep.equal({ 'invoices.a': 'Счёт', 'runtime.a': 'Да' });
    expect(await texts('ru-RU/counterparty')).to.deep.equal({ 'counterparty.a': 'Долг', 'runtime.a': 'Да' });
    expect(await texts('__proto__/counterparty')).to.deep.equal({ 'counterparty.a': 'Debt', 'runtime.a': 'Yes' });
    const { status, headers } = await office.ask('/embed/v1/texts/ru/counterparty');
    expect([status, headers['cache-control'], typeof headers['etag']]).to.deep.equal([200, 'no-cache', 'string']);
    expect((await office.ask('/embed/v1/texts/ru/weather')).status).to.equal(404);
  });

  it('comes compressed to whoever takes that', async () => {
    const office = await open();
    const { headers, body } = await request(`${office.server.url}/embed/v1/assets/page-1.js`, { headers: { 'accept-encoding': 'gzip' } }); // prettier-ignore
    expect([headers['content-encoding'], headers['vary']]).to.deep.equal(['gzip', 'Accept-Encoding']);
    expect(gunzipSync(Buffer.from(await body.arrayBuffer())).toString()).to.match(/^\/\* x+ \*\/$/);
  });

  it('outside the folder is out of reach', async () => {
    const office = await open();
    const paths = ['../secret.js', '..%2fsecret.js', '%2e%2e/secret.js', '..%5csecret.js', '%2e%2e%2fsecret.js', 'assets%2fpage-1.js', 'page-1.js%00', '/etc/passwd', '....//secret.js', 'manifest.json']; // prettier-ignore
    for (const path of paths) {
      const said = await office.ask(`/embed/v1/assets/${path}`);
      expect([path, said.status === 404 || said.code !== '', said.text.includes('not for anyone')]).to.deep.equal([path, true, false]); // prettier-ignore
    }
  });

  it('that was not built is a plain 404, and the rest works', async () => {
    const office = await open({ assets: '/nowhere' });
    expect((await office.ask('/embed/v1/loader.js')).status).to.equal(404);
    expect((await office.call(office.token())).status).to.equal(200);
  });
});
