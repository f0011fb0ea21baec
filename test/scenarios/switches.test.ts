/** Nothing is written until a named person switched writing on, in general and for the host; all of it is journalled (X3). */
import { expect } from 'chai';
import { customer, issue, live, party } from './making.ts';
import { invoices, parties, stage, type Setting } from './setting.ts';
import { switchWriting } from '../../connector/cli/switches.ts';
import { editRecord } from '../../connector/sync/edit.ts';

describe('the switch of writing', () => {
  const { start } = stage();

  /** An edit, a new counterparty and an invoice wait here. */
  async function withWork(): Promise<{ s: Setting; key: string }> {
    const s = await start({ writing: false });
    const key = customer(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    await issue(s, { counterparty: id, fields: { posted: true } });
    await live(s, { name: 'Лютик ООО', kind: 'company', taxId: '7707083893', branchCode: '770701001' });
    return { s, key };
  }

  const flip = (s: Setting, on: boolean, hosts: readonly string[], by = 'Анна'): Promise<void> =>
    switchWriting(s.sidebook, { on, hosts, by });

  it('is off in a new installation', async () => {
    const { s } = await withWork();
    for (let i = 0; i < 3; i++) await s.everything();
    expect(s.fake.log.filter((r) => r.method !== 'GET')).to.deep.equal([]);
    expect((await s.cycle()).counts.held).to.equal(3);
  });

  for (const hosts of [[], ['buh']])
    it(`holds everything when only ${hosts.length === 0 ? 'the general one' : 'that of the host'} is on`, async () => {
      const { s } = await withWork();
      await flip(s, true, hosts);
      await s.everything();
      expect(s.fake.log.filter((r) => r.method !== 'GET')).to.deep.equal([]);
    });

  it('lets everything through once both are on', async () => {
    const { s, key } = await withWork();
    await s.everything();
    await flip(s, true, []);
    await flip(s, true, ['buh']);
    await s.cycle();
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('наше');
    expect(s.fake.list(invoices).map((r) => r['Posted'])).to.deep.equal([true]);
    expect(s.fake.list(parties)).to.have.length(2);
  });

  for (const hosts of [[], ['buh']])
    it(`stops at once when ${hosts.length === 0 ? 'the general one' : 'that of the host'} is off again`, async () => {
      const { s, key } = await withWork();
      await s.switchWriting(true);
      await s.cycle();
      await flip(s, false, hosts);
      const { id } = await s.recordAt('counterparty', key);
      await s.edit(id, { comment: 'позже' });
      s.quiet();
      await s.everything();
      expect(s.writes).to.deep.equal([]);
      expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('наше');
    });

  it('is journalled with the name of the person', async () => {
    const { s } = await withWork();
    await flip(s, true, [], 'Анна Петрова');
    await flip(s, true, ['buh'], 'Борис');
    await flip(s, false, ['buh'], 'Вера');
    const rows = (await s.sidebook.store.queries.journalAfter(0, 1000)).filter((r) => r.cause === 'switch');
    expect(rows.map((r) => [r.by, r.host, r.after])).to.deep.equal([
      ['Анна Петрова', null, { write: 'on' }],
      ['Борис', 'buh', { write: 'on' }],
      ['Вера', 'buh', { write: 'off' }],
    ]);
  });

  it('keeps reading while it is off', async () => {
    const { s, key } = await withWork();
    s.fake.edit(parties, key, { НаименованиеПолное: 'ООО "Их"' });
    s.tick(20);
    await s.cycle();
    expect((await s.recordAt('counterparty', key)).fields).to.include({ legalName: 'ООО "Их"', comment: 'наше' });
  });

  it('leaves a paused host wholly alone', async () => {
    const { s } = await withWork();
    await s.switchWriting(true);
    await s.sidebook.store.write({ actor: 'anna' }, (t) => t.setHost('buh', { pausedBy: 'anna' }));
    s.quiet();
    s.tick(60);
    expect((await s.sync()).state).to.equal('paused');
    expect(s.fake.log).to.deep.equal([]);
  });

  it('sends nothing of what was taken back while off', async () => {
    const s = await start({ writing: false });
    const key = party(s.fake, { Комментарий: 'как было' });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    await s.cycle();
    await editRecord(s.sidebook.engine, { id, changes: { comment: 'как было' }, by: 'anna' });
    await s.switchWriting(true);
    await s.everything();
    expect(s.writes).to.deep.equal([]);
  });
});
