import { expect } from 'chai';
import { ask, element, refused, rowsOf, type Json } from './ask.ts';
import {
  bankPayments,
  contract,
  currencyOf,
  invoice,
  invoices,
  line,
  organisationOf,
  party,
  payment,
  shipment,
  shipments,
  withFake,
} from './samples.ts';

describe('fake 1C: posting, ledger and statuses', () => {
  const held = withFake();
  const ledger = 'AccountingRegister_Хозрасчетный';
  let customer = '';
  let under = '';

  beforeEach(() => {
    customer = party(held.fake);
    under = contract(held.fake, customer);
  });

  const account = (code: string): string =>
    String(held.fake.list('ChartOfAccounts_Хозрасчетный').find((row) => row['Code'] === code)?.['Ref_Key']);
  const balance = async (code: string, period = '2026-03-01'): Promise<number[]> => {
    const rows = await rowsOf(held.fake, `${ledger}/Balance(Period=datetime'${period}T00:00:00')`, {
      $filter: `Account_Key eq guid'${account(code)}' and ExtDimension1 eq cast(guid'${customer}','Catalog_Контрагенты')`,
      $select: 'СуммаSplittedBalanceDr,СуммаSplittedBalanceCr',
    });
    const sum = (name: string): number => rows.reduce((total, row) => total + Number(row[name]), 0);
    return [sum('СуммаSplittedBalanceDr'), sum('СуммаSplittedBalanceCr')];
  };
  const status = (key: string): Json | undefined =>
    held.fake.list('InformationRegister_СтатусыДокументов').find((row) => row['Документ'] === key);

  it('posts and unposts with the register effects', async () => {
    const bill = String(invoice(held.fake, { Контрагент_Key: customer })['Ref_Key']);
    const receipt = payment(held.fake, customer, under, [[2500, bill]], { Posted: false });
    expect(
      (await ask(held.fake, 'POST', `${element(bankPayments, receipt)}/Post`, { query: { PostingModeOperational: 'false' } }))
        .text,
    ).to.equal('');
    expect(held.fake.get(bankPayments, receipt)?.['Posted']).to.equal(true);
    expect(status(bill)).to.include({
      Статус: 'Оплачен',
      Статус_Type: 'UnavailableEnums.СтатусОплатыСчета',
      ДополнительныйСтатус: 'НеОтгружен',
    });
    expect((await ask(held.fake, 'POST', `${element(bankPayments, receipt)}/Unpost`)).status).to.equal(200);
    expect(status(bill)).to.include({ Статус: 'НеОплачен' });
    expect(await rowsOf(held.fake, `${ledger}_RecordType`)).to.deep.equal([]);
  });

  it('makes no ledger movement when an invoice is posted', async () => {
    const bill = String(invoice(held.fake, { Контрагент_Key: customer })['Ref_Key']);
    expect((await ask(held.fake, 'POST', `${element(invoices, bill)}/Post`)).status).to.equal(200);
    expect(await rowsOf(held.fake, `${ledger}_RecordType`)).to.deep.equal([]);
    expect(status(bill)).to.equal(undefined);
  });

  it('starts the debt with the shipment, not the invoice', async () => {
    shipment(held.fake, customer, under, 1200);
    expect(await balance('62.01')).to.deep.equal([1200, 0]);
    expect(await balance('62.01', '2026-02-24')).to.deep.equal([0, 0]);
  });

  it('credits debt first and keeps the rest as advance', async () => {
    shipment(held.fake, customer, under, 1200);
    payment(held.fake, customer, under, [[1000], [500]]);
    expect([await balance('62.01'), await balance('62.02')]).to.deep.equal([
      [0, 0],
      [0, 300],
    ]);
  });

  it('sets an earlier advance off against a shipment', async () => {
    payment(held.fake, customer, under, [[500]]);
    expect(await balance('62.02')).to.deep.equal([0, 500]);
    const key = shipment(held.fake, customer, under, 1200);
    expect([await balance('62.01'), await balance('62.02')]).to.deep.equal([
      [700, 0],
      [0, 0],
    ]);
    held.fake.unpost(shipments, key);
    expect([await balance('62.01'), await balance('62.02')]).to.deep.equal([
      [0, 0],
      [0, 500],
    ]);
  });

  it('keeps currency settlements on accounts of their own', async () => {
    const euro = currencyOf(held.fake, 'EUR');
    shipment(held.fake, customer, under, 100, { ВалютаДокумента_Key: euro, КурсВзаиморасчетов: 95 });
    const [row] = await rowsOf(held.fake, `${ledger}/Balance`, { $filter: `Account_Key eq guid'${account('62.21')}'` });
    expect(row).to.include({ СуммаBalance: 9500, ВалютнаяСуммаBalance: 100, Валюта_Key: euro });
    const [record] = await rowsOf(held.fake, `${ledger}_RecordType`);
    expect(record)
      .to.include({ ВалютнаяСуммаDr: 100, ВалютнаяСуммаCr: null, КоличествоDr: null })
      .and.not.have.property('ExtDimensionDr1');
  });

  it('tells partly paid and shipped invoices by status', async () => {
    const bill = String(invoice(held.fake, { Контрагент_Key: customer, Товары: [line(1000)] })['Ref_Key']);
    payment(held.fake, customer, under, [[400, bill]]);
    shipment(held.fake, customer, under, 600, { СчетНаОплатуПокупателю_Key: bill });
    expect(status(bill)).to.include({ Статус: 'ОплаченЧастично', ДополнительныйСтатус: 'ОтгруженЧастично' });
    expect(await rowsOf(held.fake, "AccumulationRegister_ОплатаСчетов/Turnovers(Dimensions='СчетНаОплату')")).to.deep.equal([
      { СчетНаОплату: bill, СчетНаОплату_Type: `StandardODATA.${invoices}`, СуммаTurnover: 400, СуммаНДСTurnover: 0 },
    ]);
  });

  it('takes movements back when a document is deleted', async () => {
    const key = shipment(held.fake, customer, under, 1200);
    await ask(held.fake, 'DELETE', element(shipments, key));
    expect(await balance('62.01')).to.deep.equal([0, 0]);
  });

  it('refuses to post a shipment without a contract', async () => {
    const key = shipment(held.fake, party(held.fake), '00000000-0000-0000-0000-000000000000', 10, { Posted: false });
    expect(await refused(held.fake, 'POST', `${element(shipments, key)}/Post`)).to.include({ status: 500, code: '-1' });
    expect(held.fake.get(shipments, key)?.['Posted']).to.equal(false);
  });

  it('groups a balance by the dimensions asked for', async () => {
    shipment(held.fake, customer, under, 100);
    shipment(held.fake, customer, under, 200);
    const rows = await rowsOf(
      held.fake,
      `${ledger}/Balance(Dimensions='Организация',AccountCondition='Account/Code eq '62.01'')`,
      { $select: 'Организация_Key,СуммаBalance' },
    );
    expect(rows).to.deep.equal([{ Организация_Key: organisationOf(held.fake), СуммаBalance: 300 }]);
  });

  it('does not net the split balance below its rows', async () => {
    shipment(held.fake, customer, under, 100);
    shipment(held.fake, customer, under, -40);
    const [row] = await rowsOf(held.fake, `${ledger}/Balance(Dimensions='Account',AccountCondition='Account/Code eq ''62.01''')`);
    expect(row).to.include({ СуммаBalanceDr: 60, СуммаSplittedBalanceDr: 100, СуммаSplittedBalanceCr: 40 });
  });

  it('expands composites of virtual tables under another name', async () => {
    shipment(held.fake, customer, under, 100);
    const [row] = await rowsOf(held.fake, `${ledger}/Balance(AccountCondition='Account/Code eq '62.01'')`, {
      $expand: 'Account,ExtDimension1',
      $select: 'Account/Code,ExtDimension1,ExtDimension1_Type,ExtDimension1____Presentation,СуммаBalance',
    });
    expect(row).to.deep.include({
      Account: { Code: '62.01   '.trimEnd() },
      СуммаBalance: 100,
      ExtDimension1____Presentation: 'Василёк ООО',
    });
    expect((row?.['ExtDimension1_Expanded'] as Json)['ИНН']).to.equal('7736050003');
  });

  it('answers virtual tables in Atom without a feed', async () => {
    shipment(held.fake, customer, under, 100);
    const { text } = await ask(held.fake, 'GET', `${ledger}/Balance()`, { query: { $format: null } });
    expect(text).to.match(
      /<d:Result [^>]*m:type="Collection\(StandardODATA\.AccountingRegister_Хозрасчетный_Balance\)"><d:element/,
    );
  });

  it('answers 501 to parameters a table does not know', async () => {
    const answer = await refused(held.fake, 'GET', `${ledger}/Turnovers(StartDate=datetime'2026-01-01T00:00:00')`);
    expect(answer).to.deep.equal({ status: 501, code: '0', text: 'Параметр "StartDate" не поддерживается' });
    expect(await refused(held.fake, 'GET', `${ledger}/RecordsWithExtDimensions()`, { query: { $skip: '1' } })).to.include({
      status: 400,
    });
  });

  it('finds ledger entries through their recorder key', async () => {
    const key = shipment(held.fake, customer, under, 120);
    const at = `${ledger}_RecordType(Recorder='${key}', Recorder_Type='StandardODATA.${shipments}', LineNumber=1)`;
    expect(JSON.parse((await ask(held.fake, 'GET', at)).text)).to.include({ Сумма: 120, LineNumber: '1' });
    const set = JSON.parse(
      (await ask(held.fake, 'GET', `${ledger}(Recorder='${key}',Recorder_Type='StandardODATA.${shipments}')`)).text,
    ) as Json;
    expect(set['RecordSet']).to.have.length(2);
    const turnovers = await rowsOf(
      held.fake,
      `${ledger}/Turnovers(StartPeriod=datetime'2026-02-01T00:00:00',EndPeriod=datetime'2026-02-28T23:59:59')`,
    );
    expect(turnovers.map((row) => row['СуммаTurnover'])).to.include.members([120, -120, 20, -20]);
  });

  it('replaces a record set behind the document', async () => {
    const bill = String(invoice(held.fake, { Контрагент_Key: customer })['Ref_Key']);
    const key = payment(held.fake, customer, under, [[1000, bill]]);
    const at = `AccumulationRegister_ОплатаСчетов(Recorder='${key}',Recorder_Type='StandardODATA.${bankPayments}')`;
    const records = [{ LineNumber: '1', СчетНаОплату: bill, СчетНаОплату_Type: `StandardODATA.${invoices}`, Сумма: 5 }];
    expect((await ask(held.fake, 'PATCH', at, { body: { RecordSet: records } })).status).to.equal(200);
    expect((await rowsOf(held.fake, 'AccumulationRegister_ОплатаСчетов_RecordType')).map((row) => row['Сумма'])).to.deep.equal([
      5,
    ]);
    expect(held.fake.get(bankPayments, key)?.['Posted']).to.equal(true);
  });

  it('slices registers to the latest record before a date', async () => {
    const euro = currencyOf(held.fake, 'EUR');
    const rates = 'InformationRegister_КурсыВалют';
    for (const [day, rate] of [
      ['01', 90],
      ['10', 91],
      ['20', 92],
    ] as const)
      held.fake.setRegister(rates, { Period: `2026-02-${day}T00:00:00`, Валюта_Key: euro, Курс: rate });
    const slice = async (call: string): Promise<unknown[]> =>
      (await rowsOf(held.fake, `${rates}/${call}`)).map((row) => row['Курс']);
    expect(await slice('SliceLast()')).to.deep.equal([92]);
    expect(await slice("SliceLast(Period=datetime'2026-02-15T00:00:00')")).to.deep.equal([91]);
    expect(await slice(`SliceFirst(Condition='Валюта/Code eq '978'')`)).to.deep.equal([90]);
    expect((await ask(held.fake, 'GET', `${rates}/SliceLast`)).status).to.equal(400);
  });
});
