/** What a customer owes comes from the settlements of the books into columns an administrator made in Dynamics (model.md 4). */
import { expect } from 'chai';
import type { Fields } from '../../connector/model.ts';
import { editRecord, EditRefused } from '../../connector/sync/edit.ts';
import { makeDebtColumns } from '../hosts/dataverse/schema.ts';
import { contract, payment, shipment } from '../hosts/onec/samples.ts';
import { innOf } from '../properties/habits.ts';
import { customer } from './dataverse-books.ts';
import { BOOKS, CRM, type CrmFake, type CrmSetting, type CrmWishes } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';
import { keyOf } from './making.ts';
import { parties } from './setting.ts';

const NONE = [null, null, null, null, null];
/** The fakes keep as many places as their columns. */
const plain = (v: unknown): unknown => (typeof v === 'string' ? v.replace(/\.0+$|(\.\d*[1-9])0+$/, '$1') : v);
const LEDGER = 'AccountingRegister_Хозрасчетный';

for (const [door, stage] of Object.entries(DOORS))
  describe(`debts of the books in ${door}`, () => {
    const start = stage();

    /** What the wire has no part in is looked at behind one door. */
    const once = (what: string, test: () => Promise<void>): void => {
      if (door === 'Dynamics') it(what, test);
    };

    interface Owing {
      readonly s: CrmSetting<CrmFake>;
      readonly key: string;
      readonly under: string;
    }

    const shownBy = (row: Readonly<Record<string, unknown>> | undefined): unknown[] =>
      ['new_debt', 'new_advance', 'new_overdue', 'new_debtcurrency', 'new_debtsince'].map((name) => plain(row?.[name] ?? null));
    const columns = (s: CrmSetting<CrmFake>, n = 0): unknown[] => shownBy(s.crm.list('account')[n]);

    async function linked(wishes: CrmWishes = {}, make: (s: CrmSetting<CrmFake>) => void = (s) => makeDebtColumns(s.crm.org.tables)): Promise<Owing> {
      const s = await start({ books: true, ...wishes });
      make(s);
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: innOf(1), КПП: '770101001' });
      const under = contract(s.books, key);
      await s.settle();
      return { s, key, under };
    } // prettier-ignore

    /** What the settlements of the store say beside those of 1C, as another organisation or base of the books would. */
    async function alsoOwes({ s }: Owing, more: Fields, code = 'RUB'): Promise<void> {
      const [known] = await s.records('balance');
      const currency = (await s.records('currency')).find((r) => r.fields['code'] === code)?.id ?? `~currency:${code}`;
      const record = { ...known!, id: `other-${code}`, rev: 1, fields: { ...known!.fields, organisation: 'another', currency, ...more } }; // prettier-ignore
      const [link] = await s.sidebook.store.read((t) => t.linksOf(known!.id));
      const [id = 0] = await s.sidebook.store.linkIds(1);
      await s.sidebook.store.write({ actor: 'test' }, (t) => {
        t.setRecord(record, null);
        t.setLink({ ...link!, id, hostId: `other-${code}`, record: record.id }, null);
      });
      await s.cycle(CRM);
    }

    it('are written as they arise and as they are paid, with their currency and their day', async () => {
      const { s, key, under } = await linked();
      expect(columns(s)).to.deep.equal(NONE); // the books list no settlement: nothing is said, and no zero
      shipment(s.books, key, under, 2500);
      await s.settle();
      expect(columns(s)).to.deep.equal(['2500', '0', '0', 'RUB', '2026-02-24']);
      payment(s.books, key, under, [[3000]]);
      await s.settle();
      expect(columns(s)).to.deep.equal(['0', '500', '0', 'RUB', '2026-02-24']);
      expect(await s.problems()).to.deep.equal([]);
    });

    it('are put right where somebody typed over them, and our own write is no edit', async () => {
      const { s, key, under } = await linked();
      shipment(s.books, key, under, 2500);
      await s.settle();
      const [account] = s.crm.list('account');
      for (const host of [CRM, BOOKS, CRM]) await s.cycle(host, { everything: true });
      expect(s.crm.list('account')[0]?.['versionnumber']).to.equal(account?.['versionnumber']);
      s.crm.edit('account', String(account?.['accountid']), { new_debt: 1, new_debtcurrency: 'USD' });
      await s.settle();
      expect(columns(s)).to.deep.equal(['2500', '0', '0', 'RUB', '2026-02-24']);
      const record = await s.recordAt('counterparty', key, BOOKS);
      expect(record.fields).to.not.have.any.keys('debt', 'debtCurrency');
      const typed = editRecord(s.sidebook.engine, { id: record.id, changes: { debt: '1' }, by: 'anna' });
      expect(await typed.catch((e: unknown) => (e instanceof EditRefused ? e.code : e))).to.equal('field-not-yours');
    });

    once('are not said before the books have shown all of them, and are once they have', async () => {
      const s = await start({ books: true });
      makeDebtColumns(s.crm.org.tables);
      s.books.faults.appException = { path: LEDGER };
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: innOf(1), КПП: '770101001' });
      shipment(s.books, key, contract(s.books, key), 2500);
      for (const host of [BOOKS, CRM, BOOKS, CRM]) await s.cycle(host, { everything: true });
      const [account] = s.crm.list('account');
      s.crm.edit('account', String(account?.['accountid']), { new_debt: 7 });
      await s.cycle(CRM, { everything: true });
      expect(columns(s)[0]).to.equal('7'); // somebody's own until something is known
      delete s.books.faults.appException;
      s.clock.pass(20);
      await s.settle();
      expect(columns(s)).to.deep.equal(['2500', '0', '0', 'RUB', '2026-02-24']);
    });

    once('reach accounts that stood there before the columns were made', async () => {
      const { s, key, under } = await linked({}, () => undefined);
      shipment(s.books, key, under, 2500);
      await s.settle();
      makeDebtColumns(s.crm.org.tables);
      await s.restart();
      await s.settle();
      expect(columns(s)[0]).to.equal('2500');
    });

    it('add up over organisations, and are emptied where no one sum is true', async () => {
      const owing = await linked();
      const { s, key, under } = owing;
      shipment(s.books, key, under, 2500);
      await s.settle();
      await alsoOwes(owing, { debt: '100.5', overdue: '100.5' });
      expect(columns(s).slice(0, 4)).to.deep.equal(['2600.5', '0', '100.5', 'RUB']);
      await alsoOwes(owing, { debt: '9' }, 'USD');
      expect(columns(s)).to.deep.equal(NONE);
    });

    once('go nowhere without the column of their currency, which is named', async () => {
      const { s, key, under } = await linked({}, (t) => {
        makeDebtColumns(t.crm.org.tables);
        t.crm.org.tables.get('account')?.columns.delete('new_debtcurrency');
      });
      shipment(s.books, key, under, 2500);
      await s.settle();
      expect(columns(s)).to.deep.equal(NONE);
      const left = s.sidebook.findings(CRM).filter((f) => f.entity === 'counterparty').map((f) => [f.code, f.property]); // prettier-ignore
      expect(left).to.deep.include(['property-left-out', 'new_debtcurrency']);
    });

    once('are never written to an account that became a competitor', async () => {
      const { s, key, under } = await linked();
      const [account] = s.crm.list('account');
      s.crm.edit('account', String(account?.['accountid']), { customertypecode: 1 });
      shipment(s.books, key, under, 2500);
      await s.settle();
      expect(columns(s)).to.deep.equal(NONE);
      expect(s.crm.get('account', String(account?.['accountid']))?.['customertypecode']).to.equal(1);
    });

    it('are not written either where that happened a moment before', async () => {
      const { s, key, under } = await linked();
      const id = String(s.crm.list('account')[0]?.['accountid']);
      shipment(s.books, key, under, 2500);
      await s.cycle(BOOKS, { everything: true });
      const host = s.sidebook.engine.hosts.get(CRM)?.host;
      const read = host?.read.bind(host);
      const before: typeof read = (...asked) => (s.crm.edit('account', id, { customertypecode: 1 }), read!(...asked));
      Object.assign(host!, { read: before });
      await s.cycle(CRM);
      expect([columns(s), s.crm.get('account', id)?.['customertypecode']]).to.deep.equal([NONE, 1]);
    });

    async function twoAccounts(): Promise<{ s: CrmSetting<CrmFake>; keys: readonly string[]; kept: string; merged: string }> {
      const s = await start({ books: true });
      makeDebtColumns(s.crm.org.tables);
      const keys = [1, 2].map((n) =>
        customer(s.books, { Description: `Василёк ${String(n)} ООО`, ИНН: innOf(n), КПП: '770101001' }),
      );
      await s.settle();
      const idOf = async (key = ''): Promise<string> =>
        (await s.hostIdOf((await s.recordAt('counterparty', key, BOOKS)).id, CRM)) ?? '';
      const [kept, merged] = [await idOf(keys[0]), await idOf(keys[1])];
      for (const key of keys) shipment(s.books, key, contract(s.books, key), 1000);
      await s.settle();
      expect(shownBy(s.crm.get('account', kept))[0]).to.equal('1000');
      return { s, keys, kept, merged };
    }

    async function twoAsOne(): ReturnType<typeof twoAccounts> {
      const two = await twoAccounts();
      two.s.crm.merge(two.kept, two.merged);
      await two.s.settle();
      return two;
    }

    it('of customers that became one account are owed by it together', async () => {
      const { s, keys, kept } = await twoAsOne();
      expect(shownBy(s.crm.get('account', kept))[0]).to.equal('2000');
      payment(s.books, keys[1] ?? '', contract(s.books, keys[1] ?? ''), [[400]]);
      shipment(s.books, keys[1] ?? '', contract(s.books, keys[1] ?? ''), 500);
      await s.settle();
      expect(shownBy(s.crm.get('account', kept)).slice(0, 2)).to.deep.equal(['2500', '400']);
    });

    once('are told of both where the process died as soon as it knew that they are one', async () => {
      const { s, kept, merged } = await twoAccounts();
      const { store } = s.sidebook;
      const write = store.write.bind(store);
      s.crm.merge(kept, merged);
      const isKnown = async (): Promise<boolean> =>
        (await store.read((t) => t.linksAt(CRM, 'counterparty', [merged]))).get(merged)?.token === `>${kept}`;
      store.write = async (...asked) => {
        if (await isKnown()) throw new Error('killed');
        return write(...asked);
      };
      await s.cycle(CRM, { everything: true }).catch(() => null);
      store.write = write;
      expect([await isKnown(), shownBy(s.crm.get('account', kept))[0]]).to.deep.equal([true, '1000']);
      await s.settle();
      expect(shownBy(s.crm.get('account', kept))[0]).to.equal('2000');
    });

    once('of customers that are two accounts again are told apart', async () => {
      const { s, kept, merged } = await twoAsOne();
      expect(shownBy(s.crm.get('account', kept))[0]).to.equal('2000');
      const row = s.crm.org.of('account').get(merged);
      s.crm.org.of('account').set(merged, { ...row, _masterid_value: null, merged: false });
      s.crm.edit('account', merged, { statecode: 0, statuscode: 1 });
      await s.settle();
      expect([kept, merged].map((id) => shownBy(s.crm.get('account', id))[0])).to.deep.equal(['1000', '1000']);
    });

    /** How often all that was merged was read. */
    function countMerged({ sidebook: { store } }: CrmSetting<CrmFake>): () => number {
      let count = 0;
      const read = store.read.bind(store);
      store.read = (work) =>
        read((t) => {
          const mergedInto: typeof t.mergedInto = (...of) => ((count += 1), t.mergedInto(...of));
          return work(new Proxy(t, { get: (on, name) => (name === 'mergedInto' ? mergedInto : bound(on, name)) }));
        });
      return () => count;
    }
    const bound = (on: object, name: string | symbol): unknown => {
      const value: unknown = Reflect.get(on, name);
      return typeof value === 'function' ? (value.bind(on) as unknown) : value;
    };

    once('of many customers at once wait for a person, who sees them and says yes', async () => {
      const s = await start({ books: true });
      for (let n = 1; n <= 60; n++) customer(s.books, { Description: `Покупатель ${String(n)}`, ИНН: innOf(n), КПП: '770101001' });
      const { plan } = (await s.cycle(BOOKS), await s.cycle(CRM)).guard ?? {};
      await s.cycle(CRM, { accept: plan ?? '', by: 'Анна' });
      await s.settle();
      for (const row of s.books.list(parties)) shipment(s.books, keyOf(row), contract(s.books, keyOf(row)), 2500);
      await s.settle();
      makeDebtColumns(s.crm.org.tables);
      await s.restart();
      const { guard } = await s.cycle(CRM);
      expect([guard?.rule, guard?.count]).to.deep.equal(['too-many-writes', 60]);
      const steps = JSON.parse((await s.sidebook.store.read((t) => t.plan(guard?.plan ?? '')))?.steps ?? '[]') as { changes: unknown[] }[];
      expect(JSON.stringify(steps[0]?.changes)).to.include('2500');
      expect(s.crm.list('account').filter((a) => (a['new_debt'] ?? null) !== null)).to.deep.equal([]);
      const looked = countMerged(s);
      await s.cycle(CRM, { accept: guard?.plan ?? '', by: 'Анна' });
      expect(looked()).to.be.within(1, 3); // a whole list each time: not once for every account
      expect(s.crm.list('account').map((a) => plain(a['new_debt']))).to.deep.equal(Array(60).fill('2500'));
      expect((await s.cycle(CRM)).guard).to.equal(null);
    }); // prettier-ignore
  });
