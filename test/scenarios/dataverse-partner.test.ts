/** One partner of УТ with three counterparties against one account of Dynamics (D4): who is whom, and what goes where. */
import { expect } from 'chai';
import { innOf } from '../properties/habits.ts';
import { keyOf } from './making.ts';
import { BOOKS, CRM, crmStage, type CrmSetting } from './dataverse-setting.ts';
import { parties } from './setting.ts';
import { partners, sellTo } from './trade-making.ts';

const NAMES = ['Василёк ООО', 'Василёк-Торг ООО', 'Василёк-Сервис ООО'];

describe('a partner with three counterparties against one account', () => {
  const start = crmStage();

  interface Group {
    readonly s: CrmSetting;
    readonly partner: string;
    readonly keys: readonly string[];
    /** The one account sales has, by the number of the first. */
    readonly account: string;
  }

  async function group(): Promise<Group> {
    const s = await start({ books: true, trade: true });
    const partner = keyOf(s.books.create(partners, { Description: 'Василёк', ЮрФизЛицо: 'Компания' }));
    const keys = NAMES.map((Description, i) => keyOf(s.books.create(parties, { Description, Партнер_Key: partner, ЮрФизЛицо: 'ЮрЛицо', ИНН: innOf(i + 1), КПП: '773601001' }))); // prettier-ignore
    const account = s.account({ name: 'Василёк ООО', new_inn: innOf(1), new_kpp: '773601001' });
    await s.settle();
    return { s, partner, keys, account };
  }

  const accountOf = async (s: CrmSetting, key: string): Promise<string | null> =>
    s.hostIdOf((await s.recordAt('counterparty', key, BOOKS)).id, CRM);
  const names = (s: CrmSetting): unknown[] => s.books.list(parties).map((p) => p['Description']);

  it('is the counterparty with its numbers; the others get accounts of their own, and the partner none', async () => {
    const { s, partner, keys, account } = await group();
    expect(await accountOf(s, keys[0] ?? '')).to.equal(account);
    expect(s.crm.list('account').map((a) => a['new_inn'])).to.have.members([1, 2, 3].map(innOf));
    const records = await Promise.all(keys.map((key) => s.recordAt('counterparty', key, BOOKS)));
    const above = (await s.recordAt('partner', partner, BOOKS)).id;
    expect(records.map((r) => r.fields['partner'])).to.deep.equal([above, above, above]);
    expect(await s.hostIdOf(above, CRM)).to.equal(null);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('takes an edit of the account to its own counterparty alone', async () => {
    const { s, keys, account } = await group();
    s.crm.edit('account', account, { name: 'Василёк и К ООО' });
    await s.settle();
    expect(names(s)).to.have.members(['Василёк и К ООО', ...NAMES.slice(1)]);
    expect(s.books.list(partners).map((p) => p['Description'])).to.include('Василёк');
    expect(s.books.get(parties, keys[1] ?? '')?.['Description']).to.equal(NAMES[1]);
  });

  it('stays three in the books once sales made the three accounts one; invoices of each go to it', async () => {
    const { s, partner, keys, account } = await group();
    for (const key of keys.slice(1)) s.crm.merge(account, (await accountOf(s, key)) ?? '');
    await s.settle();
    keys.forEach((key, i) => sellTo(s.books, partner, key, 1200 + i, { Date: `2026-02-2${String(i)}T10:00:00` }));
    await s.settle();
    const sold = s.crm.list('invoice').map((row) => [row['_accountid_value'], row['totalamount']]);
    expect(sold).to.have.deep.members([1200, 1201, 1202].map((sum) => [account, `${String(sum)}.0000`]));
    expect(s.crm.list('account')).to.have.length(3); // none is made anew
    expect(names(s)).to.have.members(NAMES);
    expect(await s.problems()).to.deep.equal([]);
  });
});
