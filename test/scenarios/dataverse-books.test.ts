/** 1C and Dynamics over one store: what is corrected in one reaches the other; one of them being down is its own trouble. */
import { expect } from 'chai';
import { customer, invoices } from './dataverse-books.ts';
import { BOOKS, CRM } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';
import { issue } from './dataverse-making.ts';
import { currencyOf, invoice, line as row } from '../hosts/onec/samples.ts';
import { innOf } from '../properties/habits.ts';
import { oursFrom } from '../../connector/words/problem-words.ts';
import { resolveProblem } from '../../connector/sync/resolve.ts';

const ONE = innOf(1);
const PARTIES = 'Catalog_Контрагенты';

for (const [door, stage] of Object.entries(DOORS))
  describe(`1C and ${door} through one hub`, () => {
    const start = stage();

    it('link the same party by its tax number, and carry corrections both ways', async () => {
      const s = await start({ books: true });
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
      const account = s.account({ new_inn: ONE, new_kpp: '770101001' });
      await s.settle();
      const party = await s.recordAt('counterparty', account);
      expect([await s.hostIdOf(party.id, BOOKS), (await s.records('counterparty')).length]).to.deep.equal([key, 1]);
      s.books.edit(PARTIES, key, { Комментарий: 'из книг' });
      s.crm.edit('account', account, { name: 'Лютик и партнёры ООО' });
      await s.settle();
      expect(s.crm.get('account', account)?.['description']).to.equal('из книг');
      expect(s.books.get(PARTIES, key)?.['Description']).to.equal('Лютик и партнёры ООО');
      expect(await s.problems()).to.deep.equal([]);
    });

    it('create in each what is new in the other, once', async () => {
      const s = await start({ books: true });
      customer(s.books, { Description: 'Из книг', ИНН: innOf(2), КПП: '770101001' });
      s.account({ name: 'Из продаж', new_inn: innOf(3), new_kpp: '770101001' });
      await s.settle();
      const names = (rows: readonly Record<string, unknown>[], column: string): unknown[] => rows.map((r) => r[column]).sort();
      expect(names(s.crm.list('account'), 'name')).to.deep.equal(['Из книг', 'Из продаж']);
      expect(names(s.books.list(PARTIES), 'Description')).to.deep.equal(['Из книг', 'Из продаж']);
      expect(s.crm.list('account').map((a) => a['customertypecode'])).to.deep.equal([3, 3]);
      expect(await s.sidebook.store.read((t) => t.problems({ open: false }))).to.deep.equal([]); // none was asked for a moment either
    });

    it('bring an invoice issued here into the books, and its number to Dynamics', async () => {
      const s = await start({ books: true });
      customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
      await s.settle();
      const [party] = await s.records('counterparty');
      const made = await issue(s, { counterparty: party?.id ?? '', vatIncluded: true, at: '2026-02-24T12:00:01' });
      await s.settle();
      const [inBooks] = s.books.list(invoices);
      const row = s.crm.get('invoice', (await s.hostIdOf(made.id, CRM)) ?? '');
      expect([s.books.list(invoices).length, s.crm.list('invoice').length]).to.deep.equal([1, 1]);
      expect([row?.['totalamount'], row?.['invoicenumber']]).to.deep.equal(['1500.0000', inBooks?.['Number']]);
      expect(await s.problems()).to.deep.equal([]);
    });

    it('say of an invoice whose currency is not in Dynamics what to make there, and send it once it is', async () => {
      const s = await start({ books: true });
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
      invoice(s.books, { Контрагент_Key: key, ВалютаДокумента_Key: currencyOf(s.books, 'CNY'), Товары: [row(120)] });
      await s.settle();
      const [problem, ...more] = await s.problems();
      expect([problem?.host, problem?.kind, problem?.detail['code'], problem?.detail['name'], more]).to.deep.equal([CRM, 'unmapped-value', 'reference-theirs', 'CNY', []]); // prettier-ignore
      s.crm.create('transactioncurrency', {
        currencyname: 'Yuan',
        isocurrencycode: 'CNY',
        currencyprecision: 2,
        exchangerate: 0.1,
      });
      s.clock.pass(61);
      await s.settle();
      expect([s.crm.list('invoice').length, await s.problems()]).to.deep.equal([1, []]);
    });

    it('go on in one while the other is down', async () => {
      const s = await start({ books: true });
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
      await s.settle();
      s.crm.faults.status = { status: 503 };
      s.books.edit(PARTIES, key, { Комментарий: 'без Dynamics' });
      await s.cycle(BOOKS, { everything: true });
      expect((await s.sync(CRM)).state).to.not.equal('ok');
      const record = await s.recordAt('counterparty', key, BOOKS);
      expect(record.fields['comment']).to.equal('без Dynamics');
      Reflect.deleteProperty(s.crm.faults, 'status');
      s.clock.pass(30);
      await s.settle();
      expect(s.crm.list('account').map((a) => a['description'])).to.deep.equal(['без Dynamics']);
    });

    it('ask once about a field that both changed, and carry the answer to both', async () => {
      const s = await start({ books: true });
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
      await s.settle();
      const [account] = s.crm.list('account').map((a) => String(a['accountid']));
      s.books.edit(PARTIES, key, { Комментарий: 'бухгалтер' });
      s.crm.edit('account', account ?? '', { description: 'продавец' });
      for (const host of [BOOKS, CRM, BOOKS, CRM]) await s.cycle(host, { everything: true });
      const problems = await s.problems();
      expect(problems.map((p) => [p.kind, p.unit])).to.deep.equal([['conflict', 'comment']]);
      const sides = [problems[0]?.ours?.['comment'], problems[0]?.theirs?.['comment']].sort();
      expect(sides).to.deep.equal(['бухгалтер', 'продавец']);
      const [record] = await s.records('counterparty');
      const journal = await s.sidebook.store.read((t) => t.journal(record?.id ?? ''));
      expect(oursFrom(journal, problems[0]!, record ?? null)?.by).to.equal(problems[0]?.host === CRM ? BOOKS : CRM); // each side with its base
      await resolveProblem(s.sidebook.engine, problems[0]?.id ?? -1, { choose: 'theirs' }, 'anna');
      await s.settle();
      const kept = problems[0]?.theirs?.['comment'];
      expect([s.books.get(PARTIES, key)?.['Комментарий'], s.crm.get('account', account ?? '')?.['description']]).to.deep.equal([kept, kept]); // prettier-ignore
      expect(await s.problems()).to.deep.equal([]);
    });
  });
