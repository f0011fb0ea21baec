/** sidebook demo sale: sales issue an invoice in the Dynamics of the demo, to somebody both sides know. */
import { expect } from 'chai';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { startFakeDataverse, type FakeDataverse } from '../hosts/dataverse/fake.ts';
import { party } from '../hosts/onec/samples.ts';
import { desks, type Desk } from './desk.ts';

describe('an invoice that sales issue in the demo', () => {
  const open = desks();
  let crm: FakeDataverse | null = null;
  afterEach(async () => {
    await crm?.close();
    crm = null;
  });

  /** As the demo leaves its folder: the one customer of the books stands in Dynamics too. */
  async function withDynamics(): Promise<{ desk: Desk; crm: FakeDataverse; account: string }> {
    const desk = await open();
    party(desk.fake, { Description: 'Ромашка ООО' });
    await desk.say('sync --once');
    const fake = (crm = await startFakeDataverse({ data: 'sales', now: desk.clock.now }));
    const account = String(fake.create('account', { name: 'Ромашка ООО', customertypecode: 3 })['accountid']);
    const store = openSqlite({ file: join(desk.folder, 'data', 'sidebook.db'), world: desk.clock });
    const [ours] = await store.read((t) => t.linksPage('buh', 'counterparty', 0, 1));
    const link = ours ?? expect.fail('no counterparty came');
    await store.write({ actor: 'anna' }, (t) => t.setLink({ ...link, id: 900, host: 'crm', hostId: account }, null));
    await store.close();
    mkdirSync(join(desk.folder, 'data', 'demo'), { recursive: true });
    writeFileSync(join(desk.folder, 'data', 'demo', 'fake-crm.json'), JSON.stringify({ host: 'crm', control: fake.control }));
    return { desk, crm: fake, account };
  }

  it('stands there with its customer, currency and sum', async () => {
    const { desk, crm: there, account } = await withDynamics();
    const said = await desk.say('demo sale');
    expect([said.code, said.err]).to.deep.equal([0, '']);
    expect(said.out).to.include('«Ромашка ООО»: 3,600.00 RUB');
    const [invoice, ...more] = there.list('invoice');
    expect(more).to.deep.equal([]);
    expect(invoice).to.deep.include({ _accountid_value: account, totalamount: '3600.0000', statecode: 0, new_paidstate: null });
  });

  it('needs a Dynamics beside the demo, and says how to get one', async () => {
    const said = await (await open()).say('demo sale', 'ru');
    expect(said.code).to.equal(1);
    expect(said.err).to.include('npx sidebook start --host dataverse');
  });
});
