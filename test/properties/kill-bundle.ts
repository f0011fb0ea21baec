/** One JavaScript file of the process that is killed, so that it starts in a fraction of a second: esbuild comes with tsx. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ENTRY = fileURLToPath(new URL('kill-child.ts', import.meta.url));
/** Below node_modules, so that packages are found from there. */
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/** Files that read what lies beside them still do. */
const ownAddress: Plugin = {
  name: 'own-address',
  setup: (b) =>
    b.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    })),
};

export async function bundleChild(): Promise<{ file: string; remove: () => void }> {
  mkdirSync(FOLDER, { recursive: true });
  const file = `${FOLDER}sidebook-kill-${String(process.pid)}.mjs`;
  await build({
    entryPoints: [ENTRY], outfile: file, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', plugins: [ownAddress], logLevel: 'error',
  }); // prettier-ignore
  return { file, remove: () => rmSync(file, { force: true }) };
}
