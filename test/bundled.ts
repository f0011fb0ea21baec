/** Programs of the tests that have to start, or to run, as the product does: as JavaScript, without tsx. */
import { basename, join } from 'node:path';
import { bundle } from '../connector/bundle.js';

const made = new Map<string, Promise<string>>();

/** Where the program lies, made of what the sources say when it is first asked for. */
export function bundled(source: string): Promise<string> {
  const known = made.get(source) ?? programOf(source);
  made.set(source, known);
  return known;
}

async function programOf(source: string): Promise<string> {
  const name = basename(source, '.ts');
  return join(await bundle({ [name]: source }, `dist/${name}`), `${name}.js`);
}
