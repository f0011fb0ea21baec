/** One JavaScript file of the process that is killed, with all it needs, so that it starts in a fraction of a second. esbuild comes with tsx. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ENTRY = fileURLToPath(new URL('kill-child.ts', import.meta.url));
/** Files that read what lies beside them still do. */
const ownAddress: Plugin = {
  name: 'own-address',
  setup: (b) =>
    b.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    })),
};

/** Packages that still ask for others with require. */
const REQUIRE = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

export async function bundleChild(folder: string): Promise<string> {
  const file = join(folder, 'kill-child.mjs');
  await build({
    entryPoints: [ENTRY], outfile: file, bundle: true, platform: 'node', format: 'esm', target: 'node20', mainFields: ['module', 'main'],
    external: ['better-sqlite3'], banner: { js: REQUIRE }, plugins: [ownAddress], logLevel: 'error',
  }); // prettier-ignore
  return file;
}
