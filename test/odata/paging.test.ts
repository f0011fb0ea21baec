/** Pages by nextLink: every row once, in any order, while rows come and go; $top and $skip; lists below rows. */
import { expect } from 'chai';
import { offices } from '../server/office.ts';
import { seeded } from '../random.ts';
import { fill, invoice, invoiceOf, line, party, partyOf, paymentOf, put, Reader } from './reader.ts';

describe('pages of the feed', () => {
  const open = offices();

  async function many(count: number): Promise<Reader> {
    const office = await open();
    const random = seeded(7);
    await put(office, ...Array.from({ length: count }, (_, i) => invoiceOf(i + 1, { number: random.pick(['A', 'B', null, 'ё']), total: String(random.int(5)), dueDate: random.pick(['2026-01-01', null]), lines: [line(1)] }))); // prettier-ignore
    return new Reader(office);
  }

  it('give every row once, whatever the order, and agree with one big answer', async () => {
    const r = await many(47);
    const orders = [
      '',
      'Number',
      'Number desc',
      'Total desc,Number',
      'DueDate,Total desc',
      'DueDate desc,Number desc,InvoiceId desc',
      'InvoiceId',
      'InvoiceId desc',
      'Number asc,Number desc',
    ];
    for (const orderby of orders) {
      const option: Record<string, string> = orderby === '' ? {} : { orderby };
      const whole = (await r.rows('/Invoices', { ...option, select: 'InvoiceId' })).map((row) => row['InvoiceId']);
      const pages = await r.pages(
        `/Invoices?$select=InvoiceId${orderby === '' ? '' : `&$orderby=${encodeURIComponent(orderby)}`}`,
        { prefer: 'odata.maxpagesize=5' },
      );
      const paged = pages.flatMap((page) => page.value.map((row) => row['InvoiceId']));
      expect([orderby, paged]).to.deep.equal([orderby, whole]);
      expect([pages.length, new Set(paged).size]).to.deep.equal([10, 47]);
    }
  });

  it('of rows whose key is made of two numbers, too', async () => {
    const office = await open();
    for (let n = 1; n <= 9; n++) await put(office, invoiceOf(n, { lines: [line(1), line(2), line(3)] }), paymentOf(n, { allocations: [{ invoice: invoice(n), amount: '1' }, { invoice: null, amount: '2' }] })); // prettier-ignore
    const r = new Reader(office);
    for (const [set, key, count] of [
      ['InvoiceLines', 'InvoiceLineId', 27],
      ['Payments', 'PaymentRowId', 18],
    ] as const)
      for (const order of ['', `&$orderby=${key}%20desc`, '&$orderby=Line']) {
        const rows = (await r.pages(`/${set}?$select=${key}${order}`, { prefer: 'maxpagesize=4' })).flatMap((p) => p.value);
        expect([set, order, new Set(rows.map((row) => row[key])).size, rows.length]).to.deep.equal([set, order, count, count]);
      }
  });

  it('lose and repeat nothing while others come and go in between', async () => {
    const r = await many(20);
    const seen: unknown[] = [];
    let [next, n]: [string | undefined, number] = ['/Invoices?$select=InvoiceId&$orderby=Number', 21];
    while (next !== undefined) {
      const page: { value: Record<string, unknown>[]; '@odata.nextLink'?: string } = JSON.parse(
        (await r.ask(next, { prefer: 'odata.maxpagesize=3' })).text,
      ) as never;
      seen.push(...page.value.map((row) => row['InvoiceId']));
      await put(r.office, invoiceOf(n++, { number: '0', lines: [] }));
      next = page['@odata.nextLink']?.replace(/^.*\/odata/, '');
    }
    const old = Array.from({ length: 20 }, (_, i) => invoice(i + 1));
    expect([new Set(seen).size, old.every((id) => seen.includes(id))]).to.deep.equal([seen.length, true]);
  });

  it('are at most 1,000 rows, and as many as were asked for in all', async () => {
    const r = await many(1100);
    const [first, second] = await r.pages('/Invoices?$count=true&$select=InvoiceId');
    expect([first?.value.length, first?.['@odata.count'], second?.value.length, second?.['@odata.count']]).to.deep.equal([
      1000, 1100, 100, 1100,
    ]);
    const sizes = async (path: string, prefer = ''): Promise<number[]> => (await r.pages(path, prefer === '' ? {} : { prefer })).map((p) => p.value.length); // prettier-ignore
    expect(await sizes('/Invoices?$top=1050')).to.deep.equal([1000, 50]);
    expect(await sizes('/Invoices?$top=999999999')).to.deep.equal([1000, 100]);
    expect(await sizes('/Invoices?$top=10&$skip=1095')).to.deep.equal([5]);
    expect(await sizes('/Invoices?$skip=999999999')).to.deep.equal([0]);
    expect(await sizes('/Invoices?$top=0')).to.deep.equal([0]);
    expect(await sizes('/Invoices?$top=25', 'respond-async, odata.maxpagesize=10')).to.deep.equal([10, 10, 5]);
    expect(await sizes('/Invoices?$top=5', 'odata.maxpagesize=99999')).to.deep.equal([5]);
    const said = await r.ask('/Invoices?$top=1', { prefer: 'odata.maxpagesize=5000' });
    expect(said.headers['preference-applied']).to.equal('odata.maxpagesize=1000');
    expect(await sizes('/Invoices?$skip=3&$top=7', 'odata.maxpagesize=2')).to.deep.equal([2, 2, 2, 1]);
  }).timeout(60_000);

  it('belong to one question: a token of another, or an altered one, is refused', async () => {
    const r = await many(10);
    const { '@odata.nextLink': link = '' } = await r.get('/Invoices', { orderby: 'Number' }, { prefer: 'odata.maxpagesize=2' });
    const next = link.replace(/^.*\/odata/, '');
    expect((await r.ask(next)).status).to.equal(200);
    const token = decodeURIComponent(/skiptoken=(.*)$/.exec(next)?.[1] ?? '');
    const wrong = [`/Invoices?$skiptoken=${token}`, `/Payments?$orderby=Number&$skiptoken=${token}`, `/Invoices?$orderby=Number&$filter=true&$skiptoken=${token}`, next.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')), next.replace('skiptoken=', 'skiptoken=AA'), '/Invoices?$skiptoken=', `${next}&$skip=1`]; // prettier-ignore
    for (const path of wrong) expect([path, (await r.refusal(path)).status]).to.deep.equal([path, 400]);
  });

  it('with lists below the rows tell where a long list goes on', async () => {
    const office = await open();
    await put(office, partyOf(1), invoiceOf(1, { lines: Array.from({ length: 450 }, (_, i) => line(1, { text: `строка ${String(i + 1)}` })) }), invoiceOf(2, { lines: [] })); // prettier-ignore
    const r = new Reader(office);
    const [first, second] = await r.rows('/Invoices', { expand: 'Lines($select=Line,Text),Counterparty' });
    const lines = first?.['Lines'] as readonly unknown[];
    const rest = await r.pages(String(first?.['Lines@odata.nextLink']).replace(/^.*\/odata/, ''), {
      prefer: 'odata.maxpagesize=100',
    });
    const texts = [...lines, ...rest.flatMap((p) => p.value)].map((row) => (row as { Text: string }).Text);
    expect([lines.length, texts.length, texts[0], texts.at(-1), new Set(texts).size]).to.deep.equal([
      200,
      450,
      'строка 1',
      'строка 450',
      450,
    ]);
    expect([second?.['Lines'], second?.['Lines@odata.nextLink']]).to.deep.equal([[], undefined]);
    expect((first?.['Counterparty'] as { CounterpartyId: string }).CounterpartyId).to.equal(party(1));
  });

  it('go behind navigations as well', async () => {
    const office = await open();
    await fill(office);
    const r = new Reader(office);
    expect((await r.rows(`/Counterparties(${party(1)})/Invoices`)).map((row) => row['InvoiceId'])).to.deep.equal([
      invoice(1),
      invoice(3),
    ]);
    expect((await r.rows(`/Counterparties(${party(1)})/Invoices`, { filter: 'Total gt 0', select: 'Number' }))).to.deep.equal([{ Number: 'РМ-001' }]); // prettier-ignore
    expect((await r.ask(`/Counterparties(${party(1)})/Invoices/$count`)).text).to.equal('2');
    expect(await r.get(`/Invoices(${invoice(2)})/Counterparty`)).to.include({ Name: 'Ёлка & Co 50%' });
    const payment = (await r.rows('/Payments', { filter: 'InvoiceId eq null' }))[0]?.['PaymentRowId'];
    expect((await r.ask(`/Payments(${String(payment)})/Invoice`)).status).to.equal(204);
    const pages = await r.pages(`/Counterparties(${party(1)})/Invoices?$select=InvoiceId`, { prefer: 'odata.maxpagesize=1' });
    expect(pages.flatMap((p) => p.value)).to.deep.equal([{ InvoiceId: invoice(1) }, { InvoiceId: invoice(3) }]);
  });

  it('are in a context that says what is shown', async () => {
    const office = await open();
    await fill(office);
    const r = new Reader(office);
    const context = async (path: string): Promise<string> =>
      String((await r.get(path))['@odata.context']).replace(/^.*\$metadata/, '');
    expect(await context('/Invoices')).to.equal('#Invoices');
    expect(await context('/Invoices?$select=Number,Total')).to.equal('#Invoices(Number,Total)');
    expect(await context('/Invoices?$expand=Lines($select=Price)&$select=Number')).to.equal('#Invoices(Number,Lines(Price))');
    expect(await context(`/Invoices(${invoice(1)})`)).to.equal('#Invoices/$entity');
    expect(await context(`/Invoices(${invoice(1)})/Counterparty?$select=Name`)).to.equal('#Counterparties(Name)/$entity');
  });
});
