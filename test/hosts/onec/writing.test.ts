import { expect } from 'chai';
import { ask, askJson, element, getJson, refused, rowsOf, type Json } from './ask.ts';
import { currencyOf, invoice, invoiceBody, invoices, line, organisationOf, parties, party, today, withFake } from './samples.ts';

describe('fake 1C: writing', () => {
  const held = withFake();
  const patch = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Json> =>
    askJson(held.fake, 'PATCH', path, { body, headers });

  it('creates with 201, raw UTF-8 location and the entity', async () => {
    const answered = await ask(held.fake, 'POST', parties, { body: { Description: 'Лютик' } });
    const row = JSON.parse(answered.text) as Json;
    const location = Buffer.from(answered.headers['location'] ?? '', 'latin1').toString('utf8');
    expect(answered.status).to.equal(201);
    expect(location).to.equal(`${held.fake.url}${element(parties, row['Ref_Key'])}`);
    expect(row)
      .to.include({ Description: 'Лютик', Code: '00-000001' })
      .and.include.keys('КонтактнаяИнформация', 'ИНН', 'DataVersion');
  });

  it('patches with 200 and the whole entity', async () => {
    const key = party(held.fake);
    const row = await patch(element(parties, key), { Комментарий: 'новый' });
    expect(row).to.include({ Комментарий: 'новый', ИНН: '7736050003', Ref_Key: key });
  });

  it('puts with bound references and all properties', async () => {
    const key = String(invoice(held.fake)['Ref_Key']);
    const shown = await getJson(held.fake, element(invoices, key), { $format: 'application/json;odata=nometadata' });
    const { Организация_Key, ...rest } = shown;
    const body = {
      ...rest,
      'Организация@odata.bind': `Catalog_Организации(guid'${String(Организация_Key)}')`,
      Комментарий: 'целиком',
    };
    expect((await askJson(held.fake, 'PUT', element(invoices, key), { body }))['Комментарий']).to.equal('целиком');
    expect(await refused(held.fake, 'PUT', element(invoices, key), { body: { Комментарий: 'кусок' } })).to.include({
      status: 400,
      code: '5',
    });
  });

  it('deletes physically and forgets the object', async () => {
    const key = party(held.fake);
    expect((await ask(held.fake, 'DELETE', element(parties, key))).status).to.equal(204);
    expect(await refused(held.fake, 'GET', element(parties, key))).to.include({ status: 404, code: '9' });
  });

  it('marks for deletion by an ordinary patch', async () => {
    const key = party(held.fake);
    await patch(element(parties, key), { DeletionMark: true });
    expect(await rowsOf(held.fake, parties, { $filter: 'DeletionMark eq true' })).to.have.length(1);
    await patch(element(parties, key), { DeletionMark: false });
    expect(held.fake.get(parties, key)?.['DeletionMark']).to.equal(false);
  });

  it('moves DataVersion on every write in three encodings', async () => {
    const [first, second] = [party(held.fake), party(held.fake)];
    const bytes = (key: string): string =>
      Buffer.from(String(held.fake.get(parties, key)?.['DataVersion']), 'base64').toString('hex');
    expect([bytes(first), bytes(second)]).to.deep.equal(['0000000100000000', '0000000200000000']);
    await patch(element(parties, first), {});
    expect(bytes(first)).to.equal('0000000300000000');
    held.fake.quirks.dataVersion = 'object';
    expect([bytes(first), bytes(second)]).to.deep.equal(['0000000000000001', '0000000000000000']);
    held.fake.quirks.dataVersion = 'row';
    expect(bytes(first) > bytes(second)).to.equal(true);
  });

  it('lets a stale If-Match win by default', async () => {
    const key = party(held.fake);
    const stale = String(held.fake.get(parties, key)?.['DataVersion']);
    held.fake.edit(parties, key, { Комментарий: 'бухгалтер' });
    await patch(element(parties, key), { Комментарий: 'мы' }, { 'if-match': stale });
    expect(held.fake.get(parties, key)?.['Комментарий']).to.equal('мы');
  });

  it('answers 412 to stale If-Match where honoured', async () => {
    const key = party(held.fake);
    const version = (): string => String(held.fake.get(parties, key)?.['DataVersion']);
    const stale = version();
    held.fake.quirks.ifMatch = 'honoured';
    held.fake.edit(parties, key, { Комментарий: 'бухгалтер' });
    const send = async (method: string, tag: string): Promise<number> =>
      (await ask(held.fake, method, element(parties, key), { body: { Комментарий: 'мы' }, headers: { 'if-match': tag } })).status;
    expect([await send('PATCH', stale), await send('DELETE', stale), await send('PATCH', `"${version()}"`)]).to.deep.equal([
      412, 412, 200,
    ]);
  });

  it('ignores unknown properties and unparseable numbers silently', async () => {
    const key = String(invoice(held.fake)['Ref_Key']);
    const row = await patch(element(invoices, key), { Нету: 1, КратностьВзаиморасчетов: 'много', КурсВзаиморасчетов: '2.5' });
    expect(row).to.include({ КратностьВзаиморасчетов: '1', КурсВзаиморасчетов: 2.5 }).and.not.have.property('Нету');
  });

  it('cuts strings to the length of the attribute', async () => {
    const row = await patch(element(parties, party(held.fake)), { Description: 'я'.repeat(238), КПП: '1234567890' });
    expect([String(row['Description']).length, row['КПП']]).to.deep.equal([100, '123456789']);
  });

  it('stores references that lead to nothing', async () => {
    const nowhere = '11111111-2222-3333-4444-555555555555';
    const row = await patch(element(invoices, invoice(held.fake)['Ref_Key']), { Контрагент_Key: nowhere });
    expect(row['Контрагент_Key']).to.equal(nowhere);
    const [shown] = await rowsOf(held.fake, invoices, {
      $expand: 'Контрагент',
      $select: 'Контрагент,Контрагент____Presentation',
    });
    expect(shown?.['Контрагент']).to.equal(null);
    expect(shown?.['Контрагент____Presentation']).to.match(/^<Объект не найден>/);
  });

  it('ignores Ref_Key unless client keys are honoured', async () => {
    const wanted = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
    const create = (): Promise<Json> => askJson(held.fake, 'POST', parties, { body: { Ref_Key: wanted, Description: 'Ключ' } });
    expect((await create())['Ref_Key']).to.not.equal(wanted);
    held.fake.quirks.clientKeys = 'honoured';
    expect((await create())['Ref_Key']).to.equal(wanted);
    expect(await refused(held.fake, 'POST', parties, { body: { Ref_Key: wanted } })).to.include({ status: 400, code: '15' });
    expect((await patch(element(parties, wanted), { Ref_Key: party(held.fake) }))['Ref_Key']).to.equal(wanted);
  });

  it('echoes the value it could not parse', async () => {
    const answer = await refused(held.fake, 'PATCH', element(parties, party(held.fake)), { body: { Parent_Key: 'ZZP8' } });
    expect(answer).to.deep.equal({
      status: 400,
      code: '1',
      text: "Не удалось разобрать строку 'ZZP8' как значение типа Edm.Guid!",
    });
  });

  it('fails internally on an array in a scalar', async () => {
    const answer = await refused(held.fake, 'PATCH', element(parties, party(held.fake)), { body: { Description: [] } });
    expect(answer).to.include({ status: 500, code: '-1' });
  });

  it('replaces a tabular part as a whole', async () => {
    const key = invoice(held.fake, { Товары: [line(10), line(20, { LineNumber: '2' })] })['Ref_Key'];
    const row = await patch(element(invoices, key), { Товары: [line(5, { LineNumber: 1 })] });
    expect((row['Товары'] as Json[]).map((r) => r['Сумма'])).to.deep.equal([5]);
  });

  it('refuses lines that are not numbered from one', async () => {
    const path = element(invoices, invoice(held.fake)['Ref_Key']);
    for (const lines of [[line(1, { LineNumber: '2' })], [line(1), line(1, { LineNumber: '3' })]]) {
      expect(await refused(held.fake, 'PATCH', path, { body: { Товары: lines } })).to.include({ status: 400, code: '2' });
    }
  });

  it('fails internally on lines without a number', async () => {
    const path = element(invoices, invoice(held.fake)['Ref_Key']);
    const bare = line(1);
    delete bare['LineNumber'];
    expect(await refused(held.fake, 'PATCH', path, { body: { Товары: [bare] } })).to.include({ status: 500, code: '-1' });
  });

  it('refuses to create rows of tabular parts', async () => {
    expect(await refused(held.fake, 'POST', `${invoices}_Товары`, { body: line(1) })).to.include({ status: 400, code: '13' });
  });

  it('keeps independent registers by composite key only', async () => {
    const rates = 'InformationRegister_КурсыВалют';
    const euro = currencyOf(held.fake, 'EUR');
    const body = { Period: '2026-02-20T00:00:00', Валюта_Key: euro, Курс: 93.5, Кратность: '1' };
    const created = await askJson(held.fake, 'POST', rates, { body });
    expect(created).to.not.have.property('DataVersion');
    expect((await ask(held.fake, 'POST', rates, { body })).status).to.equal(400);
    const at = `${rates}(Period=datetime'2026-02-20T00:00:00',Валюта_Key=guid'${euro}')`;
    expect((await patch(at, { Курс: 94 }))['Курс']).to.equal(94);
    expect(await refused(held.fake, 'GET', `${rates}(Валюта_Key=guid'${euro}')`)).to.include({ status: 400, code: '7' });
    expect((await ask(held.fake, 'DELETE', at)).status).to.equal(204);
    expect(await rowsOf(held.fake, rates)).to.deep.equal([]);
  });

  it('changes a constant through its zero address', async () => {
    const at = "Constant_СрокОплатыПокупателей(guid'00000000-0000-0000-0000-000000000000')";
    expect(await patch(at, { Value: 14 })).to.include({ Value: '14', SurrogateKey: 0 });
    expect(await rowsOf(held.fake, 'Constant_СрокОплатыПокупателей')).to.deep.equal([{ Value: '14', SurrogateKey: 0 }]);
  });

  it('takes Atom entries as request bodies too', async () => {
    const body = `<entry><content type="application/xml"><m:properties xmlns:d="urn:d" xmlns:m="urn:m">
      <d:Description>Из &lt;атома&gt;</d:Description><d:ИНН>7707083893</d:ИНН><d:Комментарий m:null="true"/>
      </m:properties></content></entry>`;
    const answered = await ask(held.fake, 'POST', parties, { body, query: { $format: null } });
    expect(answered.status).to.equal(201);
    expect(answered.text)
      .to.contain('<d:DataVersion m:null="true"/>')
      .and.contain('<d:Description>Из &lt;атома&gt;</d:Description>');
  });

  it('can cut the seconds of a created date', async () => {
    const create = async (): Promise<unknown> =>
      (await askJson(held.fake, 'POST', invoices, { body: invoiceBody(held.fake) }))['Date'];
    expect(await create()).to.equal('2026-02-24T12:59:23');
    held.fake.quirks.seconds = 'cut';
    expect(await create()).to.equal('2026-02-24T12:59:00');
  });

  it('dates a new document now when none is sent', async () => {
    const row = await askJson(held.fake, 'POST', invoices, { body: { Организация_Key: organisationOf(held.fake) } });
    expect(row['Date']).to.equal(`2026-02-24T${String(today.getHours()).padStart(2, '0')}:00:00`);
  });
});
