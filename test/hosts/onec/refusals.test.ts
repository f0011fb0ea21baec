import { expect } from 'chai';
import { ask, askJson, element, refused } from './ask.ts';
import { invoice, invoiceBody, invoices, line, organisationOf, parties, party, withFake } from './samples.ts';

describe('fake 1C: what the configuration refuses', () => {
  const held = withFake();
  const section = '942d99dc-3fa8-478d-8e93-6d1c26536c6c';
  const dates = 'InformationRegister_ДатыЗапретаИзменения';
  const sections = 'StandardODATA.ChartOfCharacteristicTypes_РазделыДатЗапретаИзменения';
  const everyone = { Пользователь: 'ДляВсехПользователей', Пользователь_Type: 'UnavailableEnums.ВидыНазначенияДатЗапрета' };

  it('refuses with a Russian sentence and stores nothing', async () => {
    held.fake.closePeriod('2026-01-31');
    const answer = await refused(held.fake, 'POST', invoices, { body: invoiceBody(held.fake, { Date: '2026-01-15T10:00:00' }) });
    expect(answer).to.include({ status: 500, code: '-1' });
    expect(answer.text).to.match(/^Запрещено изменять данные с датой ранее 31\.01\.2026/);
    expect(held.fake.list(invoices)).to.deep.equal([]);
  });

  it('guards a closed period for old and new dates', async () => {
    const key = invoice(held.fake, { Date: '2026-01-15T10:00:00' })['Ref_Key'];
    const open = invoice(held.fake)['Ref_Key'];
    held.fake.closePeriod('2026-01-31');
    const move = async (of: unknown, Date: string): Promise<number> =>
      (await ask(held.fake, 'PATCH', element(invoices, of), { body: { Date } })).status;
    expect([
      await move(key, '2026-02-15T10:00:00'),
      await move(open, '2026-01-31T10:00:00'),
      await move(open, '2026-02-01T00:00:00'),
    ]).to.deep.equal([500, 500, 200]);
    expect((await ask(held.fake, 'DELETE', element(invoices, key))).status).to.equal(500);
    expect((await ask(held.fake, 'POST', `${element(invoices, key)}/Post`)).status).to.equal(500);
    held.fake.closePeriod(null);
    expect(await move(key, '2026-02-15T10:00:00')).to.equal(200);
  });

  it('stores an unposted document without organisation even then', async () => {
    held.fake.closePeriod('2026-12-31');
    expect((await ask(held.fake, 'POST', invoices, { body: { Date: '2026-01-15T10:00:00' } })).status).to.equal(201);
  });

  it('takes the nearest prohibition date: object, section, common', async () => {
    const organisation = organisationOf(held.fake);
    const create = async (Date: string): Promise<number> =>
      (await ask(held.fake, 'POST', invoices, { body: invoiceBody(held.fake, { Date }) })).status;
    held.fake.closePeriod('2026-01-31');
    held.fake.setRegister(dates, {
      ...everyone,
      Раздел_Key: section,
      Объект: section,
      Объект_Type: sections,
      ДатаЗапрета: '2025-12-31T00:00:00',
    });
    expect(await create('2026-01-15T10:00:00')).to.equal(201);
    const own = {
      ...everyone,
      Раздел_Key: section,
      Объект: organisation,
      Объект_Type: 'StandardODATA.Catalog_Организации',
      ДатаЗапрета: '2026-02-10T00:00:00',
    };
    held.fake.setRegister(dates, own);
    expect([await create('2026-02-05T10:00:00'), await create('2026-02-11T10:00:00')]).to.deep.equal([500, 201]);
  });

  it('lets dates of the own user hide all others', async () => {
    held.fake.closePeriod('2026-01-31');
    const me = held.fake.list('Catalog_Пользователи').find((row) => row['Description'] === 'Обмен')?.['Ref_Key'];
    const common = {
      Раздел_Key: '00000000-0000-0000-0000-000000000000',
      Объект: '00000000-0000-0000-0000-000000000000',
      Объект_Type: sections,
    };
    held.fake.setRegister(dates, {
      ...common,
      Пользователь: me,
      Пользователь_Type: 'StandardODATA.Catalog_Пользователи',
      ДатаЗапрета: '2025-12-31T00:00:00',
    });
    expect(
      (await ask(held.fake, 'POST', invoices, { body: invoiceBody(held.fake, { Date: '2026-01-15T10:00:00' }) })).status,
    ).to.equal(201);
    expect(() => invoice(held.fake, { Date: '2026-01-15T10:00:00' })).to.throw('Запрещено изменять данные');
  });

  it('computes relative prohibition dates with days of grace', async () => {
    const closeBy = (words: string): void => {
      held.fake.closePeriod('2026-01-31');
      const [row] = held.fake.list(dates);
      held.fake.setRegister(dates, { ...row, ОписаниеДатыЗапрета: words });
    };
    const create = async (Date: string): Promise<number> =>
      (await ask(held.fake, 'POST', invoices, { body: invoiceBody(held.fake, { Date }) })).status;
    closeBy('КонецПрошлогоМесяца\n5'); // today is 24 February: January is closed
    expect([await create('2026-01-31T10:00:00'), await create('2026-02-01T10:00:00')]).to.deep.equal([500, 201]);
    closeBy('КонецПрошлогоМесяца\n30'); // grace not over: only December is closed
    expect([await create('2025-12-31T10:00:00'), await create('2026-01-01T10:00:00')]).to.deep.equal([500, 201]);
    closeBy('НепонятноеСлово');
    expect(await create('2030-01-01T10:00:00')).to.equal(500);
  });

  it('keeps a document stored whose posting was refused', async () => {
    const key = String(invoice(held.fake)['Ref_Key']);
    held.fake.quirks.postingRefusal = { [key]: 'Не удалось провести "Счет покупателю": Недостаточно прав!' };
    expect(await refused(held.fake, 'POST', `${element(invoices, key)}/Post`)).to.deep.equal({
      status: 500,
      code: '-1',
      text: 'Не удалось провести "Счет покупателю": Недостаточно прав!',
    });
    expect(held.fake.get(invoices, key)).to.include({ Posted: false, СуммаДокумента: 2500 });
  });

  it('unposts a posted document that is marked, or refuses', async () => {
    const key = String(invoice(held.fake, { Posted: true })['Ref_Key']);
    held.fake.quirks.markPosted = 'refused';
    expect(await refused(held.fake, 'PATCH', element(invoices, key), { body: { DeletionMark: true } })).to.include({
      status: 500,
      code: '-1',
    });
    held.fake.quirks.markPosted = 'unposts';
    expect(await askJson(held.fake, 'PATCH', element(invoices, key), { body: { DeletionMark: true } })).to.include({
      Posted: false,
      DeletionMark: true,
    });
    expect(await refused(held.fake, 'POST', `${element(invoices, key)}/Post`)).to.include({ status: 500, code: '-1' });
  });

  it('can refuse changed lines of a posted document', async () => {
    const key = String(invoice(held.fake, { Posted: true })['Ref_Key']);
    held.fake.quirks.postedLines = 'refused';
    expect(await refused(held.fake, 'PATCH', element(invoices, key), { body: { Товары: [line(1)] } })).to.include({
      status: 500,
      code: '-1',
    });
    expect(await askJson(held.fake, 'PATCH', element(invoices, key), { body: { Комментарий: 'можно' } })).to.include({
      Posted: true,
    });
    held.fake.quirks.postedLines = 'allowed';
    expect(await askJson(held.fake, 'PATCH', element(invoices, key), { body: { Товары: [line(1)] } })).to.include({
      Posted: true,
      СуммаДокумента: 1,
    });
  });

  it('reports a lock conflict that passes on retry', async () => {
    held.fake.faults.lockConflict = { next: 1, method: 'PATCH' };
    const path = element(parties, party(held.fake));
    const first = await refused(held.fake, 'PATCH', path, { body: {} });
    expect(first).to.include({ status: 500, code: '-1' });
    expect(first.text).to.match(/^Конфликт блокировок при выполнении транзакции/);
    expect((await ask(held.fake, 'PATCH', path, { body: {} })).status).to.equal(200);
  });

  it('ignores Posted in a body unless told otherwise', async () => {
    const create = async (): Promise<unknown> =>
      (await askJson(held.fake, 'POST', invoices, { body: { ...invoiceBody(held.fake), Posted: true } }))['Posted'];
    expect(await create()).to.equal(false);
    held.fake.quirks.postedInBody = 'posts';
    expect(await create()).to.equal(true);
  });
});
