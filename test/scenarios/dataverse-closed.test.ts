/** A counterparty that is not active any more, made in Dynamics: every row begins active there, and its state is a change by itself. */
import { expect } from 'chai';
import { live } from './dataverse-making.ts';
import { crmStage, type CrmFake } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';

const OLD = { name: 'Бывший клиент', taxId: '7701000035', active: false };
const shown = (s: { crm: CrmFake }): unknown[] => s.crm.list('account').map((a) => [a['name'], a['statecode'], a['statuscode']]); // prettier-ignore

for (const [door, stage] of Object.entries(DOORS))
  describe(`a counterparty that is inactive, new in ${door}`, () => {
    const start = stage();

    it('is made and then closed, and comes to rest', async () => {
      const s = await start();
      await s.settle();
      await live(s, OLD);
      await s.settle();
      expect(shown(s)).to.deep.equal([['Бывший клиент', 1, 2]]);
      expect(await s.problems()).to.deep.equal([]);
    });
  });

describe('a counterparty whose closing nobody answered', () => {
  const start = crmStage();

  it('is found again, closed, and there once', async () => {
    const s = await start();
    await s.settle();
    s.crm.faults.status = { status: 503, next: 2, method: 'PATCH' };
    await live(s, OLD);
    await s.sync();
    expect(shown(s)).to.deep.equal([['Бывший клиент', 0, 1]]);
    s.clock.pass(30);
    await s.settle();
    expect(shown(s)).to.deep.equal([['Бывший клиент', 1, 2]]);
    expect(await s.problems()).to.deep.equal([]);
  });
});
