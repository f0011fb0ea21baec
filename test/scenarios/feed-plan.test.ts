/** Changes through an exchange plan: whole packages, confirmed only when they are stored, whatever spelling 1C chooses (1c.md 3.1). */
import { expect } from 'chai';
import type { FakeOptions } from '../hosts/onec/fake.ts';
import { customer, differences, invoice, keyOf, line, party } from './making.ts';
import { invoices, parties, PLAN, stage, type Setting } from './setting.ts';

describe('changes through an exchange plan', () => {
  const { start } = stage();

  async function withPlan(quirks: FakeOptions['quirks'] = {}): Promise<{ s: Setting; key: string }> {
    const s = await start({ fake: { quirks }, host: { exchangePlan: PLAN } });
    const key = customer(s.fake);
    await s.cycle();
    return { s, key };
  }

  const confirmed = (s: Setting): string[] =>
    s.fake.log.filter((r) => r.path.includes('NotifyChangesReceived')).map((r) => /MessageNo=(\d+)/.exec(r.url)?.[1] ?? '');

  for (const selectChangesJson of [true, false])
    for (const emptyPartSpelling of ['absent', 'null', 'empty'] as const)
      it(`arrive at once, ${selectChangesJson ? 'JSON' : 'Atom'}, empty parts ${emptyPartSpelling}`, async () => {
        const { s, key } = await withPlan({ selectChangesJson, emptyPartSpelling });
        s.fake.edit(parties, key, { Комментарий: 'строка "раз" & <два>\nтри' });
        const made = keyOf(invoice(s.fake, { Контрагент_Key: key, Товары: [line(12.5), line(0.1, { Содержание: 'Вторая' })] }));
        s.tick(1);
        await s.cycle();
        expect((await s.recordAt('counterparty', key)).fields).to.include({ comment: 'строка "раз" & <два>\nтри', phone: null });
        expect((await s.recordAt('invoice', made)).fields['total']).to.equal('12.6');
      });

  it('are asked for with at most five requests when idle', async () => {
    const { s } = await withPlan();
    s.tick(1);
    await s.cycle();
    s.quiet();
    for (let i = 0; i < 60; i++) {
      s.tick(1);
      await s.cycle();
    }
    expect(s.fake.log.length / 60).to.be.at.most(5);
  });

  it('include what was physically deleted', async () => {
    const { s, key } = await withPlan();
    const made = keyOf(invoice(s.fake, { Контрагент_Key: key }));
    s.tick(1);
    await s.cycle();
    s.fake.remove(invoices, made);
    s.tick(1);
    await s.cycle();
    expect((await s.problems('vanished')).map((p) => p.record)).to.deep.equal([(await s.recordAt('invoice', made)).id]);
  });

  it('are confirmed only after they were stored', async () => {
    const { s, key } = await withPlan();
    await s.cycle();
    s.quiet();
    s.fake.edit(parties, key, { Комментарий: 'раз' });
    await s.cycle();
    const before = confirmed(s);
    await s.cycle();
    expect([before, confirmed(s)]).to.deep.equal([[], ['2']]);
  });

  it('come again when we died before storing them', async () => {
    const { s, key } = await withPlan();
    s.fake.edit(parties, key, { Комментарий: 'раз' });
    s.fake.faults.cutBody = { path: 'SelectChanges', next: 1 };
    s.tick(1);
    await s.sync();
    s.tick(1);
    await s.cycle();
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('раз');
  });

  it('survive a lost answer to the confirmation', async () => {
    const { s, key } = await withPlan();
    s.fake.edit(parties, key, { Комментарий: 'раз' });
    s.tick(1);
    await s.cycle();
    s.fake.faults.dropAfter = { path: 'NotifyChangesReceived', next: 1 };
    s.fake.edit(parties, key, { Комментарий: 'два' });
    for (let i = 0; i < 3; i++) {
      s.tick(1);
      await s.sync();
    }
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('два');
    expect(await s.problems()).to.deep.equal([]);
  });

  it('bring our own writes back without any effect', async () => {
    const { s, key } = await withPlan();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    await s.cycle();
    const { rev } = await s.record(id);
    s.quiet();
    for (let i = 0; i < 3; i++) {
      s.tick(1);
      await s.cycle();
    }
    expect([(await s.record(id)).rev, s.writes]).to.deep.equal([rev, []]);
  });

  for (const unstampedOutside of [true, false])
    it(`pass over unpublished sets, unstamped ${unstampedOutside}`, async () => {
      const { s, key } = await withPlan({ unstampedOutside });
      s.fake.quirks.composition = [...new Set(s.fake.log.map((r) => r.path.split('/').at(-1)?.replace(/[(].*/, '') ?? ''))]
        .filter((set) => /^[A-Z]\w+_/.test(set) && set !== 'Catalog_Номенклатура')
        .concat('ExchangePlan_Sidebook');
      s.fake.create('Catalog_Номенклатура', { Description: 'Кабель' });
      s.fake.edit(parties, key, { Комментарий: 'раз' });
      s.tick(1);
      await s.cycle();
      expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('раз');
    });

  it('of a poisoned object stop nothing else for long', async () => {
    const { s, key } = await withPlan({ selectChangesJson: false });
    const other = party(s.fake, { Description: 'Отравленный', ИНН: '', КПП: '' });
    s.tick(1);
    await s.cycle();
    s.fake.poison(parties, other);
    s.fake.edit(parties, key, { Комментарий: 'раз' });
    await s.edit((await s.recordAt('counterparty', key)).id, { legalName: 'ООО "Наше"' });
    for (let i = 0; i < 4; i++) {
      s.tick(8 * 60);
      await s.sync();
    }
    expect((await s.recordAt('counterparty', key)).fields).to.include({ comment: 'раз', legalName: 'ООО "Наше"' });
    expect(s.fake.get(parties, key)?.['НаименованиеПолное']).to.equal('ООО "Наше"');
    expect((await s.problems()).length).to.be.at.least(1);
  });

  it('arrive whole when everything is registered at once', async () => {
    const s = await start({ fake: { data: { counterparties: 40, invoices: 80 } }, host: { exchangePlan: PLAN } });
    await s.cycle();
    s.fake.registerAll();
    s.tick(1);
    const { counts } = await s.cycle();
    expect([counts.pulled, counts.adopted, counts.created]).to.deep.equal([0, 0, 0]);
    for (const p of await s.problems('duplicate')) await s.answer(p, { choose: 'apart' });
    await s.settle();
    expect(await differences(s)).to.deep.equal([]);
  });

  it('are looked for by sweeps where the plan is missing', async () => {
    const { s, key } = await withPlan({ exchangePlan: false });
    s.fake.edit(parties, key, { Комментарий: 'раз' });
    s.tick(25 * 60);
    await s.cycle();
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('раз');
  });
});
