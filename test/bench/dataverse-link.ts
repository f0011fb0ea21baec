/** The first link of a big organisation of Dataverse: everything `sync` does, reading only. URL, FILE. */
import { collectSooner } from '../../connector/memory.ts';
import { HOST, open, synced } from './open.ts';
import { tell } from './process.ts';

collectSooner();
const [url = '', file = ''] = process.argv.slice(2);
const crm = {
  kind: 'dataverse',
  profile: 'dataverse',
  tenant: 'bench',
  clientId: 'bench',
  authority: new URL('/', url).href,
  secret: { env: 'PASSWORD' },
  user: undefined,
  password: undefined,
};
const sidebook = open(url, file, crm);
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
