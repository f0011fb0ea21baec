/** 1C and Business Central over one store, and Business Central beside a Dataverse it already copies to. */
import { expect } from 'chai';
import { innOf } from '../properties/habits.ts';
import { reconcileHost } from '../../connector/report/reconcile.ts';
import { startFakeDataverse } from '../hosts/dataverse/fake.ts';
import { invoice, payment } from '../hosts/onec/samples.ts';
import { bcStage, BC, BOOKS, type BcSetting } from './bc-setting.ts';
import { customer, invoices } from './dataverse-books.ts';
import { issue } from './dataverse-making.ts';

const ONE = innOf(1);
const PARTIES = 'Catalog_Контрагенты';
const BOTH = `${ONE}/770101001`;

const inBooks = (s: BcSetting): string => customer(s.books, { Description: 'Лютик ООО', ИНН: ONE, КПП: '770101001' });
/** One that nobody makes in Business Central, and money for the other. */
const onlyInBooks = (s: BcSetting, key: string): unknown => invoice(s.books, { Контрагент_Key: key });
function paidInBooks(s: BcSetting, key: string): void {
  const bill = s.books.post(invoices, key);
  payment(s.books, String(bill['Контрагент_Key']), String(bill['ДоговорКонтрагента_Key']), [[3600, key]]);
}
const mailOf = (s: BcSetting): unknown => s.list('customers')[0]?.['email'];

describe('1C and Business Central through one hub', () => {
  const start = bcStage();

  it('link the same party by ИНН and КПП, and carry corrections both ways', async () => {
    const s = await start({ books: true });
    const key = inBooks(s);
    const there = s.customer({ taxRegistrationNumber: BOTH });
    await s.settle();
    const party = await s.recordAt('counterparty', there);
    expect([await s.hostIdOf(party.id, BOOKS), (await s.records('counterparty')).length]).to.deep.equal([key, 1]);
    s.books.edit(PARTIES, key, { Description: 'Лютик и партнёры ООО' });
    await s.settle();
    expect(s.main.get('customers', there)?.['displayName']).to.equal('Лютик и партнёры ООО');
    s.main.update('customers', there, { displayName: 'Лютик снова ООО' });
    await s.settle();
    expect(s.books.get(PARTIES, key)?.['Description']).to.equal('Лютик снова ООО');
    expect(await s.problems()).to.deep.equal([]);
  });

  it('ask before a second customer is made beside one that has the ИНН alone', async () => {
    const s = await start({ books: true });
    s.customer({ displayName: 'Лютик, общество', taxRegistrationNumber: ONE });
    inBooks(s);
    await s.settle();
    const kinds = new Set((await s.problems()).map((p) => p.kind));
    expect([s.list('customers').length, [...kinds]]).to.deep.equal([1, ['ambiguous']]);
  });

  it('bring an invoice issued here into the books, and its number to Business Central, once', async () => {
    const s = await start({ books: true });
    inBooks(s);
    await s.settle();
    const [party] = await s.records('counterparty');
    const made = await issue(s, { counterparty: party?.id ?? '', vatIncluded: false, at: '2026-02-24T12:00:01' });
    await s.cycle(BOOKS);
    s.bc.faults.dropAfter = { next: 1, method: 'POST' };
    await s.sync(BC);
    s.clock.pass(30);
    await s.settle();
    const [there, ...more] = s.list('salesInvoices');
    const [row] = s.books.list(invoices);
    expect([more.length, there?.['externalDocumentNumber'], there?.['totalAmountIncludingTax']]).to.deep.equal([0, row?.['Number'], '1800']); // prettier-ignore
    expect((await s.sidebook.store.read((t) => t.record(made.id)))?.fields['number']).to.equal(row?.['Number']);
    expect([await s.records('payment'), await s.problems()]).to.deep.equal([[], []]);
  });

  it('bring an invoice that sales issued in Business Central into the books, once, and its number back', async () => {
    const s = await start({
      books: true,
      host: { mappings: { invoice: { create: false } } },
    });
    const key = inBooks(s);
    const there = s.customer({ taxRegistrationNumber: BOTH });
    await s.settle();
    const line = { lineType: 'Account', lineObjectNumber: '6110', description: 'Консультация', quantity: 2, unitPrice: 1500, taxCode: 'VAT20' }; // prettier-ignore
    const made = s.invoice(there, { dueDate: '2026-03-10', salesInvoiceLines: [line] });
    await s.settle();
    const [row, ...more] = s.books.list(invoices);
    expect([row?.['Контрагент_Key'], row?.['СуммаДокумента'], more]).to.deep.equal([key, 3600, []]);
    const { externalDocumentNumber, number, totalAmountIncludingTax, dueDate } = s.main.get('salesInvoices', made) ?? {};
    expect(dueDate).to.equal('2026-03-10'); // the books say nothing of it
    expect([externalDocumentNumber, number, totalAmountIncludingTax]).to.deep.equal([row?.['Number'], 'S-INV1002', '3600']);
    expect([s.list('salesInvoices').length, await s.problems()]).to.deep.equal([1, []]);
    onlyInBooks(s, key);
    paidInBooks(s, String(row?.['Ref_Key']));
    await s.settle();
    for (const host of [BC, BOOKS]) {
      const found = await reconcileHost({ attached: await s.sidebook.attach(host), store: s.sidebook.store, month: null, today: '2026-02-24' }); // prettier-ignore
      expect([found.differences, found.debts, found.invoices], host).to.deep.equal([[], [], host === BC ? 1 : 2]);
    }
  });

  it('leave an invoice posted that the accountant posted in 1C, though it is a draft in Business Central', async () => {
    const s = await start({ books: true });
    inBooks(s);
    await s.settle();
    const [party] = await s.records('counterparty');
    const made = await issue(s, { counterparty: party?.id ?? '', vatIncluded: false, at: '2026-02-24T12:00:01' });
    await s.settle();
    const key = String(s.books.list(invoices)[0]?.['Ref_Key']);
    s.books.post(invoices, key);
    const writes = s.writes.length;
    await s.settle();
    for (const host of [BC, BOOKS, BC, BOOKS]) await s.cycle(host, { everything: true });
    const { fields } = (await s.sidebook.store.read((t) => t.record(made.id))) ?? {};
    expect([s.books.get(invoices, key)?.['Posted'], fields?.['posted'], s.list('salesInvoices')[0]?.['status']]).to.deep.equal([true, true, 'Draft']); // prettier-ignore
    expect([s.writes.length, await s.problems()]).to.deep.equal([writes, []]);
  });

  it('go on in one while the other is down', async () => {
    const s = await start({ books: true });
    const key = inBooks(s);
    await s.settle();
    s.bc.faults.status = { status: 503 };
    s.books.edit(PARTIES, key, { Description: 'Лютик без BC' });
    await s.cycle(BOOKS, { everything: true });
    expect((await s.sync(BC)).state).to.not.equal('ok');
    expect((await s.recordAt('counterparty', key, BOOKS)).fields['name']).to.equal('Лютик без BC');
    Reflect.deleteProperty(s.bc.faults, 'status');
    s.clock.pass(30);
    await s.settle();
    expect(s.list('customers').map((c) => c['displayName'])).to.deep.equal(['Лютик без BC']);
  });

  it('ask once about a field that both changed', async () => {
    const s = await start({ books: true });
    const key = inBooks(s);
    await s.settle();
    s.books.edit(PARTIES, key, { Description: 'Бухгалтер' });
    s.main.update('customers', String(s.list('customers')[0]?.['id']), { displayName: 'Продавец' });
    for (const host of [BOOKS, BC, BOOKS, BC]) await s.cycle(host, { everything: true });
    const problems = await s.problems();
    expect(problems.map((p) => [p.kind, p.unit])).to.deep.equal([['conflict', 'name']]);
    expect([problems[0]?.ours?.['name'], problems[0]?.theirs?.['name']].sort()).to.deep.equal(['Бухгалтер', 'Продавец']);
  });
});

describe('Business Central and a Dataverse it copies to by itself', () => {
  const start = bcStage();
  let crm: Awaited<ReturnType<typeof startFakeDataverse>>;
  before(async () => {
    crm = await startFakeDataverse();
  });
  after(() => crm.close());

  it('are one party: the home is written, the follower is matched and read', async () => {
    const dynamics = { kind: 'dataverse', url: crm.url, tenant: crm.tenant, clientId: crm.clientId, authority: crm.authority, secret: { env: 'CRM' }, follows: { home: BC } }; // prettier-ignore
    const s = await start({ beside: { crm: dynamics }, env: { CRM: crm.secret }, fake: { now: () => new Date() } });
    const there = s.customer({ taxRegistrationNumber: BOTH });
    const account = crm.create('account', { name: 'Лютик ООО', customertypecode: 3, new_inn: ONE, new_kpp: '770101001' });
    await s.settle();
    const party = await s.recordAt('counterparty', there);
    expect(await s.hostIdOf(party.id, 'crm')).to.equal(account['accountid']);
    const before = crm.log.filter((r) => r.method !== 'GET').length;
    await s.edit(party.id, { email: 'a@b.example' });
    crm.create('account', { name: 'Ещё не пришёл', customertypecode: 3, new_inn: innOf(7), new_kpp: '770101001' });
    await s.settle();
    expect([mailOf(s), crm.log.filter((r) => r.method !== 'GET').length, s.list('customers').length]).to.deep.equal(['a@b.example', before, 1]); // prettier-ignore
  });
});
