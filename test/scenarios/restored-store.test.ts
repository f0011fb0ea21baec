/** Our own store put back from yesterday: everything is read again, nothing is written or made twice (A21, issue "Bad input"). */
import { expect } from 'chai';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueInvoice } from '../../connector/sync/edit.ts';
import { customer, differences, draft, issue } from './making.ts';
import { invoices, parties, stage, type Setting } from './setting.ts';

describe('a store of ours restored from a copy', () => {
  const { start, ending } = stage();

  interface Restored {
    readonly s: Setting;
    readonly key: string;
    readonly id: string;
  }

  /** The database of yesterday with the mark of today, as a backup of one file leaves them. */
  async function restored(
    host: Readonly<Record<string, unknown>> = {},
    more: Parameters<typeof start>[0] = {},
  ): Promise<Restored & { readonly drafted: string }> {
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-'));
    ending(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'store.db');
    const s = await start({ ...more, file, host });
    const key = customer(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    const drafted = (await draft(s, { counterparty: id })).id;
    await s.restart();
    copyFileSync(file, join(folder, 'copy.db'));
    await s.cycle();
    await s.edit(id, { comment: 'после копии' });
    if (more.fake) await issueInvoice(s.sidebook.engine, drafted, 'anna', '2026-02-24T12:00:00');
    else for (let i = 0; i < 2; i++) await issue(s, { counterparty: id });
    await s.settle();
    await s.sidebook.close();
    for (const ending of ['-wal', '-shm']) rmSync(file + ending, { force: true });
    copyFileSync(join(folder, 'copy.db'), file);
    await s.reopen();
    s.quiet();
    return { s, key, id, drafted };
  }

  async function cycles(s: Setting, count = 3): Promise<void> {
    for (let i = 0; i < count; i++) {
      s.tick(20);
      await s.everything();
    }
  }

  for (const host of [{}, { exchangePlan: { plan: 'ExchangePlan_Sidebook' } }])
    it(`is noticed and holds every write, ${'exchangePlan' in host ? 'with' : 'without'} a plan`, async () => {
      const { s, id } = await restored(host);
      await s.edit(id, { legalName: 'ООО "Потом"' });
      await cycles(s);
      expect((await s.problems('restored')).map((p) => p.detail['code'])).to.include('store-restored');
      expect(s.writes).to.deep.equal([]);
    });

  it('takes the newer values over once the hosts are right', async () => {
    const { s, key, id } = await restored();
    await cycles(s);
    for (const p of await s.problems('restored')) await s.answer(p, { choose: 'host-right' });
    await cycles(s);
    expect((await s.record(id)).fields['comment']).to.equal('после копии');
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('после копии');
    expect(s.fake.list(invoices)).to.have.length(2);
    expect((await s.records('invoice')).filter((r) => r.fields['state'] === 'issued')).to.have.length(2);
    expect(await differences(s)).to.deep.equal([]);
  });

  it('creates nothing twice whose answer it forgot', async () => {
    const { s, id } = await restored();
    const [second] = s.fake.list(invoices).map((r) => String(r['Date'])).sort(); // prettier-ignore
    await issue(s, { counterparty: id, at: second ?? '' });
    await cycles(s);
    for (const p of await s.problems('restored')) await s.answer(p, { choose: 'host-right' });
    await cycles(s);
    const dates = s.fake.list(invoices).map((r) => r['Date']);
    expect(new Set(dates).size).to.equal(dates.length);
    expect(await differences(s)).to.deep.equal([]);
  });

  it('makes no second document of a draft that was issued after the copy and is issued again, and says which record has it', async () => {
    const { s, drafted } = await restored({}, { fake: { quirks: { clientKeys: 'honoured' } } });
    await cycles(s);
    for (const p of await s.problems('restored')) await s.answer(p, { choose: 'host-right' });
    await cycles(s);
    expect(s.fake.list(invoices).map((r) => r['Ref_Key'])).to.deep.equal([drafted]);
    await issueInvoice(s.sidebook.engine, drafted, 'anna', '2026-02-24T15:00:00');
    await cycles(s, 6);
    const holder = await s.recordAt('invoice', drafted);
    expect(s.fake.list(invoices)).to.have.length(1);
    expect((await s.problems()).map((p) => [p.kind, p.record, p.detail])).to.deep.equal([['duplicate', drafted, { code: 'taken-there', id: drafted, record: holder.id }]]); // prettier-ignore
  });

  it('goes on as ever where nothing was restored', async () => {
    const { s, id } = await restored();
    await cycles(s);
    for (const p of await s.problems('restored')) await s.answer(p, { choose: 'host-right' });
    await cycles(s);
    await s.restart();
    await s.edit(id, { legalName: 'ООО "Потом"' });
    await cycles(s);
    expect(await s.problems()).to.deep.equal([]);
    expect((await s.objectOf(parties, id))['НаименованиеПолное']).to.equal('ООО "Потом"');
  });
});
