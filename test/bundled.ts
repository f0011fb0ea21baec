/** Programs of the tests that have to start, or to run, as the product does: as JavaScript, without tsx. */
import { basename, join } from 'node:path';
import { bundle } from '../connector/bundle.js';

/** Where the program lies, made of what the sources say now. */
export async function bundled(source: string): Promise<string> {
  const name = basename(source, '.ts');
  return join(await bundle({ [name]: source }, `dist/${name}`), `${name}.js`);
}
