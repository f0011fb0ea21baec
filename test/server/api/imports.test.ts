/** Rows pasted from Excel and files, through the API: looked at, taken over as seen, taken back; hostile ones harm nothing. */
import { expect } from 'chai';
import type { ImportsView, ImportWould } from '../../../connector/server/contract/corrections.ts';
import type { ImportDone, ImportPreview } from '../../../connector/server/contract/imports.ts';
import type { PricesView } from '../../../connector/server/contract/prices.ts';
import { SqliteError } from '../../../connector/store/sqlite/driver.ts';
import { customer, draft, service } from '../../scenarios/making.ts';
import { about, office, PARTY, type Office } from './client.ts';

interface Desk extends Office {
  readonly entity: string;
}
const RIVAL = { id: null, name: 'МетизТорг' };

describe('imports of rivals’ prices', () => {
  const { open } = office();

  async function desk(): Promise<Desk> {
    const o = await open();
    const key = customer(o.s.fake);
    await o.s.everything();
    const { id: counterparty } = await o.s.recordAt('counterparty', key);
    const { id } = await draft(o.s, { counterparty, lines: [service('12.4', { text: 'Болт М8×40' })] });
    return { ...o, entity: `sidebook:invoice:${id}` };
  }
  const asked = ({ entity }: Desk, text: string, more: object = {}) => ({
    entity, kind: 'prices', competitor: RIVAL, file: 'Вставлено', content: { is: 'rows', text }, currency: 'RUB', vat: 'in', ...more,
  }); // prettier-ignore
  const look = (o: Desk, text: string, more: object = {}) => o.api.post<ImportPreview>('/imports/preview', asked(o, text, more));
  const apply = (o: Desk, text: string, taken: number, more: object = {}) =>
    o.api.post<ImportDone>('/imports', { ...asked(o, text, more), taken });
  const refused = async (o: Desk, body: object) => {
    const { status, body: told } = await o.api.ask<{ code: string }>('post', '/imports', { body });
    return [status, told.code];
  };

  it('take rows pasted without heads: the words are the name, the numbers after them the price', async () => {
    const o = await desk();
    const text = 'Болт М8×40\t11,90\nГайка М8\t1 234,50\n';
    const seen = await look(o, text);
    expect([seen.taken, seen.stopped, seen.columns.map((c) => c.field)]).to.deep.equal([2, false, ['name', 'price']]);
    expect(seen.sample.map((s) => [s.name, s.price])).to.deep.equal([['Болт М8×40', '11.9'], ['Гайка М8', '1234.5']]); // prettier-ignore
    const { prices, items } = await apply(o, text, 2);
    expect([prices, items]).to.deep.equal([2, 2]);
    const { lines } = await o.api.get<PricesView>(`/prices?${about(o.entity)}`);
    expect(lines[0]?.prices.map((p) => [p.price, p.source])).to.deep.equal([['11.9', 'price-list']]);
  });

  it('read ten thousand pasted rows, each number as it is written; of an unclear one they say which it is', async () => {
    const o = await desk();
    const ways = ['12,50', '1 234,50', '1\u00a0234,50', '1234', '0,5', '12,50 ₽', '€ 7,10', '"9,90"'];
    const rows = Array.from({ length: 9_999 }, (_, i) => `Товар ${String(i)}\t${ways[i % ways.length] ?? ''}`);
    const text = [...rows, 'Товар неясный\t1,099.00'].join('\r\n');
    const seen = await look(o, text);
    expect(seen.sample.slice(0, 8).map((s) => s.price)).to.deep.equal(['12.5', '1234.5', '1234.5', '1234', '0.5', '12.5', '7.1', '9.9']); // prettier-ignore
    expect([seen.taken + seen.leftOut, seen.stopped]).to.deep.equal([10_000, false]);
    expect(seen.found.map(({ code }) => code)).to.include('import-marks-mixed');
  });

  it('ask for currency and tax where nobody said them, and take them once they are said', async () => {
    const o = await desk();
    const bare = await look(o, 'Болт\t11,90', { currency: null, vat: null });
    expect([bare.stopped, bare.found.map(({ code }) => code)]).to.deep.equal([true, ['import-no-currency', 'import-no-vat']]);
    expect(bare.found.every(({ next }) => !next.includes('--'))).to.equal(true);
    expect((await look(o, 'Болт\t11,90')).stopped).to.equal(false);
  });

  it('read columns by their heads or as a person says, and show each problem with its row', async () => {
    const o = await desk();
    const seen = await look(o, 'Товар\tНаличие\tЦена, руб\nБолт\t100\t12\nШайба\t5\tдоговорная\n');
    expect([seen.taken, seen.leftOut, seen.found.map((f) => [f.level, f.place])]).to.deep.equal([1, 1, [['row', 'C3']]]);
    const map = [{ column: 'A', field: 'name' }, { column: 'B', field: 'price' }]; // prettier-ignore
    expect((await look(o, 'Болт\t7\t12', { map })).sample[0]?.price).to.equal('7');
  });

  it('refuse to take over other rows than were seen, and the same rows a second time', async () => {
    const o = await desk();
    expect(await refused(o, { ...asked(o, 'Болт\t12'), taken: 5 })).to.deep.equal([409, 'import-moved']);
    await apply(o, 'Болт\t12', 1);
    expect((await look(o, 'Болт\t12')).before).not.to.equal(null);
    expect(await refused(o, { ...asked(o, 'Болт\t12'), taken: 1 })).to.deep.equal([409, 'import-same-file']);
    expect((await apply(o, 'Болт\t12', 1, { again: true })).prices).to.equal(1);
  });

  it('are there once, however often they are sent under one key: what broke off after it was written as well', async () => {
    const o = await desk();
    const { store } = o.s.sidebook;
    const write = store.write.bind(store);
    const body = { ...asked(o, 'Болт М8×40 нержавеющий\t12'), taken: 1, again: true };
    const send = () => o.api.ask<ImportDone>('post', '/imports', { body, key: 'list-under-one-key' });
    store.write = () => Promise.reject(new SqliteError('busy', 'database is locked', null));
    expect((await send()).status).to.equal(503);
    store.write = write;
    const { id, prices } = (await send()).body;
    expect([prices, (await o.api.get<ImportsView>(`/imports?${about(o.entity)}`)).rows.map((row) => row.id)]).to.deep.equal([1, [id]]); // prettier-ignore
  });

  it('are taken back whole, once', async () => {
    const o = await desk();
    const { id } = await apply(o, 'Болт М8×40\t12', 1);
    expect(await o.api.post(`/imports/${id}/undo`, { entity: o.entity })).to.deep.equal({ ok: true, rows: 1 });
    expect((await o.api.get<PricesView>(`/prices?${about(o.entity)}`)).lines[0]?.prices).to.deep.equal([]);
    const again = await o.api.ask<{ code: string }>('post', `/imports/${id}/undo`, { body: { entity: o.entity } });
    expect([again.status, again.body.code]).to.deep.equal([409, 'import-undone-before']);
  });

  it('are listed with who brought what, and say at any time what taking them back would do', async () => {
    const o = await desk();
    const { id } = await apply(o, 'Болт М8×40\t12\nГайка\t5', 2);
    o.s.tick(60 * 24 * 40);
    const list = () => o.api.get<ImportsView>(`/imports?${about(o.entity)}`);
    const would = () =>
      o.api.ask<ImportWould & { code: string; detail: string }>('get', `/imports/${id}/undo?${about(o.entity)}`);
    const { rows, may } = await list();
    expect(rows.map(({ rival, file, rows: count, undone }) => [rival, file, count, undone])).to.deep.equal([['МетизТорг', 'Вставлено', 2, null]]); // prettier-ignore
    expect([may, (await would()).body]).to.deep.equal([{ undo: true }, { rows: 2, items: 2, rests: 0 }]);
    const [line] = (await o.api.get<PricesView>(`/prices?${about(o.entity)}`)).lines;
    const right = { entity: o.entity, price: '13', vatIncluded: true, source: 'price-list' };
    const { id: made } = await o.api.post<{ id: string }>(`/prices/${line?.prices[0]?.id ?? ''}/correct`, right);
    expect((await would()).body).to.deep.equal({ rows: 1, items: 1, rests: 1 });
    const refusal = await o.api.ask<{ code: string; detail: string }>('post', `/imports/${id}/undo`, {
      body: { entity: o.entity },
    });
    expect([refusal.status, refusal.body.code, JSON.stringify(refusal.body).includes('Вставлено')]).to.deep.equal([409, 'import-rests', true]); // prettier-ignore
    await o.api.post(`/prices/${made}/withdraw`, { entity: o.entity });
    expect(await o.api.post(`/imports/${id}/undo`, { entity: o.entity })).to.deep.equal({ ok: true, rows: 1 });
    expect((await list()).rows[0]?.undone).not.to.equal(null);
    expect((await would()).body.code).to.equal('import-undone-before');
    o.api.as({ roles: ['operator'] });
    expect((await list()).may).to.deep.equal({ undo: false });
  });

  it('bring an offer with its lines to the counterparty of the form', async () => {
    const o = await desk();
    const text = 'Товар\tКол-во\tЦена\nБолт\t100\t11\nГайка\t50\t2\n';
    const offer = { kind: 'offer' };
    const { taken } = await look(o, text, offer);
    expect((await apply(o, text, taken, offer)).lines).to.equal(2);
    const { offers } = await o.api.get<PricesView>(`/prices?${about(o.entity)}`);
    expect(offers.map((one) => [one.total, one.lines.length])).to.deep.equal([['1200', 2]]);
  });

  it('leave an offer to another counterparty out of the list and of reach, for a token of another one', async () => {
    const o = await desk();
    const text = 'Товар\tКол-во\tЦена\nБолт\t100\t11\n';
    const { id } = await apply(o, text, 1, { kind: 'offer', file: 'КП для Василька.xlsx' });
    const entity = PARTY(customer(o.s.fake, { Description: 'Чужой ООО', ИНН: '', КПП: '' }));
    await o.s.everything();
    o.api.as({ roles: ['sales'], scope: [entity] });
    const undo = await o.api.ask<{ code: string }>('post', `/imports/${id}/undo`, { body: { entity } });
    const would = await o.api.ask<{ code: string }>('get', `/imports/${id}/undo?${about(entity)}`);
    expect((await o.api.get<ImportsView>(`/imports?${about(entity)}`)).rows).to.deep.equal([]);
    expect([undo.body.code, would.body.code]).to.deep.equal(['private-refused', 'private-refused']);
    o.api.as({});
    expect((await o.api.get<ImportsView>(`/imports?${about(entity)}`)).rows.length).to.equal(1);
  });

  it('ask which item a near name is, and remember the answer', async () => {
    const o = await desk();
    await apply(o, 'Болт М8х40 оцинкованный DIN 933\t12', 1);
    const near = 'Болт М8х40 оцинк. DIN 933\t13';
    const { asked: open } = await look(o, near);
    const [one] = open;
    if (!one) throw new Error('nothing is asked');
    const decisions = { [one.key]: one.proposals[0]?.item ?? '' };
    expect((await look(o, near, { decisions })).taken).to.equal(1);
    expect((await apply(o, near, 1, { decisions })).items).to.equal(0);
    expect((await look(o, 'Болт М8х40 оцинк. DIN 933\t14')).asked).to.deep.equal([]);
  });

  it('refuse what is no table in the words of the dialog, and leave formulas texts', async () => {
    const o = await desk();
    const content = { is: 'file', base64: Buffer.from('%PDF-1.7').toString('base64') };
    expect(await refused(o, { ...asked(o, ''), content, taken: 1 })).to.deep.equal([409, 'import-not-a-table']);
    const formulas = await look(o, 'Болт\t=1+2\nГайка\t4\n=HYPERLINK("http://x")\t5\n');
    expect([formulas.taken, formulas.leftOut]).to.deep.equal([2, 1]);
    expect(formulas.sample[1]?.name).to.equal('=HYPERLINK("http://x")');
  });
});
