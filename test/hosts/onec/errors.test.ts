import { expect } from 'chai';
import { ask, askJson, element, refused, type Answered } from './ask.ts';
import { invoices, line, parties, party, withFake } from './samples.ts';

describe('fake 1C: errors and pages', () => {
  const held = withFake();
  const nowhere = element(parties, '00000000-0000-0000-0000-000000000009');

  it('answers errors in JSON and in Atom', async () => {
    const [json, atom] = [
      await ask(held.fake, 'GET', nowhere),
      await ask(held.fake, 'GET', nowhere, { query: { $format: null } }),
    ];
    expect(JSON.parse(json.text)).to.deep.equal({
      'odata.error': {
        code: '9',
        message: { lang: 'ru', value: 'Экземпляр сущности "Контрагенты" не найден по переданному ключу.' },
      },
    });
    expect(atom.text).to.contain(
      '<m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><m:code>9</m:code><m:message>',
    );
  });

  it('says lang ru even when the text is English', async () => {
    held.fake.quirks.errorLanguage = 'en';
    const body = JSON.parse((await ask(held.fake, 'GET', nowhere)).text) as unknown;
    expect(body).to.deep.equal({ 'odata.error': { code: '9', message: { lang: 'ru', value: 'Entity instance not found' } } });
  });

  it('has a way to every documented error code', async () => {
    const key = party(held.fake);
    const codes: string[] = [];
    const see = async (method: string, path: string, more: Parameters<typeof refused>[3] = {}): Promise<void> => {
      codes.push((await refused(held.fake, method, path, more)).code);
    };
    await see('GET', 'AccountingRegister_Хозрасчетный/Balance(Нет=1)'.replace('Нет', 'Foo')); // 0
    await see('PATCH', element(parties, key), { body: { Parent_Key: 'x' } }); // 1
    await see('POST', parties, { body: '{' }); // 2
    await see('GET', parties, { query: { $format: 'csv' }, headers: { accept: 'application/json' } }); // 3
    await see('PATCH', element('Catalog_БанковскиеСчета', held.fake.list('Catalog_БанковскиеСчета')[0]?.['Ref_Key']), {
      body: { Owner_Type: 'Чепуха' },
    }); // 4
    await see('PUT', element(parties, key), { body: {} }); // 5
    await see('GET', parties, { query: { $select: 'Нету' } }); // 6
    await see('GET', "InformationRegister_КурсыВалют(Валюта_Key=guid'00000000-0000-0000-0000-000000000000')"); // 7
    await see('GET', 'Catalog_Нету'); // 8
    await see('GET', nowhere); // 9
    await see('GET', `${element(parties, key)}/Нету`); // 10
    await see('POST', `${element(parties, key)}/Post`); // 11
    await see('POST', 'SelectChanges', { query: { MessageNo: '1' } }); // 12
    await see('POST', `${invoices}_Товары`, { body: line(1) }); // 13
    await see('GET', parties, { query: { $filter: 'Нету eq 1' } }); // 14
    await see('PUT', "Catalog_Валюты(guid'1')"); // 1 again, before 16
    await see('PATCH', element(parties, key), { body: { 'Parent@odata.bind': 'куда-то' } }); // 16
    await see('PATCH', "Constant_СрокОплатыПокупателей(guid'0')", {
      body: { Value: 1 },
      headers: { '1C_OData-DataLoadMode': 'true' },
    }); // 17
    await see('PUT', parties); // 19
    held.fake.quirks.rls = [key];
    await see('GET', element(parties, key)); // 20
    await see('GET', parties, { query: { $filter: "trim(ИНН) eq ''" } }); // 21
    await see('PATCH', element(parties, key), { body: { Description: {} } }); // -1
    held.fake.quirks.clientKeys = 'honoured';
    await see('POST', parties, { body: { Ref_Key: key } }); // 15
    held.fake.changeSchema({ set: parties, add: 'ИНН s12' });
    await see('GET', parties); // 18
    const all = ['-1', ...Array.from({ length: 22 }, (_, i) => String(i))];
    expect(new Set(codes)).to.deep.equal(new Set(all));
  });

  it('sends HTML pages with 500 and with 200', async () => {
    held.fake.faults.html200 = { next: 1 };
    const lie = await ask(held.fake, 'GET', parties);
    held.fake.faults.html500 = { next: 1 };
    const honest = await ask(held.fake, 'GET', parties);
    for (const [answer, status] of [
      [lie, 200],
      [honest, 500],
    ] as [Answered, number][]) {
      expect([answer.status, answer.headers['content-type']]).to.deep.equal([status, 'text/html; charset=utf-8']);
      expect(answer.text).to.contain('1C:Enterprise 8 application error');
    }
    expect((await ask(held.fake, 'GET', parties)).status).to.equal(200);
  });

  it('sends the application server exception as nested JSON', async () => {
    held.fake.faults.appException = 1;
    const answer = await askJson(held.fake, 'GET', parties, { expect: 500 });
    expect(answer).to.have.nested.property('exception.inner.inner.descr');
  });

  it('refuses an address segment of over 260 characters', async () => {
    const list = Array.from({ length: 6 }, () => "Account_Key eq guid'00000000-0000-0000-0000-000000000000'").join(' or ');
    const answer = await ask(held.fake, 'GET', `AccountingRegister_Хозрасчетный/Balance(Condition='${list}')`);
    expect([answer.status, answer.headers['content-type']]).to.deep.equal([400, 'text/html; charset=utf-8']);
    expect(answer.text).to.contain('Bad Request - Invalid URL');
    held.fake.quirks.segmentLimit = 0;
    expect((await ask(held.fake, 'GET', `AccountingRegister_Хозрасчетный/Balance(Condition='${list}')`)).status).to.equal(200);
  });

  it('limits the address and the body like web servers', async () => {
    expect((await ask(held.fake, 'GET', parties, { query: { $filter: `ИНН eq '${'1'.repeat(9000)}'` } })).status).to.equal(414);
    held.fake.quirks.bodyLimit = 100;
    expect((await ask(held.fake, 'POST', parties, { body: { Комментарий: 'x'.repeat(200) } })).status).to.equal(413);
  });

  it('answers addresses outside the publication with a page', async () => {
    for (const rawUrl of ['/other/odata/standard.odata/', '/buh/ws/exchange'])
      expect((await ask(held.fake, 'GET', '', { rawUrl })).status).to.equal(404);
  });
});
