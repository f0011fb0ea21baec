/** When a kind was last read, as panels say it: of every family of hosts, by the feeds it really has. */
import { expect } from 'chai';
import { readAt } from '../../connector/server/views/freshness.ts';
import type { HostId } from '../../connector/model.ts';
import type { Sidebook } from '../../connector/main.ts';
import { counterparty, invoice } from '../hosts/enterprisedata/objects.ts';
import { BC, bcStage } from './bc-setting.ts';
import { CRM } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';
import { ED, openEd, type EdSetting } from './enterprisedata-setting.ts';
import type { Clock } from './setting.ts';

const KINDS = ['counterparty', 'invoice'] as const;
const party = {
  id: '11111111-0000-4000-8000-000000000001',
  name: 'Лютик ООО',
  inn: '7701000010',
  kpp: '770101001',
  phone: '',
  comment: '',
};

describe('when a kind was last read', () => {
  const eds: EdSetting[] = [];
  afterEach(async () => {
    for (const s of eds.splice(0)) await s.close();
  });

  /** Known after the first load, and as new as the cycle that only looked for changes. */
  async function isKept(s: { sidebook: Sidebook; clock: Clock; cycle(): Promise<unknown> }, host: HostId): Promise<void> {
    const times = async () => {
      const readings = await s.sidebook.store.views.readings(host);
      return KINDS.map((kind) => readAt(readings, kind));
    };
    for (const at of await times()) expect(at).to.be.a('string');
    s.clock.pass(30);
    const before = s.clock.now().toISOString();
    await s.cycle();
    for (const at of await times()) expect((at ?? '') >= before, `${String(at)} is from before ${before}`).to.equal(true);
  }

  for (const [name, door] of Object.entries(DOORS)) {
    const start = door();
    it(`is told of Dynamics, ${name}`, async () => {
      const s = await start();
      s.invoice(s.account());
      await s.settle();
      await isKept(s, CRM);
    });
  }

  const central = bcStage();
  it('is told of Business Central', async () => {
    const s = await central();
    s.invoice(s.customer());
    await s.settle();
    await isKept(s, BC);
  });

  it('is told of a base that exchanges messages', async () => {
    const s = await openEd({});
    eds.push(s);
    s.base.put(counterparty(party));
    s.base.put(invoice({ id: '22222222-0000-4000-8000-000000000001', number: '1', date: '2026-02-20T09:00:01', party }));
    await s.settle();
    await isKept(s, ED);
  });

  it('is not known from the exchange plan or from messages alone, nor from what the engine notes for itself', () => {
    const at = { startedAt: '2026-02-24T09:00:00.000Z', lastCompleteAt: '2026-02-24T09:00:00.000Z' };
    for (const feed of ['node', 'messages', 'versions:invoice', 'toward:invoice', 'shown:invoice', 'rows:invoicedetails'])
      expect(readAt([{ feed, ...at }], 'invoice'), feed).to.equal(null);
  });

  it('is of the debts that of their register, however lately the exchange plan was read', () => {
    const [register, plan] = ['2026-02-24T09:00:00.000Z', '2026-02-24T09:14:00.000Z'];
    const reading = (feed: string, at: string) => ({ feed, startedAt: at, lastCompleteAt: at });
    const readings = [reading('walk:balance', register), reading('walk:invoice', register), reading('node', plan)];
    expect([readAt(readings, 'balance'), readAt(readings, 'invoice')]).to.deep.equal([register, plan]);
  });
});
