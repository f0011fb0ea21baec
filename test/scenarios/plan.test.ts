/** A plan observes for real and writes to nobody; what it shows is what the next sync does (A13, S9). */
import { expect } from 'chai';
import type { Step } from '../../connector/sync/plan.ts';
import { customer, invoice, issue, keyOf, line, live, party } from './making.ts';
import { bodyOf, invoices, parties, stage, type Setting } from './setting.ts';

describe('a plan', () => {
  const { start } = stage();

  async function withWork(): Promise<{ s: Setting; ids: Record<'edited' | 'pulled' | 'asked' | 'issued' | 'made', string> }> {
    const s = await start();
    const [edited, pulled, asked] = ['Один', 'Два', 'Три'].map((name) => customer(s.fake, { Description: name, ИНН: '', КПП: '' }));
    await s.cycle();
    const id = async (key: string | undefined): Promise<string> => (await s.recordAt('counterparty', key)).id;
    await s.edit(await id(edited), { comment: 'наше' });
    s.fake.edit(parties, pulled!, { Комментарий: 'их' });
    s.fake.edit(parties, asked!, { Комментарий: 'их' });
    await s.edit(await id(asked), { comment: 'наше' });
    const issued = (await issue(s, { counterparty: await id(edited) })).id;
    const made = (await live(s, { name: 'Лютик ООО', kind: 'company', taxId: '7707083893', branchCode: '770701001' })).id;
    s.tick(20);
    return { s, ids: { edited: await id(edited), pulled: await id(pulled), asked: await id(asked), issued, made } };
  } // prettier-ignore

  const planned = async (s: Setting): Promise<readonly Step[]> => (await s.cycle({ planOnly: true })).plan?.steps ?? [];
  const told = (steps: readonly Step[]): string[] => steps.map((p) => `${p.does} ${p.record ?? p.title}`).sort(); // prettier-ignore

  it('changes nothing on either side', async () => {
    const { s, ids } = await withWork();
    const before = await Promise.all(Object.values(ids).map((id) => s.record(id)));
    s.quiet();
    await planned(s);
    expect(s.writes).to.deep.equal([]);
    expect(await Promise.all(Object.values(ids).map((id) => s.record(id)))).to.deep.equal(before);
  });

  it('names every step once', async () => {
    const { s, ids } = await withWork();
    expect(told(await planned(s))).to.deep.equal(
      [`change ${ids.edited}`, `pull ${ids.pulled}`, `ask ${ids.asked}`, `create ${ids.issued}`, `create ${ids.made}`].sort(),
    );
  });

  it('is what the following sync does', async () => {
    const { s, ids } = await withWork();
    const steps = await planned(s);
    s.quiet();
    await s.cycle();
    const writes = steps.filter((p) => p.does === 'create' || p.does === 'change');
    expect(s.writes).to.have.length(writes.length);
    expect(s.writes.filter((r) => r.method === 'PATCH').map(bodyOf)).to.deep.equal([{ Комментарий: 'наше' }]);
    expect((await s.record(ids.pulled)).fields['comment']).to.equal('их');
    expect((await s.problems('conflict')).map((p) => p.record)).to.deep.equal([ids.asked]);
  });

  it('shows fields as the form of 1C names them, before and after', async () => {
    const { s, ids } = await withWork();
    const step = (await planned(s)).find((p) => p.record === ids.edited && p.does === 'change');
    expect(step?.changes).to.deep.equal([
      { field: 'comment', label: { ru: 'Комментарий', en: 'Comment' }, before: null, after: 'наше' },
    ]);
  });

  it('counts sums by currency', async () => {
    const { s } = await withWork();
    const { plan } = await s.cycle({ planOnly: true });
    const rub = (await s.records('currency')).find((r) => r.fields['code'] === 'RUB')?.id ?? '';
    expect(plan?.totals['buh']?.invoice?.create).to.deep.equal({ count: 1, sums: { [rub]: '1500' } });
  });

  it('is stored and can be read again', async () => {
    const { s } = await withWork();
    const { plan } = await s.cycle({ planOnly: true });
    const stored = await s.sidebook.store.read((t) => t.plan(plan?.id ?? ''));
    expect(JSON.parse(stored?.steps ?? '[]')).to.deep.equal(plan?.steps);
  });

  it('is empty once both sides agree', async () => {
    const { s } = await withWork();
    for (const p of await (await s.cycle(), s.problems())) await s.answer(p, { choose: 'theirs' });
    await s.settle();
    expect(await planned(s)).to.deep.equal([]);
  });

  it('keeps what it saw for the sync that follows', async () => {
    const s = await start({ host: { exchangePlan: { plan: 'ExchangePlan_Sidebook' } } });
    const key = party(s.fake);
    await s.cycle();
    s.fake.edit(parties, key, { Комментарий: 'их' });
    for (let i = 0; i < 3; i++) await planned(s); // packages are confirmed on the way
    await s.cycle();
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('их');
  });

  it('of a first load adopts nothing and writes nothing', async () => {
    const s = await start();
    const key = customer(s.fake);
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: key, Товары: [line(900)] }));
    await s.cycle({ planOnly: true });
    expect([await s.records('counterparty'), await s.records('invoice')]).to.deep.equal([[], []]);
    await s.settle();
    expect((await s.recordAt('invoice', bill)).fields['total']).to.equal('900');
    expect(s.fake.list(invoices)).to.have.length(1);
  });
});
