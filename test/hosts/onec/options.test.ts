import { expect } from 'chai';
import { ask, element, getJson, refused, rowsOf, type Json } from './ask.ts';
import { invoice, invoices, line, organisationOf, parties, party, withFake } from './samples.ts';

describe('fake 1C: query options and rights', () => {
  const held = withFake();

  it('counts inline as a string when asked to', async () => {
    party(held.fake);
    expect((await getJson(held.fake, parties, { $inlinecount: 'allpages' }))['odata.count']).to.equal('1');
    expect((await ask(held.fake, 'GET', parties, { query: { $format: 'atom', $inlinecount: 'allpages' } })).text).to.match(
      /<m:count>1<\/m:count><\/feed>$/,
    );
  });

  it('sends neither ETag nor next link nor pages', async () => {
    for (let i = 0; i < 120; i++) party(held.fake, { Description: `Покупатель ${i}` });
    const answered = await ask(held.fake, 'GET', parties);
    const body = JSON.parse(answered.text) as Json;
    expect(answered.headers).to.not.have.property('etag');
    expect(Object.keys(body)).to.deep.equal(['odata.metadata', 'value']);
    expect(body['value']).to.have.length(120);
  });

  it('skips before it takes the top rows', async () => {
    for (const name of ['а', 'б', 'в', 'г']) party(held.fake, { Description: name });
    const rows = await rowsOf(held.fake, parties, { $top: '2', $skip: '1', $orderby: 'Description desc' });
    expect(rows.map((row) => row['Description'])).to.deep.equal(['в', 'б']);
  });

  it('ignores paging when an inline count is asked', async () => {
    for (const name of ['а', 'б', 'в']) party(held.fake, { Description: name });
    const query = { $top: '1', $inlinecount: 'allpages' };
    expect(await rowsOf(held.fake, parties, query)).to.have.length(3);
    held.fake.quirks.inlinecountIgnoresPaging = false;
    const honest = await getJson(held.fake, parties, query);
    expect([honest['odata.count'], (honest['value'] as Json[]).length]).to.deep.equal(['3', 1]);
  });

  it('finds nothing when a composite meets a GUID', async () => {
    const organisation = organisationOf(held.fake);
    expect(await rowsOf(held.fake, 'Catalog_БанковскиеСчета', { $filter: `Owner eq guid'${organisation}'` })).to.deep.equal([]);
  });

  it('finds composites through cast and isof', async () => {
    const accounts = 'Catalog_БанковскиеСчета';
    const organisation = organisationOf(held.fake);
    const count = async ($filter: string): Promise<number> => (await rowsOf(held.fake, accounts, { $filter })).length;
    expect(await count(`Owner eq cast(guid'${organisation}','Catalog_Организации')`)).to.equal(2);
    expect(await count(`Owner eq cast(guid'${organisation}','Catalog_Контрагенты')`)).to.equal(0);
    expect(await count("isof(Owner,'Catalog_Организации')")).to.equal(3);
    expect(await count("cast(Owner,'Catalog_Организации')/ИНН eq '500100732259'")).to.equal(1);
  });

  it('selects all, all without parts, or columns', async () => {
    invoice(held.fake, { Товары: [line(10), line(20, { LineNumber: '2' })] });
    const select = async ($select: string): Promise<Json> => (await rowsOf(held.fake, invoices, { $select }))[0] ?? {};
    expect(await select('*')).to.include.keys('Number', 'Товары');
    expect(await select('**'))
      .to.include.keys('Number')
      .and.not.have.any.keys('Товары', 'ВозвратнаяТара');
    expect(await select('Number,Товары/Цена')).to.deep.equal({ Number: 'РМ00-000001', Товары: [{ Цена: 10 }, { Цена: 20 }] });
  });

  it('refuses an unknown field in select with code 6', async () => {
    const answer = await refused(held.fake, 'GET', parties, { query: { $select: 'Ref_Key,Нету' } });
    expect(answer).to.deep.equal({ status: 400, code: '6', text: 'Сегмент пути "Нету" не найден!' });
  });

  it('expands references on collections but not elements', async () => {
    const customer = party(held.fake);
    const row = invoice(held.fake, { Контрагент_Key: customer });
    const query = {
      $expand: 'Контрагент,СтруктурнаяЕдиница,ДоговорКонтрагента',
      $select: 'Number,Контрагент/ИНН,ДоговорКонтрагента',
    };
    expect(await rowsOf(held.fake, invoices, query)).to.deep.equal([
      { Number: 'РМ00-000001', Контрагент: { ИНН: '7736050003' }, ДоговорКонтрагента: null },
    ]);
    expect(
      (await ask(held.fake, 'GET', element(invoices, row['Ref_Key']), { query: { $expand: 'Контрагент' } })).status,
    ).to.equal(400);
    expect((await ask(held.fake, 'GET', invoices, { query: { $expand: 'Товары/Номенклатура' } })).status).to.equal(400);
  });

  it('computes presentations only when they are selected', async () => {
    const customer = party(held.fake);
    invoice(held.fake, { Контрагент_Key: customer });
    const query = { $select: 'Presentation,Контрагент____Presentation,СуммаВключаетНДС____Presentation' };
    expect(await rowsOf(held.fake, invoices, query)).to.deep.equal([
      {
        Presentation: 'Счет покупателю РМ00-000001 от 24.02.2026 12:59:23',
        Контрагент____Presentation: 'Василёк ООО',
        СуммаВключаетНДС____Presentation: 'Да',
      },
    ]);
    const all = (await rowsOf(held.fake, invoices, { $select: '*' }))[0] ?? {};
    expect(Object.keys(all).filter((name) => name.includes('Presentation'))).to.deep.equal([]);
  });

  it('puts a byte order mark before the count', async () => {
    party(held.fake);
    expect((await ask(held.fake, 'GET', `${parties}/$count`)).text).to.equal('\ufeff1');
  });

  it('can be a base that offers no count', async () => {
    held.fake.quirks.count = false;
    expect(await refused(held.fake, 'GET', `${parties}/$count`)).to.include({ status: 404, code: '11' });
  });

  it('hides unpublished sets exactly like misspelt ones', async () => {
    held.fake.quirks.composition = [parties];
    const [hidden, misspelt] = [await refused(held.fake, 'GET', invoices), await refused(held.fake, 'GET', 'Document_Опечатка')];
    expect([hidden.status, hidden.code]).to.deep.equal([misspelt.status, misspelt.code]).and.deep.equal([404, '8']);
    const names = ((await getJson(held.fake, ''))['value'] as Json[]).map((set) => set['name']);
    expect(names).to.include(parties).and.not.include(invoices);
  });

  it('fails with 401 when one row is forbidden', async () => {
    const [open, secret] = [party(held.fake), party(held.fake, { Description: 'Тайный' })];
    held.fake.quirks.rls = [secret];
    expect(await refused(held.fake, 'GET', parties)).to.include({ status: 401, code: '20' });
    expect(await refused(held.fake, 'GET', element(parties, secret))).to.include({ status: 401, code: '20' });
    expect(await rowsOf(held.fake, parties, { $filter: `Ref_Key eq guid'${open}'` })).to.have.length(1);
  });

  it('hides forbidden rows silently with allowedOnly', async () => {
    const [open, secret] = [party(held.fake), party(held.fake, { Description: 'Тайный' })];
    invoice(held.fake, { Контрагент_Key: secret });
    held.fake.quirks.rls = [secret];
    const rows = await rowsOf(held.fake, parties, { allowedOnly: 'true' });
    expect(rows.map((row) => row['Ref_Key'])).to.deep.equal([open]);
    expect(await rowsOf(held.fake, invoices, { $allowedOnly: 'true' })).to.deep.equal([]);
  });
});
