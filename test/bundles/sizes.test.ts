/** What is sent to a browser stays small (widgets.md 3), and the page of 1C stays readable for its engine. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { textsFor } from '../../connector/server/embed/texts.ts';
import { buildWidgets, catalogues, runtimeAlone } from '../../widgets/build.js';
import type { Manifest } from '../../widgets/manifest.ts';
import { parse } from 'acorn';
import { forbidden } from './forbidden.ts';
import { KB, LIMITS, widgetLimit } from './limits.ts';

const OUT = join(import.meta.dirname, '../../dist/widgets');

describe('bundles of the widgets', () => {
  let manifest: Manifest;
  const text = (file: string): string => readFileSync(join(OUT, file), 'utf8');
  const gzipped = (file: string): number => gzipSync(text(file), { level: 9 }).length;
  const asset = (file: string): number => gzipped(`assets/${file}`);

  let texts: Awaited<ReturnType<typeof catalogues>>;
  /** Of the texts in one frame page. */
  const language = (lang: string, widget: string): number =>
    gzipSync(JSON.stringify(textsFor(texts[lang] ?? {}, widget)), { level: 9 }).length;

  before(async () => {
    manifest = await buildWidgets(OUT);
    texts = await catalogues();
  });

  it('the loader has at most 3 kB', () => {
    expect(gzipped('loader.js')).to.be.at.most(LIMITS.loader);
  });

  it('the runtime has at most 16 kB; the page with its frame shell hardly more', async () => {
    expect(gzipSync(await runtimeAlone(), { level: 9 }).length).to.be.at.most(LIMITS.runtime);
    expect(asset(manifest.page.js)).to.be.at.most(18 * KB);
  });

  it('a widget has at most 12 kB, the largest 16; its texts in a language, with those of the runtime, 5', () => {
    for (const [name, { js }] of Object.entries(manifest.widgets)) expect(asset(js), name).to.be.at.most(widgetLimit(name));
    for (const lang of Object.keys(manifest.locales))
      for (const name of Object.keys(manifest.widgets))
        expect(language(lang, name), `${lang} ${name}`).to.be.within(KB, LIMITS.locale);
  });

  it('the first load of a widget is at most 40 kB in at most 4 requests', () => {
    for (const [name, { js }] of Object.entries(manifest.widgets)) {
      const scripts = scriptsOf(js, text);
      expect(scripts.length + 1, `${name}: page and ${scripts.join(', ')}`).to.be.at.most(4);
      const bytes = scripts.map(asset).reduce((sum, one) => sum + one, 0) + language('ru', name) + KB;
      expect(bytes, name).to.be.at.most(LIMITS.firstLoad);
    }
  });

  it('the page of 1C has at most 140 kB, 500 before packing', () => {
    expect(gzipped('1c.html')).to.be.at.most(LIMITS.onec);
    expect(text('1c.html').length).to.be.at.most(500 * KB);
  });

  it('the scripts of the 1C page are ES2015 and use nothing that its engine lacks', () => {
    const scripts = [...text('1c.html').matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code = '']) => code);
    expect(scripts).to.have.length(3);
    for (const code of scripts) expect(() => parse(code, { ecmaVersion: 2015 })).not.to.throw();
    expect(scripts.flatMap(forbidden)).to.deep.equal([]);
    expect(forbidden(text('assets/probe.js')).filter((found) => found !== 'fetch')).to.deep.equal([]);
  });

  it('the page of 1C says how to draw before preact is asked to', () => {
    const script = text('1c.html');
    expect(script.indexOf('debounceRendering=')).to.be.greaterThan(-1);
    expect(script).to.match(/debounceRendering=\w+=>setTimeout\(\w+,0\)/);
  });

  it('the 1C page calls for nothing outside itself and has its bridge', () => {
    const page = text('1c.html');
    expect(page.match(/<[^>]+\s(?:src|href)="(?!data:|#)[^"]*"/g) ?? []).to.deep.equal([]);
    expect(page.match(/url\((?!["']?(?:data:|#))/g) ?? []).to.deep.equal([]);
    for (const name of ['start', 'setToken', 'setEntity', 'refresh', 'isDirty', 'pull'])
      expect(page).to.match(new RegExp(`\\b${name}:`));
    expect(page).to.contain('Sidebook1C');
    expect(page.match(/window\.focus\(/g) ?? []).to.deep.equal([]);
    expect(page).to.contain('Контрагент').and.to.contain('Counterparty');
  });

  it('nothing names a source map, a path of the builder, or a storage of the browser', () => {
    const files = [
      'loader.js',
      '1c.html',
      'probe.html',
      `assets/${manifest.page.js}`,
      `assets/${manifest.parts.js}`,
      ...Object.values(manifest.widgets).map(({ js }) => `assets/${js}`),
    ];
    for (const file of files) {
      expect(text(file), file).not.to.match(/sourceMappingURL|\/home\/|\/root\/|\/work\/|node_modules/);
      expect(text(file), file).not.to.match(/localStorage|sessionStorage|indexedDB|document\.cookie/);
      expect(text(file), file).not.to.match(/insertAdjacentHTML|document\.write\(/);
    }
  });

  it('is the same when built again', async () => {
    expect((await buildWidgets(OUT)).build).to.equal(manifest.build);
  });

  it('the check of forbidden calls finds each of them', () => {
    const bad = [
      'fetch("/")',
      'queueMicrotask(f)',
      's.replaceAll("a","b")',
      '[1].flat()',
      '[1].at(0)',
      'new ResizeObserver(f)',
      'matchMedia("x").addEventListener("change",f)',
      'globalThis.x',
      'new PointerEvent("x")',
      'Object.fromEntries(x)',
      'Promise.allSettled(x)',
      'requestAnimationFrame(f)',
    ];
    for (const code of bad) expect(forbidden(code), code).not.to.deep.equal([]);
    expect(forbidden('new RegExp("(?<=a)b")')).not.to.deep.equal([]);
    const good = [
      'typeof ResizeObserver === "function" && new ResizeObserver(f)',
      'if (typeof ResizeObserver == "function") { new ResizeObserver(f) }',
      'el.addEventListener("x", f)',
    ];
    for (const code of good) expect(forbidden(code), code).to.deep.equal([]);
  });
});

/** The widget's script and what it imports, each once. */
function scriptsOf(js: string, text: (file: string) => string): string[] {
  const imports = [...text(`assets/${js}`).matchAll(/from"\.\/([^"]+)"/g)].map(([, file = '']) => file);
  return [...new Set([js, ...imports])];
}
