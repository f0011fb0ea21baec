/** The guides hold what they promise: links that are there, a page of 20 lines, a token signed by the snippet, references as the code has them. */
import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jwtVerify } from 'jose';
import { runInNewContext } from 'node:vm';
import * as crypto from 'node:crypto';
import { claims, tokenRequest, WIDGETS } from '../../connector/server/contract/embed.ts';
import { THEMES, TOKENS } from '../../widgets/runtime/themes.ts';
import { serveHost } from './pages/serve.ts';
import { EMBED } from './xml.ts';

const DOCS = join(EMBED, '../..');
const PAGES = join(import.meta.dirname, 'pages');
const guide = (path: string): string => readFileSync(join(DOCS, path), 'utf8');
const page = (name: string): string => readFileSync(join(PAGES, name), 'utf8');
const fences = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map((m) => m[1] ?? '');
const GUIDES = [...readdirSync(join(DOCS, 'guides'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.md')).map((f) => `guides/${f}`), 'reference/embed-api.md', 'reference/theming.md']; // prettier-ignore
const ANYWHERE = guide('guides/embed/anywhere.md');

describe('guides of embedding', () => {
  for (const path of GUIDES)
    it(`${path}: what it links to is there`, () => {
      for (const [, link = ''] of guide(path).matchAll(/\]\((?!https?:)([^)#]+)\)/g))
        expect(existsSync(join(DOCS, dirname(path), decodeURIComponent(link))), link).equal(true);
    });

  it('the page for anywhere is the one of the guide, with its script at most 20 lines, no code in the page', () => {
    const [html = ''] = fences(ANYWHERE, 'html');
    const [script = ''] = fences(ANYWHERE, 'js');
    expect(page('anywhere.html')).equal(html);
    expect(page('panel.js')).equal(script);
    expect(`${html}${script}`.trimEnd().split('\n').length).most(20);
    expect(html).not.match(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|unsafe/i);
    expect(html).include("default-src 'none'");
  });

  for (const language of ['html', 'js', 'sh', 'json'])
    it(`the Russian guide for anywhere shows the same ${language}`, () =>
      expect(fences(guide('guides/embed/anywhere.ru.md'), language)).eql(fences(ANYWHERE, language)));

  it('the token its snippet signs is taken', async () => {
    const code = fences(ANYWHERE, 'js')[1] ?? '';
    const body = code.replace(/^import .*$/m, '').replace('export function', 'function');
    const module: { sign?: (given: object) => string } = {};
    runInNewContext(`${body}; module.sign = sidebookToken;`, { module, Buffer, Math, Date, JSON, ...pick() });
    const given = { kid: 'k1', secret: 'тайна-0123456789', user: { id: '17', name: 'Иванова А.' }, roles: ['manager'], entities: ['ut11:Catalog_Контрагенты:1'], widgets: ['counterparty'] }; // prettier-ignore
    const { payload } = await jwtVerify(module.sign?.(given) ?? '', new TextEncoder().encode(given.secret), {
      audience: 'embed/v1',
    });
    const said = claims.parse(payload);
    expect(Object.keys(payload).sort()).eql(Object.keys(claims.shape).sort());
    expect([said.sub, said.exp - said.iat]).eql(['portal:17', 600]);
  });

  it('the request for a token is what the server takes', () => {
    const [shell = ''] = fences(ANYWHERE, 'sh').slice(-1);
    const json: unknown = JSON.parse(/-d '([^]+)'/.exec(shell)?.[1] ?? '');
    expect(tokenRequest.parse(json).ttl).equal(600);
  });
});

describe('references of embedding', () => {
  const api = guide('reference/embed-api.md');
  const theming = guide('reference/theming.md');
  const rows = (text: string): string[][] =>
    text
      .split('\n')
      .filter((l) => l.startsWith('| `'))
      .map((l) => l.split('|').map((c) => c.replaceAll('`', '').trim()));

  it('every claim, field and widget stands in the reference', () => {
    const first = rows(api).map((cells) => cells[1] ?? '');
    expect(first).include.members(Object.keys(claims.shape));
    for (const name of [...WIDGETS, ...Object.keys(tokenRequest.shape)]) expect(api).include(`\`${name}`);
  });

  it('every variable stands in the reference with its values', () => {
    const table = rows(theming).filter((cells) => cells[1]?.startsWith('--sb-'));
    expect(table.map((cells) => cells[1]?.slice(5))).eql([...TOKENS]);
    for (const [, name = '', , light, dark, hc] of table.slice(1)) {
      const token = TOKENS.find((t) => `--sb-${t}` === name)!;
      expect([light, dark, hc], name).eql([THEMES.light[token], THEMES.dark[token], THEMES.hc[token]]);
    }
  });
});

describe('pages of hosts', () => {
  it('are served from another origin, with the address of Sidebook put in', async () => {
    const asked: string[] = [];
    const token = async (client: string, entities: readonly string[]): Promise<string> =>
      `${String(asked.push(client))} ${entities.join()}`;
    const host = await serveHost({ sidebook: 'http://127.0.0.1:9', entity: 'buh:Catalog_Контрагенты:1', token });
    const read = async (path: string, init: RequestInit = {}): Promise<string> => (await fetch(host.origin + path, init)).text();
    for (const path of ['/anywhere.html', '/dynamics.html', '/webresources/sidebook.html'])
      expect(await read(path))
        .include('http://127.0.0.1:9')
        .not.include('sidebook.example');
    expect(await read('/anywhere.html')).include('buh:Catalog_Контрагенты:1');
    expect(await read('/sidebook-token', { method: 'POST' })).equal('1 buh:Catalog_Контрагенты:1');
    expect(await read('/1c/start', { method: 'POST', body: 'invoices' }))
      .include('"widget":"invoices"')
      .include('http://127.0.0.1:9/api/v1/');
    expect(await read('/onec-form.js')).include('pull');
    await host.close();
    expect(asked).eql(['portal', 'ut11']);
  });
});

function pick(): { createHmac: typeof crypto.createHmac; randomUUID: typeof crypto.randomUUID } {
  return { createHmac: crypto.createHmac, randomUUID: crypto.randomUUID };
}
