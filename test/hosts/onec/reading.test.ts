import { expect } from 'chai';
import { ask, element, getJson, refused, rowsOf, type Json } from './ask.ts';
import { contract, invoice, invoices, parties, party, withFake } from './samples.ts';

describe('fake 1C: reading', () => {
  const held = withFake();

  it('decodes Cyrillic names sent as percent-encoded UTF-8', async () => {
    const key = party(held.fake);
    const rawUrl = `/buh/odata/standard.odata/Catalog_%D0%9A%D0%BE%D0%BD%D1%82%D1%80%D0%B0%D0%B3%D0%B5%D0%BD%D1%82%D1%8B(guid%27${key}%27)?$format=json`;
    const answered = await ask(held.fake, 'GET', '', { rawUrl });
    expect((JSON.parse(answered.text) as Json)['Ref_Key']).to.equal(key);
  });

  it('refuses a plus sign used as a space', async () => {
    const rawUrl = encodeURI("/buh/odata/standard.odata/Catalog_Контрагенты?$format=json&$filter=ИНН+eq+'1'");
    expect((await ask(held.fake, 'GET', '', { rawUrl })).status).to.equal(400);
  });

  it('reads doubled quotes inside a string literal', async () => {
    party(held.fake, { Description: "О'Нил ООО" });
    const rows = await rowsOf(held.fake, parties, { $filter: "Description eq 'О''Нил ООО'" });
    expect(rows).to.have.length(1);
  });

  it('refuses version four literals with error code 14', async () => {
    const forms = [
      "contains(Description,'а')",
      'Ref_Key eq 8b9660f6-6332-11ec-ad72-000c29b45b09',
      'ДатаСоздания gt 2026-01-01T00:00:00Z',
      "Description in ('а')",
    ];
    for (const $filter of forms)
      expect(await refused(held.fake, 'GET', parties, { query: { $filter } }), $filter).to.include({ status: 400, code: '14' });
  });

  it('answers Atom unless the client asks for JSON', async () => {
    const types = await Promise.all([
      ask(held.fake, 'GET', parties, { query: { $format: null } }),
      ask(held.fake, 'GET', parties, { query: { $format: 'atom' } }),
      ask(held.fake, 'GET', parties, { query: { $format: null }, headers: { accept: 'application/json' } }),
      ask(held.fake, 'GET', parties),
    ]);
    expect(types.map((t) => t.headers['content-type']?.split(';')[0])).to.deep.equal([
      'application/atom+xml',
      'application/atom+xml',
      'application/json',
      'application/json',
    ]);
  });

  it('drops metadata and links at level nometadata', async () => {
    party(held.fake);
    const plain = await getJson(held.fake, parties, { $format: 'application/json;odata=nometadata' });
    expect(Object.keys(plain)).to.deep.equal(['value']);
    expect(Object.keys((plain['value'] as Json[])[0] ?? {}).filter((name) => name.includes('@'))).to.deep.equal([]);
  });

  it('adds entity types and ids at level fullmetadata', async () => {
    const key = party(held.fake);
    const row = await getJson(held.fake, element(parties, key), { $format: 'application/json;odata=fullmetadata' });
    expect(row).to.include({
      'odata.type': `StandardODATA.${parties}`,
      'odata.id': element(parties, key),
      'Ref_Key@odata.type': 'Edm.Guid',
    });
  });

  it('wraps collections in value and leaves elements bare', async () => {
    const key = party(held.fake);
    const [list, one] = [await getJson(held.fake, parties), await getJson(held.fake, element(parties, key))];
    expect(list['odata.metadata']).to.equal(`${held.fake.url}$metadata#${parties}`);
    expect(Object.keys(one)[0]).to.equal('odata.metadata');
    expect(one['odata.metadata']).to.equal(`${held.fake.url}$metadata#${parties}/@Element`);
    expect(one['Ref_Key']).to.equal(key);
  });

  it('orders properties differently in collections and elements', async () => {
    const key = party(held.fake);
    const inList = Object.keys((await rowsOf(held.fake, parties))[0] ?? {});
    const alone = Object.keys(await getJson(held.fake, element(parties, key))).slice(1);
    expect(inList.slice(0, 7)).to.deep.equal([
      'Ref_Key',
      'DataVersion',
      'DeletionMark',
      'Parent_Key',
      'IsFolder',
      'Code',
      'Description',
    ]);
    expect(alone).to.have.members(inList).and.not.deep.equal(inList);
  });

  it('links only references that lead somewhere', async () => {
    const key = party(held.fake);
    const links = Object.keys(await getJson(held.fake, element(parties, key))).filter((name) =>
      name.endsWith('@navigationLinkUrl'),
    );
    expect(links).to.have.members(['ГоловнойКонтрагент@navigationLinkUrl', 'СтранаРегистрации@navigationLinkUrl']);
  });

  it('sends long integers as strings, doubles as numbers', async () => {
    const row = invoice(held.fake);
    const shown = await getJson(held.fake, element(invoices, row['Ref_Key']));
    const [first] = shown['Товары'] as Json[];
    expect(shown).to.include({ КратностьВзаиморасчетов: '1', КурсВзаиморасчетов: 1, СуммаДокумента: 2500 });
    expect(first).to.include({ LineNumber: '1', СуммаНДС: 416.67 });
  });

  it('shows empty references, dates and composites as 1C does', async () => {
    const row = await getJson(held.fake, element(invoices, invoice(held.fake)['Ref_Key']));
    expect(row).to.include({
      Склад_Key: '00000000-0000-0000-0000-000000000000',
      ДокументОснование: '',
      ДокументОснование_Type: 'StandardODATA.Undefined',
    });
    const under = await getJson(held.fake, element('Catalog_ДоговорыКонтрагентов', contract(held.fake, party(held.fake))));
    expect(under['Дата']).to.equal('0001-01-01T00:00:00');
  });

  it('pads fixed strings with spaces to their length', async () => {
    const key = party(held.fake, { Code: '17' });
    expect((await getJson(held.fake, element(parties, key)))['Code']).to.equal('17       ');
    expect(await rowsOf(held.fake, parties, { $filter: "Code eq '17'" })).to.have.length(1);
    held.fake.quirks.paddedFields = ['Catalog_Контрагенты.КодПоОКПО'];
    expect((await getJson(held.fake, element(parties, key)))['КодПоОКПО']).to.equal(' '.repeat(10));
    held.fake.quirks.padded = false;
    expect((await getJson(held.fake, element(parties, key)))['Code']).to.equal('17');
  });

  it('gives null for attributes that folders do not have', async () => {
    const key = party(held.fake, { Description: 'Покупатели', IsFolder: true, ИНН: '', КПП: '' });
    const row = await getJson(held.fake, element(parties, key));
    expect(row).to.include({ IsFolder: true, ИНН: null, ГоловнойКонтрагент_Key: null, Комментарий: '' });
  });
});
