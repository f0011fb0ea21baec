/** A second 1C that exchanges messages, beside the 1C that keeps the books: what sales issue in the one reaches the other, once. */
import { expect } from 'chai';
import { switchWriting } from '../../connector/cli/switches.ts';
import { parseConfig } from '../../connector/config.ts';
import { textAt } from '../../connector/hosts/enterprisedata/tree.ts';
import { Sidebook } from '../../connector/main.ts';
import { INVOICE } from '../hosts/enterprisedata/base.ts';
import { startFakeEnterpriseData } from '../hosts/enterprisedata/fake.ts';
import { counterparty, invoice, shared } from '../hosts/enterprisedata/objects.ts';
import { startFakeOnec } from '../hosts/onec/fake.ts';
import { innOf } from '../properties/habits.ts';
import { customer, invoices } from './dataverse-books.ts';
import { stoppedClock, worldAt } from './setting.ts';

const bill = {
  id: '22222222-0000-4000-8000-000000000001',
  number: 'УТ00-000901',
  date: '2026-02-20T09:00:01',
  goods: 0,
  by: shared,
};

describe('a second 1C over messages, beside the 1C that keeps the books', () => {
  const closing: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of closing.splice(0).reverse()) await one.close();
  });

  async function both() {
    const clock = stoppedClock();
    const [books, trade] = [await startFakeOnec({ now: clock.now }), await startFakeEnterpriseData()];
    const mappings = { counterparty: { create: false, fields: { phone: { omit: true }, legalName: { omit: true } } }, invoice: { create: false, fields: { contract: { omit: true }, bankAccount: { omit: true } } } }; // prettier-ignore
    const hosts = {
      buh: { kind: 'onec', profile: 'bp30', url: books.url, user: books.user, password: { env: 'BUH' } },
      ut: { kind: 'enterprisedata', url: trade.url, user: trade.user, password: { env: 'UT' }, peerCode: trade.base.peer, timeZone: 'Europe/Moscow', books: false, mappings },
    }; // prettier-ignore
    const read = parseConfig(JSON.stringify({ hosts, issueIn: { '*': 'buh' } }), 'sidebook.config.jsonc', { BUH: books.password, UT: trade.password }, 'en'); // prettier-ignore
    const file = ':memory:';
    const config = { ...read, store: { ...read.store, file }, private: { ...read.private, file } };
    const sidebook = new Sidebook(config, { world: worldAt(clock, 1), holder: 'test' });
    closing.push(books, trade, sidebook);
    await sidebook.begin();
    for (const on of [[], ['buh', 'ut']]) await switchWriting(sidebook, { on: true, hosts: on, by: 'anna' });
    const rounds = async (): Promise<void> => {
      for (let n = 0; n < 4; n++) for (const id of ['buh', 'ut']) (await sidebook.sync(id, { everything: true }), clock.pass(1));
    };
    return { books, base: trade.base, sidebook, rounds };
  }

  it('has its invoice there under the number of the books, keeps its own, and both rest', async () => {
    const { books, base, sidebook, rounds } = await both();
    const key = customer(books, { Description: 'Лютик ООО', ИНН: innOf(1), КПП: '770101001' });
    const party = { id: key, name: 'Лютик ООО', inn: innOf(1), kpp: '770101001' };
    base.put(counterparty(party));
    await rounds();
    base.put(invoice({ ...bill, party }));
    await rounds();
    const [there, ...more] = books.list(invoices);
    expect([there?.['Date'], there?.['СуммаДокумента'], there?.['Контрагент_Key'], more]).to.deep.equal([
      bill.date,
      600,
      key,
      [],
    ]);
    const [record, ...others] = await sidebook.store.read((t) => t.recordsOf('invoice', null, 10));
    expect([record?.fields['number'], others]).to.deep.equal([there?.['Number'], []]);
    expect([textAt(base.list(INVOICE)[0], 'КлючевыеСвойства/Номер'), base.applied]).to.deep.equal([bill.number, []]);
    await rounds();
    expect((await sidebook.store.read((t) => t.record(record?.id ?? '')))?.rev).to.equal(record?.rev); // no number goes to and fro
    expect(await sidebook.store.read((t) => t.problems({}))).to.deep.equal([]);
  });
});
