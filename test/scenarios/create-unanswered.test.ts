/** A create nobody answered, of a record that got another date or other numbers before its object showed up (A6, I4). */
import { expect } from 'chai';
import { customer, inStep, issue, live, organisationOf, party } from './making.ts';
import { invoices, parties, PLAN, stage, type Setting } from './setting.ts';

const LILY = { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7736050003', branchCode: '773601001' };

describe('a create without an answer', () => {
  const { start } = stage();

  async function minutes(s: Setting, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await s.sync();
      s.tick(1);
    }
  }

  for (const exchangePlan of [undefined, PLAN])
    for (const first of ['feed', 'look'] as const)
      it(`is recognised though its date was changed here since, ${exchangePlan ? 'plan' : 'no plan'}, met by the ${first}`, async () => {
        const s = await start(exchangePlan ? { host: { exchangePlan } } : {});
        const key = customer(s.fake);
        await s.cycle();
        const { id } = await s.recordAt('counterparty', key);
        s.fake.faults.dropAfter = { method: 'POST', path: invoices, next: 1 };
        const { id: made } = await issue(s, { counterparty: id });
        await s.sync();
        await s.edit(made, { date: '2026-02-25T09:00:00' });
        s.tick(first === 'feed' ? 3 : 1);
        await minutes(s, 8);
        expect(s.fake.list(invoices)).to.have.length(1);
        expect(await s.records('invoice')).to.have.length(1);
        expect(s.fake.list(invoices)[0]?.['Date']).to.equal('2026-02-25T09:00:00');
        expect([await inStep(s, made), await s.problems()]).to.deep.equal([true, []]);
      });

  it('of a counterparty is recognised though its numbers were corrected here since', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, LILY);
    s.fake.faults.dropAfter = { method: 'POST', path: parties, next: 1 };
    await s.sync();
    await s.edit(id, { taxId: '7707083893', branchCode: '770701001' });
    s.tick(20);
    await minutes(s, 8);
    expect(s.fake.list(parties).map((r) => r['ИНН'])).to.deep.equal(['7707083893']);
    expect(await s.records('counterparty')).to.have.length(1);
    expect(await s.problems()).to.deep.equal([]);
  });

  for (const first of ['feed', 'look'] as const)
    it(`of a counterparty is asked about and not repeated though its number was corrected over there, met by the ${first}`, async () => {
      const s = await start({ host: { exchangePlan: PLAN } });
      await s.cycle();
      const { id } = await live(s, LILY);
      s.fake.faults.dropAfter = { method: 'POST', path: parties, next: 1 };
      await s.sync();
      await s.edit(id, { name: 'Лютик плюс ООО' });
      const [key = ''] = s.fake.list(parties).map((r) => String(r['Ref_Key']));
      s.fake.edit(parties, key, { ИНН: '7707083893' });
      s.tick(first === 'feed' ? 20 : 4);
      await minutes(s, 8);
      expect(s.fake.list(parties)).to.have.length(1);
      expect(new Set((await s.problems()).map((p) => p.kind))).to.include('unknown-outcome');
      const asked = (await s.problems()).find((p) => p.kind === 'unknown-outcome');
      await s.answer(asked, { choose: 'same', as: key });
      await s.settle();
      expect([s.fake.list(parties).length, (await s.records('counterparty')).length]).to.deep.equal([1, 1]);
      expect((await s.record(id)).fields).to.include({ name: 'Лютик плюс ООО', taxId: '7707083893' }); // ours since, theirs since
      expect([s.fake.get(parties, key)?.['Description'], await s.problems()]).to.deep.equal(['Лютик плюс ООО', []]);
    });

  for (const first of ['feed', 'look'] as const)
    it(`of a counterparty is not taken for another whose number it was given over there, met by the ${first}`, async () => {
      const s = await start({ host: { exchangePlan: PLAN } });
      await s.cycle();
      const { id } = await live(s, LILY);
      s.fake.faults.dropAfter = { method: 'POST', path: parties, next: 1 };
      await s.sync();
      const { id: other } = await live(s, { ...LILY, name: 'Пион ООО', taxId: '7707083893' });
      const [key = ''] = s.fake.list(parties).map((r) => String(r['Ref_Key']));
      s.fake.edit(parties, key, { ИНН: '7707083893' });
      s.tick(first === 'feed' ? 20 : 4);
      await minutes(s, 8);
      expect([s.fake.list(parties).length, (await s.record(other)).fields['name']]).to.deep.equal([1, 'Пион ООО']);
      const asked = (await s.problems()).find((p) => p.record === id);
      await s.answer(asked, { choose: 'same', as: key });
      await s.settle();
      const names = (await s.records('counterparty')).map((r) => r.fields['name']);
      expect([names.sort(), s.fake.get(parties, key)?.['Description']]).to.deep.equal([['Лютик ООО', 'Пион ООО'], LILY.name]);
    });

  it('of a change is kept in the journal when the object went before anybody could look what became of it', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.faults.dropAfter = { method: 'PATCH', next: 1 };
    s.fake.beforeWrite = () => void (s.fake.faults.status = { status: 503 });
    await s.sync();
    s.fake.forget();
    s.fake.beforeWrite = undefined;
    s.fake.remove(parties, key);
    s.tick(20);
    await s.everything();
    const rows = (await s.sidebook.store.read((t) => t.journal(id))).filter((r) => r.cause === 'push');
    expect([rows.map((r) => [r.unit, r.after]), (await s.problems()).map((p) => p.kind)]).to.deep.equal([[['comment', { comment: 'наше' }]], ['vanished']]); // prettier-ignore
  });

  it('that never arrived is sent again though the clock was put back a day meanwhile', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, LILY);
    s.fake.faults.dropBefore = { method: 'POST', path: parties, next: 1 };
    await s.sync();
    s.tick(-24 * 60);
    await minutes(s, 2);
    expect(s.fake.list(parties)).to.deep.equal([]); // it may still arrive
    await minutes(s, 3);
    expect([s.fake.list(parties).length, await inStep(s, id), await s.problems()]).to.deep.equal([1, true, []]);
  });

  it('of a process whose store was put back is found by our id, which is taken there', async () => {
    const s = await start({ fake: { quirks: { clientKeys: 'honoured' } } });
    await s.cycle();
    const { id } = await live(s, LILY);
    party(s.fake, { Ref_Key: id, Description: 'Лютик и партнёры ООО', ИНН: '7707083893', КПП: '770701001' });
    await minutes(s, 2);
    expect([s.fake.list(parties).length, await inStep(s, id), await s.problems()]).to.deep.equal([1, true, []]);
    expect((await s.record(id)).fields['name']).to.equal('Лютик и партнёры ООО');
  });

  it('keeps the name it got here since, though a stranger over there is called as it was', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, LILY);
    s.fake.faults.dropAfter = { method: 'POST', path: parties, next: 1 };
    await s.sync();
    await s.edit(id, { name: 'Пион ООО' });
    party(s.fake, { Description: LILY.name, ИНН: '', КПП: '' });
    s.tick(20);
    await minutes(s, 3);
    expect((await s.record(id)).fields['name']).to.equal('Пион ООО');
    expect(s.fake.list(parties).map((r) => r['Description'])).to.include('Пион ООО');
  });

  it('is not forgotten when its organisation is gone over there before the object was found', async () => {
    const s = await start();
    const key = customer(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    s.fake.faults.dropAfter = { method: 'POST', path: invoices, next: 1 };
    const { id: made } = await issue(s, { counterparty: id });
    await s.sync();
    const organisation = await s.linkAt('organisation', organisationOf(s.fake));
    const lost = { ...organisation!, goneAt: s.clock.now().toISOString() };
    await s.sidebook.store.write({ actor: 'test' }, (t) => t.setLink(lost, organisation!.tick));
    await minutes(s, 1);
    const [waiting] = await s.sidebook.store.read((t) => t.linksOf(made));
    expect([waiting?.hostId, waiting?.sent]).to.satisfy(([at, sent]: unknown[]) => at !== null || sent !== null);
  });

  it('of a person without numbers is asked about though the name was corrected here since', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, { name: 'Иванов Иван Иванович', kind: 'person', country: 'RU' });
    s.fake.faults.dropAfter = { method: 'POST', path: parties, next: 1 };
    await s.sync();
    await s.edit(id, { name: 'Петрова Анна Сергеевна' });
    s.tick(20);
    await minutes(s, 8);
    expect(s.fake.list(parties)).to.have.length(1);
    expect((await s.problems()).length).to.be.at.least(1);
  });
});
