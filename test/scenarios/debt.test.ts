/** Debt comes from the settlement ledger of 1C and never from invoices; without the ledger there is none, not zero (S4). */
import { expect } from 'chai';
import type { Debt } from '../../connector/report/debts.ts';
import { payment, shipment, shipments } from '../hosts/onec/samples.ts';
import { contract, differences, invoice, keyOf, party } from './making.ts';
import { publishedWithout } from './published.ts';
import { bankReceipts, stage, type Setting, type Wishes } from './setting.ts';

describe('what a counterparty owes', () => {
  const { start } = stage();

  async function withParty(wishes: Wishes = {}): Promise<{ s: Setting; key: string; under: string }> {
    const s = await start(wishes);
    const key = party(s.fake);
    const under = contract(s.fake, key);
    await s.cycle();
    return { s, key, under };
  }

  async function owes(s: Setting, key: string): Promise<unknown[]> {
    s.tick(20);
    await s.cycle();
    const [balance] = await s.sidebook.store.queries.balancesOf((await s.recordAt('counterparty', key)).id);
    return balance ? [balance.debt, balance.advance, balance.overdue] : [];
  }

  it('is nothing as long as nothing was shipped', async () => {
    const { s, key } = await withParty();
    invoice(s.fake, { Контрагент_Key: key, Posted: true });
    expect(await owes(s, key)).to.deep.equal([]);
  });

  it('starts with the shipment and ends with the payment', async () => {
    const { s, key, under } = await withParty();
    shipment(s.fake, key, under, 2500);
    expect(await owes(s, key)).to.deep.equal(['2500', '0', '0']);
    payment(s.fake, key, under, [[1000.5]]);
    expect(await owes(s, key)).to.deep.equal(['1499.5', '0', '0']);
    payment(s.fake, key, under, [[1499.5]]);
    expect(await owes(s, key)).to.deep.equal(['0', '0', '0']);
  });

  it('that 1C does not list any more is told by reconcile', async () => {
    const { s, key, under } = await withParty();
    const sold = shipment(s.fake, key, under, 2500);
    await owes(s, key);
    s.fake.unpost(shipments, sold);
    expect(((await differences(s)) as Debt[]).map((d) => [d.here, d.there])).to.deep.equal([['2500', '0']]);
  });

  it('is an advance when more was paid than shipped', async () => {
    const { s, key, under } = await withParty();
    payment(s.fake, key, under, [[700]]);
    expect(await owes(s, key)).to.deep.equal(['0', '700', '0']);
  });

  it('is overdue once the term of the contract is over', async () => {
    const { s, key, under } = await withParty();
    s.fake.edit('Catalog_ДоговорыКонтрагентов', under, { УстановленСрокОплаты: true, СрокОплаты: 3 });
    shipment(s.fake, key, under, 2500);
    s.tick(3 * 24 * 60);
    expect(await owes(s, key)).to.deep.equal(['2500', '0', '0']);
    s.tick(24 * 60);
    expect(await owes(s, key)).to.deep.equal(['2500', '0', '2500']);
  });

  it('has no overdue part when no term was agreed', async () => {
    const { s, key, under } = await withParty();
    s.fake.setConstant('Constant_СрокОплатыПокупателей', 0);
    shipment(s.fake, key, under, 2500);
    s.tick(90 * 24 * 60);
    expect(await owes(s, key)).to.deep.equal(['2500', '0', '0']);
  });

  it('equals the ledger in a whole base', async () => {
    const s = await start({ fake: { data: { counterparties: 60, invoices: 150 } } });
    await s.cycle();
    for (const p of await s.problems('duplicate')) await s.answer(p, { choose: 'apart' });
    await s.settle();
    const [first] = (await s.records('balance')).filter((b) => b.fields['debt'] !== '0');
    expect(first?.fields).to.include.keys('debt', 'advance', 'overdue');
    expect(await differences(s)).to.deep.equal([]);
    for (const row of s.fake.list(bankReceipts).slice(0, 9)) s.fake.unpost(bankReceipts, keyOf(row));
    await s.everything();
    expect(await differences(s)).to.deep.equal([]);
  });

  it('keeps writing on when many customers pay at once', async () => {
    const s = await start();
    const owing = Array.from({ length: 12 }, (_, i) => {
      const key = party(s.fake, { Description: `Покупатель ${i}`, ИНН: '', КПП: '' });
      const under = contract(s.fake, key);
      shipment(s.fake, key, under, 1000 + i);
      return { key, under, amount: 1000 + i };
    });
    await s.cycle();
    for (const { key, under, amount } of owing) payment(s.fake, key, under, [[amount]]);
    s.tick(20);
    await s.cycle();
    expect(await s.problems()).to.deep.equal([]);
    expect((await s.records('balance')).map((r) => r.fields['debt'])).to.deep.equal(owing.map(() => '0'));
  });

  it('stays as it was while the base shows none of the accounts it stands on', async () => {
    const { s, key, under } = await withParty();
    shipment(s.fake, key, under, 2500);
    expect(await owes(s, key)).to.deep.equal(['2500', '0', '0']);
    const chart = 'ChartOfAccounts_Хозрасчетный';
    for (const [i, row] of s.fake.list(chart).entries()) s.fake.edit(chart, keyOf(row), { Code: `X${String(i)}` });
    expect(await owes(s, key)).to.deep.equal(['2500', '0', '0']);
    expect((await s.problems('unreachable')).map((p) => [p.unit, p.detail['set']])).to.deep.equal([['walk:balance', chart]]);
  });

  it('is unknown, with the reason, where the ledger is hidden', async () => {
    const s = await start();
    s.fake.quirks.composition = await publishedWithout(s.fake, 'AccountingRegister_Хозрасчетный');
    const key = party(s.fake);
    shipment(s.fake, key, contract(s.fake, key), 2500);
    await s.cycle();
    expect(await s.records('balance')).to.deep.equal([]);
    expect(s.sidebook.findings('buh').map((f) => [f.entity, f.code, f.set])).to.deep.include([
      'balance',
      'set-missing',
      'AccountingRegister_Хозрасчетный',
    ]);
    expect((await s.problems('unmapped-value')).map((p) => p.detail['entity'])).to.deep.equal(['balance']);
  });
});
