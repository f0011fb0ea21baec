/** What of ours reaches Business Central, once, whole and to the cent. */
import { expect } from 'chai';
import { issue, live, type Issue } from './dataverse-making.ts';
import { markAt, markIn, markOf, momentOf } from '../../connector/hosts/bc/marker.ts';
import { innOf } from '../properties/habits.ts';
import { bcStage, type BcSetting } from './bc-setting.ts';

type Line = Record<string, string | null>;

const codes = async (s: BcSetting): Promise<unknown[]> => (await s.problems()).map((p) => p.detail['code']);

/** A customer taken over, and an invoice of ours for it. */
async function issued(s: BcSetting, more: Partial<Issue> = {}): Promise<{ record: string; customer: string }> {
  const customer = s.customer();
  await s.settle();
  const party = await s.recordAt('counterparty', customer);
  const made = await issue(s, { counterparty: party.id, vatIncluded: false, at: '2026-02-24T12:00:01', ...more });
  return { record: made.id, customer };
}

/** An invoice there, taken over. */
async function taken(s: BcSetting, lines = [s.line()]): Promise<{ invoice: string; record: string; lines: Line[] }> {
  const invoice = s.invoice(s.customer(), { salesInvoiceLines: lines });
  await s.settle();
  const record = await s.recordAt('invoice', invoice);
  s.bc.log.length = 0;
  return { invoice, record: record.id, lines: record.fields['lines'] as Line[] };
}

describe('Business Central, writing', () => {
  const start = bcStage();

  it('sends what changed of a customer with its version, and nothing more', async () => {
    const s = await start();
    const customer = s.customer({ blocked: 'Ship' });
    await s.settle();
    const record = await s.recordAt('counterparty', customer);
    s.bc.log.length = 0;
    await s.edit(record.id, { email: 'a@b.example' });
    await s.settle();
    const [write, ...more] = s.writes;
    expect([more.length, write?.method, write?.body]).to.deep.equal([0, 'PATCH', '{"email":"a@b.example"}']);
    expect(write?.headers['if-match']).to.match(/^W\/"/);
    expect(s.main.get('customers', customer)?.['blocked']).to.equal('Ship');
    await s.edit(record.id, { active: false, taxId: innOf(2) });
    await s.settle();
    const { blocked, taxRegistrationNumber } = s.main.get('customers', customer) ?? {};
    expect([blocked, taxRegistrationNumber, await codes(s)]).to.deep.equal(['All', `${innOf(2)}/770101001`, []]);
  });

  it('merges an edit that lands between the look and the write, and does not make anew what was deleted', async () => {
    const s = await start();
    const [one, two] = [s.customer(), s.customer({ displayName: 'Ландыш', taxRegistrationNumber: `${innOf(2)}/770101001` })];
    await s.settle();
    const records = [await s.recordAt('counterparty', one), await s.recordAt('counterparty', two)];
    for (const { id } of records) await s.edit(id, { email: 'a@b.example' });
    s.bc.beforeWrite = () => {
      s.bc.beforeWrite = undefined;
      s.main.update('customers', one, { phoneNumber: '77' });
      s.main.remove('customers', two);
    };
    await s.settle();
    const { email, phoneNumber } = s.main.get('customers', one) ?? {};
    expect([email, phoneNumber, s.list('customers').length]).to.deep.equal(['a@b.example', '77', 1]);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['vanished']);
  });

  it('makes an invoice of ours whole, in one request, and takes its number back', async () => {
    const s = await start();
    const { record } = await issued(s, {
      lines: [{ text: 'Услуги по договору', quantity: '3', price: '333.33', vatRate: '20' }],
    });
    await s.settle();
    const [row, ...more] = s.list('salesInvoices');
    expect([more.length, row?.['totalAmountIncludingTax'], row?.['totalTaxAmount'], row?.['status']]).to.deep.equal([0, '1199.99', '200', 'Draft']); // prettier-ignore
    expect([row?.['invoiceDate'], row?.['postingDate'], row?.['externalDocumentNumber']]).to.deep.equal(['2026-02-24', '2026-02-24', markAt(markOf(record), '2026-02-24T12:00:01')]); // prettier-ignore
    const [line] = s.list('salesInvoiceLines');
    expect([line?.['lineType'], line?.['lineObjectNumber'], line?.['description'], line?.['taxCode']]).to.deep.equal(['Account', '6110', 'Услуги по договору', 'VAT20']); // prettier-ignore
    const ours = await s.sidebook.store.read((t) => t.record(record));
    expect([ours?.fields['number'], ours?.fields['total'], ours?.fields['posted']]).to.deep.equal([
      row?.['number'],
      '1199.99',
      false,
    ]);
    expect(s.writes.filter((r) => r.method === 'POST').length).to.equal(1);
    expect(await codes(s)).to.deep.equal([]);
  });

  it('makes one invoice although the answer was lost, and one customer', async () => {
    const s = await start();
    const { record } = await issued(s);
    s.bc.faults.dropAfter = { next: 1, method: 'POST' };
    await s.sync();
    s.clock.pass(30);
    await s.restart();
    await s.settle();
    s.bc.faults.dropAfter = { next: 1, method: 'POST' };
    await live(s, { name: 'Новый', taxId: innOf(3) });
    await s.sync();
    s.clock.pass(30);
    await s.settle();
    expect([s.list('salesInvoices').length, s.list('customers').length]).to.deep.equal([1, 2]);
    expect(await s.hostIdOf(record)).to.equal(s.list('salesInvoices')[0]?.['id']);
    expect([(await s.records('invoice')).length, (await s.records('counterparty')).length]).to.deep.equal([1, 2]);
    expect(await codes(s)).to.deep.equal([]);
  });

  it('keeps the second of an invoice in its mark, also when its date is another', async () => {
    const s = await start();
    const { record } = await issued(s);
    await s.settle();
    await s.edit(record, { date: '2026-02-25T09:30:15' });
    await s.settle();
    const [row] = s.list('salesInvoices');
    expect([row?.['invoiceDate'], row?.['externalDocumentNumber']]).to.deep.equal(['2026-02-25', markAt(markOf(record), '2026-02-25T09:30:15')]); // prettier-ignore
    expect([(await s.sidebook.store.read((t) => t.record(record)))?.fields['date'], await codes(s)]).to.deep.equal(['2026-02-25T09:30:15', []]); // prettier-ignore
    const mark = markAt(markOf('ffffffff-ffff-4fff-bfff-ffffffffffff'), '2026-02-24T23:59:59');
    expect([mark.length, markIn(mark), momentOf('2026-02-24', mark), momentOf('2026-02-24', 'SB-1')]).to.deep.equal([31, mark.slice(0, -4), '2026-02-24T23:59:59', '2026-02-24']); // prettier-ignore
  });

  it('posts where that is switched on, and writes nothing posted any more', async () => {
    const s = await start({ host: { postAfterCreate: true } });
    const { record } = await issued(s);
    await s.settle();
    const [row] = s.list('salesInvoices');
    expect([row?.['status'], String(row?.['number']).slice(0, 6)]).to.deep.equal(['Open', 'PS-INV']);
    const ours = await s.sidebook.store.read((t) => t.record(record));
    expect([ours?.fields['posted'], ours?.fields['number']]).to.deep.equal([true, row?.['number']]);
    expect(s.writes.filter((r) => r.path.endsWith('Microsoft.NAV.post')).length).to.equal(1);
    s.bc.log.length = 0;
    await s.edit(record, { dueDate: '2026-03-31' });
    await s.sync();
    expect([await codes(s), s.writes]).to.deep.equal([['invoice-closed-there'], []]);
  });

  it('says in its words why an invoice was not posted, and keeps the draft', async () => {
    const s = await start({ host: { postAfterCreate: true } });
    const { customer } = await issued(s);
    s.main.update('customers', customer, { blocked: 'Invoice' });
    await s.settle();
    expect(s.list('salesInvoices').map((i) => i['status'])).to.deep.equal(['Draft']);
    const [problem] = await s.problems();
    expect(problem?.detail['sentence']).to.include('is blocked').and.not.include('CorrelationId');
  });

  it('changes, adds and removes lines together or not at all, new ones in their place', async () => {
    const s = await start();
    const { invoice, record, lines } = await taken(s, [s.line(), s.line({ description: 'Вторая', unitPrice: 1 }), s.line({ description: 'Третья', unitPrice: 3 })]); // prettier-ignore
    const [first = {}, , third = {}] = lines;
    const added = { ...first, text: 'Между', quantity: '1', price: '10', amount: '10', vatAmount: '2' };
    await s.edit(record, { lines: [{ ...first, quantity: '4', amount: '601', vatAmount: '120.2' }, added, third], total: '740.4', vatTotal: '123.4' }); // prettier-ignore
    await s.settle();
    expect(s.main.linesOf(invoice).map((l) => [l['description'], l['quantity']])).to.deep.equal([['Доставка', '4'], ['Между', '1'], ['Третья', '2']]); // prettier-ignore
    expect(s.main.get('salesInvoices', invoice)?.['totalAmountIncludingTax']).to.equal('740.4');
    expect([s.writes.map((r) => r.path.split('/').pop()), await codes(s)]).to.deep.equal([['$batch'], []]);
  });

  it('changes several lines of an invoice whose lines move together', async () => {
    const s = await start();
    const { invoice, record, lines } = await taken(s, [s.line(), s.line({ description: 'Вторая', unitPrice: 1 })]);
    s.main.habits.linesMoveTogether = true;
    await s.edit(record, { lines: lines.map((l) => ({ ...l, text: `${String(l['text'])} 2` })) });
    await s.settle();
    expect(s.main.linesOf(invoice).map((l) => l['description'])).to.deep.equal(['Доставка 2', 'Вторая 2']);
    expect(await codes(s)).to.deep.equal([]);
  });

  it('rolls back all lines when one of them moved meanwhile', async () => {
    const s = await start();
    const { invoice, record, lines } = await taken(s, [s.line(), s.line({ description: 'Вторая', unitPrice: 1 })]);
    const [first = {}, second = {}] = lines;
    s.bc.beforeWrite = () => {
      s.bc.beforeWrite = undefined;
      s.main.update('salesInvoiceLines', String(s.main.linesOf(invoice)[1]?.['id']), { description: 'Чужая' });
    };
    await s.edit(record, {
      lines: [
        { ...first, text: 'Первая' },
        { ...second, text: 'Ещё' },
      ],
    });
    await s.sync();
    expect(s.main.linesOf(invoice).map((l) => l['description'])).to.deep.equal(['Доставка', 'Чужая']);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['conflict']);
  });

  it('refuses before anything is written: VAT inside where prices are without, a line without an account', async () => {
    const s = await start({ host: { lineAccount: undefined } });
    const { customer } = await issued(s);
    const party = await s.recordAt('counterparty', customer);
    await issue(s, { counterparty: party.id, vatIncluded: true, at: '2026-02-24T12:00:02' });
    s.bc.log.length = 0;
    await s.sync();
    expect([(await codes(s)).sort(), s.writes]).to.deep.equal([['line-account-wanted', 'prices-without-tax'], []]);
  });

  it('asks when VAT came out otherwise, and does not post it', async () => {
    const s = await start({ host: { postAfterCreate: true } });
    const customer = s.customer();
    s.main.included.add(customer);
    await s.settle();
    const party = await s.recordAt('counterparty', customer);
    await issue(s, { counterparty: party.id, vatIncluded: false, at: '2026-02-24T12:00:01' });
    await s.settle();
    expect(s.list('salesInvoices').map((i) => i['status'])).to.deep.equal(['Draft']);
    expect(await codes(s)).to.include('altered');
  });

  it('asks once about a field both sides changed', async () => {
    const s = await start();
    const customer = s.customer();
    await s.settle();
    const record = await s.recordAt('counterparty', customer);
    await s.edit(record.id, { phone: '1' });
    s.main.update('customers', customer, { phoneNumber: '2' });
    await s.cycle();
    await s.cycle();
    expect((await s.problems()).map((p) => [p.kind, p.unit])).to.deep.equal([['conflict', 'phone']]);
    expect(s.main.get('customers', customer)?.['phoneNumber']).to.equal('2');
  });
});
