/** Matching over HTTP: what may be one, with score and reasons; linked, kept apart, put off, taken back - and never by itself. */
import { expect } from 'chai';
import type { LaterAnswer, MatchingView, MatchRow } from '../../../connector/server/contract/matching.ts';
import type { UndoAnswer } from '../../../connector/server/contract/problems.ts';
import { live, party } from '../../scenarios/making.ts';
import { about, office, PARTY, type Office } from './client.ts';

const LILY = {
  name: 'ООО «Лютик»',
  kind: 'company',
  country: 'RU',
  taxId: '7736050003',
  branchCode: '773601001',
  phone: '8 495 123-45-67',
};

describe('matching over HTTP', () => {
  const { open } = office();
  const list = ({ api }: Office, more = '') => api.get<MatchingView>(`/matching?${more}`);
  const only = async (o: Office): Promise<MatchRow> => {
    const { rows } = await list(o);
    const [row] = rows;
    if (!row || rows.length > 1) throw new Error(`not one row: ${String(rows.length)}`);
    return row;
  };

  /** Two cards with the same numbers in one base. */
  async function twins(): Promise<Office & { first: string; second: string }> {
    const o = await open();
    const first = party(o.s.fake, { Description: 'Лютик ООО' });
    await o.s.everything();
    const second = party(o.s.fake, { Description: '"Лютик", ооо' });
    await o.s.everything();
    return { ...o, first, second };
  }
  const answer = ({ api }: Office, row: MatchRow, body: object, match = row.etag) =>
    api.ask<{ code: string }>('post', `/problems/${String(row.id)}/answer`, { body, match });
  const later = ({ api }: Office, row: MatchRow, days: number, match = row.etag) =>
    api.ask<LaterAnswer & { code: string }>('post', `/matching/${String(row.id)}/later`, { body: { days }, match });

  it('shows both cards, the score and the reasons for and against; nothing is linked by itself', async () => {
    const o = await twins();
    o.api.as({ lang: 'ru' });
    const row = await only(o);
    expect(row).to.include({ kind: 'duplicate', isInside: true, title: '1С:Бухгалтерия', at: '1С:Бухгалтерия', otherAt: null, subject: '"Лютик", ооо' });
    expect(row.pairs.map((p) => [p.name, p.score])).to.deep.equal([['Лютик ООО', 99]]);
    expect(row.pairs[0]?.reasons.map((r) => [r.text, r.against])).to.deep.equal([['те же ИНН и КПП', false], ['название отличается кавычками или знаками', false]]);
    expect(row.pairs[0]?.fields.find((f) => f.field === 'taxId')).to.deep.equal({ field: 'taxId', label: 'ИНН', asked: '7736050003', other: '7736050003', equal: true });
    for (let i = 0; i < 3; i++) {
      o.s.tick(20);
      await o.s.everything();
    }
    expect((await o.s.linkAt('counterparty', o.second))?.record).to.equal(null);
  }); // prettier-ignore

  it('links, and takes the link back', async () => {
    const o = await twins();
    const row = await only(o);
    expect((await answer(o, row, { choose: 'same', as: row.pairs[0]?.as }, 'old')).status).to.equal(412);
    expect((await answer(o, row, { choose: 'same', as: row.pairs[0]?.as })).status).to.equal(200);
    expect((await list(o)).rows).to.deep.equal([]);
    expect((await o.s.linkAt('counterparty', o.second))?.record).to.equal((await o.s.recordAt('counterparty', o.first)).id);
    expect((await list(o, 'state=answered')).rows.map((r) => [r.id, r.resolved?.answer])).to.deep.equal([[row.id, 'The same']]);
    const { body } = await o.api.ask<UndoAnswer>('post', '/problems/undo', { body: { ids: [row.id] } });
    expect(body).to.deep.equal({ undone: [row.id], failed: [] });
    expect((await only(o)).id).to.equal(row.id);
  });

  it('keeps apart, and takes that back while nothing rests on it', async () => {
    const o = await twins();
    const row = await only(o);
    await answer(o, row, { choose: 'apart' });
    expect(await o.s.records('counterparty')).to.have.length(2);
    await o.api.ask('post', '/problems/undo', { body: { ids: [row.id] } });
    expect([(await o.s.records('counterparty')).length, (await only(o)).id]).to.deep.equal([1, row.id]);
    await answer(o, await only(o), { choose: 'apart' });
    await o.s.edit((await o.s.recordAt('counterparty', o.second)).id, { comment: 'наше' });
    const { body } = await o.api.ask<UndoAnswer>('post', '/problems/undo', { body: { ids: [row.id] } });
    expect([body.undone, body.failed.length]).to.deep.equal([[], 1]);
  });

  it('puts off for whoever does it, lists it last, and brings it back', async () => {
    const o = await twins();
    party(o.s.fake, { Description: 'Лютик (третий)' });
    await o.s.everything();
    const [row, other] = (await list(o)).rows;
    if (!row || !other) throw new Error('no rows');
    expect((await later(o, row, 1, 'old')).status).to.equal(412);
    expect((await later(o, row, 1)).body.due).to.equal(new Date(o.s.clock.now().getTime() + 86_400_000).toISOString());
    expect((await list(o)).rows.map((r) => [r.id, r.assignee])).to.deep.equal([[other.id, null], [row.id, 'me']]);
    expect((await later(o, row, 0)).body.due).to.equal(null);
    expect((await list(o)).rows.map((r) => r.id)).to.deep.equal([row.id, other.id]);
    expect((await later(o, row, 91)).status).to.equal(400);
  }); // prettier-ignore

  it('of a form shows what is about its card, on either side, and of nothing else', async () => {
    const o = await twins();
    const row = await only(o);
    expect((await list(o, about(PARTY(o.first)))).rows.map((r) => r.id)).to.deep.equal([row.id]);
    expect((await list(o, about(PARTY(o.second)))).rows.map((r) => r.id)).to.deep.equal([row.id]);
    const alone = party(o.s.fake, { Description: 'Василёк', ИНН: '7707083893', КПП: '770701001' });
    await o.s.everything();
    expect((await list(o, about(PARTY(alone)))).rows).to.deep.equal([]);
  });

  it('shows the cards there that a record of ours could be', async () => {
    const o = await open();
    await o.s.everything();
    await live(o.s, LILY);
    party(o.s.fake, { Description: 'Лютик', КПП: '540501001' });
    await o.s.everything();
    const { rows } = await list(o);
    const ours = rows.find((r) => r.at === null);
    const theirs = rows.find((r) => r.at !== null);
    const row = ours ?? theirs;
    expect(row?.pairs).to.have.length(1);
    expect(row?.pairs[0]?.reasons.some((r) => r.against)).to.equal(true);
    expect(row?.pairs[0]?.score).to.be.within(50, 99);
  });

  it('is read by sales and answered by the lead, and a token for one object answers only about it', async () => {
    const o = await twins();
    const row = await only(o);
    o.api.as({ roles: ['sales'] });
    expect([(await only(o)).may.answer, (await answer(o, row, { choose: 'apart' })).status, (await later(o, row, 1)).status]).to.deep.equal([false, 403, 403]); // prettier-ignore
    o.api.as({ roles: ['lead'], scope: [PARTY(o.first)] });
    const [seen] = (await list(o, about(PARTY(o.first)))).rows;
    expect([seen?.may.answer, (await o.api.ask('get', '/matching')).status]).to.deep.equal([false, 403]);
    expect((await answer(o, row, { choose: 'apart' })).status).to.equal(403);
    o.api.as({ roles: ['lead'], scope: [PARTY(o.second)] });
    expect((await list(o, about(PARTY(o.second)))).rows[0]?.may.answer).to.equal(true);
    expect((await answer(o, row, { choose: 'apart' })).status).to.equal(200);
  });

  it('keeps a record that somebody wrote a note about', async () => {
    const o = await twins();
    const row = await only(o);
    await answer(o, row, { choose: 'apart' });
    const made = await o.s.recordAt('counterparty', o.second);
    await o.api.ask('post', '/notes', { body: { entity: PARTY(o.second), kind: 'call', text: 'обещали прислать договор' } });
    const { body } = await o.api.ask<UndoAnswer>('post', '/problems/undo', { body: { ids: [row.id] } });
    expect([body.undone, body.failed.map((f) => f.id)]).to.deep.equal([[], [row.id]]);
    expect((await o.s.recordAt('counterparty', o.second)).id).to.equal(made.id);
  });

  it('of a form finds its questions however many others came before them', async () => {
    const o = await open();
    const first = party(o.s.fake, { Description: 'Лютик ООО' });
    await o.s.everything();
    const at = o.s.clock.now().toISOString();
    const none = { host: 'buh', record: null, entity: 'counterparty', unit: null, ours: null, theirs: null, base: null, since: at } as const;
    await o.s.sidebook.store.write({ actor: 'test' }, (t) => {
      for (let n = 0; n < 510; n++) t.problem({ ...none, kind: 'duplicate', link: 1_000_000 + n, detail: { code: 'duplicate', record: 'nobody' } });
    });
    const second = party(o.s.fake, { Description: '"Лютик", ооо' });
    await o.s.everything();
    const mine = (await o.s.problems('duplicate')).at(-1)?.id;
    for (const key of [first, second]) expect((await list(o, about(PARTY(key)))).rows.map((r) => r.id)).to.deep.equal([mine]);
  }); // prettier-ignore

  it('of a token for it alone answers, takes back and puts off no other kind of question', async () => {
    const o = await open();
    const key = party(o.s.fake, { Комментарий: 'как было' });
    await o.s.everything();
    o.s.fake.edit('Catalog_Контрагенты', key, { Комментарий: 'их' });
    await o.s.edit((await o.s.recordAt('counterparty', key)).id, { comment: 'наше' });
    o.s.tick(20);
    await o.s.everything();
    const [row] = (await o.api.get<{ rows: MatchRow[] }>('/problems')).rows;
    if (row?.kind !== 'conflict') throw new Error('no conflict');
    o.api.as({ roles: ['lead'], widgets: ['matching'] });
    const statuses = [(await answer(o, row, { choose: 'ours' })).status, (await later(o, row, 1)).status];
    o.api.as({ roles: ['lead'] });
    expect([...statuses, (await answer(o, row, { choose: 'ours' })).status]).to.deep.equal([403, 403, 200]);
    o.api.as({ roles: ['lead'], widgets: ['matching'] });
    expect((await o.api.ask('post', '/problems/undo', { body: { ids: [row.id] } })).status).to.equal(403);
  });
});
