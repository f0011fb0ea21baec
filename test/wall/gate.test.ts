/** The gate of a host, asked directly: whatever made a request, it leaves only as the mapping lists it (B5.6). */
import { expect } from 'chai';
import { allowedBy } from '../../connector/attach.ts';
import { Blocked, READS_ONLY, type Gate, type Outgoing, type Writing } from '../../connector/hosts/gate.ts';
import { readPack } from '../../connector/packs.ts';
import { openSqlite, type SqliteStore } from '../../connector/store/sqlite/store.ts';
import { feedWall } from '../../connector/wall/feed.ts';
import { Wall } from '../../connector/wall/wall.ts';
import { compileMapping } from '../../mappings/compile.ts';

const BASE = 'http://1c.example/buh/odata/standard.odata/';
const AT = { now: () => new Date('2026-02-24T09:00:00.000Z') };
const SECRET = 'Ромашка отдаёт по 950 за штуку';
const KEY = Buffer.alloc(32, 5);

const writing = (more: Partial<Writing> = {}): Writing => ({
  entity: 'counterparty', set: 'Catalog_Контрагенты', record: 'r1', hostId: null, units: ['comment'], action: null, shown: null, ...more,
}); // prettier-ignore
const out = (body: object | null, more: Partial<Outgoing> = {}): Outgoing => ({
  method: 'PATCH', url: `${BASE}${encodeURIComponent('Catalog_Контрагенты')}(guid'1')?$format=json`, headers: { accept: 'application/json' },
  body: body === null ? null : JSON.stringify(body), writing: writing(), ...more,
}); // prettier-ignore
const read = (url: string, headers: Record<string, string> = {}): Outgoing => ({
  method: 'GET',
  url,
  headers,
  body: null,
  writing: null,
});

describe('the gate of a host', () => {
  let store: SqliteStore;
  let wall: Wall;
  let gate: Gate;
  beforeEach(async () => {
    store = openSqlite({ file: ':memory:', world: AT });
    wall = new Wall({ store, world: AT, key: () => KEY, shows: () => new Map() });
    gate = wall.gate('buh', BASE);
    const mappings = readPack('onec-bp30').flatMap((f) => compileMapping(f, null).mapping ?? []);
    wall.allow('buh', allowedBy(mappings));
    const source = { privateTexts: async (after: number) => ({ texts: after === 0 ? [SECRET] : [], last: 1 }) };
    await feedWall({ store, keyed: wall.keyed, shows: new Map() }, source);
  });
  afterEach(() => store.close());

  async function told(o: Outgoing, by: Gate = gate): Promise<string> {
    try {
      await by.pass(o);
      return 'passed';
    } catch (error) {
      if (!(error instanceof Blocked)) throw error;
      expect(JSON.stringify([error.message, error.at])).not.to.contain('Ромашка');
      return [error.code, error.at['property'] ?? error.at['what'] ?? error.at['place'] ?? ''].join(' ');
    }
  }

  it('lets out what the mapping lists', async () => {
    expect(await told(out({ Комментарий: 'свой', ИНН: '7707083893' }))).to.equal('passed');
    expect(await told(read(`${BASE}Catalog_X?$top=1`))).to.equal('passed');
  });

  it('stops a property nobody mapped, of the head and of a row', async () => {
    expect(await told(out({ Комментарий: 'свой', Конкурент: true }))).to.equal('leak-property Конкурент');
    expect(await told(out({ КонтактнаяИнформация: [{ Тип: 'Телефон', Заметка: 'x' }] }))).to.equal('leak-property КонтактнаяИнформация.Заметка');
    expect(await told(out({ Комментарий: { a: 1 } }))).to.equal('leak-property Комментарий');
    expect(await told(out({ DeletionMark: true }))).to.equal('leak-property DeletionMark');
  }); // prettier-ignore

  it('lets a column nobody mapped go back as the host showed it, and no other way', async () => {
    const row = { Тип: 'Телефон', Представление: '+7', Своё: 'что-то', Вложено: { а: 1 } };
    const shown = writing({ shown: { КонтактнаяИнформация: [row] } });
    expect(await told(out({ КонтактнаяИнформация: [row] }, { writing: shown }))).to.equal('passed');
    expect(await told(out({ КонтактнаяИнформация: [{ ...row, Своё: 'иное' }] }, { writing: shown }))).to.equal('leak-property КонтактнаяИнформация.Своё'); // prettier-ignore
  });

  it('reads an envelope itself, whatever its arguments claim', async () => {
    const url = 'http://1c.example/buh/odata/standard.odata/sidebook.1cws';
    const enveloped = (text: string, more: Partial<Outgoing> = {}): Outgoing =>
      out({ Комментарий: 'свой' }, { method: 'POST', url, envelope: `<a b="1"><c>${text}</c></a>`, ...more });
    const asking = { body: '{}', writing: null };
    expect(await told(enveloped('свой'))).to.equal('passed');
    expect(await told(enveloped('Ромашка', asking))).to.equal('passed');
    expect(await told(enveloped(SECRET, asking))).to.equal('leak-address envelope');
    expect(await told(enveloped(`<![CDATA[${SECRET}]]>`))).to.equal('leak-address envelope');
    expect(await told(enveloped('', { ...asking, envelope: `<a b="${SECRET}"/>` }))).to.equal('leak-address envelope');
    expect(await told(enveloped(SECRET, { writing: writing({ shown: { Своё: [{ Текст: SECRET }] } }) }))).to.equal('passed');
    expect(await told(enveloped('', { envelope: '<a><b></a>' }))).to.equal('leak-beyond envelope');
    expect(await told(enveloped('свой', { body: '{"Конкурент":true}' }))).to.equal('leak-property Конкурент');
    expect(await told(enveloped('x', { writing: writing({ set: 'Catalog_Конкуренты' }) }))).to.contain('leak-property');
    expect(await told(enveloped('x', asking), READS_ONLY)).to.equal('passed');
    expect(await told(enveloped('x'), READS_ONLY)).to.equal('leak-beyond POST');
  });

  it('stops a kind that is not mapped, and another set than its own', async () => {
    expect(await told(out({ Description: 'x' }, { writing: writing({ entity: 'partner' }) }))).to.equal('leak-property Catalog_Контрагенты');
    expect(await told(out({ Комментарий: 'x' }, { url: `${BASE}Catalog_%D0%9A%D0%BE%D0%BD%D0%BA%D1%83%D1%80%D0%B5%D0%BD%D1%82%D1%8B` }))).to.contain('leak-property');
    expect(await told(out({ Комментарий: 'x' }, { writing: writing({ set: 'Catalog_Конкуренты' }) }))).to.contain('leak-property');
  }); // prettier-ignore

  it('knows a set below its company, and a row below its object, and no other way down', async () => {
    wall.allow('bc', allowedBy(readPack('business-central').flatMap((f) => compileMapping(f, null).mapping ?? [])));
    const base = 'https://bc.example/api/v2.0/';
    const at = (path: string, set: string, part?: string): Promise<string> =>
      told(out(part === undefined ? { dueDate: '2026-03-01' } : { description: 'x' }, { url: base + path, writing: writing({ entity: 'invoice', set, ...(part === undefined ? {} : { part }) }) }), wall.gate('bc', base)); // prettier-ignore
    const lines = 'salesInvoiceLines';
    expect(await at('companies(1)/salesInvoices(2)', 'salesInvoices')).to.equal('passed');
    expect(await at(`companies(1)/salesInvoices(2)/${lines}(3)`, lines, lines)).to.equal('passed');
    expect(await at(`companies(1)/opportunities(2)/${lines}(3)`, lines, lines)).to.equal(`leak-property ${lines}`);
    expect(await at('companies(1)/opportunities(2)/salesInvoices(3)', 'salesInvoices')).to.equal('leak-property salesInvoices');
    expect(await at('opportunities(1)/salesInvoices(2)', 'salesInvoices')).to.equal('leak-property salesInvoices');
  });

  it('stops a DELETE, and a body nobody answers for', async () => {
    expect(await told(out(null, { method: 'DELETE' }))).to.equal('leak-beyond DELETE');
    expect(await told(out({ a: 1 }, { writing: null }))).to.equal('leak-beyond body');
  });

  it('stops every address that is not below the base', async () => {
    for (const url of ['http://1c.example/other/odata/', `${BASE}../../x`, `${BASE}%2e%2e/%2e%2e/x`, 'https://1c.example/buh/odata/standard.odata/x', 'http://1c.example.evil/buh/odata/standard.odata/x', 'http://1c.example/buh/odata/standard.odataX'])
      expect(await told(read(url)), url).to.equal('leak-beyond url');
  }); // prettier-ignore

  it('finds private words in address, header and body, however they are written', async () => {
    const encoded = encodeURIComponent(SECRET);
    expect(await told(read(`${BASE}X?$filter=Description eq '${encoded}'`))).to.equal('leak-address url');
    expect(await told(read(`${BASE}X`, { 'x-note': encoded }))).to.equal('leak-address x-note');
    expect(await told(read(`${BASE}X`, { authorization: `Basic ${Buffer.from(`u:${SECRET}`).toString('base64')}` }))).to.equal('leak-address authorization'); // prettier-ignore
    for (const text of [
      SECRET,
      SECRET.toUpperCase(),
      encoded,
      [...SECRET].join('\u200b'),
      Buffer.from(SECRET).toString('base64'),
    ])
      expect(await told(out({ Комментарий: `(${text})` })), text).to.equal('leak Комментарий');
  });

  it('writes nothing where the key is another than the texts were marked with', async () => {
    const other = new Wall({ store, world: AT, key: () => Buffer.alloc(32, 6), shows: () => new Map() });
    other.allow('buh', allowedBy(readPack('onec-bp30').flatMap((f) => compileMapping(f, null).mapping ?? [])));
    expect(await told(out({ Комментарий: 'свой' }), other.gate('buh', BASE))).to.equal('wall-blind ');
    expect(await told(read(`${BASE}X`), other.gate('buh', BASE))).to.equal('passed');
  });

  it('knows a text from the moment it was fed', async () => {
    const late = 'привезут образцы к среде';
    expect(await told(out({ Комментарий: late }))).to.equal('passed');
    const source = { privateTexts: async (after: number) => ({ texts: after === 1 ? [late] : [], last: 2 }) };
    expect(await feedWall({ store, keyed: wall.keyed, shows: new Map() }, source)).to.be.greaterThan(0);
    expect(await told(out({ Комментарий: late }))).to.equal('leak Комментарий');
  });

  it('counts what left, by field, and nothing that was stopped', async () => {
    await told(out({ Комментарий: 'свой', ИНН: '7707083893' }));
    await told(out({ Комментарий: SECRET }));
    await told(out(null, { method: 'POST', writing: writing({ action: 'post' }) }));
    const rows = await store.read((t) => t.egress('2026-02-24T00:00:00.000Z', '2026-02-25T00:00:00.000Z'));
    expect(rows.map((r) => [r.host, r.entity, r.field, r.writes, r.count])).to.deep.equal([
      ['buh', 'counterparty', 'comment', 1, 1], ['buh', 'counterparty', 'post', 1, 1], ['buh', 'counterparty', 'taxId', 1, 1],
    ]); // prettier-ignore
    expect(rows.find((r) => r.field === 'comment')?.sampleHash).to.equal(wall.keyed.sample('свой'));
  });

  it('of a command that only looks lets nothing change anything', async () => {
    expect(await told(read(`${BASE}X`), READS_ONLY)).to.equal('passed');
    expect(await told(out({ Комментарий: 'x' }), READS_ONLY)).to.equal('leak-beyond PATCH');
    expect(await told(out(null, { method: 'POST', writing: null }), READS_ONLY)).to.equal('leak-beyond POST');
  });
});
