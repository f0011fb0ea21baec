/** So many accounts of a fake Dataverse, a phone of ours changed on each, one cycle: requests a record, and what was waited for the limiter. COUNT. */
import { switchWriting } from '../../connector/cli/switches.ts';
import { parseConfig } from '../../connector/config.ts';
import { Sidebook } from '../../connector/main.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import { realWorld } from '../../connector/world.ts';
import { startFakeDataverse } from '../hosts/dataverse/fake.ts';
import { tell } from './process.ts';

const count = Number(process.argv[2]);
const fake = await startFakeDataverse();
for (let n = 0; n < count; n++) fake.create('account', { name: `Покупатель ${String(n)} ООО`, customertypecode: 3 });
const crm = {
  kind: 'dataverse',
  url: fake.url,
  tenant: fake.tenant,
  clientId: fake.clientId,
  authority: fake.authority,
  secret: { env: 'SECRET' },
};
const text = JSON.stringify({ store: { file: ':memory:' }, hosts: { crm }, issueIn: { '*': 'crm' } });
const config = parseConfig(text, 'bench.jsonc', { SECRET: fake.secret }, 'en');
const file = ':memory:';
let [requests, waited] = [0, 0];
const world = realWorld();
const sleep = async (ms: number): Promise<void> => ((waited += ms), world.sleep(ms));
const settings = { ...config, store: { ...config.store, file }, private: { ...config.private, file } };
const limits = { guardWrites: { count, share: 1 } };
const sidebook = new Sidebook(settings, { world: { ...world, sleep }, limits, onRequest: () => (requests += 1) });
await sidebook.begin();
await switchWriting(sidebook, { on: true, hosts: [], by: 'bench' });
await switchWriting(sidebook, { on: true, hosts: ['crm'], by: 'bench' });
await sidebook.sync('crm');
const records = await sidebook.store.read((t) => t.recordsOf('counterparty', null, count));
for (const [n, { id }] of records.entries()) await editRecord(sidebook.engine, { id, changes: { phone: String(n) }, by: 'anna' });
[requests, waited] = [0, 0];
const started = performance.now();
await sidebook.sync('crm');
const seconds = (performance.now() - started) / 1000;
const pushed = fake.list('account').filter((a) => typeof a['telephone1'] === 'string').length;
await sidebook.close();
await fake.close();
if (pushed !== count) throw new Error(`${String(pushed)} of ${String(count)} were written`);
tell({ requests, seconds, waited: waited / 1000 });
