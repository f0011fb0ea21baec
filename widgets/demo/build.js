// @ts-check
/** The page of the demo as browsers run it: one script, one style sheet. */
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** @param {string} outdir */
export async function buildDemoPage(outdir) {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page.tsx')], outdir, write: false, bundle: true, minify: true, charset: 'utf8', legalComments: 'none', logLevel: 'warning',
    format: 'esm', target: 'es2020', jsx: 'automatic', jsxImportSource: 'preact',
  }); // prettier-ignore
  mkdirSync(outdir, { recursive: true });
  for (const { path, text } of outputFiles) {
    const file = join(outdir, basename(path));
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  }
}
