/** Sidebook's first link of a big base that exchanges messages, reading only, until both sides stand equal. URL, FILE. */
import { collectSooner } from '../../connector/memory.ts';
import { Base } from '../hosts/enterprisedata/base.ts';
import { HOST, open, synced } from './open.ts';
import { tell } from './process.ts';

collectSooner();
const [url = '', file = ''] = process.argv.slice(2);
const sidebook = open(url, file, {
  kind: 'enterprisedata',
  profile: 'enterprisedata',
  user: 'Синхронизация',
  peerCode: new Base().peer,
});
await sidebook.begin();
const started = performance.now();
await synced(sidebook);
const seconds = (performance.now() - started) / 1000;
const [parties, invoices] = await sidebook.store.read(async (t) => [await t.countLinks(HOST, 'counterparty'), await t.countLinks(HOST, 'invoice')] as const); // prettier-ignore
await sidebook.close();
tell({ seconds, count: parties.linked + invoices.linked });
