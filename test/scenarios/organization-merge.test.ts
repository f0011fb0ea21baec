/** Accounts made one on the premises: the same as behind the other door, and goods that are no product there stop no invoice. */
import { expect } from 'chai';
import { innOf } from '../properties/habits.ts';
import { customer } from './dataverse-books.ts';
import { issue, live } from './dataverse-making.ts';
import { BOOKS, CRM } from './dataverse-setting.ts';
import { organizationStage, type OrganizationSetting } from './organization-setting.ts';

const accounts = (s: OrganizationSetting): unknown[] => s.crm.list('account').map((a) => a['name']).sort(); // prettier-ignore

describe('accounts on the premises that were merged', () => {
  const start = organizationStage();

  it('stay two in the books; invoices go to the account that is left', async () => {
    const s = await start({ books: true });
    const keys = [1, 2].map((n) => customer(s.books, { Description: `Клиент ${String(n)}`, ИНН: innOf(n), КПП: '770101001' }));
    await s.settle();
    const [loser, winner] = await Promise.all(keys.map((key) => s.recordAt('counterparty', key, BOOKS)));
    const [one, other] = await Promise.all([loser, winner].map(async (r) => (await s.hostIdOf(r?.id ?? '', CRM)) ?? ''));
    s.crm.merge(other ?? '', one ?? '');
    s.clock.pass(1);
    await s.settle();
    const next = await issue(s, { counterparty: loser?.id ?? '', vatIncluded: true, at: '2026-02-24T13:00:01' });
    await s.settle();
    const invoice = s.crm.get('invoice', (await s.hostIdOf(next.id, CRM)) ?? '');
    expect(invoice?.['_accountid_value']).to.equal(other);
    expect(accounts(s)).to.deep.equal(['Клиент 1', 'Клиент 2']);
    expect((await s.records('counterparty')).map((r) => r.fields['active'] ?? true)).to.deep.equal([true, true]);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('are not taken for a customer of ours who has their number', async () => {
    const s = await start();
    const [one, other] = [s.account({ name: 'Лютик' }), s.account({ name: 'Ландыш', new_inn: '7701000028' })];
    s.crm.merge(other, one);
    await s.settle();
    expect((await s.records('counterparty')).map((r) => r.fields['name'])).to.deep.equal(['Ландыш']);
    await live(s, { name: 'Лютик ООО', taxId: '7701000010', kind: 'company' });
    await s.settle();
    expect([accounts(s), await s.problems()]).to.deep.equal([['Ландыш', 'Лютик', 'Лютик ООО'], []]);
  });
});
