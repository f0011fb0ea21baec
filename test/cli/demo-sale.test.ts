/** sidebook demo sale: sales issue an invoice in the host beside the 1C of the demo, to somebody both sides know. */
import { expect } from 'chai';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectSalesPlace } from '../../connector/cli/demo-beside.ts';
import { DEMO_CONFIG } from '../../connector/cli/io.ts';
import { CONFIG_NAME } from '../../connector/config.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { textAt } from '../../connector/hosts/enterprisedata/tree.ts';
import { HostError } from '../../connector/hosts/host.ts';
import { booksAt, PARTIES } from '../../connector/server/demo/books.ts';
import { startFakeBc } from '../hosts/bc/fake.ts';
import { startFakeDataverse } from '../hosts/dataverse/fake.ts';
import { INVOICE } from '../hosts/enterprisedata/base.ts';
import { startFakeEnterpriseData } from '../hosts/enterprisedata/fake.ts';
import { party } from '../hosts/onec/samples.ts';
import { desks, type Desk } from './desk.ts';

describe('an invoice that sales issue in the demo', () => {
  const open = desks();
  let crm: { close(): Promise<void> } | null = null;
  afterEach(async () => {
    await crm?.close();
    crm = null;
  });

  /** With the configuration where the demo has it. */
  async function played(): Promise<Desk> {
    const desk = await open();
    mkdirSync(join(desk.folder, 'data', 'demo'), { recursive: true });
    renameSync(join(desk.folder, CONFIG_NAME), join(desk.folder, DEMO_CONFIG));
    return desk;
  }

  /** A demo whose 1C has one customer. */
  async function demo(): Promise<Desk> {
    const desk = await played();
    party(desk.fake, { Description: 'Ромашка ООО' });
    await desk.say('sync --once');
    return desk;
  }

  /** As the demo leaves its folder: that customer stands in the host beside it too. */
  async function beside(desk: Desk, fake: string, control: string, customer: string): Promise<void> {
    const store = openSqlite({ file: join(desk.folder, 'data', 'sidebook.db'), world: desk.clock });
    const [ours] = await store.read((t) => t.linksPage('buh', 'counterparty', 0, 1));
    const link = ours ?? expect.fail('no counterparty came');
    await store.write({ actor: 'anna' }, (t) =>
      t.setLink({ ...link, id: fake === 'bc' ? 900 : 901, host: fake, hostId: customer }, null),
    );
    await store.close();
    writeFileSync(join(desk.folder, 'data', 'demo', 'fake-beside.json'), JSON.stringify({ fake, host: fake, control }));
  }

  it('stands in Dynamics with its customer, currency and sum', async () => {
    const desk = await demo();
    const there = (crm = await startFakeDataverse({ data: 'sales', now: desk.clock.now }));
    const account = String(there.create('account', { name: 'Ромашка ООО', customertypecode: 3 })['accountid']);
    await beside(desk, 'dataverse', there.control, account);
    const said = await desk.say('demo sale');
    expect([said.code, said.err]).to.deep.equal([0, '']);
    expect(said.out).to.include('In Dynamics sales issued an invoice to «Ромашка ООО»: 3,600.00 RUB');
    const [invoice, ...more] = there.list('invoice');
    expect(more).to.deep.equal([]);
    expect(invoice).to.deep.include({ _accountid_value: account, totalamount: '3600.0000', statecode: 0, new_paidstate: null });
  });

  it('stands in Business Central, and in a second 1C, whose number stays its own', async () => {
    const desk = await demo();
    const central = (crm = await startFakeBc({ now: desk.clock.now }));
    const customer = String(central.main.create('customers', { displayName: 'Ромашка ООО' })['id']);
    await beside(desk, 'bc', central.control, customer);
    expect((await desk.say('demo sale')).out).to.include('In Business Central sales issued an invoice to «Ромашка ООО»: 3,600.00 RUB'); // prettier-ignore
    const bills = [...central.main.of('salesInvoices').values()];
    expect(bills.map((b) => [b['customerId'], b['totalAmountIncludingTax']])).to.deep.equal([[customer, '3600']]);
    await central.close();
    const trade = await startFakeEnterpriseData();
    crm = trade;
    await beside(desk, 'enterprisedata', trade.control, '11111111-0000-4000-8000-000000000001');
    const said = (await desk.say('demo sale', 'ru')).out;
    expect(said).to.match(/Во второй 1С продавцы выставили счёт «Ромашка ООО»: 600,00.+ и та даст ему свой номер/);
    expect(trade.base.list(INVOICE).map((t) => textAt(t, 'Сумма'))).to.deep.equal(['600.00']);
  });

  it('waits, as whatever else is tried in the demo, for the first load, and says so', async () => {
    const desk = await played();
    party(desk.fake, { Description: 'Ромашка ООО' });
    const there = (crm = await startFakeDataverse({ now: desk.clock.now }));
    writeFileSync(join(desk.folder, 'data', 'demo', 'fake-beside.json'), JSON.stringify({ fake: 'dataverse', host: 'crm', control: there.control })); // prettier-ignore
    const tries = ['demo sale', 'demo invoice', 'demo conflict', 'demo payment', 'demo change'];
    for (const what of tries) expect((await desk.say(what)).err, what).to.match(/^buh has not been read to the end yet\.\s+Wait for the first load/); // prettier-ignore
    await desk.say('sync --once');
    expect((await desk.say('demo sale', 'ru')).err).to.include('crm ещё не прочитана до конца');
    expect((await desk.say('demo invoice', 'ru')).out).to.include('Выставлен здесь для «Ромашка ООО»');
  });

  it('and for the host beside it, which a demo starts as its second: that it is to be started with one is not said', async () => {
    const desk = await demo();
    expectSalesPlace(join(desk.folder, 'data', 'demo'), 'crm');
    const said = await desk.say('demo sale', 'ru');
    expect([said.code, said.err.split('\n')[0]]).to.deep.equal([1, 'crm ещё не прочитана до конца.']);
    expectSalesPlace(join(desk.folder, 'data', 'demo'), null);
    expect((await desk.say('demo sale', 'ru')).err).to.include('start --host dataverse');
    rmSync(join(desk.folder, DEMO_CONFIG));
    writeFileSync(join(desk.folder, 'data', 'demo', 'running.pid'), String(process.pid)); // the very first start, before there is a configuration
    expect((await desk.say('demo sale', 'ru')).err).to.include('buh ещё не прочитана до конца');
  });

  it('is told that nothing answers there once the demo was stopped', async () => {
    const desk = await demo();
    await beside(desk, 'bc', 'http://127.0.0.1:9/control/', 'c-1');
    const said = await desk.say('demo sale', 'ru');
    expect([said.code, said.err.split('\n')[0]]).to.deep.equal([1, 'Демо не запущено: bc не отвечает.']);
    // A key pressed in the terminal of a demo whose 1C ended: of the kind that is told in a sentence.
    const books = booksAt(() => 'http://127.0.0.1:9/control/');
    expect(await books('get', PARTIES, 'k').catch((error: unknown) => error)).to.be.instanceOf(HostError).and.include({ kind: 'unavailable' }); // prettier-ignore
  });

  it('is played on no configuration of somebody’s own, whatever its bases are called', async () => {
    const desk = await open();
    party(desk.fake, { Description: 'Ромашка ООО' });
    await desk.say('sync --once');
    for (const what of ['demo sale', 'demo invoice', 'demo conflict', 'demo payment', 'demo change', 'start --host bc']) {
      const { code, out, err } = await desk.say(what, 'ru');
      expect([code, out, err.includes('ваши собственные настройки')], what).to.deep.equal([1, '', true]);
    }
    expect((await desk.say('invoice list')).out).to.not.include('Ромашка');
  });

  it('needs a host beside the demo, and says how to get one', async () => {
    const said = await (await demo()).say('demo sale', 'ru');
    expect(said.code).to.equal(1);
    expect(said.err).to.include('npx sidebook start --host dataverse');
  });
});
