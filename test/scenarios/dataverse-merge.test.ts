/** Sales makes two accounts one: our records and what refers to them follow, nothing is made twice, the books keep what they have. */
import { expect } from 'chai';
import { textOf } from '../../connector/fields.ts';
import { innOf } from '../properties/habits.ts';
import { customer, invoices } from './dataverse-books.ts';
import { issue } from './dataverse-making.ts';
import { BOOKS, CRM, crmStage, type CrmSetting } from './dataverse-setting.ts';

const PARTIES = 'Catalog_Контрагенты';
const accounts = (s: CrmSetting): unknown[] => s.crm.list('account').map((a) => a['name']).sort(); // prettier-ignore

describe('accounts of Dynamics that were merged', () => {
  const start = crmStage();

  /** Two customers in the books and in Dynamics, and an invoice of the first. */
  async function two() {
    const s = await start({ books: true });
    const keys = [1, 2].map((n) => customer(s.books, { Description: `Клиент ${String(n)}`, ИНН: innOf(n), КПП: '770101001' }));
    await s.settle();
    const [loser, winner] = await Promise.all(keys.map((key) => s.recordAt('counterparty', key, BOOKS)));
    if (!loser || !winner) throw new Error('not taken over');
    const at = async (id: string): Promise<string> => (await s.hostIdOf(id, CRM)) ?? '';
    const made = await issue(s, { counterparty: loser.id, vatIncluded: true, at: '2026-02-24T12:00:01' });
    await s.settle();
    return { s, keys, loser, winner, made, one: await at(loser.id), other: await at(winner.id) };
  }

  it('stay two in the books; invoices of both go to the account that is left', async () => {
    const { s, keys, loser, made, one, other } = await two();
    s.crm.merge(other, one);
    await s.settle();
    s.books.edit(PARTIES, keys[0] ?? '', { Комментарий: 'после слияния' });
    const next = await issue(s, { counterparty: loser.id, vatIncluded: true, at: '2026-02-24T13:00:01' });
    await s.settle();
    expect(accounts(s)).to.deep.equal(['Клиент 1', 'Клиент 2']);
    expect(s.crm.get('account', one)?.['description']).to.equal(null);
    const customers = await Promise.all([made, next].map(async (r) => s.crm.get('invoice', (await s.hostIdOf(r.id, CRM)) ?? '')?.['_accountid_value'])); // prettier-ignore
    expect(customers).to.deep.equal([other, other]);
    expect(s.books.list(invoices).map((i) => i['Контрагент_Key'])).to.deep.equal([keys[0], keys[0]]);
    expect(s.books.list(PARTIES).map((p) => p['НеДействителен'] ?? false)).to.not.include(true);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('take our record along where the account that is left has none', async () => {
    const s = await start();
    const [one, other] = [s.account(), s.account({ name: 'Лютик (старый)', new_inn: null, customertypecode: null })];
    await s.settle();
    const record = await s.recordAt('counterparty', one);
    s.crm.edit('account', other, { customertypecode: 3, name: 'Лютик ООО', new_inn: '7701000010', telephone1: '7' });
    s.crm.merge(other, one);
    await s.settle();
    expect((await s.recordAt('counterparty', other)).id).to.equal(record.id);
    expect((await s.records('counterparty')).map((r) => [r.fields['phone'], r.fields['active']])).to.deep.equal([['7', true]]);
    await s.edit(record.id, { email: 'a@b.example' });
    await s.settle();
    expect(s.crm.list('account').map((a) => a['emailaddress1'])).to.deep.equal([null, 'a@b.example']);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('get no write of ours when they are merged right before it', async () => {
    const { s, loser, one, other } = await two();
    await s.edit(loser.id, { comment: 'наше' });
    s.crm.merge(other, one);
    s.crm.log.length = 0;
    const { counts } = await s.cycle(CRM, { only: [loser.id] });
    expect([counts.pushed, s.writes.length]).to.deep.equal([0, 0]);
    await s.settle();
    expect(s.crm.get('account', one)?.['description']).to.equal(null);
    expect(accounts(s)).to.deep.equal(['Клиент 1', 'Клиент 2']);
  });

  it('lead on to the last one when they are merged once more', async () => {
    const { s, loser, made, one, other } = await two();
    const third = s.account({ name: 'Клиент 3', new_inn: innOf(3), new_kpp: '770101001' });
    await s.settle();
    s.crm.merge(other, one);
    await s.settle();
    s.crm.merge(third, other);
    await s.settle();
    const next = await issue(s, { counterparty: loser.id, vatIncluded: true, at: '2026-02-24T13:00:01' });
    await s.settle();
    const customers = await Promise.all([made, next].map(async (r) => s.crm.get('invoice', (await s.hostIdOf(r.id, CRM)) ?? '')?.['_accountid_value'])); // prettier-ignore
    expect(customers).to.deep.equal([third, third]);
    expect([accounts(s).length, await s.problems()]).to.deep.equal([3, []]);
  });

  /** Three merges of four accounts, the last two at once, in whatever order they are told; where references of all of them lead. */
  async function chained(settleLast: (s: CrmSetting) => Promise<void>, ...last: readonly (readonly [string, string])[]) {
    const s = await start({ books: true });
    const at = new Map<string, string>();
    const keys = [...'cbaz'].map((n, i) =>
      customer(s.books, { Description: `Клиент ${n}`, ИНН: innOf(i + 1), КПП: '770101001' }),
    );
    await s.settle();
    const records = await Promise.all(keys.map((key) => s.recordAt('counterparty', key, BOOKS)));
    for (const { id, fields } of records) at.set(textOf(fields, 'name').slice(-1), (await s.hostIdOf(id, CRM)) ?? '');
    const merge = (loser: string, winner: string): void => s.crm.merge(at.get(winner) ?? '', at.get(loser) ?? '');
    merge('c', 'b');
    await s.settle();
    for (const [loser, winner] of last) merge(loser, winner);
    await settleLast(s);
    const lead = await s.sidebook.store.read((t) => t.hostIdsOf(CRM, 'counterparty', records.map((r) => r.id))); // prettier-ignore
    expect([...lead.values()].map((id) => [...at].find(([, own]) => own === id)?.[0])).to.deep.equal(['z', 'z', 'z', 'z']);
  }

  it('lead on to the last one also when the merges between are met together, whichever first', async () => {
    const settled = (s: CrmSetting): Promise<void> => s.settle();
    await chained(settled, ['b', 'a'], ['a', 'z']);
    await chained(settled, ['a', 'z'], ['b', 'a']);
  });

  it('leave alone what leads to other objects and has none of its own', async () => {
    const { s, one, other } = await two();
    const { store } = s.sidebook;
    const ids = await store.linkIds(2);
    const [own] = [...(await store.read((t) => t.linksAt(CRM, 'counterparty', [one]))).values()];
    if (!own) throw new Error('not linked');
    const leading = [one, 'elsewhere'].map((to, i) => ({
      ...own,
      id: ids[i] ?? 0,
      record: null,
      hostId: null,
      inScope: false,
      token: `>${to}`,
    }));
    await store.write({ actor: 'test' }, (t) => leading.forEach((l) => t.setLink(l, null)));
    s.crm.merge(other, one);
    await s.settle();
    const all = await store.read((t) => t.linksPage(CRM, 'counterparty', 0, 100));
    expect(all.filter((l) => ids.includes(l.id)).map((l) => l.token)).to.deep.equal([`>${other}`, '>elsewhere']);
  });

  it('lead on to the last one though the process dies after each of its writes', async () => {
    await chained(
      async (s) => {
        const { store } = s.sidebook;
        const write = store.write.bind(store);
        let deaths = 0;
        for (let dies = true, lives = 1; dies; lives++) {
          dies = false;
          let writes = 0;
          store.write = async (...asked) => {
            dies ||= writes++ === lives;
            if (dies) throw new Error('killed');
            return write(...asked);
          };
          await s.cycle(CRM).catch(() => null);
          deaths += dies ? 1 : 0;
        }
        store.write = write;
        expect(deaths).to.be.greaterThan(4);
        await s.settle();
      },
      ['b', 'z'],
      ['a', 'z'],
    );
  });

  it('are passed over when they were merged before we came', async () => {
    const s = await start();
    const [one, other] = [s.account(), s.account({ name: 'Ландыш', new_inn: '7701000028' })];
    s.crm.merge(other, one);
    await s.settle();
    expect((await s.records('counterparty')).map((r) => r.fields['name'])).to.deep.equal(['Ландыш']);
    expect([await s.problems(), s.writes]).to.deep.equal([[], []]);
  });
});
