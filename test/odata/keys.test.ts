/** Who reads what: keys, their classes, sets and rows; nothing is there that a key may not see. */
import { expect } from 'chai';
import { scaled } from '../../connector/decimal.ts';
import type { Audit } from '../../connector/audit/audit.ts';
import { openAudit } from '../../connector/audit/sqlite/audit.ts';
import type { ExportRights } from '../../connector/config/rights.ts';
import { feedReads } from '../../connector/server/odata/feed-reads.ts';
import type { FeedKey } from '../../connector/store/feed.ts';
import { onFile, PrivateFeed } from '../../connector/server/odata/private-feed.ts';
import { openSqlitePrivate, type SqlitePrivateStore } from '../../connector/private/sqlite/store.ts';
import { offices, type Office } from '../server/office.ts';
import { stoppedClock, worldAt, type Clock } from '../scenarios/setting.ts';
import { fillRivals } from './rivals.ts';
import { fill, invoice, OTHER, OWN, party, person, Reader, SECRET, uuid } from './reader.ts';

const SHARED = ['Counterparties', 'Invoices', 'InvoiceLines', 'Payments', 'Problems'];
const PRIVATE = ['Competitors', 'PriceObservations', 'Offers', 'OfferLines', 'Stock', 'Notes'];

describe('keys of the feed', () => {
  const open = offices();

  describe('take out in a day', () => {
    async function limited(exports: ExportRights): Promise<{ at: Office; audit: Audit; clock: Clock }> {
      const clock = stoppedClock();
      const audit = openAudit({ file: ':memory:', world: clock });
      const at = await open({ onFeedRead: feedReads(audit, exports) });
      await fill(at);
      return { at, audit, clock };
    }

    it('no more rows than their role may; what is refused is told and not counted', async () => {
      const { at, audit, clock } = await limited({ feed: 5, sales: 1 });
      const r = new Reader(at, { id: 'a' });
      expect((await r.ask('/Counterparties?$top=3')).status).to.equal(200);
      const refused = await r.ask('/Invoices?$top=3');
      expect([refused.status, refused.text.includes('export-limit'), refused.text.includes('"Number"')]).to.deep.equal([429, true, false]);
      expect((await r.ask('/Counterparties?$top=2')).status).to.equal(200);
      expect((await r.ask('/Counterparties?$top=1')).status).to.equal(429);
      expect((await r.ask('/Counterparties/$count')).status).to.equal(200);
      expect((await new Reader(at, { id: 'b', role: 'sales', user: 'boris' }).ask('/Counterparties?$top=2')).status).to.equal(429);
      clock.pass(61);
      await audit.settle();
      const rows = (await audit.rows({})).map((row) => [row.actor, row.what, (row.value as { rows?: number } | null)?.rows ?? null]);
      expect(rows).to.deep.include(['feed:a', 'read:odata.Counterparties', 3 + 2 + 3]).and.to.deep.include(['feed:a', 'refused:export', null]);
    });

    it('as many again the next day', async () => {
      const { at, clock } = await limited({ feed: 3 });
      const r = new Reader(at, { id: 'a' });
      const ask = async (): Promise<number> => (await r.ask('/Counterparties')).status;
      expect([await ask(), await ask()]).to.deep.equal([200, 429]);
      clock.pass(1440);
      expect(await ask()).to.equal(200);
    });

    it('rows of lists below a row as well', async () => {
      const { at } = await limited({ feed: 2 });
      expect((await new Reader(at, { id: 'a' }).ask('/Invoices?$top=1&$expand=Lines')).status).to.equal(200);
      expect((await new Reader(at, { id: 'b' }).ask('/Invoices?$top=2&$expand=Lines')).status).to.equal(429);
    });

    it('nothing that the audit could not be told of', async () => {
      const at = await open({ onFeedRead: () => Promise.reject(new Error('disk full')) });
      await fill(at);
      const said = await new Reader(at, { id: 'a' }).ask('/Counterparties');
      expect([said.status, said.text.includes('Name')]).to.deep.equal([500, false]);
    });
  });

  async function office(): Promise<Office> {
    const made = await open();
    await fill(made);
    return made;
  }

  it('are taken as bearer token, as x-api-key and as Basic, and in no address', async () => {
    const r = new Reader(await office());
    const basic = (user: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });
    const { office: at } = r;
    for (const headers of [r.headers, { 'x-api-key': `k0.${SECRET}` }, basic('k0', SECRET)])
      expect((await at.ask('/odata/Counterparties', headers)).status).to.equal(200);
    const wrong: Record<string, string>[] = [{}, basic('k0', 'x'), basic('k1', SECRET), { 'x-api-key': SECRET }, { 'x-api-key': `k0.${SECRET}x` }, { authorization: `Bearer ${SECRET}` }, { authorization: `Bearer k0.` }, basic('', '')];
    for (const headers of wrong) {
      const said = await at.ask('/odata/Counterparties', headers);
      expect([said.status, said.headers['www-authenticate'], said.headers['odata-version']]).to.deep.equal([401, 'Basic realm="Sidebook", charset="UTF-8"', '4.0']);
    }
    for (const query of [`?x-api-key=k0.${SECRET}`, `?api_key=k0.${SECRET}`]) expect((await at.ask(`/odata/Counterparties${query}`)).status).to.equal(401);
    expect(at.log).not.to.include(SECRET);
  });

  it('of a widget are no keys here, and keys of the feed open nothing else', async () => {
    const r = new Reader(await office());
    expect((await r.office.ask('/odata/Counterparties', { authorization: `Bearer ${r.office.token()}` })).status).to.equal(401);
    expect((await r.office.ask('/api/v1/whoami', r.headers)).status).to.equal(401);
  });

  it('that are revoked read nothing from that moment', async () => {
    const at = await office();
    new Reader(at, { id: 'old', revokedAt: '2026-01-01T00:00:00.000Z' });
    expect((await at.ask('/odata/', { 'x-api-key': `old.${SECRET}` })).status).to.equal(401);
  });

  it('guessed too often make everyone at that address wait', async () => {
    const r = new Reader(await open({ limits: { api: 99, tokens: 99, failures: 3 } }));
    for (let i = 0; i < 3; i++) await r.office.ask('/odata/', { 'x-api-key': `k0.wrong${String(i)}` });
    const said = await r.refusal('/Counterparties');
    expect([said.status, said.code, Number(said.headers['retry-after']) > 0]).to.deep.equal([429, 'too-often', true]);
  });

  it('may read a number of pages a minute, each for itself', async () => {
    const at = await open({ limits: { api: 99, tokens: 99, failures: 9, feed: 2 } });
    const [a, b] = [new Reader(at), new Reader(at, { id: 'k1' })];
    expect([(await a.ask('/')).status, (await a.ask('/')).status, (await a.ask('/')).status, (await b.ask('/')).status]).to.deep.equal([200, 200, 429, 200]);
  });

  it('see the sets they were given, in the list, in $metadata and by address', async () => {
    const at = await office();
    const some = new Reader(at, { id: 'some', sets: ['Invoices', 'Payments'] });
    expect((await some.rows('/')).map((set) => set['name'])).to.have.members(['Invoices', 'Payments']);
    const metadata = (await some.ask('/$metadata')).text;
    expect([metadata.includes('Sidebook.Payment'), metadata.includes('Counterparty"'), metadata.includes('Lines')]).to.deep.equal([true, false, false]);
    expect((await some.refusal('/Counterparties')).status).to.equal(404);
    expect((await some.refusal('/Invoices?$expand=Counterparty')).status).to.equal(404);
    expect((await some.refusal(`/Invoices(${invoice(1)})/Lines`)).status).to.equal(404);
    expect((await some.rows('/Invoices', { expand: 'Payments' }))[0]).to.have.property('Payments');
  });

  const all = async (r: Reader): Promise<Record<string, number>> => Object.fromEntries(await Promise.all(SHARED.map(async (set) => [set, (await r.rows(`/${set}`)).length] as const))); // prettier-ignore

  it('see the rows they were given: of organisations, of one person', async () => {
    const at = await office();
    expect(await all(new Reader(at, { id: 'a' }))).to.deep.equal({ Counterparties: 3, Invoices: 3, InvoiceLines: 3, Payments: 3, Problems: 1 });
    expect(await all(new Reader(at, { id: 'b', organisations: [OTHER] }))).to.deep.equal({ Counterparties: 1, Invoices: 1, InvoiceLines: 2, Payments: 2, Problems: 0 });
    expect(await all(new Reader(at, { id: 'c', owner: person(1) }))).to.deep.equal({ Counterparties: 1, Invoices: 2, InvoiceLines: 1, Payments: 1, Problems: 1 });
    expect(await all(new Reader(at, { id: 'd', organisations: [] }))).to.deep.equal({ Counterparties: 0, Invoices: 0, InvoiceLines: 0, Payments: 0, Problems: 0 });
    expect(await all(new Reader(at, { id: 'e', organisations: [OWN, OTHER], owner: person(9) }))).to.deep.equal({ Counterparties: 0, Invoices: 0, InvoiceLines: 0, Payments: 0, Problems: 0 });
  });

  it('cannot be talked around: not by key, navigation, expansion, count, filter, search or token', async () => {
    const at = await office();
    const [full, r] = [new Reader(at, { id: 'full' }), new Reader(at, { id: 'few', organisations: [OTHER] })];
    for (const path of [`/Invoices(${invoice(1)})`, `/Invoices(${invoice(1)})/Lines`, `/Counterparties(${party(1)})`, `/Counterparties(${party(1)})/Invoices`]) expect([path, (await r.refusal(path)).status]).to.deep.equal([path, 404]);
    expect((await r.ask('/Invoices/$count')).text).to.equal('1');
    expect((await r.get('/Invoices', { count: 'true', filter: 'true or true' }))['@odata.count']).to.equal(1);
    expect(await r.column('Invoices', 'Number', { search: 'РМ' })).to.deep.equal(['РМ-002']);
    expect(await r.column('Invoices', 'Number', { filter: `InvoiceId eq ${invoice(1)} or Total gt -1` })).to.deep.equal(['РМ-002']);
    const [row] = await r.rows('/Counterparties', { expand: 'Invoices,Payments' });
    expect([(row?.['Invoices'] as unknown[]).length, (row?.['Payments'] as unknown[]).length]).to.deep.equal([1, 2]);
    const { '@odata.nextLink': link = '' } = await full.get('/Invoices', {}, { prefer: 'odata.maxpagesize=1' });
    expect((await r.rows(link.replace(/^.*\/odata/, ''))).map((x) => x['Number'])).to.deep.equal(['РМ-002']);
  });

  describe('and the private store', () => {
    const files: SqlitePrivateStore[] = [];
    afterEach(async () => {
      for (const file of files.splice(0)) await file.close();
    });
    /** One of everything; two notes of others, one of them private. */
    async function rivals(): Promise<{ at: Office; told: string[] }> {
      const world = worldAt(stoppedClock());
      const file = openSqlitePrivate({ file: ':memory:', fresh: { price: 30, stock: 30, offer: 30 }, world });
      files.push(file);
      await fillRivals(file);
      const told: string[] = [];
      const at = await open({ privateFeed: new PrivateFeed(() => ({ feed: onFile(file.database), close: async () => undefined })), onFeedRead: async ({ key, set, told: count }) => void told.push(`${key.id} ${set} ${String(count)}`) });
      await fill(at);
      return { at, told };
    }
    const granted = { sets: [...SHARED, ...PRIVATE], role: 'sales', user: 'boris' } as const satisfies Partial<FeedKey>;
    const lengths = async (r: Reader): Promise<number[]> => Promise.all(PRIVATE.map(async (set) => (await r.rows(`/${set}`)).length));

    it('is not there for a key that was not given it', async () => {
      const { at } = await rivals();
      for (const key of [{ id: 'a' }, { id: 'b', class: 'host' as const }, { id: 'c', class: 'host' as const, ...granted }]) {
        const r = new Reader(at, key);
        for (const set of PRIVATE) for (const path of [`/${set}`, `/${set}/$count`, `/${set}(${uuid(1, 1)})`, `/${set}?$filter=true`]) expect([key.id, path, (await r.refusal(path)).status]).to.deep.equal([key.id, path, 404]);
        const shown = (await r.ask('/$metadata')).text + (await r.ask('/')).text;
        for (const word of [...PRIVATE, 'Competitor', 'Strengths', 'Note']) expect(shown).not.to.include(word);
      }
    });

    it('is read by a key of class office that was given it, exactly and with its navigations', async () => {
      const { at } = await rivals();
      const r = new Reader(at, { id: 'o', ...granted });
      expect(await lengths(r)).to.deep.equal([1, 1, 1, 1, 1, 1]);
      const { text } = await r.ask('/PriceObservations');
      expect(text).to.include('"Price":1099.000001').and.to.include('"ObservedAt":"2026-02-01T09:30:15.250Z"').and.to.include('"PackFactor":200').and.to.include('"Terms":"предоплата"');
      expect(scaled('1099.000001', 6)).to.equal(1099000001n);
      expect(await r.column('PriceObservations', 'ItemName', { filter: 'Price gt 1099 and ObservedAt lt 2026-02-01T09:30:15.251Z' })).to.deep.equal(['Гайка М6']);
      const [offer] = await r.rows('/Offers', { expand: 'Lines,Competitor($select=Name,Aliases),Counterparty($select=Name),Invoice($select=Number)' });
      expect([offer?.['Competitor'], offer?.['Counterparty'], offer?.['Invoice'], (offer?.['Lines'] as { Price: number }[])[0]?.Price]).to.deep.equal([{ Name: 'Конкурент & Ко', Aliases: 'Конк; КК' }, { Name: 'Ёлка & Co 50%' }, { Number: 'РМ-002' }, 9.99]);
      const competitor = String(offer?.['CompetitorId']);
      for (const set of ['PriceObservations', 'Stock', 'Offers']) expect((await r.ask(`/${set}/$count?$filter=CompetitorId%20eq%20${competitor}`)).text).to.equal('1');
      expect((await r.rows(`/Competitors(${competitor})/Prices`))).to.have.length(1);
      for (const set of PRIVATE) for (const row of await r.rows(`/${set}`)) {
        const key = Object.values(row)[0];
        expect((await r.ask(`/${set}(${String(key)})`)).status, set).to.equal(200);
        expect(await r.rows(`/${set}`, { orderby: `${String(Object.keys(row)[0])} desc` })).to.have.length(1);
      }
    });

    it('keeps what its role may not see: notes of others that are private, everything from an auditor', async () => {
      const { at } = await rivals();
      const texts = (key: Partial<FeedKey>): Promise<unknown[]> => new Reader(at, { ...granted, ...key }).column('Notes', 'Text');
      expect(await texts({ id: 'b' })).to.deep.equal(['Обещали скидку на гайки']);
      expect(await texts({ id: 'c', role: 'lead' })).to.deep.equal(['Обещали скидку на гайки']);
      expect(await texts({ id: 'd', user: 'anna' })).to.have.length(2);
      const [auditor, nobody] = [new Reader(at, { id: 'e', ...granted, role: 'auditor' }), new Reader(at, { id: 'f', ...granted, role: null })];
      expect([await lengths(auditor), await lengths(nobody)]).to.deep.equal([[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]);
    });

    it('searches notes by word stems, within what may be seen', async () => {
      const { at } = await rivals();
      const r = new Reader(at, { id: 'o', ...granted });
      expect(await r.column('Notes', 'Text', { search: 'скидки гайка' })).to.deep.equal(['Обещали скидку на гайки']);
      expect(await r.column('Notes', 'Text', { search: 'конкуренты' })).to.deep.equal([]);
      expect(await r.column('Competitors', 'Name', { search: 'кк' })).to.deep.equal(['Конкурент & Ко']);
    });

    it('tells the audit of every reading, expansions too', async () => {
      const { at, told } = await rivals();
      const r = new Reader(at, { id: 'o', ...granted });
      await r.rows('/Notes');
      await r.rows('/Offers', { expand: 'Lines' });
      await r.ask("/Notes/$count?$filter=contains(Text,'x')");
      expect(told).to.deep.equal(['o Notes 1', 'o Offers 1', 'o OfferLines 1', 'o Notes 1']);
    });

    it('tells the audit of a mere count as of the rows it counted', async () => {
      const { at, told } = await rivals();
      const r = new Reader(at, { id: 'o', ...granted });
      const counted = [(await r.ask('/PriceObservations/$count')).text, (await r.ask("/Notes/$count?$filter=Kind eq 'none'")).text];
      await r.ask('/PriceObservations?$count=true&$top=0');
      expect(told).to.deep.equal([`o PriceObservations ${String(counted[0])}`, 'o Notes 1', `o PriceObservations ${String(counted[0])}`]);
      expect(Number(counted[0])).to.be.greaterThan(0);
      expect(counted[1]).to.equal('0');
    });
  });
}); // prettier-ignore
