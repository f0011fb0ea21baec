/** What is paid of an invoice of Dynamics comes back to it from the books, into columns an administrator made (model.md 4). */
import { expect } from 'chai';
import { editRecord, EditRefused } from '../../connector/sync/edit.ts';
import { makePaymentColumns } from '../hosts/dataverse/schema.ts';
import { contract, currencyOf, parties, payment } from '../hosts/onec/samples.ts';
import { innOf } from '../properties/habits.ts';
import { customer, invoices } from './dataverse-books.ts';
import { issue } from './dataverse-making.ts';
import { BOOKS, CRM, FOLLOWER, type CrmFake, type CrmSetting } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';
import { bankReceipts } from './setting.ts';

const ONE = innOf(1);

for (const [door, stage] of Object.entries(DOORS))
  describe(`payments of the books in ${door}`, () => {
    const start = stage();

    interface Sold {
      readonly s: CrmSetting<CrmFake>;
      /** Keys of 1C. */
      readonly customer: string;
      readonly bill: string;
      /** What the columns of the invoice show. */
      columns(): unknown[];
    }

    const columnsOf = (s: CrmSetting<CrmFake>, id: string): unknown[] => {
      const row = s.crm.get('invoice', id);
      return [row?.['new_paidstate'], row?.['new_paid'], row?.['new_left'], row?.['new_paidon'] ?? null, row?.['statecode']];
    };

    const columnsOfAll = (s: CrmSetting<CrmFake>): void => makePaymentColumns(s.crm.org.tables);

    /** An invoice for 360.60, issued in Dynamics by a sales person, in the books by now. */
    async function sold(makeColumns = columnsOfAll, host: Readonly<Record<string, unknown>> = {}): Promise<Sold> {
      const s = await start({ books: true, host });
      makeColumns(s);
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
      await s.settle();
      const account = String(s.crm.list('account')[0]?.['accountid']);
      const id = s.invoice(account, { new_vatincluded: false });
      await s.settle();
      const bill = String(s.books.list(invoices)[0]?.['Ref_Key']);
      return { s, customer: key, bill, columns: () => columnsOf(s, id) };
    }

    const pay = ({ s, customer: of, bill }: Sold, amount: number): string =>
      payment(s.books, of, contract(s.books, of), [[amount, bill]]);

    /** In euro, and the books do not say what it pays of an invoice in roubles. */
    const payAbroad = ({ s, customer: of, bill }: Sold): string =>
      payment(s.books, of, contract(s.books, of), [[4, bill]], { ВалютаДокумента_Key: currencyOf(s.books, 'EUR') });

    it('are written as they come, part by part, and the state of the invoice stays as it is', async () => {
      const b = await sold();
      expect(b.columns()).to.deep.equal(['unpaid', '0.0000', '360.6000', null, 0]);
      pay(b, 100);
      await b.s.settle();
      expect(b.columns()).to.deep.equal(['part', '100.0000', '260.6000', null, 0]);
      pay(b, 260.6);
      await b.s.settle();
      expect(b.columns()).to.deep.equal(['paid', '360.6000', '0.0000', '2026-02-24', 0]);
      expect(await b.s.problems()).to.deep.equal([]);
    });

    it('are taken back when the payment is', async () => {
      const b = await sold();
      const document = pay(b, 360.6);
      await b.s.settle();
      b.s.books.unpost(bankReceipts, document);
      b.s.clock.pass(5);
      await b.s.settle();
      expect(b.columns()).to.deep.equal(['reversed', '0.0000', '360.6000', null, 0]);
    });

    it('are emptied while a payment in another currency does not say what it pays of it, and are back once it is gone', async () => {
      const b = await sold();
      const first = pay(b, 100);
      await b.s.settle();
      expect(b.columns()).to.deep.equal(['part', '100.0000', '260.6000', null, 0]);
      const abroad = payAbroad(b);
      await b.s.settle();
      expect(b.columns()).to.deep.equal([null, null, null, null, 0]);
      b.s.books.unpost(bankReceipts, first);
      b.s.books.unpost(bankReceipts, abroad);
      b.s.clock.pass(5);
      await b.s.settle();
      expect(b.columns()).to.deep.equal(['unpaid', '0.0000', '360.6000', null, 0]);
      expect(await b.s.problems()).to.deep.equal([]);
    });

    it('come with an invoice issued here, and are put right where somebody typed over them', async () => {
      const b = await sold();
      const [party] = await b.s.records('counterparty');
      const made = await issue(b.s, { counterparty: party?.id ?? '', vatIncluded: true, at: '2026-02-24T12:00:01' });
      await b.s.settle();
      const id = (await b.s.hostIdOf(made.id, CRM)) ?? '';
      expect(columnsOf(b.s, id)).to.deep.equal(['unpaid', '0.0000', '1500.0000', null, 0]);
      b.s.crm.edit('invoice', id, { new_paid: '1500', new_paidstate: 'paid' });
      await b.s.settle();
      expect(columnsOf(b.s, id)).to.deep.equal(['unpaid', '0.0000', '1500.0000', null, 0]);
    });

    it('are put right also where what somebody typed is no state at all', async () => {
      const b = await sold();
      const [row] = b.s.crm.list('invoice');
      b.s.crm.edit('invoice', String(row?.['invoiceid']), { new_paidstate: 'Оплачен!' });
      await b.s.settle();
      expect(b.columns()).to.deep.equal(['unpaid', '0.0000', '360.6000', null, 0]);
      expect(await b.s.problems()).to.deep.equal([]);
    });

    it('reach invoices that stood there before the columns were made', async () => {
      const b = await sold(() => undefined);
      pay(b, 100);
      await b.s.settle();
      expect(b.columns()).to.deep.equal([undefined, undefined, undefined, null, 0]);
      makePaymentColumns(b.s.crm.org.tables);
      await b.s.restart();
      await b.s.settle();
      expect(b.columns()).to.deep.equal(['part', '100.0000', '260.6000', null, 0]);
    });

    it('are not said where the books could not show their payments yet, and are once they have', async () => {
      const s = await start({ books: true });
      columnsOfAll(s);
      s.books.faults.appException = { path: bankReceipts };
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
      const cycles = async (): Promise<void> => {
        for (const host of [BOOKS, CRM, BOOKS, CRM]) await s.cycle(host, { everything: true });
      };
      await cycles();
      const id = s.invoice(String(s.crm.list('account')[0]?.['accountid']), { new_vatincluded: false });
      const paidHere = s.invoice(String(s.crm.list('account')[0]?.['accountid']), { new_vatincluded: false, new_date: '2026-02-24T09:00:01Z' }); // prettier-ignore
      await cycles();
      const bill = s.books.list(invoices).find((b) => String(b['Date']).endsWith(':01'));
      payment(s.books, key, contract(s.books, key), [[360.6, String(bill?.['Ref_Key'])]]);
      await cycles();
      expect([id, paidHere].map((of) => columnsOf(s, of)[0])).to.deep.equal([null, null]);
      delete s.books.faults.appException;
      await s.settle();
      expect([id, paidHere].map((of) => columnsOf(s, of)[0])).to.deep.equal(['unpaid', 'paid']);
    });

    it('are not said by a base that copies invoices without their payments', async () => {
      const s = await start({ books: true, follower: true });
      columnsOfAll(s);
      s.books.faults.appException = { path: bankReceipts };
      customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
      const cycles = async (): Promise<void> => {
        for (const host of [BOOKS, FOLLOWER, CRM, BOOKS, FOLLOWER, CRM]) await s.cycle(host, { everything: true });
      };
      await cycles();
      const id = s.invoice(String(s.crm.list('account')[0]?.['accountid']), { new_vatincluded: false });
      await cycles();
      for (const set of [parties, invoices])
        for (const row of s.books.list(set)) s.follower.create(set, Object.fromEntries(Object.entries(row).filter(([n]) => n !== 'DataVersion'))); // prettier-ignore
      await cycles();
      const bill = await s.recordAt('invoice', s.books.list(invoices)[0]?.['Ref_Key'], BOOKS);
      expect(await s.hostIdOf(bill.id, FOLLOWER)).to.be.a('string');
      expect(columnsOf(s, id)[0]).to.equal(null);
      delete s.books.faults.appException;
      await cycles();
      expect(columnsOf(s, id)[0]).to.equal('unpaid');
    });

    it('may be numbers of an option set, in a column of another name', async () => {
      const values = [['unpaid', 100], ['part', 200], ['paid', 300], ['reversed', 400]]; // prettier-ignore
      const b = await sold((s) => {
        s.crm.org.tables.get('invoice')?.columns.set('contoso_payment', { type: 'Int32', options: [100, 200, 300, 400] });
      }, { mappings: { invoice: { fields: { paidState: { host: 'contoso_payment', values } } } } }); // prettier-ignore
      pay(b, 100);
      await b.s.settle();
      const [row] = b.s.crm.list('invoice');
      expect([row?.['contoso_payment'], row?.['new_paid']]).to.deep.equal([200, undefined]);
      payAbroad(b);
      await b.s.settle();
      expect(b.s.crm.list('invoice').map((r) => r['contoso_payment'])).to.deep.equal([null]);
      expect(await b.s.problems()).to.deep.equal([]);
    });

    it('follow the sum of an invoice that changed, and are no words of a record', async () => {
      const b = await sold();
      pay(b, 100);
      await b.s.settle();
      const bill = await b.s.recordAt('invoice', b.bill, BOOKS);
      expect(Object.keys(bill.fields)).to.not.include.members(['paid']);
      b.s.books.edit(invoices, b.bill, { Комментарий: 'скидка не дана' });
      const [line] = b.s.books.get(invoices, b.bill)?.['Товары'] as Record<string, unknown>[];
      b.s.books.edit(invoices, b.bill, { Товары: [{ ...line, Цена: 50, Сумма: 100, СуммаНДС: 20 }], СуммаДокумента: 120 });
      await b.s.settle();
      expect(b.columns()).to.deep.equal(['part', '100.0000', '20.0000', null, 0]);
      const typed = editRecord(b.s.sidebook.engine, { id: bill.id, changes: { paid: '120' }, by: 'anna' });
      expect(await typed.catch((e: unknown) => (e instanceof EditRefused ? e.code : e))).to.equal('field-not-yours');
    });
  });
