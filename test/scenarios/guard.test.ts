/** The guard against mass change: it holds the writes of a run until a person accepts that very plan (A12). */
import { expect } from 'chai';
import { heldPlanOf } from '../../connector/report/status.ts';
import type { Fields } from '../../connector/model.ts';
import { keyOf, party, prospect } from './making.ts';
import { promote } from '../../connector/sync/edit.ts';
import { parties, stage, type Setting } from './setting.ts';

describe('the guard', () => {
  const { start } = stage();

  /** This many linked counterparties, and as many changed here. */
  async function changed(of: number, count: number): Promise<Setting> {
    const s = await start();
    for (let i = 0; i < of; i++) party(s.fake, { Description: `Покупатель ${i}`, ИНН: '', КПП: '' });
    await s.cycle();
    const records = (await s.records('counterparty')).slice(0, count);
    for (const { id } of records) await s.edit(id, { comment: 'наше' });
    return s;
  }

  const arrived = (s: Setting): number => s.fake.list(parties).filter((r) => r['Комментарий'] === 'наше').length;

  it('lets fifty writes through', async () => {
    const s = await changed(60, 50);
    expect((await s.cycle()).guard).to.equal(null);
    expect(arrived(s)).to.equal(50);
  });

  it('holds all of fifty-one writes', async () => {
    const s = await changed(60, 51);
    const { guard } = await s.cycle();
    expect(guard?.rule).to.equal('too-many-writes');
    expect(s.writes).to.deep.equal([]);
  });

  it('lets through up to thirty percent of many', async () => {
    const s = await changed(300, 60);
    expect((await s.cycle()).guard).to.equal(null);
    expect(arrived(s)).to.equal(60);
  });

  it('counts creates like changes', async () => {
    const s = await start();
    await s.cycle();
    for (let i = 0; i < 51; i++) {
      const fields: Fields = { name: `Новый ${i}`, kind: 'person', country: 'RU' };
      await promote(s.sidebook.engine, (await prospect(s, fields)).id, 'anna');
    }
    expect((await s.cycle()).guard?.rule).to.equal('too-many-writes');
    expect(s.fake.list(parties)).to.deep.equal([]);
  });

  it('still lets what comes from 1C through', async () => {
    const s = await changed(60, 51);
    const [row] = s.fake.list(parties);
    s.fake.edit(parties, keyOf(row!), { НаименованиеПолное: 'ООО "Их"' });
    s.tick(20);
    await s.cycle();
    expect((await s.recordAt('counterparty', keyOf(row!))).fields['legalName']).to.equal('ООО "Их"');
  });

  it('opens for exactly the plan that was accepted', async () => {
    const s = await changed(60, 51);
    const { guard } = await s.cycle();
    const taken = await s.cycle({ accept: guard?.plan ?? '', by: 'Анна' });
    expect([arrived(s), taken.guard]).to.deep.equal([51, null]); // what was said yes to is not asked about again
    expect(await s.sidebook.store.read((t) => t.plan(guard?.plan ?? ''))).to.include({ acceptedBy: 'Анна' });
  });

  it('stays shut for steps nobody reviewed', async () => {
    const s = await changed(60, 51);
    const { guard } = await s.cycle();
    const [late] = (await s.records('counterparty')).slice(51);
    await s.edit(late?.id ?? '', { comment: 'наше' });
    await s.cycle({ accept: guard?.plan ?? '', by: 'Анна' });
    expect(arrived(s)).to.equal(51);
    expect((await s.objectOf(parties, late?.id ?? ''))['Комментарий']).to.equal('');
  });

  it('is told in how things stand until it opened, also when it opened by itself', async () => {
    const s = await changed(60, 51);
    const held = async (): Promise<unknown> => heldPlanOf((await s.sidebook.store.read((t) => t.hosts()))[0]!);
    expect(await held()).to.equal(null);
    const { guard } = await s.cycle();
    expect([guard?.count, await held()]).to.deep.equal([51, guard]);
    for (const { id } of (await s.records('counterparty')).slice(0, 5)) await s.edit(id, { comment: null });
    expect([(await s.cycle()).guard, await held(), arrived(s)]).to.deep.equal([null, null, 46]);
  });

  it('stands among the problems with the plan to accept, once, until it opened', async () => {
    const s = await changed(60, 51);
    const asked = async (): Promise<unknown[]> => (await s.problems()).map((p) => [p.kind, p.link, p.detail]);
    await s.cycle();
    const { guard } = await s.cycle();
    const detail = { code: 'too-many-writes', count: '51', plan: guard?.plan };
    expect(await asked()).to.deep.equal([['refused', null, detail]]);
    await s.cycle({ accept: guard?.plan ?? '', by: 'Анна' });
    expect(await asked()).to.deep.equal([]);
  });

  it('asks about the rest where that is too much by itself', async () => {
    const s = await changed(120, 51);
    const { guard } = await s.cycle();
    for (const { id } of (await s.records('counterparty')).slice(51)) await s.edit(id, { comment: 'наше' });
    const taken = await s.cycle({ accept: guard?.plan ?? '', by: 'Анна' });
    expect([arrived(s), taken.guard?.rule, taken.guard?.count]).to.deep.equal([51, 'too-many-writes', 69]);
    await s.cycle({ accept: taken.guard?.plan ?? '', by: 'Анна' });
    expect(arrived(s)).to.equal(120);
  });

  it('stays shut for steps whose basis moved since', async () => {
    const s = await changed(60, 51);
    const { guard } = await s.cycle();
    const [moved] = await s.records('counterparty');
    await s.edit(moved?.id ?? '', { comment: 'передумали' });
    await s.cycle({ accept: guard?.plan ?? '', by: 'Анна' });
    expect(arrived(s)).to.equal(50);
    expect((await s.objectOf(parties, moved?.id ?? ''))['Комментарий']).to.equal('');
  });

  it('goes back to normal after an accepted plan', async () => {
    const s = await changed(60, 51);
    const { guard } = await s.cycle();
    await s.cycle({ accept: guard?.plan ?? '', by: 'Анна' });
    const report = await s.cycle();
    expect([report.guard, report.counts.held]).to.deep.equal([null, 0]);
  });

  it('makes no second plan of the same work each minute', async () => {
    const s = await changed(60, 51);
    const first = (await s.cycle()).guard?.plan;
    s.tick(1);
    await s.cycle();
    await s.cycle({ accept: first ?? '', by: 'Анна' });
    expect(arrived(s)).to.equal(51);
  });

  it('asks about every mark when many are marked at once', async () => {
    const s = await changed(40, 0);
    for (const row of s.fake.list(parties)) s.fake.edit(parties, keyOf(row), { DeletionMark: true });
    s.tick(20);
    await s.cycle();
    expect(await s.problems('marked')).to.have.length(40);
    expect((await s.records('counterparty')).filter((r) => r.fields['deletionMark'] === true)).to.deep.equal([]);
  });

  it('keeps or takes a mark over as the person says', async () => {
    const s = await changed(3, 0);
    const [one, two] = s.fake.list(parties).map(keyOf);
    for (const key of [one, two]) s.fake.edit(parties, key!, { DeletionMark: true });
    s.tick(20);
    await s.cycle();
    for (const p of await s.problems('marked'))
      await s.answer(p, { choose: p.record === (await s.recordAt('counterparty', one)).id ? 'keep' : 'deactivate' });
    await s.settle();
    const shown = async (key?: string): Promise<unknown[]> => {
      const { fields } = await s.recordAt('counterparty', key);
      return [fields['deletionMark'], fields['active']];
    };
    expect([await shown(one), await shown(two)]).to.deep.equal([[true, undefined], [true, false]]); // prettier-ignore
    expect(await s.problems()).to.deep.equal([]);
  });
});
