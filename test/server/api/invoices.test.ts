/** Invoices: the list with its two marks, one of them, a new one, edits that rest on what was seen. */
import { expect } from 'chai';
import type { CounterpartyView } from '../../../connector/server/contract/counterparty.ts';
import type { InvoicesView, InvoiceView, NewInvoice } from '../../../connector/server/contract/invoices.ts';
import { editRecord } from '../../../connector/sync/edit.ts';
import { customer, draft, issue, keyOf, reference, service } from '../../scenarios/making.ts';
import { currencyOf, invoice, line, payment } from '../../hosts/onec/samples.ts';
import { invoices as SET, type Setting } from '../../scenarios/setting.ts';
import { about, INVOICE, office, PARTY, type Office } from './client.ts';

interface WithParty extends Office {
  readonly key: string;
  readonly id: string;
}

describe('invoices over HTTP', () => {
  const { open } = office();

  async function withParty(): Promise<WithParty> {
    const o = await open();
    const key = customer(o.s.fake);
    await o.s.cycle();
    return { ...o, key, id: (await o.s.recordAt('counterparty', key)).id };
  }
  const list = ({ api, key }: WithParty, more = '') => api.get<InvoicesView>(`/invoices?${about(PARTY(key))}${more}`);
  const one = ({ api }: Office, id: string) => api.get<InvoiceView>(`/invoices/${id}`);
  const typed = async (o: WithParty, more: Partial<NewInvoice> = {}): Promise<NewInvoice> => ({
    counterparty: o.id,
    organisation: await reference(o.s, 'organisation', 'Ромашка ООО'),
    lines: [{ text: 'Болт', quantity: '3', price: '12.4', vatRate: '20' }],
    ...more,
  });
  const inBase = (s: Setting, key: string, amount: number, date: string, due?: string): string => {
    const made = invoice(s.fake, { Контрагент_Key: key, Date: date, Товары: [line(amount)], СуммаДокумента: amount });
    if (due !== undefined) s.fake.setRegister('InformationRegister_СрокиОплатыДокументов', { Организация_Key: made['Организация_Key'], Документ: made['Ref_Key'], Документ_Type: `StandardODATA.${SET}`, СрокОплаты: `${due}T00:00:00` }); // prettier-ignore
    return keyOf(made);
  };

  describe('the list', () => {
    it('has payment and push apart, newest first, with counts and the unpaid sum', async () => {
      const o = await withParty();
      inBase(o.s, o.key, 1000, '2026-02-01T10:00:00', '2026-02-10');
      inBase(o.s, o.key, 2000, '2026-02-02T10:00:00', '2026-03-10');
      await o.s.everything();
      const kept = await draft(o.s, { counterparty: o.id });
      const queued = await issue(o.s, { counterparty: o.id });
      const v = await list(o);
      expect(v.counts).to.deep.equal({ all: 4, overdue: 1, unpaid: 3, drafts: 1, untold: 0 });
      expect(v.unpaid).to.deep.equal([{ currency: 'RUB', amount: '4500', count: 3 }]);
      expect(v.rows.map((r) => [r.id === kept.id || r.id === queued.id, r.total, r.state, r.paidState, r.overdueDays, r.push.state])).to.deep.equal([
        [true, '1500', 'draft', 'unpaid', null, 'local'],
        [true, '1500', 'issued', 'unpaid', null, 'queued'],
        [false, '2000', 'issued', 'unpaid', null, 'in-host'],
        [false, '1000', 'issued', 'unpaid', 14, 'in-host'],
      ]); // prettier-ignore
      expect(v.rows[2]?.entity).to.match(/^buh:Document_СчетНаОплатуПокупателю:[0-9a-f-]{36}$/);
      expect(v.counterparty).to.deep.equal({ id: o.id, name: 'Василёк ООО' });
      expect(v.guard.warn).to.equal(true);
    });

    it('filters, searches by part of the number, and pages without losing or repeating a row', async () => {
      const o = await withParty();
      for (let i = 1; i <= 7; i++) inBase(o.s, o.key, i * 100, `2026-02-0${String(i)}T10:00:00`, `2026-02-1${String(i)}`);
      await o.s.everything();
      for (const filter of ['all', 'unpaid', 'overdue']) {
        const seen: string[] = [];
        for (let after: string | null = ''; after !== null;) {
          const v: InvoicesView = await list(
            o,
            `&filter=${filter}&limit=3${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
          );
          seen.push(...v.rows.map((r) => r.total));
          after = v.next;
        }
        const expected = ['100', '200', '300', '400', '500', '600', '700'];
        expect([filter, seen]).to.deep.equal([filter, filter === 'all' ? expected.reverse() : expected]);
      }
      const number = (await list(o)).rows[0]?.number ?? '';
      expect((await list(o, `&search=${encodeURIComponent(number.slice(-4))}`)).rows.map((r) => r.number)).to.deep.equal([
        number,
      ]);
      expect((await list(o, '&filter=drafts')).rows).to.deep.equal([]);
      expect((await o.api.ask('get', `/invoices?${about(PARTY(o.key))}&after=x'--`)).status).to.equal(400);
      expect((await o.api.ask('get', `/invoices?${about(PARTY(o.key))}&filter=paid`)).status).to.equal(400);
    });

    it('is of everybody without an entity, found by number or by the beginning of a name', async () => {
      const o = await withParty();
      inBase(o.s, o.key, 1000, '2026-02-01T10:00:00', '2026-02-10');
      await o.s.everything();
      await draft(o.s, { counterparty: o.id });
      const all = await o.api.get<InvoicesView>('/invoices');
      expect([all.counterparty, all.counts.all, all.rows.length]).to.deep.equal([null, 2, 2]);
      const number = all.rows.find((r) => r.number !== null)?.number ?? '';
      for (const search of [number, number.slice(0, 5), 'василек', 'ооо "Вас'])
        expect([
          search,
          (await o.api.get<InvoicesView>(`/invoices?search=${encodeURIComponent(search)}`)).rows.length > 0,
        ]).to.deep.equal([search, true]);
      expect((await o.api.get<InvoicesView>('/invoices?search=%25')).rows).to.deep.equal([]);
      expect((await o.api.get<InvoicesView>('/invoices?filter=drafts')).rows.length).to.equal(1);
    });

    it('is of one for the form of an invoice', async () => {
      const o = await withParty();
      const [key] = [inBase(o.s, o.key, 1000, '2026-02-01T10:00:00'), inBase(o.s, o.key, 2000, '2026-02-02T10:00:00')];
      await o.s.everything();
      const v = await o.api.get<InvoicesView>(`/invoices?${about(INVOICE(key))}`);
      expect([v.rows.map((r) => r.total), v.counterparty?.id, v.counts.all]).to.deep.equal([['1000'], o.id, 1]);
    });

    it('brings what the form of a new one needs, and why it would wait', async () => {
      const o = await withParty();
      const { form } = await list(o);
      expect(form.organisations.map((x) => x.name)).to.include('Ромашка ООО');
      expect([form.currencies[0]?.code, form.vatRate, form.host, form.why]).to.deep.equal(['RUB', '22', '1C:Accounting', null]);
      await o.s.switchWriting(false);
      expect((await list(o)).form.why).to.include({ code: 'write-off', who: 'admin' });
    });

    it('knows paid, part and reversed, whatever was posted when', async () => {
      const o = await withParty();
      const under = keyOf(o.s.fake.list('Catalog_ДоговорыКонтрагентов').find((r) => r['Owner_Key'] === o.key) ?? {});
      const [whole = '', part = '', back = ''] = [1000, 2000, 3000].map((amount, i) => inBase(o.s, o.key, amount, `2026-02-0${String(i + 1)}T10:00:00`)); // prettier-ignore
      payment(o.s.fake, o.key, under, [[1000, whole]]);
      payment(o.s.fake, o.key, under, [[500, part]]);
      const taken = payment(o.s.fake, o.key, under, [[3000, back]]);
      await o.s.settle();
      o.s.fake.unpost('Document_ПоступлениеНаРасчетныйСчет', taken);
      await o.s.settle();
      const v = await list(o);
      expect(v.rows.map((r) => [r.paidState, r.paid, r.left, r.paidAt])).to.deep.equal([
        ['reversed', '0', '3000', null],
        ['part', '500', '1500', null],
        ['paid', '1000', '0', '2026-02-24'],
      ]);
    });

    it('says beside what is paid what came in another currency, in the list, in the invoice and with the counterparty', async () => {
      const o = await withParty();
      const under = keyOf(o.s.fake.list('Catalog_ДоговорыКонтрагентов').find((r) => r['Owner_Key'] === o.key) ?? {});
      const bill = inBase(o.s, o.key, 1000, '2026-02-01T10:00:00');
      payment(o.s.fake, o.key, under, [[400, bill]]);
      payment(o.s.fake, o.key, under, [[50, bill]], { ВалютаДокумента_Key: currencyOf(o.s.fake, 'EUR') });
      await o.s.settle();
      const { rows: [row], unpaidOther } = await list(o); // prettier-ignore
      expect([row?.paid, row?.left, row?.paidState, row?.paidOther]).to.deep.equal(['400', '600', 'part', [{ currency: 'EUR', amount: '50' }]]); // prettier-ignore
      const one = await o.api.get<InvoiceView>(`/invoices/${row?.id ?? ''}`);
      expect(one.payments.map((p) => [p.amount, p.currency])).to.have.deep.members([['400', 'RUB'], ['50', 'EUR']]); // prettier-ignore
      const party = await o.api.get<Pick<CounterpartyView, 'invoices' | 'unpaidOther'>>(`/counterparty?${about(PARTY(o.key))}`);
      expect(party.invoices[0]?.paidOther).to.deep.equal([{ currency: 'EUR', amount: '50' }]);
      // The sums above say it as well; of everybody's invoices together it is not asked.
      expect([party.unpaidOther, unpaidOther]).to.deep.equal([party.invoices[0]?.paidOther, row?.paidOther]);
      expect((await o.api.get<InvoicesView>('/invoices?')).unpaidOther).to.deep.equal([]);
    });
  });

  describe('a new one', () => {
    it('is computed by the server, in decimals, before anything is stored', async () => {
      const o = await withParty();
      const v = await o.api.post<{ lines: unknown[]; total: string; vatTotal: string }>('/invoices/preview', await typed(o, { lines: [{ text: 'Болт', quantity: '0.1', price: '0.7', vatRate: '20' }, { text: 'Гайка', quantity: '3', price: '12.4', vatRate: 'none' }] }));
      expect([v.total, v.vatTotal, v.lines.length]).to.deep.equal(['37.27', '0.01', 2]);
      expect(await o.s.records('invoice')).to.deep.equal([]);
    }); // prettier-ignore

    it('stays a draft until it is issued, then goes to the books and comes back with its number', async () => {
      const o = await withParty();
      const { row } = await o.api.post<InvoiceView>(
        '/invoices',
        await typed(o, { comment: 'к договору', dueDate: '2026-03-10' }),
      );
      expect([row.state, row.push.state, row.total, row.dueDate]).to.deep.equal(['draft', 'local', '37.2', '2026-03-10']);
      await o.s.cycle();
      expect(o.s.fake.list(SET)).to.deep.equal([]);
      const issued = await o.api.post<InvoiceView>(`/invoices/${row.id}/issue`);
      expect([issued.row.state, issued.row.push.state, issued.row.push.text]).to.deep.equal([
        'issued',
        'queued',
        'Goes with the next cycle',
      ]);
      await o.s.settle();
      const there = await one(o, row.id);
      expect([there.row.push.state, there.row.number === null, there.row.total]).to.deep.equal(['in-host', false, '37.2']);
      expect(o.s.fake.list(SET).length).to.equal(1);
    });

    it('is issued at once where that is asked, by those who may', async () => {
      const o = await withParty();
      const made = await o.api.as({ roles: ['sales'] }).post<InvoiceView>('/invoices', await typed(o, { issue: true }));
      expect([made.row.state, made.row.push.state, made.row.counterparty?.id]).to.deep.equal(['issued', 'queued', o.id]);
      const again = await o.api.ask('post', `/invoices/${made.row.id}/issue`);
      expect([again.status, (again.body as { code: string }).code]).to.deep.equal([409, 'not-a-draft']);
    });

    /** The disk fails every read from the moment an invoice in that state is stored; mended by what is returned. */
    function failingOnce({ s }: Office, state: 'draft' | 'issued'): () => void {
      const { store } = s.sidebook;
      const free = store.read.bind(store);
      store.read = async (work) => {
        const made = await free((r) => r.recordsOf('invoice', null, 10));
        if (made.some((r) => r.fields['state'] === state)) throw new Error('the disk is gone');
        return free(work);
      };
      return () => void (store.read = free);
    }
    const asked = ({ api }: Office, body: NewInvoice, key: string) =>
      api.ask<{ code: string; who: string; row: InvoiceView['row'] }>('post', '/invoices', { body, key });

    it('is told of as a draft where issuing it failed after it was kept; a repeat issues that one', async () => {
      const o = await withParty();
      const mend = failingOnce(o, 'draft');
      const body = await typed(o, { issue: true });
      const said = await asked(o, body, 'key-of-a-draft');
      mend();
      expect([said.status, said.body.code, said.body.who]).to.deep.equal([503, 'draft-kept', 'you']);
      const [kept] = await o.s.records('invoice');
      expect(kept?.fields['state']).to.equal('draft');
      const again = await asked(o, body, 'key-of-a-draft');
      expect([again.status, again.body.row.id, again.body.row.state]).to.deep.equal([200, kept?.id, 'issued']);
      expect((await o.s.records('invoice')).length).to.equal(1);
    });

    it('whose answer could not be read is told of as kept; a repeat shows it, and its key makes no other', async () => {
      const o = await withParty();
      const mend = failingOnce(o, 'issued');
      const body = await typed(o, { issue: true });
      const said = await asked(o, body, 'key-of-one-invoice');
      mend();
      expect([said.status, said.body.code, said.body.who]).to.deep.equal([503, 'invoice-kept', 'you']);
      const other = await asked(o, { ...body, comment: 'другой' }, 'key-of-one-invoice');
      expect([other.status, other.body.code]).to.deep.equal([422, 'key-reused']);
      await o.s.settle(); // the base gives it a number and a rate, which make no other invoice of it
      const again = await asked(o, body, 'key-of-one-invoice');
      const [made, ...more] = await o.s.records('invoice');
      expect([again.status, again.body.row.id, again.body.row.state, more]).to.deep.equal([200, made?.id, 'issued', []]);
    });

    it('in another currency waits for its rate, which nobody here knows, and is sent with the one that was typed; in roubles it is one', async () => {
      const o = await withParty();
      const body = await typed(o, { issue: true });
      await o.api.ask('post', '/invoices', {
        body: { ...body, currency: await reference(o.s, 'currency', 'EUR') },
        key: 'key-in-euros',
      });
      await o.api.ask('post', '/invoices', { body, key: 'key-in-roubles' });
      await o.s.settle();
      const rates = (): unknown[] => o.s.fake.list(SET).map((r) => r['КурсВзаиморасчетов']);
      const [asked] = await o.s.problems();
      expect([rates(), asked?.detail['code'], asked?.detail['currency']]).to.deep.equal([[1], 'rate-absent', 'EUR']);
      await editRecord(o.s.sidebook.engine, { id: asked?.record ?? '', changes: { rate: '92.5' }, by: 'anna' });
      await o.s.settle();
      expect([rates().sort(), await o.s.problems()]).to.deep.equal([[1, 92.5], []]);
    });

    it('says every wrong input at its place', async () => {
      const o = await withParty();
      const wrong = async (body: object) => {
        const { status, body: said } = await o.api.ask<{ code: string; fields: Record<string, string> }>('post', '/invoices', {
          body,
        });
        return [status, said.code, said.fields];
      };
      const good = await typed(o);
      expect(await wrong({ ...good, dueDate: '31.02.2026', lines: [{ text: '', quantity: 'x', price: 1, vatRate: '20' }] })).to.deep.equal([400, 'input-wrong', {
        dueDate: 'is no date', 'lines.0.text': 'is needed', 'lines.0.quantity': 'is no number', 'lines.0.price': 'not what is expected here',
      }]); // prettier-ignore
      expect(await wrong({ ...good, lines: [{ text: 'x', quantity: '0', price: '-1', vatRate: '19' }] })).to.deep.equal([422, 'input-wrong', {
        'lines.0.vatRate': 'is none of the values there are', 'lines.0.quantity': 'is no number', 'lines.0.price': 'is no number',
      }]); // prettier-ignore
      expect((await wrong({ ...good, organisation: o.id }))[2]).to.deep.equal({
        organisation: 'is none of the values there are',
      });
      expect((await wrong({ ...good, lines: [] }))[2]).to.deep.equal({ lines: 'is needed' });
      expect(await o.s.records('invoice')).to.deep.equal([]);
    });

    it('leaves nothing behind when the base is down before anything was known of it', async () => {
      const o = await open();
      const party = await (await import('../../scenarios/making.ts')).prospect(o.s, { name: 'Новый' });
      await o.s.fake.close();
      const { status, body } = await o.api.ask<{ code: string; who: string }>('post', '/invoices', { body: { counterparty: party.id, issue: true, lines: [{ text: 'x', quantity: '1', price: '1', vatRate: '20' }] } }); // prettier-ignore
      expect([status, body.code, body.who]).to.deep.equal([503, 'host-unreachable', 'itself']);
      expect(await o.s.records('invoice')).to.deep.equal([]);
    });

    it('finds items by name or article, with the price of our last invoice', async () => {
      const o = await withParty();
      const made = o.s.fake.create('Catalog_Номенклатура', { Description: 'Болт М8×40', Артикул: 'B-840' });
      await o.s.everything();
      const product = await o.s.recordAt('product', keyOf(made));
      await issue(o.s, { counterparty: o.id, lines: [service('77.5', { product: product.id })] });
      for (const search of ['БОЛТ', 'м8', 'b-8']) {
        const { body } = await o.api.ask<{ rows: { id: string; sku: string | null; price: string | null }[] }>('post', '/products/find', { body: { search } }); // prettier-ignore
        expect([search, body.rows.map((r) => [r.id, r.sku, r.price])]).to.deep.equal([search, [[product.id, 'B-840', '77.5']]]);
      }
      expect((await o.api.ask('post', '/products/find', { body: { search: ' ' } })).status).to.equal(400);
    });
  });

  describe('one', () => {
    async function posted(): Promise<WithParty & { invoice: string; object: string }> {
      const o = await withParty();
      const object = inBase(o.s, o.key, 2500, '2026-02-20T10:00:00');
      o.s.fake.post(SET, object);
      await o.s.settle();
      return { ...o, object, invoice: (await o.s.recordAt('invoice', object)).id };
    }

    it('has lines, payments and sums in decimals', async () => {
      const o = await posted();
      const under = keyOf(o.s.fake.list('Catalog_ДоговорыКонтрагентов').find((r) => r['Owner_Key'] === o.key) ?? {});
      payment(o.s.fake, o.key, under, [[1000.5, o.object]]);
      await o.s.settle();
      const v = await one(o, o.invoice);
      expect(v.lines.map((l) => [l.text, l.quantity, l.price, l.amount, l.vatRate, l.vatAmount])).to.deep.equal([['Услуги по договору', '1', '2500', '2500', '20', '416.67']]);
      expect(v.payments.map((p) => [p.amount, p.date, p.reversed])).to.deep.equal([['1000.5', '2026-02-24', false]]);
      expect([v.organisation, v.row.left, v.row.posted]).to.deep.equal(['Ромашка ООО', '1499.5', true]);
    }); // prettier-ignore

    it('tells what the books changed of it, in words', async () => {
      const o = await posted();
      o.s.fake.edit(SET, o.object, { Товары: [line(3000)], СуммаДокумента: 3000, Posted: true });
      await o.s.settle();
      const v = await one(o, o.invoice);
      const total = v.revisions[0]?.changes.find((c) => c.field === 'total');
      expect([total?.label, total?.before, total?.after]).to.deep.equal(['Total', '2,500.00', '3,000.00']);
      expect(v.revisions[0]?.host).to.equal('1C:Accounting');
    });

    it('that is posted refuses an edit of the books with the reason, or keeps it as a proposal', async () => {
      const o = await posted();
      const before = await one(o, o.invoice);
      expect(before.frozen).to.match(/posted/);
      const match = String(before.row.rev);
      const body = { changes: { dueDate: '2026-04-01', comment: 'важно' } };
      const refused = await o.api.ask<{ code: string; detail: string }>('patch', `/invoices/${o.invoice}`, { body, match });
      expect([refused.status, refused.body.code, refused.body.detail]).to.deep.equal([409, 'field-not-yours', 'Due date is decided by the accounting system.']);
      const kept = await o.api.as({ roles: ['sales'], actor: 'ut11:petrov' }).ask<InvoiceView>('patch', `/invoices/${o.invoice}`, { body: { ...body, propose: true }, match });
      expect([kept.status, kept.body.comment]).to.deep.equal([200, 'важно']);
      expect(kept.body.proposals.map((p) => [p.state, p.by, p.changes.map((c) => c.after)])).to.deep.equal([['open', 'me', ['01/04/2026']]]);
    }); // prettier-ignore

    it('that moved meanwhile is not overwritten', async () => {
      const o = await posted();
      const { row } = await one(o, o.invoice);
      await o.s.edit(o.invoice, { comment: 'другой' });
      const late = await o.api.ask<{ code: string }>('patch', `/invoices/${o.invoice}`, { body: { changes: { comment: 'мой' } }, match: String(row.rev) });
      expect([late.status, late.body.code]).to.deep.equal([412, 'record-moved']);
      expect((await o.api.ask('patch', `/invoices/${o.invoice}`, { body: { changes: { comment: 'мой' } } })).status).to.equal(428);
      expect((await one(o, o.invoice)).comment).to.equal('другой');
    }); // prettier-ignore

    it('takes only fields there are, as a person types them', async () => {
      const o = await posted();
      const match = String((await one(o, o.invoice)).row.rev);
      for (const changes of [{ total: '1' }, { __proto__x: '1' }, { dueDate: 'завтра' }, { lines: 'x' }])
        expect([
          changes,
          (await o.api.ask('patch', `/invoices/${o.invoice}`, { body: { changes }, match })).status,
        ]).to.deep.equal([changes, 422]);
    });

    it('that was refused says so, and is tried again', async () => {
      const o = await withParty();
      const { id } = await issue(o.s, { counterparty: o.id });
      o.s.fake.closePeriod('2026-02-28');
      await o.s.everything();
      const { push } = (await one(o, id)).row;
      expect([['rejected', 'queued'].includes(push.state), push.problem === null]).to.deep.equal([true, false]);
      o.s.fake.closePeriod(null);
      await o.api.post(`/invoices/${id}/retry`);
      await o.s.settle();
      expect((await one(o, id)).row.push.state).to.equal('in-host');
    });
  });
});
