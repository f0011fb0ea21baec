/** Freshness, causes in words with whose turn it is, and plans that a widget accepts and the sync process takes up. */
import { expect } from 'chai';
import { switchWriting } from '../../../connector/cli/switches.ts';
import type { PlanView, SyncView } from '../../../connector/server/contract/sync.ts';
import { customer, live } from '../../scenarios/making.ts';
import { HOST, parties } from '../../scenarios/setting.ts';
import { office, type Office } from './client.ts';

describe('the state of the exchange over HTTP', () => {
  const { open } = office();
  const view = ({ api }: Office) => api.get<SyncView>('/sync');

  it('is "never" before the first load and "ok" after it', async () => {
    const o = await open();
    expect((await view(o)).hosts.map((h) => [h.id, h.state, h.lastSuccessAt])).to.deep.equal([['buh', 'never', null]]);
    await o.s.cycle();
    const [host] = (await view(o)).hosts;
    expect(host).to.deep.include({
      state: 'ok',
      title: '1C:Accounting',
      kind: 'onec',
      writes: true,
      lagSeconds: 0,
      problems: 0,
      causes: [],
      pausedBy: null,
    });
    o.s.tick(2);
    expect((await view(o)).hosts[0]?.lagSeconds).to.equal(120);
  });

  it('names every cause in plain words, what to do, whose turn it is and when it is tried again', async () => {
    const o = await open();
    await o.s.cycle();
    for (const [fault, code] of [
      ['login', 'wrong-password'],
      ['down', 'host-unreachable'],
    ] as const) {
      if (fault === 'login') o.s.fake.faults.status = { status: 401 };
      else await o.s.fake.close();
      o.s.tick(1);
      await o.s.sync({ everything: true });
      const [host] = (await view(o)).hosts;
      const [cause] = host?.causes ?? [];
      expect([host?.state, cause?.code]).to.deep.equal(['failing', code]);
      expect([code, cause?.text === '', cause?.next === '', /sidebook /.test(cause?.next ?? '')]).to.deep.equal([
        code,
        false,
        false,
        false,
      ]);
    }
    const [down] = (await view(o)).hosts;
    expect([down?.causes[0]?.who, down?.causes[0]?.retryAt]).to.deep.equal([
      'itself',
      new Date(o.s.clock.now().getTime() + 60_000).toISOString(),
    ]);
  });

  it('says paused and switched off as what they are', async () => {
    const o = await open();
    await o.s.cycle();
    await o.s.switchWriting(false);
    expect((await view(o)).hosts[0]).to.deep.include({ state: 'ok', writes: false });
    expect((await view(o)).hosts[0]?.causes.map((c) => [c.code, c.who])).to.deep.equal([['write-off', 'admin']]);
    await o.s.sidebook.store.write({ actor: 'anna' }, (w) => w.setHost('buh', { pausedBy: 'anna' }));
    expect((await view(o)).hosts[0]).to.deep.include({ state: 'paused', pausedBy: 'anna' });
  });

  it('says apart what goes by itself and what waits for somebody', async () => {
    const o = await open();
    const key = customer(o.s.fake);
    await o.s.everything();
    const { id } = await o.s.recordAt('counterparty', key);
    await o.s.edit(id, { name: 'Наше имя' });
    expect((await view(o)).hosts[0]).to.deep.include({ queue: 1, waiting: 0, behind: 0, problems: 0 });
    o.s.tick(1);
    o.s.fake.edit(parties, key, { Description: 'Их имя' });
    await o.s.everything();
    expect((await view(o)).hosts[0]).to.deep.include({ queue: 0, problems: 1 });
  });

  it('tells the last happenings with names, newest first', async () => {
    const o = await open();
    customer(o.s.fake);
    await o.s.everything();
    const [record] = await o.s.records('counterparty');
    await o.s.edit(record?.id ?? '', { phone: '+7 495 000-00-00' });
    const { journal } = await view(o);
    expect(journal[0]?.text).to.equal('Changed here: Василёк ООО (Phone)');
    expect(journal.length).to.be.at.most(20);
    const russian = (await o.api.as({ lang: 'ru' }).get<SyncView>('/sync')).journal[0]?.text;
    expect(russian).to.equal('Изменено здесь: Василёк ООО (Телефон)');
  });

  it('tells what was switched which way, and where', async () => {
    const o = await open();
    const { sidebook } = o.s;
    await switchWriting(sidebook, { on: false, hosts: [HOST], by: 'anna' });
    await switchWriting(sidebook, { on: true, hosts: [], by: 'anna' });
    const { journal } = await o.api.as({ lang: 'ru' }).get<SyncView>('/sync');
    expect(journal.slice(0, 2).map((r) => r.text)).to.deep.equal(['Запись включена', 'Запись выключена · 1С:Бухгалтерия']);
  });

  it('tries again what was put off', async () => {
    const o = await open();
    await o.s.cycle();
    const ours = await live(o.s, { name: 'Новый', kind: 'person' });
    o.s.fake.faults.lockConflict = { method: 'POST' };
    await o.s.sync();
    o.s.fake.forget();
    await o.api.post('/sync/retry', { host: 'buh' });
    await o.s.settle();
    expect((await o.s.objectOf(parties, ours.id))['Description']).to.equal('Новый');
    expect((await o.api.ask('post', '/sync/retry', { body: { host: 'nobody' } })).status).to.equal(422);
  });

  describe('a plan', () => {
    it('is made on demand, writes nothing, and is looked at again', async () => {
      const o = await open();
      await o.s.cycle();
      await live(o.s, { name: 'Новый & <b>', kind: 'person' });
      o.s.quiet();
      const plan = await o.api.post<PlanView>('/plans', { host: 'buh' });
      expect(o.s.writes).to.deep.equal([]);
      expect(plan.steps.map((x) => [x.host, x.entity, x.title, x.does, x.doesLabel, x.hold])).to.deep.equal([['buh', 'counterparty', 'Новый & <b>', 'create', 'create there', null]]);
      expect(plan.totals.map((x) => [x.entityLabel, x.does, x.count])).to.deep.equal([['Counterparties', 'create', 1]]);
      expect([plan.refused, plan.mayAccept, plan.state, plan.stepCount]).to.deep.equal([null, false, 'proposed', 1]);
      expect((await o.api.get<PlanView>(`/plans/${plan.id}?all=1`)).steps).to.deep.equal(plan.steps);
      expect((await view(o)).plans.map((p) => p.id)).to.deep.equal([plan.id]);
      expect((await o.api.ask('get', '/plans/none')).status).to.equal(404);
      const page = await o.api.ask('get', `/plans/${plan.id}.html`);
      expect(page.text).to.include('Новый &amp; &lt;b&gt;').and.not.to.include('<b>');
    }); // prettier-ignore

    it('that the guard holds is accepted once, by name, and the next run takes it up', async () => {
      const o = await open({ open: { limits: { guardWrites: { count: 2, share: 0 } } } });
      await o.s.cycle();
      for (let i = 0; i < 4; i++) await live(o.s, { name: `Новый ${String(i)}`, kind: 'person' });
      await o.s.cycle();
      const [held] = (await view(o)).plans;
      expect([held?.refused?.code, held?.mayAccept, held?.stepCount]).to.deep.equal(['too-many-writes', true, 4]);
      expect(o.s.fake.list(parties)).to.deep.equal([]);
      const accept = (who: object) => o.api.as(who).ask('post', `/plans/${held?.id ?? ''}/accept`);
      expect((await accept({ roles: ['lead'] })).status).to.equal(403);
      expect((await accept({ roles: ['accountant'], actor: 'ut11:glavbuh' })).status).to.equal(200);
      expect((await accept({})).status).to.equal(409);
      await o.s.cycle();
      expect(o.s.fake.list(parties).length).to.equal(4);
      const plan = await o.api.get<PlanView>(`/plans/${held?.id ?? ''}`);
      expect([plan.state, plan.acceptedBy, plan.mayAccept]).to.deep.equal(['applied', 'ut11:glavbuh', false]);
    });

    async function held(o: Office): Promise<string> {
      o.s.tick(60);
      await o.s.cycle();
      return (await view(o)).plans[0]?.id ?? '';
    }

    async function guarded(): Promise<Office> {
      const o = await open({ open: { limits: { guardWrites: { count: 2, share: 0 } } } });
      await o.s.cycle();
      for (let i = 0; i < 4; i++) await live(o.s, { name: `Новый ${String(i)}`, kind: 'person' });
      return o;
    }

    const acceptedAs = (o: Office, plan: string, actor: string) =>
      o.api.as({ roles: ['accountant'], actor }).ask<{ code?: string }>('post', `/plans/${plan}/accept`);

    it('that two accept at once is accepted by one; the other is told', async () => {
      const o = await guarded();
      const plan = await held(o);
      const said = await Promise.all(['ut11:vera', 'ut11:boris'].map((actor) => acceptedAs(o, plan, actor)));
      expect(said.map((a) => a.status).sort()).to.deep.equal([200, 409]);
      expect(said.find((a) => a.status === 409)?.body.code).to.equal('plan-moved');
      expect(await acceptedAs(o, plan, 'ut11:vera')).to.deep.include({ status: 409 });
    });

    it('does not push aside another that is accepted and has not gone yet', async () => {
      const o = await guarded();
      const [older, newer] = [await held(o), await held(o)];
      expect(older).not.to.equal(newer);
      const said = await Promise.all([acceptedAs(o, newer, 'ut11:vera'), acceptedAs(o, older, 'ut11:boris')]);
      expect(said.map((a) => a.status).sort()).to.deep.equal([200, 409]);
      expect(said.find((a) => a.status === 409)?.body.code).to.equal('plan-before');
      await o.s.cycle();
      expect(o.s.fake.list(parties).length).to.equal(4);
    });

    it('is not made of a base that is down, which says whose turn it is', async () => {
      const o = await open();
      await o.s.fake.close();
      const { status, body } = await o.api.ask<{ code: string; who: string }>('post', '/plans', { body: { host: 'buh' } });
      expect([status, body.code, body.who]).to.deep.equal([503, 'host-unreachable', 'itself']);
    });

    it('of a base another run holds is asked for again later', async () => {
      const o = await open();
      await o.s.sidebook.store.lease('buh', 'another');
      expect((await o.api.ask('post', '/plans', { body: { host: 'buh' } })).status).to.equal(202);
    });
  });
});
