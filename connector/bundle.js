// @ts-check
/** TypeScript as a person writes it becomes JavaScript as Node runs it. This file is JavaScript, so that it needs nothing built. */
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** What users run: the command line, the imitations of hosts that the demo starts, and the threads that labels and price lists are read and kept in. */
const PRODUCT = {
  sidebook: 'connector/cli/main.ts',
  'fake-onec': 'test/hosts/onec/main.ts',
  'fake-dataverse': 'test/hosts/dataverse/main.ts',
  'fake-enterprisedata': 'test/hosts/enterprisedata/main.ts',
  'fake-bc': 'test/hosts/bc/main.ts',
  'fake-organization': 'test/hosts/organization/main.ts',
  'labels-worker': 'connector/server/labels/worker.ts',
  'import-worker': 'connector/server/imports/worker.ts',
  'import-keeper': 'connector/server/imports/keeper.ts',
};
/** Some packages still ask for others with require. */
const REQUIRE = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** @returns {Promise<string>} the folder with what `sidebook` runs */
export const bundleProduct = () => bundle(PRODUCT, 'dist');

/**
 * Programs with all packages they need, in few files, which is why they start fast. Commands keep their own files, loaded when called.
 * better-sqlite3 stays outside: it is a binary, and may be absent; so do mssql and nodemailer, which only some installations load.
 * @param {Readonly<Record<string, string>>} entries what comes out, and the file it begins with
 * @param {string} folder beneath the root; it holds nothing else afterwards, folders apart
 * @returns {Promise<string>} the folder
 */
export async function bundle(entries, folder) {
  const outdir = join(ROOT, folder);
  const { outputFiles } = await build({
    entryPoints: entries, outdir, absWorkingDir: ROOT, bundle: true, splitting: true, write: false, platform: 'node', format: 'esm', target: 'node20',
    mainFields: ['module', 'main'], external: ['better-sqlite3', 'mssql', 'nodemailer'], banner: { js: REQUIRE }, charset: 'utf8', logLevel: 'warning',
  }); // prettier-ignore
  mkdirSync(outdir, { recursive: true });
  for (const { path, contents } of outputFiles) replace(path, contents);
  const made = new Set(outputFiles.map(({ path }) => basename(path)));
  const old = readdirSync(outdir, { withFileTypes: true }).filter((entry) => entry.isFile() && !made.has(entry.name));
  for (const { name } of old) rmSync(join(outdir, name), { force: true });
  return outdir;
}

/**
 * Whole or not at all, for a Sidebook that starts meanwhile; untouched when nothing changed, so that a folder one may only read is fine.
 * @param {string} path
 * @param {Uint8Array} contents
 */
function replace(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  const whole = `${path}.${String(process.pid)}`;
  writeFileSync(whole, contents);
  renameSync(whole, path);
}
