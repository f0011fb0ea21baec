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
