/** What has to be right before anything is believed or written: dates that shift, changes the feed left out, another or an older environment. */
import { expect } from 'chai';
import { resolveProblem } from '../../connector/sync/resolve.ts';
import { live } from './dataverse-making.ts';
import { crmStage, type CrmSetting } from './dataverse-setting.ts';

const DAY = 24 * 60;
const restored = async (s: CrmSetting): Promise<string[]> =>
  (await s.problems()).filter((p) => p.kind === 'restored').map((p) => p.detail['code'] ?? '');

describe('dates of Dynamics that mean another day to somebody', () => {
  const start = crmStage();

  it('stop invoices, reading and writing, until the column is made right', async () => {
    const s = await start();
    s.crm.org.table('invoice').userLocal.add('new_date');
    s.invoice(s.account());
    await s.sync();
    expect(await s.records('invoice')).to.deep.equal([]);
    expect((await s.records('counterparty')).length).to.equal(1);
    const [problem] = await s.problems();
    expect([problem?.kind, problem?.detail['code'], problem?.detail['detail']]).to.deep.equal([
      'unmapped-value',
      'mapping-refused',
      'date-shifts invoices new_date UserLocal',
    ]);
    s.crm.org.table('invoice').userLocal.delete('new_date');
    s.clock.pass(7 * 60);
    await s.settle();
    expect((await s.records('invoice')).map((r) => r.fields['date'])).to.deep.equal(['2026-02-24T09:00:00']);
    expect(await s.problems()).to.deep.equal([]);
  });
});

describe('the weekly look at everything in Dynamics', () => {
  const start = crmStage();

  it('finds what no delta told, and is not made before a week is over', async () => {
    const s = await start();
    const [one, two] = [s.account(), s.account({ name: 'Ландыш', new_inn: '7701000028' })];
    s.account({ name: 'Третий', new_inn: '7701000035' });
    await s.settle();
    s.crm.org.silently(() => {
      s.crm.edit('account', one, { telephone1: '7' });
      s.crm.remove('account', two);
    });
    s.clock.pass(6 * DAY);
    await s.settle();
    expect((await s.recordAt('counterparty', one)).fields['phone']).to.equal(null);
    s.clock.pass(DAY + 1);
    await s.cycle(); // the place is too old: the next one walks
    await s.settle();
    expect((await s.recordAt('counterparty', one)).fields['phone']).to.equal('7');
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['vanished']);
  });
});

describe('an environment of Dynamics that was restored or copied', () => {
  const start = crmStage();

  /** After the backup: a phone pushed, an account made; then the backup is put back. */
  async function putBack(): Promise<{ s: CrmSetting; account: string; id: string; made: string }> {
    const s = await start();
    const account = s.account();
    await s.settle();
    const backup = s.crm.org.snapshot();
    const { id } = await s.recordAt('counterparty', account);
    await s.edit(id, { phone: '5' });
    const made = await live(s, { name: 'Новый', taxId: '7701000035' });
    await s.settle();
    s.crm.org.restore(backup);
    s.crm.log.length = 0;
    return { s, account, id, made: made.id };
  }

  it('is only read, and nothing of ours is lost, until somebody says who is right', async () => {
    const { s, id, made } = await putBack();
    await s.edit(made, { phone: '6' });
    for (let i = 0; i < 3; i++) {
      s.clock.pass(20);
      await s.sync();
    }
    expect(await restored(s)).to.deep.equal(['host-restored']);
    expect(s.writes).to.deep.equal([]);
    const ours = await s.sidebook.store.read((t) => t.record(id));
    expect(ours?.fields['phone']).to.equal('5');
  });

  it('takes ours again, each object once, when the module is right', async () => {
    const { s, account } = await putBack();
    await s.sync();
    await s.sync();
    const [problem] = (await s.problems()).filter((p) => p.kind === 'restored');
    await resolveProblem(s.sidebook.engine, problem?.id ?? -1, { choose: 'module-right' }, 'anna');
    for (let i = 0; i < 3; i++) {
      s.clock.pass(20);
      await s.sync();
    }
    expect(s.crm.get('account', account)?.['telephone1']).to.equal('5');
    const [lost] = (await s.problems()).filter((p) => p.kind === 'vanished');
    await resolveProblem(s.sidebook.engine, lost?.id ?? -1, { choose: 'create-again' }, 'anna');
    await s.settle();
    expect(
      s.crm
        .list('account')
        .map((a) => a['name'])
        .sort(),
    ).to.deep.equal(['Лютик ООО', 'Новый']);
  });

  it('is seen by an object that is gone and was never deleted, and not by one that was', async () => {
    const s = await start();
    s.account();
    const two = s.account({ name: 'Ландыш', new_inn: '7701000028' });
    await s.settle();
    s.crm.remove('account', two);
    await s.settle();
    expect(await restored(s)).to.deep.equal([]);
    const three = s.account({ name: 'Третий', new_inn: '7701000035' });
    await s.settle();
    s.crm.org.silently(() => s.crm.remove('account', three));
    await s.sync();
    expect(await restored(s)).to.deep.equal(['host-restored']);
  });

  it('is another organisation under the same address: plans only, and creates nothing twice', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    s.crm.org.organizationId = '33333333-3333-4333-8333-333333333333';
    s.crm.log.length = 0;
    await s.restart();
    const { id } = await s.recordAt('counterparty', account);
    await s.edit(id, { phone: '5' });
    await live(s, { name: 'Новый', taxId: '7701000035' });
    for (let i = 0; i < 2; i++) {
      s.clock.pass(20);
      await s.sync();
    }
    expect(await restored(s)).to.deep.equal(['host-copied']);
    expect(s.writes).to.deep.equal([]);
    const [problem] = await s.problems();
    await resolveProblem(s.sidebook.engine, problem?.id ?? -1, { choose: 'host-right' }, 'anna');
    await s.settle();
    expect(
      s.crm
        .list('account')
        .map((a) => [a['name'], a['telephone1']])
        .sort(),
    ).to.deep.equal([
      ['Лютик ООО', '5'],
      ['Новый', null],
    ]);
  });
});
