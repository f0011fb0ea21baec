/** Files that come with Sidebook and are read as files: packs, SQL, the schema of the configuration, its programs. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder with a package.json: the same one from the sources and from dist, wherever a person stands. */
const rootAbove = (folder: string): string => (existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder)));

const ROOT = rootAbove(import.meta.dirname);

/** Where it lies, by its path from Sidebook's own folder. */
export const ownFile = (path: string): string => join(ROOT, path);
