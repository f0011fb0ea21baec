/** Problems over HTTP: both sides in words, one answer, many answers, taking them back; proposals. */
import { expect } from 'chai';
import type {
  BulkAnswer,
  ItemsAnswer,
  ProblemRow,
  ProblemsView,
  UndoAnswer,
} from '../../../connector/server/contract/problems.ts';
import { rewordBy } from '../../../connector/words/reworded.ts';
import { customer, invoice, keyOf, line } from '../../scenarios/making.ts';
import { parties, invoices as SET } from '../../scenarios/setting.ts';
import { about, office, PARTY, type Office } from './client.ts';

describe('problems over HTTP', () => {
  const { open } = office();
  const list = ({ api }: Office, more = '') => api.get<ProblemsView>(`/problems?${more}`);

  interface Differing extends Office {
    readonly key: string;
    readonly id: string;
    readonly row: ProblemRow;
  }

  /** Both sides gave it another name; the KPP changed there alone. */
  async function differing(lang: 'ru' | 'en' = 'en'): Promise<Differing> {
    const o = await open();
    const key = customer(o.s.fake);
    await o.s.everything();
    const { id } = await o.s.recordAt('counterparty', key);
    await o.s.edit(id, { name: 'Наше имя' }, { by: 'ut11:anna' });
    o.s.tick(1);
    o.s.fake.edit(parties, key, { Description: 'Их имя', КПП: '771501001' });
    await o.s.everything();
    o.api.as({ lang });
    const [row] = (await list(o)).rows;
    if (!row) throw new Error('no problem');
    return { ...o, key, id, row };
  }
  const answer = ({ api }: Office, row: ProblemRow, body: object, match = row.etag) =>
    api.ask<{ ok: boolean; code: string }>('post', `/problems/${String(row.id)}/answer`, { body, match });

  it('shows base, ours and theirs in words, who and when for ours, seen at for theirs', async () => {
    const { row, key, id } = await differing('ru');
    expect(row).to.include({ kind: 'conflict', kindLabel: 'расхождение', host: 'buh', title: '1С:Бухгалтерия', record: id, entity: 'counterparty', unit: 'name', oursBy: 'я' });
    expect(row).to.include({ owner: null, alike: 1 });
    expect(row.differences).to.deep.equal([{ field: 'name', label: 'Наименование', base: 'Василёк ООО', ours: 'Наше имя', theirs: 'Их имя', mayType: true }]);
    expect(row.merged).to.include('КПП');
    expect([Date.parse(row.oursAt ?? '') < Date.parse(row.since), key === '']).to.deep.equal([true, false]);
    expect(row.answers.map((a) => [a.choose, a.usual])).to.deep.equal([['theirs', true], ['ours', false], ['value', false]]);
    for (const a of row.answers) expect([a.choose, /^[А-Я].*\.$/.test(a.effect), a.label === '']).to.deep.equal([a.choose, true, false]);
  }); // prettier-ignore

  it('names the base ours came from where one did after a person changed it', async () => {
    const o = await differing();
    const journal = await o.s.sidebook.store.read((t) => t.journal(o.id));
    const edit = journal.findLast((r) => r.cause === 'edit');
    await o.s.sidebook.store.write({ actor: 'test' }, (t) => t.journal({ ...edit!, cause: 'pull', by: 'buh', at: '2026-02-24T12:30:00.000Z' }));
    const [row] = (await list(o)).rows;
    expect([row?.oursBy, row?.oursAt]).to.deep.equal(['1C:Accounting', '2026-02-24T12:30:00.000Z']);
  }); // prettier-ignore

  it('says the answers and what each leads to as an administrator worded them', async () => {
    const o = await differing();
    rewordBy((name) => (/^message\/said\.(answer|effect)\./.test(name) ? `${name} [{host}]` : undefined));
    try {
      const { answers } = (await list(o)).rows[0] ?? { answers: [] };
      const told = answers.map(({ label, effect }) => [label, effect]);
      expect(told).to.deep.equal([
        ['message/said.answer.theirs-of [1C:Accounting]', 'message/said.effect.theirs [1C:Accounting]'],
        ['message/said.answer.ours []', 'message/said.effect.ours [1C:Accounting]'],
        ['message/said.answer.value []', 'message/said.effect.value [1C:Accounting]'],
      ]);
    } finally {
      rewordBy(() => undefined);
    }
  });

  const ROSES = '0b6f2f0e-54a1-4f5e-9b1c-200000000001';
  it('finds the items of the base a line may mean, and takes one as the answer, which can be taken back', async () => {
    const o = await open();
    const key = keyOf(o.s.fake.create('Catalog_Номенклатура', { Description: 'Розы красные', Артикул: 'R-1' }));
    const bill = keyOf(invoice(o.s.fake, { Контрагент_Key: customer(o.s.fake) }));
    // What another base calls alike, a full hundred of it, hides none of this one.
    const alike = Array.from({ length: 100 }, (_, i) => ({ id: `0b6f2f0e-54a1-4f5e-9b1c-3000000${String(10_000 + i)}`, entity: 'product', rev: 1, stage: 'live', fields: { name: `Розы ${String(i)}` }, changedAt: '2026-01-01T00:00:00.000Z', changedBy: 'crm' }) as const);
    await o.s.sidebook.store.write({ actor: 'test' }, (t) => alike.forEach((one) => t.setRecord(one, null)));
    await o.s.everything();
    const item = await o.s.recordAt('product', key);
    const link = await o.s.linkAt('invoice', bill);
    const problem = { host: 'buh', link: link?.id ?? 0, record: link?.record ?? '', entity: 'invoice' as const, unit: 'money', kind: 'waiting' as const, detail: { code: 'goods-waiting', record: ROSES, name: 'Roses' }, ours: null, theirs: null, base: null, since: item.changedAt };
    await o.s.sidebook.store.write({ actor: 'test' }, (t) => {
      t.setRecord({ ...item, id: ROSES, rev: 1, fields: { name: 'Roses' } }, null);
      t.problem(problem);
    });
    const [row] = (await list(o)).rows;
    expect(row?.answers.map((a) => [a.choose, a.as, a.label, a.usual])).to.deep.equal([['same', null, 'Item of 1C:Accounting', true], ['retry', null, 'Try again', false]]);
    const find = (search: string) => o.api.ask<ItemsAnswer>('post', `/problems/${String(row?.id)}/items`, { body: { search } });
    expect((await find('розы')).body).to.deep.equal({ rows: [{ id: item.id, name: 'Розы красные', sku: 'R-1', code: item.fields['code'] }] });
    expect((await find('R-1')).body.rows.map((r) => r.id)).to.deep.equal([item.id]);
    expect((await find('Roses')).body).to.deep.equal({ rows: [] }); // it stands in no base
    expect((await answer(o, row!, { choose: 'same' })).status).to.equal(422);
    expect((await answer(o, row!, { choose: 'same', as: item.id })).status).to.equal(200);
    expect(await o.s.problems()).to.deep.equal([]);
    const { undone } = (await o.api.ask<UndoAnswer>('post', '/problems/undo', { body: { ids: [row?.id] } })).body;
    expect([undone, (await o.s.problems()).length]).to.deep.equal([[row?.id], 1]);
  }); // prettier-ignore

  it('lists those for a person first, counted by kind, page by page, of one record or of all', async () => {
    const o = await differing();
    const v = await list(o);
    expect([v.total, v.kinds]).to.deep.equal([1, [{ kind: 'conflict', label: 'conflict', count: 1 }]]);
    expect((await list(o, about(PARTY(o.key)))).rows.map((r) => r.id)).to.deep.equal([o.row.id]);
    expect((await list(o, 'kind=marked')).rows).to.deep.equal([]);
    expect((await o.api.ask('get', '/problems?kind=none')).status).to.equal(400);
    for (let i = 0; i < 5; i++) customer(o.s.fake, { Description: `Двойник ${String(i)}`, ИНН: '7736050003', КПП: '773601001' });
    await o.s.everything();
    const seen: number[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page: ProblemsView = await list(o, `limit=2&after=${String(after)}`);
      seen.push(...page.rows.map((r) => r.id));
      after = page.next;
    }
    const open_ = await o.s.problems();
    expect([...seen].sort()).to.deep.equal(open_.map((p) => p.id).sort());
    expect(new Set(seen).size).to.equal(seen.length);
  });

  it('takes an answer to what was shown, and it reaches the base', async () => {
    const o = await differing();
    expect((await answer(o, o.row, { choose: 'ours' })).status).to.equal(200);
    await o.s.settle();
    expect(o.s.fake.get(parties, o.key)?.['Description']).to.equal('Наше имя');
    expect((await list(o)).rows).to.deep.equal([]);
    const [answered] = (await list(o, 'state=answered')).rows;
    expect(answered?.resolved).to.deep.include({ by: 'me', answer: 'Ours', mayUndo: true });
    expect(answered?.answers).to.deep.equal([]);
  });

  it('takes a typed value', async () => {
    const o = await differing();
    expect((await answer(o, o.row, { choose: 'value' })).status).to.equal(422);
    for (const values of [{ nothing: 'x' }, { comment: 'not asked' }, { name: 'x', owner: 'no reference' }])
      expect((await answer(o, o.row, { choose: 'value', values })).status).to.equal(422);
    expect((await answer(o, o.row, { choose: 'value', values: { name: ' Третье ' } })).status).to.equal(200);
    expect((await o.s.record(o.id)).fields['name']).to.equal('Третье');
  });

  it('offers what there is to choose from, and says at the field what it cannot understand', async () => {
    const o = await open();
    const key = customer(o.s.fake);
    await o.s.everything();
    const { id } = await o.s.recordAt('counterparty', key);
    await o.s.edit(id, { branchCode: '770201001' });
    o.s.tick(1);
    o.s.fake.edit(parties, key, { КПП: '771501001' });
    await o.s.everything();
    const row = (await list(o)).rows.find((r) => r.unit === 'identity');
    if (!row) throw new Error('no question');
    const kind = row.differences.find((d) => d.field === 'kind');
    expect([kind?.input, kind?.options?.[0]]).to.deep.equal(['choice', { value: 'company', label: 'company' }]);
    const wrong = await answer(o, row, { choose: 'value', values: { kind: 'Самозанятый', branchCode: '770301001' } });
    expect(wrong.status).to.equal(422);
    expect(wrong.body).to.deep.include({ code: 'input-wrong', fields: { 'values.kind': 'is none of the values there are' } });
    expect((await answer(o, row, { choose: 'value', values: { kind: 'company', branchCode: '770301001' } })).status).to.equal(
      200,
    );
    expect((await o.s.record(id)).fields['branchCode']).to.equal('770301001');
  });

  it('never takes a table or a sum of lines as typed text', async () => {
    const o = await differing();
    const party = await answer(o, o.row, { choose: 'value', values: { lines: 'x' } });
    expect(party.status).to.equal(422);
    expect((await o.s.record(o.id)).fields['name']).to.equal('Наше имя');
  });

  it('names the side the mapping prefers', async () => {
    const o = await differing();
    const unit = o.s.sidebook.engine.hosts
      .get('buh')
      ?.mappings.get('counterparty')
      ?.units.find((u) => u.unit === 'name');
    if (!unit) throw new Error('no unit');
    const ownerAs = async (more: object) => {
      Object.assign(unit, more);
      return (await list(o)).rows[0]?.owner;
    };
    expect(await ownerAs({ policy: 'theirs' })).to.equal('theirs');
    expect(await ownerAs({ policy: 'ours' })).to.equal('ours');
    expect(await ownerAs({ policy: 'ask', direction: 'from-host' })).to.equal('theirs');
    expect(await ownerAs({ direction: 'to-host' })).to.equal('ours');
  });

  it('refuses an answer to values that moved, and one that does not fit', async () => {
    const o = await differing();
    o.s.fake.edit(parties, o.key, { Description: 'Опять другое' });
    await o.s.everything();
    const late = await answer(o, o.row, { choose: 'theirs' });
    expect([late.status, late.body.code]).to.deep.equal([412, 'problem-moved']);
    const [now] = (await list(o)).rows;
    if (!now) throw new Error('gone');
    expect((await answer(o, now, { choose: 'apart' })).body.code).to.equal('answer-unfit');
    expect((await o.api.ask('post', `/problems/${String(now.id)}/answer`, { body: { choose: 'theirs' } })).status).to.equal(428);
    expect((await answer(o, { ...now, id: 999_999 }, { choose: 'theirs' })).status).to.equal(404);
    expect((await o.s.record(o.id)).fields['name']).to.equal('Наше имя');
  });

  it('takes an answer back before and after the push', async () => {
    const o = await differing();
    await answer(o, o.row, { choose: 'theirs' });
    o.s.tick(1);
    expect((await o.s.record(o.id)).fields['name']).to.equal('Их имя');
    const { undone } = await o.api.post<UndoAnswer>('/problems/undo', { ids: [o.row.id] });
    expect([undone, (await o.s.record(o.id)).fields['name']]).to.deep.equal([[o.row.id], 'Наше имя']);
    const { failed } = await o.api.post<UndoAnswer>('/problems/undo', { ids: [o.row.id] });
    expect(failed.map((f) => f.id)).to.deep.equal([o.row.id]);
    expect(failed[0]?.text).to.match(/\.$/);
  });

  it('takes back what can be, and says of each of the rest why not', async () => {
    const o = await differing();
    await answer(o, o.row, { choose: 'theirs' });
    o.s.tick(1);
    const { undone, failed } = await o.api.post<UndoAnswer>('/problems/undo', { ids: [999, o.row.id, o.row.id] });
    expect(undone).to.deep.equal([o.row.id]);
    expect(failed.map((f) => [f.id, f.text])).to.deep.equal([[999, 'There is no problem 999.']]);
    expect((await o.s.record(o.id)).fields['name']).to.equal('Наше имя');
  });

  it('takes back what the token covers, and refuses the rest by itself', async () => {
    const o = await differing();
    await answer(o, o.row, { choose: 'theirs' });
    o.s.tick(1);
    const { undone, failed } = await o.api
      .as({ scope: [PARTY(o.key)] })
      .post<UndoAnswer>('/problems/undo', { ids: [998, o.row.id] });
    expect([undone, failed]).to.deep.equal([[o.row.id], [{ id: 998, text: 'You may not see or do this.' }]]);
  });

  it('answers many at once after a preview: exactly those looked at', async () => {
    const o = await open();
    const keys = [1, 2, 3].map((n) => customer(o.s.fake, { Description: `Покупатель ${String(n)}`, ИНН: '', КПП: '' }));
    await o.s.everything();
    for (const key of keys) {
      await o.s.edit((await o.s.recordAt('counterparty', key)).id, { name: `Наш ${key.slice(0, 4)}` });
      o.s.fake.edit(parties, key, { Description: `Их ${key.slice(0, 4)}` });
    }
    await o.s.everything();
    expect((await list(o, 'limit=1')).rows.map((r) => r.alike)).to.deep.equal([3]);
    const asked = { host: 'buh', unit: 'name', choose: 'theirs' };
    const preview = await o.api.post<BulkAnswer>('/problems/bulk', { ...asked, preview: true });
    expect(preview.rows.map((r) => [r.before?.slice(0, 4), r.after?.slice(0, 3)])).to.deep.equal(keys.map(() => ['Наш ', 'Их ']));
    expect(preview.answered).to.deep.equal([]);
    const [first = 0, second = 0] = preview.rows.map((r) => r.id);
    const moved = (await o.s.problems('conflict')).find((p) => p.id === second);
    await o.s.edit(moved?.record ?? '', { name: 'Тем временем' });
    const done = await o.api.post<BulkAnswer>('/problems/bulk', { ...asked, preview: false, ids: [first, second] });
    expect([done.answered, done.moved]).to.deep.equal([[first], [second]]);
    expect((await o.s.problems('conflict')).length).to.equal(2);
    expect((await o.api.ask('post', '/problems/bulk', { body: { ...asked, preview: false } })).status).to.equal(422);
    expect(
      (await o.api.ask('post', '/problems/bulk', { body: { ...asked, host: 'none', preview: false, ids: [1] } })).status,
    ).to.equal(422);
    expect((await o.api.post<UndoAnswer>('/problems/undo', { ids: [first] })).undone).to.deep.equal([first]);
  });

  it('names candidates and takes one', async () => {
    const o = await open();
    customer(o.s.fake);
    await o.s.everything();
    const twin = customer(o.s.fake, { Description: 'Василёк (дубль)' });
    await o.s.everything();
    const row = (await list(o, about(PARTY(twin)))).rows.find((r) => r.kind === 'duplicate');
    if (!row) throw new Error('no question');
    const same = row.answers.find((a) => a.choose === 'same');
    expect([same?.label, row.subject]).to.deep.equal(['The same: Василёк ООО', 'Василёк (дубль)']);
    expect((await answer(o, row, { choose: 'same', as: same?.as ?? '' })).status).to.equal(200);
    expect(await o.s.problems('duplicate')).to.deep.equal([]);
  });

  it('gives markup back as text', async () => {
    const o = await open();
    const evil = '<script>alert(1)</script>';
    const key = customer(o.s.fake);
    await o.s.everything();
    await o.s.edit((await o.s.recordAt('counterparty', key)).id, { name: evil });
    o.s.fake.edit(parties, key, { Description: `${evil}!` });
    await o.s.everything();
    const [row] = (await list(o)).rows;
    expect(row?.differences.map((d) => [d.ours, d.theirs])).to.deep.equal([[evil, `${evil}!`]]);
  });

  describe('proposals', () => {
    async function proposed() {
      const o = await open();
      const key = customer(o.s.fake);
      const made = keyOf(invoice(o.s.fake, { Контрагент_Key: key, Товары: [line(2500)], СуммаДокумента: 2500 }));
      o.s.fake.post(SET, made);
      await o.s.settle();
      const { id } = await o.s.recordAt('invoice', made);
      await o.s.edit(id, { dueDate: '2026-04-01' }, { propose: true, by: 'ut11:petrov' });
      const [proposal] = (await list(o)).proposals;
      return { ...o, key, id, proposal: proposal?.id ?? 0, changes: proposal?.changes };
    }

    it('are listed in words for those who decide', async () => {
      expect((await proposed()).changes).to.deep.equal([{ label: 'Due date', before: null, after: '01/04/2026' }]);
    });

    it('are declined by the books, withdrawn by who made them, once', async () => {
      const o = await proposed();
      const close = (who: object, state: string) =>
        o.api.as(who).ask('post', `/proposals/${String(o.proposal)}`, { body: { state } });
      expect((await close({ roles: ['sales'] }, 'declined')).status).to.equal(403);
      expect((await close({ roles: ['sales'], actor: 'ut11:other' }, 'withdrawn')).status).to.equal(403);
      expect((await close({ roles: ['sales'], actor: 'ut11:petrov' }, 'withdrawn')).status).to.equal(200);
      expect((await close({ roles: ['accountant'] }, 'declined')).status).to.equal(409);
      expect((await close({ roles: ['accountant'] }, 'accepted')).status).to.equal(400);
    });
  });
});
