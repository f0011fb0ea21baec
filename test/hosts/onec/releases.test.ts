import { expect } from 'chai';
import { ask, askJson, element, getJson, rowsOf, type Json } from './ask.ts';
import { startFakeOnec, type FakeOnec } from './fake.ts';
import { invoice, invoices, line, parties, party, today, withFake } from './samples.ts';

describe('fake 1C: releases and drift', () => {
  const held = withFake();

  const published = async (profile: 'bp30' | 'bp30-198' | 'ut115', set: string): Promise<string> => {
    const fake: FakeOnec = await startFakeOnec({ profile, now: () => today });
    const { text } = await ask(fake, 'GET', '$metadata', { query: { $format: null } });
    await fake.close();
    return new RegExp(`<EntityType Name="${set}".*?</EntityType>`).exec(text)?.[0] ?? '';
  };

  it('serves three releases with their own fields', async () => {
    expect(await published('bp30', parties))
      .to.contain('"Самозанятый"')
      .and.not.contain('"НалоговыйНомерНету"');
    expect(await published('bp30-198', parties))
      .to.contain('"УдалитьСамозанятый"')
      .and.contain('"ИндивидуальныйПредприниматель"');
    expect(await published('ut115', parties))
      .to.contain('"Партнер_Key"')
      .and.not.contain('"Code"')
      .and.not.contain('"IsFolder"');
    expect(await published('ut115', 'Document_СчетНаОплатуКлиенту'))
      .to.contain('ЭтапыГрафикаОплаты')
      .and.not.contain('Товары');
    expect(await published('bp30', 'Document_СчетНаОплатуКлиенту')).to.equal('');
  });

  it('knows the VAT rates of its release only', async () => {
    const rate = async (profile: 'bp30' | 'bp30-198'): Promise<number> => {
      const fake = await startFakeOnec({ profile, now: () => today });
      const { status } = await ask(fake, 'POST', invoices, { body: { Товары: [line(100, { СтавкаНДС: 'НДС22' })] } });
      await fake.close();
      return status;
    };
    expect([await rate('bp30'), await rate('bp30-198')]).to.deep.equal([400, 201]);
  });

  it('gains an attribute while it is running', async () => {
    const key = party(held.fake);
    held.fake.changeSchema({ set: parties, add: 'Б_Идентификатор s20' });
    expect(await askJson(held.fake, 'PATCH', element(parties, key), { body: { Б_Идентификатор: 'x'.repeat(30) } })).to.include({
      Б_Идентификатор: 'x'.repeat(20),
    });
    expect((await ask(held.fake, 'GET', '$metadata', { query: { $format: null } })).text).to.contain('"Б_Идентификатор"');
  });

  it('loses an attribute silently for those who write it', async () => {
    const key = party(held.fake, { Комментарий: 'был' });
    held.fake.changeSchema({ set: parties, remove: 'Комментарий' });
    const row = await askJson(held.fake, 'PATCH', element(parties, key), { body: { Комментарий: 'потерян' } });
    expect(row).to.not.have.property('Комментарий');
    expect((await ask(held.fake, 'GET', parties, { query: { $select: 'Комментарий' } })).status).to.equal(400);
  });

  it('renames an attribute of a tabular part too', async () => {
    invoice(held.fake);
    held.fake.changeSchema({ set: `${invoices}_Товары`, rename: 'Содержание', to: 'УдалитьСодержание' });
    const [row] = await rowsOf(held.fake, invoices);
    expect((row?.['Товары'] as Json[])[0])
      .to.include({ УдалитьСодержание: 'Услуги по договору' })
      .and.not.have.property('Содержание');
  });

  it('keeps the lines of УТ in its orders', async () => {
    const fake = await startFakeOnec({ profile: 'ut115', now: () => today });
    const partner = fake.create('Catalog_Партнеры', { Description: 'Василёк' });
    const customer = fake.create(parties, { Description: 'Василёк ООО', Партнер_Key: partner['Ref_Key'], ЮрФизЛицо: 'ЮрЛицо' });
    const order = fake.create('Document_ЗаказКлиента', {
      Контрагент_Key: customer['Ref_Key'],
      Партнер_Key: partner['Ref_Key'],
      Товары: [{ LineNumber: '1', Количество: 2, Цена: 50, Сумма: 100, СуммаСНДС: 100 }],
      Posted: true,
    });
    expect(order).to.include({ СуммаДокумента: 100, МаксимальныйКодСтроки: '1', Posted: true });
    expect(customer).to.include({ ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо', ГоловнойКонтрагент_Key: customer['Ref_Key'] });
    expect(fake.list('Catalog_ОбъектыРасчетов')[0]).to.include({
      Объект: order['Ref_Key'],
      Объект_Type: 'StandardODATA.Document_ЗаказКлиента',
    });
    await fake.close();
  });

  it('settles orders of УТ by due date and object', async () => {
    const fake = await startFakeOnec({ profile: 'ut115', data: 'demo', now: () => today });
    const register = 'AccumulationRegister_РасчетыСКлиентамиПоСрокам';
    const rows = await rowsOf(
      fake,
      `${register}/Balance(Period=datetime'2026-02-25T00:00:00',Dimensions='АналитикаУчетаПоПартнерам,Валюта,ДатаПлановогоПогашения')`,
    );
    const open = rows.filter((row) => Number(row['ДолгBalance']) > 0);
    expect(open.length).to.be.greaterThan(10);
    expect(Object.keys(rows[0] ?? {})).to.have.members([
      'АналитикаУчетаПоПартнерам_Key',
      'Валюта_Key',
      'ДатаПлановогоПогашения',
      ...['Предоплата', 'Долг'].flatMap((r) => ['', 'Регл', 'Упр'].map((s) => `${r}${s}Balance`)),
    ]);
    const key = String(open[0]?.['АналитикаУчетаПоПартнерам_Key']);
    expect(await getJson(fake, element('Catalog_КлючиАналитикиУчетаПоПартнерам', key))).to.include({
      Контрагент_Type: `StandardODATA.${parties}`,
    });
    expect(await rowsOf(fake, 'Constant_НоваяАрхитектураВзаиморасчетов')).to.deep.equal([{ Value: true, SurrogateKey: 0 }]);
    await fake.close();
  });

  it('checks only shipments of УТ for closed periods', async () => {
    const fake = await startFakeOnec({ profile: 'ut115', now: () => today });
    fake.closePeriod('2026-12-31');
    const status = async (set: string): Promise<number> => {
      const organisation = fake.list('Catalog_Организации')[0]?.['Ref_Key'];
      return (await ask(fake, 'POST', set, { body: { Date: '2026-01-01T10:00:00', Организация_Key: organisation } })).status;
    };
    expect([
      await status('Document_СчетНаОплатуКлиенту'),
      await status('Document_ЗаказКлиента'),
      await status('Document_РеализацияТоваровУслуг'),
    ]).to.deep.equal([201, 201, 500]);
    await fake.close();
  });
});
