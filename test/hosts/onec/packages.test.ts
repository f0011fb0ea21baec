import { expect } from 'chai';
import { ask, askJson, element, refused, rowsOf, type Answered, type Json } from './ask.ts';
import { invoice, invoices, parties, party, withFake } from './samples.ts';

describe('fake 1C: exchange plans', () => {
  const held = withFake();
  const plan = 'ExchangePlan_Sidebook';

  const node = (): string => String(held.fake.list(plan).find((row) => row['ThisNode'] === false)?.['Ref_Key']);
  const call = (name: string, message: number, query: Record<string, string | null> = {}): Promise<Answered> =>
    ask(held.fake, 'POST', name, {
      query: { ...query, DataExchangePoint: `'${held.fake.url}${element(plan, node())}'`, MessageNo: String(message) },
    });
  const select = async (message: number, query: Record<string, string> = {}): Promise<Json[]> =>
    (JSON.parse((await call('SelectChanges', message, query)).text) as { value: Json[] }).value;
  const confirm = async (message: number): Promise<number> => (await call('NotifyChangesReceived', message)).status;
  const keys = (rows: Json[]): unknown[] => rows.map((row) => row['Ref_Key']);

  it('lists nodes with numbers as strings and itself', async () => {
    const rows = await rowsOf(held.fake, plan, { $select: 'Code,SentNo,ReceivedNo,ThisNode', $orderby: 'Code' });
    expect(rows).to.deep.equal([
      { Code: '000', SentNo: '0', ReceivedNo: '0', ThisNode: true },
      { Code: 'SB', SentNo: '0', ReceivedNo: '0', ThisNode: false },
    ]);
  });

  it('stamps unnumbered changes and repeats numbered ones', async () => {
    const first = party(held.fake);
    expect(keys(await select(1))).to.deep.equal([first]);
    expect(keys(await select(1))).to.deep.equal([first]);
    expect(keys(await select(2))).to.deep.equal([]);
  });

  it('returns old and new changes on a repeat', async () => {
    const first = party(held.fake);
    await select(1);
    const second = party(held.fake);
    expect(keys(await select(1))).to.deep.equal([first, second]);
  });

  it('forgets changes for good once confirmed', async () => {
    party(held.fake);
    await select(1);
    expect(await confirm(1)).to.equal(200);
    expect([await select(1), await select(2)]).to.deep.equal([[], []]);
    expect((await rowsOf(held.fake, plan, { $filter: "Code eq 'SB'" }))[0]).to.include({ SentNo: '2', ReceivedNo: '1' });
  });

  it('keeps changes that were made after the selection', async () => {
    const key = party(held.fake);
    await select(1);
    held.fake.edit(parties, key, { Комментарий: 'позже' });
    await confirm(1);
    expect((await select(2))[0]).to.include({ Ref_Key: key, Комментарий: 'позже' });
  });

  it('sends deleted objects as tombstones with addresses', async () => {
    const key = party(held.fake);
    held.fake.remove(parties, key);
    const { text, headers } = await call('SelectChanges', 1, { $format: null });
    expect(headers['content-type']).to.match(/^application\/atom\+xml;type=feed/);
    expect(text)
      .to.contain(`<at:deleted-entry ref="${held.fake.url}${element(parties, key)}"`)
      .and.contain('xmlns:at="http://purl.org/atompub/tombstones/1.0"');
  });

  it('ignores query options inside a package', async () => {
    for (let i = 0; i < 3; i++) party(held.fake);
    const rows = await select(1, { $top: '1', $select: 'Ref_Key', $filter: "ИНН eq 'x'" });
    expect(rows).to.have.length(3);
    expect(rows[0]).to.include.keys('ИНН', 'Description', 'КонтактнаяИнформация');
  });

  it("registers the client's own writes too", async () => {
    const row = await askJson(held.fake, 'POST', parties, { body: { Description: 'Наш' } });
    const [change] = await select(1);
    expect(change).to.include({
      Ref_Key: row['Ref_Key'],
      DataVersion: row['DataVersion'],
      'odata.type': `StandardODATA.${parties}`,
    });
  });

  it('can keep unpublished changes waiting and unstamped', async () => {
    party(held.fake);
    const bill = invoice(held.fake)['Ref_Key'];
    held.fake.quirks.unstampedOutside = true;
    held.fake.quirks.composition = [parties, plan];
    expect(await select(1)).to.have.length(1);
    await confirm(1);
    held.fake.quirks.composition = null;
    expect(keys(await select(2))).to.deep.equal([bill]); // stayed unstamped and survived
  });

  it('confirms unpublished changes away with the rest', async () => {
    party(held.fake);
    invoice(held.fake);
    held.fake.quirks.composition = [parties, plan];
    expect(await select(1)).to.have.length(1);
    await confirm(1);
    held.fake.quirks.composition = null;
    expect(await select(2)).to.deep.equal([]);
  });

  it('fails the whole Atom package on control characters', async () => {
    const good = party(held.fake);
    const bad = party(held.fake);
    held.fake.poison(parties, bad);
    expect((await call('SelectChanges', 1, { $format: null })).status).to.equal(400);
    expect((await ask(held.fake, 'GET', parties, { query: { $format: 'atom' } })).status).to.equal(400);
    expect((await ask(held.fake, 'GET', element(parties, good), { query: { $format: 'atom' } })).status).to.equal(200);
    expect(await select(1)).to.have.length(2);
  });

  it('spells empty tabular parts in several ways', async () => {
    party(held.fake);
    const spell = async (how: 'absent' | 'null' | 'empty'): Promise<unknown> => {
      held.fake.quirks.emptyPartSpelling = how;
      return (await select(1))[0]?.['КонтактнаяИнформация'];
    };
    expect([await spell('absent'), await spell('null'), await spell('empty')]).to.deep.equal([undefined, null, []]);
    const { text } = await call('SelectChanges', 1, { $format: null });
    expect(text).to.match(/<d:КонтактнаяИнформация m:type="Collection\([^"]+\)"\/>/);
  });

  it('registers everything at once when asked to', async () => {
    for (let i = 0; i < 3; i++) party(held.fake);
    await select(1);
    await confirm(1);
    expect(held.fake.registerAll()).to.be.greaterThan(10);
    expect((await select(2)).filter((row) => row['odata.type'] === `StandardODATA.${parties}`)).to.have.length(3);
  });

  it('leaves the stock plan without any registrations', async () => {
    const stock = 'ExchangePlan_СинхронизацияДанныхЧерезУниверсальныйФормат';
    party(held.fake);
    const peer = held.fake.list(stock).find((row) => row['ThisNode'] === false)?.['Ref_Key'];
    const query = { DataExchangePoint: `'${held.fake.url}${element(stock, peer)}'`, MessageNo: '1' };
    expect((await askJson(held.fake, 'POST', 'SelectChanges', { query, expect: 200 }))['value']).to.deep.equal([]);
    held.fake.quirks.exchangePlan = false;
    expect((await refused(held.fake, 'GET', plan)).code).to.equal('8');
  });

  it('registers independent records with their key', async () => {
    const bill = invoice(held.fake);
    held.fake.setRegister('InformationRegister_СрокиОплатыДокументов', {
      Организация_Key: bill['Организация_Key'],
      Документ: bill['Ref_Key'],
      Документ_Type: `StandardODATA.${invoices}`,
      СрокОплаты: '2026-03-10T00:00:00',
    });
    const rows = await select(1);
    expect(rows.map((row) => row['СрокОплаты'])).to.include('2026-03-10T00:00:00');
  });
});
