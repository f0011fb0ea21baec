/** What a stricter Dynamics does to writes: versions that move under a batch, parts that fail alone, places of feeds that must not be lost. */
import { expect } from 'chai';
import { readPack, withOverrides } from '../../connector/packs.ts';
import { DataverseClient } from '../../connector/hosts/dataverse/client.ts';
import { ApiError } from '../hosts/dataverse/errors.ts';
import type { Row } from '../hosts/dataverse/fake.ts';
import { live } from './dataverse-making.ts';
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

/** With the right check digit. */
const INN = '7701000019';
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
    const ours = await s.sidebook.store.read((t) => t.record(record));
    expect([ours?.fields['total'], await codes(s)]).to.deep.equal(['360.61', []]);
  });

  it('knows what it made and changed although the answers hold nothing', async () => {
    const s = await start({ fake: { quirks: { bare: true } } });
    const made = await live(s, { name: 'Лютик ООО', kind: 'company' });
    await s.settle();
    expect(s.crm.list('account').map((a) => [a['accountid'], a['name']])).to.deep.equal([[made.id, 'Лютик ООО']]);
    const { host } = await s.sidebook.attach('crm');
    expect(host.traits.clientIds).to.not.equal('no');
    await s.edit(made.id, { phone: '1' });
    await s.settle();
    expect(s.crm.list('account').map((a) => a['telephone1'])).to.deep.equal(['1']);
    expect(await codes(s)).to.deep.equal([]);
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

  it('makes nobody ask before the time is over, when one read was told to wait longer and longer', async () => {
    const s = await start();
    const { crm } = s;
    const waits: number[] = [];
    const world = { now: s.clock.now, random: () => 0.5, uuid: () => '', sleep: async (ms: number) => void waits.push(ms) };
    const { url, tenant, clientId, secret, authority } = crm;
    const client = new DataverseClient({ id: 'crm', url, tenant, clientId, secret, authority, world });
    crm.faults.status = { status: 429, retryAfter: 7, grows: 10, path: '/accounts', next: 3 };
    await client.json({ method: 'GET', path: 'accounts' });
    await Promise.all([client.json({ method: 'GET', path: 'uoms' }), client.json({ method: 'GET', path: 'products' })]);
    await client.close();
    expect(waits).to.deep.equal([7000, 17_000, 27_000, 27_000, 27_000]); // the clock stands still, so the time is never over
  });
});

describe('accounts of Dynamics that are no customers', () => {
  const start = crmStage();
  const kinds: readonly (readonly [string, number | null])[] = [
    ['of no kind yet', null],
    ['a supplier', 10],
    ['a competitor', 1],
  ];
  for (const [what, customertypecode] of kinds)
    it(`asks before it makes an account with the tax id of one that is ${what}`, async () => {
      const s = await start();
      s.account({ customertypecode, new_inn: INN });
      await live(s, { name: 'Лютик', taxId: INN });
      await s.settle();
      expect(s.crm.list('account').length).to.equal(1);
      expect((await s.problems()).map((p) => [p.kind, p.detail['reason']])).to.deep.equal([['ambiguous', 'outside']]);
      expect(s.writes).to.deep.equal([]);
    });

  it('lets one go that is no customer any more, and goes on when it is one again', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    s.crm.edit('account', account, { customertypecode: 10 });
    await s.cycle();
    await s.edit(record.id, { phone: '7' });
    await s.cycle();
    expect(await codes(s)).to.deep.equal([]);
    expect([s.crm.list('account').length, s.writes.length]).to.deep.equal([1, 0]);
    s.crm.edit('account', account, { customertypecode: 3 });
    await s.settle();
    expect(s.crm.get('account', account)?.['telephone1']).to.equal('7');
  });

  it('takes one over that becomes a customer', async () => {
    const s = await start();
    const account = s.account({ customertypecode: null });
    await s.settle();
    expect(await s.records('counterparty')).to.deep.equal([]);
    s.crm.edit('account', account, { customertypecode: 3 });
    await s.settle();
    expect((await s.recordAt('counterparty', account)).fields['taxId']).to.equal('7701000010');
  });

  it('keeps them out where an installation adds a scope of its own', () => {
    const [file] = withOverrides(
      readPack('dataverse').filter((f) => f.entity === 'counterparty'),
      {
        counterparty: { scope: { in: { fields: { active: ['true'] }, host: { statecode: [0] } } } },
      },
    );
    expect(file?.['scope']).to.deep.include({
      in: { fields: { active: ['true'] }, host: { customertypecode: [3], statecode: [0] } },
    });
  });
});
