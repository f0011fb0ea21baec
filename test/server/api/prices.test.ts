/** The competitor panel from outside: our price against theirs line by line, what is written there, who may, and what nobody else learns. */
import { expect } from 'chai';
import type { PriceHistory, PricesView, Written } from '../../../connector/server/contract/prices.ts';
import type { FoundPrices } from '../../../connector/server/contract/prices.ts';
import { SqliteError } from '../../../connector/store/sqlite/driver.ts';
import { customer, draft, service } from '../../scenarios/making.ts';
import type { Wishes } from '../../scenarios/setting.ts';
import { about, office, PARTY, type Answer, type Office } from './client.ts';

interface Stand extends Office {
  readonly entity: string;
  readonly party: string;
  readonly form: string;
}

const BOLT = 'Болт М8×40';
const of = (name = BOLT) => ({ item: null, product: null, name, unit: 'шт' });
const rival = (name: string) => ({ id: null, name });
const seen = (entity: string, name: string, price: string, more: object = {}) => ({
  entity, of: of(), competitor: rival(name), source: 'site', price, currency: 'RUB', vatIncluded: true, unit: 'шт', ...more,
}); // prettier-ignore

describe('the competitor panel', () => {
  const { open } = office();

  /** A draft with a line of ours: 12,40 for a bolt, VAT inside. */
  async function stand(wishes: Wishes = {}): Promise<Stand> {
    const o = await open(wishes);
    const key = customer(o.s.fake);
    await o.s.everything();
    const { id: party } = await o.s.recordAt('counterparty', key);
    const lines = [service('12.4', { text: BOLT, quantity: '100' }), service('5', { text: 'Гайка М8' })];
    const { id } = await draft(o.s, { counterparty: party, lines });
    return { ...o, entity: `sidebook:invoice:${id}`, party, form: PARTY(key) };
  }
  const view = ({ api }: Office, entity: string) => api.get<PricesView>(`/prices?${about(entity)}`);
  const write = (o: Stand, name: string, price: string, more: object = {}) =>
    o.api.post<Written>('/prices', seen(o.entity, name, price, more));

  it('compares each line of an invoice with the last prices of the rivals', async () => {
    const o = await stand();
    await write(o, 'Крепёж+', '11.9');
    await write(o, 'МетизТорг', '12.8');
    const { about: kind, lines, cards, competitors, may } = await view(o, o.entity);
    const [bolt, nut] = lines;
    expect([kind, lines.length, bolt?.name, bolt?.ours?.value, bolt?.least, bolt?.difference, bolt?.counted]).to.deep.equal(['invoice', 2, BOLT, '12.4', '11.9', '4.2', 2]); // prettier-ignore
    expect(bolt?.prices.map((p) => [p.value, p.difference, p.source, p.ageDays])).to.have.deep.members([['11.9', '4.2', 'site', 0], ['12.8', '-3.13', 'site', 0]]); // prettier-ignore
    expect([nut?.item, nut?.prices.length, nut?.ours?.value]).to.deep.equal([null, 0, '5']);
    expect(competitors.map(({ name }) => name)).to.have.members(['Крепёж+', 'МетизТорг']);
    expect([cards.length, may.write]).to.deep.equal([2, true]);
  });

  it('makes VAT equal before it compares, and says what stands in the way where it cannot', async () => {
    const o = await stand();
    await write(o, 'БезНДС', '10', { vatIncluded: false });
    const [price] = (await view(o, o.entity)).lines[0]?.prices ?? [];
    expect([price?.value, price?.difference]).to.deep.equal([null, null]);
    expect(price?.why).to.match(/VAT rate is not known/);
  });

  it('makes currencies equal by the rates of the configuration, and says of which day the rate is', async () => {
    const o = await stand({ compare: { rates: { USD: { rate: '92.5', date: '2026-02-20' } } } });
    await write(o, 'Доллар', '0.1', { currency: 'USD' });
    await write(o, 'Евро', '0.1', { currency: 'EUR' });
    const prices = (await view(o, o.entity)).lines[0]?.prices ?? [];
    const [usd, eur] = ['USD', 'EUR'].map((c) => prices.find((p) => p.currency === c));
    expect([usd?.value, usd?.how.join().includes('92.5'), eur?.value]).to.deep.equal(['9.25', true, null]);
    expect(usd?.how.join()).to.match(/of 20\/02\/2026/);
    expect(eur?.why).to.match(/EUR/);
  });

  it('offers what was written today already as that, and keeps it twice only when told to', async () => {
    const o = await stand();
    const first = await write(o, 'Крепёж+', '11.9');
    expect(await write(o, 'крепеж+', '11.9')).to.deep.equal({ ok: true, id: first.id, known: true });
    expect((await write(o, 'Крепёж+', '11.9', { again: true })).id).not.to.equal(first.id);
    expect((await write(o, 'Крепёж+', '12')).known).to.equal(false);
  });

  const historyOf = async (o: Stand): Promise<PriceHistory['rows']> => {
    const [line] = (await view(o, o.entity)).lines;
    const ask = `${about(o.entity)}&item=${line?.item ?? ''}&unit=${encodeURIComponent('шт')}&currency=RUB&vat=in`;
    return (await o.api.get<PriceHistory>(`/prices/history?${ask}`)).rows;
  };

  describe('keeps what is sent again under one key once, though it broke off after it was written', () => {
    /** The wall's turn comes last: what it feeds is in the other store. */
    async function twice(o: Stand, path: string, body: object): Promise<string> {
      const { store } = o.s.sidebook;
      const write = store.write.bind(store);
      const send = () => o.api.ask<Written>('post', path, { body, key: `one-key-of${path.slice(0, 30)}` });
      store.write = () => Promise.reject(new SqliteError('busy', 'database is locked', null));
      expect((await send()).status).to.equal(503);
      store.write = write;
      const { status, body: made } = await send();
      expect(status).to.equal(200);
      return made.id;
    }

    it('a price that is meant to be there again', async () => {
      const o = await stand();
      const id = await twice(o, '/prices', seen(o.entity, 'Крепёж+', '11.9', { again: true, evidence: 'слова их менеджера' }));
      expect((await historyOf(o)).map((row) => row.id)).to.deep.equal([id]);
    });

    it('what a rival has', async () => {
      const o = await stand();
      const id = await twice(o, '/rival-stock', { entity: o.entity, of: of(), competitor: rival('Крепёж+ и Ко'), source: 'call', stock: '10-50' }); // prettier-ignore
      const shown = async () => (await view(o, o.entity)).lines[0]?.stock.length;
      expect(await shown()).to.equal(1);
      await o.api.post(`/rival-stock/${id}/withdraw`, { entity: o.entity });
      expect(await shown()).to.equal(0); // a second row would show now
    });

    it('a correction', async () => {
      const o = await stand();
      const { id } = await write(o, 'Крепёж+', '119');
      const right = await twice(o, `/prices/${id}/correct`, { entity: o.entity, price: '11.9', vatIncluded: true, source: 'site', reason: 'Запятая не там' }); // prettier-ignore
      expect((await historyOf(o)).flatMap((row) => (row.state === 'live' ? [row.id] : []))).to.deep.equal([right]);
    });
  });

  it('withdraws a price, which stays in the history with the reason and counts no more', async () => {
    const o = await stand();
    const { id } = await write(o, 'Крепёж+', '11.9');
    await write(o, 'Крепёж+', '12.1');
    const [before] = (await view(o, o.entity)).lines;
    await o.api.post(`/prices/${before?.prices[0]?.id ?? ''}/withdraw`, { entity: o.entity, reason: 'Не тот болт' });
    const [line] = (await view(o, o.entity)).lines;
    expect(line?.prices.map((p) => p.id)).to.deep.equal([id]);
    expect((await historyOf(o)).map((r) => [r.price, r.state, r.reason])).to.have.deep.members([['12.1', 'withdrawn', 'Не тот болт'], ['11.9', 'live', null]]); // prettier-ignore
  });

  it('lets a withdrawn price count again, once', async () => {
    const o = await stand();
    const { id } = await write(o, 'Крепёж+', '11.9');
    await o.api.post(`/prices/${id}/withdraw`, { entity: o.entity, reason: 'Не тот болт' });
    const { id: again } = await o.api.post<{ id: string }>(`/prices/${id}/withdraw`, { entity: o.entity, on: false });
    expect((await view(o, o.entity)).lines[0]?.prices.map((p) => [p.id, p.price])).to.deep.equal([[again, '11.9']]);
    expect((await historyOf(o)).map((r) => r.state)).to.have.members(['withdrawn', 'live']);
    expect((await o.api.ask('post', `/prices/${id}/withdraw`, { body: { entity: o.entity, on: false } })).status).to.equal(412);
  });

  const corrected = (o: Stand, id: string, price: string, more: object = {}) =>
    o.api.ask<{ code: string; id: string }>('post', `/prices/${id}/correct`, {
      body: { entity: o.entity, price, vatIncluded: true, source: 'site', reason: 'Запятая не там', ...more },
    });

  it('corrects a price by a new row that names the old one; what was right in it stays', async () => {
    const o = await stand();
    const rows = 'Товар\tЦена\tЕд\tВ упаковке\tРегион\tОт количества\n' + `${BOLT}\t2380\tуп\t200\tУрал\t5\n`;
    const list = { entity: o.entity, kind: 'prices', competitor: rival('Крепёж+'), file: 'прайс', content: { is: 'rows', text: rows }, currency: 'RUB', vat: 'in' }; // prettier-ignore
    await o.api.post('/imports', { ...list, taken: 1 });
    const seenFirst = (await view(o, o.entity)).lines.flatMap((l) => l.prices)[0];
    o.s.tick(60);
    expect((await corrected(o, seenFirst?.id ?? '', '2280')).status).to.equal(200);
    const [now] = (await view(o, o.entity)).lines.flatMap((l) => l.prices);
    expect(now).to.deep.equal({ ...seenFirst, id: now?.id, price: '2280', source: 'site', evidence: null, value: now?.value, difference: now?.difference, how: now?.how }); // prettier-ignore
    const late = await corrected(o, seenFirst?.id ?? '', '1');
    expect([late.status, late.body.code]).to.deep.equal([412, 'private-moved']);
    expect((await corrected(o, 'none', '1')).status).to.equal(404);
    expect((await corrected(o, now?.id ?? '', '0')).status).to.equal(400);
  });

  it('shows a wrong price in the history beside what replaced it, why and by whom', async () => {
    const o = await stand();
    const { id } = await write(o, 'Крепёж+', '119');
    await corrected(o, id, '11.9');
    const [line] = (await view(o, o.entity)).lines;
    expect(line?.prices.map((p) => p.price)).to.deep.equal(['11.9']);
    const wrong = (await historyOf(o)).find((r) => r.id === id);
    expect([wrong?.state, wrong?.reason, wrong?.changedBy]).to.deep.equal(['corrected', 'Запятая не там', wrong?.by]);
  });

  describe('keeps what a price was seen on', () => {
    const picture = { name: 'Фото\ud800\n../полки.png', base64: Buffer.from('\x89PNG picture', 'latin1').toString('base64') };
    const asked = (o: Stand, id: string, entity = o.entity) => o.api.ask<{ code: string }>('get', `/prices/${id}/file?${about(entity)}`); // prettier-ignore

    it('as a file that is saved, never shown, and found with every correction', async () => {
      const o = await stand();
      const { id } = await write(o, 'Крепёж+', '119', { file: picture });
      const right = (await corrected(o, id, '11.9')).body.id;
      const [line] = (await view(o, o.entity)).lines;
      expect(line?.prices[0]?.file).to.equal('Фото__.._полки.png');
      const answer = await fetch(`${o.api.url}/prices/${right}/file?${about(o.entity)}`);
      const headers = ['content-type', 'x-content-type-options', 'content-disposition', 'content-security-policy', 'cache-control'].map((name) => answer.headers.get(name)); // prettier-ignore
      expect(headers).to.deep.equal([
        'application/octet-stream',
        'nosniff',
        headers[2],
        "default-src 'none'; sandbox",
        'no-store',
      ]);
      expect(headers[2]).to.match(/^attachment; filename=".*"; filename\*=UTF-8''/);
      expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).to.equal('\x89PNG picture');
    });

    it('for who reads prices of the object alone; without one there is none', async () => {
      const o = await stand();
      const { id } = await write(o, 'Крепёж+', '11.9', { file: picture });
      const { id: bare } = await write(o, 'Крепёж+', '12');
      expect((await asked(o, bare)).status).to.equal(404);
      expect((await asked(o, 'none')).status).to.equal(404);
      o.api.as({ roles: ['accountant'] });
      expect((await asked(o, id)).status).to.equal(403);
      o.api.as({ roles: ['sales'], scope: [PARTY('other')] });
      expect((await asked(o, id)).status).to.equal(403);
    });

    it('but nothing that runs, and nothing too large', async () => {
      const o = await stand();
      const refusal = async (file: object) => {
        const { status, body } = await o.api.ask<{ code: string }>('post', '/prices', { body: seen(o.entity, 'А', '1', { file }) }); // prettier-ignore
        return [status, body.code];
      };
      for (const name of ['прайс.pdf.exe', 'x.html', 'x.svg', 'pdf', '.js'])
        expect([name, ...(await refusal({ ...picture, name }))]).to.deep.equal([name, 422, 'evidence-kind']);
      expect(await refusal({ ...picture, base64: 'A'.repeat(6 * 1024 * 1024) })).to.deep.equal([413, 'evidence-large']);
      expect(await refusal({ ...picture, base64: '<script>' })).to.deep.equal([400, 'input-wrong']);
      expect((await view(o, o.entity)).lines[0]?.prices).to.deep.equal([]);
    });
  });

  it('lets who writes say why we win and how to answer, and nobody over what somebody else just said', async () => {
    const o = await stand();
    await write(o, 'Крепёж+', '11.9');
    const card = async () => (await view(o, o.entity)).cards[0];
    const said = { entity: o.entity, strengths: null, weaknesses: ' Брак до двух процентов ', answer: '' };
    const change = (match: string, body = said) => o.api.ask<{ code: string }>('patch', `/rivals/${first?.competitor ?? ''}/card`, { body, match }); // prettier-ignore
    const first = await card();
    expect((await change(String(first?.rev))).status).to.equal(200);
    expect(await card()).to.deep.equal({ ...first, rev: 2, strengths: null, weaknesses: 'Брак до двух процентов', answer: null });
    const late = await change(String(first?.rev), { ...said, weaknesses: 'Другое' });
    expect([late.status, late.body.code, (await card())?.weaknesses]).to.deep.equal([
      412,
      'private-moved',
      'Брак до двух процентов',
    ]);
    expect((await view(o, o.entity)).competitors[0]?.name).to.equal('Крепёж+');
    o.api.as({ roles: ['operator'] });
    expect((await change('2')).status).to.equal(403);
  });

  it('tells stock in a word against the quantity of the line', async () => {
    const o = await stand();
    for (const [name, stock] of [['А', 'нет'], ['Б', '10-50'], ['В', '150'], ['Г', 'более 600'], ['Д', 'есть']] as const)
      await o.api.post('/rival-stock', { entity: o.entity, of: of(), competitor: rival(name), source: 'call', stock });
    const { lines, competitors } = await view(o, o.entity);
    const name = (id: string) => competitors.find((c) => c.id === id)?.name ?? '';
    const words = Object.fromEntries((lines[0]?.stock ?? []).map((s) => [name(s.competitor), s.word]));
    expect(words).to.deep.equal({ А: 'none', Б: 'few', В: 'some', Г: 'many', Д: 'some' });
    const wrong = await o.api.ask<{ fields: object }>('post', '/rival-stock', { body: { entity: o.entity, of: of(), competitor: rival('А'), source: 'call', stock: 'как обычно' } });
    expect([wrong.status, Object.keys(wrong.body.fields)]).to.deep.equal([422, ['stock']]);
  }); // prettier-ignore

  it('finds prices of goods that are on no invoice, without the words in an address', async () => {
    const o = await stand();
    await write(o, 'Крепёж+', '3', { of: of('Шайба М8 оцинкованная') });
    const found = await o.api.post<FoundPrices>('/prices/find', { entity: o.form, search: 'шайба' });
    expect(found.lines.map((l) => [l.name, l.prices[0]?.price])).to.deep.equal([['Шайба М8 оцинкованная', '3']]);
    expect(found.competitors.map((c) => c.name)).to.deep.equal(['Крепёж+']);
    const { lines } = await o.api.post<FoundPrices>('/prices/find', { entity: o.form, search: 'Саморез 4,2' });
    expect(lines.map((l) => [l.name, l.item, l.prices.length])).to.deep.equal([['Саморез 4,2', null, 0]]);
  });

  describe('and offers', () => {
    const offer = (entity: string) => ({ entity, competitor: rival('МетизТорг'), currency: 'RUB', vatIncluded: true, lines: [{ item: null, text: BOLT, quantity: '500', unit: 'шт', price: '11.2' }] }); // prettier-ignore

    it('shows them to whom they were made, records how they ended, and counts it against the rival', async () => {
      const o = await stand();
      const { id } = await o.api.post<Written>('/rival-offers', offer(o.entity));
      const [made] = (await view(o, o.form)).offers;
      expect([made?.total, made?.outcome, made?.rev]).to.deep.equal(['5600', 'open', 1]);
      await o.api.post(`/rival-offers/${id}/outcome`, { entity: o.form, outcome: 'lost', why: 'цена' }, '1');
      const { offers, cards } = await view(o, o.form);
      expect([offers[0]?.outcome, offers[0]?.why, offers[0]?.wonBy]).to.deep.equal(['lost', 'цена', offers[0]?.competitor]);
      expect(cards.map(({ won, lost }) => [won, lost])).to.deep.equal([[0, 1]]);
    });

    it('keeps an offer once, however often it is sent under one key: what broke off after it was written as well', async () => {
      const o = await stand();
      const { store } = o.s.sidebook;
      const write = store.write.bind(store);
      const send = () => o.api.ask<Written>('post', '/rival-offers', { body: offer(o.entity), key: 'offer-under-one-key' });
      store.write = () => Promise.reject(new SqliteError('busy', 'database is locked', null));
      expect((await send()).status).to.equal(503);
      store.write = write;
      const { status, body } = await send();
      const { offers } = await view(o, o.form);
      expect([status, offers.map(({ id }) => id)]).to.deep.equal([200, [body.id]]);
    });

    it('refuses an outcome that rests on an offer somebody changed meanwhile', async () => {
      const o = await stand();
      const { id } = await o.api.post<Written>('/rival-offers', offer(o.entity));
      const say = (match: string) => o.api.ask<{ code: string }>('post', `/rival-offers/${id}/outcome`, { body: { entity: o.form, outcome: 'won' }, match }); // prettier-ignore
      expect((await say('1')).status).to.equal(200);
      const late = await say('1');
      expect([late.status, late.body.code]).to.deep.equal([412, 'private-moved']);
    });

    it('are not there for a token of another counterparty', async () => {
      const o = await stand();
      const { id } = await o.api.post<Written>('/rival-offers', offer(o.entity));
      const other = PARTY(customer(o.s.fake, { Description: 'Чужой ООО', ИНН: '', КПП: '' }));
      await o.s.everything();
      o.api.as({ roles: ['sales'], scope: [other] });
      expect((await view(o, other)).offers).to.deep.equal([]);
      const told = await o.api.ask<{ code: string }>('post', `/rival-offers/${id}/outcome`, { body: { entity: other, outcome: 'won' }, match: '1' }); // prettier-ignore
      expect([told.status, told.body.code]).to.deep.equal([404, 'private-refused']);
    });
  });

  it('answers unchanged data with 304, and is read by operators who write nothing', async () => {
    const o = await stand();
    await write(o, 'Крепёж+', '11.9');
    const first = await o.api.ask('get', `/prices?${about(o.entity)}`);
    const again = await o.api.ask('get', `/prices?${about(o.entity)}`, { none: first.etag ?? '' });
    expect([first.status, again.status]).to.deep.equal([200, 304]);
    o.api.as({ roles: ['operator'] });
    expect((await view(o, o.entity)).may).to.deep.equal({ write: false });
  });

  it('counts each reading in the audit and writes down who wrote, but never what', async () => {
    const o = await stand();
    const { id } = await write(o, 'СЕКРЕТ-СОПЕРНИК', '11.9', { evidence: 'СЕКРЕТ-ОСНОВАНИЕ' });
    await o.api.post('/prices/find', { entity: o.entity, search: 'СЕКРЕТ-ПОИСК' });
    await view(o, o.entity);
    await o.api.post(`/prices/${id}/withdraw`, { entity: o.entity });
    o.s.tick(61);
    await o.s.sidebook.audit.settle();
    const rows = await o.s.sidebook.audit.rows({});
    const told = rows.filter(({ what }) => what.includes('rivals'));
    expect(told.map(({ actor, what, subject }) => [actor, what, subject])).to.deep.include(['ut11:anna', 'write:rivals.write', `prices/${id}`]); // prettier-ignore
    expect(told.some(({ what }) => what === 'read:rivals.read')).to.equal(true);
    expect(JSON.stringify(rows)).not.to.match(/СЕКРЕТ|11\.9/);
  });

  it('keeps what was written from the wall’s other side before the answer goes', async () => {
    const o = await stand();
    await write(o, 'Крепёж+', '11.9', { evidence: 'Скидка пять процентов по звонку директора склада' });
    expect(await o.s.sidebook.store.read((t) => t.setting('wall-fed'))).not.to.equal('0');
  });

  it('takes hostile texts as texts, and refuses prices that are none', async () => {
    const o = await stand();
    const name = '<img src=x onerror=alert(1)>';
    await write(o, name, '1');
    expect((await view(o, o.entity)).competitors.map((c) => c.name)).to.deep.equal([name]);
    for (const price of ['0', '-1', '1e5', '1,5', '', '1234567890123'])
      expect([price, (await refused(o, seen(o.entity, 'А', price))).status]).to.deep.equal([price, 400]);
  });
  const refused = (o: Stand, body: object): Promise<Answer<unknown>> => o.api.ask('post', '/prices', { body });
});
