/** A second 1C that exchanges messages, beside the 1C that keeps the books: what sales issue in the one reaches the other, once. */
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { switchWriting } from '../../connector/cli/switches.ts';
import { parseConfig } from '../../connector/config.ts';
import { textAt } from '../../connector/hosts/enterprisedata/tree.ts';
import { Sidebook } from '../../connector/main.ts';
import type { InvoicesView } from '../../connector/server/contract/invoices.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import { INVOICE } from '../hosts/enterprisedata/base.ts';
import { startFakeEnterpriseData } from '../hosts/enterprisedata/fake.ts';
import { counterparty, euro, invoice, organisation, shared } from '../hosts/enterprisedata/objects.ts';
import { startFakeOnec } from '../hosts/onec/fake.ts';
import { innOf } from '../properties/habits.ts';
import { serveApi } from '../server/api/client.ts';
import { customer, invoices } from './dataverse-books.ts';
import { invoice as billOf } from './making.ts';
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

  const OMIT = { contract: { omit: true }, bankAccount: { omit: true } };
  const world = async () => {
    const clock = stoppedClock();
    const [books, trade] = [await startFakeOnec({ now: clock.now }), await startFakeEnterpriseData()];
    const key = customer(books, { Description: 'Лютик ООО', ИНН: innOf(1), КПП: '770101001' });
    const party = { id: key, name: 'Лютик ООО', inn: innOf(1), kpp: '770101001' };
    trade.base.put(counterparty(party));
    closing.push(books, trade);
    return { clock, books, trade, key, party };
  };
  type World = Awaited<ReturnType<typeof world>>;

  /** `fields`: what the mapping of its invoices says differently. */
  async function open({ clock, books, trade }: World, fields: object, folder: string | null = null) {
    const mappings = { counterparty: { create: false, fields: { phone: { omit: true }, legalName: { omit: true } } }, invoice: { fields } }; // prettier-ignore
    const hosts = {
      buh: { kind: 'onec', profile: 'bp30', url: books.url, user: books.user, password: { env: 'BUH' } },
      ut: { kind: 'enterprisedata', url: trade.url, user: trade.user, password: { env: 'UT' }, peerCode: trade.base.peer, timeZone: 'Europe/Moscow', books: false, mappings },
    }; // prettier-ignore
    const read = parseConfig(JSON.stringify({ hosts, issueIn: { '*': 'buh' } }), 'sidebook.config.jsonc', { BUH: books.password, UT: trade.password }, 'en'); // prettier-ignore
    const at = (name: string): string => (folder === null ? ':memory:' : join(folder, name));
    const config = { ...read, store: { ...read.store, file: at('store.db') }, private: { ...read.private, file: at('private.db') } }; // prettier-ignore
    const sidebook = new Sidebook(config, { world: worldAt(clock, 1), holder: 'test' });
    closing.push(sidebook);
    await sidebook.begin();
    for (const on of [[], ['buh', 'ut']]) await switchWriting(sidebook, { on: true, hosts: on, by: 'anna' });
    const rounds = async (most = 4): Promise<void> => {
      for (let n = 0; n < most; n++)
        for (const id of ['buh', 'ut']) (await sidebook.sync(id, { everything: true }), clock.pass(1));
    };
    const problems = async () => (await sidebook.store.read((t) => t.problems({}))).map((p) => [p.host, p.detail['code'], p.detail['name'], p.detail['of']]); // prettier-ignore
    const close = async (): Promise<void> => {
      closing.splice(closing.indexOf(sidebook), 1);
      await sidebook.close();
    };
    return { sidebook, rounds, problems, close };
  }

  it('has its invoice there under the number of the books, keeps its own, and both rest', async () => {
    const w = await world();
    const { books, key, party } = w;
    const { base } = w.trade;
    const { sidebook, rounds } = await open(w, OMIT);
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
    expect([there?.['КурсВзаиморасчетов'], there?.['КратностьВзаиморасчетов']]).to.deep.equal([1, '1']); // the messages say none
    const [record, ...others] = await sidebook.store.read((t) => t.recordsOf('invoice', null, 10));
    expect([record?.fields['number'], others]).to.deep.equal([there?.['Number'], []]);
    expect([textAt(base.list(INVOICE)[0], 'КлючевыеСвойства/Номер'), base.applied]).to.deep.equal([bill.number, []]);
    await rounds();
    expect((await sidebook.store.read((t) => t.record(record?.id ?? '')))?.rev).to.equal(record?.rev); // no number goes to and fro
    expect(await sidebook.store.read((t) => t.problems({}))).to.deep.equal([]);
  });

  it('is asked for the rate of an invoice in euros, which the books would keep at 0, and sends it with what was typed', async () => {
    const w = await world();
    const { sidebook, rounds, problems } = await open(w, OMIT);
    await rounds();
    w.trade.base.put(invoice({ ...bill, party: w.party, currency: euro }));
    await rounds();
    expect([w.books.list(invoices), (await problems()).map(([host, code]) => [host, code])]).to.deep.equal([[], [['buh', 'rate-absent']]]); // prettier-ignore
    const [record] = await sidebook.store.read((t) => t.recordsOf('invoice', null, 10));
    await editRecord(sidebook.engine, { id: record?.id ?? '', changes: { rate: '92.5' }, by: 'anna' });
    await rounds();
    expect([w.books.list(invoices).map((r) => [r['СуммаДокумента'], r['КурсВзаиморасчетов']]), await problems()]).to.deep.equal([[[600, 92.5]], []]); // prettier-ignore
  });

  it('has of the books what is paid; an invoice they do not have is not called unpaid', async () => {
    const w = await world();
    const { sidebook, rounds } = await open(w, OMIT);
    const api = await serveApi(sidebook);
    closing.push(api);
    await rounds();
    w.trade.base.put(invoice({ ...bill, party: w.party }));
    w.trade.base.put(
      invoice({ ...bill, id: bill.id.replace(/1$/, '2'), number: 'НФ00-000001', party: w.party, by: organisation }),
    ); // whose books are elsewhere
    await rounds();
    const { rows, counts, unpaid } = await api.get<InvoicesView>('/invoices');
    expect(rows.map((r) => [r.push.host, r.paidState])).to.have.deep.members([['buh', 'unpaid'], ['ut', 'untold']]); // prettier-ignore
    expect([counts, unpaid]).to.deep.equal([{ all: 2, overdue: 0, unpaid: 1, drafts: 0, untold: 1 }, [{ currency: 'RUB', amount: '600', count: 1 }]]); // prettier-ignore
  });

  it('is told that an invoice under a contract of the books waits for good, and gets it once the field is left out', async () => {
    const w = await world();
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-ed-contract-'));
    const before = await open(w, {}, folder);
    w.trade.base.put(invoice({ ...bill, party: w.party })); // so that it knows who issues
    await before.rounds(2);
    billOf(w.books, { Контрагент_Key: w.key });
    await before.rounds(2);
    expect(w.trade.base.list(INVOICE)).to.have.length(1);
    expect(new Set((await before.problems()).map(String))).to.deep.equal(new Set(['ut,contract-elsewhere,Основной договор,buh']));
    await before.close();
    const after = await open(w, OMIT, folder);
    await after.rounds(3);
    expect([w.trade.base.list(INVOICE).map((t) => textAt(t, 'Сумма')), await after.problems()]).to.deep.equal([['600.00', '2500'], []]); // prettier-ignore
    rmSync(folder, { recursive: true });
  });

  it('keeps an invoice under a contract of its own from the books until a person takes the contract off it here; there it stays', async () => {
    const w = await world();
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-ed-contract-'));
    const before = await open(w, { bankAccount: { omit: true } }, folder);
    await before.rounds(2);
    w.trade.base.put(invoice({ ...bill, party: w.party, terms: true }));
    await before.rounds(2);
    expect([w.books.list(invoices), await before.problems()]).to.deep.equal([[], [['buh', 'contract-not-of-books', 'Договор 17', 'ut']]]); // prettier-ignore
    await before.close();
    const { sidebook, rounds, problems } = await open(w, OMIT, folder);
    const [record] = await sidebook.store.read((t) => t.recordsOf('invoice', null, 10));
    await editRecord(sidebook.engine, { id: record?.id ?? '', changes: { contract: null }, by: 'anna' });
    await rounds(3);
    expect([w.books.list(invoices).map((r) => r['СуммаДокумента']), await problems()]).to.deep.equal([[600], []]);
    expect(textAt(w.trade.base.list(INVOICE)[0], 'ДанныеВзаиморасчетов/Договор/Номер')).to.equal('17');
    rmSync(folder, { recursive: true });
  });
});
