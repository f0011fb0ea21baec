/** A plan is accepted once: it holds until it could be carried out, and covers what its own steps bring with them (A12, A13). */
import { expect } from 'chai';
import { acceptedPlan } from '../../connector/accept.ts';
import { live, party } from './making.ts';
import { HOST, parties, stage, type Setting, type Wishes } from './setting.ts';

const partners = 'Catalog_Партнеры';
const UT: Wishes = { fake: { profile: 'ut115' }, host: { profile: 'ut11' } };

describe('an accepted plan', () => {
  const { start } = stage();

  async function withBuyers(s: Setting, count: number): Promise<void> {
    await s.cycle();
    for (let i = 0; i < count; i++) await live(s, { name: `Покупатель ${String(i)}`, kind: 'person', country: 'RU' });
  }

  const made = (s: Setting): number[] => [s.fake.list(partners).length, s.fake.list(parties).length];

  it('covers the partners its counterparties bring with them', async () => {
    const s = await start(UT);
    await withBuyers(s, 30);
    const { guard } = await s.cycle({ planOnly: true });
    expect(guard?.rule).to.equal('too-many-writes');
    await s.cycle(); // the service goes on meanwhile
    await s.cycle({ accept: guard?.plan ?? '', by: 'Анна' });
    await s.cycle();
    expect(made(s)).to.deep.equal([30, 30]);
  });

  it('covers no counterparty that was changed since, nor its partner', async () => {
    const s = await start(UT);
    await withBuyers(s, 30);
    const { guard } = await s.cycle({ planOnly: true });
    const [moved] = await s.records('counterparty');
    await s.edit(moved?.id ?? '', { comment: 'передумали' });
    for (const name of ['Поздний', 'Позднейший']) await live(s, { name, kind: 'person', country: 'RU' });
    await s.cycle({ accept: guard?.plan ?? '', by: 'Анна' });
    expect(made(s)).to.deep.equal([29, 29]);
  });

  async function heldChanges(): Promise<{ s: Setting; plan: string; arrived: () => number }> {
    const s = await start();
    for (let i = 0; i < 60; i++) party(s.fake, { Description: `Покупатель ${String(i)}`, ИНН: '', КПП: '' });
    await s.cycle();
    for (const { id } of (await s.records('counterparty')).slice(0, 51)) await s.edit(id, { comment: 'наше' });
    const plan = (await s.cycle()).guard?.plan ?? '';
    return { s, plan, arrived: () => s.fake.list(parties).filter((r) => r['Комментарий'] === 'наше').length };
  }

  /** As a widget does it: the next cycle takes it up. */
  const acceptThere = async (s: Setting, id: string): Promise<void> => {
    const plan = await s.sidebook.store.read((t) => t.plan(id));
    await s.sidebook.store.write({ actor: 'anna' }, (t) => {
      if (plan) t.plan({ ...plan, state: 'accepted', acceptedBy: 'anna', acceptedAt: s.clock.now().toISOString() });
      t.setSetting(acceptedPlan(HOST), id);
    });
  };

  for (const [where, accept] of [
    ['in a widget', async (s: Setting, plan: string) => (await acceptThere(s, plan), s.cycle())],
    ['on the command line', async (s: Setting, plan: string) => s.cycle({ accept: plan, by: 'anna' })],
  ] as const)
    it(`${where} while nothing may be written holds until something may`, async () => {
      const { s, plan, arrived } = await heldChanges();
      await s.switchWriting(false);
      await accept(s, plan);
      await s.cycle();
      expect(arrived()).to.equal(0);
      await s.switchWriting(true);
      await s.cycle();
      expect(arrived()).to.equal(51);
      expect(await s.sidebook.store.read((t) => t.plan(plan))).to.include({ state: 'applied', acceptedBy: 'anna' });
    });

  it('is used up once it was carried out', async () => {
    const { s, plan, arrived } = await heldChanges();
    await acceptThere(s, plan);
    await s.cycle();
    expect(arrived()).to.equal(51);
    expect(await s.sidebook.store.read((t) => t.setting(acceptedPlan(HOST)))).to.equal('');
  });
});
