/** Hosts at odd moments: left alone, a page instead of metadata, a plan before the sync, packages somebody else took. */
import { expect } from 'chai';
import { payment } from '../hosts/onec/samples.ts';
import { contract, differences, invoice, issue, keyOf, party } from './making.ts';
import { bankReceipts, HOST, invoices, parties, PLAN, stage } from './setting.ts';

describe('a host at an odd moment', () => {
  const { start } = stage();

  it('is left alone while it is paused, whatever else is asked about it', async () => {
    const s = await start();
    party(s.fake);
    await s.sidebook.store.write({ actor: 'anna' }, (t) => {
      t.setHost(HOST, { pausedBy: 'anna', state: 'restored' });
    });
    s.quiet();
    expect((await s.sync()).state).to.equal('paused');
    expect(s.fake.log).to.deep.equal([]);
  });

  for (const fault of ['html200', 'cutBody'] as const)
    it(`is one problem in words when its metadata is no metadata: ${fault}`, async () => {
      const s = await start();
      s.fake.faults[fault] = { path: '$metadata' };
      const report = await s.sync();
      expect(report.state).to.equal('failed');
      const codes = (await s.problems()).map((p) => [p.kind, p.detail['code']]);
      expect(codes).to.deep.equal([['unreachable', fault === 'html200' ? 'html-instead-of-json' : 'connection-cut']]);
      s.fake.forget();
      await s.cycle();
      expect(await s.problems()).to.deep.equal([]);
    });

  it('whose clock and ours jump by hours and a year loses nothing and doubles nothing', async () => {
    let there = Date.parse('2026-02-24T12:00:00Z');
    const s = await start({ fake: { now: () => new Date(there) } });
    const [key, theirs] = [party(s.fake, { Description: 'Азов' }), party(s.fake, { Description: 'Яхта', ИНН: '', КПП: '' })];
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    for (const [hours, ours] of [[-3, -180], [1, 365 * 24 * 60], [3, -365 * 24 * 60]] as const) {
      there += hours * 3_600_000;
      s.tick(ours);
      const said = `после сдвига на ${String(ours)}`;
      await s.edit(id, { comment: said });
      s.fake.edit(parties, theirs, { Комментарий: said });
      await issue(s, { counterparty: id });
      s.tick(20);
      await s.sync();
      expect([s.fake.get(parties, key)?.['Комментарий'], (await s.recordAt('counterparty', theirs)).fields['comment']]).to.deep.equal([said, said]);
    }
    expect([s.fake.list(invoices).length, await s.problems(), await differences(s)]).to.deep.equal([3, [], []]);
  }); // prettier-ignore

  it('whose whole folder left the scope under a plan is asked about by the sync after it', async () => {
    const scope = { in: { folder: ['Покупатели'] }, out: { folder: ['Покупатели'] } };
    const s = await start({ host: { mappings: { counterparty: { scope } } } });
    const folder = keyOf(s.fake.create(parties, { Description: 'Покупатели', IsFolder: true }));
    const keys = Array.from({ length: 40 }, (_, i) =>
      party(s.fake, { Description: `Партия ${String(i)}`, ИНН: '', КПП: '', Parent_Key: folder }),
    );
    await s.cycle();
    for (const key of keys) s.fake.edit(parties, key, { Parent_Key: '00000000-0000-0000-0000-000000000000' });
    s.tick(20);
    expect((await s.cycle({ planOnly: true })).guard?.rule).to.equal('too-many-leave-scope');
    s.tick(20);
    expect((await s.cycle()).guard?.rule).to.equal('too-many-leave-scope');
  });

  it('shows at once that money was no payment of a customer after all', async () => {
    const s = await start({ host: { exchangePlan: PLAN } });
    const key = party(s.fake);
    const under = contract(s.fake, key);
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: key }));
    await s.cycle();
    const receipt = payment(s.fake, key, under, [[2500, bill]]);
    s.tick(1);
    await s.cycle();
    const paid = async (): Promise<unknown> =>
      (await s.sidebook.store.queries.invoice((await s.recordAt('invoice', bill)).id))?.paid;
    expect(await paid()).to.equal('2500');
    s.fake.edit(bankReceipts, receipt, { ВидОперации: 'ПрочееПоступление' });
    s.tick(1);
    await s.cycle();
    expect(await paid()).to.equal('0');
  });

  it('whose packages somebody else confirmed is read whole at once', async () => {
    const s = await start({ host: { exchangePlan: PLAN } });
    const key = party(s.fake);
    await s.cycle();
    s.tick(1);
    await s.cycle();
    s.fake.edit(parties, key, { Комментарий: 'мимо' });
    const node = s.fake.list(PLAN.plan).find((r) => r['ThisNode'] !== true);
    const point = `${s.fake.url}${encodeURIComponent(PLAN.plan)}(guid'${keyOf(node ?? {})}')`;
    for (const call of ['SelectChanges', 'NotifyChangesReceived'])
      await fetch(`${s.fake.url}${call}?DataExchangePoint=${encodeURIComponent(`'${point}'`)}&MessageNo=9&$format=json`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${s.fake.user}:${s.fake.password}`).toString('base64')}` },
      }).then((r) => r.text());
    for (let i = 0; i < 2; i++) {
      s.tick(1);
      await s.cycle();
    }
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('мимо');
  });
});
