// @ts-check
/**
 * The widgets as browsers run them: modern modules for frames, one self-contained page for 1C, the loader for host pages.
 * JavaScript, so that it needs nothing built. `buildWidgets(outdir)` is what the build of the product calls.
 */
import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const HERE = import.meta.dirname;
/** @type {import('esbuild').BuildOptions} */
const MODERN = { target: 'es2020', format: 'esm' };
/**
 * safari11 for styles only: as a target of scripts esbuild refuses what es2015 already covers.
 * @type {import('esbuild').BuildOptions}
 */
const LEGACY = { target: 'es2015', format: 'iife' };
/** @type {import('esbuild').BuildOptions} */
const COMMON = {
  bundle: true,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  absWorkingDir: HERE,
};

/** Folders with an index.tsx are widgets. */
export const widgetNames = () =>
  readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(HERE, entry.name, 'index.tsx')))
    .map((entry) => entry.name)
    .sort();

/** @param {string} text */
const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 10);
/** @param {import('esbuild').BuildOptions} options */
const bundled = async (options) => {
  const { outputFiles } = await build({ ...COMMON, ...options, write: false });
  return outputFiles[0]?.text ?? '';
};

/**
 * Style sheets become minified text. `take` gets the text instead, for a page that has its styles in itself.
 * @param {(path: string, text: string) => void} [take]
 * @returns {import('esbuild').Plugin}
 */
const css = (take) => ({
  name: 'css',
  setup(of) {
    of.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), {
        loader: 'css',
        minify: true,
        target: take ? 'safari11' : 'es2020',
        charset: 'utf8',
      });
      if (take) take(path, code.trim());
      return { contents: take ? '' : code.trim(), loader: 'text' };
    });
  },
});

/**
 * Widgets use the runtime inside the page's script, and tables and forms from theirs: few requests, and nothing twice.
 * @param {string} page
 * @param {string} [parts]
 * @returns {import('esbuild').Plugin}
 */
const runtimeFrom = (page, parts) => ({
  name: 'runtime',
  setup(of) {
    of.onResolve({ filter: /(^|\/)index\.ts$|^preact(\/|$)/ }, () => ({ path: `./${page}`, external: true }));
    if (parts) of.onResolve({ filter: /runtime\/parts\.ts$/ }, () => ({ path: `./${parts}`, external: true }));
  },
});

/**
 * What a widget reads only when it is needed, `import('./new.tsx')`, is a script of its own; 1C's page has it in itself.
 * @param {(path: string) => Promise<string>} made its file name
 * @returns {import('esbuild').Plugin}
 */
const later = (made) => ({
  name: 'later',
  setup(of) {
    of.onResolve({ filter: /\.tsx$/ }, async ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' ? { path: `./${await made(join(resolveDir, path))}`, external: true } : undefined,
    );
  },
});

/**
 * A module of ours, run here: messages and colours are written in TypeScript.
 * @param {string} path
 */
async function load(path) {
  const text = await bundled({ entryPoints: [join(HERE, path)], format: 'esm', platform: 'node' });
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

/** @typedef {Record<string, Record<string, string>>} Texts */

/**
 * All texts by language; what a language lacks is English.
 * @returns {Promise<Texts>}
 */
export async function catalogues() {
  const parts = await Promise.all(
    ['runtime', ...widgetNames()].map(async (name) => (await load(`${name}/messages.ts`)).messages),
  );
  /** @type {Texts} */
  const all = {};
  for (const part of parts) for (const lang of Object.keys(part)) all[lang] = { ...all[lang], ...part[lang] };
  for (const lang of Object.keys(all)) all[lang] = { ...all.en, ...all[lang] };
  return all;
}

/**
 * Engines that do not know variables get the light colours first: `color:#222;color:var(--sb-fg)`.
 * @param {string} text
 * @param {Record<string, string>} colours
 */
export function withStatics(text, colours) {
  return physical(text).replace(
    /([{;])([a-z-]+):([^;{}]*var\(--sb-[^;{}]*)/g,
    (_whole, /** @type {string} */ before, /** @type {string} */ property, /** @type {string} */ value) => {
      const plain = value.replace(/var\(--sb-([a-z-]+)\)/g, (_, /** @type {string} */ token) => colours[token] ?? '');
      return `${before}${property}:${plain};${property}:${value}`;
    },
  );
}

/**
 * Left and right before start and end: `margin-left:6px;margin-inline-start:6px`.
 * @param {string} text
 */
const physical = (text) =>
  text
    .replace(/(margin|border|padding)-inline-start:([^;}]*)/g, '$1-left:$2;$1-inline-start:$2')
    .replace(/(margin|border|padding)-inline-end:([^;}]*)/g, '$1-right:$2;$1-inline-end:$2')
    .replace(/text-align:end/g, 'text-align:right;text-align:end');

/** @param {unknown} value */
const jsonInHtml = (value) => JSON.stringify(value).replace(/</g, '\\u003c');

/**
 * The page, and its styles apart: for engines that run the modules but know no style sheets made by script.
 * @param {Texts} texts
 * @param {string} version
 */
async function legacyPage(texts, version) {
  /** @type {Map<string, string>} */
  const styles = new Map();
  const entry = `import './onec-first.ts'; import { startBridge } from './onec.ts';
    ${widgetNames()
      .map((name, i) => `import w${i} from '../${name}/index.tsx';`)
      .join('\n')}
    startBridge([${widgetNames()
      .map((_, i) => `w${i}`)
      .join(',')}], ${JSON.stringify(version)});`;
  const stdin = { contents: entry, resolveDir: join(HERE, 'shells'), loader: /** @type {const} */ ('ts') };
  const script = await bundled({ ...LEGACY, plugins: [css((path, text) => styles.set(path, text))], stdin });
  const { THEMES } = await load('runtime/themes.ts');
  const plain = withStatics(inOrder(styles), THEMES.light);
  const html = [
    ['/*styles*/', plain],
    ['"locales"', jsonInHtml(texts)],
    ['/*script*/', script.replace(/<\/script/g, '<\\/script').trim()],
  ].reduce((page, [place = '', text = '']) => put(page, place, text), readFileSync(join(HERE, 'shells/onec.html'), 'utf8'));
  return { html, styles: plain };
}

/**
 * The runtime's first, because widgets refine it; otherwise by name, because they are read in any order.
 * @param {Map<string, string>} styles by path
 */
function inOrder(styles) {
  const rank = (/** @type {string} */ path) => (/[\\/]runtime[\\/]/.test(path) ? `0${path}` : `1${path}`);
  return [...styles.keys()]
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map((path) => styles.get(path))
    .join('');
}

/**
 * @param {string} html
 * @param {string} place
 * @param {string} text
 */
function put(html, place, text) {
  if (!html.includes(place)) throw new Error(`onec.html has no place for ${place}`);
  return html.replace(place, () => text);
}

/** The runtime without a shell, as large as the page has it: for its budget. */
export const runtimeAlone = () => {
  const contents = "export * from './runtime/index.ts'; export * from './shells/preact.ts';";
  return bundled({ ...MODERN, plugins: [css()], stdin: { contents, resolveDir: HERE, loader: 'ts' } });
};

/**
 * @param {string} outdir it holds nothing else afterwards
 * @returns {Promise<import('./manifest.ts').Manifest>}
 */
export async function buildWidgets(outdir) {
  const texts = await catalogues();
  /** @type {Map<string, string>} */
  const files = new Map();
  /** @type {(name: string, extension: string, text: string) => string} */
  const add = (name, extension, text) => {
    const file = `${name}-${hashOf(text)}.${extension}`;
    files.set(`assets/${file}`, text);
    return file;
  };
  /** @type {(entry: string, options: import('esbuild').BuildOptions, plugins?: import('esbuild').Plugin[]) => Promise<string>} */
  const script = (entry, options, plugins = []) =>
    bundled({ ...options, entryPoints: [join(HERE, entry)], plugins: [css(), ...plugins] });

  const page = add('page', 'js', await script('shells/page.ts', MODERN));
  const parts = add('parts', 'js', await script('runtime/parts.ts', MODERN, [runtimeFrom(page)]));
  const inline = add('inline', 'js', await script('shells/inline.ts', MODERN, [runtimeFrom(page)]));
  /** @type {Record<string, { js: string }>} */
  const widgets = {};
  for (const name of widgetNames()) {
    const own = [runtimeFrom(page, parts)];
    const part = later(async (path) =>
      add(`${name}-${basename(path, '.tsx')}`, 'js', await script(relative(HERE, path), MODERN, own)),
    );
    widgets[name] = { js: add(name, 'js', await script(`${name}/index.tsx`, MODERN, [...own, part])) };
  }
  /** @type {Record<string, string>} */
  const locales = {};
  for (const lang of Object.keys(texts)) locales[lang] = add(`locale-${lang}`, 'json', JSON.stringify(texts[lang]));
  files.set('loader.js', await script('shells/loader.ts', { target: 'es2020', format: 'iife' }));
  const version = hashOf([...files.values()].join('\n'));
  const onec = await legacyPage(texts, version);
  files.set('1c.html', onec.html);
  const styles = add('styles', 'css', onec.styles);
  files.set('probe.html', readFileSync(join(HERE, 'shells/probe.html'), 'utf8'));
  files.set('assets/probe.js', await script('shells/probe.ts', LEGACY));
  const manifest = {
    build: hashOf([...files.values()].join('\n')),
    loader: 'loader.js',
    page: { js: page },
    parts: { js: parts },
    inline: { js: inline },
    styles: { css: styles },
    widgets,
    locales,
    onec: { file: '1c.html' },
    probe: { file: 'probe.html', js: 'probe.js' },
  };
  files.set('manifest.json', JSON.stringify(manifest, null, 2));
  write(outdir, files);
  return manifest;
}

/**
 * @param {string} outdir
 * @param {Map<string, string>} files
 */
function write(outdir, files) {
  mkdirSync(join(outdir, 'assets'), { recursive: true });
  for (const [name, text] of files) {
    const path = join(outdir, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    // Whole or not at all: tests build it in two processes side by side.
    const whole = `${path}.${String(process.pid)}`;
    writeFileSync(whole, text);
    renameSync(whole, path);
  }
  for (const old of readdirSync(join(outdir, 'assets')))
    if (!files.has(`assets/${old}`) && !/\.\d+$/.test(old)) rmSync(join(outdir, 'assets', old), { force: true });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildWidgets(join(HERE, '../dist/widgets'));
