/** Rows by owner: what a person sees of others' counterparties is nothing, by any call of the API there is. */
import { expect } from 'chai';
import type { RecordId } from '../../../connector/model.ts';
import type { NoteSaved, NotesView, NoteView } from '../../../connector/server/contract/notes.ts';
import { ROLES, type Role } from '../../../connector/roles.ts';
import { seeded, type Random } from '../../random.ts';
import { customer, draft, invoice, keyOf, line } from '../../scenarios/making.ts';
import { invoices as SET, parties } from '../../scenarios/setting.ts';
import { SEED } from '../../unit/property.ts';
import { about, INVOICE, office, PARTY, type Office } from './client.ts';

interface Made {
  readonly key: string;
  readonly id: RecordId;
  readonly owner: RecordId | null;
  /** Stands in its name, in its invoices, and nowhere else. */
  readonly canary: string;
  readonly posted: string;
  readonly invoices: readonly RecordId[];
}

interface World extends Office {
  readonly made: readonly Made[];
  readonly persons: readonly RecordId[];
  readonly problems: number;
  readonly proposals: number;
}

const OWNERS = ['Иванова А.', 'Петров Б.', 'Сидоров В.'];

describe('rows by owner', () => {
  const { open } = office();

  async function world(random: Random, count = 7): Promise<World> {
    const o = await open();
    const users = OWNERS.map((name) => keyOf(o.s.fake.create('Catalog_Пользователи', { Description: name })));
    const rows = Array.from({ length: count }, (_, i) => {
      const [canary, user] = [`zq${String(i)}x`, random.chance(0.15) ? null : random.pick(users)];
      const taxless = { Description: `Фирма ${canary}`, ИНН: '', КПП: '', ...(user === null ? {} : { Ответственный_Key: user }) };
      const key = customer(o.s.fake, taxless);
      const posted = keyOf(invoice(o.s.fake, { Контрагент_Key: key, Товары: [line(100)], СуммаДокумента: 100, Комментарий: `к ${canary}` })); // prettier-ignore
      o.s.fake.post(SET, posted);
      return { key, canary, posted, user };
    });
    await o.s.settle();
    const persons = await Promise.all(users.map(async (key) => (await o.s.recordAt('person', key)).id));
    const made: Made[] = [];
    for (const { key, canary, posted, user } of rows) {
      const [{ id }, sold] = [await o.s.recordAt('counterparty', key), await o.s.recordAt('invoice', posted)];
      const own = await draft(o.s, { counterparty: id, fields: { comment: `черновик ${canary}` } });
      await o.s.edit(sold.id, { dueDate: '2026-05-01' }, { propose: true, by: 'ut11:anna' });
      await o.s.edit(id, { name: `Здесь ${canary}` });
      o.s.fake.edit(parties, key, { Description: `Там ${canary}` });
      const noted = await o.api.as({ roles: ['lead'] }).ask('post', '/notes', {
        body: {
          entity: PARTY(key),
          text: `о ${canary}`,
          kind: 'promise',
          followUp: { due: '2026-03-02', assignee: null, done: false },
        },
      });
      expect(noted.status, noted.text).to.be.below(300);
      made.push({ key, canary, posted, id, owner: user === null ? null : (persons[users.indexOf(user)] ?? null), invoices: [sold.id, own.id] }); // prettier-ignore
    }
    await o.s.everything();
    return { ...o, made, persons, problems: (await o.s.problems()).length, proposals: made.length };
  }

  it('show a salesperson the list, the counts and the problems of their own counterparties alone', async () => {
    const w = await world(seeded(1));
    const [person = ''] = w.persons;
    const own = w.made.filter((m) => m.owner === person);
    const all = w.api.as({ roles: ['sales'], owners: [person] });
    type Rows = { counts: { all: number; drafts: number }; rows: { counterparty: { id: string } }[] };
    const list = await all.get<Rows>('/invoices');
    expect(own.length).to.be.within(1, w.made.length - 1);
    expect([list.counts.all, list.counts.drafts, list.rows.length]).to.deep.equal([own.length * 2, own.length, own.length * 2]);
    const { total, rows } = await all.get<{ total: number; rows: { record: string }[] }>('/problems');
    expect([total, rows.map((r) => r.record).sort()]).to.deep.equal([own.length, own.map((m) => m.id).sort()]);
    const other = w.made.find((m) => m.owner !== person);
    expect((await all.ask<{ code: string }>('get', `/counterparty?${about(PARTY(other?.key ?? ''))}`)).status).to.equal(404);
    expect((await all.ask('get', `/invoices/${other?.invoices[0] ?? ''}`)).status).to.equal(404);
    expect((await w.api.as({ roles: ['sales'] }).get<Rows>('/invoices')).counts.all).to.equal(w.made.length * 2);
  });

  it('of nobody are shown to whoever sees everything, and to no one else', async () => {
    const w = await world(seeded(5));
    const free = w.made.filter((m) => m.owner === null);
    expect(free.length).to.be.above(0);
    const seen = async (owners: readonly string[] | null) =>
      (await w.api.as({ roles: ['sales'], owners }).get<{ counts: { all: number } }>('/invoices')).counts.all;
    expect([await seen(w.persons), await seen([]), await seen(null)]).to.deep.equal([(w.made.length - free.length) * 2, 0, w.made.length * 2]); // prettier-ignore
  });

  it('are the same whatever a token covers: one for another person\'s customer shows nothing of it', async () => {
    const w = await world(seeded(2));
    const [person = ''] = w.persons;
    const other = w.made.find((m) => m.owner !== person && m.owner !== null);
    const api = w.api.as({ roles: ['sales'], owners: [person], scope: [PARTY(other?.key ?? '')] });
    for (const path of [`/counterparty?${about(PARTY(other?.key ?? ''))}`, `/invoices?${about(PARTY(other?.key ?? ''))}`, `/problems?${about(PARTY(other?.key ?? ''))}`, `/invoices/${other?.invoices[1] ?? ''}`]) {
      const { status, text } = await api.ask('get', path);
      expect([path, status >= 400, text.includes(other?.canary ?? '')]).to.deep.equal([path, true, false]);
    }
  }); // prettier-ignore

  it('bound what a lead of some of them is told of as not decided in time', async () => {
    const w = await world(seeded(3));
    const [person = ''] = w.persons;
    w.s.tick(5 * 24 * 60);
    const lateOf = async (owners: readonly string[] | null): Promise<readonly string[]> =>
      (await w.api.as({ roles: ['lead'], owners }).get<NotesView>('/notes?whose=team')).late.map(({ subject }) => subject);
    const mine = w.made.filter((m) => m.owner === person).map((m) => m.canary);
    const told = await lateOf([person]);
    expect(told.length).to.equal(Math.min(5, mine.length));
    expect(told.filter((subject) => !mine.some((canary) => subject.includes(canary)))).to.deep.equal([]);
    expect((await lateOf(null)).length).to.equal(5);
    const { due } = await w.api.as({ roles: ['lead'], owners: [person] }).get<NotesView>('/notes?whose=team');
    expect(due.map((n) => n.text).sort()).to.deep.equal(mine.map((canary) => `о ${canary}`).sort());
  });

  it('show who was given a task about another one what to do and by when, let them say it is done, and show nothing else of it', async () => {
    const w = await world(seeded(1), 4);
    const boris = () => w.api.as({ roles: ['sales'], owners: [], actor: 'ut11:boris' });
    const [one] = w.made;
    const entity = PARTY(one?.key ?? '');
    const anna = () => w.api.as({ roles: ['sales'], actor: 'ut11:anna' });
    const followUp = { due: '2026-03-02', assignee: 'ut11:boris', done: false };
    const given = await anna().post<NoteSaved>('/notes', { entity, kind: 'call', text: `Перезвонить ${one?.canary ?? ''}`, participants: ['Марина, закупки «Ирис»'], followUp });
    await anna().ask('patch', `/notes/${given.id}`, { body: { text: 'Перезвонить Марине до обеда' }, match: String(given.rev) });
    await anna().post('/notes', { entity, kind: 'call', text: 'Ничьё дело' });
    const day = await boris().ask<NotesView>('get', '/notes');
    expect(day.body.due.map((n) => [n.text, n.about, n.may.change])).to.deep.equal([['Перезвонить Марине до обеда', { entity: null, type: 'counterparty', title: 'a customer of somebody else' }, true]]); // prettier-ignore
    const whole = await boris().ask<NoteView>('get', `/notes/${given.id}`);
    expect([whole.body.note.text, whole.body.revisions]).to.deep.equal(['Перезвонить Марине до обеда', []]);
    for (const { text } of [day, whole]) for (const hidden of [one?.canary ?? '', one?.id ?? '', one?.key ?? '', 'Ничьё', 'Ирис']) expect(text).to.not.include(hidden);
    for (const path of ['notes', 'counterparty']) expect((await boris().ask('get', `/${path}?${about(entity)}`)).status).to.equal(404);
    for (const search of ['Ирис', 'Марине']) expect((await boris().post<NotesView>('/notes/find', { search })).rows, search).to.deep.equal([]);
    const match = String(whole.body.note.rev);
    for (const body of [{ text: 'Сделано' }, { pinned: true }, { participants: [] }, { followUp: null }, { followUp: { ...followUp, due: '2027-03-02' } }, { followUp: { ...followUp, assignee: 'ut11:vera' } }])
      expect((await boris().ask('patch', `/notes/${given.id}`, { body, match })).status, JSON.stringify(body)).to.equal(404);
    const done = await boris().ask('patch', `/notes/${given.id}`, { body: { followUp: { ...followUp, done: true } }, match });
    expect([done.status, (await boris().get<NotesView>('/notes')).due]).to.deep.equal([200, []]);
    const vera = () => w.api.as({ roles: ['sales'], owners: [], actor: 'ut11:vera' });
    expect([(await vera().ask('get', `/notes/${given.id}`)).status, (await vera().get<NotesView>('/notes')).due]).to.deep.equal([404, []]);
    const { about: whom, participants } = (await anna().get<NotesView>(`/notes?${about(entity)}`)).rows[1] ?? expect.fail('no note');
    expect([whom?.entity, participants]).to.deep.equal([entity, ['Марина, закупки «Ирис»']]);
  }); // prettier-ignore

  it('are searched past what is hidden: one\'s own note is found behind any number of others\', and these are not told of', async () => {
    const w = await world(seeded(1), 4);
    const boris = () => w.api.as({ roles: ['sales'], owners: [], actor: 'ut11:boris' });
    const found = async () => {
      const { rows, next } = await boris().post<NotesView>('/notes/find', { search: 'скидка' });
      return [rows.map((n) => n.text), next];
    };
    const anna = () => w.api.as({ roles: ['sales'], actor: 'ut11:anna' });
    const add = (entity: string | null, text: string) => (entity === null ? boris() : anna()).post('/notes', { entity, kind: 'call', text });
    for (let n = 0; n < 13; n++) await add(PARTY(w.made[0]?.key ?? ''), `Просят скидку ${String(n)}`);
    expect(await found()).to.deep.equal([[], null]);
    await add(null, 'Скидку не даём');
    for (let n = 0; n < 13; n++) await add(PARTY(w.made[0]?.key ?? ''), `Снова скидка ${String(n)}`);
    expect(await found()).to.deep.equal([['Скидку не даём'], null]);
    for (let n = 0; n < 5; n++) await add(null, `Скидка моя ${String(n)}`);
    expect((await found())[1], 'six are seen, and after them others\' alone').to.equal(null);
    await add(null, 'Седьмая скидка');
    const first = await boris().post<NotesView>('/notes/find', { search: 'скидка' });
    const rest = await boris().post<NotesView>('/notes/find', { search: 'скидка', after: first.next ?? '' });
    expect([first.rows.length, rest.rows.map((n) => n.text), rest.next]).to.deep.equal([6, ['Скидку не даём'], null]);
  }); // prettier-ignore

  it('fill a day with what is seen: tasks about customers that went to somebody else take nobody\'s place', async () => {
    const w = await world(seeded(1), 4);
    const boris = (owners: readonly string[] | null) => w.api.as({ roles: ['sales'], owners, actor: 'ut11:boris' });
    const add = (entity: string | null, kind: string, due: string) => boris(null).post('/notes', { entity, kind, text: `${kind} ${due}`, followUp: { due, assignee: null } });
    for (let n = 10; n < 23; n++) {
      await add(PARTY(w.made[0]?.key ?? ''), 'call', '2026-02-20');
      await add(PARTY(w.made[0]?.key ?? ''), 'promise', `2026-04-${String(n)}`);
    }
    await add(null, 'call', '2026-02-25');
    await add(null, 'promise', '2026-12-01');
    const { due, promises, moreDue } = await boris([]).get<NotesView>('/notes');
    expect([due, promises].map((some) => some.map((n) => n.text))).to.deep.equal([['call 2026-02-25'], ['promise 2026-12-01']]);
    const all = await boris(null).get<NotesView>('/notes');
    expect([moreDue, all.due.length, all.promises.length, all.moreDue]).to.deep.equal([false, 12, 5, true]);
  }); // prettier-ignore

  it(`of others are in no answer, by any call (SEED=${String(SEED)})`, async () => {
    const random = seeded(SEED);
    const w = await world(random);
    for (let i = 0; i < 250; i++) {
      const owners = random.chance(0.1) ? [] : w.persons.filter(() => random.chance(0.4));
      const roles: Role[] = [random.pick(ROLES), ...(random.chance(0.3) ? [random.pick(ROLES)] : [])];
      const target = random.pick(w.made);
      const scope = random.chance(0.5) ? '*' : [random.pick([PARTY(target.key), INVOICE(target.posted), `sidebook:counterparty:${target.id}`])]; // prettier-ignore
      const call = callOf(random, w, target);
      const answer = await w.api.as({ roles, owners, scope }).ask(call.method, call.path, call.more);
      const hidden = w.made.filter((m) => m.owner === null || !owners.includes(m.owner)).filter((m) => answer.text.includes(m.canary));
      expect(hidden.map((m) => m.canary), `${String(i)}: ${roles.join()} [${owners.join()}] ${JSON.stringify(scope)} ${call.method} ${call.path} -> ${String(answer.status)}`).to.deep.equal([]);
    }
  }).timeout(120_000); // prettier-ignore
});

interface Call {
  readonly method: 'get' | 'post' | 'patch';
  readonly path: string;
  readonly more?: { readonly body?: unknown; readonly match?: string };
}

const FILTERS = ['all', 'overdue', 'unpaid', 'drafts', 'cancelled'];

/** Every call that could carry a counterparty, with every argument that might help. Plans and freshness are for those who keep the books, who see everything. */
function callOf(random: Random, w: World, m: Made): Call {
  const inv = random.pick(m.invoices);
  const entity = random.pick([
    PARTY(m.key),
    INVOICE(m.posted),
    `sidebook:counterparty:${m.id}`,
    `sidebook:invoice:${inv}`,
    `buh:counterparty:${m.key}`,
  ]);
  const body = { counterparty: m.id, lines: [{ text: 'x', quantity: '1', price: '1', vatRate: '20' }] };
  const problem = String(random.int(w.problems + 2));
  const calls: readonly Call[] = [
    { method: 'get', path: `/counterparty?${about(entity)}` },
    { method: 'get', path: `/invoices?${about(entity)}` },
    { method: 'get', path: `/invoices?filter=${random.pick(FILTERS)}&limit=${String(1 + random.int(20))}` },
    { method: 'get', path: `/invoices?search=${encodeURIComponent(random.pick([m.canary, 'Здесь', 'Фирма', '0000']))}` },
    { method: 'get', path: `/invoices?${about(entity)}&search=${m.canary}` },
    { method: 'get', path: `/invoices/${inv}` },
    { method: 'get', path: `/problems?${about(entity)}` },
    { method: 'get', path: `/problems?state=${random.pick(['open', 'answered'])}&limit=100` },
    { method: 'get', path: `/problems?kind=${random.pick(['conflict', 'frozen', 'waiting'])}` },
    { method: 'post', path: '/products/find', more: { body: { search: m.canary } } },
    { method: 'get', path: `/prices?${about(entity)}` },
    { method: 'get', path: `/notes?${random.pick([about(entity), 'whose=mine', 'whose=team'])}` },
    { method: 'post', path: '/notes/find', more: { body: { search: m.canary, ...(random.chance(0.5) ? { entity } : {}) } } },
    { method: 'get', path: `/matching?${random.pick([about(entity), ''])}` },
    { method: 'post', path: '/prices/find', more: { body: { entity, search: m.canary } } },
    { method: 'post', path: '/invoices', more: { body } },
    { method: 'post', path: `/invoices/${inv}/issue` },
    { method: 'post', path: `/invoices/${inv}/retry` },
    { method: 'patch', path: `/invoices/${inv}`, more: { body: { changes: {} }, match: '1' } },
    { method: 'post', path: `/problems/${problem}/answer`, more: { body: { choose: 'ours' }, match: 'x' } },
    { method: 'post', path: `/problems/${problem}/items`, more: { body: { search: m.canary } } },
    { method: 'post', path: '/problems/bulk', more: { body: { host: 'buh', unit: 'name', choose: random.pick(['ours', 'theirs']), preview: true } } },
    { method: 'post', path: '/problems/undo', more: { body: { ids: [Number(problem)] } } },
    { method: 'post', path: `/proposals/${String(random.int(w.proposals + 2))}`, more: { body: { state: random.pick(['withdrawn', 'declined']) } } },
    { method: 'post', path: '/links', more: { body: { entity, record: random.pick(w.made).id } } },
  ]; // prettier-ignore
  return random.pick(calls);
}
