/** What $filter means, over the wire: precedence, what is empty, texts as they stand, numbers to the digit, times. */
import { expect } from 'chai';
import { offices } from '../server/office.ts';
import { fill, invoiceOf, OTHER, partyOf, put, Reader } from './reader.ts';

describe('$filter', () => {
  const open = offices();

  async function reader(): Promise<Reader> {
    const office = await open();
    await fill(office);
    return new Reader(office);
  }
  const R1 = 'Ромашка 1';
  const YO = 'Ёлка & Co 50%';
  const OB = "O'Brien";

  it('finds texts as they stand, whatever is in them', async () => {
    const r = await reader();
    await put(
      r.office,
      partyOf(4, { name: 'x+y [1] {2} "q" \\ / ; = ? # 😀 שלום' }),
      partyOf(5, { name: 'not (a eq 1) or true' }),
    );
    for (const name of [YO, OB, 'x+y [1] {2} "q" \\ / ; = ? # 😀 שלום', 'not (a eq 1) or true'])
      expect(await r.column('Counterparties', 'Name', { filter: `Name eq '${name.replaceAll("'", "''")}'` })).to.deep.equal([
        name,
      ]);
    expect(await r.column('Counterparties', 'Name', { filter: `contains(Name,'50%')` })).to.deep.equal([YO]);
    expect(await r.column('Counterparties', 'Name', { filter: `contains(Name,'_') or contains(Name,'ромашка')` })).to.deep.equal(
      [],
    );
    const plus = await r.ask(`/Counterparties?$filter=Name+eq+'%D0%81%D0%BB%D0%BA%D0%B0+%26+Co+50%25'&$select=Name`);
    expect(plus.text).to.include(YO);
  });

  it('binds not, and, or as OData says', async () => {
    const r = await reader();
    const names = (filter: string): Promise<unknown[]> => r.column('Counterparties', 'Name', { filter });
    expect(await names(`not contains(Name,'Ром') and Active eq false`)).to.deep.equal([YO]);
    expect(await names(`not (Name eq '${R1}') or Name eq '${R1}'`)).to.have.length(3);
    expect(await names(`Name eq '${R1}' or Name eq '${YO}' and Active eq true`)).to.deep.equal([R1]);
    expect(await names(`(Name eq '${R1}' or Name eq '${YO}') and Active eq false`)).to.deep.equal([YO]);
    expect(await names(`not (not (Name eq '${R1}'))`)).to.deep.equal([R1]);
    expect(await names(`(Name eq '${R1}') eq true`)).to.deep.equal([R1]);
    expect(await names(`contains(Name,'Ром') eq false`)).to.deep.equal([YO, OB]);
    expect(await names(`Name in ('${R1}','${YO}')`)).to.deep.equal([R1, YO]);
    expect(await names('true')).to.have.length(3);
    expect(await names('false')).to.have.length(0);
  });

  it('knows what is empty', async () => {
    const r = await reader();
    const names = (filter: string): Promise<unknown[]> => r.column('Counterparties', 'Name', { filter });
    expect(await names('TaxId eq null')).to.deep.equal([OB]);
    expect(await names('TaxId ne null')).to.deep.equal([R1, YO]);
    expect(await names(`TaxId ne '7700000001'`)).to.deep.equal([YO, OB]);
    expect(await names(`not (TaxId gt '0')`)).to.deep.equal([OB]);
    expect(await names('Active')).to.deep.equal([R1]);
    expect(await names('not Active')).to.deep.equal([YO]);
    expect(await names('Active ne true')).to.deep.equal([YO, OB]);
    expect(await names('not (Active eq true)')).to.deep.equal([YO, OB]);
    expect(await names(`not contains(TaxId,'1')`)).to.deep.equal([YO]);
    expect(await names('null eq null')).to.have.length(3);
    expect(await names('TaxId gt null')).to.deep.equal([]);
  });

  it('compares amounts to the last digit', async () => {
    const r = await reader();
    await put(
      r.office,
      invoiceOf(4, { total: '99999999999999.99', number: 'A' }),
      invoiceOf(5, { total: '99999999999999.98', number: 'B' }),
    );
    const numbers = (filter: string): Promise<unknown[]> => r.column('Invoices', 'Number', { filter });
    expect(await numbers('Total eq 99999999999999.99')).to.deep.equal(['A']);
    expect(await numbers('Total lt 99999999999999.99 and Total gt 99999999999999.97')).to.deep.equal(['B']);
    expect(await numbers('Total gt 99999999999999.989999')).to.deep.equal(['A']);
    expect(await numbers('Total eq 99999999999999.989999')).to.deep.equal([]);
    expect(await numbers('Total eq -0.01')).to.deep.equal([null]);
    expect(await numbers('Total lt -0.00999')).to.deep.equal([null]);
    expect(await numbers('Total le -0.01000001')).to.deep.equal([]);
    expect(await numbers('Total gt 99999999999999999999999999999')).to.deep.equal([]);
    expect(await numbers('Total lt 99999999999999999999999999999')).to.have.length(5);
    expect(await numbers('Total sub Paid gt 100.74 and Total sub Paid lt 100.76')).to.deep.equal(['РМ-001']);
    expect(await numbers('Total sub Paid sub 0.75 eq 100')).to.deep.equal(['РМ-001']);
    expect(await numbers('Paid lt Total')).to.have.length(4);
    expect(await r.column('InvoiceLines', 'Line', { filter: 'Price eq 0.000001' })).to.deep.equal([2]);
  });

  it('compares days, wall clocks and instants', async () => {
    const r = await reader();
    const numbers = (filter: string): Promise<unknown[]> => r.column('Invoices', 'Number', { filter });
    expect(await numbers('Date ge 2026-02-05T10:30:00Z and Date lt 2026-02-05T10:30:01Z')).to.deep.equal(['РМ-001', 'РМ-002']);
    expect(await numbers('Date eq 2026-02-05T13:30:00+03:00')).to.deep.equal(['РМ-001', 'РМ-002']);
    expect(await numbers('Date gt 2026-02-05T10:30:00.0000001Z')).to.deep.equal([null]);
    expect(await numbers('Date eq 2026-02-07T00:00:00Z')).to.deep.equal([null]);
    expect(await numbers('Date ge 2026-02-07T00:00:00Z and Date le 2026-02-07T00:00:00Z')).to.deep.equal([null]);
    expect(await numbers('Date gt 2026-02-07T00:00:00Z or Date lt 2026-02-05')).to.deep.equal([]);
    expect(await numbers('DueDate eq 2026-02-20')).to.deep.equal(['РМ-001', 'РМ-002']);
    expect(await numbers('DueDate lt 2026-02-20T00:00:00.001Z and DueDate ge 2026-02-20T00:00:00Z')).to.have.length(2);
    expect(await numbers('year(Date) eq 2026 and month(Date) eq 2 and day(Date) eq 7')).to.deep.equal([null]);
    expect(await numbers('hour(Date) eq 10 and minute(Date) eq 30')).to.have.length(2);
    expect(await numbers('date(Date) eq 2026-02-05')).to.have.length(2);
    expect(await numbers('DueDate gt Date')).to.have.length(2);
    expect(await numbers('Date gt 0001-01-01T00:00:00Z')).to.have.length(3);
    expect(
      await r.column('Problems', 'Number', { filter: 'Since eq 2026-02-20T10:00:00Z and ResolvedAt eq null' }),
    ).to.deep.equal([1]);
  });

  it('knows functions of texts, in any alphabet', async () => {
    const r = await reader();
    const names = (filter: string): Promise<unknown[]> => r.column('Counterparties', 'Name', { filter });
    expect(await names(`tolower(Name) eq 'ромашка 1'`)).to.deep.equal([R1]);
    expect(await names(`contains(toupper(Name),'ЁЛКА')`)).to.deep.equal([YO]);
    expect(await names('length(Name) eq 7')).to.deep.equal([OB]);
    expect(await names(`startswith(Name,'Ром') or endswith(Name,'ien')`)).to.deep.equal([R1, OB]);
    expect(await names(`endswith(Name,'')`)).to.have.length(3);
    expect(await names(`trim(Name) eq Name`)).to.have.length(3);
  });

  it('finds by GUID, also where one is made of numbers', async () => {
    const r = await reader();
    for (const [set, key] of [
      ['Counterparties', 'CounterpartyId'],
      ['Invoices', 'InvoiceId'],
      ['InvoiceLines', 'InvoiceLineId'],
      ['Payments', 'PaymentRowId'],
      ['Problems', 'ProblemId'],
    ] as const)
      for (const id of (await r.column(set, key)) as string[]) {
        expect(await r.column(set, key, { filter: `${key} eq ${id.toUpperCase()}` })).to.deep.equal([id]);
        expect(await r.column(set, key, { filter: `${key} ne ${id}` })).not.to.include(id);
      }
    expect(await r.column('Invoices', 'Number', { filter: `OrganisationId eq ${OTHER}` })).to.deep.equal(['РМ-002']);
    expect(await r.column('Payments', 'Line', { filter: 'PaymentRowId eq 00000000-0000-0000-0000-000000000000' })).to.deep.equal(
      [],
    );
  });

  it('refuses what it does not know, by name and place, and never answers as if it were true', async () => {
    const r = await reader();
    const wrong: Readonly<Record<string, string>> = {
      'nosuch eq 1': '400 feed-property', 'name eq 1': '400 feed-property', '(((': '400 feed-filter', 'Name eq': '400 feed-filter', '': '400 feed-filter', 'Name': '400 feed-filter-flag',
      "Name eq 'x": '400 feed-filter', "Name eq 'x' 'y'": '400 feed-filter', "Name EQ 'x'": '400 feed-filter', 'Name eq 1': '400 feed-filter-type', "Active gt true": '400 feed-filter-type',
      'CounterpartyId gt 00000000-0000-0000-0000-000000000000': '400 feed-filter-type', 'length(Name) mul 2 eq 3': '501 feed-not-here', 'length(Name) div 2 eq 3': '501 feed-not-here', 'Name has 1': '501 feed-not-here',
      "substring(Name,1) eq 'x'": '501 feed-not-here', "isof(Name,Edm.String)": '400 feed-filter', "cast(Name,Edm.String) eq 'x'": '400 feed-filter', "matchesPattern(Name,'x')": '501 feed-not-here',
      'Invoices/any(i:i/Total gt 1)': '501 feed-not-here', "Invoices/$count gt 1": '501 feed-not-here', '$it/Name eq 1': '501 feed-not-here', 'Name eq @p': '501 feed-not-here', 'length(Name) eq 1e5': '400 feed-filter',
      'length(Name) eq INF': '400 feed-property', "duration'PT1S' eq 1": '400 feed-property', 'Name eq 1 eq 2': '400 feed-filter', 'not Name': '400 feed-filter-flag', "contains(Name)": '400 feed-filter-type',
      'Name eq null)': '400 feed-filter', 'Name in ()': '400 feed-filter', 'Name in (Name)': '400 feed-filter', "Name eq 'a\0b'": '400 feed-filter', 'a/b eq 1': '501 feed-not-here', 'length(Name) eq 1.': '400 feed-filter',
      'length(Name) eq .5': '400 feed-filter', 'length(Name) add 9999999999999999999999 eq 1': '400 feed-number', '1 eq 1; drop table counterparties': '400 feed-filter', "Name eq 'x'--": '400 feed-filter',
    }; // prettier-ignore
    for (const [filter, said] of Object.entries(wrong))
      expect([filter, await r.filterRefusal(filter)]).to.deep.equal([filter, said]);
    for (const date of ['2026-02-30', '2026-13-01', '2026-02-05T25:00:00Z', '2026-02-05T10:30:00', '2026-02-05T10:30:00+99:00'])
      expect([date, await r.filterRefusal(`Date eq ${date}`, 'Invoices')]).to.deep.equal([date, '400 feed-filter']);
    const { message } = await r.refusal(`/Counterparties?$filter=${encodeURIComponent("Name eq 'a' ör")}`);
    expect(message).to.include('character 13');
  });

  it('is quick with the longest and deepest anybody sends', async () => {
    const r = await reader();
    const deep: readonly [string, string][] = [
      ['('.repeat(1000) + 'Active' + ')'.repeat(1000), '400 feed-filter-deep'], ['not '.repeat(900) + 'Active', '400 feed-filter-deep'], ['tolower('.repeat(400) + 'Name', '400 feed-filter-deep'],
      [`length(Name) in (${Array(900).fill('1').join()})`, '400 feed-filter-many'], ['Active or '.repeat(500), '414 feed-too-long'], [`Name eq '${'x'.repeat(5000)}'`, '414 feed-too-long'], ['('.repeat(3999), '400 feed-filter-deep'],
    ]; // prettier-ignore
    const started = performance.now();
    for (const [filter, said] of deep)
      expect([filter.slice(0, 20), await r.filterRefusal(filter)]).to.deep.equal([filter.slice(0, 20), said]);
    const fine = [
      Array(390).fill('Active').join(' or '),
      `length(Name)${' add 1'.repeat(600)} gt 1`,
      '('.repeat(45) + 'Active' + ')'.repeat(45),
      `length(Name) in (${Array(250).fill('1').join()})`,
    ];
    for (const filter of fine)
      expect((await r.ask(`/Counterparties/$count?$filter=${encodeURIComponent(filter)}`)).status, filter.slice(0, 30)).to.equal(
        200,
      );
    expect(performance.now() - started).to.be.lessThan(3000);
  });
});
