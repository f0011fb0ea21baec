/** The night after the first link, nothing changed: every sweep, keys and versions only. URL, FILE. */
import { collectSooner } from '../../connector/memory.ts';
import { ahead } from './clock.ts';
import { open, synced } from './open.ts';
import { tell } from './process.ts';

collectSooner();
const [url = '', file = ''] = process.argv.slice(2);
let requests = 0;
const sidebook = open(url, file, {}, { world: ahead(25 * 60), onRequest: () => (requests += 1) });
await sidebook.begin();
const started = performance.now();
await synced(sidebook);
const seconds = (performance.now() - started) / 1000;
await sidebook.close();
tell({ requests, seconds });
