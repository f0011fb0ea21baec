/** What a stricter Dynamics does to writes: versions that move under a batch, parts that fail alone, places of feeds that must not be lost. */
import { expect } from 'chai';
import type { Fields } from '../../connector/model.ts';
import { ApiError } from '../hosts/dataverse/errors.ts';
import type { Row } from '../hosts/dataverse/fake.ts';
import { crmStage, line, type CrmSetting } from './dataverse-setting.ts';

type Line = Record<string, string | null>;

const busy = (): ApiError => new ApiError(429, '0x80072322', 'Number of requests exceeded the limit.');

/** An invoice with one line, taken over. */
async function taken(s: CrmSetting, more: Row = {}): Promise<{ invoice: string; record: string; first: Line }> {
  const invoice = s.invoice(s.account(), { invoice_details: [line(more)] });
  await s.settle();
  const record = await s.recordAt('invoice', invoice);
  const [first = {}] = record.fields['lines'] as Line[];
  s.crm.log.length = 0;
  return { invoice, record: record.id, first };
}

const DOUBLE = { quantity: '4', amount: '601', vatAmount: '120.2' };
const codes = async (s: CrmSetting): Promise<unknown[]> => (await s.problems()).map((p) => p.detail['code']);

describe('Dynamics, writes under strain', () => {
  const start = crmStage();

  it('changes the lines of an invoice and cancels it in one push', async () => {
    const s = await start();
    const { invoice, record, first } = await taken(s);
    await s.edit(record, { lines: [{ ...first, ...DOUBLE }], total: '721.2', vatTotal: '120.2', state: 'cancelled' });
    await s.settle();
    const row = s.crm.get('invoice', invoice);
    expect([row?.['statecode'], row?.['totalamount']]).to.deep.equal([3, '721.2000']);
    expect(await codes(s)).to.deep.equal([]);
    expect(s.writes.length).to.equal(1);
  });

  it('still sees that somebody was faster, when it changes lines and cancels', async () => {
    const s = await start();
    const { invoice, record, first } = await taken(s);
    await s.edit(record, { lines: [{ ...first, ...DOUBLE }], total: '721.2', vatTotal: '120.2', state: 'cancelled' });
    s.crm.beforeWrite = () => {
      s.crm.beforeWrite = undefined;
      s.crm.edit('invoice', invoice, { description: 'важно' });
    };
    await s.settle();
    expect(s.crm.get('invoice', invoice)?.['statecode']).to.equal(3);
    expect((await s.recordAt('invoice', invoice)).fields['comment']).to.equal('важно');
    expect(await codes(s)).to.deep.equal([]);
  });

  it('says so when an object moves before every write, and closes that when it went through', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    await s.edit(record.id, { phone: '1' });
    s.crm.beforeWrite = () => void s.crm.edit('account', account, { fax: '0' });
    await s.sync();
    expect(await codes(s)).to.deep.equal(['stale-again']);
    s.crm.beforeWrite = undefined;
    await s.settle();
    expect(s.crm.get('account', account)?.['telephone1']).to.equal('1');
    expect(await codes(s)).to.deep.equal([]);
  });

  it('knows that lines went in although the look behind them was refused', async () => {
    const s = await start();
    const { invoice, record, first } = await taken(s);
    s.crm.api.beforePart = ({ method }) => {
      if (method !== 'GET') return;
      s.crm.api.beforePart = null;
      s.crm.faults.status = { status: 503, path: '/invoices(' };
      throw busy();
    };
    await s.edit(record, { lines: [{ ...first, ...DOUBLE }], total: '721.2', vatTotal: '120.2' });
    await s.sync();
    const link = await s.sidebook.store.read(async (t) => (await t.linksAt('crm', 'invoice', [invoice])).get(invoice));
    expect(Object.keys(link?.sent ?? {})).to.not.deep.equal([]);
    Reflect.deleteProperty(s.crm.faults, 'status');
    s.clock.pass(30);
    await s.settle();
    expect(s.crm.get('invoice', invoice)?.['totalamount']).to.equal('721.2000');
    expect(s.writes.filter((r) => r.path.endsWith('$batch')).length).to.equal(1);
    expect(await codes(s)).to.deep.equal([]);
  });

  it('sends nothing where lines differ in what is worked out there alone', async () => {
    const s = await start();
    const { record, first } = await taken(s, { new_vatincludedamount: 0 });
    await s.edit(record, { lines: [{ ...first, amount: '300.51' }], total: '360.61' });
    await s.sync();
    expect(s.writes).to.deep.equal([]);
    const { fields } = await s.sidebook.store.read(async (t) => (await t.record(record)) ?? { fields: {} });
    expect([fields['total'], await codes(s)]).to.deep.equal(['360.61', []]);
  });

  it('goes on from its delta link after a connection that was cut', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    s.crm.faults.dropBefore = { path: '/accounts', next: 5 };
    await s.sync();
    s.crm.log.length = 0;
    s.crm.edit('account', account, { telephone1: '5' });
    s.clock.pass(20);
    await s.cycle();
    expect((await s.recordAt('counterparty', account)).fields['phone']).to.equal('5');
    const asked = s.crm.log.filter((r) => r.path.endsWith('/accounts')).map((r) => r.url.includes('$deltatoken'));
    expect(asked).to.deep.equal([true]);
  });

  it('goes on from its delta link after a delta that broke off in the middle', async () => {
    const s = await start({ host: { pageSize: 1 } });
    const accounts = [s.account(), s.account({ name: 'Ландыш', new_inn: '7701000028' })];
    await s.settle();
    for (const id of accounts) s.crm.edit('account', id, { telephone1: '5' });
    s.crm.faults.dropBefore = { path: '/accounts', after: 1, next: 5 };
    await s.sync();
    s.crm.log.length = 0;
    await s.cycle();
    expect((await s.recordAt('counterparty', accounts[1])).fields['phone']).to.equal('5');
    const [asked] = s.crm.log.filter((r) => r.path.endsWith('/accounts'));
    expect(asked?.url).to.include('$deltatoken');
  });

  it('goes on in the middle of everything after a connection that was cut', async () => {
    const s = await start({ host: { pageSize: 1 } });
    for (const n of ['1', '2', '3']) s.account({ name: `Счёт ${n}`, new_inn: null });
    s.crm.faults.dropBefore = { path: '/accounts', after: 2, next: 5 };
    await s.sync();
    s.crm.log.length = 0;
    await s.cycle();
    const [asked] = s.crm.log.filter((r) => r.path.endsWith('/accounts'));
    expect(asked?.url).to.include('$skiptoken');
  });
});
