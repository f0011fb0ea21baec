/** Many changes at once toward Dynamics: a few requests, each change judged by itself. */
import { expect } from 'chai';
import { ApiError } from '../hosts/dataverse/errors.ts';
import { innOf } from '../properties/habits.ts';
import { crmStage, line, type CrmSetting } from './dataverse-setting.ts';

const COUNT = 40;

describe('many changes toward Dynamics', () => {
  const start = crmStage();

  /** So many accounts taken over, and a phone changed on each. */
  async function edited(): Promise<{ s: CrmSetting; accounts: string[] }> {
    const s = await start();
    const accounts = Array.from({ length: COUNT }, (_, n) => s.account({ name: `Клиент ${String(n)}`, new_inn: innOf(n + 1) }));
    await s.settle();
    for (const [n, record] of (await s.records('counterparty')).entries()) await s.edit(record.id, { phone: String(n) });
    s.crm.log.length = 0;
    return { s, accounts };
  }
  const phones = (s: CrmSetting): number => s.crm.list('account').filter((a) => a['telephone1'] !== null).length;
  const later = async (s: CrmSetting): Promise<void> => {
    s.clock.pass(61);
    await s.settle();
  };

  it('cost a few requests, and every one names the version it changes', async () => {
    const { s } = await edited();
    const { counts } = await s.cycle();
    const asked = s.crm.log.filter((r) => r.url.includes('$filter') || r.path.endsWith('$batch'));
    expect([counts.pushed, phones(s), asked.length]).to.deep.equal([COUNT, COUNT, 4]);
    const bodies = s.writes.map((r) => r.body).join('');
    expect([(bodies.match(/^PATCH /gm) ?? []).length, (bodies.match(/^if-match: W\/"\d+"\r$/gm) ?? []).length]).to.deep.equal([
      COUNT,
      COUNT,
    ]);
    s.crm.log.length = 0;
    await s.settle();
    expect([s.writes, await s.problems()]).to.deep.equal([[], []]);
  });

  it('go through but for the one that is refused, which waits for a person', async () => {
    const { s, accounts } = await edited();
    s.crm.api.beforePart = ({ path }) => {
      if (path.includes(accounts[7] ?? '?')) throw new ApiError(400, '0x80040265', 'Плагин: телефон занят.');
    };
    await s.sync();
    expect(phones(s)).to.equal(COUNT - 1);
    const [problem, ...more] = await s.problems();
    expect([problem?.kind, problem?.detail['sentence'], more.length]).to.deep.equal(['refused', 'Плагин: телефон занят.', 0]);
    s.crm.api.beforePart = null;
    await later(s);
    expect([phones(s), await s.problems()]).to.deep.equal([COUNT, []]);
  });

  it('merge with what moved between the look and the write, and make nothing anew that was deleted', async () => {
    const { s, accounts } = await edited();
    s.crm.beforeWrite = () => {
      s.crm.beforeWrite = undefined;
      s.crm.edit('account', accounts[3] ?? '', { fax: '1', emailaddress1: 'a@b.example' });
      s.crm.remove('account', accounts[4] ?? '');
    };
    await s.sync();
    await later(s);
    expect([s.crm.list('account').length, phones(s)]).to.deep.equal([COUNT - 1, COUNT - 1]);
    expect((await s.recordAt('counterparty', accounts[3])).fields['email']).to.equal('a@b.example');
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['vanished']);
  });

  it('are written once although the answer to all of them was lost', async () => {
    const { s } = await edited();
    s.crm.faults.dropAfter = { next: 1, method: 'POST' };
    await s.sync();
    const versions = (): unknown[] => s.crm.list('account').filter((a) => a['telephone1'] !== null).map((a) => a['versionnumber']); // prettier-ignore
    const before = versions();
    await later(s);
    expect([phones(s), await s.problems()]).to.deep.equal([COUNT, []]);
    expect(versions()).to.include.members(before); // those of the lost answer were not written again
  });

  it('change the lines of each invoice together or not at all', async () => {
    const s = await start();
    const account = s.account();
    const made = Array.from({ length: 6 }, () =>
      s.invoice(account, { invoice_details: [line(), line({ productdescription: 'Вторая', lineitemnumber: 2 })] }),
    );
    await s.settle();
    for (const record of await s.records('invoice')) {
      const lines = (record.fields['lines'] as Record<string, string>[]).map((l) => ({ ...l, text: `${l['text'] ?? ''}!` }));
      await s.edit(record.id, { lines });
    }
    s.crm.beforeWrite = () => {
      s.crm.beforeWrite = undefined;
      const [, second] = s.crm.list('invoicedetail').filter((l) => l['_invoiceid_value'] === made[2]);
      s.crm.edit('invoicedetail', String(second?.['invoicedetailid']), { productdescription: 'Чужая' });
    };
    s.crm.log.length = 0;
    await s.sync();
    const texts = made.map((id) => s.crm.list('invoicedetail').filter((l) => l['_invoiceid_value'] === id).map((l) => l['productdescription'])); // prettier-ignore
    expect(texts[2]).to.deep.equal(['Доставка', 'Чужая']);
    expect(texts.filter((t) => String(t) === 'Доставка!,Вторая!').length).to.equal(5);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['conflict']);
    expect(s.writes.length).to.be.at.most(2);
  });
});
