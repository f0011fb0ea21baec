/** The first link of a big base over a web service: everything `sync` does, reading only. URL, FILE. */
import { collectSooner } from '../../connector/memory.ts';
import { HOST, open, synced } from './open.ts';
import { tell } from './process.ts';

collectSooner();
const [url = '', file = ''] = process.argv.slice(2);
const sidebook = open(url, file, { kind: 'onec-soap', profile: 'soap' });
await sidebook.begin();
const started = performance.now();
await synced(sidebook);
const seconds = (performance.now() - started) / 1000;
const linked = await sidebook.store.read(async (t) => [
  await t.countLinks(HOST, 'counterparty'),
  await t.countLinks(HOST, 'invoice'),
]);
await sidebook.close();
tell({ seconds, count: linked.reduce((n, l) => n + l.linked, 0) });
