/** 1C put back from yesterday: it is only read until a person says who is right, and nothing is made twice (A21, I16). */
import { expect } from 'chai';
import { startFakeOnec } from '../hosts/onec/fake.ts';
import { customer, differences, invoice, issue, line, live } from './making.ts';
import { HOST, invoices, overSoap, parties, PLAN, stage, type Setting } from './setting.ts';

describe('a 1C restored from a backup', () => {
  const { start } = stage();

  interface Restored {
    readonly s: Setting;
    readonly key: string;
    readonly id: string;
    readonly issued: readonly string[];
  }

  /** After the backup: a comment pushed, invoices created; then the backup is put back. */
  async function restored(options: { plan: boolean; invoices: number }): Promise<Restored> {
    const s = await start({ host: options.plan ? { exchangePlan: PLAN } : {} });
    const key = customer(s.fake);
    await s.cycle();
    s.tick(1);
    await s.cycle();
    const backup = s.fake.snapshot();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'после копии' });
    const issued: string[] = [];
    for (let i = 0; i < options.invoices; i++) issued.push((await issue(s, { counterparty: id })).id);
    await s.settle();
    for (let i = 0; i < 2; i++) {
      s.tick(1);
      await s.cycle(); // packages after the backup are confirmed
    }
    s.fake.restore(backup);
    s.quiet();
    return { s, key, id, issued };
  }

  async function cycles(s: Setting, count = 3): Promise<void> {
    for (let i = 0; i < count; i++) {
      s.tick(20);
      await s.everything();
    }
  }

  const suspected = async (s: Setting) => (await s.problems('restored'))[0];

  for (const plan of [true, false])
    it(`is only read until answered, ${plan ? 'with a plan' : 'without one'}`, async () => {
      const { s, id } = await restored({ plan, invoices: 15 });
      await cycles(s);
      await s.edit(id, { legalName: 'ООО "Потом"' });
      await cycles(s);
      expect((await suspected(s))?.detail['code']).to.equal('host-restored');
      expect(s.writes).to.deep.equal([]);
      expect(s.fake.list(invoices)).to.deep.equal([]);
    });

  for (const plan of [true, false])
    it(`gets nothing that waited when it is noticed, ${plan ? 'with a plan' : 'without one'}`, async () => {
      const { s, id } = await restored({ plan, invoices: 15 });
      await s.edit(id, { legalName: 'ООО "Потом"' });
      await issue(s, { counterparty: id });
      await cycles(s, 1);
      expect((await suspected(s))?.detail['code']).to.equal('host-restored');
      expect(s.writes).to.deep.equal([]);
    });

  it('changes no record of ours before the answer', async () => {
    const { s, id } = await restored({ plan: true, invoices: 2 });
    await cycles(s);
    expect((await s.record(id)).fields['comment']).to.equal('после копии');
  });

  it('is told by its message numbers when few objects vanish', async () => {
    const { s } = await restored({ plan: true, invoices: 1 });
    await cycles(s);
    expect((await suspected(s))?.detail['code']).to.equal('host-restored');
    expect(s.writes).to.deep.equal([]);
  });

  it('asks about each lost object when few vanish unnoticed', async () => {
    const { s, issued } = await restored({ plan: false, invoices: 2 });
    await cycles(s);
    expect((await s.problems('vanished')).map((p) => p.record)).to.have.members(issued);
    expect(s.writes).to.deep.equal([]);
  });

  for (const plan of [true, false])
    it(`goes on with its own values when it is right, ${plan ? 'with a plan' : 'without one'}`, async () => {
      const { s, id, issued } = await restored({ plan, invoices: 15 });
      await cycles(s);
      await s.answer(await suspected(s), { choose: 'host-right' });
      await cycles(s);
      expect((await s.record(id)).fields['comment']).to.equal(null);
      expect((await s.problems('vanished')).map((p) => p.record)).to.have.members(issued);
      expect(await s.problems('restored')).to.deep.equal([]);
      expect(s.fake.list(invoices)).to.deep.equal([]);
    });

  it('gets our values again when the module is right', async () => {
    const { s, key, id } = await restored({ plan: true, invoices: 2 });
    await cycles(s);
    await s.answer(await suspected(s), { choose: 'module-right' });
    await cycles(s);
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('после копии');
    expect((await s.record(id)).fields['comment']).to.equal('после копии');
  });

  it('holds on to module-right that broke off half-way: the other answer is refused, the same one ends it', async () => {
    const { s, key, id } = await restored({ plan: true, invoices: 2 });
    await cycles(s);
    const question = await suspected(s);
    const { store } = s.sidebook;
    const write = store.write.bind(store);
    let writes = 0;
    store.write = (by, work) => (++writes > 2 ? Promise.reject(new Error('the disk is full')) : write(by, work));
    const broken = await s.answer(question, { choose: 'module-right' }).catch((error: unknown) => (error as Error).message);
    store.write = write;
    expect(broken).to.equal('the disk is full');
    const other = await s.answer(question, { choose: 'host-right' }).catch((error: unknown) => (error as { code: string }).code);
    expect(other).to.equal('answer-begun');
    await cycles(s);
    expect(s.writes).to.deep.equal([]);
    await s.answer(await suspected(s), { choose: 'module-right' });
    await cycles(s);
    expect([s.fake.get(parties, key)?.['Комментарий'], (await s.record(id)).fields['comment']]).to.deep.equal(['после копии', 'после копии']);
  }); // prettier-ignore

  for (const choose of ['host-right', 'module-right'] as const)
    it(`gets lost invoices again only when asked, ${choose}`, async () => {
      const { s, issued } = await restored({ plan: true, invoices: 2 });
      await cycles(s);
      await s.answer(await suspected(s), { choose });
      await cycles(s);
      expect(s.fake.list(invoices)).to.deep.equal([]);
      for (const p of await s.problems('vanished')) await s.answer(p, { choose: 'create-again' });
      await cycles(s);
      expect(s.fake.list(invoices)).to.have.length(issued.length);
      expect(await differences(s)).to.deep.equal([]);
      expect(await s.problems()).to.deep.equal([]);
    });

  it('is never taken for ours where it gave our number away', async () => {
    const { s, key, id, issued } = await restored({ plan: true, invoices: 1 });
    const [lost] = issued;
    const { number, total } = (await s.record(lost ?? '')).fields;
    const typed = invoice(s.fake, { Контрагент_Key: key, Date: '2026-02-24T18:00:00', Товары: [line(77)] });
    expect(String(typed['Number']).trim()).to.equal(number);
    await cycles(s);
    await s.answer(await suspected(s), { choose: 'host-right' });
    await cycles(s);
    for (const p of await s.problems('vanished')) await s.answer(p, { choose: 'create-again' });
    await cycles(s);
    expect((await s.record(lost ?? '')).fields['total']).to.equal(total);
    expect(s.fake.list(invoices).map((r) => r['СуммаДокумента'])).to.have.members([77, 1500]);
    expect((await s.record(id)).stage).to.equal('live');
  });

  it('whose lists are suddenly empty deactivates nobody', async () => {
    const s = await start({ fake: { data: { counterparties: 40, invoices: 30 } } });
    await s.cycle();
    const before = (await s.records('counterparty')).map((r) => [r.id, r.rev]);
    s.fake.reply({ path: `${parties}?$format=json&$select=Ref_Key%2CDataVersion`, body: '{"value":[]}' });
    s.fake.reply({ path: `${parties}/$count`, body: '0', contentType: 'text/plain' });
    await s.everything();
    expect((await suspected(s))?.detail).to.include({ code: 'host-restored', entity: 'counterparty' });
    expect((await s.records('counterparty')).map((r) => [r.id, r.rev])).to.deep.equal(before);
    expect((await s.links('counterparty')).filter((l) => l.goneAt !== null)).to.deep.equal([]);
  });
});

describe('another base at the address of a 1C', () => {
  const { start } = stage();

  it('is neither read nor written to, and all goes on once the address is right again', async () => {
    const s = await start({ host: { exchangePlan: PLAN } });
    const key = customer(s.fake);
    await s.settle();
    const other = await startFakeOnec({ now: s.clock.now, seed: 9, data: { counterparties: 5, invoices: 5 } });
    try {
      const { id } = await s.recordAt('counterparty', key);
      await s.edit(id, { comment: 'не в ту базу' });
      await issue(s, { counterparty: id });
      await live(s, { name: 'Новый', taxId: '7701000035' });
      const before = [other.list(parties).length, other.list(invoices).length];
      await s.reconfigure({ exchangePlan: PLAN, url: other.url });
      const known = await s.records('counterparty');
      for (let i = 0; i < 2; i++) {
        s.tick(20);
        const report = await s.sidebook.sync(HOST, { everything: true });
        expect([report.state, 'error' in report && report.error?.code]).to.deep.equal(['failed', 'other-base']);
      }
      expect([other.list(parties).length, other.list(invoices).length]).to.deep.equal(before);
      expect((await s.records('counterparty')).length).to.equal(known.length);
      expect((await s.problems('unreachable')).map((p) => p.detail['code'])).to.deep.equal(['other-base']);
      expect(await s.problems('vanished')).to.deep.equal([]);
    } finally {
      await other.close();
    }
    await s.reconfigure({ exchangePlan: PLAN });
    await s.settle();
    expect([await s.problems('unreachable'), s.fake.list(invoices).length, s.fake.list(parties).length]).to.deep.equal([
      [],
      1,
      2,
    ]);
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('не в ту базу');
  });

  /** The address leads elsewhere from one cycle to the next: nobody starts Sidebook anew for it. */
  async function swapped(more: Parameters<typeof start>[0] = {}) {
    const s = await start(more);
    const key = customer(s.fake);
    await s.settle();
    const own = s.fake.snapshot();
    const other = await startFakeOnec({ now: s.clock.now, seed: 9, data: { counterparties: 5, invoices: 5 } });
    s.fake.restore(other.snapshot());
    await other.close();
    s.quiet();
    s.tick(20);
    return { s, key, own };
  }

  const endOf = (report: Awaited<ReturnType<Setting['sync']>>) => [report.state, 'error' in report && report.error?.code];

  for (const [door, more] of [
    ['over OData', {}],
    ['over its web service', overSoap],
  ] as const)
    it(`is noticed ${door} while Sidebook runs, before anything of it is taken over or called gone`, async () => {
      const { s, own } = await swapped(more);
      const known = await s.records('counterparty');
      for (let i = 0; i < 2; i++) expect(endOf(await s.sync())).to.deep.equal(['failed', 'other-base']);
      expect([await s.records('counterparty'), (await s.problems()).map((p) => [p.kind, p.detail['code']])]).to.deep.equal([
        known,
        [['unreachable', 'other-base']],
      ]);
      s.fake.restore(own);
      await s.settle();
      expect(await s.problems()).to.deep.equal([]);
    });

  it('is noticed before something is made there, where no list is due', async () => {
    const { s } = await swapped();
    s.tick(-20);
    await live(s, { name: 'Новый', taxId: '7701000035' });
    const before = s.fake.list(parties).length;
    expect(endOf(await s.sync())).to.deep.equal(['failed', 'other-base']);
    expect([s.fake.list(parties).length, s.writes]).to.deep.equal([before, []]);
  });
});
