/** Notes and my day over HTTP: rows as the person may see them, nothing of them in audit, log or the answers kept beside keys. */
import { expect } from 'chai';
import type { MatchingView } from '../../../connector/server/contract/matching.ts';
import type { NotesView, NoteRow, NoteSaved, NoteView } from '../../../connector/server/contract/notes.ts';
import { SqliteError } from '../../../connector/store/sqlite/driver.ts';
import { customer, invoice, keyOf, line, party } from '../../scenarios/making.ts';
import { about, INVOICE, office, PARTY, type Client, type Office, type Who } from './client.ts';

const ANNA: Who = { roles: ['sales'], actor: 'ut11:anna' };
const BORIS: Who = { roles: ['sales'], actor: 'ut11:boris' };
const LENA: Who = { roles: ['lead'], actor: 'ut11:lena' };

describe('the notes API', () => {
  const { open } = office();

  async function made(): Promise<Office & { key: string; bill: string }> {
    const o = await open();
    const key = customer(o.s.fake);
    const bill = keyOf(invoice(o.s.fake, { Контрагент_Key: key, Товары: [line(100)], СуммаДокумента: 100 }));
    await o.s.everything();
    return { ...o, key, bill };
  }
  const write = (api: Client, who: Who, note: object): Promise<NoteSaved> =>
    api.as(who).post('/notes', { entity: null, kind: 'call', text: 'нота', ...note });
  const view = (api: Client, who: Who, query: string): Promise<NotesView> => api.as(who).get(`/notes?${query}`);
  const texts = (rows: readonly NoteRow[]): string[] => rows.map((n) => n.text);
  const patch = (api: Client, who: Who, { id, rev }: NoteSaved, body: object) =>
    api.as(who).ask<NoteSaved & { code?: string }>('patch', `/notes/${id}`, { body, match: String(rev) });

  it('shows what was said of a counterparty and of its invoices, what is to be done, and what is pinned', async () => {
    const { api, key, bill } = await made();
    await write(api, ANNA, { entity: PARTY(key), text: 'просят скидку', participants: ['Петров'] });
    await write(api, ANNA, { entity: INVOICE(bill), text: 'оплатят в пятницу', followUp: { due: '2026-03-01', assignee: null } });
    await write(api, BORIS, { entity: PARTY(key), text: 'только предоплата', pinned: true });
    await write(api, ANNA, { entity: PARTY(key), kind: 'preference', text: 'не звонить по понедельникам' });
    const v = await view(api, ANNA, about(PARTY(key)));
    expect([texts(v.pinned), texts(v.due), texts(v.rows)]).to.deep.equal([
      ['только предоплата', 'не звонить по понедельникам'], ['оплатят в пятницу'], ['оплатят в пятницу', 'просят скидку'],
    ]); // prettier-ignore
    expect(v).to.include({ entity: PARTY(key), title: 'Василёк ООО', next: null });
    expect(v.rows[0]).to.deep.include({ about: { entity: INVOICE(bill), type: 'invoice', title: v.rows[0]?.about?.title } });
    expect(v.due[0]?.followUp).to.deep.include({ due: '2026-03-01', doneAt: null });
    expect(texts((await view(api, ANNA, about(INVOICE(bill)))).rows)).to.deep.equal(['оплатят в пятницу']);
    const found = await api.as(BORIS).post<NotesView>('/notes/find', { entity: PARTY(key), search: 'скидка' });
    expect(texts(found.rows)).to.deep.equal(['просят скидку']);
    expect(texts((await view(api, BORIS, `${about(PARTY(key))}&kind=preference`)).rows)).to.deep.equal(['не звонить по понедельникам']); // prettier-ignore
  });

  it('keeps a note once, however often it is sent under one key: what broke off after it was written as well', async () => {
    const { s, api, key } = await made();
    const { store } = s.sidebook;
    const write = store.write.bind(store);
    const body = { entity: PARTY(key), kind: 'call', text: 'обещали ответить до пятницы' };
    const send = () => api.as(ANNA).ask<NoteSaved>('post', '/notes', { body, key: 'note-under-one-key' });
    store.write = () => Promise.reject(new SqliteError('busy', 'database is locked', null));
    expect((await send()).status).to.equal(503);
    store.write = write;
    expect((await send()).status).to.equal(200);
    expect(texts((await view(api, ANNA, about(PARTY(key)))).rows)).to.deep.equal([body.text]);
  });

  it('keeps a private note to its author and the lead', async () => {
    const { api, key } = await made();
    const own = await write(api, ANNA, { entity: PARTY(key), text: 'между нами', isPrivate: true });
    expect(texts((await view(api, BORIS, about(PARTY(key)))).rows)).to.deep.equal([]);
    expect((await api.as(BORIS).ask('get', `/notes/${own.id}`)).status).to.equal(404);
    expect((await api.as({ roles: ['admin'], actor: 'ut11:root' }).ask('get', `/notes/${own.id}`)).status).to.equal(404);
    expect(texts((await view(api, LENA, about(PARTY(key)))).rows)).to.deep.equal(['между нами']);
  });

  it('tells a lead what nobody decided in time, where it is decided and since when; nobody else, and not before', async () => {
    const o = await open();
    party(o.s.fake, { Description: 'Лютик ООО' });
    await o.s.everything();
    party(o.s.fake, { Description: '"Лютик", ооо' });
    await o.s.everything();
    const late = async (who: Who, query = 'whose=mine'): Promise<NotesView['late']> => (await view(o.api, who, query)).late;
    expect(await late(LENA)).to.deep.equal([]);
    o.s.tick(3 * 24 * 60 + 1);
    const [one, ...others] = await late(LENA);
    expect(one).to.include({ widget: 'matching', subject: '"Лютик", ооо', title: '1C:Accounting' });
    expect([others, (await late(LENA, 'whose=team')).length, await late(ANNA), await late(LENA, 'kind=call')]).to.deep.equal([
      [],
      1,
      [],
      [],
    ]);
    const [row] = (await o.api.as(LENA).get<MatchingView>('/matching?')).rows;
    await o.api.as(LENA).ask('post', `/matching/${String(one?.id)}/later`, { body: { days: 1 }, match: row?.etag ?? '' });
    expect(await late(LENA)).to.deep.equal([]);
  });

  it('is my day without an object: what is due, what was promised, what I wrote; the team’s for a lead alone', async () => {
    const { api, s, key } = await made();
    const on = (days: number): string => new Date(s.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    const task = (days: number, assignee: string | null = null) => ({ followUp: { due: on(days), assignee } });
    await write(api, ANNA, { text: 'холостой звонок' });
    await write(api, ANNA, { text: 'завтра', entity: PARTY(key), ...task(1) });
    await write(api, ANNA, { text: 'вчера', ...task(-1) });
    await write(api, ANNA, { text: 'через месяц', kind: 'promise', ...task(30) });
    await write(api, ANNA, { text: 'через месяц, не обещано', ...task(30) });
    await write(api, BORIS, { text: 'Борису', ...task(2) });
    const mine = await view(api, ANNA, 'whose=team');
    expect([texts(mine.due), texts(mine.promises), mine.whose]).to.deep.equal([['вчера', 'завтра'], ['через месяц'], 'mine']);
    expect(texts(mine.rows)).to.include('холостой звонок').and.not.to.include('Борису');
    expect(mine.may).to.deep.equal({ write: true, team: false });
    expect(texts((await view(api, LENA, 'whose=mine')).due)).to.deep.equal([]);
    const team = await view(api, LENA, 'whose=team');
    expect([texts(team.due), team.may.team]).to.deep.equal([['вчера', 'завтра', 'Борису'], true]);
  });

  it('says what was promised for later however much is to be done first, and shows more of all to who asks for more', async () => {
    const { api, s } = await made();
    const on = (days: number): string => new Date(s.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    for (let i = 0; i < 14; i++) await write(api, ANNA, { text: `дело ${String(i)}`, followUp: { due: on(1), assignee: null } });
    await write(api, ANNA, { text: 'обещано', kind: 'promise', followUp: { due: on(30), assignee: null } });
    const [few, many] = [await view(api, ANNA, 'limit=10'), await view(api, ANNA, 'limit=50')];
    expect([few.due.length, few.moreDue, few.rows.length, texts(few.promises)]).to.deep.equal([12, true, 6, ['обещано']]);
    expect([many.due.length, many.moreDue, many.rows.length, many.next]).to.deep.equal([14, false, 15, null]);
  });

  it('changes what is named and keeps the rest; the former text stays', async () => {
    const { api, key } = await made();
    const first = await write(api, ANNA, {
      entity: PARTY(key),
      text: 'x'.repeat(1000),
      followUp: { due: '2026-03-01', assignee: null },
    });
    const listed = (await view(api, ANNA, about(PARTY(key)))).rows[0];
    expect([listed?.isCut, (listed?.text.length ?? 0) < 300]).to.deep.equal([true, true]);
    const done = await patch(api, ANNA, first, { followUp: { due: '2026-03-01', assignee: 'ut11:anna', done: true } });
    expect(done.body).to.deep.equal({ id: first.id, rev: 2 });
    expect(await patch(api, ANNA, { id: first.id, rev: 2 }, { text: 'короче' })).to.include({ status: 200 });
    const { note, revisions } = await api.as(ANNA).get<NoteView>(`/notes/${first.id}`);
    expect([note.text, note.followUp?.doneAt !== null, note.about?.entity]).to.deep.equal(['короче', true, PARTY(key)]);
    expect(revisions.map((r) => r.text.length)).to.deep.equal([1000]);
  });

  it('asks again where two people edit one note: nothing of either is lost', async () => {
    const { api } = await made();
    const first = await write(api, ANNA, { text: 'вместе', followUp: { due: '2026-03-01', assignee: 'ut11:boris' } });
    expect((await patch(api, BORIS, first, { text: 'Борис дописал' })).status).to.equal(200);
    const late = await patch(api, ANNA, first, { text: 'Анна дописала' });
    expect([late.status, late.body.code]).to.deep.equal([412, 'private-moved']);
    expect((await patch(api, ANNA, { id: first.id, rev: 2 }, { text: 'оба' })).status).to.equal(200);
    const { revisions } = await api.as(ANNA).get<NoteView>(`/notes/${first.id}`);
    expect(revisions.map((r) => r.text)).to.deep.equal(['Борис дописал', 'вместе']);
  });

  it('takes a note back and brings it back', async () => {
    const { api } = await made();
    const first = await write(api, ANNA, { text: 'не туда' });
    const withdraw = (who: Who, rev: number, on: boolean) => api.as(who).ask('post', `/notes/${first.id}/withdraw`, { body: { on }, match: String(rev) }); // prettier-ignore
    expect((await withdraw(BORIS, 1, true)).status).to.equal(404);
    expect((await withdraw(ANNA, 1, true)).body).to.deep.equal({ id: first.id, rev: 2 });
    expect(texts((await view(api, ANNA, '')).rows)).to.deep.equal([]);
    expect((await withdraw(BORIS, 2, false)).status).to.equal(404);
    expect((await withdraw(ANNA, 2, false)).status).to.equal(200);
    expect(texts((await view(api, ANNA, '')).rows)).to.deep.equal(['не туда']);
  });

  it('says at each field what is wrong with it', async () => {
    const { api } = await made();
    const wrong = (body: object) => api.as(ANNA).ask<{ fields?: object }>('post', '/notes', { body: { entity: null, kind: 'call', text: 'x', ...body } }); // prettier-ignore
    expect((await wrong({ text: '   ' })).body.fields).to.have.keys('text');
    expect((await wrong({ kind: 'rumour' })).body.fields).to.have.keys('kind');
    expect((await wrong({ followUp: { due: '2026-02-30', assignee: null } })).status).to.equal(400);
    expect((await wrong({ text: 'x'.repeat(100_001) })).status).to.equal(400);
  });

  it('leaves no word of it in the audit, and counts who read', async () => {
    const { api, s } = await made();
    const first = await write(api, ANNA, { text: 'СЕКРЕТНАЯ НОТА' });
    await patch(api, ANNA, first, { text: 'СЕКРЕТНАЯ ПРАВКА' });
    await view(api, ANNA, '');
    s.tick(61); // reads are counted by the hour
    await s.sidebook.audit.settle();
    const rows = await s.sidebook.audit.rows({});
    expect(JSON.stringify(rows)).not.to.contain('СЕКРЕТНАЯ');
    expect(rows.map((r) => r.what)).to.include.members(['write:notes.write', 'read:notes.read']);
  });

  it('is guarded before the answer is out: what was written cannot leave a second later', async () => {
    const { api, s, key } = await made();
    await write(api, ANNA, { entity: PARTY(key), text: 'Договорились о скидке двенадцать процентов за наличные' });
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'Договорились о скидке двенадцать процентов за наличные' });
    await s.settle();
    expect((await s.problems('leak')).length).to.equal(1);
  });

  it('tells an aggregate of a long day in at most 16 kB', async () => {
    const { api, key } = await made();
    for (let i = 0; i < 40; i++)
      await write(api, ANNA, { entity: PARTY(key), text: 'Длинный разговор о поставке и сроках. '.repeat(20), followUp: { due: '2026-02-20', assignee: null } }); // prettier-ignore
    for (const query of ['', about(PARTY(key))]) {
      const { text } = await api.as(ANNA).ask('get', `/notes?${query}`);
      expect(Buffer.byteLength(text), query).to.be.at.most(16 * 1024);
    }
  });
});
