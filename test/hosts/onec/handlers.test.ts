import { expect } from 'chai';
import { ask, askJson, element, refused, rowsOf, type Json } from './ask.ts';
import { contract, invoice, invoiceBody, invoices, line, organisationOf, parties, party, withFake } from './samples.ts';

describe('fake 1C: what the configuration does to data', () => {
  const held = withFake();
  const create = (set: string, body: unknown, headers: Record<string, string> = {}): Promise<Json> =>
    askJson(held.fake, 'POST', set, { body, headers });

  it('stores objects without any of the required fields', async () => {
    const row = await create(invoices, {});
    expect(row).to.include({ Контрагент_Key: '00000000-0000-0000-0000-000000000000', СуммаДокумента: 0 });
  });

  it('generates codes and yearly numbers with prefixes', async () => {
    const numbers = [];
    for (const Date of ['2025-12-31T23:59:59', '2026-01-01T00:00:00', '2026-01-02T00:00:00']) {
      numbers.push((await create(invoices, invoiceBody(held.fake, { Date })))['Number']);
    }
    const trader = organisationOf(held.fake, 'Петров П.П. ИП');
    numbers.push((await create(invoices, invoiceBody(held.fake, { Организация_Key: trader })))['Number']);
    numbers.push((await create(invoices, { Date: '2026-01-03T00:00:00' }))['Number']);
    expect(numbers).to.deep.equal(['РМ00-000001', 'РМ00-000001', 'РМ00-000002', 'ИП00-000001', '0000-000001']);
    expect([(await create(parties, {}))['Code'], (await create('Catalog_Номенклатура', {}))['Code']]).to.deep.equal([
      '00-000001',
      '00-00000001',
    ]);
  });

  it('refuses a number taken in the same year', async () => {
    await create(invoices, invoiceBody(held.fake, { Number: 'РМ00-000007' }));
    const answer = await refused(held.fake, 'POST', invoices, { body: invoiceBody(held.fake, { Number: 'РМ00-000007' }) });
    expect(answer).to.include({ status: 500, code: '-1', text: 'Значение поля "Номер" не уникально' });
    expect(
      (await create(invoices, invoiceBody(held.fake, { Number: 'РМ00-000007', Date: '2025-02-24T00:00:00' })))['Number'],
    ).to.equal('РМ00-000007');
    expect((await create(invoices, invoiceBody(held.fake)))['Number']).to.equal('РМ00-000008');
  });

  it('fills country and head of a new counterparty', async () => {
    const russia = held.fake.list('Catalog_СтраныМира').find((row) => row['Code'] === '643')?.['Ref_Key'];
    const row = await create(parties, { Description: 'Новый', ИНН: '7707083893  ' });
    expect(row).to.include({ СтранаРегистрации_Key: russia, ГоловнойКонтрагент_Key: row['Ref_Key'], ИНН: '7707083893' });
    expect(row).to.include({ ДатаСоздания: '2026-02-24T00:00:00', ИННВведенКорректно: false });
  });

  it('gives branches the tax number of their head', async () => {
    const head = party(held.fake, { ИНН: '7736050003' });
    const branch = await create(parties, {
      Description: 'Филиал',
      ИНН: '1',
      КПП: '540643001',
      ОбособленноеПодразделение: true,
      ГоловнойКонтрагент_Key: head,
    });
    expect(branch).to.include({ ИНН: '7736050003', КПП: '540643001', ГоловнойКонтрагент_Key: head });
  });

  it('recomputes the total of an invoice from rows', async () => {
    const rows = [line(100), line(50, { LineNumber: '2' })];
    const included = await create(invoices, invoiceBody(held.fake, { СуммаДокумента: 1, Товары: rows }));
    const onTop = await create(
      invoices,
      invoiceBody(held.fake, { СуммаВключаетНДС: false, Товары: [line(100, { СуммаНДС: 20 })] }),
    );
    expect([included['СуммаДокумента'], onTop['СуммаДокумента']]).to.deep.equal([150, 120]);
  });

  it('fills the only bank account and contract', async () => {
    const customer = party(held.fake);
    const only = contract(held.fake, customer);
    contract(held.fake, customer, { ВидДоговора: 'СПоставщиком' });
    const trader = organisationOf(held.fake, 'Петров П.П. ИП');
    const ofCompany = await create(invoices, invoiceBody(held.fake, { Контрагент_Key: customer }));
    const ofTrader = await create(invoices, invoiceBody(held.fake, { ОрганизацияПолучатель_Key: trader }));
    const account = held.fake.list('Catalog_БанковскиеСчета').find((row) => row['Owner'] === trader)?.['Ref_Key'];
    expect(ofCompany).to.include({
      ДоговорКонтрагента_Key: only,
      СтруктурнаяЕдиница_Key: '00000000-0000-0000-0000-000000000000',
    });
    expect(ofTrader['СтруктурнаяЕдиница_Key']).to.equal(account);
  });

  it('leaves an ambiguous contract empty, or makes one', async () => {
    const customer = party(held.fake);
    for (const Description of ['Первый', 'Второй']) contract(held.fake, customer, { Description });
    expect((await create(invoices, invoiceBody(held.fake, { Контрагент_Key: customer })))['ДоговорКонтрагента_Key']).to.match(
      /^0{8}-/,
    );
    held.fake.quirks.contractRule = 'creates';
    const other = await create(invoices, invoiceBody(held.fake, { Контрагент_Key: party(held.fake) }));
    expect(held.fake.get('Catalog_ДоговорыКонтрагентов', String(other['ДоговорКонтрагента_Key']))?.['Description']).to.equal(
      'Без договора',
    );
  });

  it('gives every invoice a random payment link id', async () => {
    const ids = [await create(invoices, {}), await create(invoices, {})].map((row) => String(row['СсылочныйИдентификатор']));
    for (const id of ids) expect(id).to.match(/^[0-9a-f]{16}$/);
    expect(ids[0]).to.not.equal(ids[1]);
  });

  it('clears VAT when the buyer is tax agent', async () => {
    const under = contract(held.fake, party(held.fake), { УчетАгентскогоНДСПокупателем: true });
    const row = await create(
      invoices,
      invoiceBody(held.fake, { ДоговорКонтрагента_Key: under, СуммаВключаетНДС: false, Товары: [line(100, { СуммаНДС: 20 })] }),
    );
    expect((row['Товары'] as Json[])[0]).to.include({ СтавкаНДС: 'БезНДС', СуммаНДС: 0 });
    expect(row['СуммаДокумента']).to.equal(120); // summed before the VAT is cleared: the order of the real handler
  });

  it('gives rows their ids and drops returnable packaging', async () => {
    const packaging = [{ LineNumber: '1', Количество: 1, Цена: 10, Сумма: 10 }];
    const row = await create(invoices, invoiceBody(held.fake, { ВозвратнаяТара: packaging }));
    expect(row['ВозвратнаяТара']).to.deep.equal([]);
    expect((row['Товары'] as Json[])[0]?.['ИдентификаторСтроки']).to.match(/^[0-9a-f-]{36}$/);
  });

  it('passes deletion marks on to contact persons', async () => {
    const owner = party(held.fake);
    const contact = held.fake.create('Catalog_КонтактныеЛица', {
      Description: 'Пётр',
      ОбъектВладелец: owner,
      ОбъектВладелец_Type: 'StandardODATA.Catalog_Контрагенты',
    });
    const marked = (): unknown => held.fake.get('Catalog_КонтактныеЛица', String(contact['Ref_Key']))?.['DeletionMark'];
    await askJson(held.fake, 'PATCH', element(parties, owner), { body: { DeletionMark: true } });
    expect(marked()).to.equal(true);
    await askJson(held.fake, 'PATCH', element(parties, owner), { body: { DeletionMark: false } });
    expect(marked()).to.equal(false);
  });

  it('renumbers when the year or organisation changes', async () => {
    const path = element(invoices, invoice(held.fake)['Ref_Key']);
    const change = async (body: unknown): Promise<unknown> => (await askJson(held.fake, 'PATCH', path, { body }))['Number'];
    expect(await change({ Date: '2026-03-01T00:00:00' })).to.equal('РМ00-000001');
    expect(await change({ Организация_Key: organisationOf(held.fake, 'Петров П.П. ИП') })).to.equal('ИП00-000001');
    invoice(held.fake, { Date: '2025-05-05T00:00:00', Организация_Key: organisationOf(held.fake, 'Петров П.П. ИП') });
    expect(await change({ Date: '2025-06-01T00:00:00' })).to.equal('ИП00-000002');
  });

  it('skips the handlers in data load mode', async () => {
    const body = invoiceBody(held.fake, { Контрагент_Key: party(held.fake), СуммаДокумента: 1 });
    held.fake.closePeriod('2026-12-31');
    const row = await create(invoices, body, { '1C_OData-DataLoadMode': 'true' });
    expect(row['СуммаДокумента']).to.equal(1);
    expect(row['СсылочныйИдентификатор']).to.match(/^[0-9a-f]{16}$/);
    const loaded = await create(parties, { Description: 'Загружен' }, { '1C_OData-DataLoadMode': 'true' });
    expect(loaded['ГоловнойКонтрагент_Key']).to.match(/^0{8}-/);
    const constant = "Constant_СрокОплатыПокупателей(guid'00000000-0000-0000-0000-000000000000')";
    const headers = { '1C_OData-DataLoadMode': 'true' };
    expect(await refused(held.fake, 'PATCH', constant, { body: { Value: 1 }, headers })).to.include({ code: '17' });
  });

  it('stores duplicates by tax number without refusing', async () => {
    for (let i = 0; i < 2; i++) await create(parties, { Description: 'Двойник', ИНН: '7707083893', КПП: '773601001' });
    expect(await rowsOf(held.fake, parties, { $filter: "ИНН eq '7707083893'" })).to.have.length(2);
    expect((await ask(held.fake, 'GET', parties)).status).to.equal(200);
  });
});
