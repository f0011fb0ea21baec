/** Issued here: created in 1C once, with its lines and VAT, its number back, posted on wish (B7, issue "Invoices, really"). */
import { expect } from 'chai';
import type { Line } from '../../connector/model.ts';
import type { Row } from '../hosts/onec/fake.ts';
import { contract, customer, draft, inStep, issue, keyOf, organisationOf, party, service } from './making.ts';
import { bodyOf, invoices, stage, type Setting } from './setting.ts';

const linesOf = (row: Row): Row[] => (row['Товары'] ?? []) as Row[];

/** The configuration refuses to post whatever is asked for. */
function refusePosting({ fake }: Setting): void {
  fake.beforeWrite = ({ path }) => {
    const [, key] = /guid'([0-9a-f-]+)'\)\/Post/.exec(path) ?? [];
    if (key !== undefined) fake.quirks.postingRefusal = { [key]: 'Не заполнен склад!' };
  };
}
function allowPosting({ fake }: Setting): void {
  fake.beforeWrite = undefined;
  fake.quirks.postingRefusal = {};
}

describe('an invoice issued here', () => {
  const { start } = stage();

  async function withCustomer(wishes: Parameters<typeof start>[0] = {}): Promise<{ s: Setting; key: string; id: string }> {
    const s = await start(wishes);
    const key = customer(s.fake);
    await s.cycle();
    return { s, key, id: (await s.recordAt('counterparty', key)).id };
  }

  it('stays here as long as it is a draft', async () => {
    const { s, id } = await withCustomer();
    await draft(s, { counterparty: id });
    await s.everything();
    expect(s.writes).to.deep.equal([]);
  });

  it('is created with header, lines and VAT of every rate', async () => {
    const { s, key, id } = await withCustomer();
    const rates = ['20', '10', '0', 'none', '5', '7', '22', '22/122'];
    const { id: invoice } = await issue(s, {
      counterparty: id,
      lines: rates.map((vatRate, i) => service(String(100 + i), { vatRate, quantity: '3' })),
      fields: { comment: 'по телефону' },
    });
    await s.cycle();
    const there = await s.objectOf(invoices, invoice);
    expect(there).to.include({
      Контрагент_Key: key,
      Date: '2026-02-24T12:00:00',
      Комментарий: 'по телефону',
      СуммаВключаетНДС: true,
    });
    expect(linesOf(there).map((l) => l['СтавкаНДС'])).to.deep.equal(['НДС20', 'НДС10', 'НДС0', 'БезНДС', 'НДС5', 'НДС7', 'НДС22', 'НДС22_122']); // prettier-ignore
    expect(linesOf(there).map((l) => l['СуммаНДС'])).to.deep.equal([50, 27.55, 0, 0, 14.86, 20.61, 57.34, 57.89]);
    expect(there['СуммаДокумента']).to.equal(2484);
  });

  it('gets number, contract and bank account back', async () => {
    const { s, key, id } = await withCustomer();
    const { id: invoice } = await issue(s, { counterparty: id });
    await s.cycle();
    const [there, { fields }] = [await s.objectOf(invoices, invoice), await s.record(invoice)];
    expect(fields['number']).to.equal(String(there['Number']).trim());
    const under = s.fake.list('Catalog_ДоговорыКонтрагентов').find((c) => c['Owner_Key'] === key);
    expect(there['ДоговорКонтрагента_Key']).to.equal(under?.['Ref_Key']);
    expect(fields['contract']).to.equal((await s.recordAt('contract', under?.['Ref_Key'])).id);
    expect(await inStep(s, invoice)).to.equal(true);
  });

  it('takes over the only bank account of its organisation', async () => {
    const { s, key, id } = await withCustomer();
    contract(s.fake, key, { Организация_Key: organisationOf(s.fake, 'Петров П.П. ИП') });
    const { id: invoice } = await issue(s, { counterparty: id, organisation: 'Петров П.П. ИП' });
    await s.settle();
    const there = await s.objectOf(invoices, invoice);
    expect((await s.record(invoice)).fields['bankAccount']).to.equal(
      (await s.recordAt('bankAccount', there['СтруктурнаяЕдиница_Key'])).id,
    );
  });

  it('is created in its own currency with VAT on top', async () => {
    const { s, id } = await withCustomer();
    const { id: invoice } = await issue(s, { counterparty: id, currency: 'EUR', vatIncluded: false, lines: [service('100')] });
    await s.cycle();
    const there = await s.objectOf(invoices, invoice);
    const euro = s.fake.list('Catalog_Валюты').find((c) => c['Description'] === 'EUR');
    expect(there).to.include({ ВалютаДокумента_Key: euro?.['Ref_Key'], СуммаВключаетНДС: false, СуммаДокумента: 120 });
  });

  it('stays unposted unless somebody wishes it', async () => {
    const { s, id } = await withCustomer();
    const { id: invoice } = await issue(s, { counterparty: id });
    await s.cycle();
    expect(await s.objectOf(invoices, invoice)).to.include({ Posted: false });
    expect(s.writes.filter((r) => r.path.includes('/Post'))).to.deep.equal([]);
  });

  it('is posted when its issuer wishes it', async () => {
    const { s, id } = await withCustomer();
    const { id: invoice } = await issue(s, { counterparty: id, fields: { posted: true } });
    await s.cycle();
    expect(await s.objectOf(invoices, invoice)).to.include({ Posted: true });
    expect([await inStep(s, invoice), await s.problems()]).to.deep.equal([true, []]);
  });

  it('is posted where the configuration says so', async () => {
    const { s, id } = await withCustomer({ host: { postAfterCreate: true } });
    const { id: invoice } = await issue(s, { counterparty: id });
    await s.cycle();
    expect(await s.objectOf(invoices, invoice)).to.include({ Posted: true });
  });

  it('stays stored with the reason when posting is refused', async () => {
    const { s, id } = await withCustomer();
    refusePosting(s);
    const { id: invoice } = await issue(s, { counterparty: id, fields: { posted: true } });
    await s.cycle();
    const [problem] = await s.problems('refused');
    expect(await s.objectOf(invoices, invoice)).to.include({ Posted: false });
    expect(problem?.detail['code']).to.equal('act-refused');
    expect(problem?.detail['sentence']).to.include('Не заполнен склад!');
    expect((await s.record(invoice)).fields['number']).to.be.a('string');
  });

  it('is not shown as posted while 1C refuses to', async () => {
    const { s, id } = await withCustomer();
    refusePosting(s);
    const { id: invoice } = await issue(s, { counterparty: id, fields: { posted: true } });
    await s.cycle();
    expect(await s.objectOf(invoices, invoice)).to.include({ Posted: false });
    expect((await s.sidebook.store.queries.invoice(invoice))?.posted).to.equal(false);
  });

  it('is not posted again and again after a refusal', async () => {
    const { s, id } = await withCustomer();
    refusePosting(s);
    await issue(s, { counterparty: id, fields: { posted: true } });
    await s.cycle();
    s.quiet();
    for (let i = 0; i < 3; i++) {
      s.tick(30);
      await s.everything();
    }
    expect(s.writes).to.deep.equal([]);
  });

  it('is posted by retry once the cause is mended', async () => {
    const { s, id } = await withCustomer();
    refusePosting(s);
    const { id: invoice } = await issue(s, { counterparty: id, fields: { posted: true } });
    await s.cycle();
    allowPosting(s);
    await s.answer((await s.problems('refused'))[0], { choose: 'retry' });
    await s.cycle();
    expect(await s.objectOf(invoices, invoice)).to.include({ Posted: true });
    expect(await s.problems()).to.deep.equal([]);
  });

  it('carries free text and items line by line', async () => {
    const { s, id } = await withCustomer();
    const item = keyOf(s.fake.create('Catalog_Номенклатура', { Description: 'Кабель', Артикул: 'К-1' }));
    await s.everything();
    const product = (await s.recordAt('product', item)).id;
    const { id: invoice } = await issue(s, { counterparty: id, lines: [service('10', { product, text: 'Кабель 3 м' }), service('20', { text: 'Монтаж' })] }); // prettier-ignore
    await s.cycle();
    const [first, second] = linesOf(await s.objectOf(invoices, invoice));
    expect(first).to.include({ Номенклатура: item, Номенклатура_Type: 'StandardODATA.Catalog_Номенклатура', Содержание: 'Кабель 3 м' }); // prettier-ignore
    expect(second).to.include({ Номенклатура_Type: 'StandardODATA.Undefined', Содержание: 'Монтаж' });
  });

  it('keeps units of measure that 1C cannot show', async () => {
    const { s, id } = await withCustomer();
    const [unit] = await s.records('unit');
    const { id: invoice } = await issue(s, {
      counterparty: id,
      lines: [service('10', { unit: unit?.id ?? null, quantity: '2' })],
    });
    await s.cycle();
    const there = await s.objectOf(invoices, invoice);
    s.fake.edit(invoices, keyOf(there), {
      Товары: linesOf(there).map((l) => ({ ...l, Количество: 5, Сумма: 50, СуммаНДС: 8.33 })),
    });
    s.tick(5);
    await s.cycle();
    const [line] = (await s.record(invoice)).fields['lines'] as readonly Line[];
    expect(line).to.include({ quantity: '5', amount: '50', unit: unit?.id });
  });

  it('waits while its counterparty is refused, then goes', async () => {
    const { s } = await withCustomer();
    const outside = party(s.fake, { Description: 'Другой', ИНН: '7707083893', КПП: '770701001' });
    s.tick(20);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', outside);
    s.fake.remove('Catalog_Контрагенты', outside);
    await issue(s, { counterparty: id });
    await s.cycle();
    expect(s.fake.list(invoices)).to.deep.equal([]);
    expect((await s.problems('waiting')).map((p) => p.detail['code'])).to.deep.equal(['reference-gone']);
  });

  it('sends nothing that the mapping does not name', async () => {
    const { s, id } = await withCustomer();
    await issue(s, { counterparty: id });
    await s.cycle();
    expect(Object.keys(bodyOf(s.writes[0])).sort()).to.deep.equal(
      [
        'Date', 'ВалютаДокумента_Key', 'ВидОперации', 'ДоговорКонтрагента_Key', 'ДокументБезНДС', 'Комментарий', 'Контрагент_Key', 'КратностьВзаиморасчетов', 'КурсВзаиморасчетов',
        'Организация_Key', 'ОрганизацияПолучатель_Key', 'Ответственный_Key', 'Ref_Key', 'СтруктурнаяЕдиница_Key', 'СуммаВключаетНДС', 'СуммаДокумента', 'Товары',
      ].sort(),
    ); // prettier-ignore
  });
});
