/** Without an exchange plan: keys and versions, proven whole before any absence means something (S14, 1c.md 2.7, 3.2). */
import { expect } from 'chai';
import type { FakeOptions } from '../hosts/onec/fake.ts';
import { customer, invoice, keyOf, line, party } from './making.ts';
import { invoices, parties, stage, type Setting } from './setting.ts';

const DUE = 'InformationRegister_СрокиОплатыДокументов';

describe('changes found by sweeps', () => {
  const { start } = stage();

  async function withParties(count: number, quirks: FakeOptions['quirks'] = {}, host = {}): Promise<Setting> {
    const s = await start({ fake: { quirks }, host });
    for (let i = 0; i < count; i++) party(s.fake, { Description: `Покупатель ${String(i).padStart(2, '0')}`, ИНН: '', КПП: '' });
    await s.cycle();
    return s;
  }
  const names = async (s: Setting): Promise<unknown[]> => (await s.records('counterparty')).map((r) => r.fields['name']).sort();

  for (const dataVersion of ['upper', 'row', 'object'] as const)
    it(`are told by versions encoded as ${dataVersion}`, async () => {
      const s = await start({ fake: { quirks: { dataVersion } } });
      const key = customer(s.fake);
      await s.cycle();
      s.fake.edit(parties, key, { Комментарий: 'раз' });
      s.tick(20);
      await s.cycle();
      expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('раз');
    });

  it('cost keys and versions only when nothing changed', async () => {
    const s = await withParties(30);
    s.quiet();
    s.tick(25 * 60);
    await s.cycle();
    const content = s.fake.log.filter((r) => r.path.endsWith(parties) && !r.url.includes('$select'));
    expect(content).to.deep.equal([]);
  });

  it('read only what is different, in groups of keys', async () => {
    const s = await withParties(70);
    for (const row of s.fake.list(parties).slice(0, 60)) s.fake.edit(parties, keyOf(row), { Комментарий: 'раз' });
    s.tick(20);
    s.quiet();
    await s.cycle();
    const groups = s.fake.log.filter((r) => r.path.endsWith(parties) && decodeURIComponent(r.url).includes('Ref_Key eq guid'));
    expect([groups.length, (await s.records('counterparty')).filter((r) => r.fields['comment'] === 'раз').length]).to.deep.equal([3, 60]); // prettier-ignore
    expect(Math.max(...s.fake.log.map((r) => Buffer.byteLength(r.url)))).to.be.below(2100);
  });

  it('find an edited invoice within two minutes', async () => {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake) }));
    await s.cycle();
    s.fake.edit(invoices, key, { Товары: [line(700)] });
    s.tick(2);
    await s.cycle();
    expect((await s.recordAt('invoice', key)).fields['total']).to.equal('700');
  });

  it('find an old invoice by night', async () => {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake), Date: '2025-03-01T10:00:00' }));
    await s.cycle();
    s.fake.edit(invoices, key, { Товары: [line(700)] });
    s.tick(24 * 60);
    await s.cycle();
    expect((await s.recordAt('invoice', key)).fields['total']).to.equal('700');
  });

  it('find a register row by its digest alone', async () => {
    const s = await start();
    const keys = [1, 2, 3].map((i) => keyOf(invoice(s.fake, { Контрагент_Key: i === 1 ? customer(s.fake) : keyOf(s.fake.list(parties)[0]!) }))); // prettier-ignore
    await s.cycle();
    const Организация_Key = s.fake.get(invoices, keys[1]!)?.['Организация_Key'];
    s.fake.setRegister(DUE, { Организация_Key, Документ: keys[1], Документ_Type: `StandardODATA.${invoices}`, СрокОплаты: '2026-05-01T00:00:00' }); // prettier-ignore
    s.tick(20);
    s.quiet();
    await s.cycle();
    expect((await s.recordAt('invoice', keys[1])).fields['dueDate']).to.equal('2026-05-01');
    expect((await s.recordAt('invoice', keys[0])).fields['dueDate']).to.equal(null);
  });

  it('ask about one that is gone, and move nothing', async () => {
    const s = await withParties(12);
    const [first] = s.fake.list(parties);
    s.fake.remove(parties, keyOf(first!));
    s.tick(20);
    await s.cycle();
    expect((await s.problems('vanished')).map((p) => p.record)).to.deep.equal([(await s.recordAt('counterparty', keyOf(first!))).id]); // prettier-ignore
    expect((await s.recordAt('counterparty', keyOf(first!))).fields['active']).to.not.equal(false);
    expect(s.writes).to.deep.equal([]);
  });

  it('work where the base offers no count', async () => {
    const s = await withParties(12, { count: false });
    const [first] = s.fake.list(parties);
    s.fake.remove(parties, keyOf(first!));
    s.tick(20);
    await s.cycle();
    expect((await s.problems('vanished')).length).to.equal(1);
  });

  it('infer nothing from a list that was cut', async () => {
    const s = await withParties(12);
    s.tick(20);
    for (const fault of ['cutBody', 'truncatedJson'] as const) {
      s.fake.faults[fault] = { path: parties, method: 'GET', next: 3 };
      await s.sync();
      s.tick(20);
    }
    expect(await s.problems('vanished')).to.deep.equal([]);
    expect((await s.links('counterparty')).filter((l) => l.goneAt !== null)).to.deep.equal([]);
  });

  it('infer nothing from a list shorter than the count', async () => {
    const s = await withParties(12);
    const rows = s.fake.list(parties).map(({ Ref_Key, DataVersion }) => ({ Ref_Key, DataVersion }));
    s.fake.reply({
      path: `${parties}?$format=json&$select=Ref_Key%2CDataVersion`,
      body: JSON.stringify({ value: rows.slice(0, 9) }),
      next: 1,
    });
    s.tick(20);
    await s.cycle();
    expect(await s.problems()).to.deep.equal([]);
    expect((await s.links('counterparty')).filter((l) => l.goneAt !== null)).to.deep.equal([]);
  });

  it('infer nothing from rows the user may not see', async () => {
    const s = await withParties(12, {}, { allowedOnly: true });
    s.fake.quirks.rls = [keyOf(s.fake.list(parties)[0]!)];
    s.tick(20);
    await s.cycle();
    expect(await s.problems('vanished')).to.deep.equal([]);
  });

  it('miss nobody when names change while pages are read', async () => {
    const s = await start({ host: { pageSize: 10 } });
    for (let i = 0; i < 40; i++) party(s.fake, { Description: `Покупатель ${String(i).padStart(2, '0')}`, ИНН: '', КПП: '' });
    const [first] = s.fake.list(parties).filter((r) => r['Description'] === 'Покупатель 39');
    const served = s.fake.log;
    const stop = setInterval(() => {
      if (!served.some((r) => decodeURIComponent(r.url).includes('$skip=10'))) return;
      clearInterval(stop);
      s.fake.edit(parties, keyOf(first!), { Description: 'Аааа' }); // to the front, behind us
    }, 0);
    await s.cycle();
    clearInterval(stop);
    expect(await names(s)).to.have.length(40);
  });

  it('revive one that was only hidden for a while', async () => {
    const s = await withParties(12);
    const key = keyOf(s.fake.list(parties)[0]!);
    const row = s.fake.get(parties, key);
    s.fake.remove(parties, key);
    s.tick(20);
    await s.cycle();
    s.fake.create(parties, { ...row, Комментарий: 'вернулся' });
    s.tick(20);
    await s.cycle();
    expect(await s.problems()).to.deep.equal([]);
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('вернулся');
  });
});
