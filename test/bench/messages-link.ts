/** Sidebook's first link of a big base that exchanges messages, reading only, until both sides stand equal. URL, FILE. */
import { collectSooner } from '../../connector/memory.ts';
import { Base } from '../hosts/enterprisedata/base.ts';
import type { Page } from '../../connector/hosts/host.ts';
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
const { host } = await sidebook.attach(HOST);
const changes = host.changes.bind(host);
let atHost = 0;
/** What the connector took to say it, apart from what the engine did with it. */
async function* timed(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  const source = pages[Symbol.asyncIterator]();
  for (;;) {
    const asked = performance.now();
    const page = await source.next();
    atHost += performance.now() - asked;
    if (page.done === true) return;
    yield page.value;
  }
}
host.changes = (feed, since) => timed(changes(feed, since));
const started = performance.now();
await synced(sidebook);
const seconds = (performance.now() - started) / 1000;
const [parties, invoices] = await sidebook.store.read(async (t) => [await t.countLinks(HOST, 'counterparty'), await t.countLinks(HOST, 'invoice')] as const); // prettier-ignore
await sidebook.close();
tell({ seconds, atHost: atHost / 1000, count: parties.linked + invoices.linked });
