import { expect } from 'chai';
import { ask, refused, rowsOf } from './ask.ts';
import { contract, invoice, invoices, line, parties, party, withFake } from './samples.ts';

describe('fake 1C: filters and order', () => {
  const held = withFake();
  const names = async (path: string, $filter: string, column = 'Description'): Promise<unknown[]> =>
    (await rowsOf(held.fake, path, { $filter, $orderby: column })).map((row) => row[column]);

  beforeEach(() => {
    party(held.fake, { Description: 'Альфа', ИНН: '7707083893', Комментарий: '50 % предоплата' });
    party(held.fake, { Description: 'Бета ООО', ИНН: '7736050003' });
    party(held.fake, { Description: 'бетон', ИНН: '' });
  });

  it('compares, combines and negates conditions like the manual', async () => {
    expect(await names(parties, "ИНН eq '7707083893' or ИНН eq '7736050003' and КПП ne '773601001'")).to.deep.equal(['Альфа']);
    expect(await names(parties, "not (ИНН eq '') and IsFolder eq false")).to.deep.equal(['Альфа', 'Бета ООО']);
    expect(await names(parties, "not startswith(ИНН,'77')")).to.deep.equal(['бетон']);
  });

  it('searches text without regard to case', async () => {
    expect(await names(parties, "startswith(Description,'БЕТ') eq true")).to.deep.equal(['Бета ООО', 'бетон']);
    expect(await names(parties, "substringof('ООО',Description)")).to.deep.equal(['Бета ООО']);
    expect(await names(parties, "endswith(Description,'а')")).to.deep.equal(['Альфа']);
    expect(await names(parties, "like(Description,'бет__')")).to.deep.equal(['бетон']);
    expect(await names(parties, "like(Комментарий,'50[ ]%предоплата')")).to.deep.equal(['Альфа']);
    expect(await names(parties, "concat(ИНН,КПП) eq '7707083893773601001'")).to.deep.equal(['Альфа']);
    expect(await names(parties, "substring(ИНН,1,4) eq '7736'")).to.deep.equal(['Бета ООО']);
  });

  it('calculates with dates and with numbers', async () => {
    invoice(held.fake, { Date: '2026-01-31T10:00:00', Товары: [line(600)] });
    invoice(held.fake, { Date: '2026-02-10T10:00:00', Товары: [line(1200)] });
    const found = async ($filter: string): Promise<number> => (await rowsOf(held.fake, invoices, { $filter })).length;
    expect(await found("Date ge datetime'2026-02-01T00:00:00'")).to.equal(1);
    expect(await found('year(Date) eq 2026 and month(Date) eq 1 and day(Date) eq 31')).to.equal(1);
    expect(await found("dateadd(Date,'month',1) eq datetime'2026-02-28T10:00:00'")).to.equal(1);
    expect(await found("datedifference(Date,datetime'2026-02-20T00:00:00','day') gt 15")).to.equal(1);
    expect(await found('dayofweek(Date) eq 6')).to.equal(1);
    expect(await found('СуммаДокумента div 2 add 100 gt 600 and СуммаДокумента mul -1 lt 0')).to.equal(1);
  });

  it('follows references and looks into tabular parts', async () => {
    const customer = party(held.fake, { Description: 'Гамма', ИНН: '500100732259' });
    invoice(held.fake, { Контрагент_Key: customer, Товары: [line(10), line(20000, { LineNumber: '2' })] });
    const found = async ($filter: string): Promise<number> => (await rowsOf(held.fake, invoices, { $filter })).length;
    expect(await found("Контрагент/ИНН eq '500100732259'")).to.equal(1);
    expect(await found("Контрагент/СтранаРегистрации/Code eq '643'")).to.equal(1);
    expect(await found('Товары/any(d: d/Цена gt 10000)')).to.equal(1);
    expect(await found('Товары/all(d: d/Цена gt 10000)')).to.equal(0);
    expect(await found('Товары/any()')).to.equal(1);
    expect(await found('ВозвратнаяТара/any()')).to.equal(0);
  });

  it('finds nothing when a string meets a date', async () => {
    expect(await names(parties, "Description gt datetime'2026-01-01T00:00:00'")).to.deep.equal([]);
    expect(await names(parties, 'ИНН eq 7707083893')).to.deep.equal([]);
  });

  it('answers 500 when references are compared by order', async () => {
    const query = { $filter: "Ref_Key gt guid'00000000-0000-0000-0000-000000000000'" };
    expect(await refused(held.fake, 'GET', parties, { query })).to.include({ status: 500, code: '-1' });
    held.fake.quirks.refGt500 = false;
    expect((await ask(held.fake, 'GET', parties, { query })).status).to.equal(200);
  });

  it('orders references by presentation, not by GUID', async () => {
    const order = async (): Promise<unknown[]> =>
      (await rowsOf(held.fake, parties, { $orderby: 'Ref_Key' })).map((row) => row['Description']);
    expect(await order()).to.deep.equal(['Альфа', 'Бета ООО', 'бетон']);
    const first = held.fake.list(parties).find((row) => row['Description'] === 'Альфа');
    held.fake.edit(parties, String(first?.['Ref_Key']), { Description: 'Яшма' });
    expect(await order()).to.deep.equal(['Бета ООО', 'бетон', 'Яшма']);
  });

  it('refuses functions that 1C does not implement', async () => {
    for (const $filter of ['length(ИНН) eq 10', "tolower(ИНН) eq ''", 'startswith(ИНН)']) {
      expect(await refused(held.fake, 'GET', parties, { query: { $filter } }), $filter).to.include({ status: 400, code: '21' });
    }
    for (const $filter of ["startwith(ИНН,'7') eq true", "Нету eq ''", "ИНН eq '7"]) {
      expect(await refused(held.fake, 'GET', parties, { query: { $filter } }), $filter).to.include({ status: 400, code: '14' });
    }
  });

  it('keeps string and date literals out of error texts', async () => {
    const { text } = await refused(held.fake, 'GET', parties, {
      query: { $filter: "Нету eq 'секрет' or Date gt datetime'2026-01-01'" },
    });
    expect(text).to.not.match(/секрет|2026/);
  });

  it('reads groups of keys from one long condition', async () => {
    const keys = held.fake.list(parties).map((row) => `Ref_Key eq guid'${String(row['Ref_Key'])}'`);
    expect(await rowsOf(held.fake, parties, { $filter: keys.join(' or '), $select: 'Ref_Key' })).to.have.length(3);
  });

  it('reads paths behind an element down to one value', async () => {
    const owner = party(held.fake);
    const key = contract(held.fake, owner);
    const at = `Catalog_ДоговорыКонтрагентов(guid'${key}')`;
    expect((await ask(held.fake, 'GET', `${at}/Owner/ИНН/$value`)).text).to.equal('7736050003');
    expect(JSON.parse((await ask(held.fake, 'GET', `${at}/Owner`)).text)).to.include({ Ref_Key: owner });
    expect(await refused(held.fake, 'GET', `${at}/Нету`)).to.include({ status: 404, code: '10' });
  });
});
