/** Behind a web server that spells everything otherwise Sidebook does the same (issue, "Fake 1C"). */
import { expect } from 'chai';
import type { FakeOnec } from '../hosts/onec/fake.ts';
import { customer, differences, inStep, invoice, issue, keyOf, line, live } from './making.ts';
import { startProxy } from './proxy.ts';
import { bodyOf, invoices, parties, PLAN, stage, type Setting, type Wishes } from './setting.ts';

describe('behind a proxy that spells everything otherwise', () => {
  const { start, ending } = stage();

  async function behind(wishes: Wishes = {}): Promise<Setting> {
    const held: { fake?: FakeOnec } = {};
    const proxy = await startProxy(() => held.fake!);
    ending(() => proxy.close());
    const quirks = { errorLanguage: 'en', dataVersion: 'row', ...wishes.fake?.quirks } as const;
    return start({ ...wishes, fake: { ...wishes.fake, quirks }, url: (fake) => ((held.fake = fake), proxy.url) });
  }

  for (const host of [{}, { exchangePlan: PLAN }])
    it(`loads a whole base, ${'exchangePlan' in host ? 'with' : 'without'} a plan, and rests`, async () => {
      const s = await behind({ fake: { data: { counterparties: 40, invoices: 60 } }, host });
      await s.cycle();
      for (const p of await s.problems('duplicate')) await s.answer(p, { choose: 'apart' });
      await s.settle();
      s.quiet();
      const { counts } = await s.everything();
      expect([counts.adopted, counts.pulled, s.writes.length]).to.deep.equal([0, 0, 0]);
      expect(await differences(s)).to.deep.equal([]);
    });

  for (const ifMatch of ['ignored', 'honoured'] as const)
    it(`merges edits of both sides, If-Match ${ifMatch}`, async () => {
      const s = await behind({ fake: { quirks: { ifMatch } } });
      const key = customer(s.fake);
      await s.cycle();
      const { id } = await s.recordAt('counterparty', key);
      for (const word of ['раз', 'два']) {
        await s.edit(id, { comment: word });
        s.fake.edit(parties, key, { НаименованиеПолное: word });
        s.tick(20);
        await s.cycle();
      }
      expect((await s.record(id)).fields).to.include({ comment: 'два', legalName: 'два' });
      expect(s.fake.get(parties, key)).to.include({ Комментарий: 'два', НаименованиеПолное: 'два' });
      expect([await inStep(s, id), await s.problems()]).to.deep.equal([true, []]);
    });

  it('creates a counterparty and its posted invoice once', async () => {
    const s = await behind();
    await s.cycle();
    const { id } = await live(s, { name: 'Лютик ООО', kind: 'company', taxId: '7707083893', branchCode: '770701001' });
    const { id: made } = await issue(s, { counterparty: id, fields: { posted: true } });
    s.fake.faults.dropAfter = { method: 'POST', path: invoices, next: 1 };
    for (let i = 0; i < 6; i++) {
      await s.sync();
      s.tick(2);
    }
    expect(s.fake.list(invoices).map((r) => [r['Posted'], r['СуммаДокумента']])).to.deep.equal([[true, 1500]]);
    expect(await inStep(s, made)).to.equal(true);
  });

  it('takes changes out of packages of the exchange plan', async () => {
    const s = await behind({ host: { exchangePlan: PLAN } });
    const key = customer(s.fake);
    await s.cycle();
    const made = keyOf(invoice(s.fake, { Контрагент_Key: key, Товары: [line(900)] }));
    s.tick(1);
    await s.cycle();
    s.fake.remove(invoices, made);
    s.tick(1);
    await s.cycle();
    expect((await s.recordAt('invoice', made)).fields['total']).to.equal('900');
    expect(await s.problems('vanished')).to.have.length(1);
  });

  it('understands a refusal in English as well', async () => {
    const s = await behind();
    const key = customer(s.fake);
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: key, Date: '2026-01-15T10:00:00' }));
    await s.cycle();
    s.fake.closePeriod('2026-01-31');
    await s.edit((await s.recordAt('invoice', bill)).id, { comment: 'наше' });
    await s.cycle();
    expect((await s.problems('refused')).map((p) => p.detail['code'])).to.deep.equal(['period-closed']);
  });

  it('sends only what was changed', async () => {
    const s = await behind();
    const key = customer(s.fake, { Комментарий: 'как было' });
    await s.cycle();
    await s.edit((await s.recordAt('counterparty', key)).id, { legalName: 'ООО "Наше"' });
    await s.cycle();
    expect(s.writes.map(bodyOf)).to.deep.equal([{ НаименованиеПолное: 'ООО "Наше"' }]);
  });
});
